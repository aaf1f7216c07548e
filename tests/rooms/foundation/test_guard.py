"""Hostile and broken files are refused with one clear reason, before anything is opened."""

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest
from tests.rooms.foundation import files

from renbina.foundation.imports import limits
from renbina.foundation.imports.guard import FileRefused, inspect_file
from renbina.foundation.imports.reading import Calculated, Number, SheetError, Uncached, read_sheets

GOOD = files.xlsx([files.HEADER, ("199001012015031901", "Ari", "01/01/1990", "III/a")])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refusal(tmp_path: Path, content: bytes, name: str = "data.xlsx") -> str:
    """The code with which a file is refused, by the guard or by the child; "" where it is taken."""
    path = tmp_path / "upload"
    path.write_bytes(content)
    try:
        read_sheets(path, inspect_file(path, name))
    except FileRefused as error:
        return error.code
    return ""


def by_guard(tmp_path: Path, content: bytes, name: str = "data.xlsx") -> str:
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as caught:
        inspect_file(path, name)
    return caught.value.code


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", files.member(GOOD, "[Content_Types].xml"))
        package.writestr("xl/worksheets/sheet1.xml", b"<c/>" * (40 * 1024 * 1024 // 4))
    return stream.getvalue()


def overlapping() -> bytes:
    """Two entries of the central directory that point at the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.xml", b"x" * 1000)
    content = stream.getvalue()
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = content[start:end]
    twice = entry + entry.replace(b"a.xml", b"b.xml")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(twice), start, 0)
    return content[:start] + twice + tail


def odd_names(name: str) -> bytes:
    return files.repacked(GOOD, {name: b"x"})


def flagged(flag: int) -> bytes:
    content = bytearray(GOOD)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= flag
    return bytes(content)


def test_a_good_workbook_is_taken(tmp_path: Path) -> None:
    assert refusal(tmp_path, GOOD) == ""


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.xlsx", b"", "file_empty"),  # D42
        ("besar.xlsx", b"x" * (limits.FILE_BYTES + 1), "file_too_big"),
        ("data.docx", GOOD, "extension"),
        ("data", GOOD, "extension"),
        ("data.xlsm", GOOD, "macros"),  # D25
        ("data.csv", b"\xef\xbb\xbf\r\n<TABLE>", "html_inside"),
        ("data.xlsx", b"<html><table></table></html>", "html_inside"),
        ("data.xls", b"NIP;NAMA\r\n1;2\r\n", "not_what_it_says"),
        ("data.ods", GOOD, "not_what_it_says"),
        ("data.xlsx", b"NIP;NAMA\r\n1;2\r\n", "not_what_it_says"),  # D29
        ("data.xlsx", b"%PDF-1.7 ...", "not_what_it_says"),
        ("data.csv", b"\x89PNG\r\n\x1a\n", "not_what_it_says"),
        ("data.csv", GOOD, "not_what_it_says"),
        ("data.xlsx", OLE, "not_what_it_says"),
        ("data.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),  # D30
        ("data.xls", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("data.xls", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        ("data.xlsx", GOOD[: len(GOOD) // 2], "damaged"),  # D34
        ("data.xlsx", b"PK\x03\x04" + b"\x00" * 300, "damaged"),
    ],
)
def test_a_wrong_file_is_refused_by_its_first_bytes(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    assert by_guard(tmp_path, content, name) == code


@pytest.mark.parametrize(
    ("case", "content", "code"),
    [
        ("D25 macro", files.repacked(GOOD, {"xl/vbaProject.bin": b"x"}), "macros"),
        (
            "D25 renamed xlsm",
            files.repacked(
                GOOD,
                {
                    "[Content_Types].xml": files.member(GOOD, "[Content_Types].xml").replace(
                        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
                    )
                },
            ),
            "macros",
        ),
        ("D23 links", files.repacked(GOOD, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "external_links"),
        ("D29 other package", files.repacked(GOOD, {"[Content_Types].xml": None}), "not_what_it_says"),
        ("D32 bomb", bomb(), "bomb"),
        ("D32 overlapping", overlapping(), "bomb"),
        ("D33 slip", odd_names("../../etc/passwd"), "odd_package"),
        ("D33 absolute", odd_names("/etc/passwd"), "odd_package"),
        ("D33 backslash", odd_names("..\\..\\x"), "odd_package"),
        ("D33 twice", odd_names("XL/workbook.xml"), "odd_package"),
        ("D30 encrypted member", flagged(1), "password"),
    ],
)
def test_a_hostile_package_is_refused_unopened(tmp_path: Path, case: str, content: bytes, code: str) -> None:
    assert by_guard(tmp_path, content) == code, case


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(limits.MEMBERS + 1):
            package.writestr(f"{number}.xml", b"")
    assert by_guard(tmp_path, stream.getvalue()) == "too_many_members"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_definitions_inside_are_refused(tmp_path: Path, part: str, encoding: str) -> None:  # D31
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert refusal(tmp_path, files.repacked(GOOD, {part: evil.encode(encoding)})) == "dtd"


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:  # D34
    content = bytearray(files.repacked(GOOD, {}))
    place = content.index(b"PK\x01\x02")
    content[place + 16] ^= 0xFF
    assert refusal(tmp_path, bytes(content)) == "damaged"


def test_a_cell_far_away_does_not_take_the_server_with_it(tmp_path: Path) -> None:  # D36
    sheet = files.member(GOOD, "xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    got = refusal(tmp_path, files.repacked(GOOD, {"xl/worksheets/sheet1.xml": far}))
    assert got == "too_many_columns"


def test_an_empty_cell_far_away_is_no_matter(tmp_path: Path) -> None:  # D36
    sheet = files.member(GOOD, "xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    assert refusal(tmp_path, files.repacked(GOOD, {"xl/worksheets/sheet1.xml": far})) == ""


def test_a_stated_size_without_cells_is_no_matter(tmp_path: Path) -> None:  # D36
    sheet = files.member(GOOD, "xl/worksheets/sheet1.xml")
    stated = sheet.replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1:XFD1048576"')
    assert stated != sheet
    assert refusal(tmp_path, files.repacked(GOOD, {"xl/worksheets/sheet1.xml": stated})) == ""


def test_too_many_lines_are_refused(tmp_path: Path) -> None:  # D35
    assert refusal(tmp_path, b"a;b\n" * (limits.ROWS + 1), "data.csv") == "too_many_rows"


def read(tmp_path: Path, content: bytes, name: str) -> list[list[object]]:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return list(read_sheets(path, inspect_file(path, name))[0].rows)


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_files_are_read_in_every_usual_form(tmp_path: Path, separator: str, encoding: str) -> None:  # D38, D39
    content = files.csv([("NIP", "NAMA"), ("1", "José"), ("2", '"dua\nbaris"')], separator, encoding)
    assert read(tmp_path, content, "data.csv") == [["NIP", "NAMA"], ["1", "José"], ["2", "dua\nbaris"]]


def test_an_unclosed_quotation_mark_is_refused(tmp_path: Path) -> None:  # D39
    assert refusal(tmp_path, b'NIP;NAMA\n1;"Ari\n2;Budi\n', "data.csv") == "csv_quotes"


def test_an_endless_line_is_refused(tmp_path: Path) -> None:  # D37
    assert refusal(tmp_path, b"NIP;NAMA\n1;" + b"x" * (10 * 2**20), "data.csv") == "line_too_long"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:  # D40
    assert refusal(tmp_path, b"NIP;NAMA\n1;A" + bytes(range(1, 9)) * 20, "data.csv") == "not_what_it_says"


def test_numbers_errors_and_formulas_keep_what_they_are(tmp_path: Path) -> None:  # D1, D14, D20, D21
    content = files.xlsx([("NIP", "B", "C", "D"), (199001012015031001, "#REF!", "=1+1", "teks")])
    row = read(tmp_path, content, "data.xlsx")[1]
    assert row[0] == Number("1.99001012015031e+17")
    assert row[1] == SheetError("#REF!")
    assert isinstance(row[2], Uncached)
    assert row[3] == "teks"


def test_a_formula_with_its_value_gives_the_value(tmp_path: Path) -> None:  # D20
    content = files.xlsx([("A", "B"), ("x", "=1+1")])
    sheet = files.member(content, "xl/worksheets/sheet1.xml")
    valued = re.sub(rb"(<f>1\+1</f>)<v ?/>", rb"\1<v>2</v>", sheet)
    assert valued != sheet
    rows = read(tmp_path, files.repacked(content, {"xl/worksheets/sheet1.xml": valued}), "data.xlsx")
    assert rows[1][1] == Calculated(Number("2"))


def test_formula_text_stays_text(tmp_path: Path) -> None:  # D22
    rows = read(tmp_path, b"NIP;NAMA\n=cmd|' /C calc'!A0;@SUM(A1)\n+1;-1\n", "data.csv")
    assert rows[1:] == [["=cmd|' /C calc'!A0", "@SUM(A1)"], ["+1", "-1"]]

"""What the corpus of files is made of: the kind that reads them, people who are invented, and ways to spoil a file."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.rooms.foundation import files
from tests.rooms.foundation.people import PEOPLE

from binacore.nip import parse_nip
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.models import Employee

HEADER = ("NIP BARU", "NAMA", "UNOR NAMA", "TANGGAL LAHIR", "GOL AKHIR NAMA")
BORN = date(1990, 1, 1)
UNIT = "Dinas Uji"


def nip(number: int) -> str:
    """A NIP of an invented person born on 1 January 1990."""
    return f"19900101201503{1 + number % 2}9{number:02}"


def person(number: int, **other: Any) -> tuple[Any, ...]:
    """A good row; `other` changes cells by name."""
    cells = {"nip": nip(number), "name": f"Orang {number}", "unit": UNIT, "born": BORN, "grade": "III/a"} | other
    return tuple(cells.values())


@action
def store(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> Mapping[str, int]:
    """Keeps people as `people.store_people` does; who has no date of birth in the file has that of the NIP."""
    made = [
        Employee(
            agency_id=by.agency_id,
            nip=row.key,
            name=row.values["name"],
            birth_date=row.values.get("birth_date") or parse_nip(row.key).born,
            grade=row.values.get("grade") or "",
            sex="m",
            employment="pns",
        )
        for row in rows
        if row.verdict == "new"
    ]
    journal.create(made)
    record(new={"people": len(made)})
    return {"people": len(made)}


KIND = replace(
    PEOPLE,
    key="corpus",
    apply=store,
    check_rows=lambda rows, context: None,
    fields=(
        Field("nip", "NIP", "nip", synonyms=("NIP BARU", "NIP"), required=True),
        Field("name", "Nama", synonyms=("NAMA",), required=True, max_length=200),
        Field("unit", "Unit", synonyms=("UNOR NAMA", "UNIT KERJA"), required=True, compare=False),
        Field("birth_date", "Tanggal lahir", "date", synonyms=("TANGGAL LAHIR",)),
        Field("grade", "Golongan", synonyms=("GOL AKHIR NAMA", "GOL. RUANG"), max_length=10),
        Field("position", "Jabatan", synonyms=("JABATAN NAMA", "JABATAN"), compare=False),
        Field("since", "TMT jabatan", "date", synonyms=("TMT JABATAN",), compare=False),
        Field("superior", "NIP atasan", "nip", synonyms=("NIP ATASAN",), compare=False),
        Field("score", "Nilai", "int", synonyms=("NILAI",), minimum=0, maximum=100, compare=False),
        Field("amount", "Biaya", "decimal", synonyms=("BIAYA",), compare=False),
    ),
    dropped=("NIK", "NOMOR HP", "ALAMAT", "AGAMA"),
)
IMPORTS = {"corpus": KIND}


@dataclass(frozen=True)
class Case:
    """A file and its verdict: refused with a code, or these rows are taken, those held (row -> code of the error).

    warned: (row, code). notes: codes about the file. values: (row, field) -> what is read.
    """

    about: str
    content: bytes
    name: str = "pegawai.xlsx"
    refused: str = ""
    taken: tuple[int, ...] = ()
    held: Mapping[int, str] = field(default_factory=dict)
    warned: frozenset[tuple[int, str]] = frozenset()
    notes: frozenset[str] = frozenset()
    values: Mapping[tuple[int, str], Any] = field(default_factory=dict)


def book(*rows: Sequence[Any], header: Sequence[str] = HEADER, change: Any = None, **sheets: Any) -> bytes:
    """A workbook; `change` gets it before it is saved."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "PNS"
    for row in (header, *rows):
        sheet.append(list(row))
    if change is not None:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def text(*rows: Sequence[str], mark: str = ";", encoding: str = "utf-8", header: Sequence[str] = HEADER) -> bytes:
    return files.csv([header, *rows], mark, encoding)


def in_text(number: int, **other: Any) -> tuple[str, ...]:
    return person(number, **({"born": "01/01/1990"} | other))


def with_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    changed = files.member(content, part).replace(old, new)
    assert changed != files.member(content, part), "nothing was replaced"
    return files.repacked(content, {part: changed})


def column(name: str, *cells: Any) -> bytes:
    """Good rows, each with one more cell under `name`."""
    rows = [(*person(number), cell) for number, cell in enumerate(cells, start=1)]
    return book(*rows, header=(*HEADER, name))


SHEET = "xl/worksheets/sheet1.xml"
GOOD = book(person(1), person(2))


def formulas(*, valued: bool) -> bytes:
    made = book(person(1, name='=CONCATENATE("Orang"," 1")'), person(2))
    sheet = files.member(made, SHEET)
    done = re.sub(rb'<c r="B2"[^>]*>(<f>.*?</f>)<v ?/>', rb'<c r="B2" t="str">\1<v>Orang 1</v>', sheet)
    assert done != sheet
    return files.repacked(made, {SHEET: done}) if valued else made


def merged(made: Any) -> None:
    made.worksheets[0].merge_cells("C2:C3")


def hide(made: Any) -> None:
    sheet = made.worksheets[0]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    other = made.create_sheet("Lama")
    other.append(["catatan"])
    other.sheet_state = "hidden"


def count_from_1904(made: Any) -> None:
    made.epoch = CALENDAR_MAC_1904


def many_styles(made: Any) -> None:
    cell = made.worksheets[0]["A9"]
    for number in range(2000):
        cell.font = Font(size=5 + number / 10)


def headed(made: Any) -> None:
    """Logo, titles, a header of two rows with merged cells, numbers of the columns, a sum and a signature."""
    sheet = made.worksheets[0]
    sheet.delete_rows(1)
    for row in (
        ("PEMERINTAH KOTA UJI",), ("DAFTAR PEGAWAI",), (),
        ("NO", "NIP", "NAMA", "UNIT KERJA", "JABATAN", None, "ATASAN", None),
        (None, None, None, None, "NAMA", "TMT", "NIP", "NAMA"),
        tuple(range(1, 9)),
        (1, nip(1), "Orang 1", UNIT, "Analis", date(2020, 1, 1), nip(2), "Orang 2"),
        ("DINAS KESEHATAN",),
        (2, nip(2), "Orang 2", UNIT, "Kepala Bidang", date(2021, 1, 1), None, None),
        ("NO", "NIP", "NAMA", "UNIT KERJA", "JABATAN", None, "ATASAN", None),
        (3, None, "Orang 3", UNIT, "Analis", date(2020, 1, 1), None, None),
        ("JUMLAH", None, 3),
        (), (None, None, None, None, "Kota Uji, 2 November 2026"), (None, None, "Mengetahui,", None, "Kepala BKPSDM,"),
        (None, None, "Drs. Ahmad Contoh, M.Si", None, "Sri Contoh, S.H."),
        (None, f"NIP. {nip(8)}", f"NIP. {nip(9)}", None, f"NIP. {nip(7)}"),
    ):  # fmt: skip
        sheet.append(list(row))
    for cells in ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "G4:H4"):
        sheet.merge_cells(cells)


def nested_zip() -> bytes:
    inner = b"x" * 1000
    for _ in range(5):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("inner.zip", inner)
        inner = stream.getvalue()
    return inner


def ods_rows(rows: str) -> bytes:
    made = files.ods([HEADER, in_text(1)])
    return files.repacked(
        made,
        {
            "content.xml": files.member(made, "content.xml").replace(
                b"</table:table>", rows.encode() + b"</table:table>"
            )
        },
    )


def page(*rows: Sequence[str], head: str = "") -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER, *rows))
    return f"<html><head>{head}</head><body><h3>Daftar pegawai</h3><table>{lines}</table></body></html>".encode()


EVIL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def shared() -> bytes:
    """A good file whose texts stand in a part of their own."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"})
    sheet = made.add_worksheet("PNS")
    for number, row in enumerate((HEADER, person(1), person(2))):
        sheet.write_row(number, 0, row)
    made.close()
    return stream.getvalue()


def with_definitions(part: str, encoding: str) -> bytes:
    plain = files.member(SHARED, part).decode()
    body = plain[plain.index("?>") + 2 :] if plain.startswith("<?xml") else plain
    return files.repacked(SHARED, {part: (EVIL + body).encode(encoding)})


SHARED = shared()
BIFF = [HEADER, person(1), person(2, born="31/12/1989")]

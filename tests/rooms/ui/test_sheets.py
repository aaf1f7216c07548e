import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from renbina.ui.sheets import Sheet, SheetColumn, csv_bytes, file_response, json_bytes, neutral, plain, xlsx_bytes

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("x")']


def one_column(values, number_format=""):
    return Sheet("Data", [SheetColumn("Isi", number_format)], [(value,) for value in values])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_made_harmless_in_csv(text):
    cell = csv_bytes(one_column([text])).decode("utf-8-sig").split("\r\n", 1)[1].strip('"')
    assert cell.startswith("'")


def test_negative_numbers_stay_numbers_in_csv():
    assert csv_bytes(one_column([-5])).decode("utf-8-sig").splitlines()[1] == "-5"


@pytest.mark.parametrize(
    "text", [*HOSTILE, "'", "''=1", "'biasa", "198501012010011901", "'198501012010011901", "", "–"]
)
def test_what_was_made_harmless_is_read_as_it_was(text):
    assert plain(neutral(text)) == text


def test_an_identifier_of_18_digits_is_text_in_csv_too():
    assert "'198501012010011901" in csv_bytes(one_column(["198501012010011901"])).decode()


@pytest.mark.parametrize(
    ("value", "comma", "point"),
    [
        (Decimal("20.5"), "20,5", "20.5"),
        (1.125, "1,1250", "1.1250"),
        (20.0, "20,0", "20.0"),
        (1250000, "1250000", "1250000"),
    ],
)
def test_a_decimal_has_the_sign_of_those_who_open_the_file_and_is_never_read_as_thousands(value, comma, point):
    sheet = one_column([value])
    for separator, shown in ((";", comma), (",", point)):
        rows = list(
            csv.reader(StringIO(csv_bytes(sheet, separator=separator).decode("utf-8-sig")), delimiter=separator)
        )
        assert rows[1] == [shown]


def test_json_keeps_types_and_needs_no_apostrophes():
    columns = [SheetColumn(label) for label in ("NIP", "Hari", "Biaya", "JP", "Catatan")]
    row = ("198501012010011901", date(2027, 4, 14), 5_000_000, Decimal("20.5"), None)
    assert json.loads(json_bytes(Sheet("A", columns, [row, ("=1", None, 0, Decimal(20), "")]))) == [
        {"NIP": "198501012010011901", "Hari": "2027-04-14", "Biaya": 5_000_000, "JP": 20.5, "Catatan": None},
        {"NIP": "=1", "Hari": None, "Biaya": 0, "JP": 20, "Catatan": ""},
    ]


def test_rows_are_read_once_and_none_is_lost():
    def rows() -> Iterator[tuple[int]]:
        yield from ((number,) for number in range(500))

    for write in (xlsx_bytes_of, csv_bytes, json_bytes):
        assert write(Sheet("A", [SheetColumn("N")], rows()))
    book = openpyxl.load_workbook(BytesIO(xlsx_bytes([Sheet("A", [SheetColumn("N")], rows())])))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == list(range(500))


def xlsx_bytes_of(sheet: Sheet) -> bytes:
    return xlsx_bytes([sheet])


def test_a_text_longer_than_a_cell_is_cut_and_not_left_out():
    book = openpyxl.load_workbook(BytesIO(xlsx_bytes([one_column(["a" * 40_000])])))
    assert len(book.active["A2"].value) == 32_767


def test_a_day_without_a_format_still_reads_as_a_day():
    cell = openpyxl.load_workbook(BytesIO(xlsx_bytes([one_column([date(2027, 4, 14)])]))).active["A2"]
    assert cell.is_date


def test_no_other_module_writes_workbooks_or_comma_separated_files():
    """One place neutralises; whoever writes such a file beside it would have to think of it again."""
    source = Path(__file__).parents[3] / "src" / "renbina"
    wild = re.compile(
        r"^\s*(?:import|from) (?:xlsxwriter|openpyxl|pyexcelerate)|csv\.(?:Dict)?[wW]riter\(", re.MULTILINE
    )
    found = {str(path.relative_to(source)) for path in source.rglob("*.py") if wild.search(path.read_text())}
    assert found == {"ui/sheets.py"}


def test_csv_opens_with_its_letters_intact():
    assert csv_bytes(one_column(["Ibu Ning – Kaliurang"])).startswith(b"\xef\xbb\xbf")


def test_nothing_becomes_a_formula_or_a_link_in_a_workbook():
    content = xlsx_bytes([one_column([*HOSTILE, "https://contoh.example"])])
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_dates_and_money_keep_their_type_and_format():
    sheet = Sheet("A", [SheetColumn("Hari", "d mmm yyyy"), SheetColumn("Biaya", '"Rp"#,##0')], [(date(2027, 4, 14), 5)])
    row = next(openpyxl.load_workbook(BytesIO(xlsx_bytes([sheet]))).active.iter_rows(min_row=2))
    assert row[0].value.date() == date(2027, 4, 14)
    assert (row[1].value, row[1].number_format) == (5, '"Rp"#,##0')


def test_an_identifier_of_18_digits_stays_whole():
    row = next(
        openpyxl.load_workbook(BytesIO(xlsx_bytes([one_column([198501012010011901])]))).active.iter_rows(min_row=2)
    )
    assert row[0].value == "198501012010011901"


def test_sheet_names_are_cut_cleaned_and_made_different():
    long = Sheet("Rencana: Program/Kegiatan [2027] dan Peserta", [SheetColumn("A")], [])
    names = openpyxl.load_workbook(BytesIO(xlsx_bytes([long, long]))).sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_long_sheet_name_ends_with_a_word():
    named = Sheet("Diserahkan kepada yang dapat mengubahnya", [SheetColumn("A")], [])
    assert openpyxl.load_workbook(BytesIO(xlsx_bytes([named]))).sheetnames == ["Diserahkan kepada yang dapat…"]


def test_a_sheet_is_printed_as_wide_as_the_paper_with_its_heading_on_every_page():
    wide = Sheet("Lebar", [SheetColumn(f"Kolom {n}", width=20) for n in range(8)], [], note="Keterangan")
    narrow, broad = openpyxl.load_workbook(BytesIO(xlsx_bytes([one_column([1]), wide]))).worksheets
    assert (narrow.page_setup.orientation, broad.page_setup.orientation) == ("portrait", "landscape")
    for each in (narrow, broad):  # one page wide, which a file does not say, and as long as it takes
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert (each.page_setup.fitToWidth or 1, each.page_setup.fitToHeight) == (1, 0)
    assert (narrow.print_title_rows, broad.print_title_rows) == ("$1:$1", "$3:$3")


def test_the_heading_stays_in_sight():
    assert openpyxl.load_workbook(BytesIO(xlsx_bytes([one_column([1])]))).active.freeze_panes == "A2"


def test_the_same_rows_make_the_same_file():
    assert xlsx_bytes([one_column([1, "a"])]) == xlsx_bytes([one_column([1, "a"])])


def test_a_download_is_kept_by_no_cache_and_cannot_break_its_header():
    response = file_response(b"x", 'renc"ana\r\n–2027.xlsx')
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="renc_ana')
    assert "\n" not in response["Content-Disposition"]

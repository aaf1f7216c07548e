from datetime import date
from io import BytesIO

import openpyxl
import pytest

from renbina.ui.sheets import Sheet, SheetColumn, csv_bytes, file_response, xlsx_bytes

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("x")']


def one_column(values, number_format=""):
    return Sheet("Data", [SheetColumn("Isi", number_format)], [(value,) for value in values])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_made_harmless_in_csv(text):
    cell = csv_bytes(one_column([text])).decode("utf-8-sig").split("\r\n", 1)[1].strip('"')
    assert cell.startswith("'")


def test_negative_numbers_stay_numbers_in_csv():
    assert csv_bytes(one_column([-5])).decode("utf-8-sig").splitlines()[1] == "-5"


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


def test_the_heading_stays_in_sight():
    assert openpyxl.load_workbook(BytesIO(xlsx_bytes([one_column([1])]))).active.freeze_panes == "A2"


def test_the_same_rows_make_the_same_file():
    assert xlsx_bytes([one_column([1, "a"])]) == xlsx_bytes([one_column([1, "a"])])


def test_a_download_is_kept_by_no_cache_and_cannot_break_its_header():
    response = file_response(b"x", 'renc"ana\r\n–2027.xlsx')
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="renc_ana')
    assert "\n" not in response["Content-Disposition"]

"""One cell at a time: read rightly, or named wrong."""

from datetime import date
from decimal import Decimal

import pytest

from renbina.foundation.imports.cells import clean_cell, month_first, shown
from renbina.foundation.imports.declare import Field
from renbina.foundation.imports.reading import Calculated, Number, OtherTime, SheetError, Uncached

NIP = "199001012015031901"


def value(cell: object, field: Field) -> object:
    cleaned = clean_cell(cell, field)
    assert [each.code for each in cleaned.problems if each.severity == "error"] == []
    return cleaned.value


def code(cell: object, field: Field) -> str:
    cleaned = clean_cell(cell, field)
    assert cleaned.value is None
    return cleaned.problems[0].code


@pytest.mark.parametrize(
    "cell",
    [NIP, f"'{NIP}", f" {NIP}\u00a0", "19900101 201503 1 901", "19900101.201503.1.901", "19900101-201503-1-901",
     f"\u200b{NIP}\ufeff"],
)  # fmt: skip
def test_a_nip_with_marks_of_writing_is_taken(cell: str) -> None:  # D2
    assert value(cell, Field("nip", "NIP", "nip")) == NIP


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Number("1.99001012015031e+17"), "nip_number_damaged"),  # D1
        (Number("199001012015031901"), "nip_number_damaged"),  # D1: whole, and yet it cannot be trusted
        ("1,99001E+17", "nip_number_damaged"),
        (NIP[:-1], "nip_length"),  # D3
        (NIP + "1", "nip_length"),
        ("I9900101201503l901", "nip_letters"),
        ("199013012015031901", "nip_birth_date"),  # D4
        ("199001012015131901", "nip_month"),
        ("199001012015033901", "nip_sex"),
        ("199001012015031000", "nip_serial"),
        (SheetError("#N/A"), "sheet_error"),
        (Uncached(), "formula_without_value"),
    ],
)
def test_a_wrong_nip_is_named(cell: object, expected: str) -> None:
    assert code(cell, Field("nip", "NIP", "nip")) == expected


@pytest.mark.parametrize(
    "cell", [date(2025, 12, 31), "31/12/2025", "31-12-2025", "2025-12-31", "31-Des-2025", "31 Desember 2025",
             "2025-12-31 00:00:00"]
)  # fmt: skip
def test_a_date_is_read_day_first(cell: object) -> None:  # D10
    assert value(cell, Field("day", "Tanggal", "date")) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("29/02/2025", "date_impossible"),  # D12
        ("00/00/0000", "date_impossible"),
        ("12/31/2025", "date_month_first"),
        ("besok", "date_unreadable"),
        ("31/12/25", "date_unreadable"),
        (Number("2025"), "date_is_number"),  # a year is no day
        (Number("4.6022E+10"), "date_is_number"),
        ("31/12/2025 17:00", "date_unreadable"),  # a day moved by a time zone
        (OtherTime("03:04:00"), "date_unreadable"),
        ("#REF!", "sheet_error"),
    ],
)
def test_a_wrong_date_is_named(cell: object, expected: str) -> None:
    assert code(cell, Field("day", "Tanggal", "date")) == expected


def test_one_date_with_the_month_first_makes_its_column_unsure() -> None:  # D10
    assert month_first(["03/04/2025", "12/31/2025"])
    assert not month_first(["03/04/2025", "31/12/2025", None, date(2025, 1, 1)])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(Number("85.0"), 85), ("85", 85), ("1.500.000", 1_500_000), ("Rp 1.500.000", 1_500_000)],
)
def test_a_whole_number_is_read(cell: object, expected: int) -> None:
    assert value(cell, Field("n", "Nilai", "int")) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("85,5", Decimal("85.5")),
        ("85.5", Decimal("85.5")),
        ("85.500,00", Decimal(85500)),
        (Number("85.5"), Decimal("85.5")),
    ],
)
def test_a_decimal_is_read_by_the_local_rule(cell: object, expected: Decimal) -> None:  # D13
    assert value(cell, Field("n", "Nilai", "decimal")) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.234", "number_unclear"),  # D13
        ("A", "not_a_number"),  # D14
        ("#N/A", "sheet_error"),
        (Number("850"), "out_of_range"),
        ("-1", "out_of_range"),
        (Number("85.5"), "not_whole"),
        (True, "not_a_number"),
    ],
)
def test_a_wrong_number_is_named_and_never_zero(cell: object, expected: str) -> None:
    assert code(cell, Field("n", "Nilai", "int", minimum=0, maximum=100)) == expected


@pytest.mark.parametrize("text", ["Nur'aini", "dr. Sari, Sp.A", "José", "Sukarno", "O’Brien-Ñandú"])
def test_names_are_kept_exactly(text: str) -> None:  # D41
    assert value(text, Field("name", "Nama")) == text


def test_marks_that_cannot_be_seen_are_taken_out_and_said_so() -> None:  # D40
    cleaned = clean_cell("Ari\u202e\u200b Putra\x07", Field("name", "Nama"))
    assert cleaned.value == "Ari Putra"
    assert [(each.code, each.severity) for each in cleaned.problems] == [("invisible_removed", "warning")]


def test_too_long_a_text_is_named() -> None:  # D37
    assert code("x" * 32_767, Field("name", "Nama")) == "too_long"


def test_a_number_in_a_text_column_reads_as_it_was_typed() -> None:
    assert value(Number("2015.0"), Field("year", "Tahun")) == "2015"


def test_a_required_cell_may_not_be_empty() -> None:
    assert code("\u00a0 ", Field("name", "Nama", required=True)) == "required"


def test_an_unknown_choice_names_the_nearest_ones() -> None:
    field = Field("kind", "Jenis", "choice", choices={"PNS": "pns", "PPPK": "pppk", "PPPK Paruh Waktu": "part"})
    assert value("pppk_paruh  waktu", field) == "part"
    cleaned = clean_cell("PPK", field)
    assert cleaned.problems[0].code == "not_in_list"
    assert "PPPK" in cleaned.problems[0].suggestions


def test_what_is_shown_of_a_cell_holds_nothing_that_a_database_refuses() -> None:
    assert shown("Or\x00ang\ud800 1") == "Orang 1"
    assert shown(Calculated("a\x00b")) == "ab"

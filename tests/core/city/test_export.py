"""The roster workbook in the shape of a SIASN export."""

from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from binacity.command import main
from binacity.export import HEADERS, siasn_rows, siasn_sheets, write_corrected_xlsx, write_siasn_xlsx
from binacity.records import City

pytestmark = pytest.mark.slow  # whole workbooks: not in the quick subset


@pytest.fixture(scope="module")
def workbook(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roster") / "siasn.xlsx"
    write_siasn_xlsx(city, path)
    return path


def test_headers_are_in_the_order_of_the_export() -> None:
    assert len(HEADERS) == len(set(HEADERS)) == 70
    assert HEADERS[:6] == ["PNS ID", "NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG"]
    assert HEADERS[-3:] == ["ESELON ID", "ESELON NAMA", "TANGGAL AKHIR KONTRAK"]


def test_everybody_has_a_row_in_the_sheet_of_their_employment(city: City) -> None:
    assert {name: len(rows) for name, rows in siasn_sheets(city).items()} == {
        "PNS": 2041,
        "PPPK": 611,
        "PPPK Paruh Waktu": 262,
    }


def test_only_five_nips_are_numbers(city: City, workbook: Path) -> None:
    rows = [
        row
        for name in ("PNS", "PPPK")
        for row in CalamineWorkbook.from_path(workbook).get_sheet_by_name(name).to_python()[1:]
    ]
    rows += CalamineWorkbook.from_path(workbook).get_sheet_by_name("PPPK Paruh Waktu").to_python()[4:]
    kinds = Counter(type(row[1]).__name__ for row in rows)
    assert kinds["str"] == 2909
    assert sum(kinds.values()) == 2914


def test_one_sheet_has_title_rows_above_its_header(workbook: Path) -> None:
    book = CalamineWorkbook.from_path(workbook)
    assert book.sheet_names == ["PNS", "PPPK", "PPPK Paruh Waktu"]
    assert book.get_sheet_by_name("PNS").to_python()[0] == HEADERS
    part_time = book.get_sheet_by_name("PPPK Paruh Waktu").to_python(skip_empty_area=False)
    assert part_time[0][0] == "PEMERINTAH KOTA LEMBAH ARAI"
    assert part_time[3] == HEADERS


def test_personal_columns_are_obviously_invented(city: City) -> None:
    headers, rows = siasn_rows(city)
    nik, religion, mail = (headers.index(name) for name in ("NIK", "AGAMA NAMA", "EMAIL"))
    assert all(str(row[nik]).startswith("00000000") for row in rows)
    assert {row[religion] for row in rows} == {"REKAAN"}
    assert all(str(row[mail]).endswith(".invalid") for row in rows)


def test_units_and_positions_carry_their_codes_except_where_a_defect_is_planted(city: City) -> None:
    headers, rows = siasn_rows(city)
    unit, position = headers.index("UNOR ID"), headers.index("JABATAN ID")
    assert sum(row[unit] == "" for row in rows) == 3
    assert sum(row[position] == "" for row in rows) == 94 + 23


def test_the_corrected_workbook_has_no_roster_defect(city: City, tmp_path: Path) -> None:
    write_corrected_xlsx(city, tmp_path / "corrected.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "corrected.xlsx")
    rows = [row for name in ("PNS", "PPPK") for row in book.get_sheet_by_name(name).to_python()[1:]]
    true = {p.true_nip for p in city.employees if p.employment != "pppk_part_time"}
    titles = {position.title for position in city.positions}
    assert {row[1] for row in rows} == true
    assert {row[HEADERS.index("JABATAN NAMA")] for row in rows} <= titles
    assert {row[HEADERS.index("UNOR ID")] for row in rows} <= {unit.code for unit in city.units}


def test_the_command_writes_workbook_and_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--size", "60", "--out", str(tmp_path / "small")]) == 0
    names = {path.name for path in (tmp_path / "small").iterdir()}
    assert {"siasn.xlsx", "employees.csv", "programmes.csv", "facts.csv", "defects.csv"} <= names
    assert "people" in capsys.readouterr().out


def test_the_command_refuses_a_tiny_city(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--size", "5", "--out", str(tmp_path)]) == 2
    assert "at least 60" in capsys.readouterr().out

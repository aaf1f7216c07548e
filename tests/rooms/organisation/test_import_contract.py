"""The contract of `renbina import` (docs/import.md), file by file: every code of a row and what becomes of the row."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.rooms.organisation.conftest import DAY, Town
from tests.rooms.organisation.roster_files import GOOD, HEADER, OTHER, PPPK, Desk, codes, csv, xlsx

from renbina.organisation.models import Agency, Employee, Supervision, Unit

pytestmark = pytest.mark.slow  # a process for each file: not in the quick subset

COLUMNS = (
    "NIP BARU", "NAMA", "UNOR NAMA", "TANGGAL LAHIR", "GOL AKHIR NAMA", "JABATAN NAMA", "TMT JABATAN", "NIP ATASAN",
    "MK TAHUN", "NIK", "NOMOR HP",
)  # fmt: skip
KEYS = {
    "row", "sheet", "nip", "name", "title_front", "title_back", "kind", "birth_date", "grade", "position",
    "position_date", "unit", "superior_nip",
}  # fmt: skip
SECRET = "1301010101010001"


def nip(serial: int) -> str:
    return f"1990010120150119{serial:02}"


def line(serial: int, **cells: str) -> list[str]:
    """A good row of its own person, with some cells otherwise."""
    names = {
        "nip": "NIP BARU", "name": "NAMA", "unit": "UNOR NAMA", "born": "TANGGAL LAHIR", "grade": "GOL AKHIR NAMA",
        "position": "JABATAN NAMA", "since": "TMT JABATAN", "above": "NIP ATASAN", "years": "MK TAHUN",
    }  # fmt: skip
    row = {
        "NIP BARU": nip(serial), "NAMA": f"Orang {serial}", "UNOR NAMA": "Dinas Satu", "TANGGAL LAHIR": "01/01/1990",
        "GOL AKHIR NAMA": "III/a", "JABATAN NAMA": "Analis", "TMT JABATAN": "01-02-2020", "MK TAHUN": "10",
        "NIK": SECRET, "NOMOR HP": "081234567890",
    }  # fmt: skip
    row |= {names[name]: cell for name, cell in cells.items()}
    return [row.get(column, "") for column in COLUMNS]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


HELD: list[tuple[dict[str, str], str]] = [
    ({"nip": "1,9E+17"}, "nip_damaged"),
    ({"nip": "1.99001E+17"}, "nip_damaged"),
    ({"nip": "19900101201501190"}, "nip_invalid"),
    ({"nip": "19900101201501190O"}, "nip_invalid"),
    ({"nip": "199013012015011905"}, "nip_invalid"),
    ({"nip": "199001012015013905"}, "nip_invalid"),
    ({"nip": "3171010101900001"}, "nip_is_nik"),
    ({"nip": ""}, "required_missing"),
    ({"name": ""}, "required_missing"),
    ({"unit": ""}, "required_missing"),
    ({"born": "29/02/2025"}, "date_invalid"),
    ({"since": "00/00/0000"}, "date_invalid"),
    ({"grade": "III/z"}, "grade_invalid"),
    ({"grade": "IX"}, "grade_invalid"),
    ({"years": "51"}, "number_invalid"),
    ({"years": "-1"}, "number_invalid"),
    ({"years": "A"}, "number_invalid"),
    ({"years": "#N/A"}, "cell_error"),
    ({"position": "#REF!"}, "cell_error"),
    ({"name": "x" * 256}, "text_too_long"),
    ({"position": "x" * 256}, "text_too_long"),
]
TAKEN: list[tuple[dict[str, str], str | None, dict[str, Any]]] = [
    ({"above": nip(60)}, "superior_self", {"superior_nip": None}),
    ({"above": nip(99)}, "superior_unknown", {"superior_nip": None}),
    ({"above": nip(63)}, "superior_cycle", {"superior_nip": None}),
    ({"above": nip(62)}, "superior_cycle", {"superior_nip": None}),
    ({"above": "1,99E+17"}, "nip_damaged", {"superior_nip": None}),
    ({"above": f"'{nip(60)} "}, None, {"superior_nip": nip(60)}),
    ({"name": "Zero\u200bWidth"}, "text_cleaned", {"name": "ZeroWidth"}),
    ({"name": "=cmd|' /C calc'!A0"}, None, {"name": "=cmd|' /C calc'!A0"}),
    ({"name": "Ma'ruf Ñandú"}, None, {"name": "Ma'ruf Ñandú"}),
    ({"name": "dr. Rina, Sp.A"}, None, {"name": "Rina", "title_front": "dr.", "title_back": "Sp.A"}),
    ({"name": "y" * 255}, None, {"name": "y" * 255}),
    ({"nip": " '19900101 201501 1 971"}, None, {"nip": nip(71)}),
    ({"nip": "NIP. 19900101.201501-1-972"}, None, {"nip": nip(72)}),
    ({"born": "1990-01-01", "since": "31-Des-2025"}, None, {"birth_date": "1990-01-01", "position_date": "2025-12-31"}),
    ({"grade": "Penata Muda (III/a)"}, None, {"grade": "III/a"}),
    ({"nip": "199001012030011975", "born": ""}, None, {"birth_date": None}),
    ({"nip": "199001012005011976"}, "age_implausible", {}),
    ({"born": "02/01/1990"}, "age_implausible", {"birth_date": "1990-01-02"}),
    ({"nip": "192001011945011975", "born": "", "position": ""}, "age_implausible", {}),
    ({"nip": "201501012035011975", "born": "", "position": ""}, "age_implausible", {}),
]


def test_each_row_is_taken_or_held_for_its_own_reason_and_none_vanishes(db: None, desk: Desk) -> None:
    held = [line(10 + place, **cells) for place, (cells, _) in enumerate(HELD)]
    taken = [line(60 + place, **cells) for place, (cells, *_) in enumerate(TAKEN)]
    twins = [line(90), line(90), line(91), line(91, name="Nama Lain Sekali")]
    answer = desk.ask(csv(*held, *taken, *twins, header=COLUMNS))
    said = {(each["row"], each["code"]): each for each in answer["problems"]}
    valid = {each["row"]: each for each in answer["valid"]}
    for row, (cells, code) in enumerate(HELD, start=2):
        assert said[row, code]["severity"] == "error", (cells, code)
        assert row not in valid
    for row, (cells, code, wanted) in enumerate(TAKEN, start=2 + len(HELD)):
        assert row in valid, cells
        assert {name: valid[row][name] for name in wanted} == wanted
        assert {each for number, each in said if number == row} == ({code} if code else set()), cells
    first = 2 + len(HELD) + len(TAKEN)
    assert first in valid
    assert said[first + 1, "nip_duplicate_same"]["severity"] == "warning"
    assert {(first + 2, "nip_duplicate_conflict"), (first + 3, "nip_duplicate_conflict")} <= said.keys()
    errors = {each["row"] for each in answer["problems"] if each["severity"] == "error"}
    assert answer["rows_read"] == len(valid) + len(errors) == len(held) + len(taken) + 3
    assert answer["dropped_columns"] == ["NIK", "NOMOR HP"]
    assert SECRET not in json.dumps(answer)
    for each in answer["problems"]:
        assert each["message"].startswith(f"Baris {each['row']}, kolom "), each
    assert all(each.keys() >= KEYS for each in answer["valid"])
    assert answer == desk.ask(csv(*held, *taken, *twins, header=COLUMNS))


def test_a_month_first_date_leaves_the_whole_column_out_and_holds_nobody(db: None, desk: Desk) -> None:
    rows = [line(1, since="03/04/2020"), line(2, since="12/31/2020"), line(3, since="2020-05-01")]
    answer = desk.ask(csv(*rows, header=COLUMNS))
    assert [(each["position_date"], each["birth_date"]) for each in answer["valid"]] == [(None, "1990-01-01")] * 3
    assert codes(answer) == {(None, "date_ambiguous_column", "error")}


def test_a_workbook_with_everything_around_the_people(db: None, desk: Desk) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    for row in (
        ["DAFTAR PEGAWAI"], [], ["NO", *HEADER, "TMT JABATAN"], [1, 2, 3, 4, 5],
        [1, *GOOD, date(2022, 2, 1)], [2, 199003022015012902, "Sari Utami", "Dinas Satu"], ["JUMLAH", 2],
        ["NO", *HEADER, "TMT JABATAN"], [3, *PPPK], [4, OTHER[0], '="Sari"&" U"', "Dinas Satu"],
        [], [None, None, None, "Kepala Dinas"], [None, None, None, "NIP. 196501011990011901"],
    ):  # fmt: skip
        sheet.append(row)
    sheet.row_dimensions[9].hidden = True
    book.create_sheet("Rahasia").append(["a", "b"])
    book["Rahasia"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    answer = desk.ask(stream.getvalue(), "r.xlsx")
    assert [(each["row"], each["kind"], each["position_date"]) for each in answer["valid"]] == [
        (5, "PNS", "2022-02-01"), (9, "PPPK", None),
    ]  # fmt: skip
    assert codes(answer) == {
        (6, "nip_damaged", "error"), (10, "formula_without_value", "error"), (None, "rows_skipped", "warning"),
        (None, "hidden_content", "warning"),
    }  # fmt: skip
    assert answer["rows_read"] == 4


def test_no_sheet_of_several_is_taken_in_silence(db: None, desk: Desk) -> None:
    part = ("199001012025211904", "Mira Lestari", "Dinas Satu")
    book = xlsx({"PNS": [HEADER, GOOD], "PPPK Paruh Waktu": [HEADER, part], "Catatan": [["x"]]})
    asked = desk.ask(book, "r.xlsx")
    assert (asked["file"]["reason"], asked["valid"]) == ("sheet_choice_needed", [])
    both = desk.ask(book, "r.xlsx", sheets=("all",))
    assert [(each["sheet"], each["kind"]) for each in both["valid"]] == [
        ("PNS", "PNS"), ("PPPK Paruh Waktu", "PPPK_PW"),
    ]  # fmt: skip
    assert [each["sheet"] for each in desk.ask(book, "r.xlsx", sheets=("pns",))["valid"]] == ["PNS"]
    assert desk.ask(book, "r.xlsx", sheets=("Tidak Ada",))["file"]["reason"] == "sheet_choice_needed"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "empty"),
        ("a.txt", b"NIP;NAMA;UNIT KERJA\n", "type_unsupported"),
        ("a.xlsx", csv(GOOD), "type_mismatch"),
        ("a.csv", b"a;b;c\n1;2;3\n", "header_not_found"),
        ("a.csv", csv(GOOD[:2], header=HEADER[:2]), "column_missing"),
        ("a.csv", csv(GOOD, header=("NIP LAMA", "NAMA", "UNIT KERJA")), "column_missing"),
        ("a.csv", csv((*GOOD, "x"), header=(*HEADER, "NAMA")), "column_duplicate"),
        ("a.csv", csv((GOOD[0], '"Tegar', GOOD[2])), "csv_malformed"),
        ("a.csv", csv(*((f"1990{n:02}012015011000", f"A {n}", "X") for n in range(1, 9))), "nip_column_damaged"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "zip_corrupt"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(db: None, desk: Desk, name: str, content: bytes, reason: str) -> None:
    answer = desk.ask(content, name)
    assert answer["file"] == {"accepted": False, "reason": reason, "token": None}
    assert (answer["valid"], answer["rows_read"]) == ([], 0)
    assert answer["problems"][0]["message"]


@pytest.mark.parametrize(
    "content",
    [
        b"sep=;\n" + csv((GOOD[0], '"Tegar\nWirabuana"', GOOD[2]), header=("nip", "Nama_Lengkap", "unit  kerja")),
        b"\xff\xfe" + csv(GOOD, header=("NIP", "NAMA", "UNIT_KERJA"), separator="\t").decode().encode("utf-16-le"),
        csv(("198505172010011901", "Tegar Wirabuana", '"Dinas Satu"'), separator=","),
    ],
)
def test_separators_and_encodings_do_not_matter(db: None, desk: Desk, content: bytes) -> None:
    answer = desk.ask(content)
    assert [(each["name"], each["unit"]) for each in answer["valid"]] == [("Tegar Wirabuana", "Dinas Satu")]
    assert answer["valid"][0]["row"] == (3 if content.startswith(b"sep") else 2)


UNITS = b"""NAMA,INDUK,SINGKATAN
Sekretariat,Dinas Pendidikan,
Dinas Pendidikan,Kota Contoh,DISDIK
Sekretariat,Kota Contoh,
Kota Contoh,,
"""
POSITIONS = b"NAMA,JENIS\nAnalis Kebijakan Ahli Muda,Fungsional\nKepala Dinas Pendidikan,Struktural\n"
PEOPLE = f"""INSTANSI,NIP,NAMA,UNIT KERJA
Pemerintah Kota Contoh,{nip(1)},Budi Santoso,Dinas Pendidikan
Pemerintah Kota Contoh,{nip(2)},Sari Utami,disdik
Kabupaten Lain,{nip(3)},Orang Lain,Dinas Apa
""".encode()


def test_reference_lists_are_loaded_by_commands_and_rosters_are_matched_with_them(db: None, desk: Desk) -> None:
    assert desk.ask(UNITS, kind="units", apply=True)["summary"]["new"] == 4
    assert desk.ask(UNITS, kind="units")["summary"] == {"new": 0, "changed": 0, "same": 4}
    assert desk.ask(POSITIONS, kind="positions", apply=True)["summary"]["new"] == 2
    assert desk.ask(PEOPLE, kind="people", apply=True)["summary"]["new"] == 3
    assert desk.ask(PEOPLE, kind="people", apply=True)["summary"] == {"new": 0, "changed": 0, "same": 3}
    assert [agency.name for agency in Agency.objects.order_by("pk")] == ["Pemerintah Kota Contoh", "Kabupaten Lain"]
    roster = csv(
        (nip(1), "Budi Santosa, S.E.", "  dinas   PENDIDIKAN", "Analis kebijakan ahli MUDA"),
        (nip(2), "Bayu Laksana", "Disdik", ""),
        (nip(3), "Orang Lain", "Dinas Pendidikan", ""),
        (nip(4), "Baru Satu", "Sekretariat", ""),
        (nip(5), "Baru Dua", "Dinas Pendidikn", ""),
        (nip(6), "Baru Tiga", "DISDIK", "Analis Kebijakn"),
        header=("NIP", "NAMA", "UNIT KERJA", "JABATAN"),
    )
    answer = desk.ask(roster)
    assert [(each["unit"], each["position"]) for each in answer["valid"]] == [
        ("Dinas Pendidikan", "Analis Kebijakan Ahli Muda"),
    ]  # fmt: skip
    assert codes(answer) == {
        (3, "name_conflict", "error"), (4, "nip_other_agency", "error"), (5, "unit_ambiguous", "error"),
        (6, "unit_unknown", "error"), (7, "position_unknown", "error"),
    }  # fmt: skip
    refused = next(each["message"] for each in answer["problems"] if each["code"] == "nip_other_agency")
    assert "Lain" not in refused
    assert nip(3) not in refused
    school, city = Unit.objects.get(short_name="DISDIK"), Unit.objects.get(name="Kota Contoh")
    assert (school.path[: Unit.steplen], city.numchild) == (city.path, 2)


def test_a_tree_that_goes_in_circles_or_hangs_in_the_air_is_held(db: None, desk: Desk) -> None:
    answer = desk.ask(b"NAMA;INDUK\nA;B\nB;A\nC;Tak Ada\nD;C\nE;E\nF;\n", kind="units")
    assert codes(answer) == {
        (2, "unit_cycle", "error"), (3, "unit_cycle", "error"), (4, "parent_unknown", "error"),
        (5, "parent_held", "error"), (6, "unit_cycle", "error"),
    }  # fmt: skip
    assert [each["name"] for each in answer["valid"]] == ["F"]


def test_what_was_applied_is_the_same_afterwards_and_a_token_is_good_for_nothing_else(db: None, desk: Desk) -> None:
    header = (*HEADER, "NIP ATASAN", "SATUAN KERJA", "JABATAN")
    content = csv(
        (*GOOD, "", "Kota Contoh", "Kepala Dinas Satu"),
        (OTHER[0], OTHER[1], "Sekretariat", GOOD[0], "Dinas Satu", ""),
        (PPPK[0], PPPK[1], "Sekretariat", OTHER[0], "Dinas Dua", "Analis"),
        header=header,
    )  # fmt: skip
    token = desk.ask(content)["file"]["token"]
    assert desk.ask(content + b"\n", apply=True, token=token)["file"]["reason"] == "changed_since_dry_run"
    assert desk.ask(content, apply=True)["file"]["accepted"] is False
    assert not Employee.objects.exists()
    stored = desk.ask(content, apply=True, token=token)
    assert (stored["file"]["accepted"], stored["summary"]["new"]) == (True, 3)
    assert desk.ask(content)["summary"] == {"new": 0, "changed": 0, "same": 3}
    assert desk.ask(content, apply=True, token=token)["file"]["reason"] == "changed_since_dry_run"
    assert {(unit.name, unit.depth) for unit in Unit.objects.all()} == {
        ("Kota Contoh", 1), ("Dinas Satu", 2), ("Sekretariat", 3), ("Dinas Dua", 1), ("Sekretariat", 2),
    }  # fmt: skip
    later = csv((nip(7), "Orang Baru", "Bidang Satu", "", "Dinas Satu", "Arsiparis"), header=header)
    assert desk.store(later)["summary"]["new"] == 1  # no list of units was loaded: a roster may still name new ones
    assert desk.ask(later)["summary"]["same"] == 1
    assert Unit.objects.get(name="Bidang Satu").depth == 3
    chain = set(Supervision.objects.values_list("employee__nip", "superior__nip", "valid_from"))
    assert chain == {(OTHER[0], GOOD[0], DAY), (PPPK[0], OTHER[0], DAY)}


def test_superiors_come_from_a_list_too_and_circles_with_stored_ones_are_held(town: Town, desk: Desk) -> None:
    head, staff, other = (town.people[name].nip for name in ("head", "staff", "other"))
    rows = [(staff, head, ""), (other, head, "Ketua tim"), (head, head, ""), (head, nip(99), "Ketua tim")]
    header = ("NIP", "NIP ATASAN", "RELASI")
    answer = desk.store(csv(*rows, header=header), kind="superiors")
    assert codes(answer) == {(4, "superior_self", "error"), (5, "superior_unknown", "error")}
    assert {(each.employee.nip, each.relation) for each in Supervision.objects.select_related("employee")} == {
        (staff, "rater"), (other, "team_lead"),
    }  # fmt: skip
    assert codes(desk.ask(csv((head, staff, ""), header=header), kind="superiors")) == {(2, "superior_cycle", "error")}


def _run(folder: Path, *arguments: str) -> tuple[int, Mapping[str, Any], str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from renbina.config.cli import main; sys.exit(main())", *arguments],
        capture_output=True,
        env=kept | {"RENBINA_VAR": str(folder / "var")},
        cwd=folder,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), done.stderr.decode()


def test_the_command_prints_one_object_whatever_happens_and_makes_no_database(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(csv(GOOD))
    code, answer, _ = _run(tmp_path, "import", "employees", "r.csv", "--dry-run", "--json", "--sheet", "all")
    assert (code, answer["summary"]["new"]) == (0, 1)
    for wrong in (["gone.csv"], ["r.csv", "--no-such-option"]):
        code, answer, stderr = _run(tmp_path, "import", "employees", *wrong, "--dry-run", "--json")
        assert (code, answer["file"]["accepted"], answer["valid"]) == (3, False, [])
        assert "Traceback" not in stderr
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_whoever_stops_reading_the_answer_gets_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(csv(*[line(serial) for serial in range(10, 99)], header=COLUMNS))
    read, write = os.pipe()
    os.close(read)  # as `| head` does when it has seen enough, only sooner
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from renbina.config.cli import main; sys.exit(main())",
         "import", "employees", "r.csv", "--json"],
        stdout=write, stderr=subprocess.PIPE, env=kept | {"RENBINA_VAR": str(tmp_path / "var")}, cwd=tmp_path,
        check=False,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr.decode().count("Traceback")) == (0, 0), done.stderr.decode()

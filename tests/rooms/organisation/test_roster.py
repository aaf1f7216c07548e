"""The roster from a file in the shape of a SIASN export to dated facts, wrong rows held with reason and fix."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from tests.rooms.organisation.conftest import AT, DAY, Town

from renbina.foundation import queue
from renbina.foundation.actor import Grant, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.imports import actions as engine
from renbina.foundation.imports.access import batch_for
from renbina.foundation.imports.fixing import fix_row
from renbina.foundation.models import AuditEvent, ImportBatch, ImportRow
from renbina.organisation import actions, queries
from renbina.organisation.gather import POSITION_NOT_TOLD
from renbina.organisation.models import Employee, EmploymentStatus, Placement

pytestmark = pytest.mark.slow  # a process for each file: not in the quick subset

HEADINGS = [
    "PNS ID", "NIP BARU", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TANGGAL LAHIR", "JENIS KELAMIN", "AGAMA NAMA",
    "NIK", "KEDUDUKAN HUKUM ID", "KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS", "TMT CPNS", "GOL AKHIR NAMA",
    "JABATAN NAMA", "TMT JABATAN", "TINGKAT PENDIDIKAN NAMA", "PENDIDIKAN NAMA", "UNOR ID", "UNOR NAMA",
    "SATUAN KERJA KERJA NAMA", "INSTANSI KERJA NAMA", "TANGGAL AKHIR KONTRAK",
]  # fmt: skip
GOOD: dict[str, Any] = {
    "NIP BARU": "198505172010011901", "NAMA": "Tegar Wirabuana", "GELAR BELAKANG": "S.STP., M.Si.",
    "TANGGAL LAHIR": "17-05-1985", "JENIS KELAMIN": "M", "AGAMA NAMA": "Rahasia", "NIK": "1301010101010001",
    "KEDUDUKAN HUKUM ID": "01", "KEDUDUKAN HUKUM NAMA": "Aktif", "STATUS CPNS PNS": "PNS", "TMT CPNS": "01-01-2010",
    "GOL AKHIR NAMA": "III/d", "JABATAN NAMA": "Penelaah Teknis Kebijakan", "TMT JABATAN": "01-02-2022",
    "TINGKAT PENDIDIKAN NAMA": "S-2", "PENDIDIKAN NAMA": "S-2 Ilmu Pemerintahan", "UNOR ID": "",
    "UNOR NAMA": "Dinas Dua", "SATUAN KERJA KERJA NAMA": "Dinas Dua",
}  # fmt: skip


def workbook(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """An .xlsx with a title above the header, as exports have it."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(["Daftar pegawai"])
        sheet.append(HEADINGS)
        for row in rows:
            sheet.append([row.get(heading) for heading in HEADINGS])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def person(**changes: Any) -> dict[str, Any]:
    return GOOD | {key.replace("_", " "): value for key, value in changes.items()}


@pytest.fixture(autouse=True)
def _files(tmp_path: Any, settings: Any) -> None:
    settings.RENBINA_FILES = tmp_path
    settings.RENBINA_FROZEN_ON = DAY


def staged(town: Town, rows: Sequence[Mapping[str, Any]], sheet: str = "PNS") -> ImportBatch:
    return staged_sheets(town, {sheet: rows})


def staged_sheets(town: Town, sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> ImportBatch:
    job = engine.upload_file(kind="roster", name="siasn.xlsx", chunks=[workbook(sheets)], by=town.system, at=AT)
    queue.drain()
    return batch_for(town.analyst(), job.payload["batch"])


def codes(batch: ImportBatch) -> dict[tuple[int, str], str]:
    """(row, code) -> field, of every problem."""
    return {
        (row.number, problem["code"]): problem["field"]
        for row in batch.rows.exclude(verdict=ImportRow.Verdict.MISSING)
        for problem in row.problems
    }


def applied(town: Town, batch: ImportBatch) -> dict[str, int]:
    return engine.apply_batch(batch=batch, by=town.system, at=AT).counts


def test_a_good_row_becomes_a_person_with_dated_facts(town: Town) -> None:
    batch = staged(town, [person()])
    assert not Employee.objects.filter(name="Tegar Wirabuana").exists()
    applied(town, batch)
    employee = Employee.objects.get(nip="198505172010011901")
    assert (employee.full_name, employee.employment, employee.grade, employee.education) == (
        "Tegar Wirabuana, S.STP., M.Si.", "pns", "III/d", "S2",
    )  # fmt: skip
    assert employee.retire_on == date(2043, 6, 1)
    placement = employee.placements.get()
    assert (placement.unit, placement.position, placement.valid_from) == (
        town.units["two"], town.positions["staff"], date(2022, 2, 1),
    )  # fmt: skip
    for day in (DAY, date(2010, 1, 1)):
        assert Employee.objects.annotate(now=queries.status_on(day)).get(pk=employee.pk).now == "active"


def test_personal_columns_are_named_as_dropped_and_kept_nowhere(town: Town) -> None:
    batch = staged(town, [person()])
    assert {"AGAMA NAMA", "NIK"} <= set(batch.summary["dropped"])
    kept = str(list(batch.rows.values_list("cells", flat=True)))
    assert "1301010101010001" not in kept
    assert "Rahasia" not in kept


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    rows = [
        person(),
        person(
            **{
                "NIP BARU": "199003022015012902",
                "TANGGAL LAHIR": "02-03-1990",
                "JENIS KELAMIN": "F",
                "KEDUDUKAN HUKUM ID": "03",
                "KEDUDUKAN HUKUM NAMA": "Tugas Belajar",
            }
        ),
    ]
    applied(town, staged(town, rows))
    again = staged(town, rows)
    assert {name: again.summary["counts"][name] for name in ("new", "changed", "held")} == {
        "new": 0, "changed": 0, "held": 0,
    }  # fmt: skip
    assert again.summary["counts"]["same"] == 2


def test_a_changed_position_ends_the_placement_before_on_that_day(town: Town) -> None:
    applied(town, staged(town, [person()]))
    moved = person(**{"JABATAN NAMA": "Kepala Dinas", "TMT JABATAN": "01-07-2026"})
    batch = staged(town, [moved])
    assert batch.rows.get(number=3).changes == {"position": ["Penelaah Teknis Kebijakan", "Kepala Dinas"]}
    applied(town, batch)
    employee = Employee.objects.get(nip="198505172010011901")
    history = [(row.position, row.since, row.until) for row in queries.placement_history(employee)]
    assert history == [
        ("Kepala Dinas", date(2026, 7, 1), None),
        ("Penelaah Teknis Kebijakan", date(2022, 2, 1), date(2026, 7, 1)),
    ]
    assert staged(town, [moved]).summary["counts"]["changed"] == 0


def test_a_new_unit_without_a_new_position_day_counts_from_today(town: Town) -> None:
    applied(town, staged(town, [person()]))
    applied(town, staged(town, [person(**{"UNOR NAMA": "Dinas Satu"})]))
    employee = Employee.objects.get(nip="198505172010011901")
    assert [(row.unit, row.since) for row in queries.placement_history(employee)] == [
        ("Disatu", DAY), ("Didua", date(2022, 2, 1)),
    ]  # fmt: skip
    assert staged(town, [person(**{"UNOR NAMA": "Dinas Satu"})]).summary["counts"]["changed"] == 0


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"NIP BARU": 198505172010011901}, "nip", "nip_number_damaged"),
        ({"NIP BARU": "1.98505E+17"}, "nip", "nip_number_damaged"),
        ({"UNOR NAMA": "Dinas Tiga Belas"}, "unit", "unit_unknown"),
        ({"UNOR NAMA": "Dinas Satu", "UNOR ID": "B2"}, "unit", "unit_code_differs"),
        ({"JABATAN NAMA": "Analis Kepegawaian"}, "position", "position_unknown"),
        ({"GOL AKHIR NAMA": "V/z"}, "grade", "grade_unknown"),
        ({"KEDUDUKAN HUKUM NAMA": "Diberhentikan"}, "status", "status_unknown"),
        ({"STATUS CPNS PNS": "PPPK"}, "nip", "employment_not_nip"),
        ({"TMT JABATAN": "01-01-2027"}, "position_since", "position_not_begun"),
        ({"NIP BARU": "199001032015011902", "NAMA": "Bayu Laksana", "TANGGAL LAHIR": ""}, "name", "name_conflict"),
    ],
)
def test_a_wrong_row_is_held_with_its_field_and_reason(
    town: Town, changes: dict[str, Any], field: str, code: str
) -> None:
    batch = staged(town, [person(**changes)])
    assert codes(batch)[3, code] == field
    assert batch.summary["counts"]["held"] == 1
    applied(town, batch)
    assert Employee.objects.count() == len(town.people)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"NIP BARU": "195803172010011901", "TANGGAL LAHIR": "17-03-1958"}, "birth_date", "past_retirement"),
        ({"KEDUDUKAN HUKUM NAMA": "Tugas Belajar"}, "status", "status_not_active"),
        ({"KEDUDUKAN HUKUM NAMA": "Pindah Instansi"}, "status", "status_not_active"),
        ({"UNOR NAMA": "DIN. 1"}, "unit", "unit_other_name"),
        ({"JENIS KELAMIN": "F"}, "sex", "sex_differs"),
        ({"JENIS KELAMIN": "x"}, "sex", "sex_unknown"),
        ({"TANGGAL LAHIR": "18-05-1985"}, "birth_date", "birth_date_differs"),
        ({"STATUS CPNS PNS": "honorer"}, "employment", "employment_unknown"),
        ({"JABATAN NAMA": "Ka. Din."}, "position", "position_other_name"),
        ({"TANGGAL AKHIR KONTRAK": "31-03-2027"}, "contract_end", "contract_ends"),
        ({"TANGGAL AKHIR KONTRAK": "31-03-2026"}, "contract_end", "contract_over"),
        ({"TINGKAT PENDIDIKAN NAMA": "Pesantren"}, "education", "education_unknown"),
    ],
)
def test_what_is_odd_but_possible_is_said_and_taken(town: Town, changes: dict[str, Any], field: str, code: str) -> None:
    batch = staged(town, [person(**changes)])
    assert codes(batch)[3, code] == field
    applied(town, batch)
    assert Employee.objects.count() == len(town.people) + 1


def test_one_nip_with_two_names_holds_both_rows(town: Town) -> None:
    batch = staged(town, [person(), person(NAMA="Orang Lain")])
    assert {row for row, code in codes(batch) if code == "key_twice"} == {3, 4}
    assert batch.summary["counts"]["held"] == 2


def test_an_ambiguous_unit_is_held_with_names_that_tell_them_apart(town: Town) -> None:
    actions.add_units(
        agency=town.agency,
        units=[actions.NewUnit("x", town.units["two"], "Seksi Pelayanan", "Seksi Pelayanan", "section")],
        by=town.system,
        at=AT,
    )
    row = person(**{"UNOR NAMA": "Seksi Pelayanan", "SATUAN KERJA KERJA NAMA": ""})
    batch = staged(town, [row])
    held = batch.rows.get(number=3)
    assert held.problems[0]["code"] == "unit_ambiguous"
    assert held.problems[0]["suggestions"] == ["Seksi Pelayanan – Dinas Satu", "Seksi Pelayanan – Dinas Dua"]
    verdict = fix_row(
        batch=batch, row=held.pk, values={"unit": "Seksi Pelayanan – Dinas Dua"}, confirmed=[], by=town.system, at=AT
    )
    assert verdict == "new"
    told = staged(town, [row | {"SATUAN KERJA KERJA NAMA": "Dinas Satu"}])
    assert told.rows.get(number=3).cells["unit"] == "Seksi Pelayanan – Dinas Satu"


def test_a_misspelt_position_is_held_with_the_nearest_title_and_fixed_by_choosing_it(town: Town) -> None:
    batch = staged(town, [person(**{"JABATAN NAMA": "Penelaah Tehnis Kebijakn"})])
    held = batch.rows.get(number=3)
    assert held.problems[0]["suggestions"][0] == "Penelaah Teknis Kebijakan"
    fix_row(
        batch=batch, row=held.pk, values={"position": "Penelaah Teknis Kebijakan"}, confirmed=[], by=town.system, at=AT
    )
    applied(town, batch)
    assert Placement.objects.filter(employee__nip="198505172010011901", position=town.positions["staff"]).exists()


def test_another_name_for_a_stored_nip_can_be_confirmed(town: Town) -> None:
    applied(town, staged(town, [person()]))
    batch = staged(town, [person(NAMA="Bayu Laksana")])
    held = batch.rows.get(number=3)
    assert (held.verdict, held.problems[0]["code"]) == ("held", "name_conflict")
    verdict = fix_row(batch=batch, row=held.pk, values={}, confirmed=["name_conflict"], by=town.system, at=AT)
    assert verdict == "changed"


def test_who_works_elsewhere_is_held_where_the_list_names_this_agency_too(town: Town) -> None:
    here, there = "INSTANSI KERJA NAMA", {"NIP BARU": "198505172010011902", "INSTANSI KERJA NAMA": "Kementerian Lain"}
    batch = staged(town, [person(**{here: "Pemerintah Kota Uji"}), person(**there)])
    assert codes(batch) == {(4, "works_elsewhere"): "employer"}


def test_a_list_of_nip_name_and_unit_is_enough_and_takes_nothing_away(town: Town) -> None:
    applied(town, staged(town, [person()]))
    bare = dict.fromkeys(HEADINGS) | {name: GOOD[name] for name in ("NIP BARU", "NAMA", "UNOR NAMA")}
    other = bare | {"NIP BARU": "199003022015012902", "NAMA": "Sari Utami"}
    batch = staged(town, [bare, other])
    assert batch.summary["counts"] | {"missing": 0} == {
        "same": 1, "changed": 0, "new": 1, "held": 0, "missing": 0, "warned": 0, "rows": 2,
    }  # fmt: skip
    applied(town, batch)
    sari = Employee.objects.get(nip="199003022015012902")
    assert (sari.birth_date, sari.sex, sari.employment) == (date(1990, 3, 2), "f", "pns")
    assert sari.placements.get().position.title == POSITION_NOT_TOLD
    assert staged(town, [bare, other]).summary["counts"]["same"] == 2


def test_three_sheets_are_three_kinds_of_employment(town: Town) -> None:
    pppk = person(
        **{
            "NIP BARU": "199001012022211903",
            "TANGGAL LAHIR": "01-01-1990",
            "STATUS CPNS PNS": "",
            "GOL AKHIR NAMA": "IX",
        }
    )
    part = pppk | {"NIP BARU": "199001012025211904", "GOL AKHIR NAMA": "v"}
    cpns = person(**{"NIP BARU": "200001012025121905", "TANGGAL LAHIR": "01-01-2000", "STATUS CPNS PNS": "CPNS"})
    batch = staged_sheets(town, {"PNS": [person(), cpns], "PPPK": [pppk], "PPPK Paruh Waktu": [part]})
    applied(town, batch)
    found = dict(Employee.objects.exclude(pk__in=[p.pk for p in town.people.values()]).values_list("nip", "employment"))
    assert found == {
        "198505172010011901": "pns",
        "200001012025121905": "cpns",
        "199001012022211903": "pppk",
        "199001012025211904": "pppk_part_time",
    }


def test_a_status_other_than_active_begins_today_and_is_dated(town: Town) -> None:
    applied(town, staged(town, [person()]))
    applied(town, staged(town, [person(**{"KEDUDUKAN HUKUM NAMA": "Pindah Instansi"})]))
    employee = Employee.objects.get(nip="198505172010011901")
    rows = EmploymentStatus.objects.filter(employee=employee).order_by("valid_from")
    assert [(row.status, row.valid_to) for row in rows] == [("active", DAY), ("moved_out", None)]


def test_who_is_stored_but_not_in_the_file_is_shown_and_stays(town: Town) -> None:
    batch = staged(town, [person()])
    assert batch.summary["counts"]["missing"] == len(town.people)
    applied(town, batch)
    assert Employee.objects.filter(pk__in=[each.pk for each in town.people.values()]).count() == len(town.people)


def test_the_audit_line_of_a_roster_names_changes_without_any_nip(town: Town) -> None:
    applied(town, staged(town, [person()]))
    applied(town, staged(town, [person(**{"GOL AKHIR NAMA": "IV/a"})]))
    event = AuditEvent.objects.filter(verb="organisation.apply_roster").order_by("sequence").last()
    employee = Employee.objects.get(nip="198505172010011901")
    assert event is not None
    assert event.new["changes"] == {employee.public_id: {"grade": ["III/d", "IV/a"]}}
    assert employee.nip not in str(event.new)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_OPERATOR, Role.EMPLOYEE, Role.APPROVER_PPK])
def test_others_may_not_import_the_roster(town: Town, role: Role) -> None:
    with pytest.raises(Forbidden):
        engine.upload_file(kind="roster", name="x.xlsx", chunks=[b""], by=town.actor(Grant(role)), at=AT)


def test_another_agencys_batch_is_not_found(town: Town, other_town: Town) -> None:
    batch = staged(town, [person()])
    with pytest.raises(NotFound):
        batch_for(other_town.analyst(), batch.public_id)


@pytest.mark.parametrize("people", [5, 40])
def test_applying_takes_a_fixed_number_of_queries(town: Town, people: int, django_assert_max_num_queries: Any) -> None:
    rows = [
        person(
            **{
                "NIP BARU": f"1985{n // 28 + 1:02}{n % 28 + 1:02}201001190{n % 10}",
                "NAMA": f"Orang {n}",
                "TANGGAL LAHIR": f"{n % 28 + 1:02}-{n // 28 + 1:02}-1985",
            }
        )
        for n in range(people)
    ]
    rows = [row | {"NIP BARU": row["NIP BARU"][:14] + "1" + f"{900 + n}"} for n, row in enumerate(rows)]
    batch = staged(town, rows)
    assert batch.summary["counts"]["new"] == people
    with django_assert_max_num_queries(45):
        applied(town, batch)


def test_another_position_since_the_same_day_corrects_the_placement(town: Town) -> None:
    applied(town, staged(town, [person()]))
    applied(town, staged(town, [person(**{"JABATAN NAMA": "Kepala Dinas"})]))
    employee = Employee.objects.get(nip="198505172010011901")
    history = [(row.position, row.since, row.until) for row in queries.placement_history(employee)]
    assert history == [("Kepala Dinas", date(2022, 2, 1), None)]

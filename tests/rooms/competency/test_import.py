"""Standards and assessments from a file, in rows or with a column for each competency; nothing becomes a level 0."""

from datetime import date

import pytest
from tests.rooms.dashboards.town import AT, ON, Town
from tests.rooms.foundation.judged import codes, judged, taken
from tests.rooms.foundation.staging import everything_stored, staged

from renbina.competency.actions import StandardRefused, remember_spelling
from renbina.competency.models import Assessment, Competency, PositionStandard
from renbina.config.imports import IMPORTS
from renbina.foundation.errors import Forbidden
from renbina.foundation.imports import limits
from renbina.foundation.imports.actions import apply_batch
from renbina.foundation.imports.fixing import fix_alike
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.journal import Journal
from renbina.foundation.imports.undo import undo_batch
from renbina.foundation.models import Job, OutboxEvent

ROWS = ("JABATAN", "KOMPETENSI", "LEVEL")
SCORES = ("NIP", "KOMPETENSI", "LEVEL", "METODE", "TANGGAL PENILAIAN")


def look(town: Town, kind: str, table: list) -> list:
    return judged(kind, table, by=town.actor("analyst"), on=ON, at=AT)


def take(town: Town, kind: str, table: list) -> list[str]:
    return taken(kind, table, by=town.actor("analyst"), on=ON, at=AT)


def asked(title: str) -> list[tuple]:
    rows = PositionStandard.objects.filter(position__title=title).order_by("competency__code", "valid_from")
    return list(rows.values_list("competency__code", "level", "valid_from", "valid_to"))


def test_another_level_ends_the_standard_that_stands(town):
    assert take(town, "standards", [ROWS, ("OPERATOR", "Integritas", 4), ("Operator", "2.1", 3)]) == ["changed", "same"]
    begin = date(2024, 1, 1)
    assert asked("Operator") == [("2.1", 3, begin, None), ("m1", 3, begin, ON), ("m1", 4, ON, None)]
    assert take(town, "standards", [ROWS, ("OPERATOR", "m1", 4)]) == ["same"]


def test_a_column_for_each_competency_is_the_same_as_rows(town):
    wide = [
        ("STANDAR KOMPETENSI",), (),
        ("No", "Nama Jabatan", "Jenis Jabatan", "Integritas", "Layanan digital", "Keterangan"),
        (1, 2, 3, 4, 5, 6),
        (1, "Operator", "Pelaksana", 3, 4, "baru"),
        (2, "Kepala", "Pengawas", "-", "5", None),
    ]  # fmt: skip
    rows = look(town, "standards", wide)
    assert [(row.number, row.values["position"], row.values["competency"], row.verdict) for row in rows] == [
        (5, "Operator", "Integritas", "same"),
        (5, "Operator", "Layanan digital", "changed"),
        (6, "Kepala", "Layanan digital", "changed"),
    ]
    assert take(town, "standards", wide) == ["same", "changed", "changed"]
    assert set(take(town, "standards", wide)) == {"same"}


def test_unknown_names_are_held_with_the_nearest_ones(town):
    rows = look(town, "standards", [ROWS, ("Operatur", "Integrita", 3)])
    held = {problem.field: problem.suggestions for problem in rows[0].problems}
    assert held["position"][0] == "Operator"
    assert held["competency"][0] == "Integritas"


def test_two_spellings_of_one_competency_with_two_levels_are_both_held(town):
    rows = look(town, "standards", [ROWS, ("Operator", "m1", 2), ("operator", "INTEGRITAS", 4)])
    assert [code for _, _, code in codes(rows)] == ["key_twice", "key_twice"]


def test_two_competencies_of_one_name_are_told_apart_by_their_code(town):
    Competency.objects.create(agency=town.agency, code="m9", name="Integritas", kind="managerial")
    rows = look(town, "standards", [ROWS, ("Operator", "Integritas", 4), ("Operator", "m9", 4)])
    assert [row.verdict for row in rows] == ["held", "new"]
    assert rows[0].problems[0].suggestions == ("m1", "m9")


def test_a_standard_from_before_the_one_that_stands_or_from_tomorrow_is_held(town):
    head = (*ROWS, "BERLAKU MULAI")
    rows = look(town, "standards", [head, ("Operator", "m1", 4, "01-01-2020"), ("Operator", "2.1", 4, "24-11-2026")])
    assert codes(rows) == [(2, "since", "newer_standard"), (3, "since", "not_yet")]


LEVELS = [
    (0, "", 0), ("5", "", 5), (3, "", 3), (6, "score_not_level", None), (85, "score_not_level", None),
    (850, "out_of_range", None), (-1, "out_of_range", None), ("A", "not_a_number", None), ("2,5", "not_whole", None),
    ("#N/A", "sheet_error", None), ("#REF!", "sheet_error", None), ("", "required", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "code", "level"), LEVELS)
def test_only_levels_from_0_to_5_are_levels_and_nothing_else_becomes_0(town, written, code, level):
    row = (town.people[2].nip, "m1", written, "Assessment Center", "10-02-2026")
    found = look(town, "assessments", [SCORES, row])[0]
    assert found.values["level"] == level
    assert [problem.code for problem in found.problems if problem.field == "level"] == ([code] if code else [])
    assert found.held is bool(code)


@pytest.mark.parametrize("written", ["#N/A", 850, "A"])
def test_a_wrong_cell_below_a_competency_is_held_and_a_dash_is_no_assessment(town, written):
    wide = [
        ("NIP", "NAMA", "Metode", "Tanggal", "Integritas", "Layanan digital"),
        (town.people[2].nip, "Pegawai", "AC", "10-02-2026", written, "-"),
        (town.people[3].nip, "Pegawai", "AC", "10-02-2026", 2, 4),
    ]
    assert take(town, "assessments", wide) == ["held", "new", "new"]
    assert Assessment.objects.filter(method="assessment_centre").count() == 2
    assert not Assessment.objects.filter(level=0).exists()


def test_an_assessment_keeps_method_days_and_assessor_and_is_stored_once(town):
    head = (*SCORES, "ASESOR", "BERLAKU SAMPAI")
    row = (town.people[2].nip, "Layanan digital", 2, "Pemetaan", "10-02-2026", "Lembaga X", None)
    assert take(town, "assessments", [head, row]) == ["new"]
    found = Assessment.objects.get(method="mapping")
    assert (found.level, found.assessed_on, found.valid_until, found.assessor) == (
        2, date(2026, 2, 10), date(2029, 2, 10), "Lembaga X",
    )  # fmt: skip
    assert take(town, "assessments", [head, row]) == ["same"]
    assert take(town, "assessments", [SCORES, row[:5]]) == ["same"]
    assert take(town, "assessments", [head, (*row[:2], 3, *row[3:])]) == ["changed"]
    found.refresh_from_db()
    assert found.level == 3


def test_people_methods_and_days_are_checked(town):
    rows = look(
        town,
        "assessments",
        [
            (*SCORES, "BERLAKU SAMPAI"),
            ("198001012010011999", "m1", 2, "AC", "10-02-2026", None),
            (town.people[2].nip, "m1", 2, "Ramalan", "10-02-2026", None),
            (town.people[2].nip, "m1", 2, "AC", "24-11-2026", None),
            (town.people[3].nip, "m1", 2, "AC", "10-02-2026", "10-02-2026"),
            (town.people[4].nip, "m1", 2, "AC", "10-02-2020", None),
            (town.people[5].nip, "m7", 2, "AC", "10-02-2026", None),
        ],
    )
    assert [code for _, _, code in codes(rows)] == [
        "person_unknown", "not_in_list", "not_yet", "valid_until_before", "expired", "competency_unknown",
    ]  # fmt: skip


def test_what_was_loaded_has_the_gaps_computed_anew(town):
    take(town, "standards", [ROWS, ("Operator", "m1", 4)])
    assert OutboxEvent.objects.filter(name="competency.loaded").count() == 1
    assert not Job.objects.exists()


@pytest.mark.parametrize("kind", ["standards", "assessments", "learning"])
def test_only_the_keepers_of_the_files_import(town, kind):
    for name in ("auditor", "operator", "superior", "employee"):
        assert not IMPORTS[kind].may(town.actor(name))
        with pytest.raises(Forbidden):
            IMPORTS[kind].apply(rows=[], by=town.actor(name), at=AT, journal=Journal(None))


def test_standards_and_assessments_that_are_taken_back_leave_everything_as_it_was(town):
    by, before = town.actor("analyst"), everything_stored()
    files = {
        "standards": [ROWS, ("Operator", "m1", "4"), ("Operator", "2.1", "2")],
        "assessments": [SCORES, (town.people[2].nip, "m1", "2", "AC", "10-02-2026")],
    }
    batches = [staged(kind, table, by) for kind, table in files.items()]
    for batch in batches:
        apply_batch(batch=batch, by=by, at=AT)
    assert (PositionStandard.objects.count(), Assessment.objects.count()) == (6, 7)
    for batch in reversed(batches):
        undo_batch(batch=batch, by=by, at=AT)
    assert everything_stored() == before


def test_a_spelling_that_was_corrected_once_is_known_the_next_time_and_said(town):
    by = town.actor("analyst")
    table = [ROWS, ("Juru Layan", "m1", "4"), ("Kepala", "Jujur", "4")]
    batch = staged("standards", table, by)
    for field, value, meant in (("position", "Juru Layan", "Operator"), ("competency", "Jujur", "Integritas")):
        same = {"field": field, "code": f"{field}_unknown", "value": value, "text": meant}
        assert fix_alike(batch=batch, **same, remember=True, by=by, at=AT) == (1, 0)
    rows = look(town, "standards", table)
    assert [(row.verdict, row.values["position"], row.values["competency"]) for row in rows] == [
        ("changed", "Operator", "Integritas"),
        ("changed", "Kepala", "Integritas"),
    ]
    assert codes(rows) == [(2, "position", "other_name"), (3, "competency", "other_name")]
    with pytest.raises(StandardRefused, match="Jujur"):
        remember_spelling(field="competency", written="Jujur", meant="2.1", by=by, at=AT)


def test_a_wide_sheet_does_not_become_longer_than_a_file_may_be(town, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 3)
    wide = [("Jabatan", "Integritas", "Layanan digital"), ("Operator", 3, 4), ("Kepala", 3, 4)]
    with pytest.raises(FileRefused, match="too_many_rows"):
        look(town, "standards", wide)


def test_a_row_that_stands_there_a_thousand_times_names_only_a_few_others(town):
    rows = look(town, "standards", [ROWS, *[("Operator", "m1", level % 2 + 2) for level in range(1000)]])
    assert {problem.code for row in rows for problem in row.problems} == {"key_twice"}
    assert rows[0].problems[0].params["rows"] == "3, 4, 5, 6, 7, 8, 9, 10, 11, 12 …"

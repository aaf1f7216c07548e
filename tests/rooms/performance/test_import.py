"""Predicates from a file: each row is taken, or held with the fix beside it."""

import pytest
from tests.rooms.foundation.files import xlsx
from tests.rooms.foundation.judged import codes, judged, taken
from tests.rooms.foundation.staging import everything_stored
from tests.rooms.foundation.staging import staged as staged_rows
from tests.rooms.performance.office import Office
from tests.rooms.planning.town import AT, DAY

from renbina.config.imports import IMPORTS
from renbina.foundation import queue
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.foundation.imports import actions as engine
from renbina.foundation.imports.access import batch_for
from renbina.foundation.imports.undo import Superseded, undo_batch
from renbina.foundation.imports.wording import problem_words
from renbina.foundation.models import ImportBatch
from renbina.performance.actions import close_period
from renbina.performance.models import PeriodRating

HEAD = ("NIP", "TAHUN", "PERIODE", "HASIL KERJA", "PERILAKU", "PREDIKAT", "CATATAN")


@pytest.fixture(autouse=True)
def _files(tmp_path, settings) -> None:
    settings.RENBINA_FILES = tmp_path


def staged(office: Office, *rows: tuple) -> ImportBatch:
    content = xlsx([HEAD, *rows])
    job = engine.upload_file(kind="performance", name="predikat.xlsx", chunks=[content], by=office.town.system, at=AT)
    queue.drain()
    return batch_for(office.analyst, job.payload["batch"])


def row(
    office: Office, person: int, *words: str, year: int = 2026, period: str = "Triwulan 3", note: str = ""
) -> tuple:
    return (office.people[person].nip, year, period, *words, note)


def problems(batch: ImportBatch) -> dict[int, list[str]]:
    return {each.number: [problem["code"] for problem in each.problems] for each in batch.rows.order_by("number")}


GOOD = ("Sesuai ekspektasi", "Sesuai ekspektasi", "Baik")


def test_good_rows_are_stored_with_their_rater_and_counted_once(office: Office) -> None:
    period = office.period()
    batch = staged(office, row(office, 1, *GOOD), row(office, 2, "1", "1", "1", note="Melayani 400 warga"))
    assert problems(batch) == {2: [], 3: []}
    engine.apply_batch(batch=batch, by=office.analyst, at=AT)
    found = PeriodRating.objects.filter(period=period).order_by("employee__name")
    assert [(each.predicate, each.source, each.rater_id) for each in found] == [
        ("good", "import", office.people[0].pk), ("very_good", "import", office.people[0].pk),
    ]  # fmt: skip
    again = staged(office, row(office, 1, *GOOD))
    assert again.summary["counts"]["same"] == 1


def test_a_predicate_that_is_not_the_matrix_is_held_with_the_right_one(office: Office) -> None:
    office.period()
    batch = staged(office, row(office, 1, "Di atas", "Di bawah", "Baik", note="x"), row(office, 2, *GOOD))
    assert problems(batch) == {2: ["matrix_differs"], 3: []}
    held = batch.rows.get(number=2)
    words = problem_words(held.problems[0], IMPORTS["performance"])
    assert "“Poor”, not “Good”" in str(words)
    assert batch.summary["counts"]["held"] == 1


def test_unknown_people_closed_and_unopened_periods_and_odd_words_are_named(office: Office) -> None:
    closed = office.period(2026, 2)
    close_period(period=closed, on=DAY, by=office.analyst, at=AT)
    office.period()
    batch = staged(
        office,
        ("199003012020121905", 2026, "Triwulan 3", *GOOD, ""),
        row(office, 1, *GOOD, period="Triwulan 2"),
        row(office, 2, *GOOD, year=2025, period="Tahunan"),
        row(office, 3, "Lumayan", "Sesuai", "Baik"),
        row(office, 4, "Di atas", "Di atas", "Sangat Baik"),
    )
    expected = ["person_unknown", "period_not_open", "period_not_open", "not_in_list", "reason_missing"]
    assert problems(batch) == {number: [code] for number, code in enumerate(expected, start=2)}


def test_the_same_person_and_period_with_two_predicates_are_both_held(office: Office) -> None:
    office.period()
    batch = staged(office, row(office, 1, *GOOD), row(office, 1, "Di bawah", "Sesuai", "Butuh Perbaikan", note="x"))
    assert problems(batch) == {2: ["key_twice"], 3: ["key_twice"]}


def test_a_changed_predicate_is_shown_with_the_old_one_and_kept_in_the_audit(office: Office) -> None:
    office.period()
    office.rated(office.people[1], "good")
    batch = staged(office, row(office, 1, "Di bawah", "Sesuai", "Butuh Perbaikan", note="Terlambat"))
    changed = batch.rows.get(number=2)
    assert changed.verdict == "changed"
    assert changed.changes["predicate"] == ["good", "needs_improvement"]
    engine.apply_batch(batch=batch, by=office.analyst, at=AT)
    assert PeriodRating.objects.get().predicate == "needs_improvement"


def test_only_managers_import_predicates(office: Office) -> None:
    for role in (Role.UNIT_OPERATOR, Role.APPROVER_PYB, Role.AUDITOR):
        with pytest.raises(Forbidden):
            engine.upload_file(kind="performance", name="x.xlsx", chunks=[b""], by=office.official(role), at=AT)


def test_predicates_are_taken_back_exactly_until_their_period_is_closed(office: Office) -> None:
    period, by = office.period(), office.analyst
    office.rated(office.people[1], "good")
    before = everything_stored()
    rows = [HEAD, row(office, 1, "Di bawah", "Sesuai", "Butuh Perbaikan", note="Terlambat"), row(office, 2, *GOOD)]
    batch = staged_rows("performance", rows, by)
    engine.apply_batch(batch=batch, by=by, at=AT)
    undo_batch(batch=batch, by=by, at=AT)
    assert everything_stored() == before
    batch = staged_rows("performance", rows, by)
    engine.apply_batch(batch=batch, by=by, at=AT)
    close_period(period=period, on=DAY, by=by, at=AT)
    with pytest.raises(Superseded):
        undo_batch(batch=batch, by=by, at=AT)


SIASN = (
    "bulanMulaiPenilaian", "bulanSelesaiPenilaian", "hasilKinerjaNilai", "koefisienId", "kuadranKinerjaNilai",
    "perilakuKerjaNilai", "periodikId", "pnsDinilaiId", "tahun", "tahunMulaiPenilaian", "tahunSelesaiPenilaian",
)  # fmt: skip


def siasn(office: Office, person: int, **changes: object) -> tuple:
    values = {
        "first": 7, "last": 9, "result": "2", "coefficient": None, "quadrant": "2", "behaviour": 2, "rhythm": "2",
        "nip": office.people[person].nip, "year": 2026, "from": 2026, "to": 2026, **changes,
    }  # fmt: skip
    return tuple(values.values())


def test_predicates_in_the_shape_of_siasn_are_read_with_their_codes(office: Office) -> None:
    office.period()
    table = [SIASN, siasn(office, 1), siasn(office, 2, result="3", quadrant="3", coefficient="22")]
    rows = judged("performance", table, by=office.analyst, on=DAY, at=AT)
    assert [(row.values["quarter"], row.values["predicate"], row.verdict) for row in rows] == [
        ("3", "good", "new"), ("3", "needs_improvement", "new"),
    ]  # fmt: skip
    assert codes(rows) == [(3, "coefficient", "coefficient_unknown"), (3, "predicate", "reason_missing")]
    assert taken("performance", table, by=office.analyst, on=DAY, at=AT) == ["new", "new"]
    assert taken("performance", table, by=office.analyst, on=DAY, at=AT) == ["same", "same"]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"first": 7, "last": 7, "rhythm": "1"}, "month_to", "months_no_period"),
        ({"first": 2, "last": 4}, "month_to", "months_no_period"),
        ({"first": None}, "quarter", "period_missing"),
        ({"to": 2025}, "year_to", "year_differs"),
        ({"result": 4}, "result", "not_in_list"),
        ({"quadrant": "1"}, "predicate", "matrix_differs"),
        ({"first": 1, "last": 12}, "quarter", "period_not_open"),
        ({"first": 13}, "month_from", "out_of_range"),
    ],
)
def test_codes_and_months_that_do_not_fit_are_held(office: Office, changes: dict, field: str, code: str) -> None:
    office.period()
    row = judged("performance", [SIASN, siasn(office, 1, **changes)], by=office.analyst, on=DAY, at=AT)[0]
    assert (2, field, code) in codes([row])
    assert row.held


def test_a_period_that_is_not_that_of_the_months_is_held(office: Office) -> None:
    office.period()
    table = [(*SIASN, "PERIODE"), (*siasn(office, 1), "Triwulan 2")]
    assert (2, "quarter", "period_differs") in codes(judged("performance", table, by=office.analyst, on=DAY, at=AT))

"""Learning from a file: in the shapes of SIASN and of people; each activity once, each hour by the rules."""

from dataclasses import asdict
from datetime import date

import pytest
from tests.rooms.dashboards.town import AT, ON, Town
from tests.rooms.foundation.judged import codes, judged, taken
from tests.rooms.foundation.staging import everything_stored, staged

from renbina.config.imports import IMPORTS
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.actions import apply_batch
from renbina.foundation.imports.journal import Journal
from renbina.foundation.imports.reading import Number
from renbina.foundation.imports.undo import undo_batch
from renbina.foundation.imports.wording import problem_words
from renbina.performance.models import RatingPeriod
from renbina.records.models import LearningRecord
from renbina.records.queries import learning_history

COURSE = (
    "institusiPenyelenggara", "jenisDiklatId", "jumlahJam", "namaKursus", "nomorSertipikat", "pnsOrangId",
    "tahunKursus", "tanggalKursus", "tanggalSelesaiKursus",
)  # fmt: skip
STRUCTURAL = (
    "institusiPenyelenggara", "jumlahJam", "latihanStrukturalId", "nomor", "pnsOrangId", "tahun", "tanggal",
    "tanggalSelesai",
)  # fmt: skip
PLAIN = ("NIP", "NAMA DIKLAT", "JP", "TANGGAL MULAI", "TANGGAL SELESAI", "NOMOR SERTIFIKAT", "PENYELENGGARA")


@pytest.fixture
def blank(town: Town) -> Town:
    LearningRecord.objects.all().delete()
    return town


def look(town: Town, table: list) -> list:
    return judged("learning", table, by=town.actor("analyst"), on=ON, at=AT)


def take(town: Town, table: list) -> list[str]:
    return taken("learning", table, by=town.actor("analyst"), on=ON, at=AT)


def plain(town: Town, person: int = 2, **changes: object) -> tuple:
    values = {
        "nip": town.people[person].nip, "name": "Pelatihan Arsip", "hours": 16, "start": "02-03-2026",
        "end": "03-03-2026", "number": "AR/12/2026", "organiser": "BPSDM", **changes,
    }  # fmt: skip
    return tuple(values.values())


def stored(town: Town) -> list[tuple]:
    fields = ("employee_id", "name", "form", "started_on", "ended_on", "certificate_hours", "counted_hours")
    return list(LearningRecord.objects.order_by("pk").values_list(*fields))


def test_a_course_in_the_shape_of_siasn_is_stored_with_its_form_and_hours(blank):
    row = ("LAN", "8", 20, "Bimtek Arsip", "B-1/2026", blank.people[2].nip, 2026, "02-03-2026", "03-03-2026")
    assert take(blank, [COURSE, row]) == ["new"]
    days = (date(2026, 3, 2), date(2026, 3, 3))
    assert stored(blank) == [(blank.people[2].pk, "Bimtek Arsip", "KL10", *days, 20, 20)]


def test_a_structural_training_is_called_as_siasn_calls_it(blank):
    row = ("BPSDM", 300, "3", "PIM3-77", blank.people[2].nip, 2025, "03-02-2025", "30-05-2025")
    assert take(blank, [STRUCTURAL, row]) == ["new"]
    assert stored(blank)[0][1:3] == ("SEPADYA/SPAMA/DIKLAT PIM TK. III", "KL01")
    assert take(blank, [STRUCTURAL, row]) == ["same"]


def test_the_same_file_again_and_another_spelling_of_the_number_change_nothing(blank):
    assert take(blank, [PLAIN, plain(blank)]) == ["new"]
    before = stored(blank)
    assert take(blank, [PLAIN, plain(blank)]) == ["same"]
    assert [row.verdict for row in look(blank, [PLAIN[:6], plain(blank, number="ar-12 2026")[:6]])] == ["changed"]
    assert take(blank, [PLAIN[:5], plain(blank)[:5]]) == ["same"], "without a number, by name and days"
    assert take(blank, [PLAIN, plain(blank, number=None, organiser=None, hours=None)]) == ["same"], "empty says nothing"
    assert stored(blank) == before


def test_a_number_that_comes_later_is_added_to_the_record_that_stands(blank):
    take(blank, [PLAIN, plain(blank, number=None)])
    assert take(blank, [PLAIN, plain(blank)]) == ["changed"]
    assert LearningRecord.objects.get().certificate_number == "AR/12/2026"


def test_a_class_that_was_closed_here_counts_once_and_the_file_may_not_change_its_hours(blank):
    LearningRecord.objects.create(
        employee=blank.people[2], programme_code="C01", name="Arsip", form="KL03", started_on=date(2026, 3, 2),
        ended_on=date(2026, 3, 3), certificate_hours=16, counted_hours=16, certificate_number="AR/12/2026",
        organiser="BPSDM",
    )  # fmt: skip
    rows = look(blank, [PLAIN, plain(blank, name="Arsip"), plain(blank, 3, number="x")])
    assert [row.verdict for row in rows] == ["same", "new"]
    assert ("name", "own_class_differs") in [each[1:] for each in codes(look(blank, [PLAIN, plain(blank, hours=20)]))]


def test_a_changed_hour_is_counted_anew_and_shown_with_the_old_one(blank):
    take(blank, [PLAIN, plain(blank)])
    row = look(blank, [PLAIN, plain(blank, hours="17,5")])[0]
    assert {name: tuple(map(str, pair)) for name, pair in row.changes.items()} == {"hours": ("16", "17.5")}
    take(blank, [PLAIN, plain(blank, hours="20")])
    assert stored(blank)[0][5:] == (20, 20)


def test_a_certificate_of_two_people_in_two_files_counts_once(blank):
    take(blank, [PLAIN, plain(blank)])
    rows = look(blank, [PLAIN, plain(blank, 3)])
    assert [each for each in codes(rows) if each[1] == "certificate"] == [(2, "certificate", "certificate_of_another")]
    take(blank, [PLAIN, plain(blank, 3, end="04-03-2026")])
    notes = LearningRecord.objects.order_by("employee_id").values_list("counted_hours", "counted_note")
    assert list(notes) == [(16, ""), (0, "certificate_repeated")]


@pytest.mark.parametrize(
    ("changes", "field", "code", "held"),
    [
        ({"nip": "198001012010011999"}, "nip", "person_unknown", True),
        ({"nip": 198001012010011000}, "nip", "nip_number_damaged", True),
        ({"name": None}, "name", "name_missing", True),
        ({"end": "01-03-2026"}, "ended_on", "ends_before_start", True),
        ({"start": "23-11-2026", "end": "24-11-2026"}, "ended_on", "in_the_future", True),
        ({"hours": 49}, "hours", "hours_impossible_day", True),
        ({"hours": 30}, "hours", "hours_wait", False),
        ({"hours": "#N/A"}, "hours", "sheet_error", True),
        ({"hours": "banyak"}, "hours", "not_a_number", True),
        ({"hours": -1}, "hours", "out_of_range", True),
        ({"end": None}, "ended_on", "end_not_said", False),
        ({"start": "31-02-2026"}, "started_on", "date_impossible", True),
        ({"name": "Workshop data"}, "form", "form_from_name", False),
        ({}, "form", "form_not_said", False),
    ],
)
def test_what_is_wrong_is_held_and_named_with_its_field(blank, changes, field, code, held):
    row = look(blank, [PLAIN, plain(blank, **changes)])[0]
    assert (2, field, code) in codes([row])
    assert row.held is held
    problem = next(each for each in row.problems if each.code == code)
    words = problem_words(asdict(problem), IMPORTS["learning"])
    assert words.reason
    assert words.fix
    assert "%(" not in words.reason + words.fix


def test_learning_before_the_appointment_waits_for_a_person_to_confirm_it(blank):
    blank.people[2].appointed_on = date(2026, 4, 1)
    blank.people[2].save()
    row = look(blank, [PLAIN, plain(blank)])[0]
    assert [(each.code, each.confirmable) for each in row.problems if each.severity == "error"] == [
        ("before_appointment", True)
    ]


def test_one_training_under_two_numbers_is_held_in_both_rows(blank):
    rows = look(blank, [PLAIN, plain(blank), plain(blank, number="AR/13/2026")])
    assert [(number, code) for number, _, code in codes(rows) if code == "same_days_twice"] == [
        (2, "same_days_twice"), (3, "same_days_twice"),
    ]  # fmt: skip


def test_the_year_of_the_file_must_be_that_of_the_days(blank):
    head = (*PLAIN, "TAHUN")
    assert "year_differs" in [code for _, _, code in codes(look(blank, [head, (*plain(blank), 2024)]))]


def test_the_history_of_the_person_shows_what_the_file_brought(blank):
    take(blank, [PLAIN, plain(blank)])
    found = learning_history(blank.actor("analyst"), blank.people[2].pk, on=ON)
    assert [(year.year, year.counted, [line.name for line in year.lines]) for year in found] == [
        (2026, 16, ["Pelatihan Arsip"])
    ]


def test_a_file_that_is_taken_back_leaves_records_and_ledgers_as_they_were(town):
    by = town.actor("analyst")
    number = {"name": "Dasar layanan", "hours": Number("24"), "end": "03-03-2026", "number": "X-1", "organiser": None}
    before = everything_stored(but=("dashboards.unitpicture",))
    batch = staged("learning", [PLAIN, plain(town, **number), plain(town, 3, hours=Number("8"))], by)
    apply_batch(batch=batch, by=by, at=AT)
    assert LearningRecord.objects.get(certificate_number="X-1").counted_hours == 24
    undo_batch(batch=batch, by=by, at=AT)
    assert everything_stored(but=("dashboards.unitpicture",)) == before


def test_a_cap_of_the_rules_takes_off_hours_as_it_does_for_classes(blank):
    head = ("NIP", "NAMA KEGIATAN", "JENIS DIKLAT", "TANGGAL", "PERTEMUAN", "NOMOR SERTIFIKAT")
    nip = blank.people[2].nip
    days = ("03-03-2026", "10-03-2026", "17-03-2026", "07-04-2026")
    table = [head, *[(nip, "Coaching layanan", "Coaching", day, 1, f"C-{day}") for day in days]]
    assert take(blank, table) == ["new"] * 4
    notes = LearningRecord.objects.order_by("ended_on").values_list("counted_hours", "counted_note")
    assert list(notes) == [(2, ""), (2, ""), (0, "hours_capped"), (2, "")]
    assert take(blank, table) == ["same"] * 4
    assert take(blank, [head, (*table[1][:4], 2, table[1][5])]) == ["changed"]
    assert LearningRecord.objects.get(certificate_number="C-03-03-2026").counted_hours == 4


@pytest.mark.parametrize("kind", ["learning", "assessments", "performance"])
def test_somebody_who_is_gone_meanwhile_is_refused_in_words(blank, kind):
    gone = Row("", 2, {"nip": "198001012010011999", "competency": "Integritas", "year": 2026, "quarter": "3"})
    RatingPeriod.objects.create(agency=blank.agency, year=2026, quarter=3, opened_at=AT)
    with pytest.raises(Refused):
        IMPORTS[kind].apply(rows=[gone], by=blank.actor("analyst"), at=AT, journal=Journal(None))

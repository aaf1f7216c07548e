from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.dashboards.town import AT, ON, Town

from renbina.foundation.errors import Forbidden
from renbina.organisation.models import Employee
from renbina.records.actions import LearningRefused, LearningRow, record_learning
from renbina.records.models import LearningRecord
from renbina.records.queries import hours_in_year, learning_history


@pytest.fixture
def blank(town: Town) -> Town:
    LearningRecord.objects.all().delete()
    return town


def activity(town: Town, **changes: object) -> LearningRow:
    values = {
        "employee_id": town.people[2].pk, "name": "Pelatihan", "form": "KL03", "started_on": date(2026, 3, 2),
        "ended_on": date(2026, 3, 4), "hours": 24, "certificate_number": "S-1", "organiser": "BPSDM",
    }  # fmt: skip
    return LearningRow(**{**values, **changes})


def hours_of(year: int) -> dict[int, float]:
    """Employee -> counted JP, of those who finished something in the year."""
    people = Employee.objects.filter(learning__ended_on__year=year).annotate(hours=hours_in_year(year))
    return dict(people.values_list("pk", "hours"))


def test_the_hours_of_a_certificate_count_in_the_year_it_ended(blank):
    row = activity(blank, started_on=date(2025, 12, 29), ended_on=date(2026, 1, 2))
    assert record_learning(rows=[row], by=blank.actor("analyst"), at=AT) == 1
    assert hours_of(2026) == {blank.people[2].pk: 24}
    assert hours_of(2025) == {}


def test_sixty_hours_in_two_days_are_held_with_the_reason(blank):
    row = activity(blank, hours=60, ended_on=date(2026, 3, 3))
    record_learning(rows=[row], by=blank.actor("analyst"), at=AT)
    line = learning_history(blank.actor("analyst"), blank.people[2].pk, on=ON)[0].lines[0]
    assert (line.certificate_hours, line.counted_hours, line.counted_note) == (60, 0, "hours_impossible")


def test_hours_of_a_self_paced_course_are_not_held_against_the_day_of_its_certificate(blank):
    day = date(2026, 3, 2)
    record_learning(
        rows=[activity(blank, form="NKL03", hours=16, started_on=day, ended_on=day)], by=blank.system, at=AT
    )
    assert hours_of(2026) == {blank.people[2].pk: 16}


def test_a_certificate_number_of_two_people_counts_once(blank):
    rows = [activity(blank), activity(blank, employee_id=blank.people[3].pk, ended_on=date(2026, 3, 9))]
    record_learning(rows=rows, by=blank.actor("analyst"), at=AT)
    assert hours_of(2026) == {blank.people[2].pk: 24, blank.people[3].pk: 0}
    assert LearningRecord.objects.get(employee=blank.people[3]).counted_note == "certificate_repeated"


def test_further_education_counts_no_hours_but_fulfils_the_year(blank):
    row = activity(blank, form="EDU", hours=0, certificate_number="")
    record_learning(rows=[row], by=blank.actor("analyst"), at=AT)
    assert LearningRecord.objects.get().counted_note == "hours_fulfilled_by_study"


def test_the_same_rows_again_add_nothing(blank):
    for expected in (1, 0):
        assert record_learning(rows=[activity(blank)], by=blank.actor("analyst"), at=AT) == expected
    assert LearningRecord.objects.count() == 1


def test_a_later_import_corrects_what_counted_before(blank):
    record_learning(rows=[activity(blank)], by=blank.actor("analyst"), at=AT)
    earlier = activity(blank, name="Yang pertama", started_on=date(2026, 1, 5), ended_on=date(2026, 1, 7))
    record_learning(rows=[earlier], by=blank.actor("analyst"), at=AT)
    notes = dict(LearningRecord.objects.values_list("name", "counted_note"))
    assert notes == {"Yang pertama": "", "Pelatihan": "certificate_repeated"}


def test_a_person_of_another_agency_is_refused_and_nothing_is_written(blank, elsewhere):
    LearningRecord.objects.all().delete()
    rows = [activity(blank), activity(elsewhere)]
    with pytest.raises(LearningRefused, match="2"):
        record_learning(rows=rows, by=blank.actor("analyst"), at=AT)
    assert not LearningRecord.objects.exists()


def test_only_the_keepers_of_the_files_record_learning(blank):
    for name in ("auditor", "operator", "superior", "employee"):
        with pytest.raises(Forbidden):
            record_learning(rows=[activity(blank)], by=blank.actor(name), at=AT)


def test_a_superior_reads_the_ledger_of_their_people_only(town):
    superior = town.actor("superior")
    assert learning_history(superior, town.people[2].pk, on=ON)[0].counted == 12
    assert learning_history(superior, town.people[4].pk, on=ON) == ()


def test_the_query_count_does_not_grow_with_the_people(blank):
    by = blank.actor("analyst")
    record_learning(rows=[activity(blank)], by=by, at=AT)
    one = [activity(blank, name="A", certificate_number="a")]
    all_of_them = [
        activity(blank, employee_id=person.pk, name="B", certificate_number=f"b{person.pk}") for person in blank.people
    ]
    counts = []
    for rows in (one, all_of_them):
        with CaptureQueriesContext(connection) as caught:
            record_learning(rows=rows, by=by, at=AT)
        counts.append(len(caught))
    assert counts[0] == counts[1]

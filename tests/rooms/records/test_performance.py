import pytest
from tests.rooms.dashboards.town import AT, ON

from renbina.records.actions import PerformanceRefused, PerformanceRow, record_performance
from renbina.records.models import PerformanceResult
from renbina.records.queries import performance_results


def test_a_year_is_written_once_and_replaced(town):
    person = town.people[2]
    for predicate in ("good", "very_good"):
        row = PerformanceRow(person.pk, 2026, "above", "meets", predicate)
        record_performance(rows=[row], by=town.actor("analyst"), at=AT)
    assert PerformanceResult.objects.get(employee=person, year=2026).predicate == "very_good"


def test_results_of_a_person_are_newest_first(town):
    person = town.people[2]
    record_performance(rows=[PerformanceRow(person.pk, 2026, "above", "meets", "good")], by=town.system, at=AT)
    for name in ("employee", "superior"):
        assert [line.year for line in performance_results(town.actor(name), person.pk, on=ON)] == [2026, 2025]


def test_the_result_of_a_colleague_is_not_shown(town):
    assert performance_results(town.actor("employee"), town.people[4].pk, on=ON) == ()


def test_an_unknown_word_is_refused_with_its_row(town):
    with pytest.raises(PerformanceRefused, match="1"):
        record_performance(
            rows=[PerformanceRow(town.people[2].pk, 2026, "superb", "meets", "good")], by=town.system, at=AT
        )
    assert not PerformanceResult.objects.filter(year=2026).exists()

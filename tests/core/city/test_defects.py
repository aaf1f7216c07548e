"""Every planted defect can be found in the tables, and there are as many as the city's description says."""

from collections import Counter
from datetime import date

import pytest

from binacity.records import City, EmployeeRecord

COUNTS = {
    "nip_damaged": 5,
    "nip_double": 4,
    "birth_date_differs": 6,
    "position_old_nomenclature": 94,
    "position_misspelled": 23,
    "unit_alias": 3,
    "no_superior": 11,
    "superior_circle": 8,
    "retired_still_listed": 7,
    "moved_out_still_listed": 5,
    "on_study_leave": 9,
    "on_unpaid_leave": 4,
    "suspended": 1,
    "contract_ends": 2,
    "retires_in_plan_year": 79,
    "certificate_double": 3,
    "two_places_same_day": 1,
    "hours_impossible": 1,
    "self_rating_copied": 14,
    "programme_without_competency": 1,
}


def keys(city: City, kind: str) -> tuple[str, ...]:
    return next(defect.keys for defect in city.defects if defect.kind == kind)


def people(city: City, kind: str) -> list[EmployeeRecord]:
    by_key = {person.key: person for person in city.employees}
    return [by_key[key] for key in keys(city, kind)]


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_a_defect_is_planted_as_often_as_described(city: City, kind: str, count: int) -> None:
    assert len(keys(city, kind)) == count


def test_two_nips_are_each_used_by_two_different_names(city: City) -> None:
    doubles = {nip for nip, number in Counter(p.nip for p in city.employees).items() if number > 1}
    assert len(doubles) == 2
    assert len({p.name for p in city.employees if p.nip in doubles}) == 4


def test_birth_dates_in_the_export_contradict_the_nip(city: City) -> None:
    assert all(f"{p.exported_birth_date:%Y%m%d}" != p.true_nip[:8] for p in people(city, "birth_date_differs"))
    assert sum(p.exported_birth_date is not None for p in city.employees) == 6


def test_exported_titles_are_unknown_among_the_positions(city: City) -> None:
    titles = {position.title for position in city.positions}
    odd = [p for p in city.employees if p.exported_position]
    assert len(odd) == 94 + 23
    assert not titles & {p.exported_position for p in odd}


def test_one_unit_goes_by_three_other_names(city: City) -> None:
    unit = next(unit for unit in city.units if unit.key == "pupr")
    assert {p.exported_unit for p in people(city, "unit_alias")} == set(unit.aliases)


def test_eleven_people_have_no_rater(city: City) -> None:
    rated = {row.employee for row in city.supervisions if row.relation == "rater"}
    assert {p.key for p in city.employees} - rated == set(keys(city, "no_superior"))


def test_four_pairs_rate_each_other(city: City) -> None:
    rater = {row.employee: row.superior for row in city.supervisions if row.relation == "rater"}
    pairs = {frozenset(pair) for pair in rater.items() if rater.get(pair[1]) == pair[0]}
    assert len(pairs) == 4
    assert set().union(*pairs) == set(keys(city, "superior_circle"))


def test_statuses_are_those_of_the_defects(city: City) -> None:
    counts = Counter(person.status for person in city.employees)
    assert counts == {"active": 2914 - 19, "moved_out": 5, "study_leave": 9, "unpaid_leave": 4, "suspended": 1}
    assert all(person.status == "active" for person in people(city, "retired_still_listed"))


def test_contracts_that_end_in_march(city: City) -> None:
    assert sum(person.contract_end == date(2027, 3, 31) for person in city.employees) == 2


def test_three_certificates_share_a_number(city: City) -> None:
    counts = Counter(row.certificate_number for row in city.learning)
    assert [number for number in counts.values() if number > 1] == [3]


def test_one_person_was_in_two_places_on_a_day(city: City) -> None:
    (key,) = keys(city, "two_places_same_day")
    day = next(row.started_on for row in city.learning if row.certificate_number == "X/0001/2026")
    assert sum(row.employee == key and row.started_on <= day <= row.ended_on for row in city.learning) == 2


def test_one_certificate_claims_60_hours_in_two_days(city: City) -> None:
    absurd = [row for row in city.learning if row.hours / ((row.ended_on - row.started_on).days + 1) > 24]
    assert [(row.employee, row.hours) for row in absurd] == [(keys(city, "hours_impossible")[0], 60.0)]


def test_fourteen_self_ratings_are_copies(city: City) -> None:
    copied = set(keys(city, "self_rating_copied"))
    rows = [row for row in city.assessments if row.employee in copied and row.method == "self"]
    assert {(row.level, row.assessed_on) for row in rows} == {(3, date(2026, 5, 21))}
    assert {row.employee for row in rows} == copied

"""The classes of the city agree with its learning history and with the plans of their years."""

from collections import defaultdict
from datetime import timedelta

import pytest

from binacity.apportion import scaled
from binacity.classes import SEMINAR_CODE
from binacity.generate import generate
from binacity.records import City

SEATED = ("confirmed", "passed", "missed")


@pytest.fixture(scope="module", params=[None, 500, 60])
def any_size(request: pytest.FixtureRequest, city: City) -> City:
    return city if request.param is None else generate(size=request.param)


def test_every_certificate_is_the_one_of_the_learning_history(any_size: City) -> None:
    rows = {row.certificate_number: row for row in any_size.learning}
    for held in any_size.classes.held:
        for seat in held.people:
            if seat.certificate:
                row = rows[seat.certificate]
                assert (row.employee, row.hours) == (seat.employee, held.hours), held.key
                assert (row.started_on, row.ended_on) == (held.days[0], held.days[-1]), held.key


def test_nobody_sits_in_two_classes_at_once(any_size: City) -> None:
    seats: dict[tuple[str, object], list[str]] = defaultdict(list)
    for held in any_size.classes.held:
        for seat in held.people:
            for day in held.days if seat.state in SEATED else ():
                seats[seat.employee, day].append(held.key)
    assert [keys for keys in seats.values() if len(keys) > 1] == []


def test_moving_a_row_onto_its_class_puts_nobody_into_two_places(city: City) -> None:
    certified = {seat.certificate for held in city.classes.held for seat in held.people if seat.certificate}
    days: dict[tuple[str, object], int] = defaultdict(int)
    moved: set[tuple[str, object]] = set()
    for row in city.learning:
        for n in range((row.ended_on - row.started_on).days + 1):
            key = (row.employee, row.started_on + timedelta(days=n))
            days[key] += 1
            if row.certificate_number in certified:
                moved.add(key)
    assert [key for key in moved if days[key] > 1] == []


def test_no_class_has_more_people_than_seats(any_size: City) -> None:
    for held in any_size.classes.held:
        assert sum(seat.state in SEATED for seat in held.people) <= held.capacity
        assert len({seat.employee for seat in held.people}) == len(held.people)


@pytest.mark.parametrize("year", [2025, 2026])
def test_as_many_completed_a_class_as_the_plan_of_its_year_realised(city: City, year: int) -> None:
    realised = {row.programme: row.realised_people for row in city.plan_history if row.year == year}
    passed: dict[str, int] = defaultdict(int)
    for held in city.classes.held:
        if held.year == year:
            passed[held.programme] += sum(seat.state == "passed" for seat in held.people)
    for code in ("D01", "D05", "C10"):
        assert passed[code] == realised[code], code


def test_the_stories_have_their_classes(city: City) -> None:
    held = defaultdict(list)
    for each in city.classes.held:
        if each.state == "closed":
            held[each.programme].append(each)
    units = {p.key: p.unit for p in city.employees}
    counters = {units[seat.employee] for each in held["C02"] for seat in each.people}
    assert counters == {"dinkes.p2", "dinkes.p3", "dinkes.p6"}
    assert {each.year for each in held["C02"]} == {2025, 2026}
    assert [len(each.people) for each in held[SEMINAR_CODE]] == [420]
    assert [each.method for each in held["D05"]] == ["lecture", "case_study"]
    assert {units[seat.employee].split(".")[0] for seat in held["G05"][0].people} == {"disdukcapil"}


def test_what_is_open_waits_for_the_people_who_show_it(city: City) -> None:
    logins = {row.employee: row.username for row in city.logins}
    where = {
        logins[seat.employee]: (held.programme, seat.state)
        for held in city.classes.held
        if held.state == "open"
        for seat in held.people
        if seat.employee in logins
    }
    assert where["pegawai"] == ("C02", "invited")
    assert where["guru"] == ("E01", "waiting")
    leader = next(row.employee for row in city.logins if row.username == "ketuatim")
    led = {row.employee for row in city.supervisions if row.superior == leader}
    waiting = [s for held in city.classes.held if held.state == "open" for s in held.people if s.employee in led]
    assert any(seat.agrees is None for seat in waiting)


def test_a_small_agency_keeps_its_seminar(any_size: City) -> None:
    size = len(any_size.employees)
    seminar = next(each for each in any_size.classes.held if each.programme == SEMINAR_CODE)
    assert len(seminar.people) == scaled(420, size)

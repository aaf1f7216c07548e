"""The public consultation forums are those of the city's sheet."""

from datetime import date

from binacity.forums import forums
from binacity.generate import generate_neighbour
from binacity.records import City

TODAY = date(2026, 11, 23)


def test_three_forums_were_held_with_their_people_promises_and_two_overdue(city: City) -> None:
    held = [forum for forum in city.forums if forum.present is not None]
    assert [(forum.unit, forum.held_on) for forum in held] == [
        ("disdukcapil", date(2026, 4, 14)), ("rsud", date(2026, 6, 9)), ("dpmptsp", date(2026, 9, 22)),
    ]  # fmt: skip
    assert [forum.present for forum in held] == [31, 41, 24]
    assert all(3 <= len(forum.commitments) <= 5 for forum in held)
    promises = [promise for forum in held for promise in forum.commitments]
    assert sum(promise.done_on is None and promise.due_on < TODAY for promise in promises) == 2
    assert all(bool(promise.proof) == (promise.done_on is not None) for promise in promises)
    assert all(promise.due_on >= forum.held_on for forum in held for promise in forum.commitments)


def test_units_exist_and_an_agency_without_them_has_no_forum(city: City) -> None:
    keys = {unit.key for unit in city.units}
    assert {p.unit for forum in city.forums for p in forum.commitments} | {f.unit for f in city.forums} <= keys
    assert forums(frozenset({"bkpsdm"})) == ()


def test_the_neighbour_does_not_repeat_the_citys_forums() -> None:
    assert generate_neighbour().forums == ()

"""What positions ask: their own standards, their class's, the general rule, and what contradicts."""

from datetime import date

import pytest
from tests.rooms.dashboards.town import AT, BEGIN, ON, Town
from tests.rooms.foundation.judged import codes, judged

from renbina.competency.actions import (
    ClassKey,
    NewStandard,
    StandardRefused,
    end_class_standard,
    end_standard,
    set_class_standards,
    set_standard,
)
from renbina.competency.gather import gap_material
from renbina.competency.models import Competency, PositionStandard
from renbina.competency.queries import asked_levels, asking_positions, own_contradictions
from renbina.foundation.errors import Forbidden, NotFound

JULY = date(2026, 7, 1)
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def classed(town: Town) -> Town:
    """The clerk is an executive (general level 1); the dictionary has one competency that follows the class."""
    clerk = town.positions["clerk"]
    clerk.level, clerk.family = "executive", "loket"
    clerk.save()
    town.competencies["m3"] = Competency.objects.create(
        agency=town.agency, code="m3", name="Komunikasi", kind="managerial", by_class=True
    )
    return town


def asks(town: Town, code: str, on: date = ON) -> tuple[int, bool, str] | None:
    levels = dict(asked_levels(town.agency.pk, on).get(town.positions["clerk"].pk, ()))
    found = levels.get(town.competencies[code].pk)
    return (found.level, found.claim.critical, found.claim.origin.value) if found else None


def put(town: Town, code: str, level: int, **rest) -> None:
    asked = NewStandard(level, rest.pop("critical", False), rest.pop("since", ON), **rest)
    set_standard(
        position=town.positions["clerk"], competency=town.competencies[code], asked=asked,
        by=town.actor("analyst"), at=AT,
    )  # fmt: skip


def decide(town: Town, level: int, *, family: str = "", by: str = "analyst", reason: str = "Surat edaran") -> None:
    set_class_standards(
        keys=[ClassKey("executive", family)], competency=town.competencies["m3"],
        asked=NewStandard(level, True, ON, reason=reason), by=town.actor(by), at=AT,
    )  # fmt: skip


def test_a_position_without_its_own_standard_asks_what_its_class_does_and_people_have_a_gap_in_it(classed):
    assert asks(classed, "m3") == (1, False, "rule")
    asked = {(each.competency_id, each.level) for each in gap_material(classed.agency.pk, ON).requirements}
    assert (str(classed.competencies["m3"].pk), 1) in asked


def test_family_goes_before_class_before_rule_and_the_position_before_all(classed):
    decide(classed, 2)
    assert asks(classed, "m3") == (2, True, "class")
    decide(classed, 4, family="loket")
    assert asks(classed, "m3") == (4, True, "family")
    put(classed, "m3", 3, reason="Melayani wisatawan asing")
    assert asks(classed, "m3") == (3, False, "position")
    end_standard(
        position=classed.positions["clerk"], competency=classed.competencies["m3"], on=NEXT_YEAR,
        by=classed.actor("analyst"), at=AT,
    )  # fmt: skip
    assert asks(classed, "m3", NEXT_YEAR) == (4, True, "family")
    key = ClassKey("executive", "loket")
    end_class_standard(key=key, competency=classed.competencies["m3"], on=NEXT_YEAR, by=classed.actor("analyst"), at=AT)
    assert asks(classed, "m3", NEXT_YEAR) == (2, True, "class")


def test_a_competency_that_does_not_follow_the_class_is_asked_only_where_a_position_asks_it(classed):
    PositionStandard.objects.filter(position=classed.positions["clerk"]).delete()
    assert asks(classed, "2.1") is None
    assert asks(classed, "m3") == (1, False, "rule")


def test_a_position_of_no_known_class_inherits_nothing(classed):
    asked = dict(asked_levels(classed.agency.pk, ON)[classed.positions["chief"].pk])
    assert classed.competencies["m3"].pk not in asked
    PositionStandard.objects.all().delete()
    assert list(asking_positions(ON)) == [classed.positions["clerk"]]


def test_a_standard_with_an_end_lets_the_earlier_one_go_on_after_it(classed):
    put(classed, "2.1", 5, since=JULY, until=NEXT_YEAR)
    day_before = date(2026, 6, 30)
    assert [asks(classed, "2.1", day)[0] for day in (day_before, JULY, ON, NEXT_YEAR)] == [3, 5, 5, 3]
    assert own_contradictions(classed.agency.pk) == {}


@pytest.mark.parametrize(
    ("level", "rest", "field"),
    [
        (6, {}, "level"),
        (0, {}, "level"),
        (4, {"since": ON, "until": ON}, "until"),
        (4, {"since": date(2023, 1, 1)}, "until"),  # another level begins on BEGIN already
    ],
)
def test_what_contradicts_is_refused_with_the_field_and_nothing_is_written(classed, level, rest, field):
    with pytest.raises(StandardRefused) as refused:
        put(classed, "2.1", level, reason="Uji", **rest)
    assert refused.value.field == field
    rows = PositionStandard.objects.filter(position=classed.positions["clerk"])
    assert list(rows.filter(competency__code="2.1").values_list("level", "valid_from", "valid_to")) == [
        (3, BEGIN, None)
    ]


def test_a_position_that_differs_from_its_class_says_why(classed):
    with pytest.raises(StandardRefused, match=r"another level|lain") as refused:
        put(classed, "m3", 3)
    assert refused.value.field == "reason"
    put(classed, "m3", 1)
    assert asks(classed, "m3") == (1, False, "position")


def test_two_stored_levels_of_one_day_are_told_and_the_class_holds_meanwhile(classed):
    for level, since in ((2, JULY), (4, ON)):
        PositionStandard.objects.create(
            position=classed.positions["clerk"], competency=classed.competencies["m3"], level=level, valid_from=since
        )
    [(pair, wrong)] = own_contradictions(classed.agency.pk).items()
    assert pair == (classed.positions["clerk"].pk, classed.competencies["m3"].pk)
    assert [(each.fault, each.since, each.until) for each in wrong] == [("two_levels", ON, None)]
    assert asks(classed, "m3") == (1, False, "rule")
    assert asks(classed, "m3", date(2026, 8, 1)) == (2, False, "position")


def test_a_file_that_contradicts_a_dated_standard_is_held_with_the_day(classed):
    put(classed, "m3", 2, until=NEXT_YEAR, reason="Sementara")
    rows = judged(
        "standards", [("JABATAN", "KOMPETENSI", "LEVEL"), ("Operator", "Komunikasi", 4)],
        by=classed.actor("analyst"), on=ON, at=AT,
    )  # fmt: skip
    assert [code for _, _, code in codes(rows)] == ["other_level"]


def test_only_the_keepers_of_the_files_decide_and_only_in_their_own_agency(classed, elsewhere):
    for name in ("auditor", "operator", "superior", "employee"):
        with pytest.raises(Forbidden):
            decide(classed, 2, by=name)
    with pytest.raises(NotFound):
        set_standard(
            position=elsewhere.positions["clerk"], competency=classed.competencies["m3"],
            asked=NewStandard(2, False, ON), by=classed.actor("analyst"), at=AT,
        )  # fmt: skip


def test_a_decision_about_a_class_without_positions_or_without_a_reason_is_refused(classed):
    for family, reason, field in (("guru_sd", "Perwali", "family"), ("", " ", "reason")):
        with pytest.raises(StandardRefused) as refused:
            decide(classed, 2, family=family, reason=reason)
        assert refused.value.field == field

"""A gap is required minus held; what nobody assessed is unknown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.situations_reader import situations

from binacore.gaps import Gap, GapCategory, gaps_of, level_from_indicators
from binacore.heatmap import heatmap
from binacore.people import (
    Assessment,
    AssessmentMethod,
    EmploymentKind,
    Person,
    Position,
    PositionClass,
    RecordMalformed,
    Requirement,
    requirements_of,
    retirement_day,
)
from binacore.rules import AgencyOverride, Rulebook, load_rules

BOOK = Rulebook(load_rules())
TODAY = date(2026, 11, 2)


def asked(level: int, person: str = "p", competency: str = "c", unit: str = "u") -> Requirement:
    return Requirement(person, competency, level, "pos", unit)


def found(level: int, method: str = "mapping", person: str = "p", competency: str = "c", **more: Any) -> Assessment:
    since = more.pop("since", date(2026, 1, 1))
    return Assessment(person, competency, level, AssessmentMethod(method), since, **more)


def one_gap(required: int, assessments: list[Assessment], book: Rulebook = BOOK) -> Gap:
    [gap] = gaps_of([asked(required)], assessments, TODAY, book)
    return gap


@pytest.mark.parametrize("case", situations("gaps"))
def test_a_gap_situation(case: dict[str, Any]) -> None:
    records = [
        found(row["level"], row["method"], since=row["from"], valid_to=row.get("to"), assessment_id=str(n))
        for n, row in enumerate(case["given"])
    ]
    expected = {"held": None, "gap": None} | case["expect"]
    for order in (records, records[::-1]):
        gap = one_gap(case["required"], order)
        seen = {
            "held": gap.held,
            "gap": gap.gap,
            "surplus": gap.surplus,
            "category": gap.category,
            "method": gap.method,
            "reasons": [reason.code for reason in gap.reasons],
        }
        assert {key: seen[key] for key in expected} == expected


@pytest.mark.parametrize("case", situations("gaps", "indicators"))
def test_an_indicator_situation(case: dict[str, Any]) -> None:
    assert level_from_indicators(case["given"]) == case["expect"]


def test_an_indicator_without_a_level_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'x\.1'"):
        level_from_indicators({"x.1": True})


def test_the_believed_assessment_is_told_with_method_day_and_level() -> None:
    gap = one_gap(3, [found(2, "superior", since=date(2026, 9, 1)), found(4, "self")])
    assert dict(gap.reasons[0].numbers) == {"method": "superior", "since": "2026-09-01", "level": 2}
    assert dict(gap.reasons[1].numbers) == {"method": "self", "level": 4, "chosen_level": 2}


def test_a_requirement_counts_only_while_it_holds() -> None:
    past = Requirement("p", "c", 3, valid_to=TODAY)
    now = Requirement("p", "c", 4, valid_from=TODAY)
    assert [gap.required for gap in gaps_of([past, now], [], TODAY, BOOK)] == [4]


def test_an_agency_may_turn_the_order_of_trust() -> None:
    order = ["superior", "assessment_centre", "mapping", "self"]
    book = Rulebook(load_rules(), [AgencyOverride("gap.method_trust", date(2026, 1, 1), order, "Keputusan 3/2026")])
    assert one_gap(3, [found(3, "superior"), found(1, "assessment_centre")], book).held == 3
    assert one_gap(3, [found(3, "superior"), found(1, "assessment_centre")]).held == 1


def test_a_method_left_out_of_the_order_is_believed_last() -> None:
    book = Rulebook(load_rules(), [AgencyOverride("gap.method_trust", date(2026, 1, 1), ["self"], "Keputusan 3/2026")])
    assert one_gap(3, [found(3, "superior"), found(1, "self")], book).held == 1


@pytest.mark.parametrize("level", [-1, 6])
def test_a_level_outside_the_scale_is_refused(level: int) -> None:
    with pytest.raises(RecordMalformed, match=str(level)):
        found(level)
    with pytest.raises(RecordMalformed, match=str(level)):
        asked(level)


def test_an_assessment_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RecordMalformed, match="ends before it begins"):
        found(3, since=TODAY, valid_to=TODAY)


def test_a_position_standard_goes_before_the_default_of_its_class() -> None:
    person = Person("p", EmploymentKind.PNS, "u", "pos")
    position = Position("pos", PositionClass.PENGAWAS)
    asked_for = requirements_of(
        person,
        position,
        nine=["integrity", "teamwork"],
        standard={"teamwork": 3, "registry": 4},
        critical=["registry"],
        rules=BOOK.at(TODAY),
    )
    assert {r.competency_id: r.level for r in asked_for} == {"integrity": 2, "teamwork": 3, "registry": 4}
    assert [r.competency_id for r in asked_for if r.critical] == ["registry"]


def test_service_ends_on_the_first_of_the_month_after_the_birthday() -> None:
    rules = BOOK.at(TODAY)
    assert retirement_day(date(1969, 5, 20), PositionClass.PENGAWAS, rules) == date(2027, 6, 1)
    assert retirement_day(date(1966, 12, 1), PositionClass.JPT_PRATAMA, rules) == date(2027, 1, 1)
    assert retirement_day(date(1967, 5, 20), PositionClass.JF_MUDA, rules, profession="teacher") == date(2027, 6, 1)


def test_a_heat_cell_counts_the_unknown_and_does_not_average_them_in() -> None:
    requirements = [asked(3, person=p) for p in ("a", "b", "c", "d")] + [asked(2, person="e", unit="v")]
    assessments = [found(1, person="a"), found(3, person="b"), found(2, person="c")]
    cells = heatmap(gaps_of(requirements, assessments, TODAY, BOOK))
    cell = cells["u", "c"]
    assert (cell.people, cell.known, cell.unknown) == (4, 3, 1)
    assert (cell.below, cell.low, cell.medium, cell.high, cell.missing_levels) == (2, 1, 1, 0, 3)
    assert (cell.mean_required, cell.mean_held, cell.mean_gap) == (3.0, 2.0, 1.0)
    assert cell.share_below == pytest.approx(2 / 3)
    nobody = cells["v", "c"]
    assert (nobody.mean_gap, nobody.share_below) == (None, None)


def test_a_heat_map_can_be_gathered_under_the_parent_unit() -> None:
    requirements = [asked(3, person="a", unit="u1"), asked(3, person="b", unit="u2")]
    cells = heatmap(gaps_of(requirements, [], TODAY, BOOK), group=lambda gap: "parent")
    assert [(key, cell.people) for key, cell in cells.items()] == [(("parent", "c"), 2)]


levels = st.integers(0, 5)
methods = st.sampled_from(list(AssessmentMethod))
days = st.dates(date(2020, 1, 1), date(2028, 1, 1))
records = st.lists(st.builds(lambda level, method, since: found(level, method, since=since), levels, methods, days))


@given(st.integers(1, 4), levels)
def test_a_higher_standard_never_makes_a_gap_smaller(required: int, held: int) -> None:
    low, high = one_gap(required, [found(held)]), one_gap(required + 1, [found(held)])
    assert low.gap is not None
    assert high.gap is not None
    assert high.gap >= low.gap


@given(st.integers(1, 5), st.integers(0, 4))
def test_a_higher_level_never_makes_a_gap_larger(required: int, held: int) -> None:
    order = [GapCategory.NONE, GapCategory.LOW, GapCategory.MEDIUM, GapCategory.HIGH]
    low, high = one_gap(required, [found(held)]), one_gap(required, [found(held + 1)])
    assert low.gap is not None
    assert high.gap is not None
    assert high.gap <= low.gap
    assert order.index(high.category) <= order.index(low.category)


@given(st.integers(1, 5), records)
def test_unknown_is_exactly_when_nothing_valid_was_assessed(required: int, assessments: list[Assessment]) -> None:
    gap = one_gap(required, assessments)
    anything = any(a.valid_from <= TODAY for a in assessments)
    assert gap.is_known == anything
    assert (gap.category is GapCategory.UNKNOWN) == (not anything)
    assert not (gap.is_met and not anything)


@given(st.integers(1, 5), records)
def test_the_order_of_assessments_does_not_matter(required: int, assessments: list[Assessment]) -> None:
    forward, backward = one_gap(required, assessments), one_gap(required, assessments[::-1])
    assert (forward.held, forward.method, forward.assessed_on) == (backward.held, backward.method, backward.assessed_on)

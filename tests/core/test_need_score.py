"""The score of a need is the sum of its parts and the product of its factors, exactly, in whatever order."""

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.need_score import (
    NeedCounts,
    NeedMalformed,
    Part,
    logarithmic_mean,
    reach_interval,
    score_of,
)
from binacore.priority import Component, NeedEvidence, Piece, need_from, weigh

shares = st.none() | st.floats(0, 1)
priorities = st.builds(NeedEvidence, *[shares] * 6).map(weigh)
parts_of = st.lists(st.builds(Part, st.integers(1, 40), priorities), min_size=1, max_size=6)


@st.composite
def needs(draw: st.DrawFn) -> tuple[NeedCounts, list[Part]]:
    parts = draw(parts_of)
    missing = sum(part.missing for part in parts)
    below = draw(st.integers(-(-missing // 5), missing))
    known = below + draw(st.integers(0, 50))
    return NeedCounts(known + draw(st.integers(0, 50)), known, below, missing), parts


@given(needs())
def test_the_parts_add_up_to_the_score_and_the_factors_multiply_to_it(need: tuple[NeedCounts, list[Part]]) -> None:
    counts, parts = need
    got = score_of(counts, parts)
    assert got is not None
    assert got.base + got.gap_points + sum(part.points for part in got.parts) == pytest.approx(got.value, rel=1e-9)
    product = got.reach * got.caution * got.gap * prod(part.factor for part in got.parts)
    assert product == pytest.approx(got.value, rel=1e-9)
    assert all(part.points >= -1e-12 for part in got.parts)


@given(needs())
def test_the_total_is_what_the_planner_counts_and_no_order_changes_anything(
    need: tuple[NeedCounts, list[Part]],
) -> None:
    counts, parts = need
    got, turned = score_of(counts, parts), score_of(counts, parts[::-1])
    assert got is not None
    assert turned is not None
    assert got.total == pytest.approx(sum(part.missing * part.priority.weight for part in parts))
    assert [part.points for part in turned.parts] == pytest.approx([part.points for part in got.parts])


def test_a_need_by_hand() -> None:
    priority = weigh(need_from([Piece("voice", 1.5)], critical=True))  # 3 x 1.5
    got = score_of(NeedCounts(40, 36, 27, 54), [Part(54, priority)])
    assert got is not None
    assert (got.reach, got.caution, got.gap, got.weight) == (0.75, 0.9, 2.0, pytest.approx(4.5))
    assert got.value == pytest.approx(0.75 * 0.9 * 2 * 4.5)
    assert got.total == pytest.approx(54 * 4.5)
    by = {part.component: part.points for part in got.parts}
    assert by[Component.CRITICALITY] > got.gap_points > by[Component.VOICE] > 0 == by[Component.STRATEGY]


def test_two_people_are_no_proof() -> None:
    plain = weigh(NeedEvidence())
    two = score_of(NeedCounts(2, 2, 2, 2), [Part(2, plain)])
    many = score_of(NeedCounts(80, 80, 60, 60), [Part(60, plain)])
    assert two is not None
    assert many is not None
    assert two.value < many.value


def test_where_nobody_is_assessed_there_is_no_score_not_zero() -> None:
    assert score_of(NeedCounts(12, 0, 0, 0), []) is None
    met = score_of(NeedCounts(12, 12, 0, 0), [])
    assert met is not None
    assert (met.value, met.low, met.high) == (0, 0, 0)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_interval_holds_the_share_and_closes_when_everybody_is_assessed(below: int, met: int, unknown: int) -> None:
    known = below + met
    low, high = reach_interval(below, known, known + unknown)
    assert 0 <= low <= (below / known if known else 0.5) <= high <= 1
    if known and not unknown:
        assert low == high
    if known and unknown:
        wider = reach_interval(below, known, known + 10 * unknown)
        assert wider[0] <= low + 1e-12
        assert high <= wider[1] + 1e-12


def test_wilsons_interval_of_a_large_group_is_the_published_one() -> None:
    low, high = reach_interval(81, 263, 10**9)  # Newcombe, Statistics in Medicine 17, 1998, table I: 0.2553 to 0.3662
    assert (low, high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))


def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic() -> None:
    assert logarithmic_mean(4, 4) == 4
    assert 2 < logarithmic_mean(1, 4) < 2.5


@pytest.mark.parametrize("wrong", [(3, 4, 1, 1), (5, 4, 2, 1), (5, 4, 1, 9)])
def test_counts_that_contradict_each_other_are_refused(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(NeedMalformed):
        NeedCounts(*wrong)


def test_parts_that_do_not_divide_the_missing_levels_are_refused() -> None:
    with pytest.raises(NeedMalformed, match="parts miss 3"):
        score_of(NeedCounts(4, 4, 2, 4), [Part(3, weigh(NeedEvidence()))])

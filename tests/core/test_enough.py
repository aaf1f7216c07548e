"""Who is worth asking, and how firmly a need stands among the first."""

from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.enough import Group, ask_next, cut_of, gain
from binacore.stability import Uncertain, stability

groups = st.builds(
    lambda below, met, unknown, score, each: Group(below + met + unknown, below + met, below, score, each),
    st.integers(0, 40), st.integers(0, 40), st.integers(1, 80), st.floats(0, 9), st.floats(0.5, 9),
)  # fmt: skip


@given(groups, st.floats(0, 9))
def test_asking_more_people_never_brings_less(group: Group, cut: float) -> None:
    worths = [gain(group, cut, more).worth for more in range(group.unknown + 1)]
    assert worths == sorted(worths)
    assert worths[0] == 0


@given(groups, st.floats(0.1, 3), st.floats(0.1, 3))
def test_the_nearer_the_cut_the_more_an_answer_is_worth(group: Group, one: float, two: float) -> None:
    near, far = sorted((one, two))
    assert gain(group, group.score + near, 5).worth >= gain(group, group.score + far, 5).worth
    assert gain(group, group.score + near, 5).chance <= 0.5


def test_the_worth_agrees_with_drawing_it() -> None:
    group, cut = Group(60, 20, 10, 2.0, 4.0), 2.3
    random, found = Random(7), gain(group, cut, 15)
    moved = _moved(group, 15)
    wins = [max(0.0, random.gauss(group.score, moved) - cut) for _ in range(200_000)]
    assert found.worth == pytest.approx(60 * fmean(wins), rel=0.03)
    assert found.chance == pytest.approx(fmean(win > 0 for win in wins), abs=0.01)


def _moved(group: Group, more: int) -> float:
    share = (group.below + 2) / (group.known + 4)
    spread = group.points_each**2 * share * (1 - share)
    n, people = group.known, group.people
    return (spread * ((people - n) / (n + 4) - (people - n - more) / (n + more + 4)) / people) ** 0.5


def test_where_everybody_is_assessed_or_the_cut_is_far_nobody_is_asked() -> None:
    assert ask_next(Group(30, 30, 12, 2.0, 3.0), 2.0).ask == 0
    far = ask_next(Group(900, 300, 270, 8.0, 3.0), 0.5)
    assert far.enough
    assert far.skip == 600


def test_at_the_cut_a_few_are_named_and_the_rest_is_spared() -> None:
    found = ask_next(Group(938, 8, 4, 2.0, 4.0), 2.05)
    assert 1 <= found.ask <= 20
    assert found.skip == 930 - found.ask
    assert found.chance > 0.05


def test_the_cut_lies_where_the_plans_levels_are_used_up() -> None:
    assert cut_of([5, 4, 3], [10, 10, 10], 15) == 4
    assert cut_of([5, 4, 3], [10, 10, 10], 99) == 0


def test_what_is_known_whole_keeps_its_place_and_the_doubtful_does_not() -> None:
    sure = [Uncertain(5 - place, 40, 40, 30) for place in range(4)]
    assert stability(sure, 2, seed=1) == (1, 1, 0, 0)
    doubtful = [Uncertain(2.0, 40, 3, 2), *(Uncertain(1.9, 40, 40, 20) for _ in range(3))]
    got = stability(doubtful, 1, seed=1)
    assert 0.2 < got[0] < 0.9
    assert sum(got) == pytest.approx(1)
    assert got == stability(doubtful, 1, seed=1)


def test_unsure_evidence_moves_a_rank_too() -> None:
    got = stability([Uncertain(2.0, 9, 9, 5, (0.5, 1.5)), Uncertain(1.9, 9, 9, 5)], 1, seed=3)
    assert 0.4 < got[0] < 0.7

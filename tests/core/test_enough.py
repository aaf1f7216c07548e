"""Who is worth asking, and how firmly a need stands among the first."""

from random import Random
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.enough import (
    ENOUGH,
    FORM_TOPICS,
    TALK_PEOPLE,
    TALK_TOPICS,
    Group,
    Way,
    ask_next,
    counts_as,
    cut_of,
    gain,
    options,
)
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


# --- ways of asking


@given(groups, st.floats(0, 9), st.integers(0, 200), st.sampled_from(Way), st.floats(0, 1))
def test_no_way_of_asking_does_harm_and_asking_nobody_brings_nothing(
    group: Group, cut: float, asked: int, way: Way, answering: float
) -> None:
    found = gain(group, cut, counts_as(way, asked, answering=answering))
    assert found.worth >= 0
    assert 0 <= found.chance <= 0.5
    assert counts_as(way, 0, answering=answering) == 0
    assert gain(group, cut, 0).worth == 0


@given(groups, st.floats(0, 9), st.floats(1, 60), st.floats(1.01, 4))
def test_the_wider_peoples_points_spread_the_more_asking_is_worth(
    group: Group, cut: float, more: float, wider: float
) -> None:
    spread = Group(group.people, group.known, group.below, group.score, group.points_each * wider)
    assert gain(spread, cut, more).worth >= gain(group, cut, more).worth


@given(st.integers(1, 20), st.integers(2, 5), st.integers(0, 60), st.floats(0, 9), st.integers(1, 40))
def test_the_fewer_are_known_the_more_the_same_answers_are_worth(
    quarter: int, times: int, further: int, cut: float, more: int
) -> None:
    """The same share below, known of fewer."""
    people = 4 * quarter * times + further + more
    few = Group(people, 4 * quarter, 2 * quarter, 2.0, 3.0)
    many = Group(people, 4 * quarter * times, 2 * quarter * times, 2.0, 3.0)
    assert gain(few, cut, more).worth >= gain(many, cut, more).worth


@given(st.integers(1, 100), st.floats(0.01, 1))
def test_a_rating_tells_more_than_an_answer_and_a_talk_less_than_as_many_single_voices(
    asked: int, answering: float
) -> None:
    assert counts_as(Way.FORM, asked, answering=answering) <= counts_as(Way.RATING, asked) / 2
    assert counts_as(Way.TALK, asked) <= counts_as(Way.FORM, asked, answering=1.0)
    assert counts_as(Way.TALK, asked) <= counts_as(Way.TALK, asked + 1) < 2.5


@given(st.lists(groups, max_size=12), st.floats(0, 9), st.integers(1, 300), st.floats(0, 1))
def test_ways_stand_by_worth_and_ask_only_about_what_could_change(
    several: list[Group], cut: float, staff: int, answering: float
) -> None:
    found = options(several, cut, staff=staff, answering=answering)
    assert [each.worth for each in found] == sorted((each.worth for each in found), reverse=True)
    for each in found:
        assert each.topics
        assert each.worth >= 0
        assert 0 <= each.seats <= sum(several[place].missing for place in each.topics) / 2 + 1e-9
        assert each.asked > 0
        assert len(each.topics) <= {Way.FORM: FORM_TOPICS, Way.TALK: TALK_TOPICS}.get(each.way, len(several))
    by_way = {each.way: each for each in found}
    if Way.TALK in by_way:
        assert by_way[Way.TALK].asked == min(TALK_PEOPLE, staff)
    if Way.FORM in by_way:
        assert by_way[Way.FORM].asked == staff


def test_a_form_to_a_unit_beats_a_talk_where_nobody_knows_much_and_needs_more_time() -> None:
    several = [Group(60, 6, 3, 2.0, 4.0), Group(60, 10, 5, 2.1, 4.0), Group(60, 60, 30, 2.0, 4.0)]
    found = {each.way: each for each in options(several, 2.05, staff=60)}
    assert found[Way.FORM].worth > found[Way.TALK].worth
    assert set(found[Way.FORM].topics) == {0, 1}  # of the third everybody is known
    assert found[Way.FORM].minutes == 36 * (3 + 2 * 2)
    assert found[Way.RATING].minutes == 2 * found[Way.RATING].asked


def test_where_everything_is_known_there_is_no_way_left() -> None:
    assert options([Group(30, 30, 10, 2.0, 3.0)], 2.0, staff=30) == ()
    assert options([], 2.0, staff=30) == ()


@pytest.mark.parametrize(
    ("people", "known", "below"), [(31, 6, 3), (60, 20, 4), (150, 12, 9), (400, 30, 6), (40, 0, 0), (938, 8, 4)]
)
@pytest.mark.parametrize(("asked", "within"), [(1, 1 / 3), (3, 1 / 6), (8, 0.1), (20, 0.1)])
@pytest.mark.parametrize("far", [0.0, 0.5, 1.0, 1.5])
def test_the_approximation_stays_within_what_it_states(
    people: int, known: int, below: int, asked: int, within: float, far: float
) -> None:
    """Everybody drawn one by one; `far`: how far the cut lies, in standard deviations of what the answers move."""
    each = 3.0
    share, unknown = (below + 2) / (known + 4), people - known
    prior = each * (below + unknown * share) / people
    top = gain(Group(people, known, below, prior, each), prior, asked).worth  # 0.4 x N x s
    cut = prior + far * top / people / 0.3989
    found = gain(Group(people, known, below, prior, each), cut, asked)
    worth, chance = _drawn(people, known, below, each, cut, np.full(100_000, asked))
    assert abs(found.worth - worth) <= within * top
    if far and asked >= 8:
        assert abs(found.chance - chance) <= 0.2


@pytest.mark.parametrize("answering", [0.4, 0.8])
def test_not_knowing_how_many_will_answer_changes_little(answering: float) -> None:
    people, known, below, each = 60, 12, 5, 3.0
    unknown = people - known
    prior = each * (below + unknown * (below + 2) / (known + 4)) / people
    answers = np.random.default_rng(5).binomial(unknown, answering, 100_000)
    group = Group(people, known, below, prior, each)
    found = gain(group, prior, answering * unknown)
    worth, _chance = _drawn(people, known, below, each, prior, answers)
    assert found.worth == pytest.approx(worth, rel=0.1)


def _drawn(people: int, known: int, below: int, each: float, cut: float, answers: np.ndarray) -> tuple[float, float]:
    """Mean worth and chance over draws: the true share from beta(below + 2, at standard + 2), then who answers what."""
    random = np.random.default_rng(3)
    share = random.beta(below + 2, known - below + 2, answers.size)
    found = random.binomial(answers, share)
    rest = people - known - answers
    mean = each * (below + found + rest * (below + found + 2) / (known + answers + 4)) / people
    return float(people * np.maximum(0.0, mean - cut).mean()), float((mean > cut).mean())


def test_an_answer_with_noise_counts_as_the_share_that_it_says() -> None:
    """An answer whose error has (1 / r - 1) times the spread of people tells as much as r of an exact one."""
    random, asked = np.random.default_rng(9), 30
    truth = random.normal(0.0, 1.0, 200_000)
    error = (1.0 + (1 / 0.5 - 1)) / asked  # variance of a mean of noisy answers
    heard = truth + random.normal(0.0, error**0.5, truth.size)
    exact = truth + random.normal(0.0, (1.0 / counts_as(Way.FORM, asked, answering=1.0)) ** 0.5, truth.size)
    assert np.var(heard - truth) == pytest.approx(np.var(exact - truth), rel=0.02)


def test_below_the_least_chance_nothing_is_offered() -> None:
    far = Group(900, 300, 270, 8.0, 3.0)
    assert gain(far, 0.5, far.unknown).chance < ENOUGH
    assert options([far], 0.5, staff=900) == ()

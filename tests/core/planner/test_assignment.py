"""Other people's problems through the core: feasible plans, valid bounds, answers near the published ones."""

import numpy as np
import pytest
from benchmarks.assignment import relaxed_gap
from benchmarks.assignment_data import Gap, Knapsack, gaps, knapsacks

from binacore.planner.adapter import Found, assignment, knapsack, solve_choices
from binacore.planner.annealing import Cooling
from binacore.planner.choice_polish import Hoods, polished, used_by, value_of
from binacore.planner.choices import Choices

pytestmark = pytest.mark.slow  # public instances: not in the quick subset

SHORT = (Cooling(moves=40, steps=25),)
GAPS = ("cattrysse1994/gap1-0", "cattrysse1994/gap4-2", "chu1997/a05100", "chu1997/a10200")
SACKS = ("5.250-10", "5.500-20")


def _gap(name: str) -> Gap:
    return next(gap for gap in gaps() if gap.name == name)


def _sack(name: str) -> Knapsack:
    return next(sack for sack in knapsacks() if sack.name == name)


@pytest.mark.parametrize("name", GAPS)
def test_an_assignment_seats_every_job_within_capacity_between_the_bound_and_the_goal(name: str) -> None:
    gap = _gap(name)
    choices, left_out = assignment(gap.cost, gap.use, gap.limit)
    found = solve_choices(choices, coolings=SHORT)
    assert np.all(found.taken >= 0)
    agent, job = choices.thing[found.taken], np.arange(gap.cost.shape[1])
    assert np.all(np.bincount(agent, gap.use[agent, job], len(gap.limit)) <= gap.limit)
    cost = int(gap.cost[agent, job].sum())
    assert cost == pytest.approx(left_out.sum() - found.value)
    assert gap.lower_bound <= cost
    if gap.best_known > 1000:
        assert cost <= 1.005 * gap.best_known
    bound = left_out.sum() - found.bound
    relaxed = relaxed_gap(gap)
    assert relaxed * (1 - 5e-4) <= bound <= relaxed + 1e-4


@pytest.mark.parametrize("name", SACKS)
def test_a_knapsack_is_packed_within_its_limits_between_the_best_known_and_the_bound(name: str) -> None:
    sack = _sack(name)
    found = solve_choices(knapsack(sack.profit, sack.use, sack.limit), coolings=SHORT)
    packed = found.taken >= 0
    assert np.all(sack.use[:, packed].sum(axis=1) <= sack.limit)
    assert found.value == sack.profit[packed].sum()
    assert 0.995 * sack.best_known <= found.value <= sack.relaxed
    assert sack.relaxed - 1e-4 <= found.bound <= sack.relaxed * (1 + 5e-4)


def _tiny(seed: int) -> Choices:
    """Eight choosers, three things, two resources."""
    rng = np.random.default_rng(seed)
    rows = 24
    return Choices(
        np.repeat(np.arange(8), 3),
        np.tile(np.arange(3), 8),
        rng.integers(1, 30, rows).astype(float),
        rng.integers(0, 9, (rows, 2)).astype(float),
        rng.integers(8, 25, 2).astype(float),
    )


def _best_value(choices: Choices) -> float:
    """By dynamic programming over what is used."""
    reached = {(0.0, 0.0): 0.0}
    for chooser in range(choices.choosers):
        following = dict(reached)
        for row in np.flatnonzero(choices.chooser == chooser):
            for used, value in reached.items():
                more = used[0] + choices.use[row, 0], used[1] + choices.use[row, 1]
                if np.all(np.array(more) <= choices.limit):
                    following[more] = max(following.get(more, 0.0), value + choices.value[row])
        reached = following
    return max(reached.values())


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_beats_the_optimum_of_a_tiny_problem_and_no_bound_is_below_it(seed: int) -> None:
    choices = _tiny(seed)
    found, optimum = solve_choices(choices, coolings=SHORT), _best_value(choices)
    assert 0.9 * optimum <= found.value <= optimum + 1e-9
    assert found.bound >= optimum


def test_the_same_choices_and_seed_give_the_same_answer() -> None:
    choices = _tiny(3)
    one, two = (solve_choices(choices, coolings=SHORT) for _ in range(2))
    assert isinstance(one, Found)
    assert (one.value, one.bound) == (two.value, two.bound)
    assert np.array_equal(one.taken, two.taken)


def test_several_choosers_choosing_anew_get_past_where_exchanges_between_two_end() -> None:
    gap = _gap("chu1997/b05100")
    choices, left_out = assignment(gap.cost, gap.use, gap.limit)
    alone, together = (solve_choices(choices, coolings=SHORT, hoods=Hoods(count=many)) for many in (0, 60))
    assert left_out.sum() - alone.value > 1.005 * gap.best_known
    assert left_out.sum() - together.value <= 1.005 * gap.best_known
    assert np.all(together.taken >= 0)


@pytest.mark.parametrize("seed", range(6))
def test_polishing_a_tiny_problem_from_nothing_reaches_its_optimum_within_the_limits(seed: int) -> None:
    choices = _tiny(seed)
    nothing = np.full(choices.choosers, -1, np.int64)
    taken = polished(choices, np.zeros(2), nothing, 1e9, 0.0, Hoods(count=20), seed)
    assert value_of(choices, taken) == pytest.approx(_best_value(choices))
    assert np.all(used_by(choices, taken) <= choices.limit)
    assert np.all(choices.chooser[taken[taken >= 0]] == np.flatnonzero(taken >= 0))

"""The exact model against trying everything, and neighbourhoods against the rules."""

import copy
from collections import Counter
from functools import cache

import numpy as np
import pytest
from tests.core.planner.brute import Optimum
from tests.core.planner.brute import brute as enumerated
from tests.core.planner.example import example
from tests.core.planner.tiny import parts_of
from tests.core.planner.tiny import tiny_problem as fresh_problem

from binacore.planner import milp
from binacore.planner.check import check
from binacore.planner.plan import Plan
from binacore.planner.problem import Problem
from binacore.planner.synthetic import generate

pytestmark = pytest.mark.slow  # many exact searches: not in the quick subset

TINY = range(300)
PARTS = {
    "units.fairness",
    "persons.hours_max",
    "persons.hours_target",
    "persons.hours_done",
    "persons.entitled",
    "programmes.away_load",
    "programmes.organiser_id",
    "sessions.duration",
    "sessions.closed",
    "candidates.fund_id",
    "fixed",
    "unit_periods",
    "organisers",
    "organiser_periods",
    "budget 0",
    "target 0",
    "minimum",
    "no batch",
    "prerequisite",
    "mandatory",
    "self-paced",
    "nothing to do",
    "done above maximum",
    "fraction of load",
}


@cache
def tiny_problem(seed: int) -> Problem:
    return fresh_problem(seed)


@cache
def optimum(seed: int) -> Optimum:
    return enumerated(tiny_problem(seed))


def close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def fixed_plan(problem: Problem) -> Plan:
    capacity = problem.programme_capacity[problem.session_programme]
    seated = np.bincount(problem.fixed_session, minlength=len(capacity))
    return Plan.of(problem.fixed_person, problem.fixed_session, -(-seated // capacity))


def part_of(problem: Problem, plan: Plan, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.choice(problem.persons, rng.integers(1, problem.persons + 1), replace=False)


def test_the_tiny_problems_use_every_part_and_often_have_something_to_plan() -> None:
    problems = [tiny_problem(seed) for seed in TINY]
    used = Counter(part for problem in problems for part in parts_of(problem))
    assert {part for part in PARTS if used[part] < 8} == set()
    assert sum(len(optimum(seed).assignments) >= 2 for seed in TINY) >= 75


def test_trying_everything_and_the_check_agree() -> None:
    for seed in TINY:
        problem = tiny_problem(seed)
        best = optimum(seed)
        report = check(problem, Plan.named(problem, best.assignments, best.batches))
        assert report.violations == (), seed
        assert close(report.objective, best.objective), seed


def test_the_exact_model_finds_the_optimum_of_every_tiny_problem() -> None:
    for seed in TINY:
        problem = tiny_problem(seed)
        best, exact = optimum(seed), milp.solve_exact(problem)
        assert exact.plan is not None
        assert check(problem, exact.plan).accepted, seed
        assert close(exact.objective, best.objective), seed
        assert exact.optimal, seed
        assert best.objective - 1e-9 <= exact.bound <= best.objective + 2e-6 * max(1, abs(best.objective)), seed


def test_linking_seats_to_batches_changes_no_optimum() -> None:
    for seed in range(0, 300, 4):
        problem = tiny_problem(seed)
        assert close(milp.solve_exact(problem, link=True).objective, optimum(seed).objective), seed


def test_freeing_everybody_reaches_the_optimum() -> None:
    for seed in TINY:
        problem = tiny_problem(seed)
        start, best = fixed_plan(problem), optimum(seed).objective
        better = milp.improve(problem, start, np.arange(problem.persons), node_limit=10_000, gap=0.0)
        reached = check(problem, better if better is not None else start)
        assert reached.accepted, seed
        assert close(reached.objective, best), seed


def test_a_neighbourhood_only_ever_returns_a_better_plan_that_keeps_every_rule() -> None:
    better_plans = 0
    for seed in TINY:
        problem = tiny_problem(seed)
        hoods, plan = milp.Neighbourhoods(problem), fixed_plan(problem)
        for turn in range(3):
            free = part_of(problem, plan, 10 * seed + turn)
            sessions = None if turn else np.arange(0, len(problem.session_ids), 2)
            better = hoods.improve(plan, free, free_sessions=sessions)
            if better is None:
                continue
            before, after = check(problem, plan), check(problem, better)
            assert after.violations == (), (seed, turn)
            assert after.objective > before.objective, (seed, turn)
            kept = ~np.isin(plan.persons, free)
            still = ~np.isin(better.persons, free)
            assert np.array_equal(plan.persons[kept], better.persons[still])
            assert np.array_equal(plan.sessions[kept], better.sessions[still])
            plan, better_plans = better, better_plans + 1
    assert better_plans > 150


def test_sessions_that_are_not_free_keep_their_batches() -> None:
    problem = Problem.from_columns(*example())
    start = Plan.named(problem, [("P1", "S1")], {"S1": 1})
    better = milp.Neighbourhoods(problem).improve(start, np.array([1]), free_sessions=np.array([2]))
    assert better is not None
    assert better.batches.tolist() == [1, 0, 1]


def test_an_optimal_plan_cannot_be_improved() -> None:
    problem = Problem.from_columns(*example())
    exact = milp.solve_exact(problem)
    assert exact.objective == pytest.approx(40.4)
    assert exact.plan is not None
    assert milp.improve(problem, exact.plan, np.arange(2), node_limit=100, gap=0.0) is None


def test_a_plan_never_overspends_by_a_rupiah_within_the_tolerance_of_the_solver() -> None:
    header, tables = copy.deepcopy(example())
    header["budget"] = 4 * 10**15 - 1
    tables["programmes"]["cost_per_person"] = [10**15, 0]
    tables["programmes"]["cost_per_batch"] = [10**15, 0]
    tables["units"]["budget"] = [None]
    header["weights"]["cost"] = 0
    problem = Problem.from_columns(header, tables)
    exact = milp.solve_exact(problem)
    assert exact.plan is not None
    assert check(problem, exact.plan).accepted
    assert exact.objective == pytest.approx(enumerated(problem).objective)


def test_a_stopped_search_still_has_a_plan_and_a_valid_bound() -> None:
    problem = Problem.from_columns(*generate(40, 3))
    whole = milp.solve_exact(problem, gap=1e-3)
    stopped = milp.solve_exact(problem, stop_callback=lambda: True)
    assert stopped.plan is not None
    assert check(problem, stopped.plan).accepted
    assert stopped.bound >= whole.objective
    assert not stopped.optimal


def test_the_same_search_gives_the_same_plan() -> None:
    problem = Problem.from_columns(*generate(40, 3))
    first, second = (milp.solve_exact(problem, node_limit=5) for _ in range(2))
    assert first.plan is not None
    assert second.plan is not None
    assert np.array_equal(first.plan.sessions, second.plan.sessions)
    assert np.array_equal(first.plan.persons, second.plan.persons)
    assert (first.objective, first.bound, first.nodes) == (second.objective, second.bound, second.nodes)


def test_unknown_options_are_refused() -> None:
    with pytest.raises(ValueError, match="HiGHS knows no option"):
        milp.solve_exact(Problem.from_columns(*example()), options={"speed": 11})

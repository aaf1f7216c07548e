"""One aim strictly after the other, against trying everything."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.core.planner.brute import AIMS, brute, every_value
from tests.core.planner.test_milp import PARTS
from tests.core.planner.tiny import parts_of, tiny_problem

from binacore.planner import MaxIterations, Problem, Result, SolveParams, solve, synthetic
from binacore.planner.check import check
from binacore.planner.folder import read_result, write_problem, write_result

pytestmark = pytest.mark.slow  # five stages each: not in the quick subset

EXACT = SolveParams(mode="lexicographic", sample_passes=0, dual_passes=20, rounds=1, improvements=5, exact_nodes=20_000)
LOOSE = replace(EXACT, exact_nodes=0, split_passes=40, anneal_steps=4, anneal_moves=5, neighbourhoods=3)
MINIMISED = ("cost", "fairness")


def own_values(result: Result) -> list[float]:
    """What the stages say, with more being better."""
    return [-stage.value if stage.name in MINIMISED else stage.value for stage in result.stages]


def equal(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def under(values: Any, pinned: list[float]) -> Any:
    """The plans that are not worse than pinned in the first aims: counts and rupiah exactly."""
    keep = np.ones(len(values), bool)
    for k, floor in enumerate(pinned):
        slack = 1e-6 * max(1.0, abs(floor)) if AIMS[k] in ("coverage", "fairness") else 0.0
        keep &= values[:, k] >= floor - slack
    return values[keep]


def reached(problem: Problem, result: Result) -> list[float]:
    """The aims of the result's plan by the independent check, with all weights 1."""
    weights = replace(problem.header.weights, mandatory=1.0, entitlement=1.0, cost=1.0, fairness=1.0)
    plain = replace(problem, header=replace(problem.header, weights=weights))
    parts = check(plain, result.plan).components
    return [parts.mandatory, parts.entitlement, parts.coverage, -parts.cost * 1e6, -parts.fairness]


def judge_bounds(problem: Problem, result: Result, seed: int) -> Any:
    """Every bound holds for the best plan under what the earlier stages reached; the stages tell what the plan is."""
    values, own = every_value(problem), own_values(result)
    assert check(problem, result).violations == (), seed
    assert all(map(equal, own, reached(problem, result))), seed
    for k, stage in enumerate(result.stages):
        best = float(under(values, own[:k])[:, k].max())
        bound = -stage.bound if stage.name in MINIMISED else stage.bound
        tolerance = 1e-6 * max(1.0, abs(best))
        assert bound >= best - tolerance, (seed, stage, best)
        assert own[k] <= best + tolerance, (seed, stage, best)
        assert not stage.proven or equal(own[k], best), (seed, stage, best)
    return values


def test_tiny_problems_are_solved_stage_by_stage_to_the_proved_optimum() -> None:
    used: set[str] = set()
    for seed in range(3000, 3150):
        problem = tiny_problem(seed)
        used |= parts_of(problem)
        result = solve(problem, params=EXACT)
        values, own = judge_bounds(problem, result, seed), own_values(result)
        for k, stage in enumerate(result.stages):
            assert stage.proven, (seed, stage)
            values = under(values, own[:k])
        assert result.bound >= brute(problem).objective - 1e-6 * max(1.0, abs(result.bound)), seed
    assert used >= PARTS, PARTS - used


def test_bounds_of_the_decomposition_hold_for_what_the_earlier_stages_reached() -> None:
    for seed in range(4000, 4150):
        problem = tiny_problem(seed)
        judge_bounds(problem, solve(problem, params=LOOSE), seed)


QUICK = SolveParams(
    mode="lexicographic",
    sample_passes=0,
    dual_passes=30,
    rounds=2,
    improvements=80,
    anneal_steps=4,
    neighbourhoods=3,
    neighbourhood_persons=30,
    split_passes=40,
)


@pytest.fixture(scope="module")
def agency() -> Problem:
    return synthetic.problem(60, 3, parts=True)


@pytest.fixture(scope="module")
def solved(agency: Problem) -> Result:
    return solve(agency, params=QUICK)


def test_an_agency_gets_five_stages_whose_bounds_are_not_below_what_was_reached(agency, solved):
    assert solved.mode == "lexicographic"
    assert [stage.name for stage in solved.stages] == list(AIMS)
    assert check(agency, solved).violations == ()
    assert all(map(equal, own_values(solved), reached(agency, solved)))
    for stage in solved.stages:
        assert stage.bound <= stage.value if stage.name in MINIMISED else stage.bound >= stage.value
        assert 0.0 <= stage.gap <= 1.0


def test_the_first_stages_reach_at_least_what_the_weighted_plan_does(agency, solved):
    weighted = solve(agency, params=replace(QUICK, mode="weighted"))
    assert first_not_worse(own_values(solved), reached(agency, weighted))
    assert weighted.stages == ()
    assert solved.bound == weighted.bound


def first_not_worse(one: list[float], other: list[float]) -> bool:
    for mine, theirs in zip(one, other, strict=True):
        if not equal(mine, theirs):
            return mine > theirs
    return True


def test_the_same_lexicographic_run_twice_is_the_same(agency, solved):
    again = solve(agency, params=QUICK)
    assert again.assignments == solved.assignments
    assert again.stages == solved.stages
    assert again.trace == solved.trace


def test_a_stop_in_a_later_stage_leaves_an_allowed_plan_with_valid_stages(agency, solved):
    late = int(solved.trace["steps_before_coverage"]) + 3
    result = solve(agency, params=QUICK, stop=MaxIterations(late))
    assert check(agency, result).violations == ()
    assert result.stop_reason == "max_iterations"
    assert result.trace["coverage_stop"] == "max_iterations"
    assert len(result.stages) == len(AIMS)
    assert result.iterations <= late + 1


def test_a_stop_at_once_still_gives_a_plan_and_bounds(agency):
    result = solve(agency, params=QUICK, stop=MaxIterations(0))
    assert check(agency, result).violations == ()
    assert len(result.stages) == len(AIMS)


def test_weights_of_zero_do_not_silence_an_aim():
    problem = tiny_problem(3001)
    nothing = replace(problem.header.weights, mandatory=0.0, entitlement=0.0, cost=0.0, fairness=0.0)
    silent = replace(problem, header=replace(problem.header, weights=nothing))
    assert own_values(solve(silent, params=EXACT)) == own_values(solve(problem, params=EXACT))


def test_stages_travel_with_the_folder(agency, solved, tmp_path):
    write_problem(agency, tmp_path / "problem")
    write_result(solved, tmp_path / "answer")
    again = read_result(tmp_path / "answer")
    assert again.stages == solved.stages
    assert (again.mode, again.params) == ("lexicographic", QUICK)
    assert check(agency, again).violations == ()


def test_stages_of_another_solver_are_left_alone(agency, solved, tmp_path):
    strange = replace(solved, stages=())
    write_result(strange, tmp_path)
    file = tmp_path / "certificate.json"
    file.write_text(file.read_text().replace('"stages": []', '"stages": ["first", "second"]'))
    assert read_result(tmp_path).stages == ()


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="mode must be one of"):
        SolveParams(mode="fair")

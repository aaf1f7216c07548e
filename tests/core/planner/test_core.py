"""The bound with whole batches, the dive along it, and the plan of the core."""

import numpy as np
import pytest

from binacore.planner import synthetic
from binacore.planner.bounds import Dual, ascend
from binacore.planner.check import check
from binacore.planner.core import core_of, core_plan, dive
from binacore.planner.highs import Effort
from binacore.planner.milp_facts import Facts
from binacore.planner.model import limits_of, model_of
from binacore.planner.params import SolveParams
from binacore.planner.solve import solve
from binacore.planner.split import SplitDual
from binacore.planner.tighten import Tightening

PARAMS = SolveParams(rounds=2, improvements=100, anneal_steps=5, sample_passes=0, dual_passes=60)


def never(*_: object) -> bool:
    return False


@pytest.fixture(scope="module", params=(1, 2))
def found(request):
    problem = synthetic.problem(90, request.param)
    model, limits = model_of(problem), limits_of(problem)
    dual = Dual(model, limits, 20_000)
    plain = ascend(dual, PARAMS, never)
    tightening = Tightening(SplitDual(model, limits, 20_000), dual)
    plan = solve(problem, params=PARAMS)
    at = tightening.from_here(tightening.start(plain), plan.objective, 300, never)
    return problem, plan, plain, tightening, at


def test_whole_batches_tighten_the_bound_and_leave_every_plan_below(found):
    _, plan, plain, _, at = found
    assert plan.objective <= at.bound + 1e-6
    assert at.bound < plain.bound


def test_the_bound_of_plans_with_given_batches_is_not_below_such_a_plan(found):
    _, plan, _, tightening, at = found
    batches = np.maximum(plan.plan.batches, tightening.split.low).astype(np.int64)
    held = tightening.from_here(at, plan.objective - 50.0, 200, never, low=batches, high=batches)
    assert held.bound >= plan.objective - 1e-6
    assert held.bound <= at.bound + 1e-6


def test_batches_no_session_can_hold_leave_no_bound(found):
    _, _, _, tightening, at = found
    split = tightening.split
    low = split.low.copy()
    s = int(split.options.sessions[0])
    low[s] = split.high[s] + 1
    assert split.value(at.x, at.option, 0, low, split.high).bound < -1e20


def test_the_dive_ends_with_whole_batches_within_what_is_allowed_and_the_core_holds_a_plan(found):
    problem, plan, _, tightening, at = found
    batches, deep = dive(tightening, at, plan.objective - 50.0, 60, never)
    split = tightening.split
    assert ((split.low <= batches) & (batches <= split.high)).all()
    core = core_of(split, deep, problem.persons)
    better = core_plan(Facts.of(problem), plan.plan, batches, core, Effort(200, None, 1e-3), closing=True)
    assert better is not None
    report = check(problem, better)
    assert report.accepted
    assert report.objective <= at.bound + 1e-6
    assert (better.batches <= np.maximum(batches, split.low)).all()


def test_a_run_of_that_size_goes_through_the_core_and_is_no_worse_for_it():
    problem = synthetic.problem(90, 3)
    without = solve(problem, params=PARAMS)
    through = SolveParams(**{**PARAMS.as_record(), "split_passes": 300, "dive_passes": 60})
    result = solve(problem, params=through)
    assert result.trace["core"] >= result.trace["exchanged"]
    assert result.objective >= without.objective - 1e-6
    assert result.bound < without.bound
    again = solve(problem, params=through)
    assert (again.assignments, again.bound) == (result.assignments, result.bound)

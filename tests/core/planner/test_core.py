"""The bound with whole batches, the dive along it, and the plan of the core."""

import numpy as np
import pytest
from tests.core.planner.tightened import PARAMS, never, tightened

from binacore.planner import synthetic
from binacore.planner.check import check
from binacore.planner.core import core_of, core_plan
from binacore.planner.dive import dive, dives
from binacore.planner.highs import Effort
from binacore.planner.milp_facts import Facts
from binacore.planner.params import SolveParams
from binacore.planner.solve import solve

pytestmark = pytest.mark.slow  # whole ascents and dives: not in the quick subset


@pytest.fixture(scope="module", params=(1, 2))
def found(request):
    return tightened(request.param)


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


def test_leaving_closed_sessions_out_gives_a_bound_of_the_same_plans(found):
    _, plan, _, tightening, at = found
    split = tightening.split
    batches = np.clip(plan.plan.batches, split.low, split.high).astype(np.int64)
    only = tightening.without(at, batches == 0)
    assert 0 < only.left.sum() < len(only.left)
    narrow = only.tightening.from_here(only.at, plan.objective - 50.0, 200, never, low=batches, high=batches)
    wide = only.widened(narrow)
    told = split.value(wide.x, wide.option, 0, batches, batches)
    assert told.bound == pytest.approx(narrow.bound, rel=1e-9)
    assert narrow.bound >= plan.objective - 1e-6


def test_the_dive_ends_with_whole_batches_within_what_is_allowed(found):
    _, plan, _, tightening, at = found
    batches, deep = dive(tightening, at, plan.objective - 50.0, 60, never)
    split = tightening.split
    assert ((split.low <= batches) & (batches <= split.high)).all()
    assert deep.bound <= at.bound


def test_two_dives_end_the_same_whichever_is_faster(found):
    _, plan, _, tightening, at = found
    first, second = (dives(tightening, at, plan.objective - 50.0, 30, never, never) for _ in range(2))
    assert len(first) == len(second) == 2
    for one, other in zip(first, second, strict=True):
        assert (one[0] == other[0]).all()
        assert one[1].bound == other[1].bound
    assert first[0][1].bound >= first[1][1].bound


def test_a_stop_leaves_only_the_dive_that_was_counted(found):
    _, plan, _, tightening, at = found
    left = [40]

    def passed(_: float) -> bool:
        left[0] -= 1
        return left[0] < 0

    assert len(dives(tightening, at, plan.objective - 50.0, 30, passed, never)) == 1


def test_the_core_of_a_plans_classes_holds_a_plan_no_worse(found):
    problem, plan, _, tightening, at = found
    split = tightening.split
    batches = np.clip(plan.plan.batches, split.low, split.high).astype(np.int64)
    fixed = tightening.from_here(at, plan.objective - 50.0, 200, never, low=batches, high=batches)
    core = core_of(split, fixed, plan.plan, problem.persons)
    better = core_plan(Facts.of(problem), plan.plan, batches, core, Effort(200, None, 1e-3))
    assert better is not None
    report = check(problem, better)
    assert report.accepted
    assert plan.objective - 1e-6 <= report.objective <= fixed.bound + 1e-6
    assert (better.batches == batches).all()


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

"""Plans along the linear relaxation of the options that matter."""

from dataclasses import replace

import numpy as np
import pytest
from tests.core.planner.tightened import PARAMS, never, tightened

from binacore.planner import synthetic
from binacore.planner.check import check
from binacore.planner.dive import both
from binacore.planner.highs import Effort, Relaxation, maximise
from binacore.planner.milp import task_around
from binacore.planner.milp_facts import Facts
from binacore.planner.plan import Plan
from binacore.planner.simplex_dive import only_candidates, simplex_dive
from binacore.planner.solve import solve

pytestmark = pytest.mark.slow  # whole ascents and dives: not in the quick subset


def nothing(problem):
    none = np.zeros(0, np.int64)
    return Plan.of(none, none, np.zeros(len(problem.session_ids), np.int64))


@pytest.fixture(scope="module", params=(1, 2))
def found(request):
    problem, plan, _, tightening, at = tightened(request.param)
    return problem, plan, tightening.split, at


@pytest.mark.parametrize("rank", [0, 4])
def test_the_dive_ends_in_a_plan_that_keeps_every_rule_and_is_near_the_bound(found, rank):
    problem, plan, split, at = found
    dived = simplex_dive(problem, split, at, plan.plan, rank, never, never)
    report = check(problem, dived)
    assert report.accepted, report.violations[:3]
    assert report.objective <= at.bound + 1e-6
    assert report.objective > 0.9 * at.bound


def test_the_same_dive_ends_in_the_same_plan(found):
    problem, plan, split, at = found
    one, other = (simplex_dive(problem, split, at, plan.plan, 0, never, never) for _ in range(2))
    assert one.persons.tolist() == other.persons.tolist()
    assert one.sessions.tolist() == other.sessions.tolist()
    assert one.batches.tolist() == other.batches.tolist()


def test_a_stopped_dive_has_no_plan(found):
    problem, plan, split, at = found
    left = [5]

    def passed(_: float) -> bool:
        left[0] -= 1
        return left[0] < 0

    assert simplex_dive(problem, split, at, plan.plan, 0, passed, never) is None
    assert left[0] == -1


def test_a_relaxation_far_above_the_bound_is_not_followed(found):
    problem, plan, split, at = found
    lower = replace(at, bound=0.5 * at.bound)
    assert simplex_dive(problem, split, lower, plan.plan, 0, never, never) is None


def test_a_core_holds_the_rows_that_are_kept_and_no_others():
    problem = synthetic.problem(60, 2)
    keep = np.arange(len(problem.candidate_programme)) % 3 != 1
    core = only_candidates(problem, keep)
    owner = np.repeat(np.arange(problem.persons), np.diff(problem.candidate_ptr))[keep]
    assert np.diff(core.candidate_ptr).tolist() == np.bincount(owner, minlength=problem.persons).tolist()
    assert core.candidate_programme.tolist() == problem.candidate_programme[keep].tolist()


def test_fractions_are_worth_no_less_than_whole_seats_and_what_cannot_be_has_no_answer():
    problem = synthetic.problem(60, 3)
    task, start = task_around(Facts.of(problem), nothing(problem), np.arange(problem.persons), None, link=True)
    relaxation = Relaxation(task.matrix, never)
    first = relaxation.solved()
    whole = maximise(task.matrix, start, Effort(20, None, 1e-3))
    assert first is not None
    assert whole.values is not None
    assert first[0] >= float((task.matrix.objective * whole.values).sum()) - 1e-6

    every = np.arange(task.matrix.options.count)
    relaxation.within(every, np.ones(len(every)), np.ones(len(every)))
    assert relaxation.solved() is None
    relaxation.within(every, task.matrix.low[every].astype(float), task.matrix.high[every].astype(float))
    again = relaxation.solved()
    assert again is not None
    assert again[0] == pytest.approx(first[0], rel=1e-7)


def test_of_two_works_only_the_counted_one_is_left_when_told_to_stop():
    def work(name, steps):
        def ended(asked, _):
            return name, sum(1 for _ in range(steps) if not asked(0.0))

        return ended

    assert both(work("first", 3), work("other", 50), never, never) == [("first", 3), ("other", 50)]
    left = [2]

    def passed(_: float) -> bool:
        left[0] -= 1
        return left[0] < 0

    assert both(work("first", 3), work("other", 50), passed, never) == [("first", 2)]


def test_a_run_with_these_dives_is_no_worse_and_the_same_again():
    problem = synthetic.problem(90, 3)
    through = replace(PARAMS, split_passes=300, dive_passes=20)
    without = solve(problem, params=through)
    result, again = (solve(problem, params=replace(through, simplex_dives=1)) for _ in range(2))
    assert result.bound == without.bound
    assert result.objective >= result.trace["exchanged"] - 1e-6
    assert (again.assignments, again.bound) == (result.assignments, result.bound)

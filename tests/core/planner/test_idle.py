"""A plan asks for nobody's time without a reason."""

from dataclasses import replace

import numpy as np
import pytest

from binacore.planner import Problem, SolveParams, solve, synthetic
from binacore.planner.check import check
from binacore.planner.idle import without_idle
from binacore.planner.plan import Plan
from binacore.planner.result import Result

from .example import example

QUICK = SolveParams(sample_passes=0, dual_passes=60, rounds=2, improvements=10)


def town(**changes):
    """P1 attends J1 (20 JP, two levels); the free J2 would add nothing for P1, and closes P2's only gap."""
    header, tables = example()
    rows = [("P1", "J1", True), ("P1", "J2", False), ("P2", "J1", False), ("P2", "J2", False)]
    tables["candidates"] = {
        "person_id": [row[0] for row in rows],
        "programme_id": [row[1] for row in rows],
        "mandatory": [row[2] for row in rows],
        "needs_prerequisite": [changes.get("needs", False) and row == ("P1", "J1", True) for row in rows],
    }
    if changes.get("needs"):
        tables["programmes"]["prerequisite_id"] = ["J2", None]
    tables["programmes"]["batch_min"] = [1, changes.get("minimum", 1)]
    return Problem.from_columns(header, tables)


def with_plan(problem: Problem, *seats: tuple[str, str]) -> Result:
    plan = Plan.named(problem, seats, {session: 1 for _, session in seats})
    components = check(problem, plan).components
    return replace(solve(problem, params=QUICK), plan=plan, components=components, objective=components.objective)


def test_a_free_course_that_brings_nothing_is_given_back():
    problem = town()
    before = with_plan(problem, ("P1", "S1"), ("P1", "S3"), ("P2", "S3"))
    after = without_idle(problem, before)
    assert after.assignments == (("P1", "S1"), ("P2", "S3"))
    assert after.objective == pytest.approx(before.objective)
    assert check(problem, after).accepted


def test_of_two_courses_that_stand_in_for_each_other_one_stays():
    problem = town()
    before = with_plan(problem, ("P2", "S1"), ("P2", "S3"))  # both close the one level that P2 misses
    after = without_idle(problem, before)
    assert after.assignments == (("P2", "S1"),)  # the hours of the year depend on it


def test_what_a_later_programme_asks_for_stays():
    problem = town(needs=True)
    seats = (("P1", "S1"), ("P1", "S3"), ("P2", "S3"))
    assert without_idle(problem, with_plan(problem, *seats)).assignments == tuple(sorted(seats))


def test_what_a_class_needs_to_be_held_stays():
    problem = town(minimum=2)
    seats = (("P1", "S1"), ("P1", "S3"), ("P2", "S3"))
    assert without_idle(problem, with_plan(problem, *seats)).assignments == tuple(sorted(seats))


@pytest.mark.parametrize("seed", [1, 2])
def test_without_any_seat_that_could_go_a_plan_is_worth_less(seed):
    problem = synthetic.problem(150, seed)
    result = solve(problem, params=QUICK, seed=seed)
    plan, least = result.plan, problem.programme_batch_min[problem.session_programme]
    seated = np.bincount(plan.sessions, minlength=len(problem.session_ids))
    for at in np.flatnonzero(~problem.programme_synchronous[problem.session_programme[plan.sessions]]).tolist():
        session = plan.sessions[at]
        if seated[session] - 1 < plan.batches[session] * least[session]:
            continue
        keep = np.arange(len(plan)) != at
        report = check(problem, Plan.of(plan.persons[keep], plan.sessions[keep], plan.batches))
        assert not report.accepted or report.components.objective < result.objective - 1e-9

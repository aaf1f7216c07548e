"""Section 3.2 of the format, number by number."""

import itertools
import math

import pytest

from binacore.planner import Problem, SolveParams, check, solve
from binacore.planner.check import steps_closed

from .example import example, plan

WORTH = [0.0, *itertools.accumulate([1, 0.8, 0.6, 0.45])]
QUICK = SolveParams(sample_passes=0, dual_passes=80, rounds=2, improvements=10)


@pytest.mark.parametrize(
    ("held", "gap", "weight", "effects", "coverage"),
    [
        (1, 3, 2.0, [(2, 4)], 3.6),
        (2, 2, 1.5, [(3, 3)], 1.5),
        (0, 4, 1.0, [(2, 2), (2, 5)], 2.85),
        (0, 4, 1.0, [(2, 5), (2, 2)], 2.85),
        (1, 4, 1.2, [(2, 3), (2, 3)], 2.16),
        (3, 1, 0.7, [(1, 2), (3, 5)], 0.7),
    ],
)
def test_effects_close_the_steps_of_the_worked_examples(held, gap, weight, effects, coverage):
    assert weight * WORTH[steps_closed(held, gap, effects)] == pytest.approx(coverage)


@pytest.mark.parametrize(
    ("held", "gap", "weight", "effects", "coverage"),
    [
        (1, 3, 2.0, [(2, 4)], 3.6),
        (2, 2, 1.5, [(3, 3)], 1.5),
        (0, 4, 1.0, [(2, 2), (2, 5)], 2.85),
        (1, 4, 1.2, [(2, 3), (2, 3)], 2.16),
        (3, 1, 0.7, [(1, 2), (3, 5)], 0.7),
    ],
)
def test_the_solver_values_the_worked_examples_as_the_text_does(held, gap, weight, effects, coverage):
    header, tables = example()
    header["weights"] = {"mandatory": 0, "entitlement": 0, "cost": 0, "fairness": 0}
    tables["persons"] = {"person_id": ["P1"], "unit_id": ["U1"]}
    tables["gaps"] = {
        "person_id": ["P1"], "competency_id": ["C1"], "held": [held], "gap": [gap], "weight": [weight],
    }  # fmt: skip
    names = [f"J{k}" for k in range(len(effects))]
    free = {"cost_per_person": 0, "cost_per_batch": 0, "hours": 4, "capacity": 5, "batch_min": 1, "synchronous": False}
    tables["programmes"] = {"programme_id": names} | {key: [value] * len(names) for key, value in free.items()}
    tables["programmes"] |= {"fund_id": ["F1"] * len(names), "prerequisite_id": [None] * len(names)}
    tables["effects"] = {
        "programme_id": names,
        "competency_id": ["C1"] * len(names),
        "lift": [lift for lift, _ in effects],
        "ceiling": [ceiling for _, ceiling in effects],
    }
    tables["sessions"] = {
        "session_id": names, "programme_id": names, "period": [None] * len(names), "batches_max": [1] * len(names),
    }  # fmt: skip
    no = [False] * len(names)
    people = ["P1"] * len(names)
    tables["candidates"] = {"person_id": people, "programme_id": names, "mandatory": no, "needs_prerequisite": no}
    result = solve(Problem.from_columns(header, tables), params=QUICK)
    assert result.objective == pytest.approx(coverage)
    assert result.bound == pytest.approx(coverage, abs=1e-5)


def test_plan_a_of_example_6_is_worth_30_95():
    problem = Problem.from_columns(*example())
    report = check(problem, plan({"S1": 1, "S3": 1}, ("P1", "S1"), ("P2", "S3")))
    assert report.accepted
    assert report.objective == pytest.approx(30.95)
    assert report.components.as_record() == pytest.approx(
        {"coverage": 4.7, "mandatory": 20, "entitlement": 8, "cost": 0.15, "fairness": 1.6}
    )


def test_plan_b_of_example_6_is_found_and_its_bound_holds():
    result = solve(Problem.from_columns(*example()), params=QUICK)
    assert result.objective == pytest.approx(40.4)
    assert {session for _, session in result.assignments} >= {"S1", "S2"}
    assert {"P1", "P2"} == {person for person, session in result.assignments if session != "S3"}
    assert result.bound >= 40.4
    assert result.gap == pytest.approx((result.bound - result.objective) / result.bound)


def test_both_in_one_session_break_the_absence_rule_of_example_6():
    problem = Problem.from_columns(*example())
    report = check(problem, plan({"S1": 1}, ("P1", "S1"), ("P2", "S1")))
    assert [violation.rule for violation in report.violations] == ["away_exceeded"]


def test_a_stated_gap_must_follow_from_bound_and_objective():
    problem = Problem.from_columns(*example())
    stated = plan({"S1": 1, "S2": 1}, ("P1", "S1"), ("P2", "S2"))
    stated.objective, stated.bound, stated.gap = 40.4, 40.6, 0.0049261
    assert check(problem, stated).accepted
    stated.gap = 0.01
    assert [violation.rule for violation in check(problem, stated).violations] == ["gap_wrong"]
    stated.bound, stated.gap = 40.0, 0.0
    assert [violation.rule for violation in check(problem, stated).violations] == ["bound_below_objective"]
    assert math.isclose(check(problem, stated).objective, 40.4)

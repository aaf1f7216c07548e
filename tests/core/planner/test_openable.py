"""A class that no plan can hold does not stand in the relaxation, and one that a plan can hold does."""

from dataclasses import replace

import numpy as np
import pytest

from binacore.planner import check, solve, synthetic
from binacore.planner.model import limits_of, model_of
from binacore.planner.openable import most_batches
from binacore.planner.params import SolveParams
from binacore.planner.problem import NO_LIMIT, Problem

MILLION = 1_000_000


def one_class(persons: int = 6, units: int = 2) -> Problem:
    """Everybody may attend one dated programme that teaches what all lack: two batches of 2 to 3, 1 million a head."""
    header = synthetic.problem(30, 1).header_fields() | {"budget": 100 * MILLION, "periods": 3}
    everybody = [f"P{i}" for i in range(persons)]
    tables = {
        "units": {
            "unit_id": [f"U{u}" for u in range(units)],
            "budget": [None] * units,
            "away_max": [None] * units,
        },
        "persons": {"person_id": everybody, "unit_id": [f"U{i % units}" for i in range(persons)]},
        "gaps": {
            "person_id": everybody,
            "competency_id": ["K"] * persons,
            "held": [1] * persons,
            "gap": [2] * persons,
            "weight": [1.0] * persons,
        },
        "programmes": {
            "programme_id": ["J"],
            "hours": [8],
            "cost_per_person": [MILLION],
            "cost_per_batch": [4 * MILLION],
            "capacity": [3],
            "batch_min": [2],
            "synchronous": [True],
            "fund_id": ["F"],
            "prerequisite_id": [None],
        },
        "effects": {"programme_id": ["J"], "competency_id": ["K"], "lift": [2], "ceiling": [5]},
        "sessions": {"session_id": ["S"], "programme_id": ["J"], "period": [2], "batches_max": [2]},
        "candidates": {
            "person_id": everybody,
            "programme_id": ["J"] * persons,
            "mandatory": [False] * persons,
            "needs_prerequisite": [False] * persons,
        },
        "funds": {"fund_id": ["F", "G"], "budget": [None, None]},
    }
    return Problem.from_columns(header, tables)


def most(problem: Problem) -> int:
    return int(most_batches(problem, limits_of(problem).absence)[0])


def test_nothing_is_left_out_that_people_and_money_allow():
    assert most(one_class()) == 2


def test_a_fund_that_cannot_pay_the_class_with_its_people_closes_it():
    problem = one_class()
    enough, short = np.array([6 * MILLION, NO_LIMIT]), np.array([6 * MILLION - 1, NO_LIMIT])
    assert most(replace(problem, fund_budget=enough)) == 1
    assert most(replace(problem, fund_budget=short)) == 0


def test_people_whom_another_fund_pays_do_not_count_for_the_fund_of_the_programme():
    problem = one_class()
    paid = replace(problem, fund_budget=np.array([4 * MILLION, NO_LIMIT]), candidate_fund=np.full(6, 1, np.int32))
    assert most(paid) == 1


def test_the_budget_counts_whoever_pays():
    problem = one_class()
    poor = replace(problem, header=replace(problem.header, budget=11 * MILLION))
    assert most(poor) == 1


@pytest.mark.parametrize(("away", "batches"), [([1, 1], 1), ([1, 0], 0), ([1, 3], 2)])
def test_units_send_no_more_than_may_be_away(away: list[int], batches: int):
    assert most(replace(one_class(), unit_away_max=np.array(away))) == batches


def test_units_send_no_more_than_they_can_pay():
    assert most(replace(one_class(), unit_budget=np.array([MILLION, 2 * MILLION]))) == 1


def test_in_a_large_problem_only_classes_that_nobody_can_fill_are_left_out():
    problem = one_class(persons=1_200)
    assert most(replace(problem, unit_away_max=np.array([1, 0]))) == 2
    assert most(replace(problem, header=replace(problem.header, budget=5 * MILLION))) == 0


def test_the_bound_no_longer_counts_a_part_of_a_class_that_cannot_be_held():
    problem = synthetic.problem(90, 4)
    costs = problem.programme_cost_batch + problem.programme_batch_min * problem.programme_cost_person
    fund = problem.programme_fund
    dearest = int(np.argmax(costs * (np.bincount(problem.session_programme, minlength=len(costs)) > 0)))
    budgets = problem.fund_budget.copy()
    budgets[fund[dearest]] = costs[dearest] - 1
    tight = replace(problem, fund_budget=budgets)
    held = np.isin(problem.session_programme, [dearest])
    assert (model_of(tight).batches_max[held] == 0).all()
    assert not np.isin(model_of(tight).session_of, np.flatnonzero(held)).any()
    result = solve(tight, params=SolveParams(rounds=2, improvements=50, anneal_steps=3, dual_passes=40))
    assert check(tight, result).accepted
    assert result.objective <= result.bound

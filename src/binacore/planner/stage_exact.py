"""A stage of a tiny problem as a mixed integer program: an aim alone, the earlier ones as rows, cost as the budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from binacore.planner.goals import COST, COVERAGE, ENTITLEMENT, FAIRNESS, MANDATORY, SIGN, WHOLE, floor_of, measured
from binacore.planner.highs import Effort
from binacore.planner.milp import search_task, task_around
from binacore.planner.milp_facts import Facts
from binacore.planner.milp_model import Matrix
from binacore.planner.plan import Plan
from binacore.planner.problem import Floats, Problem
from binacore.planner.sums import dot

PADDING = 1e-6
"""Relative padding against the solver's tolerances, before counts are rounded to whole ones."""
MILLION = 1e6


def solve_stage(
    plain: Problem, k: int, pinned: Sequence[float], start: Plan, *, node_limit: int, stopped: Callable[[], bool]
) -> tuple[Plan | None, float]:
    """(a plan or None, certified bound of aim k in its own unit) among the plans that keep what is pinned.

    `plain` is the problem with all weights 1, so that every aim has its columns. `start` keeps what is pinned.
    """
    if k > COST:
        plain = replace(plain, header=replace(plain.header, budget=int(pinned[COST])))
    facts = Facts.of(plain)
    task, columns = task_around(facts, start, np.arange(plain.persons), None, link=False)
    reached, aims = measured(plain, start), _aims(facts, task.matrix)
    for j in range(min(k, COST)):
        used = np.flatnonzero(aims[j])
        outside = SIGN[j] * reached[j] - dot(aims[j], columns)
        if len(used):
            lowest = np.array([floor_of(j, pinned[j]) - outside])
            task.matrix.rows.add(lowest, np.inf, (np.zeros(len(used), np.int64), used, aims[j][used]))
    own = SIGN[k] * reached[k] / (MILLION if k == COST else 1.0)
    task = replace(task, matrix=replace(task.matrix, objective=aims[k]), offset=own - dot(aims[k], columns))
    found, bound, _ = search_task(task, columns, Effort(node_limit, None, 0.0, stopped, None))
    bound = max(bound, own)
    bound += PADDING * max(1.0, abs(bound)) if k in WHOLE and k != COST else PADDING / 10 * max(1e-3, abs(bound))
    return found, SIGN[k] * bound * (MILLION if k == COST else 1.0)


def owed_plan(plain: Problem, node_limit: int, stopped: Callable[[], bool]) -> Plan | None:
    """The most mandatory places, and among such plans a cheap one; nobody attends anything that does not serve them.

    Whoever owes nothing may still fill a batch to its minimum. Far smaller than the whole problem.
    """
    only = _only_owed(plain)
    facts = Facts.of(only)
    start = Plan.of(only.fixed_person, only.fixed_session, facts.exempt)
    task, columns = task_around(facts, start, np.arange(only.persons), None, link=False)
    aims = _aims(facts, task.matrix)
    dear = 0.5 * MILLION / max(MILLION, float(plain.header.budget))  # all the money is worth half a place
    matrix = replace(task.matrix, objective=aims[MANDATORY] + dear * aims[COST])
    found, _, _ = search_task(replace(task, matrix=matrix), columns, Effort(node_limit, None, 1e-3, stopped, None))
    return found


def _only_owed(plain: Problem) -> Problem:
    """The problem without programmes that nobody owes, but for what those need before them and what is fixed."""
    programme = plain.candidate_programme
    wanted = np.zeros(len(plain.programme_ids), np.bool_)
    wanted[programme[plain.candidate_mandatory]] = True
    wanted[plain.session_programme[plain.fixed_session]] = True
    for _ in plain.programme_ids:
        before = plain.programme_prerequisite[wanted]
        more = before[(before >= 0)]
        if wanted[more].all():
            break
        wanted[more] = True
    keep = wanted[programme]
    sums = np.concatenate([[0], np.cumsum(keep)]).astype(np.int64)
    return replace(
        plain,
        candidate_ptr=sums[plain.candidate_ptr],
        candidate_programme=programme[keep],
        candidate_mandatory=plain.candidate_mandatory[keep],
        candidate_needs=plain.candidate_needs[keep],
        candidate_fund=plain.candidate_fund[keep],
    )


def _aims(facts: Facts, matrix: Matrix) -> list[Floats]:
    """The columns' part in each aim, more is better; cost in millions."""
    options, problem = matrix.options, facts.problem
    end_x, end_z, end_q, end_y, end = (int(column) for column in matrix.ends[1:])
    aims = [np.zeros(end) for _ in SIGN]
    aims[MANDATORY][:end_x] = problem.candidate_mandatory[options.rows[options.candidate]]
    aims[ENTITLEMENT][end_z:end_q] = 1.0
    aims[COVERAGE][end_x:end_z] = matrix.objective[end_x:end_z]
    aims[COST][:end_x] = -facts.cost[options.session] / MILLION
    aims[COST][end_q:end_y] = -facts.batch_cost[matrix.sessions] / MILLION
    aims[FAIRNESS][end_y:end] = -1.0
    return aims

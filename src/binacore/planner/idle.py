"""Seats that bring nothing are given back: a plan asks for nobody's time without a reason.

The search counts money, absence and seats, but nobody's time. A free course that was of use while the plan grew (it
completed somebody's hours until a better class was found) stays in the plan without harm to its worth. Nobody could
explain that decision, so it is taken out at the end. What a class needs to be held, what a later programme asks for and
what was fixed stays. The worth of the plan cannot fall by this; the independent check judges it again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from binacore.planner.check import PlanRejected, check
from binacore.planner.explain_facts import PlanFacts
from binacore.planner.explain_rows import rows_of
from binacore.planner.plan import Plan
from binacore.planner.problem import Bools, Ints, Problem
from binacore.planner.result import Result, gap_of
from binacore.planner.rules import TOLERANCE, find_rows

EPSILON = 1e-9
CHUNK = 120_000
"""Seats weighed together: bounds the memory, not the answer."""


def without_idle(problem: Problem, result: Result) -> Result:
    """The same result without idle seats, and without batches that nobody needs any more. Raises PlanRejected."""
    plan, now = result.plan, result
    while len(gone := _idle_seats(problem, now)):
        keep = np.ones(len(plan), np.bool_)
        keep[gone] = False
        plan = _fitted(problem, Plan.of(plan.persons[keep], plan.sessions[keep], plan.batches))
        now = replace(result, plan=plan)
    if plan is result.plan:
        return result
    report = check(problem, plan)
    if not report.accepted:
        raise PlanRejected("; ".join(f"{v.rule} {v.subject}: {v.message}" for v in report.violations[:5]))
    objective = report.components.objective
    if objective < result.objective - TOLERANCE:
        return result  # rounding, or an aim that single seats do not show: the plan as it was is the better one
    return replace(
        result,
        plan=plan,
        components=report.components,
        objective=objective,
        gap=gap_of(result.bound, objective),
        trace=dict(result.trace) | {"idle_seats": len(result.plan) - len(plan)},
    )


def _idle_seats(problem: Problem, result: Result) -> Ints:
    """Positions in the plan of seats that may go together: at most one of each person, so that of two that stand in for
    each other one stays."""
    plan = PlanFacts.of(problem, result)
    facts, spare = plan.facts, _spare(plan)
    if result.stages:  # what the stages say was reached counts every rupiah: only free seats go
        paid = (problem.programme_cost_person > 0) | (problem.programme_cost_batch > 0)
        spare[paid[problem.session_programme]] = 0
    idle = np.flatnonzero(_useless(plan) & _free(plan) & (spare[plan.facts.session] > 0))
    if not len(idle):
        return idle
    programme, session = facts.programme[idle], facts.session[idle]
    person = facts.person[idle]
    cost, hours = problem.programme_cost_person[programme], problem.programme_hours[programme]
    order = np.lexsort((session, -hours, -facts.synchronous[idle].astype(np.int64), -cost, person))
    first = order[np.concatenate([[True], person[order][1:] != person[order][:-1]])]
    by_session = first[np.lexsort((person[first], session[first]))]
    ordered = session[by_session]
    rank = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
    return np.sort(idle[by_session[rank < spare[ordered]]])


def _spare(plan: PlanFacts) -> Ints:
    """How many seats each session can lose: those above its minimum; all where one participant is a class, for its
    batches shrink with it."""
    problem, facts = plan.problem, plan.facts
    minimum = problem.programme_batch_min[problem.session_programme].astype(np.int64)
    return np.where(minimum == 1, facts.seated, facts.seated - minimum * facts.count)


def _useless(plan: PlanFacts) -> Bools:
    """Whether each seat of the plan closes no level, is not owed and decides nobody's yearly hours."""
    problem, facts = plan.problem, plan.facts
    useless = np.zeros(len(facts.person), np.bool_)
    at = np.flatnonzero(facts.row >= 0)
    at = at[np.argsort(facts.row[at], kind="stable")]
    for start in range(0, len(at), CHUNK):
        part = at[start : start + CHUNK]
        useless[part] = rows_of(plan, facts.row[part]).value <= EPSILON
    now = problem.person_hours_done[facts.person] + plan.hours[facts.person]
    goal = problem.person_hours_target[facts.person] - TOLERANCE
    decides = (now >= goal) & (now - problem.programme_hours[facts.programme] < goal)
    owed = (facts.row >= 0) & problem.candidate_mandatory[np.maximum(facts.row, 0)]  # even where duty weighs nothing
    return useless & ~owed & ~(decides & problem.person_entitled[facts.person])


def _free(plan: PlanFacts) -> Bools:
    """Whether nothing asks for each seat: not fixed, in an open session, no prerequisite of another seat."""
    problem, facts = plan.problem, plan.facts
    needed = np.zeros(len(facts.person), np.bool_)
    asking = np.flatnonzero(facts.row >= 0)
    asking = asking[problem.candidate_needs[facts.row[asking]]]
    before = problem.programme_prerequisite[facts.programme[asking]].astype(np.int64)
    row = find_rows(problem.candidate_ptr, problem.candidate_programme, facts.person[asking].astype(np.int64), before)
    taken = plan.taken[row[row >= 0]]
    needed[taken[taken >= 0]] = True
    return ~needed & ~plan.fixed & ~problem.session_closed[facts.session]


def _fitted(problem: Problem, plan: Plan) -> Plan:
    """With no more batches than the seats fill; those of closed sessions as they are."""
    seated = np.bincount(plan.sessions, minlength=len(problem.session_ids))
    capacity = problem.programme_capacity[problem.session_programme].astype(np.int64)
    enough = -(-seated // capacity)
    batches = np.where(problem.session_closed, plan.batches, np.minimum(plan.batches, enough))
    return Plan.of(plan.persons, plan.sessions, batches)

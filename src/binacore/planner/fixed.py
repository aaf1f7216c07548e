"""`fixed_infeasible` of section 7.3: whether the fixed assignments can be part of any plan at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from binacore.planner.data import Bools, Int32s, ProblemData
from binacore.planner.rules import RULES, Broken, Facts, least_batches, payers, session_end
from binacore.planner.schema import ErrorCode, ProblemError

TESTED = (1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16)
"""The others hold by construction: just enough batches, and nobody but the fixed."""

NAMED = 200
"""Rows that a message names; beyond that it says how many more."""


def errors_of_fixed(problem: ProblemData, order: Int32s) -> list[ProblemError]:
    """Every rule the fixed assignments break by themselves; `order` gives the row in the table of each fixed row."""
    if not len(problem.fixed_person):
        return []
    facts = Facts.of(problem, problem.fixed_person, problem.fixed_session, least_batches(problem))
    errors: dict[ProblemError, None] = {}
    for number in TESTED:
        for broken in RULES[number](facts):
            rows = np.sort(order[_concerned(facts, number, broken)]) + 1
            message = f"rule {number} ({broken.rule}) is broken by {_named(rows)} of fixed alone: {broken.message}"
            errors[ProblemError(ErrorCode.FIXED_INFEASIBLE, "fixed", "", int(rows[0]), message)] = None
    return list(errors)


def _named(rows: NDArray[np.integer]) -> str:
    shown = ", ".join(map(str, rows[:NAMED].tolist()))
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


def _concerned(facts: Facts, number: int, broken: Broken) -> Bools:
    """The fixed rows that section 7.3 wants named."""
    problem = facts.problem
    if number in (1, 6):
        return (facts.person == broken.person) & (facts.session == broken.session)
    if number == 2:
        return (facts.person == broken.person) & (facts.programme == problem.session_programme[broken.session])
    if number in (3, 4):
        return facts.person == broken.person
    if number == 5:
        return (facts.person == broken.person) & facts.synchronous & _occupies(facts, broken.period)
    if number == 9:
        return facts.session == broken.session
    if number in (10, 11, 12):
        return _paying(facts, number, broken)
    if number == 13:
        load = facts.synchronous & (problem.programme_away_load[facts.programme] > 0)
        return (problem.person_unit[facts.person] == broken.unit) & load & _occupies(facts, broken.period)
    of_organiser = problem.programme_organiser[facts.programme] == broken.organiser
    return of_organiser & _occupies(facts, broken.period) if broken.period >= 0 else of_organiser


def _occupies(facts: Facts, period: int) -> Bools:
    start = facts.problem.session_period[facts.session]
    return (start > 0) & (start <= period) & (period <= session_end(facts.problem)[facts.session])


def _paying(facts: Facts, number: int, broken: Broken) -> Bools:
    """The rows that cost something under the limit of rule 10, 11 or 12."""
    problem = facts.problem
    place = problem.programme_cost_person[facts.programme] > 0
    batch = problem.programme_cost_batch[facts.programme] > 0
    if number == 12:
        return place & (problem.person_unit[facts.person] == broken.unit)
    if number == 11:
        usual = problem.programme_fund[facts.programme]
        return (place & (payers(facts) == broken.fund)) | (batch & (usual == broken.fund))
    return place | batch

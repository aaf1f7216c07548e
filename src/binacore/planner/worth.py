"""The objective of sections 3 and 7.2 of the format, over all assignments at once; no code of the solver."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from binacore.planner.problem import Bools, Ints
from binacore.planner.result import Components
from binacore.planner.rules import TOLERANCE, Facts, find_rows, person_hours, total_cost

CHUNK = 400_000
"""Assignments looked at together: bounds the memory, not the answer."""


def steps_closed(held: int, gap: int, effects: Iterable[tuple[int, int]]) -> int:
    """Section 3.1: levels closed by effects (lift, ceiling), learnt in ascending order of ceilings."""
    level = held
    for lift, ceiling in sorted(effects, key=lambda effect: effect[1]):
        level = max(level, min(level + lift, ceiling))
    return min(level - held, gap)


def components_of(facts: Facts) -> Components:
    """The five parts of the objective."""
    problem = facts.problem
    weights = problem.header.weights
    rows = facts.row[facts.row >= 0]
    at_target = persons_at_target(facts)
    units = len(problem.unit_ids)
    entitled = np.bincount(problem.person_unit[problem.person_entitled], minlength=units)
    reached = np.bincount(problem.person_unit[at_target], minlength=units)
    short = np.maximum(0.0, problem.unit_fairness * entitled - reached)
    return Components(
        coverage=coverage_of(facts),
        mandatory=weights.mandatory * int(np.count_nonzero(problem.candidate_mandatory[rows])),
        entitlement=weights.entitlement * int(np.count_nonzero(at_target)),
        cost=weights.cost * total_cost(facts) / 1_000_000,
        fairness=weights.fairness * math.fsum(short.tolist()),
    )


def persons_at_target(facts: Facts) -> Bools:
    """Entitled persons whose hours, done and planned, reach their target."""
    problem = facts.problem
    hours = problem.person_hours_done + person_hours(facts)
    return problem.person_entitled & (hours >= problem.person_hours_target - TOLERANCE)


def coverage_of(facts: Facts) -> float:
    """Weighted worth of the gap steps that the plan closes."""
    problem = facts.problem
    worth = np.concatenate([[0.0], np.cumsum(problem.header.step_weights)])
    parts = []
    for start, stop in _whole_persons(facts.person):
        gap, closed = _closed_steps(facts, start, stop)
        parts.append(float(np.sum(problem.gap_weight[gap] * worth[closed])))
    return math.fsum(parts)


def _whole_persons(person: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of assignments that never divide the assignments of one person."""
    start = 0
    while start < len(person):
        stop = min(start + CHUNK, len(person))
        stop = int(np.searchsorted(person, person[stop - 1], side="right"))
        yield start, stop
        start = stop


def _closed_steps(facts: Facts, start: int, stop: int) -> tuple[Ints, Ints]:
    """(gap rows touched by assignments start..stop, steps closed in each)."""
    problem = facts.problem
    gap, lift, ceiling = _learnt(facts, start, stop)
    order = np.lexsort((ceiling, gap))
    gap, lift, ceiling = gap[order], lift[order], ceiling[order]
    rows, first, number = np.unique(gap, return_index=True, return_counts=True)
    held = problem.gap_held[rows].astype(np.int64)
    level = held.copy()
    for turn in range(int(number.max(initial=0))):
        learning = np.flatnonzero(number > turn)
        at = first[learning] + turn
        now = level[learning]
        level[learning] = np.maximum(now, np.minimum(now + lift[at], ceiling[at]))
    return rows, np.minimum(level - held, problem.gap_size[rows])


def _learnt(facts: Facts, start: int, stop: int) -> tuple[Ints, Ints, Ints]:
    """(gap row, lift, ceiling) for every effect of an attended programme on a gap of who attends it."""
    problem = facts.problem
    person, programme = _distinct_programmes(facts, start, stop)
    length = np.diff(problem.effect_ptr)[programme]
    which = np.repeat(np.arange(len(programme)), length)
    before = np.cumsum(length) - length
    effect = (problem.effect_ptr[programme] - before)[which] + np.arange(len(which))
    competency = problem.effect_competency[effect].astype(np.int64)
    gap = find_rows(problem.gap_ptr, problem.gap_competency, person[which], competency)
    hit = np.flatnonzero(gap >= 0)
    effect = effect[hit]
    return gap[hit], problem.effect_lift[effect].astype(np.int64), problem.effect_ceiling[effect].astype(np.int64)


def _distinct_programmes(facts: Facts, start: int, stop: int) -> tuple[Ints, Ints]:
    """(person, programme) once each: what a person has in the plan twice (rule 2 broken) teaches once."""
    width = max(1, len(facts.problem.programme_ids))
    keys = np.unique(facts.person[start:stop] * width + facts.programme[start:stop])
    return keys // width, keys % width


def unmet_mandatory(facts: Facts) -> Ints:
    """Mandatory candidate rows that the plan does not serve."""
    mandatory: Bools = facts.problem.candidate_mandatory.copy()
    mandatory[facts.row[facts.row >= 0]] = False
    return np.flatnonzero(mandatory)

"""What sets of programmes are worth to persons, for very many sets at once (section 3.1 of the format)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from binacore.planner.problem import Floats, Ints, Problem
from binacore.planner.rules import find_rows


def coverage_of_sets(problem: Problem, person: Ints, owner: Ints, programme: Ints) -> Floats:
    """Coverage in value points of every set k: `person[k]` attends the programmes whose `owner` is k, each once."""
    worth = np.concatenate([[0.0], np.cumsum(problem.header.step_weights)])
    case, gap, lift, ceiling = _learnt(problem, person, owner, programme)
    if not len(case):
        return np.zeros(len(person))
    key = case * max(1, len(problem.gap_weight)) + gap
    order = np.lexsort((ceiling, key))
    key, lift, ceiling = key[order], lift[order], ceiling[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    number = np.diff(np.append(first, len(key)))
    case, gap = case[order][first], gap[order][first]
    held = problem.gap_held[gap].astype(np.int64)
    level = held.copy()
    for turn in range(int(number.max())):
        learning = np.flatnonzero(number > turn)
        at, now = first[learning] + turn, level[learning]
        level[learning] = np.maximum(now, np.minimum(now + lift[at], ceiling[at]))
    points = problem.gap_weight[gap] * worth[np.minimum(level - held, problem.gap_size[gap])]
    return np.bincount(case, weights=points, minlength=len(person)).astype(np.float64)


def _learnt(problem: Problem, person: Ints, owner: Ints, programme: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """(set, gap row, lift, ceiling) for every effect on a gap of the person."""
    start = problem.effect_ptr[programme]
    which, effect = ranges(start, problem.effect_ptr[programme + 1] - start)
    case = owner[which]
    competency = problem.effect_competency[effect].astype(np.int64)
    gap = find_rows(problem.gap_ptr, problem.gap_competency, person[case], competency)
    hit = np.flatnonzero(gap >= 0)
    effect = effect[hit]
    return case[hit], gap[hit], problem.effect_lift[effect].astype(np.int64), problem.effect_ceiling[effect].astype(int)


def ranges(start: Ints, length: Ints) -> tuple[Ints, Ints]:
    """(position k, number) for every number of every range start[k] .. start[k]+length[k]-1."""
    which = np.repeat(np.arange(len(start)), length)
    before = np.cumsum(length) - length
    return which, (start - before)[which] + np.arange(len(which))


def worth_of(problem: Problem, person: int, programmes: Iterable[int]) -> float:
    """Coverage of one person who attends exactly these programmes."""
    attended = np.array(sorted(set(programmes)), np.int64)
    return float(coverage_of_sets(problem, np.array([person]), np.zeros(len(attended), np.int64), attended)[0])

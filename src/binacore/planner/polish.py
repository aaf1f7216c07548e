"""Fix and optimise: HiGHS decides small parts of the plan anew, exactly, in the room that all others leave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from binacore.planner.bounds import Ascent
from binacore.planner.model import Ints
from binacore.planner.plans import copy_of, plan_of, state_of
from binacore.planner.problem import Floats, Problem
from binacore.planner.search import Candidate, Search

GAP = 1e-5
AROUND = 3
"""Sessions around which the first kind of neighbourhood is laid."""


def polish(
    problem: Problem, search: Search, start: Candidate, ascent: Ascent, stopped: Callable[[float], bool]
) -> Iterator[Candidate]:
    """The best plan so far after each neighbourhood; kinds take turns: a few sessions, a unit or two, who lost most."""
    # a library of 12 MB that only this needs
    from binacore.planner.milp import Neighbourhoods

    params = search.params
    hood = Neighbourhoods(problem)
    best, plan = start, plan_of(search.model, start.state)
    for k in range(params.neighbourhoods):
        if stopped(best.value):
            return
        persons = _chosen(search, best, ascent, k)
        if len(persons):
            better = hood.improve(plan, persons, node_limit=params.neighbourhood_nodes, gap=GAP)
            if better is not None:
                state = state_of(search.model, search.limits, better, search.work)
                value = search.value(state)
                if value > best.value:
                    best, plan = Candidate(copy_of(state), value), better
        yield best


def _chosen(search: Search, best: Candidate, ascent: Ascent, k: int) -> Ints:
    """Persons of the k-th neighbourhood."""
    model, rng, size = search.model, search.rng, search.params.neighbourhood_persons
    if k % 3 == 0:
        sessions = rng.choice(model.session_of, min(AROUND, len(model.session_of)), replace=False)
        inside = np.flatnonzero(np.isin(best.state.seats, sessions).any(axis=1))
        takers = [model.taker[model.taker_ptr[j] : model.taker_ptr[j + 1]] for j in model.programme[sessions]]
        outside = np.unique(np.concatenate(takers))
        return _some(rng, inside, outside, size)
    weight = _missed(search, best, ascent)
    if k % 3 == 1:
        unit = model.unit[_drawn(rng, weight, 1)[0]]
        mates = np.flatnonzero(model.unit == unit)
        return _some(rng, mates, _drawn(rng, weight, size), size)
    return np.sort(_drawn(rng, weight, min(size, len(model.unit))))


def _missed(search: Search, best: Candidate, ascent: Ascent) -> Floats:
    """How far each person is from what he would take at the prices: there is something to gain around him."""
    if search.wishes is None:
        search.wishes = search.wished(ascent.prices)
    return np.maximum(0.0, search.wishes - search.net(best.state, ascent.prices)) + 0.05


def _drawn(rng: np.random.Generator, weight: Floats, count: int) -> Ints:
    found: Ints = rng.choice(len(weight), min(count, len(weight)), replace=False, p=weight / weight.sum())
    return found


def _some(rng: np.random.Generator, first: Ints, second: Ints, size: int) -> Ints:
    """At most `size` persons, two thirds of them from `first` where there are so many."""
    share = max(2 * size // 3, size - len(second))
    if len(first) > share:
        first = rng.choice(first, share, replace=False)
    second = np.setdiff1d(second, first)
    if len(second) > size - len(first):
        second = rng.choice(second, size - len(first), replace=False)
    return np.sort(np.concatenate([first, second])).astype(np.int64)

"""Which sessions may be newly joined at all, and how many batches of each any plan can hold.

A class that no plan can hold must not stand in the relaxation: there a part of it is held, paid by a part of its cost,
and what that part earns is a gap nobody can ever close. So what one session's own people and money allow is worked out
first, exactly and for each session alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.problem import NO_LIMIT, Floats, Problem

Ints = NDArray[np.signedinteger[Any]]

SLACK = 1e-6
"""The format's tolerance for sums of loads."""
FEW = 1_000
"""Up to so many persons a class is a large part of the plan, and what its own people and money allow is worked out; in
larger problems only whether one batch could be filled and paid at all, for a part of a batch is little there."""


def openable_sessions(problem: Problem, absence: Floats) -> dict[str, Any]:
    """`session_ptr`, `session_of`: sessions by programme, in order of period; `batches_max` of every session.

    A session is left out that is closed, or of which no plan can hold a batch. One with fixed persons stays: its
    batches are exempt from the minimum. `absence` limits the load by (unit, period 0..T), inf where there is no limit.
    """
    most = most_batches(problem, absence)
    openable = most > 0
    openable[problem.fixed_session] = True
    keep = np.flatnonzero((problem.session_batches_max > 0) & openable & ~problem.session_closed)
    order = np.lexsort((keep, problem.session_period[keep], problem.session_programme[keep]))
    kept = keep[order].astype(np.int32)
    counts = np.bincount(problem.session_programme[kept], minlength=len(problem.programme_ids))
    ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    held = np.bincount(problem.fixed_session, minlength=len(most)) > 0
    batches = np.where(held, problem.session_batches_max, most).astype(problem.session_batches_max.dtype)
    return {"session_ptr": ptr, "session_of": kept, "batches_max": batches}


def most_batches(problem: Problem, absence: Floats) -> Ints:
    """By session: no plan holds more batches than this beside those that are fixed there.

    People: a batch needs its minimum, and no unit sends more than it has candidates, may miss in every period of the
    session, or can pay. Money: the batches and the least number of participants must fit into the budget, and into
    the programme's fund unless the participants are paid by another.
    """
    programme, least = problem.session_programme, np.maximum(1, problem.programme_batch_min)
    if problem.persons <= FEW:
        found: Ints = np.minimum(_people(problem, absence) // least[programme], _affordable(problem)[programme])
        return np.minimum(found, problem.session_batches_max)
    demand = np.bincount(problem.candidate_programme, minlength=len(least))
    one = (demand >= least) & (_affordable(problem, shared=False) > 0)
    return np.where(one[programme], problem.session_batches_max, 0)


def _people(problem: Problem, absence: Floats) -> Ints:
    """How many candidates could sit in each session if nothing else were held."""
    programmes, units = len(problem.programme_ids), len(problem.unit_ids)
    unit = np.repeat(problem.person_unit, np.diff(problem.candidate_ptr)).astype(np.int64)
    cells = problem.candidate_programme * np.int64(units) + unit
    wanted = np.bincount(cells, minlength=programmes * units).reshape(programmes, units)
    each = np.maximum(problem.programme_cost_person, 1)
    free = problem.programme_cost_person == 0
    people = np.zeros(len(problem.session_ids), np.int64)
    for s, j in enumerate(problem.session_programme.tolist()):
        able = wanted[j] if free[j] else np.minimum(wanted[j], problem.unit_budget // each[j])
        start, load = int(problem.session_period[s]), float(problem.programme_away_load[j])
        if start > 0 and problem.programme_synchronous[j] and load > 0.0:
            room = absence[:, start : start + int(problem.session_duration[s])].min(axis=1)
            able = np.minimum(able, np.floor(np.minimum(room, 1e9) / load + SLACK))
        people[s] = int(able.sum())
    return people


def _affordable(problem: Problem, *, shared: bool = True) -> Ints:
    """By programme: most batches with their least number of participants that the budget and the fund can pay.

    `shared`: the fund pays the participants too, but for those who are paid by another. In Python's integers: 10^15
    rupiah times 10^9 persons does not fit into 64 bits.
    """
    programmes = len(problem.programme_ids)
    candidate, payer = problem.candidate_programme, problem.candidate_fund
    others = np.bincount(candidate[payer != problem.programme_fund[candidate]], minlength=programmes)
    found = np.zeros(programmes, np.int64)
    for j in range(programmes):
        batch, each = int(problem.programme_cost_batch[j]), int(problem.programme_cost_person[j])
        whole = batch + int(problem.programme_batch_min[j]) * each
        fund = int(problem.fund_budget[problem.programme_fund[j]])
        paid = _times(fund + int(others[j]) * each, whole) if shared else _times(fund, batch)
        found[j] = min(_times(problem.header.budget, whole), _times(fund, batch), paid)
    return found


def _times(money: int, cost: int) -> int:
    return int(NO_LIMIT) if cost == 0 else min(int(NO_LIMIT), money // cost)

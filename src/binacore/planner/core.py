"""From the fractional plan of the split bound to a whole one: dive for the batches, then solve the core exactly.

What keeps a plan from its bound where classes matter is mostly which classes to open. The dive fixes the number of
batches of one session after the other, the most decided first, and lets the prices follow. With the batches fixed the
relaxation is nearly whole, and the options its average ever used, a few for each person, hold a plan close to it:
HiGHS finds that plan in seconds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from binacore.planner.highs import Effort
from binacore.planner.milp import search_task, task_around
from binacore.planner.milp_facts import Facts
from binacore.planner.model import Ints
from binacore.planner.plan import Plan
from binacore.planner.plans import copy_of, plan_of, state_of
from binacore.planner.problem import Bools, Floats, Problem
from binacore.planner.search import Candidate, Search
from binacore.planner.split import SplitDual
from binacore.planner.tighten import Tightened, Tightening

DECIDED = 0.04
"""An average this close to a whole number needs no decision."""
STEP, BLEND = 0.02, 0.03
"""Of the ascent between two decisions."""
LAST = 6
"""Passes with all batches fixed, in passes after one decision."""
BELOW = 0.003
"""How far below the best plan the dive aims, as a share of its value: steps must not vanish on the way."""
USED = 0.002
"""Share in the average from which on an option belongs to the core."""
GAP = 2e-4


def core_candidate(
    problem: Problem,
    search: Search,
    tightening: Tightening,
    at: Tightened,
    best: Candidate,
    passed: Callable[[float], bool],
    stopped: Callable[[], bool],
) -> Candidate:
    """The better of `best` and the plan a dive from `at` leads to. `passed` is asked before every pass and counts it,
    `stopped` only asked."""
    params, model = search.params, search.model
    target = best.value - BELOW * abs(best.value)
    batches, deep = dive(tightening, at, target, params.dive_passes, passed)
    if deep.bound <= best.value:
        return best
    facts, core = Facts.of(problem), core_of(tightening.split, deep, problem.persons)
    effort = Effort(params.core_nodes, None, GAP, stopped)
    for closing in (False, True):
        found = core_plan(facts, plan_of(model, best.state), batches, core, effort, closing=closing)
        if found is not None:
            state = state_of(model, search.limits, found, search.work)
            value = search.value(state)
            return Candidate(copy_of(state), value) if value > best.value else best
    return best


def dive(
    tightening: Tightening,
    at: Tightened,
    target: float,
    passes: int,
    stopped: Callable[[float], bool],
) -> tuple[Ints, Tightened]:
    """(batches by session, the ascent with exactly these).

    In every turn one more and one fewer batch is tried for the programme whose number is least decided, `passes` passes
    each; it stays where the bound stays higher.
    """
    split = tightening.split
    low, high = split.low.copy(), split.high.copy()
    while at.bound > target and not stopped(at.bound):
        sides = _sides(split.model.programme, at.batches, low, high)
        if sides is None:
            break
        found: Tightened | None = None
        keep = sides[0]
        for side in sides:
            enough = found.bound if found else None
            here = tightening.from_here(
                at, target, passes, stopped, step=STEP, blend=BLEND, low=side[0], high=side[1], enough=enough
            )
            if found is None or here.bound > found.bound:
                found, keep = here, side
        low, high = keep
        at = found or at
    batches = np.clip(np.round(at.batches), low, high).astype(np.int64)
    at = tightening.from_here(at, target, LAST * passes, stopped, step=STEP, blend=BLEND, low=batches, high=batches)
    return batches, at


def _sides(programme: Ints, batches: Floats, low: Ints, high: Ints) -> list[tuple[Ints, Ints]] | None:
    """(low, high) with one batch more and with one fewer in a session of the least decided programme, the likelier side
    first; None when all is decided."""
    fraction = batches - np.floor(batches)
    open_ = (np.minimum(fraction, 1.0 - fraction) > DECIDED) & (low < high)
    if not open_.any():
        return None
    total = np.bincount(programme, weights=batches)
    apart = np.abs(total - np.round(total)) * (np.bincount(programme, weights=open_) > 0)
    among = np.flatnonzero(open_)
    if apart.max() > DECIDED:
        among = among[programme[among] == np.argmax(apart)]
    else:
        among = among[[np.argmax(np.minimum(fraction, 1.0 - fraction)[among])]]
    most, least = among[np.argmax(fraction[among])], among[np.argmin(fraction[among])]
    more, fewer = low.copy(), high.copy()
    more[most] = int(np.floor(batches[most])) + 1
    fewer[least] = int(np.floor(batches[least]))
    sides = [(more, high), (low, fewer)]
    return sides if float(fraction[among].sum()) % 1.0 > 0.5 else sides[::-1]


def core_of(split: SplitDual, at: Tightened, persons: int) -> tuple[Ints, Ints]:
    """(persons, sessions) of the options the average uses."""
    options = split.options
    owner = np.repeat(np.arange(persons), np.diff(split.model.cand_ptr))
    row = np.repeat(np.arange(len(options.ptr) - 1), np.diff(options.ptr))
    used = (at.taken > USED) | (options.free == 0.0)
    return owner[row[used]].astype(np.int64), options.session[used].astype(np.int64)


def core_plan(
    facts: Facts, plan: Plan, batches: Ints, core: tuple[Ints, Ints], effort: Effort, *, closing: bool
) -> Plan | None:
    """The best plan with exactly these batches, or with `closing` at most these, and options of the core only.

    `plan` is any feasible one. None when the search finds nothing; never a plan that breaks a limit.
    """
    begun = Plan.of(plan.persons.astype(np.int64), plan.sessions.astype(np.int64), batches)
    free: Bools = np.full(facts.sessions, closing, np.bool_)
    task, start = task_around(facts, begun, np.arange(facts.problem.persons), free, link=False)
    matrix, width = task.matrix, max(1, facts.sessions)
    options = matrix.options
    inside = np.isin(options.persons[options.person] * width + options.session, core[0] * width + core[1])
    matrix.high[: options.count] = np.where(inside | options.fixed, matrix.high[: options.count], 0)
    first, last = matrix.ends[3:5].tolist()
    matrix.high[first:last] = np.minimum(matrix.high[first:last], batches[matrix.sessions])
    found, _, _ = search_task(task, np.zeros(len(start)), effort)
    return found

"""From the fractional plan of the split bound to a whole one: the classes of a dive, then the core solved exactly.

With the batches fixed the relaxation is nearly whole, and the options its average ever used, a few for each person,
hold a plan close to it: HiGHS finds that plan in seconds. Exchanges at the prices of just these classes better it
further.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from binacore.planner.dive import BLEND, STEP, Work, both, dives
from binacore.planner.highs import Effort
from binacore.planner.milp import search_task, task_around
from binacore.planner.milp_facts import Facts
from binacore.planner.model import Ints
from binacore.planner.plan import Plan
from binacore.planner.plans import copy_of, plan_of, state_of
from binacore.planner.problem import Bools, Problem
from binacore.planner.search import Candidate, Search
from binacore.planner.simplex_dive import simplex_dive
from binacore.planner.split import SplitDual
from binacore.planner.tighten import Tightened, Tightening

BELOW = 0.003
"""How far below the best plan the dive aims, as a share of its value: steps must not vanish on the way."""
COOLED_SHARE = 0.6
"""Of the prices at which exchanged persons plan."""
CLOSED = 0.01
"""Filled below this share of its minimum a class is closed at once."""
FIXED_PASSES = 400
"""Passes with the classes of a plan."""
USED = 0.002
"""Share in the average from which on an option belongs to the core."""
GAP = 2e-4
HASTE = 0.4
"""Of the passes after each decision of the dives along the bound, where those through the relaxation found a plan."""
RANKS = (0, 4)
"""Everybody's so many best programmes belong to the core of the one dive through the relaxation and of the other."""


def core_candidate(
    problem: Problem,
    search: Search,
    tightening: Tightening,
    at: Tightened,
    best: Candidate,
    passed: Callable[[float], bool],
    stopped: Callable[[], bool],
) -> Candidate:
    """The best of `best`, what exchanges at the prices of `at` make of it, and the plans two dives from there lead to.
    `passed` is asked before every pass of a dive and counts it, `stopped` only asked."""
    split = tightening.split
    facts = Facts.of(problem)
    best, passes = _cooled(search, split, at, best, stopped), search.params.dive_passes
    if search.params.simplex_dives:
        found = _along_the_relaxation(facts, search, tightening, at, best, passed, stopped)
        if found is not None:
            best, passes = max(best, found, key=lambda plan: plan.value), round(HASTE * passes)
    target = best.value - BELOW * abs(best.value)
    for batches, deep in dives(tightening, at, target, passes, passed, stopped):
        if deep.bound <= best.value or stopped():
            break
        built = _cooled(search, split, deep, _built(search, split, deep, batches), stopped)
        built = _with_its_classes(facts, search, tightening, deep, built, stopped)
        best = max(best, built, key=lambda plan: plan.value)
    return best


def _along_the_relaxation(
    facts: Facts,
    search: Search,
    tightening: Tightening,
    at: Tightened,
    best: Candidate,
    passed: Callable[[float], bool],
    stopped: Callable[[], bool],
) -> Candidate | None:
    """The best that two dives through the linear relaxation of a small and a larger core lead to, if they lead on."""
    model, split, now = search.model, tightening.split, plan_of(search.model, best.state)

    def dived(rank: int) -> Work[Plan | None]:
        return lambda asked, heard: simplex_dive(facts.problem, split, at, now, rank, asked, heard)

    ends: list[Candidate] = []
    for plan in both(dived(RANKS[0]), dived(RANKS[1]), passed, stopped):
        if plan is None or stopped():
            continue
        state = copy_of(state_of(model, search.limits, plan, search.work))
        found = Candidate(state, search.value(state))
        ends.append(_cooled(search, split, _fixed(tightening, at, found, plan, stopped), found, stopped))
    if not ends:
        return None
    ahead = max(ends, key=lambda candidate: candidate.value)
    return _with_its_classes(facts, search, tightening, at, ahead, stopped)


def _built(search: Search, split: SplitDual, at: Tightened, batches: Ints) -> Candidate:
    """A plan with at most these batches: everybody's wishes at the prices, then second choices."""
    state, guide, persons = search.empty(), split.guide(at.x, at.option, 1.0), len(search.model.unit)
    state.room.batches_max[:] = np.minimum(state.room.batches_max, batches)
    search.replan(state, search.rng.permutation(persons), guide, live=False, strict=False, keep=False)
    search.fill(state, guide, CLOSED)
    return Candidate(state, search.value(state))


def _with_its_classes(
    facts: Facts,
    search: Search,
    tightening: Tightening,
    at: Tightened,
    plan: Candidate,
    stopped: Callable[[], bool],
) -> Candidate:
    """The best plan found with just the classes that `plan` holds, beginning with the prices of `at`."""
    if stopped():
        return plan
    model, split = search.model, tightening.split
    held = plan_of(model, plan.state)
    fixed = _fixed(tightening, at, plan, held, stopped)
    if fixed.bound <= plan.value or stopped():
        return plan
    effort = Effort(search.params.core_nodes, None, GAP, stopped)
    batches = np.clip(held.batches, split.low, split.high).astype(np.int64)
    found = core_plan(facts, held, batches, core_of(split, fixed, held, facts.problem.persons), effort)
    if found is None:
        return _cooled(search, split, fixed, plan, stopped)
    state = copy_of(state_of(model, search.limits, found, search.work))
    better = max(plan, Candidate(state, search.value(state)), key=lambda candidate: candidate.value)
    return _cooled(search, split, fixed, better, stopped)


def _fixed(
    tightening: Tightening, at: Tightened, plan: Candidate, held: Plan, stopped: Callable[[], bool]
) -> Tightened:
    """The ascent from `at` with just the classes of the plan, which is told twice."""
    split = tightening.split
    batches = np.clip(held.batches, split.low, split.high).astype(np.int64)
    target = plan.value - BELOW * abs(plan.value)
    only = tightening.without(at, batches == 0)
    fixed = only.tightening.from_here(
        only.at, target, FIXED_PASSES, lambda _: stopped(), step=STEP, blend=BLEND, low=batches, high=batches
    )
    return only.widened(fixed)


def _cooled(
    search: Search, split: SplitDual, at: Tightened, start: Candidate, stopped: Callable[[], bool]
) -> Candidate:
    """Exchanges at these prices between those who hold seats in the classes of the plan and others."""
    wanted, guide = split.guide(at.x, at.option, 1.0), split.guide(at.x, at.option, COOLED_SHARE)
    best = start
    for better in search.cooled(start, wanted, guide, lambda _: stopped()):
        best = better
    return best


def core_of(split: SplitDual, at: Tightened, held: Plan, persons: int) -> tuple[Ints, Ints]:
    """(persons, sessions) of the options the average uses, and of the plan."""
    options = split.options
    owner = np.repeat(np.arange(persons), np.diff(split.model.cand_ptr))
    row = np.repeat(np.arange(len(options.ptr) - 1), np.diff(options.ptr))
    used = (at.taken > USED) | (options.free == 0.0)
    person = np.concatenate([owner[row[used]], held.persons]).astype(np.int64)
    return person, np.concatenate([options.session[used], held.sessions]).astype(np.int64)


def core_plan(facts: Facts, plan: Plan, batches: Ints, core: tuple[Ints, Ints], effort: Effort) -> Plan | None:
    """The best plan found with exactly these batches and options of the core only, which holds those of `plan`.

    `plan` is any feasible one. None when the search finds nothing; never a plan that breaks a limit.
    """
    begun = Plan.of(plan.persons.astype(np.int64), plan.sessions.astype(np.int64), batches)
    free: Bools = np.zeros(facts.sessions, np.bool_)
    task, start = task_around(facts, begun, np.arange(facts.problem.persons), free, link=False)
    matrix, width = task.matrix, max(1, facts.sessions)
    options = matrix.options
    inside = np.isin(options.persons[options.person] * width + options.session, core[0] * width + core[1])
    matrix.high[: options.count] = np.where(inside | options.fixed, matrix.high[: options.count], 0)
    found, _, _ = search_task(task, start, effort)
    return found

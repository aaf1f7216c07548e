"""Compiled loops: the exact best bundle of one person at given prices, and a pass over all persons.

The value of a bundle is monotone and submodular in its programmes (a sum of weighted matroid ranks), so a programme
never adds more than it is worth alone. That is the bound of the depth-first branch and bound below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

import numba
import numpy as np

from binacore.planner.model import Model
from binacore.planner.problem import Floats, Ints

Function = TypeVar("Function", bound=Callable[..., object])

EPSILON = 1e-9
"""Two bundles closer than this are equal; the bound is padded for it, person by person."""
NEVER = -1e30


def compiled(function: Function) -> Function:
    """Compiled on first use and kept on disk; releases the interpreter while it runs."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))


class Guide(NamedTuple):
    """Prices a person sees: per seat of a session, per million of the unit, per absence (unit, period 0..T).

    `target` is what a unit's person at target earns beyond the entitlement, `batch` the price per million of a batch
    that has to be opened, `force` is added to the gain of a session that must stay in the bundle.
    """

    seat: Floats
    unit: Floats
    absence: Floats
    target: Floats
    batch: float
    force: float


class Room(NamedTuple):
    """What is left: rupiah of the total (array of one), funds and units, absences; persons present per session."""

    total: Ints
    funds: Ints
    units: Ints
    absence: Ints
    present: Ints
    batches_max: Ints


class Work(NamedTuple):
    """Scratch space of one search, reused for every person."""

    floats: Floats
    ints: Ints


@compiled
def workspace(model: Model) -> Work:
    """Wide enough for the options of any person and for all effects of a whole bundle on one competency."""
    widest = 0
    for i in range(model.cand_ptr.shape[0] - 1):
        options = 0
        for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
            j = model.cand_programme[a]
            options += model.session_ptr[j + 1] - model.session_ptr[j]
        widest = max(widest, options, model.cand_ptr[i + 1] - model.cand_ptr[i])
    width = max(widest, model.most) + 8
    return Work(np.zeros((6, width)), np.zeros((12, width), np.int64))


@compiled
def steps_worth(model: Model, gap: int, rows: Ints, count: int, lifts: Ints, ceilings: Ints) -> float:
    """Worth of the steps of one gap row closed by `count` candidate rows, learnt in ascending order of ceilings."""
    found = 0
    for x in range(count):
        for h in range(model.hit_ptr[rows[x]], model.hit_ptr[rows[x] + 1]):
            if model.hit_gap[h] == gap:
                p = found
                while p > 0 and ceilings[p - 1] > model.hit_ceiling[h]:
                    ceilings[p] = ceilings[p - 1]
                    lifts[p] = lifts[p - 1]
                    p -= 1
                ceilings[p] = model.hit_ceiling[h]
                lifts[p] = model.hit_lift[h]
                found += 1
    level = 0
    for x in range(found):
        level = max(level, min(level + lifts[x], ceilings[x]))
    return model.gap_weight[gap] * model.steps_worth[min(level, model.gap_size[gap])]


@compiled
def added_worth(model: Model, row: int, rows: Ints, count: int, lifts: Ints, ceilings: Ints) -> float:
    """What candidate row `row` adds to `count` others (coverage and reward); rows[count] is overwritten."""
    worth = model.cand_reward[row]
    rows[count] = row
    for h in range(model.hit_ptr[row], model.hit_ptr[row + 1]):
        gap = model.hit_gap[h]
        worth += steps_worth(model, gap, rows, count + 1, lifts, ceilings)
        worth -= steps_worth(model, gap, rows, count, lifts, ceilings)
    return worth


@compiled
def may_join(model: Model, room: Room, s: int, strict: bool) -> bool:
    """Whether one more person fits into session s; `strict` forbids to open a batch that would stay under-filled."""
    j = model.programme[s]
    present = room.present[s] + 1
    batches = (present + model.capacity[j] - 1) // model.capacity[j]
    if batches > room.batches_max[s]:
        return False
    opens = room.present[s] % model.capacity[j] == 0
    return not strict or not opens or present >= batches * model.batch_min[j]


@compiled
def extra_cost(model: Model, room: Room, s: int) -> int:
    """Rupiah of the batch that one more person would open in session s."""
    j = model.programme[s]
    if room.present[s] % model.capacity[j] == 0:
        return model.batch_cost[j]
    return 0


@compiled
def _collect(
    model: Model, i: int, guide: Guide, bonus: float, mode: int, room: Room, force: Ints, forced: int, work: Work
) -> tuple[int, int]:
    """Options of person i: programmes by falling best gain, sessions of one programme by falling gain.

    Modes: 0 at prices alone, 1 within the room that is left, 2 also without opening under-filled batches.
    Returns the number of programmes and of options.
    """
    gain, best, head = work.floats[0], work.floats[1], work.ints[0]
    rank, session, extra = work.ints[1], work.ints[2], work.ints[3]
    u = model.unit[i]
    programmes = 0
    for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
        j = model.cand_programme[a]
        if mode > 0 and (model.cost[j] > room.total[0] or model.cost[j] > room.units[u]):
            continue
        top = NEVER
        for k in range(model.session_ptr[j], model.session_ptr[j + 1]):
            top = max(top, _gain(model, i, a, model.session_of[k], guide, mode, room, force, forced))
        if top <= NEVER or (top + bonus <= EPSILON and not model.cand_serves[a]):
            continue
        p = programmes
        while p > 0 and best[p - 1] < top:
            best[p] = best[p - 1]
            head[p] = head[p - 1]
            p -= 1
        best[p] = top
        head[p] = a
        programmes += 1
    options = 0
    for x in range(programmes):
        a = head[x]
        j = model.cand_programme[a]
        first = options
        for k in range(model.session_ptr[j], model.session_ptr[j + 1]):
            s = model.session_of[k]
            g = _gain(model, i, a, s, guide, mode, room, force, forced)
            if g <= NEVER:
                continue
            p = options
            while p > first and gain[p - 1] < g:
                gain[p] = gain[p - 1]
                session[p] = session[p - 1]
                p -= 1
            gain[p] = g
            session[p] = s
            options += 1
        # without clashes and prerequisites only the best session of a programme can be in a best bundle
        if not model.away[j] and not model.cand_serves[a] and model.cand_needs[a] < 0:
            options = min(options, first + 1)
        for p in range(first, options):
            rank[p] = x
            extra[p] = extra_cost(model, room, session[p]) if mode > 0 else 0
    return programmes, options


@compiled
def _gain(
    model: Model, i: int, a: int, s: int, guide: Guide, mode: int, room: Room, force: Ints, forced: int
) -> float:
    """Stand-alone net gain of candidate row a in session s, NEVER where it is not to be had."""
    j = model.cand_programme[a]
    u = model.unit[i]
    for x in range(forced):
        if model.programme[force[x]] == j and force[x] != s:
            return NEVER
    gain = model.cand_value[a] - guide.seat[s] - guide.unit[u] * model.cost_millions[j]
    if model.away[j]:
        gain -= guide.absence[u, model.period[s]]
    must = False
    for x in range(forced):
        must = must or force[x] == s
    if mode > 0:
        if model.away[j] and room.absence[u, model.period[s]] <= 0:
            return NEVER
        if not may_join(model, room, s, mode == 2 and not must):
            return NEVER
        extra = extra_cost(model, room, s)
        if extra > 0:
            if model.cost[j] + extra > room.total[0] or model.cost[j] + extra > room.funds[model.fund[j]]:
                return NEVER
            gain -= guide.batch * model.batch_millions[j]
        elif model.cost[j] > room.funds[model.fund[j]]:
            return NEVER
    return gain + guide.force if must else gain


@compiled
def _accepts(model: Model, i: int, mode: int, room: Room, rows: Ints, chosen: Ints, paid: Ints, count: int) -> bool:
    """Rules that only a whole bundle can be judged by: prerequisites and the funds."""
    for x in range(count):
        before = model.cand_needs[rows[x]]
        if before >= 0:
            found = False
            for y in range(count):
                if model.cand_programme[rows[y]] == before and model.period[chosen[y]] < model.period[chosen[x]]:
                    found = True
            if not found:
                return False
    if mode > 0:
        for x in range(count):
            fund = model.fund[model.cand_programme[rows[x]]]
            spent = 0
            for y in range(count):
                if model.fund[model.cand_programme[rows[y]]] == fund:
                    spent += paid[y]
            if spent > room.funds[fund]:
                return False
    return True


@compiled
def best_bundle(
    model: Model,
    i: int,
    guide: Guide,
    bonus: float,
    mode: int,
    room: Room,
    force: Ints,
    forced: int,
    node_limit: int,
    work: Work,
    out: Ints,
) -> tuple[float, int, float]:
    """Exact best bundle of person i at the prices of `guide`; `bonus` is earned at the yearly target.

    Returns its net value, its number of sessions (written to `out`), and a certified upper bound of the value, which
    is larger than the value only when the node limit stopped the search.
    """
    gain, top, ahead, longest = work.floats[0], work.floats[1], work.floats[2], work.floats[3]
    value, hours = work.floats[4], work.floats[5]
    head, rank, session, extra = work.ints[0], work.ints[1], work.ints[2], work.ints[3]
    at, rows, chosen, paid = work.ints[4], work.ints[5], work.ints[6], work.ints[7]
    spent, mask, lifts, ceilings = work.ints[8], work.ints[9], work.ints[10], work.ints[11]
    most = model.most
    best = bonus if model.hours_target <= 0.0 else 0.0
    size = 0
    programmes, options = _collect(model, i, guide, bonus, mode, room, force, forced, work)
    if programmes == 0 or most == 0:
        return best, 0, best
    top[programmes] = NEVER
    longest[programmes] = 0.0
    for x in range(programmes - 1, -1, -1):
        longest[x] = max(longest[x + 1], model.hours[model.cand_programme[head[x]]])
    ahead[0] = 0.0
    for x in range(programmes):
        ahead[x + 1] = ahead[x] + max(0.0, top[x])
    relaxed = ahead[min(programmes, most)] + bonus
    u = model.unit[i]
    nodes = 0
    depth = 0
    at[0] = 0
    value[0] = 0.0
    hours[0] = 0.0
    spent[0] = 0
    mask[0] = 0
    while depth >= 0:
        p = at[depth]
        if p >= options:
            depth -= 1
            continue
        left = most - depth
        x = rank[p]
        first = max(gain[p], top[x + 1])
        reach = value[depth] + first
        if first > 0.0:
            without = ahead[min(programmes, x + 1 + left)] - ahead[x + 1]
            using = gain[p] + ahead[min(programmes, x + left)] - ahead[x + 1]
            reach = value[depth] + max(without, using)
        if hours[depth] >= model.hours_target or hours[depth] + left * longest[x] >= model.hours_target:
            reach += bonus
        if reach <= best + EPSILON:
            depth -= 1
            continue
        nodes += 1
        if nodes > node_limit:
            return best, size, max(best, relaxed)
        at[depth] = p + 1
        a = head[x]
        j = model.cand_programme[a]
        s = session[p]
        total_hours = hours[depth] + model.hours[j]
        cost = spent[depth] + model.cost[j] + extra[p]
        if total_hours > model.hours_max or (mode > 0 and cost > room.total[0]):
            continue
        clash = False
        unit_cost = model.cost[j]
        for y in range(depth):
            other = model.cand_programme[rows[y]]
            unit_cost += model.cost[other]
            if other == j or (model.away[j] and model.away[other] and model.period[chosen[y]] == model.period[s]):
                clash = True
                break
        if clash or (mode > 0 and unit_cost > room.units[u]):
            continue
        reached = value[depth] + gain[p]
        if mask[depth] & model.cand_mask[a] != 0:
            reached += added_worth(model, a, rows, depth, lifts, ceilings) - model.cand_value[a]
        rows[depth] = a
        chosen[depth] = s
        paid[depth] = model.cost[j] + extra[p]
        total = reached + bonus if total_hours >= model.hours_target else reached
        if total > best + EPSILON and _accepts(model, i, mode, room, rows, chosen, paid, depth + 1):
            best = total
            size = depth + 1
            for y in range(size):
                out[y] = chosen[y]
        if depth + 1 < most:
            depth += 1
            at[depth] = p + 1
            value[depth] = reached
            hours[depth] = total_hours
            spent[depth] = cost
            mask[depth] = mask[depth - 1] | model.cand_mask[a]
    return best, size, best


@compiled
def price_pass(
    model: Model,
    guide: Guide,
    room: Room,
    node_limit: int,
    stride: int,
    offset: int,
    seats: Floats,
    unit_cost: Floats,
    absence: Floats,
    at_target: Floats,
) -> tuple[float, int]:
    """Best bundles of every `stride`-th person at the prices; adds their use up. Returns (certified value, persons)."""
    work = workspace(model)
    out = np.zeros(model.most + 1, np.int64)
    force = np.zeros(1, np.int64)
    total = 0.0
    count = 0
    for i in range(offset, model.unit.shape[0], stride):
        u = model.unit[i]
        bonus = model.reward_target + guide.target[u]
        _, size, upper = best_bundle(model, i, guide, bonus, 0, room, force, 0, node_limit, work, out)
        total += upper
        count += 1
        hours = 0.0
        for x in range(size):
            s = out[x]
            j = model.programme[s]
            hours += model.hours[j]
            seats[s] += 1.0
            unit_cost[u] += model.cost_millions[j]
            if model.away[j]:
                absence[u, model.period[s]] += 1.0
        if hours >= model.hours_target:
            at_target[u] += 1.0
    return total, count

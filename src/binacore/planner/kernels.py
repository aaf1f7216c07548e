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
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


def inlined(function: Function) -> Function:
    """As `compiled`, merged into its callers: passing a model of forty arrays costs more than a small body does."""
    return cast("Function", numba.njit(cache=True, nogil=True, forceinline=True)(function))


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
    gains: Floats


@compiled
def workspace(model: Model) -> Work:
    """Wide enough for the options of any person."""
    widest = 0
    for i in range(model.cand_ptr.shape[0] - 1):
        options = 0
        for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
            j = model.cand_programme[a]
            options += model.session_ptr[j + 1] - model.session_ptr[j]
        widest = max(widest, options, model.cand_ptr[i + 1] - model.cand_ptr[i])
    width = max(widest, model.most) + 8
    return Work(np.zeros((6, width)), np.zeros((14, width), np.int64), np.zeros((model.most + 1, width)))


@inlined
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


@inlined
def added_worth(model: Model, row: int, rows: Ints, count: int, lifts: Ints, ceilings: Ints) -> float:
    """What candidate row `row` adds to `count` others (coverage and reward); rows[count] is overwritten."""
    worth = model.cand_reward[row]
    rows[count] = row
    for h in range(model.hit_ptr[row], model.hit_ptr[row + 1]):
        gap = model.hit_gap[h]
        worth += steps_worth(model, gap, rows, count + 1, lifts, ceilings)
        worth -= steps_worth(model, gap, rows, count, lifts, ceilings)
    return worth


@inlined
def may_join(model: Model, room: Room, s: int, strict: bool) -> bool:
    """Whether one more person fits into session s; `strict` forbids to open a batch that would stay under-filled."""
    j = model.programme[s]
    present = room.present[s] + 1
    batches = (present + model.capacity[j] - 1) // model.capacity[j]
    if batches > room.batches_max[s]:
        return False
    opens = room.present[s] % model.capacity[j] == 0
    return not strict or not opens or present >= batches * model.batch_min[j]


@inlined
def extra_cost(model: Model, room: Room, s: int) -> int:
    """Rupiah of the batch that one more person would open in session s."""
    j = model.programme[s]
    if room.present[s] % model.capacity[j] == 0:
        return model.batch_cost[j]
    return 0


@compiled
def _collect(
    model: Model, i: int, guide: Guide, bonus: float, mode: int, room: Room, force: Ints, forced: int, work: Work
) -> int:
    """Options of person i: programmes by falling best gain, sessions of one programme by falling gain.

    Modes: 0 at prices alone, 1 within the room that is left, 2 also without opening under-filled batches.
    Returns the number of programmes; the options of the x-th are first[x]:first[x+1].
    """
    gain, best = work.floats[0], work.gains[0]
    head, session, extra, first = work.ints[0], work.ints[1], work.ints[2], work.ints[3]
    raw, origin = work.floats[4], work.ints[4]
    u = model.unit[i]
    programmes = 0
    seen = 0
    for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
        j = model.cand_programme[a]
        if mode > 0 and (model.cost[j] > room.total[0] or model.cost[j] > room.units[u]):
            continue
        top = NEVER
        start = seen
        for k in range(model.session_ptr[j], model.session_ptr[j + 1]):
            raw[seen] = _gain(model, i, a, model.session_of[k], guide, mode, room, force, forced)
            top = max(top, raw[seen])
            seen += 1
        if top <= NEVER or (top + bonus <= EPSILON and not model.cand_serves[a]):
            continue
        p = programmes
        while p > 0 and best[p - 1] < top:
            best[p] = best[p - 1]
            head[p] = head[p - 1]
            origin[p] = origin[p - 1]
            p -= 1
        best[p] = top
        head[p] = a
        origin[p] = start
        programmes += 1
    options = 0
    for x in range(programmes):
        a = head[x]
        j = model.cand_programme[a]
        first[x] = options
        for k in range(model.session_ptr[j], model.session_ptr[j + 1]):
            s = model.session_of[k]
            g = raw[origin[x] + k - model.session_ptr[j]]
            if g <= NEVER:
                continue
            p = options
            while p > first[x] and gain[p - 1] < g:
                gain[p] = gain[p - 1]
                session[p] = session[p - 1]
                p -= 1
            gain[p] = g
            session[p] = s
            options += 1
        for p in range(first[x], options):
            extra[p] = extra_cost(model, room, session[p]) if mode > 0 else 0
    first[programmes] = options
    return programmes


@inlined
def _gain(model: Model, i: int, a: int, s: int, guide: Guide, mode: int, room: Room, force: Ints, forced: int) -> float:
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
def _has_prerequisites(model: Model, rows: Ints, count: int) -> bool:
    """Whether every needed prerequisite is in the bundle, in whatever period."""
    for x in range(count):
        before = model.cand_needs[rows[x]]
        if before >= 0:
            found = False
            for y in range(count):
                found = found or model.cand_programme[rows[y]] == before
            if not found:
                return False
    return True


@compiled
def _accepts(model: Model, mode: int, room: Room, rows: Ints, chosen: Ints, paid: Ints, count: int) -> bool:
    """Rules that only a bundle with its sessions can be judged by: clashes, prerequisites, total and funds."""
    total = 0
    for x in range(count):
        j = model.cand_programme[rows[x]]
        total += paid[x]
        before = model.cand_needs[rows[x]]
        ready = before < 0
        spent = 0
        for y in range(count):
            other = model.cand_programme[rows[y]]
            if y != x and model.away[j] and model.away[other] and model.period[chosen[y]] == model.period[chosen[x]]:
                return False
            if other == before and model.period[chosen[y]] < model.period[chosen[x]]:
                ready = True
            if model.fund[other] == model.fund[j]:
                spent += paid[y]
        if not ready or (mode > 0 and spent > room.funds[model.fund[j]]):
            return False
    return mode == 0 or total <= room.total[0]


@compiled
def _seat_set(
    model: Model, mode: int, room: Room, ranks: Ints, count: int, allowance: float, node_limit: int, work: Work
) -> tuple[float, int]:
    """Sessions for a set of programmes (by rank) at the least loss against the best session of each.

    Losses of `allowance` or more are of no interest. Writes the sessions to ints[6] and returns (loss, nodes); the loss
    is -1 when there is no such choice.
    """
    gain = work.floats[0]
    head, session, extra, first = work.ints[0], work.ints[1], work.ints[2], work.ints[3]
    rows, chosen, found, paid, at = work.ints[5], work.ints[12], work.ints[6], work.ints[7], work.ints[13]
    lost = work.floats[4]
    for x in range(count):
        rows[x] = head[ranks[x]]
        chosen[x] = session[first[ranks[x]]]
        paid[x] = model.cost[model.cand_programme[rows[x]]] + extra[first[ranks[x]]]
    if not _has_prerequisites(model, rows, count):
        return -1.0, 0
    if _accepts(model, mode, room, rows, chosen, paid, count):
        found[:count] = chosen[:count]
        return 0.0, 1
    best = -1.0
    least = allowance
    nodes = 0
    depth = 0
    at[0] = first[ranks[0]]
    lost[0] = 0.0
    while depth >= 0:
        p = at[depth]
        x = ranks[depth]
        if p >= first[x + 1] or lost[depth] + gain[first[x]] - gain[p] >= least:
            depth -= 1
            continue
        nodes += 1
        if nodes > node_limit:
            break
        at[depth] = p + 1
        s = session[p]
        clash = False
        for y in range(depth):
            if model.away[model.programme[s]] and model.away[model.programme[chosen[y]]]:
                clash = clash or model.period[chosen[y]] == model.period[s]
        if clash:
            continue
        chosen[depth] = s
        paid[depth] = model.cost[model.programme[s]] + extra[p]
        loss = lost[depth] + gain[first[x]] - gain[p]
        if depth + 1 == count:
            if _accepts(model, mode, room, rows, chosen, paid, count):
                best = loss
                least = loss
                found[:count] = chosen[:count]
            continue
        depth += 1
        at[depth] = first[ranks[depth]]
        lost[depth] = loss
    return best, nodes


@inlined
def _tail(gains: Floats, start: int, stop: int, most: int) -> float:
    """Sum of the `most` largest positive gains in start:stop."""
    if most <= 0:
        return 0.0
    if most == 1:
        top = 0.0
        for x in range(start, stop):
            top = max(top, gains[x])
        return top
    if stop - start <= most:
        total = 0.0
        for x in range(start, stop):
            total += max(0.0, gains[x])
        return total
    picked = np.zeros(most)
    for x in range(start, stop):
        g = gains[x]
        if g > picked[most - 1]:
            p = most - 1
            while p > 0 and picked[p - 1] < g:
                picked[p] = picked[p - 1]
                p -= 1
            picked[p] = g
    return picked.sum()


@compiled
def best_bundle(  # noqa: C901 - one compiled loop: parting it would pass forty arrays at every node
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

    The search is over sets of programmes, each at its best session; only a set that could win gets its sessions chosen.
    Returns its net value, its number of sessions (written to `out`), and a certified upper bound of the value, which
    is larger than the value only when the node limit stopped the search.
    """
    gains, longest, value, hours = work.gains, work.floats[1], work.floats[2], work.floats[3]
    worth = work.floats[5]
    head, at, ranks, cost = work.ints[0], work.ints[4], work.ints[8], work.ints[9]
    rows, lifts, ceilings = work.ints[5], work.ints[10], work.ints[11]
    most = model.most
    best = bonus if model.hours_target <= 0.0 else 0.0
    size = 0
    if most == 0:
        return best, 0, best
    programmes = _collect(model, i, guide, bonus, mode, room, force, forced, work)
    if programmes == 0:
        return best, 0, best
    longest[programmes] = 0.0
    for x in range(programmes - 1, -1, -1):
        longest[x] = max(longest[x + 1], model.hours[model.cand_programme[head[x]]])
    relaxed = _tail(gains[0], 0, programmes, most) + bonus
    potential = model.potential[i] + forced * guide.force
    u = model.unit[i]
    nodes = 0
    depth = 0
    at[0] = 0
    value[0] = 0.0
    worth[0] = 0.0
    hours[0] = 0.0
    cost[0] = 0
    while depth >= 0:
        x = at[depth]
        if x >= programmes:
            depth -= 1
            continue
        left = most - depth
        here = gains[depth]
        prize = 0.0
        if hours[depth] >= model.hours_target or hours[depth] + left * longest[x] >= model.hours_target:
            prize = bonus
        nodes += 1
        if nodes > node_limit:
            return best, size, max(best, relaxed)
        top = NEVER
        for y in range(x, programmes):
            top = max(top, here[y])
        reach = min(_tail(here, x, programmes, left), potential - worth[depth]) if top > 0.0 else top
        if value[depth] + reach + prize <= best + EPSILON:
            depth -= 1
            continue
        at[depth] = x + 1
        reach = here[x] + _tail(here, x + 1, programmes, left - 1)
        if value[depth] + min(reach, potential - worth[depth]) + prize <= best + EPSILON:
            continue
        a = head[x]
        j = model.cand_programme[a]
        total_hours = hours[depth] + model.hours[j]
        total_cost = cost[depth] + model.cost[j]
        if total_hours > model.hours_max:
            continue
        if mode > 0 and (total_cost > room.units[u] or total_cost > room.total[0]):
            continue
        ranks[depth] = x
        reached = value[depth] + here[x]
        total = reached + bonus if total_hours >= model.hours_target else reached
        if total > best + EPSILON:
            spare = total - best - EPSILON
            loss, used = _seat_set(model, mode, room, ranks, depth + 1, spare, node_limit - nodes, work)
            nodes += used
            if loss >= 0.0:
                best = total - loss
                size = depth + 1
                for y in range(size):
                    out[y] = work.ints[6, y]
        if depth + 1 < most:
            for y in range(depth + 1):
                rows[y] = head[ranks[y]]
            ahead = gains[depth + 1]
            for y in range(x + 1, programmes):
                ahead[y] = here[y]
                b = head[y]
                if model.cand_mask[b] & model.cand_mask[a] != 0:
                    alone = model.cand_value[b]
                    ahead[y] = gains[0, y] - alone + added_worth(model, b, rows, depth + 1, lifts, ceilings)
            depth += 1
            at[depth] = x + 1
            value[depth] = reached
            worth[depth] = worth[depth - 1] + model.cand_value[a] + here[x] - gains[0, x]
            hours[depth] = total_hours
            cost[depth] = total_cost
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

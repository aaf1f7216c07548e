"""The exact best bundle of one person at given prices: depth-first branch and bound over sets of programmes.

Each programme stands at its best session; only a set that could win gets its sessions chosen. Sessions the person must
keep (fixed ones, or ones he cannot leave without breaking a batch) come first and are in every set.
"""

from __future__ import annotations

from binacore.planner.kernels import (
    EPSILON,
    NEVER,
    Guide,
    Room,
    Work,
    added_worth,
    bare,
    has_absence,
    has_extra,
    inlined,
    may_join,
    opens_batch,
    row_of,
    seat_price,
)
from binacore.planner.model import NEVER_ENOUGH, Ints, Model
from binacore.planner.problem import Floats
from binacore.planner.seating import seat_set


@inlined
def _gain(
    model: Model, i: int, a: int, s: int, option: int, guide: Guide, mode: int, room: Room, forced: bool
) -> float:
    """Stand-alone net gain of candidate row a in session s, NEVER where it is not to be had.

    `option` is the place of its own price, -1 without one.
    """
    j = model.programme[s]
    u = model.unit[i]
    gain = model.cand_value[a] - seat_price(model, guide, u, a, s)
    if guide.by_option and option >= 0:
        gain -= guide.option[option]
    if mode > 0:
        if not has_absence(model, room, u, s) or not may_join(model, room, s, mode == 2 and not forced):
            return NEVER
        own, batch = model.cost[j], 0
        if opens_batch(model, room, s):
            batch = model.batch_cost[j]
            gain -= guide.batch * model.batch_millions[j]
        if own + batch > room.total[0]:
            return NEVER
        if model.cand_fund[a] == model.fund[j]:
            if own + batch > room.funds[model.fund[j]]:
                return NEVER
        elif own > room.funds[model.cand_fund[a]] or batch > room.funds[model.fund[j]]:
            return NEVER
    return gain


@inlined
def _collect(  # noqa: C901 - as best_bundle: one compiled loop
    model: Model, i: int, guide: Guide, bonus: float, mode: int, room: Room, force: Ints, forced: int, work: Work
) -> int:
    """Options of person i: the forced sessions first, then programmes by falling best gain, their sessions likewise.

    Modes: 0 at prices alone, 1 within the room that is left, 2 also without opening under-filled batches.
    Returns the number of programmes; the options of the x-th are first[x]:first[x+1]. -1 if a forced one is not to be
    had.
    """
    gain, best = work.floats[0], work.gains[0]
    head, session, first = work.ints[0], work.ints[1], work.ints[3]
    raw, origin = work.floats[4], work.ints[4]
    u = model.unit[i]
    for x in range(forced):
        s = force[x]
        for y in range(x):
            if model.programme[force[y]] == model.programme[s]:
                return -1
        a = row_of(model, i, model.programme[s])
        option = -1
        if guide.by_option:
            for k in range(model.session_ptr[model.programme[s]], model.session_ptr[model.programme[s] + 1]):
                if model.session_of[k] == s:
                    option = guide.option_ptr[a] + k - model.session_ptr[model.programme[s]]
        g = _gain(model, i, a, s, option, guide, mode, room, True)
        if g <= NEVER:
            return -1
        head[x], session[x], first[x] = a, s, x
        gain[x] = g
        best[x] = g
    programmes = forced
    seen = 0
    for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
        j = model.cand_programme[a]
        if mode > 0 and (
            model.cost[j] > room.total[0] or model.cost[j] > room.units[u] or not has_extra(model, room, a)
        ):
            continue
        taken = False
        for x in range(forced):
            taken = taken or model.programme[force[x]] == j
        if taken:
            continue
        top = NEVER
        start = seen
        low = model.session_ptr[j]
        for k in range(low, model.session_ptr[j + 1]):
            option = guide.option_ptr[a] + k - low if guide.by_option else -1
            raw[seen] = _gain(model, i, a, model.session_of[k], option, guide, mode, room, False)
            top = max(top, raw[seen])
            seen += 1
        if top <= NEVER or (top + bonus <= EPSILON and not model.cand_serves[a]):
            continue
        p = programmes
        while p > forced and best[p - 1] < top:
            best[p] = best[p - 1]
            head[p] = head[p - 1]
            origin[p] = origin[p - 1]
            p -= 1
        best[p] = top
        head[p] = a
        origin[p] = start
        programmes += 1
    options = forced
    for x in range(forced, programmes):
        a = head[x]
        j = model.cand_programme[a]
        first[x] = options
        low = model.session_ptr[j]
        for k in range(low, model.session_ptr[j + 1]):
            g = raw[origin[x] + k - low]
            if g <= NEVER:
                continue
            p = options
            while p > first[x] and gain[p - 1] < g:
                gain[p] = gain[p - 1]
                session[p] = session[p - 1]
                p -= 1
            gain[p] = g
            session[p] = model.session_of[k]
            options += 1
    first[programmes] = options
    return programmes


@inlined
def _tail(gains: Floats, start: int, stop: int, most: int, picked: Floats) -> float:
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
    for p in range(most):
        picked[p] = 0.0
    for x in range(start, stop):
        g = gains[x]
        if g > picked[most - 1]:
            p = most - 1
            while p > 0 and picked[p - 1] < g:
                picked[p] = picked[p - 1]
                p -= 1
            picked[p] = g
    total = 0.0
    for p in range(most):
        total += picked[p]
    return total


@bare
def best_bundle(  # noqa: C901 - one compiled loop: parting it would pass fifty arrays at every node
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
    """Exact best bundle of person i at the prices of `guide` that holds the first `forced` sessions of `force`.

    `bonus` is earned at the yearly target. Returns its net value (NEVER if the forced sessions do not fit), its number
    of sessions (written to `out`, the forced first), and a certified upper bound of the value, which is larger than the
    value only when the node limit stopped the search.
    """
    gains, longest, value, hours = work.gains, work.floats[1], work.floats[2], work.floats[3]
    worth, picked = work.floats[5], work.floats[6]
    head, at, ranks, cost = work.ints[0], work.ints[4], work.ints[8], work.ints[9]
    rows, lifts, ceilings = work.ints[5], work.ints[10], work.ints[11]
    most, aim, allowed = model.most, model.aim[i], model.room_hours[i]
    if aim >= NEVER_ENOUGH:
        bonus = 0.0
    best = bonus if aim <= 0.0 else 0.0
    size = 0
    if most == 0:
        return best, 0, best
    programmes = _collect(model, i, guide, bonus, mode, room, force, forced, work)
    if programmes <= 0:
        return (best, 0, best) if programmes == 0 else (NEVER, 0, NEVER)
    if forced > 0:
        best = NEVER
    longest[programmes] = 0.0
    for x in range(programmes - 1, -1, -1):
        longest[x] = max(longest[x + 1], model.hours[model.cand_programme[head[x]]])
    relaxed = _tail(gains[0], forced, programmes, most - forced, picked) + bonus
    for x in range(forced):
        relaxed += gains[0, x]
    # with prices of single options, which may be negative, a bundle can earn more than its worth
    potential = 1e30 if guide.by_option else model.potential[i]
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
        here = gains[depth]
        if depth < forced:
            if x > depth:
                depth -= 1
                continue
            at[depth] = x + 1
        else:
            if x >= programmes:
                depth -= 1
                continue
            left = most - depth
            prize = 0.0
            if hours[depth] >= aim or hours[depth] + left * longest[x] >= aim:
                prize = bonus
            nodes += 1
            if nodes > node_limit:
                return best, size, max(best, relaxed)
            top = NEVER
            for y in range(x, programmes):
                top = max(top, here[y])
            reach = min(_tail(here, x, programmes, left, picked), potential - worth[depth]) if top > 0.0 else top
            if value[depth] + reach + prize <= best + EPSILON:
                depth -= 1
                continue
            at[depth] = x + 1
            reach = here[x] + _tail(here, x + 1, programmes, left - 1, picked)
            if value[depth] + min(reach, potential - worth[depth]) + prize <= best + EPSILON:
                continue
        a = head[x]
        j = model.cand_programme[a]
        total_hours = hours[depth] + model.hours[j]
        total_cost = cost[depth] + model.cost[j]
        if total_hours > allowed:
            continue
        if mode > 0 and (total_cost > room.units[u] or total_cost > room.total[0]):
            continue
        ranks[depth] = x
        reached = value[depth] + here[x]
        total = reached + bonus if total_hours >= aim else reached
        if depth + 1 >= forced and total > best + EPSILON:
            spare = total - best - EPSILON
            loss, used = seat_set(model, mode, room, ranks, depth + 1, spare, node_limit - nodes, work)
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

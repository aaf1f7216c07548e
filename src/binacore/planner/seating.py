"""Sessions for a set of programmes of one person: which go together, what they cost, and the best choice among them."""

from __future__ import annotations

from binacore.planner.kernels import Room, Work, clashing, inlined, opens_batch
from binacore.planner.model import Ints, Model


@inlined
def _has_prerequisites(model: Model, rows: Ints, count: int) -> bool:
    """Whether every needed prerequisite is in the bundle, in whatever period."""
    for x in range(count):
        if model.cand_needs[rows[x]]:
            before = model.before[model.cand_programme[rows[x]]]
            found = False
            for y in range(count):
                found = found or model.cand_programme[rows[y]] == before
            if not found:
                return False
    return True


@inlined
def _in_order(model: Model, rows: Ints, chosen: Ints, count: int) -> bool:
    """No two sessions clash and every needed prerequisite ends before what needs it."""
    for x in range(count):
        ready = not model.cand_needs[rows[x]]
        before = model.before[model.cand_programme[rows[x]]]
        for y in range(count):
            if y < x and clashing(model, chosen[x], chosen[y]):
                return False
            if model.cand_programme[rows[y]] == before and model.end[chosen[y]] < model.start[chosen[x]]:
                ready = True
        if not ready:
            return False
    return True


@inlined
def _payable(  # noqa: C901 - as best_bundle: one compiled loop
    model: Model, room: Room, rows: Ints, chosen: Ints, count: int
) -> bool:
    """Total, funds, organisers and general resources with all sessions together."""
    total = 0
    for x in range(count):
        j = model.cand_programme[rows[x]]
        batch = model.batch_cost[j] if opens_batch(model, room, chosen[x]) else 0
        total += model.cost[j] + batch
        own, mother = 0, 0
        for y in range(count):
            k = model.cand_programme[rows[y]]
            more = model.batch_cost[k] if opens_batch(model, room, chosen[y]) else 0
            if model.cand_fund[rows[y]] == model.cand_fund[rows[x]]:
                own += model.cost[k]
            if model.fund[k] == model.cand_fund[rows[x]]:
                own += more
            if model.cand_fund[rows[y]] == model.fund[j]:
                mother += model.cost[k]
            if model.fund[k] == model.fund[j]:
                mother += more
        if own > room.funds[model.cand_fund[rows[x]]] or mother > room.funds[model.fund[j]]:
            return False
        if not _organised(model, room, chosen, count, x):
            return False
        if model.has_extra:
            for e in range(model.extra_ptr[rows[x]], model.extra_ptr[rows[x] + 1]):
                used = 0.0
                for y in range(count):
                    for f in range(model.extra_ptr[rows[y]], model.extra_ptr[rows[y] + 1]):
                        if model.extra_resource[f] == model.extra_resource[e]:
                            used += model.extra_use[f]
                if used > room.extra[model.extra_resource[e]] + 1e-9:
                    return False
    return total <= room.total[0]


@inlined
def _organised(model: Model, room: Room, chosen: Ints, count: int, x: int) -> bool:
    """Whether the organiser of the x-th session can hold all batches the bundle opens."""
    o = model.organiser[model.programme[chosen[x]]]
    if o < 0 or not opens_batch(model, room, chosen[x]):
        return True
    year = 0
    for y in range(count):
        if model.organiser[model.programme[chosen[y]]] == o and opens_batch(model, room, chosen[y]):
            year += 1
    if year > room.organiser_year[o]:
        return False
    if year > 1 and model.start[chosen[x]] > 0:
        for p in range(model.start[chosen[x]], model.end[chosen[x]] + 1):
            month = 0
            for y in range(count):
                t = chosen[y]
                if model.organiser[model.programme[t]] == o and opens_batch(model, room, t):
                    month += model.start[t] <= p and p <= model.end[t] and model.start[t] > 0
            if month > room.organiser_period[o, p]:
                return False
    return True


@inlined
def _accepts(model: Model, mode: int, room: Room, rows: Ints, chosen: Ints, count: int) -> bool:
    """Rules that only a bundle with its sessions can be judged by."""
    if not _in_order(model, rows, chosen, count):
        return False
    return mode == 0 or _payable(model, room, rows, chosen, count)


@inlined
def seat_set(  # noqa: C901 - as best_bundle: one compiled loop
    model: Model, mode: int, room: Room, ranks: Ints, count: int, allowance: float, node_limit: int, work: Work
) -> tuple[float, int]:
    """Sessions for a set of programmes (by rank) at the least loss against the best session of each.

    Losses of `allowance` or more are of no interest. Writes the sessions to ints[6] and returns (loss, nodes); the loss
    is -1 when there is no such choice.
    """
    gain = work.floats[0]
    head, session, first = work.ints[0], work.ints[1], work.ints[3]
    rows, chosen, found, at = work.ints[5], work.ints[12], work.ints[6], work.ints[13]
    lost = work.floats[4]
    for x in range(count):
        rows[x] = head[ranks[x]]
        chosen[x] = session[first[ranks[x]]]
    if not _has_prerequisites(model, rows, count):
        return -1.0, 0
    if _accepts(model, mode, room, rows, chosen, count):
        for x in range(count):
            found[x] = chosen[x]
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
            clash = clash or clashing(model, s, chosen[y])
        if clash:
            continue
        chosen[depth] = s
        loss = lost[depth] + gain[first[x]] - gain[p]
        if depth + 1 == count:
            if _accepts(model, mode, room, rows, chosen, count):
                best = loss
                least = loss
                for y in range(count):
                    found[y] = chosen[y]
            continue
        depth += 1
        at[depth] = first[ranks[depth]]
        lost[depth] = loss
    return best, nodes

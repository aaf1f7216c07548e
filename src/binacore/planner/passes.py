"""Passes over many persons or sessions at given prices: what the bounds are made of."""

from __future__ import annotations

import numpy as np

from binacore.planner.bundle import best_bundle
from binacore.planner.kernels import NEVER, Guide, Room, Work, bare, compiled, row_of
from binacore.planner.model import Ints, Model
from binacore.planner.problem import Floats


@bare
def price_pass(
    model: Model,
    guide: Guide,
    room: Room,
    node_limit: int,
    work: Work,
    first: int,
    last: int,
    stride: int,
    seats: Floats,
    money: Floats,
    units: Floats,
    absence: Floats,
    extra: Floats,
    at_target: Floats,
    taken: Ints,
) -> tuple[float, int]:
    """Best bundles of every `stride`-th person of first..last at the prices; adds their use up.

    `money` is participant cost in millions by fund, `units` by unit. With prices by option `taken` is set to 1 for the
    options chosen. Returns (certified value, persons).
    """
    out, force = work.ints[14], work.ints[15]
    total = 0.0
    count = 0
    for i in range(first, last, stride):
        u = model.unit[i]
        forced = 0
        for x in range(model.fixed_ptr[i], model.fixed_ptr[i + 1]):
            force[forced] = model.fixed_session[x]
            forced += 1
        bonus = model.reward_target + guide.target[u]
        _, size, upper = best_bundle(model, i, guide, bonus, 0, room, force, forced, node_limit, work, out)
        total += upper
        count += 1
        hours = 0.0
        for x in range(size):
            s = out[x]
            j = model.programme[s]
            a = row_of(model, i, j)
            hours += model.hours[j]
            seats[s] += 1.0
            units[u] += model.cost_millions[j]
            money[model.cand_fund[a]] += model.cost_millions[j]
            load = model.load[j]
            if load > 0.0:
                for p in range(model.start[s], model.end[s] + 1):
                    absence[u, p] += load
            if model.has_extra:
                for e in range(model.extra_ptr[a], model.extra_ptr[a + 1]):
                    extra[model.extra_resource[e]] += model.extra_use[e]
            if guide.by_option:
                for k in range(model.session_ptr[j], model.session_ptr[j + 1]):
                    if model.session_of[k] == s:
                        taken[guide.option_ptr[a] + k - model.session_ptr[j]] = 1
        if hours >= model.aim[i]:
            at_target[u] += 1.0
    return total, count


@compiled
def session_pass(
    model: Model,
    sessions: Ints,
    offer_ptr: Ints,
    offer: Ints,
    option: Floats,
    batch_price: Floats,
    present: Ints,
    low: Ints,
    high: Ints,
    batches: Ints,
    chosen: Ints,
) -> float:
    """What the sessions earn at the prices of single options, each with whole batches between minimum and capacity.

    `sessions` are those that may be joined; the offers (option places) of the x-th are offer_ptr[x]:offer_ptr[x+1].
    `present` counts fixed persons. Session s holds low[s] to high[s] batches. Writes the batches held and marks
    the chosen options; returns the sum, NEVER where a session cannot hold as many as it must.
    """
    total = 0.0
    for x in range(sessions.shape[0]):
        s = sessions[x]
        j = model.programme[s]
        first = offer_ptr[x]
        width = offer_ptr[x + 1] - first
        pays = np.empty(width)
        for k in range(width):
            pays[k] = option[offer[first + k]]
        order = np.argsort(-pays)
        sums = np.zeros(width + 1)
        positive = 0
        for k in range(width):
            sums[k + 1] = sums[k] + pays[order[k]]
            if pays[order[k]] > 0.0:
                positive += 1
        best, best_y, best_n = NEVER, 0, 0
        for y in range(max(model.exempt[s], low[s]), min(model.batches_max[s], high[s]) + 1):
            least = max(0, model.batch_min[j] * (y - model.exempt[s]) - present[s])
            if least > width:
                break
            n = min(max(positive, least), width, model.capacity[j] * y - present[s])
            earned = sums[n] - y * batch_price[s]
            if earned > best + 1e-12:
                best, best_y, best_n = earned, y, n
            if n >= width or (n == positive and least <= positive and batch_price[s] >= 0.0):
                break  # more batches only cost more
        if best <= NEVER:
            return NEVER
        total += best
        batches[s] = best_y
        for k in range(best_n):
            chosen[offer[first + order[k]]] = 1
    return total

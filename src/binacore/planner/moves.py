"""Compiled moves on a plan under construction: seat and unseat persons, re-plan one person, fill or close a batch.

The number of batches of a session is never stored: it is the least that seats everybody, present / capacity rounded up.
Fewer batches cost less and make the minimum easier to keep, so no other number can be better.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from binacore.planner.kernels import Guide, Room, Work, added_worth, best_bundle, compiled, workspace
from binacore.planner.model import Model
from binacore.planner.problem import Floats, Ints


class State(NamedTuple):
    """`seats` (person, slot) holds session indices or -1 in no order; `worth` is coverage and mandatory reward."""

    seats: Ints
    worth: Floats
    hours: Floats
    at_target: Ints
    room: Room


@compiled
def unseat(model: Model, state: State, i: int, old: Ints) -> int:
    """Take all sessions from person i, write them to `old`, give everything back; returns how many there were."""
    room = state.room
    u = model.unit[i]
    count = 0
    for x in range(state.seats.shape[1]):
        s = state.seats[i, x]
        if s < 0:
            continue
        old[count] = s
        count += 1
        state.seats[i, x] = -1
        j = model.programme[s]
        room.present[s] -= 1
        back = model.cost[j]
        if room.present[s] % model.capacity[j] == 0:
            back += model.batch_cost[j]
        room.total[0] += back
        room.funds[model.fund[j]] += back
        room.units[u] += model.cost[j]
        if model.away[j]:
            room.absence[u, model.period[s]] += 1
    if count > 0 and state.hours[i] >= model.hours_target and model.hours_target > 0.0:
        state.at_target[u] -= 1
    state.worth[i] = 0.0
    state.hours[i] = 0.0
    return count


@compiled
def seat(model: Model, state: State, i: int, new: Ints, count: int, work: Work) -> None:
    """Give person i, who has nothing, the first `count` sessions of `new`. Rules are the caller's business."""
    room = state.room
    u = model.unit[i]
    rows, lifts, ceilings = work.ints[5], work.ints[10], work.ints[11]
    for x in range(count):
        s = new[x]
        state.seats[i, x] = s
        j = model.programme[s]
        spent = model.cost[j]
        if room.present[s] % model.capacity[j] == 0:
            spent += model.batch_cost[j]
        room.present[s] += 1
        room.total[0] -= spent
        room.funds[model.fund[j]] -= spent
        room.units[u] -= model.cost[j]
        if model.away[j]:
            room.absence[u, model.period[s]] -= 1
        state.worth[i] += added_worth(model, row_of(model, i, j), rows, x, lifts, ceilings)
        state.hours[i] += model.hours[j]
    if count > 0 and state.hours[i] >= model.hours_target and model.hours_target > 0.0:
        state.at_target[u] += 1


@compiled
def row_of(model: Model, i: int, j: int) -> int:
    """The candidate row of person i for programme j, -1 if there is none."""
    for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
        if model.cand_programme[a] == j:
            return a
    return -1


@compiled
def underfilled(model: Model, room: Room, s: int, present: int) -> bool:
    j = model.programme[s]
    batches = (present + model.capacity[j] - 1) // model.capacity[j]
    return present < batches * model.batch_min[j]


@compiled
def locked(model: Model, state: State, old: Ints, count: int, force: Ints) -> int:
    """Sessions among `old` that person cannot leave without leaving a batch under-filled (already unseated)."""
    found = 0
    for x in range(count):
        s = old[x]
        present = state.room.present[s]
        if underfilled(model, state.room, s, present) and not underfilled(model, state.room, s, present + 1):
            force[found] = s
            found += 1
    return found


@compiled
def bonus_of(model: Model, state: State, guide: Guide, u: int, live: bool) -> float:
    """What reaching the target is worth to a person of unit u who is not counted yet."""
    if live:
        short = min(1.0, max(0.0, model.unit_quota[u] - state.at_target[u]))
        return model.reward_target + model.fairness_weight * short
    return model.reward_target + guide.target[u]


@compiled
def net_worth(
    model: Model, state: State, i: int, old: Ints, count: int, guide: Guide, bonus: float, work: Work
) -> float:
    """Net value of a bundle at the prices of `guide`, the person being unseated."""
    rows, lifts, ceilings = work.ints[5], work.ints[10], work.ints[11]
    u = model.unit[i]
    net = 0.0
    hours = 0.0
    for x in range(count):
        s = old[x]
        j = model.programme[s]
        net += added_worth(model, row_of(model, i, j), rows, x, lifts, ceilings)
        net -= guide.seat[s] + guide.unit[u] * model.cost_millions[j]
        if model.away[j]:
            net -= guide.absence[u, model.period[s]]
        if state.room.present[s] % model.capacity[j] == 0:
            net -= guide.batch * model.batch_millions[j]
        hours += model.hours[j]
    return net + bonus if hours >= model.hours_target else net


@compiled
def holds(new: Ints, size: int, force: Ints, forced: int) -> bool:
    for x in range(forced):
        found = False
        for y in range(size):
            found = found or new[y] == force[x]
        if not found:
            return False
    return True


@compiled
def replan(
    model: Model, state: State, order: Ints, guide: Guide, live: bool, mode: int, keep: bool, node_limit: int
) -> int:
    """Give each person of `order` his best bundle within the room that is left. Returns how many bundles changed.

    `keep` holds persons in sessions they cannot leave without leaving a batch under-filled.
    """
    work_ints = np.zeros((4, model.most + 2), np.int64)
    old, new, force = work_ints[0], work_ints[1], work_ints[2]
    work = workspace(model)
    changed = 0
    for q in range(order.shape[0]):
        i = order[q]
        count = unseat(model, state, i, old)
        forced = locked(model, state, old, count, force) if keep else 0
        bonus = bonus_of(model, state, guide, model.unit[i], live)
        _, size, _ = best_bundle(model, i, guide, bonus, mode, state.room, force, forced, node_limit, work, new)
        if not holds(new, size, force, forced):
            seat(model, state, i, old, count, work)
            continue
        if size != count or not holds(new, size, old, count):
            changed += 1
        seat(model, state, i, new, size, work)
    return changed


@compiled
def second_choices(
    model: Model, state: State, s: int, sample: int, start: int, guide: Guide, live: bool, node_limit: int, work: Work
) -> tuple[Ints, Floats, int]:
    """Persons who could still join session s, with the change of their net value; at most `sample` are tried."""
    j = model.programme[s]
    first, last = model.taker_ptr[j], model.taker_ptr[j + 1]
    total = last - first
    tried = min(sample, total)
    who = np.zeros(tried, np.int64)
    gain = np.zeros(tried)
    old = np.zeros(model.most + 2, np.int64)
    new = np.zeros(model.most + 2, np.int64)
    force = np.zeros(model.most + 2, np.int64)
    found = 0
    for x in range(tried):
        i = model.taker[first + (start + x) % total]
        count = unseat(model, state, i, old)
        attends = False
        for y in range(count):
            attends = attends or model.programme[old[y]] == j
        if not attends:
            forced = locked(model, state, old, count, force)
            force[forced] = s
            forced += 1
            bonus = bonus_of(model, state, guide, model.unit[i], live)
            before = net_worth(model, state, i, old, count, guide, bonus, work)
            after, size, _ = best_bundle(model, i, guide, bonus, 2, state.room, force, forced, node_limit, work, new)
            if holds(new, size, force, forced):
                who[found] = i
                gain[found] = after - forced * guide.force - before
                found += 1
        seat(model, state, i, old, count, work)
    return who, gain, found


@compiled
def fill(
    model: Model,
    state: State,
    s: int,
    upto: int,
    least: float,
    sample: int,
    start: int,
    guide: Guide,
    live: bool,
    node_limit: int,
) -> bool:
    """Bring session s to `upto` persons with second-choice people if together they lose no more than -`least`.

    Returns whether it got there; when it did not, some persons may have joined.
    """
    work = workspace(model)
    missing = upto - state.room.present[s]
    if missing <= 0:
        return True
    who, gain, found = second_choices(model, state, s, sample, start, guide, live, node_limit, work)
    if found < missing:
        return False
    order = np.argsort(-gain[:found])
    together = 0.0
    for x in range(missing):
        together += gain[order[x]]
    if together < least:
        return False
    old = np.zeros(model.most + 2, np.int64)
    new = np.zeros(model.most + 2, np.int64)
    force = np.zeros(model.most + 2, np.int64)
    for x in range(found):
        i = who[order[x]]
        count = unseat(model, state, i, old)
        forced = locked(model, state, old, count, force)
        force[forced] = s
        forced += 1
        bonus = bonus_of(model, state, guide, model.unit[i], live)
        _, size, _ = best_bundle(model, i, guide, bonus, 2, state.room, force, forced, node_limit, work, new)
        if holds(new, size, force, forced):
            seat(model, state, i, new, size, work)
        else:
            seat(model, state, i, old, count, work)
        if state.room.present[s] >= upto:
            return True
    return False


@compiled
def losses(
    model: Model, state: State, s: int, guide: Guide, live: bool, mode: int, node_limit: int, work: Work
) -> tuple[Ints, Floats, int]:
    """The participants of session s and what each would lose with his best bundle without it."""
    present = state.room.present[s]
    j = model.programme[s]
    who = np.zeros(present, np.int64)
    loss = np.zeros(present)
    old = np.zeros(model.most + 2, np.int64)
    new = np.zeros(model.most + 2, np.int64)
    force = np.zeros(1, np.int64)
    found = 0
    allowed = state.room.batches_max[s]
    for x in range(model.taker_ptr[j], model.taker_ptr[j + 1]):
        i = model.taker[x]
        attends = False
        for y in range(state.seats.shape[1]):
            attends = attends or state.seats[i, y] == s
        if not attends:
            continue
        count = unseat(model, state, i, old)
        bonus = bonus_of(model, state, guide, model.unit[i], live)
        before = net_worth(model, state, i, old, count, guide, bonus, work)
        state.room.batches_max[s] = 0
        after, _, _ = best_bundle(model, i, guide, bonus, mode, state.room, force, 0, node_limit, work, new)
        state.room.batches_max[s] = allowed
        seat(model, state, i, old, count, work)
        who[found] = i
        loss[found] = before - after
        found += 1
    return who, loss, found


@compiled
def repair(  # noqa: C901 - one compiled loop over one shared scratch space
    model: Model,
    state: State,
    share: float,
    sample: int,
    start: int,
    guide: Guide,
    live: bool,
    node_limit: int,
) -> int:
    """Until no batch is under-filled: fill it with second-choice people, or close it and re-plan its participants.

    Batches filled below `share` of their minimum are closed at once, the emptiest first, so that their people can fill
    others. Closing lowers `batches_max` of the session. Returns the number of batches closed.
    """
    work = workspace(model)
    old = np.zeros(model.most + 2, np.int64)
    new = np.zeros(model.most + 2, np.int64)
    force = np.zeros(model.most + 2, np.int64)
    room = state.room
    closed = 0
    while True:
        s = -1
        lowest = 2.0
        for t in range(model.period.shape[0]):
            if room.present[t] > 0 and underfilled(model, room, t, room.present[t]):
                k = model.programme[t]
                batches = (room.present[t] + model.capacity[k] - 1) // model.capacity[k]
                ratio = room.present[t] / (batches * model.batch_min[k])
                if ratio < lowest:
                    lowest = ratio
                    s = t
        if s < 0:
            return closed
        j = model.programme[s]
        batches = (room.present[s] + model.capacity[j] - 1) // model.capacity[j]
        stay = model.capacity[j] * (batches - 1)
        who, loss, found = losses(model, state, s, guide, live, 2, node_limit, work)
        order = np.argsort(loss[:found])
        leaving = room.present[s] - stay
        if lowest >= share:
            at_stake = 0.0
            for x in range(min(leaving, found)):
                at_stake += loss[order[x]]
            upto = batches * model.batch_min[j]
            if fill(model, state, s, upto, -at_stake, sample, start, guide, live, node_limit):
                continue
            leaving = room.present[s] - stay
        room.batches_max[s] = batches - 1
        closed += 1
        for x in range(found):
            if room.present[s] <= stay:
                break
            i = who[order[x]]
            count = unseat(model, state, i, old)
            forced = locked(model, state, old, count, force)
            kept = 0
            for y in range(forced):
                if force[y] != s:
                    force[kept] = force[y]
                    kept += 1
            bonus = bonus_of(model, state, guide, model.unit[i], live)
            _, size, _ = best_bundle(model, i, guide, bonus, 2, room, force, kept, node_limit, work, new)
            seat(model, state, i, new, size, work)
        # whoever joined while filling failed leaves without being asked twice
        for x in range(model.taker_ptr[j], model.taker_ptr[j + 1]):
            if room.present[s] <= stay:
                break
            i = model.taker[x]
            for y in range(state.seats.shape[1]):
                if state.seats[i, y] == s:
                    unseat(model, state, i, old)
                    bonus = bonus_of(model, state, guide, model.unit[i], live)
                    _, size, _ = best_bundle(model, i, guide, bonus, 2, room, force, 0, node_limit, work, new)
                    seat(model, state, i, new, size, work)
                    break


@compiled
def plan_value(model: Model, state: State, budget: int) -> float:
    """Objective of the plan as the solver adds it up."""
    value = 0.0
    for i in range(state.worth.shape[0]):
        value += state.worth[i]
    for u in range(state.at_target.shape[0]):
        value += model.reward_target * state.at_target[u]
        value -= model.fairness_weight * max(0.0, model.unit_quota[u] - state.at_target[u])
    return value - model.cost_weight * ((budget - state.room.total[0]) / 1e6)


@compiled
def greedy(model: Model, state: State, persons: Ints, sessions: Ints) -> None:
    """Take (person, session) pairs in the given order whenever every rule but the batch minimum allows it."""
    room = state.room
    work = workspace(model)
    old = np.zeros(model.most + 2, np.int64)
    for q in range(persons.shape[0]):
        i, s = persons[q], sessions[q]
        if fits(model, state, i, s):
            count = unseat(model, state, i, old)
            old[count] = s
            seat(model, state, i, old, count + 1, work)
    for s in range(room.present.shape[0]):
        j = model.programme[s]
        batches = (room.present[s] + model.capacity[j] - 1) // model.capacity[j]
        if room.present[s] < batches * model.batch_min[j]:
            room.batches_max[s] = batches - 1


@compiled
def fits(model: Model, state: State, i: int, s: int) -> bool:
    """Whether person i may add session s to what he has, batch minimum aside."""
    room = state.room
    j = model.programme[s]
    u = model.unit[i]
    a = row_of(model, i, j)
    count = 0
    hours = state.hours[i] + model.hours[j]
    ready = model.cand_needs[a] < 0
    for x in range(state.seats.shape[1]):
        t = state.seats[i, x]
        if t < 0:
            continue
        count += 1
        other = model.programme[t]
        if other == j or (model.away[j] and model.away[other] and model.period[t] == model.period[s]):
            return False
        if other == model.cand_needs[a] and model.period[t] < model.period[s]:
            ready = True
    if not ready or count >= model.most or hours > model.hours_max:
        return False
    present = room.present[s]
    cost = model.cost[j]
    if present % model.capacity[j] == 0:
        if present // model.capacity[j] >= room.batches_max[s]:
            return False
        cost += model.batch_cost[j]
    if cost > room.total[0] or cost > room.funds[model.fund[j]] or model.cost[j] > room.units[u]:
        return False
    return not model.away[j] or room.absence[u, model.period[s]] > 0

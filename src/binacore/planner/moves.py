"""Compiled moves on a plan under construction: seat and unseat persons, re-plan one person after the other.

The number of batches of a session is never stored: it is the least that seats everybody, present / capacity rounded up.
Fewer batches cost less and make the minimum easier to keep, so no other number can be better.
"""

from __future__ import annotations

from typing import NamedTuple

from binacore.planner.bundle import best_bundle
from binacore.planner.kernels import (
    NEVER,
    Guide,
    Room,
    Work,
    added_worth,
    bare,
    clashing,
    has_absence,
    has_extra,
    may_join,
    opens_batch,
    row_of,
    seat_price,
    underfilled,
)
from binacore.planner.model import Ints, Model
from binacore.planner.problem import Floats


class State(NamedTuple):
    """`seats` (person, slot) holds session indices or -1 in no order; `worth` is coverage and mandatory reward."""

    seats: Ints
    worth: Floats
    hours: Floats
    at_target: Ints
    room: Room


@bare
def _use(model: Model, room: Room, i: int, s: int, sign: int) -> None:
    """Take (1) or give back (-1) what person i uses in session s; the head count has just changed or is about to."""
    u = model.unit[i]
    j = model.programme[s]
    a = row_of(model, i, j)
    if sign < 0:
        room.present[s] -= 1
    cost = sign * model.cost[j]
    room.total[0] -= cost
    room.units[u] -= cost
    room.funds[model.cand_fund[a]] -= cost
    if room.present[s] % model.capacity[j] == 0:
        batch = sign * model.batch_cost[j]
        room.total[0] -= batch
        room.funds[model.fund[j]] -= batch
        o = model.organiser[j]
        if o >= 0:
            room.organiser_year[o] -= sign
            if model.start[s] > 0:
                for p in range(model.start[s], model.end[s] + 1):
                    room.organiser_period[o, p] -= sign
    if sign > 0:
        room.present[s] += 1
    load = sign * model.load[j]
    if load != 0.0:
        for p in range(model.start[s], model.end[s] + 1):
            room.absence[u, p] -= load
    if model.has_extra:
        for e in range(model.extra_ptr[a], model.extra_ptr[a + 1]):
            room.extra[model.extra_resource[e]] -= sign * model.extra_use[e]


@bare
def unseat(model: Model, state: State, i: int, old: Ints) -> int:
    """Take all sessions from person i, write them to `old`, give everything back; returns how many there were."""
    count = 0
    for x in range(state.seats.shape[1]):
        s = state.seats[i, x]
        if s < 0:
            continue
        old[count] = s
        count += 1
        state.seats[i, x] = -1
        _use(model, state.room, i, s, -1)
    if count > 0 and model.aim[i] > 0.0 and state.hours[i] >= model.aim[i]:
        state.at_target[model.unit[i]] -= 1
    state.worth[i] = 0.0
    state.hours[i] = 0.0
    return count


@bare
def seat(model: Model, state: State, i: int, new: Ints, count: int, work: Work) -> None:
    """Give person i, who has nothing, the first `count` sessions of `new`. Rules are the caller's business."""
    rows, lifts, ceilings = work.ints[5], work.ints[10], work.ints[11]
    for x in range(count):
        s = new[x]
        state.seats[i, x] = s
        j = model.programme[s]
        _use(model, state.room, i, s, 1)
        state.worth[i] += added_worth(model, row_of(model, i, j), rows, x, lifts, ceilings)
        state.hours[i] += model.hours[j]
    if count > 0 and model.aim[i] > 0.0 and state.hours[i] >= model.aim[i]:
        state.at_target[model.unit[i]] += 1


@bare
def is_fixed(model: Model, i: int, s: int) -> bool:
    found = False
    for x in range(model.fixed_ptr[i], model.fixed_ptr[i + 1]):
        found = found or model.fixed_session[x] == s
    return found


@bare
def kept(model: Model, state: State, i: int, old: Ints, count: int, full: bool, force: Ints) -> int:
    """Sessions among `old` the person (already unseated) must keep: fixed ones, and with `full` also those he cannot
    leave without leaving a batch under-filled. Written to `force`; returns how many."""
    found = 0
    for x in range(count):
        s = old[x]
        present = state.room.present[s]
        held = is_fixed(model, i, s)
        if not held and full:
            held = underfilled(model, s, present) and not underfilled(model, s, present + 1)
        if held:
            force[found] = s
            found += 1
    return found


@bare
def bonus_of(model: Model, state: State, guide: Guide, u: int, live: bool) -> float:
    """What reaching the target is worth to a person of unit u who is not counted yet."""
    if live:
        short = min(1.0, max(0.0, model.unit_quota[u] - state.at_target[u]))
        return model.reward_target + model.fairness_weight * short
    return model.reward_target + guide.target[u]


@bare
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
        a = row_of(model, i, j)
        net += added_worth(model, a, rows, x, lifts, ceilings) - seat_price(model, guide, u, a, s)
        if opens_batch(model, state.room, s):
            net -= guide.batch * model.batch_millions[j]
        hours += model.hours[j]
    return net + bonus if hours >= model.aim[i] else net


@bare
def same(new: Ints, size: int, old: Ints, count: int) -> bool:
    if size != count:
        return False
    for x in range(count):
        found = False
        for y in range(size):
            found = found or new[y] == old[x]
        if not found:
            return False
    return True


@bare
def replan(
    model: Model,
    state: State,
    order: Ints,
    guide: Guide,
    live: bool,
    mode: int,
    keep: bool,
    node_limit: int,
    work: Work,
) -> int:
    """Give each person of `order` his best bundle within the room that is left. Returns how many bundles changed.

    `keep` holds persons in sessions they cannot leave without leaving a batch under-filled.
    """
    old, new, force = work.ints[14], work.ints[15], work.ints[16]
    changed = 0
    for q in range(order.shape[0]):
        i = order[q]
        count = unseat(model, state, i, old)
        forced = kept(model, state, i, old, count, keep, force)
        bonus = bonus_of(model, state, guide, model.unit[i], live)
        value, size, _ = best_bundle(model, i, guide, bonus, mode, state.room, force, forced, node_limit, work, new)
        if value <= NEVER or same(new, size, old, count):
            seat(model, state, i, old, count, work)
            continue
        changed += 1
        seat(model, state, i, new, size, work)
    return changed


@bare
def plan_value(model: Model, state: State, budget: int) -> float:
    """Objective of the plan as the solver adds it up."""
    value = 0.0
    for i in range(state.worth.shape[0]):
        value += state.worth[i]
    for u in range(state.at_target.shape[0]):
        value += model.reward_target * state.at_target[u]
        value -= model.fairness_weight * max(0.0, model.unit_quota[u] - state.at_target[u])
    return value - model.cost_weight * ((budget - state.room.total[0]) / 1e6)


@bare
def greedy(model: Model, state: State, owner: Ints, rows: Ints, work: Work) -> None:
    """Give candidate rows their earliest session in the given order, where all rules but the batch minimum allow it.

    `owner` is the person of each candidate row.
    """
    room = state.room
    old = work.ints[14]
    for q in range(rows.shape[0]):
        i, j = owner[rows[q]], model.cand_programme[rows[q]]
        for k in range(model.session_ptr[j], model.session_ptr[j + 1]):
            s = model.session_of[k]
            if fits(model, state, i, s):
                count = unseat(model, state, i, old)
                old[count] = s
                seat(model, state, i, old, count + 1, work)
                break
    for s in range(room.present.shape[0]):
        if underfilled(model, s, room.present[s]):
            j = model.programme[s]
            room.batches_max[s] = (room.present[s] + model.capacity[j] - 1) // model.capacity[j] - 1


@bare
def fits(model: Model, state: State, i: int, s: int) -> bool:
    """Whether person i may add session s to what he has, batch minimum aside."""
    room = state.room
    j = model.programme[s]
    u = model.unit[i]
    a = row_of(model, i, j)
    count = 0
    ready = not model.cand_needs[a]
    for x in range(state.seats.shape[1]):
        t = state.seats[i, x]
        if t < 0:
            continue
        count += 1
        other = model.programme[t]
        if other == j or clashing(model, s, t):
            return False
        if other == model.before[j] and model.end[t] < model.start[s]:
            ready = True
    if not ready or count >= model.most or state.hours[i] + model.hours[j] > model.room_hours[i]:
        return False
    if not may_join(model, room, s, False) or not has_absence(model, room, u, s) or not has_extra(model, room, a):
        return False
    own, batch = model.cost[j], 0
    if opens_batch(model, room, s):
        batch = model.batch_cost[j]
    if own + batch > room.total[0] or own > room.units[u]:
        return False
    if model.cand_fund[a] == model.fund[j]:
        return own + batch <= room.funds[model.fund[j]]
    return own <= room.funds[model.cand_fund[a]] and batch <= room.funds[model.fund[j]]


@bare
def seat_fixed(model: Model, state: State, work: Work) -> None:
    """Seat every fixed assignment."""
    new = work.ints[15]
    for i in range(model.unit.shape[0]):
        count = 0
        for x in range(model.fixed_ptr[i], model.fixed_ptr[i + 1]):
            new[count] = model.fixed_session[x]
            count += 1
        if count > 0:
            seat(model, state, i, new, count, work)


@bare
def seat_all(model: Model, state: State, persons: Ints, sessions: Ints, work: Work) -> None:
    """Give every person exactly the sessions listed for him; `persons` is sorted. Others keep what they have."""
    old = work.ints[14]
    q = 0
    while q < persons.shape[0]:
        i = persons[q]
        unseat(model, state, i, old)
        count = 0
        while q < persons.shape[0] and persons[q] == i:
            old[count] = sessions[q]
            count += 1
            q += 1
        seat(model, state, i, old, count, work)


@bare
def clear(model: Model, state: State, persons: Ints, work: Work) -> None:
    """Take everything but their fixed sessions from the persons."""
    old, force = work.ints[14], work.ints[16]
    for q in range(persons.shape[0]):
        count = unseat(model, state, persons[q], old)
        forced = kept(model, state, persons[q], old, count, False, force)
        seat(model, state, persons[q], force, forced, work)


@bare
def revert(model: Model, state: State, seats: Ints, work: Work) -> int:
    """Make the plan that of `seats` (person, slot) again; returns how many persons had changed."""
    old = work.ints[14]
    changed = 0
    for again in range(2):
        for i in range(seats.shape[0]):
            differs = state.hours[i] < 0.0
            for x in range(seats.shape[1]):
                differs = differs or state.seats[i, x] != seats[i, x]
            if not differs:
                continue
            if again == 0:
                unseat(model, state, i, old)
                state.hours[i] = -1.0  # marks who is to be seated in the second turn
                changed += 1
                continue
            state.hours[i] = 0.0
            count = 0
            for x in range(seats.shape[1]):
                if seats[i, x] >= 0:
                    old[count] = seats[i, x]
                    count += 1
            seat(model, state, i, old, count, work)
            for x in range(seats.shape[1]):
                state.seats[i, x] = seats[i, x]
    return changed

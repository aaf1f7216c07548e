"""Compiled moves on whole batches: fill one to its minimum with second-choice people, or close it."""

from __future__ import annotations

from binacore.planner.bundle import best_bundle
from binacore.planner.kernels import NEVER, Guide, Work, bare, batches_for, sort_by_key, underfilled
from binacore.planner.model import Ints, Model
from binacore.planner.moves import State, bonus_of, is_fixed, kept, net_worth, seat, unseat


@bare
def _attends(model: Model, old: Ints, count: int, j: int) -> bool:
    found = False
    for x in range(count):
        found = found or model.programme[old[x]] == j
    return found


@bare
def second_choices(
    model: Model, state: State, s: int, sample: int, start: int, guide: Guide, live: bool, node_limit: int, work: Work
) -> int:
    """List 1: persons who could still join session s by rising loss of net value; at most `sample` are tried."""
    j = model.programme[s]
    first, last = model.taker_ptr[j], model.taker_ptr[j + 1]
    total = last - first
    tried = min(sample, total)
    who, key = work.who[1], work.key[1]
    old, new, force = work.ints[14], work.ints[15], work.ints[16]
    found = 0
    for x in range(tried):
        i = model.taker[first + (start + x) % total]
        count = unseat(model, state, i, old)
        if not _attends(model, old, count, j):
            forced = kept(model, state, i, old, count, True, force)
            force[forced] = s
            if forced < model.most:
                bonus = bonus_of(model, state, guide, model.unit[i], live)
                before = net_worth(model, state, i, old, count, guide, bonus, work)
                after, _, _ = best_bundle(
                    model, i, guide, bonus, 2, state.room, force, forced + 1, node_limit, work, new
                )
                if after > NEVER:
                    who[found] = i
                    key[found] = before - after
                    found += 1
        seat(model, state, i, old, count, work)
    sort_by_key(who, key, found)
    return found


@bare
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
    work: Work,
) -> bool:
    """Bring session s to `upto` persons with second-choice people if together they lose no more than -`least`.

    Returns whether it got there; when it did not, some persons may have joined.
    """
    missing = upto - state.room.present[s]
    if missing <= 0:
        return True
    found = second_choices(model, state, s, sample, start, guide, live, node_limit, work)
    if found < missing:
        return False
    who, key = work.who[1], work.key[1]
    together = 0.0
    for x in range(missing):
        together -= key[x]
    if together < least:
        return False
    old, new, force = work.ints[14], work.ints[15], work.ints[16]
    for x in range(found):
        i = who[x]
        count = unseat(model, state, i, old)
        forced = kept(model, state, i, old, count, True, force)
        force[forced] = s
        value, size = NEVER, 0
        if forced < model.most:
            bonus = bonus_of(model, state, guide, model.unit[i], live)
            value, size, _ = best_bundle(
                model, i, guide, bonus, 2, state.room, force, forced + 1, node_limit, work, new
            )
        if value > NEVER:
            seat(model, state, i, new, size, work)
        else:
            seat(model, state, i, old, count, work)
        if state.room.present[s] >= upto:
            return True
    return False


@bare
def losses(model: Model, state: State, s: int, guide: Guide, live: bool, mode: int, node_limit: int, work: Work) -> int:
    """List 0: participants who may leave session s, by rising loss with their best bundle without it."""
    j = model.programme[s]
    who, key = work.who[0], work.key[0]
    old, new, force = work.ints[14], work.ints[15], work.ints[16]
    found = 0
    allowed = state.room.batches_max[s]
    for x in range(model.taker_ptr[j], model.taker_ptr[j + 1]):
        i = model.taker[x]
        attends = False
        for y in range(state.seats.shape[1]):
            attends = attends or state.seats[i, y] == s
        if not attends or is_fixed(model, i, s):
            continue
        count = unseat(model, state, i, old)
        bonus = bonus_of(model, state, guide, model.unit[i], live)
        before = net_worth(model, state, i, old, count, guide, bonus, work)
        forced = kept(model, state, i, old, count, False, force)
        state.room.batches_max[s] = 0
        after, _, _ = best_bundle(model, i, guide, bonus, mode, state.room, force, forced, node_limit, work, new)
        state.room.batches_max[s] = allowed
        seat(model, state, i, old, count, work)
        if after > NEVER:
            who[found] = i
            key[found] = before - after
            found += 1
    sort_by_key(who, key, found)
    return found


@bare
def _emptiest(model: Model, state: State) -> tuple[int, float]:
    """The session whose batches are filled least against their minimum, -1 when none is under-filled."""
    s = -1
    lowest = 2.0
    for t in range(model.start.shape[0]):
        present = state.room.present[t]
        if present > 0 and underfilled(model, t, present):
            least = (batches_for(model, t, present) - model.exempt[t]) * model.batch_min[model.programme[t]]
            if present / least < lowest:
                lowest = present / least
                s = t
    return s, lowest


@bare
def _leave(
    model: Model, state: State, i: int, s: int, full: bool, guide: Guide, live: bool, node_limit: int, work: Work
) -> None:
    """Person i gives session s up and takes the best he can get; s must be closed to him already."""
    old, new, force = work.ints[14], work.ints[15], work.ints[16]
    count = unseat(model, state, i, old)
    forced = kept(model, state, i, old, count, full, force)
    stay = 0
    for y in range(forced):
        if force[y] != s:
            force[stay] = force[y]
            stay += 1
    bonus = bonus_of(model, state, guide, model.unit[i], live)
    value, size, _ = best_bundle(model, i, guide, bonus, 2, state.room, force, stay, node_limit, work, new)
    if value > NEVER:
        seat(model, state, i, new, size, work)
        return
    size = kept(model, state, i, old, count, False, force)
    seat(model, state, i, force, size, work)


@bare
def repair(
    model: Model,
    state: State,
    share: float,
    sample: int,
    start: int,
    guide: Guide,
    live: bool,
    node_limit: int,
    work: Work,
) -> int:
    """Until no batch is under-filled: fill it with second-choice people, or close it and re-plan its participants.

    Batches filled below `share` of their minimum are closed at once, the emptiest first, so that their people can fill
    others. Closing lowers `batches_max` of the session. Returns the number of batches closed.
    """
    room = state.room
    closed = 0
    while True:
        s, lowest = _emptiest(model, state)
        if s < 0:
            return closed
        j = model.programme[s]
        batches = batches_for(model, s, room.present[s])
        found = losses(model, state, s, guide, live, 2, node_limit, work)
        who, key = work.who[0], work.key[0]
        stay = model.capacity[j] * (batches - 1)
        if lowest >= share:
            at_stake = 0.0
            for x in range(min(room.present[s] - stay, found)):
                at_stake += key[x]
            upto = (batches - model.exempt[s]) * model.batch_min[j]
            if fill(model, state, s, upto, -at_stake, sample, start, guide, live, node_limit, work):
                continue
        room.batches_max[s] = batches - 1
        closed += 1
        for x in range(found):
            if room.present[s] <= stay:
                break
            _leave(model, state, who[x], s, True, guide, live, node_limit, work)
        # whoever joined while filling failed leaves without being asked twice
        for x in range(model.taker_ptr[j], model.taker_ptr[j + 1]):
            if room.present[s] <= stay:
                break
            i = model.taker[x]
            for y in range(state.seats.shape[1]):
                if state.seats[i, y] == s and not is_fixed(model, i, s):
                    _leave(model, state, i, s, False, guide, live, node_limit, work)
                    break

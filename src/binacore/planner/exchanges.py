"""Compiled exchanges between two persons: one is brought into a session, another makes room and plans anew.

Both take their exact best bundles at the prices within the room that is left. A worse plan is accepted now and then
(simulated annealing): single moves end where only two together help. General resources may be overdrawn on the way by
a `Loan`, at a price; only plans without overdraft count.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from binacore.planner.bundle import best_bundle
from binacore.planner.kernels import NEVER, Guide, Work, bare, has_extra, may_join, row_of, seat_price, underfilled
from binacore.planner.model import Ints, Model
from binacore.planner.moves import State, bonus_of, kept, seat, unseat
from binacore.planner.problem import Floats


class Loan(NamedTuple):
    """Use of general resources lent: `lent` has been added to the room, `price` is paid per unit overdrawn."""

    lent: Floats
    price: Floats


ANY, NONE = -1, -2
"""Instead of a session: the best bundle whatever it holds, and no more than what has to be kept."""
TRIES = 12
"""Persons looked at for one who sits where room is wanted."""


@bare
def best_seats(model: Model, guide: Guide, best: Floats, second: Floats) -> None:
    """Worth of each person's best single seat at the prices, and of the next best; to have nothing is worth 0."""
    for i in range(model.unit.shape[0]):
        best[i] = 0.0
        second[i] = NEVER
        for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
            j = model.cand_programme[a]
            for k in range(model.session_ptr[j], model.session_ptr[j + 1]):
                net = model.cand_value[a] - seat_price(model, guide, model.unit[i], a, model.session_of[k])
                if net > best[i]:
                    second[i] = best[i]
                    best[i] = net
                elif net > second[i]:
                    second[i] = net


@bare
def overdrawn(state: State, loan: Loan) -> float:
    """What is paid for the general resources overdrawn."""
    paid = 0.0
    for r in range(loan.lent.shape[0]):
        paid += loan.price[r] * max(0.0, loan.lent[r] - state.room.extra[r] - 1e-9)
    return paid


@bare
def _value_of(model: Model, state: State, i: int, total: int) -> float:
    """The part of the plan's value that a change of person i's bundle can touch; `total` rupiah are the zero."""
    u = model.unit[i]
    at_target = state.at_target[u]
    value = state.worth[i] + model.reward_target * at_target
    value -= model.fairness_weight * max(0.0, model.unit_quota[u] - at_target)
    return value + model.cost_weight * ((state.room.total[0] - total) / 1e6)


@bare
def _attends(state: State, i: int, s: int) -> bool:
    found = False
    for x in range(state.seats.shape[1]):
        found = found or state.seats[i, x] == s
    return found


@bare
def _who_makes_room(model: Model, state: State, i: int, s: int) -> int:
    """A random person whose seat is wanted for person i: of session s where that is short of room, else anybody."""
    j = model.programme[s]
    first, last = model.taker_ptr[j], model.taker_ptr[j + 1]
    inside = not may_join(model, state.room, s, False) or not has_extra(model, state.room, row_of(model, i, j))
    for _ in range(TRIES):
        if inside:
            k = model.taker[first + np.random.randint(last - first)]
            if k != i and _attends(state, k, s):
                return k
        else:
            k = np.random.randint(model.unit.shape[0])
            for x in range(state.seats.shape[1]):
                if k != i and state.seats[k, x] >= 0:
                    return k
    return -1


@bare
def _broken(model: Model, state: State, sessions: Ints, count: int) -> bool:
    found = False
    for x in range(count):
        found = found or underfilled(model, sessions[x], state.room.present[sessions[x]])
    return found


@bare
def _bring(
    model: Model, state: State, i: int, s: int, old: Ints, count: int, guide: Guide, node_limit: int, work: Work
) -> bool:
    """Seat person i, who has been unseated, with his best bundle that holds session s (ANY: any bundle; NONE: only what
    he must keep)."""
    new, force = work.ints[15], work.ints[16]
    forced = kept(model, state, i, old, count, True, force)
    if s == NONE:
        seat(model, state, i, force, forced, work)
        return True
    if s >= 0:
        # what is forced is not asked whether it leaves a batch under-filled
        if not may_join(model, state.room, s, True):
            return False
        force[forced] = s
        forced += 1
        if forced > model.most:
            return False
    bonus = bonus_of(model, state, guide, model.unit[i], True)
    value, size, _ = best_bundle(model, i, guide, bonus, 2, state.room, force, forced, node_limit, work, new)
    if value <= NEVER:
        return False
    seat(model, state, i, new, size, work)
    return True


@bare
def exchange(
    model: Model,
    state: State,
    i: int,
    s: int,
    k: int,
    guide: Guide,
    loan: Loan,
    worst: float,
    node_limit: int,
    work: Work,
) -> bool:
    """Bring person i into session s (or ANY, NONE) while person k (-1: nobody) gives all up and plans anew behind him.

    Undone, with False, when it cannot be or the plan's value would change by less than `worst`.
    """
    mine, theirs = work.ints[14], work.ints[7]
    total = state.room.total[0]
    change = overdrawn(state, loan)
    before = _value_of(model, state, i, total)
    count = unseat(model, state, i, mine)
    change += _value_of(model, state, i, total) - before
    many = 0
    if k >= 0:
        before = _value_of(model, state, k, total)
        many = unseat(model, state, k, theirs)
        change += _value_of(model, state, k, total) - before
    before = _value_of(model, state, i, total)
    done = _bring(model, state, i, s, mine, count, guide, node_limit, work)
    change += _value_of(model, state, i, total) - before
    if done and k >= 0:
        before = _value_of(model, state, k, total)
        done = _bring(model, state, k, ANY, theirs, many, guide, node_limit, work)
        change += _value_of(model, state, k, total) - before
    change -= overdrawn(state, loan)
    done = done and change >= worst and not _broken(model, state, mine, count)
    if done and not _broken(model, state, theirs, many):
        return True
    out = work.ints[15]
    unseat(model, state, i, out)
    if k >= 0:
        unseat(model, state, k, out)
        seat(model, state, k, theirs, many, work)
    seat(model, state, i, mine, count, work)
    return False


@bare
def whole(model: Model, state: State) -> float:
    """Value of the plan but for a constant: what a changed plan is compared by."""
    value = model.cost_weight * (state.room.total[0] / 1e6)
    for i in range(state.worth.shape[0]):
        value += state.worth[i]
    for u in range(state.at_target.shape[0]):
        value += model.reward_target * state.at_target[u]
        value -= model.fairness_weight * max(0.0, model.unit_quota[u] - state.at_target[u])
    return value


@bare
def keep(state: State, top: State) -> None:
    """Write who attends what to `top`; its room is not kept up."""
    for i in range(state.worth.shape[0]):
        for x in range(state.seats.shape[1]):
            top.seats[i, x] = state.seats[i, x]


@bare
def _proposed(model: Model, i: int, wanted: Guide, best: Floats, width: float) -> int:
    """A random session of person i, more often one that costs him little; -1 when none was drawn."""
    rows = model.cand_ptr[i + 1] - model.cand_ptr[i]
    if rows == 0:
        return -1
    a = model.cand_ptr[i] + np.random.randint(rows)
    j = model.cand_programme[a]
    sessions = model.session_ptr[j + 1] - model.session_ptr[j]
    if sessions == 0:
        return -1
    s = model.session_of[model.session_ptr[j] + np.random.randint(sessions)]
    loss = best[i] - model.cand_value[a] + seat_price(model, wanted, model.unit[i], a, s)
    return s if np.random.random() < np.exp(-loss / width) else -1


@bare
def anneal(
    model: Model,
    state: State,
    guide: Guide,
    best: Floats,
    wanted: Guide,
    loan: Loan,
    heat: float,
    width: float,
    top: State,
    top_value: float,
    moves: int,
    every: int,
    seed: int,
    node_limit: int,
    work: Work,
) -> float:
    """`moves` random exchanges at temperature `heat`; the best plan without overdraft goes to `top`.

    A person is brought into sessions that cost him little against his best one (`best`, from `best_seats`) at the
    prices of `wanted`: with probability exp(-loss / width). Bundles are planned at those of `guide`. `heat` and `width`
    in units of value. Only every `every`-th plan is looked at for the best. Returns the value of `top`, where
    `top_value` is the one it has; values are those of `whole`.
    """
    np.random.seed(seed)
    over = False
    for q in range(moves):
        i = np.random.randint(model.unit.shape[0])
        if over and np.random.random() < 0.2 and state.seats[i, 0] >= 0:
            worst = heat * np.log(1.0 - np.random.random())
            exchange(model, state, i, NONE, -1, guide, loan, worst, node_limit, work)
        s = _proposed(model, i, wanted, best, width)
        if s < 0 or _attends(state, i, s):
            continue
        worst = heat * np.log(1.0 - np.random.random())
        done = exchange(model, state, i, s, -1, guide, loan, worst, node_limit, work)
        if not done:
            k = _who_makes_room(model, state, i, s)
            done = k >= 0 and exchange(model, state, i, s, k, guide, loan, worst, node_limit, work)
        over = overdrawn(state, loan) > 0.0
        if (done or every > 1) and not over and (q + 1) % every == 0:
            value = whole(model, state)
            if value > top_value + 1e-9:
                top_value = value
                keep(state, top)
    return top_value

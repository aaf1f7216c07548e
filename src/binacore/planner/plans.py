"""Plans under construction as arrays: the least one, copies, and the way to the plan of a result."""

from __future__ import annotations

import numpy as np

from binacore.planner import moves
from binacore.planner.kernels import Room, Work, room_of
from binacore.planner.model import Ints, Limits, Model
from binacore.planner.moves import State
from binacore.planner.plan import Plan


def least_state(model: Model, limits: Limits, work: Work) -> State:
    """Nobody attends anything but what is fixed; always feasible in a valid problem."""
    persons = len(model.unit)
    units = len(limits.units)
    at_target = np.bincount(model.unit[model.aim <= 0.0], minlength=units)
    room = room_of(limits, len(model.programme))
    reset_batches(model, room.batches_max)
    seats = np.full((persons, max(1, model.most)), -1, np.int32)
    state = State(seats, np.zeros(persons), np.zeros(persons), at_target.astype(np.int64), room)
    if len(model.fixed_session):
        moves.seat_fixed(model, state, work)
    return state


def reset_batches(model: Model, batches_max: Ints) -> None:
    """Allow all batches: as many as the problem says where persons may join, the fixed ones' elsewhere."""
    batches_max[:] = model.exempt
    batches_max[model.session_of] = model.batches_max[model.session_of]


def reopen(model: Model, state: State) -> None:
    """Allow all batches again that a repair has ruled out."""
    reset_batches(model, state.room.batches_max)


def copy_of(state: State) -> State:
    room = Room._make(array.copy() for array in state.room)
    return State(state.seats.copy(), state.worth.copy(), state.hours.copy(), state.at_target.copy(), room)


def restore(state: State, saved: State) -> None:
    """Write `saved` into `state`, in place."""
    for target, source in zip(state[:4], saved[:4], strict=True):
        target[...] = source
    for target, source in zip(state.room, saved.room, strict=True):
        target[...] = source


def plan_of(model: Model, state: State) -> Plan:
    """The plan with the fewest batches that seat everybody."""
    who, slot = np.nonzero(state.seats >= 0)
    sessions = state.seats[who, slot]
    order = np.lexsort((sessions, who))
    batches = -(-state.room.present // model.capacity[model.programme])
    return Plan(who[order].astype(np.int32), sessions[order].astype(np.int32), batches.astype(np.int64))


def state_of(model: Model, limits: Limits, plan: Plan, work: Work) -> State:
    """A plan of a result as a state again; every fixed seat must be in it."""
    state = least_state(model, limits, work)
    moves.seat_all(model, state, plan.persons.astype(np.int64), plan.sessions.astype(np.int64), work)
    return state

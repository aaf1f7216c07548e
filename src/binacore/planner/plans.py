"""Plans under construction as arrays: empty ones, copies, and the way back to identifiers."""

from __future__ import annotations

import numpy as np

from binacore.planner.kernels import Room
from binacore.planner.model import Limits, Model
from binacore.planner.moves import State
from binacore.planner.problem import Ints, Problem


def empty_state(model: Model, limits: Limits) -> State:
    """Nobody attends anything; everything is left."""
    persons = len(model.unit)
    units = len(limits.units)
    always = model.hours_target <= 0.0
    at_target = np.bincount(model.unit, minlength=units) if always else np.zeros(units)
    room = Room(
        total=np.array([limits.total], np.int64),
        funds=limits.funds.copy(),
        units=limits.units.copy(),
        absence=limits.absence.copy(),
        present=np.zeros(len(model.period), np.int64),
        batches_max=_openable(model),
    )
    seats = np.full((persons, max(1, model.most)), -1, np.int64)
    return State(seats, np.zeros(persons), np.zeros(persons), at_target.astype(np.int64), room)


def _openable(model: Model) -> Ints:
    allowed = np.zeros(len(model.period), np.int64)
    allowed[model.session_of] = model.batches_max[model.session_of]
    return allowed


def reopen(model: Model, state: State) -> None:
    """Allow all batches again that a repair has ruled out."""
    state.room.batches_max[:] = _openable(model)


def copy_of(state: State) -> State:
    room = Room(*(array.copy() for array in state.room))
    return State(state.seats.copy(), state.worth.copy(), state.hours.copy(), state.at_target.copy(), room)


def restore(state: State, saved: State) -> None:
    """Write `saved` into `state`, in place."""
    for target, source in zip(state[:4], saved[:4], strict=True):
        target[...] = source
    for target, source in zip(state.room, saved.room, strict=True):
        target[...] = source


def named_plan(problem: Problem, state: State) -> tuple[tuple[tuple[str, str], ...], dict[str, int]]:
    """(assignments sorted by person and session, batches by session)."""
    who, slot = np.nonzero(state.seats >= 0)
    pairs = zip(who.tolist(), state.seats[who, slot].tolist(), strict=True)
    assignments = tuple(sorted((problem.person_ids[i], problem.session_ids[s]) for i, s in pairs))
    capacity = problem.programme_capacity[problem.session_programme]
    batches = -(-state.room.present // capacity) if len(capacity) else state.room.present
    held = np.flatnonzero(batches > 0).tolist()
    return assignments, {problem.session_ids[s]: int(batches[s]) for s in held}

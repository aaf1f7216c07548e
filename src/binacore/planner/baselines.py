"""What an agency gets without an optimiser: three simple methods, played honestly.

Each fills seats in its own order, opens batches as they are needed (also free ones), and afterwards cancels what stayed
below its minimum and tries again without it, as a careful clerk would.
"""

from __future__ import annotations

import numpy as np

from binacore.planner import moves
from binacore.planner.model import Limits, Model
from binacore.planner.plans import empty_state
from binacore.planner.problem import Floats, Ints

NAMES = ("first_come_first_served", "most_popular_first", "value_per_rupiah")
ATTEMPTS = 12


def baseline(model: Model, limits: Limits, name: str, seed: int) -> moves.State:
    """The feasible plan of one of NAMES; `seed` draws the order of arrival of the first."""
    persons, rows, sessions = _pairs(model)
    order = _order(model, name, persons, rows, sessions, np.random.default_rng(seed))
    persons, sessions = persons[order], sessions[order]
    state = empty_state(model, limits)
    for _ in range(ATTEMPTS):
        allowed = state.room.batches_max.copy()
        state = empty_state(model, limits)
        state.room.batches_max[:] = allowed
        moves.greedy(model, state, persons, sessions)
        if (state.room.batches_max == allowed).all():
            return state
    cancel_underfilled(model, state)
    return state


def _pairs(model: Model) -> tuple[Ints, Ints, Ints]:
    """All (person, candidate row, session) that could be taken."""
    row_person = np.repeat(np.arange(len(model.unit)), np.diff(model.cand_ptr))
    counts = np.diff(model.session_ptr)[model.cand_programme]
    rows = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    sessions = model.session_of[model.session_ptr[model.cand_programme[rows]] + within]
    return row_person[rows], rows, sessions


def _order(model: Model, name: str, persons: Ints, rows: Ints, sessions: Ints, rng: np.random.Generator) -> Ints:
    programme = model.cand_programme[rows]
    reward = model.cand_reward[rows]
    value = model.cand_value[rows] + model.reward_target * _share_of_target(model)[programme]
    period = model.period[sessions]
    if name == "first_come_first_served":
        arrival = rng.permutation(len(model.unit))[persons]
        return np.lexsort((period, -value, arrival))
    if name == "most_popular_first":
        wanted = np.bincount(model.cand_programme, weights=model.cand_value > 0, minlength=len(model.hours))
        return np.lexsort((period, persons, -wanted[programme], -reward))
    cost = (model.cost_millions + model.batch_millions / model.capacity)[programme]
    ratio = value / (cost + 0.05)  # 50 000 rupiah of handling, so that free courses are ordered by value too
    return np.lexsort((period, persons, -ratio, -reward))


def _share_of_target(model: Model) -> Floats:
    if model.hours_target <= 0.0:
        return np.zeros(len(model.hours))
    return np.minimum(1.0, model.hours / model.hours_target)


def cancel_underfilled(model: Model, state: moves.State) -> None:
    """Cancel every session with an under-filled batch, and whatever depended on it, until none is left."""
    old = np.zeros(model.most + 2, np.int64)
    while True:
        bad = [s for s in np.flatnonzero(state.room.present).tolist() if _below_minimum(model, state, s)]
        if not bad:
            return
        for i in np.flatnonzero(np.isin(state.seats, bad).any(axis=1)).tolist():
            moves.unseat(model, state, i, old)


def _below_minimum(model: Model, state: moves.State, s: int) -> bool:
    return bool(moves.underfilled(model, state.room, s, int(state.room.present[s])))

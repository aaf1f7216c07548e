"""What an agency gets without an optimiser: three simple methods, played honestly.

Each fills seats in its own order, opens batches as they are needed (also free ones), and afterwards cancels what stayed
below its minimum and tries again without it, as a careful clerk would.
"""

from __future__ import annotations

import numpy as np

from binacore.planner import moves
from binacore.planner.kernels import Work, underfilled, widest_person, workspace
from binacore.planner.model import Ints, Limits, Model
from binacore.planner.plans import least_state
from binacore.planner.prices import side_by_side
from binacore.planner.problem import Floats

NAMES = ("first_come_first_served", "most_popular_first", "value_per_rupiah")
ATTEMPTS, FEW_ATTEMPTS, MANY = 12, 3, 100_000
"""Most times a method is played, and the same from so many persons on, where later ones change next to nothing."""


def simple_plans(model: Model, limits: Limits, seed: int) -> dict[str, moves.State]:
    """The feasible plan of each of NAMES; `seed` draws the order of arrival of the first. Played side by side."""
    owner = np.repeat(np.arange(len(model.unit), dtype=np.int32), np.diff(model.cand_ptr))
    # one after the other and narrow: sorting takes several times the memory of an order
    orders = [_order(model, name, owner, np.random.default_rng(seed)).astype(np.int32) for name in NAMES]
    plans = side_by_side(lambda order: _played(model, limits, owner, order), orders)
    return dict(zip(NAMES, plans, strict=True))


def _played(model: Model, limits: Limits, owner: Ints, order: Ints) -> moves.State:
    work = workspace(model, widest_person(model))
    state = least_state(model, limits, work)
    for _ in range(ATTEMPTS if len(model.unit) <= MANY else FEW_ATTEMPTS):
        allowed = state.room.batches_max.copy()
        state = least_state(model, limits, work)
        state.room.batches_max[:] = allowed
        moves.greedy(model, state, owner, order, work)
        if (state.room.batches_max == allowed).all():
            return state
    cancel_underfilled(model, state, work)
    return state


def _order(model: Model, name: str, owner: Ints, rng: np.random.Generator) -> Ints:
    """Candidate rows in the order in which the method serves them."""
    programme = model.cand_programme
    if name == "most_popular_first":
        wanted = np.bincount(programme, weights=model.cand_value > 0, minlength=len(model.hours))
        return np.lexsort((owner, -wanted[programme], ~model.cand_mandatory))
    value = model.cand_value + model.reward_target * _share_of_target(model, owner, programme)
    if name == "first_come_first_served":
        arrival = rng.permutation(len(model.unit)).astype(np.int32)[owner]
        return np.lexsort((-value, arrival))
    cost = (model.cost_millions + model.batch_millions / model.capacity)[programme]
    value /= cost + 0.05  # 50 000 rupiah of handling, so that free courses are ordered by value too
    return np.lexsort((owner, -value, ~model.cand_mandatory))


def _share_of_target(model: Model, persons: Ints, programme: Ints) -> Floats:
    """How much of the hours a person still lacks the programme brings, 0 to 1."""
    aim = model.aim[persons]
    share: Floats = np.where(aim > 0, np.minimum(1.0, model.hours[programme] / np.maximum(aim, 1e-9)), 0.0)
    return share


def cancel_underfilled(model: Model, state: moves.State, work: Work) -> None:
    """Cancel every session with an under-filled batch down to its fixed persons, and whatever depended on it, until
    none is left."""
    while True:
        present = state.room.present
        bad = [s for s in np.flatnonzero(present).tolist() if underfilled(model, s, int(present[s]))]
        if not bad:
            return
        persons = np.flatnonzero(np.isin(state.seats, bad).any(axis=1)).astype(np.int64)
        moves.clear(model, state, persons, work)

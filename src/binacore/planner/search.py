"""The first planner: price-guided construction, then tearing down and rebuilding parts of the best plan.

Construction ("squeaky wheel"): persons choose their best bundle one after the other at the prices of the bound, with
what is left; under-filled batches are filled with second-choice people or closed; then everybody may improve. Persons
who got least, compared with what they would take at the prices, go first in the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from binacore.planner import moves
from binacore.planner.bounds import Ascent, Dual
from binacore.planner.kernels import Guide
from binacore.planner.model import Limits, Model
from binacore.planner.params import SolveParams
from binacore.planner.plans import copy_of, empty_state, reopen, restore
from binacore.planner.problem import Floats, Ints

SAMPLE = 400
"""Most persons asked whether they would fill a batch as a second choice."""
SHARES = (0.5, 0.35, 0.7, 0.25)
"""Filled below this share of its minimum a batch is closed at once; the rounds try different ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A feasible plan and its value as the solver adds it up."""

    state: moves.State
    value: float


class Search:
    """Everything the moves need, bound to one problem."""

    def __init__(self, model: Model, limits: Limits, dual: Dual, params: SolveParams, seed: int) -> None:
        self.model, self.limits, self.dual, self.params = model, limits, dual, params
        self.rng = np.random.default_rng(seed)
        self.nodes = min(params.node_limit, 2_000)

    def value(self, state: moves.State) -> float:
        return float(moves.plan_value(self.model, state, self.limits.total))

    def guide(self, x: Floats, share: float) -> Guide:
        """Prices scaled by `share`; at 0 the true cost only, with new batches paid in full by who opens them."""
        model = self.model
        if share == 0.0:
            seat = (model.cost_millions * model.cost_weight)[model.programme]
            zeros = np.zeros_like(self.limits.absence, dtype=np.float64)
            base = Guide(seat, np.zeros(len(self.limits.units)), zeros, zeros[:, 0].copy(), model.cost_weight, 0.0)
        else:
            base = self.dual.guide(x * share)
        return base._replace(force=self._force(base))

    def _force(self, guide: Guide) -> float:
        """More than any bundle can win or lose."""
        model = self.model
        worth = float(model.cand_value.max(initial=0.0)) + model.reward_target + model.fairness_weight
        dear = float(guide.seat.max(initial=0.0)) + float(guide.absence.max(initial=0.0))
        dear += float(guide.unit.max(initial=0.0)) * float(model.cost_millions.max(initial=0.0))
        dear += guide.batch * float(model.batch_millions.max(initial=0.0))
        return 4.0 * (model.most + 1) * (worth + dear + 1.0)

    def construct(self, ascent: Ascent) -> Iterator[Candidate]:
        """Complete plans, one a round."""
        persons = len(self.model.unit)
        priority = self._wishes(ascent.prices)
        wishes = priority.copy()
        for k in range(self.params.rounds):
            x = ascent.prices if k % 2 == 0 else ascent.average
            state = empty_state(self.model, self.limits)
            order = np.argsort(-(priority + 1e-3 * self.rng.random(persons)), kind="stable")
            moves.replan(self.model, state, order, self.guide(x, 1.0), False, 1, False, self.nodes)
            self._repair(state, x, 1.0, SHARES[k % len(SHARES)])
            self._polish(state, x)
            yield Candidate(state, self.value(state))
            missed = np.maximum(0.0, wishes - self._net(state, x))
            priority = 0.5 * priority + 1.5 * missed

    def _wishes(self, x: Floats) -> Floats:
        """Net value each person would have at the prices if nothing were ever full."""
        model = self.model
        state = empty_state(model, self.limits)
        for array in (state.room.total, state.room.funds, state.room.units, state.room.absence):
            array[...] = 10**17
        state.room.batches_max[state.room.batches_max > 0] = 10**8
        moves.replan(model, state, np.arange(len(model.unit)), self.guide(x, 1.0), False, 1, False, self.nodes)
        return self._net(state, x)

    def _net(self, state: moves.State, x: Floats) -> Floats:
        guide, model = self.guide(x, 1.0), self.model
        seated = state.seats >= 0
        s = np.where(seated, state.seats, 0)
        if not len(model.period):
            return state.worth.copy()
        unit = model.unit[:, None]
        price = guide.seat[s] + guide.unit[unit] * model.cost_millions[model.programme[s]]
        price = price + guide.absence[unit, model.period[s]] * model.away[model.programme[s]]
        bonus = np.where(state.hours >= model.hours_target, model.reward_target + guide.target[model.unit], 0.0)
        return state.worth + bonus - np.where(seated, price, 0.0).sum(axis=1)

    def _repair(self, state: moves.State, x: Floats, share: float, closing: float) -> None:
        start = int(self.rng.integers(0, 1 << 30))
        guide = self.guide(x, share)
        moves.repair(self.model, state, closing, SAMPLE, start, guide, share < 1.0, self.nodes)

    def _polish(self, state: moves.State, x: Floats) -> None:
        """Everybody may improve, first at half the prices, then at none, without leaving a batch under-filled."""
        reopen(self.model, state)
        for share in (0.5, 0.0, 0.0):
            order = self.rng.permutation(len(self.model.unit))
            moves.replan(self.model, state, order, self.guide(x, share), True, 2, True, self.nodes)
        self._grow(state, x, self.rng.permutation(len(self.model.period))[:40])

    def _grow(self, state: moves.State, x: Floats, sessions: Ints) -> None:
        """Open one more batch where second-choice people together gain more than it costs."""
        model, room = self.model, state.room
        guide = self.guide(x, 0.0)
        for s in sessions.tolist():
            j = model.programme[s]
            batches = -(-room.present[s] // model.capacity[j])
            cost = int(model.batch_cost[j])
            if batches >= room.batches_max[s] or cost > room.total[0] or cost > room.funds[model.fund[j]]:
                continue
            upto = int(max(room.present[s] + 1, (batches + 1) * model.batch_min[j]))
            if upto - room.present[s] > len(model.unit):
                continue
            saved, before = copy_of(state), self.value(state)
            start = int(self.rng.integers(0, 1 << 30))
            filled = moves.fill(model, state, s, upto, 0.0, SAMPLE, start, guide, True, self.nodes)
            if not filled or self.value(state) <= before:
                restore(state, saved)

    def improve(self, start: Candidate, ascent: Ascent, stopped: Callable[[float], bool]) -> Iterator[Candidate]:
        """Tear down and rebuild; yields the best plan so far after every round."""
        best = Candidate(copy_of(start.state), start.value)
        if not len(self.model.unit) or not len(self.model.session_of):
            return
        state = copy_of(best.state)
        for k in range(self.params.improvements):
            if stopped(best.value):
                return
            self._tear_and_rebuild(state, ascent, k)
            value = self.value(state)
            if value >= best.value:
                best = Candidate(copy_of(state), value)
            else:
                restore(state, best.state)
            yield best

    def _tear_and_rebuild(self, state: moves.State, ascent: Ascent, k: int) -> None:
        model = self.model
        x = ascent.prices if k % 2 else ascent.average
        share = (1.0, 0.7, 0.4, 0.0)[int(self.rng.integers(0, 4))]
        persons = self._torn(state)
        old = np.zeros(model.most + 2, np.int64)
        for i in persons.tolist():
            moves.unseat(model, state, i, old)
        guide = self.guide(x, share)
        moves.replan(model, state, self.rng.permutation(persons), guide, True, 1, False, self.nodes)
        self._repair(state, x, share, SHARES[k % len(SHARES)])
        reopen(model, state)
        self._grow(state, x, self.rng.integers(0, len(model.period), 2))
        others = self.rng.integers(0, len(model.unit), len(persons))
        order = np.concatenate([persons, others])
        moves.replan(model, state, order, self.guide(x, 0.0), True, 2, True, self.nodes)

    def _torn(self, state: moves.State) -> Ints:
        """Persons who lose their bundle: those of a session or two, of a unit, or anybody."""
        model, size = self.model, self.params.tear_persons
        kind = int(self.rng.integers(0, 3))
        held = np.flatnonzero(state.room.present)
        if kind == 0 and len(held):
            chosen = self.rng.choice(held, min(2, len(held)), replace=False)
            persons = np.flatnonzero(np.isin(state.seats, chosen).any(axis=1))
        elif kind == 1:
            j = int(model.programme[self.rng.choice(model.session_of)])
            persons = model.taker[model.taker_ptr[j] : model.taker_ptr[j + 1]]
        else:
            u = model.unit[int(self.rng.integers(0, len(model.unit)))]
            persons = np.flatnonzero(model.unit == u)
        if len(persons) > size:
            persons = self.rng.choice(persons, size, replace=False)
        return np.sort(persons).astype(np.int64)

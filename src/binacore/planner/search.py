"""Price-guided construction, then tearing down and rebuilding parts of the best plan.

Construction ("squeaky wheel"): persons choose their best bundle one after the other at the prices of the bound, with
what is left; under-filled batches are filled with second-choice people or closed; then everybody may improve. Persons
who got least, compared with what they would take at the prices, go first in the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from binacore.planner import exchanges, filling, moves
from binacore.planner.bounds import Ascent, Dual
from binacore.planner.kernels import NO_OPTIONS, Guide, workspace
from binacore.planner.model import Ints, Limits, Model
from binacore.planner.params import SolveParams
from binacore.planner.parts import Part, parts_of
from binacore.planner.plans import copy_of, least_state, reopen
from binacore.planner.problem import Floats

SHARES = (0.5, 0.35, 0.7, 0.25)
"""Filled below this share of its minimum a batch is closed at once; the rounds try different ones."""
PRICE_SHARES = (1.0, 0.7, 0.4, 0.0)
ANNEAL_SHARE = 0.8
"""Of the prices at which exchanged persons plan: a little below, for there may be room left."""


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
        self.work = workspace(model, dual.width, len(model.unit))
        self.wishes: Floats | None = None
        self.improved: Candidate | None = None

    def value(self, state: moves.State) -> float:
        return float(moves.plan_value(self.model, state, self.limits.total))

    def guide(self, x: Floats, share: float) -> Guide:
        """Prices scaled by `share`; at 0 the true cost only, with new batches paid in full by who opens them."""
        if share > 0.0:
            return self.dual.guide(x * share)
        model, limits = self.model, self.limits
        seat = (model.cost_millions * model.cost_weight)[model.programme]
        absence = np.zeros(limits.absence.shape)
        none = np.zeros(len(limits.units))
        funds, extra = np.zeros(len(limits.funds)), np.zeros(len(limits.extra))
        return Guide(seat, funds, none, absence, none, model.cost_weight, extra, False, *NO_OPTIONS)

    def replan(self, state: moves.State, order: Ints, guide: Guide, *, live: bool, strict: bool, keep: bool) -> int:
        mode = 2 if strict else 1
        return int(moves.replan(self.model, state, order, guide, live, mode, keep, self.nodes, self.work))

    def empty(self) -> moves.State:
        return least_state(self.model, self.limits, self.work)

    def construct(self, ascent: Ascent) -> Iterator[Candidate]:
        """Complete plans, one a round."""
        persons = len(self.model.unit)
        wishes = self.wishes = self.wished(ascent.prices)
        priority = wishes.copy()
        for k in range(self.params.rounds):
            x = ascent.prices if k % 2 == 0 else ascent.average
            state = self.empty()
            order = np.argsort(-(priority + 1e-3 * self.rng.random(persons)), kind="stable")
            self.replan(state, order, self.guide(x, 1.0), live=False, strict=False, keep=False)
            self._fix(state, self.guide(x, 1.0), 1.0, SHARES[k % len(SHARES)])
            self._polish(state, x)
            yield Candidate(state, self.value(state))
            missed = np.maximum(0.0, wishes - self.net(state, x))
            priority = 0.5 * priority + 1.5 * missed

    def wished(self, x: Floats) -> Floats:
        """Net value each person would have at the prices if nothing were ever full."""
        model = self.model
        state = self.empty()
        room = state.room
        for array in (room.total, room.funds, room.units, room.organiser_year, room.organiser_period):
            array[...] = 10**17
        for loads in (room.absence, room.extra):
            loads[...] = 1e12
        room.batches_max[room.batches_max > 0] = 10**8
        self.replan(state, np.arange(len(model.unit)), self.guide(x, 1.0), live=False, strict=False, keep=False)
        return self.net(state, x)

    def net(self, state: moves.State, x: Floats) -> Floats:
        """Roughly what everybody has at the prices (general resources and funds of their own aside)."""
        guide, model = self.guide(x, 1.0), self.model
        seated = state.seats >= 0
        s = np.where(seated, state.seats, 0)
        if not len(model.start):
            return state.worth.copy()
        unit = model.unit[:, None]
        j = model.programme[s]
        price = guide.seat[s] + (guide.unit[unit] + guide.fund[model.fund[j]]) * model.cost_millions[j]
        price = price + guide.absence[unit, model.start[s]] * model.load[j]
        bonus = np.where(state.hours >= model.aim, model.reward_target + guide.target[model.unit], 0.0)
        net: Floats = state.worth + bonus - np.where(seated, price, 0.0).sum(axis=1)
        return net

    def fill(self, state: moves.State, guide: Guide, closing: float) -> None:
        """Second-choice people where a batch stays under its minimum at these prices, or it is closed; those filled
        below the share `closing` of it at once."""
        self._fix(state, guide, 1.0, closing)

    def _fix(self, state: moves.State, guide: Guide, share: float, closing: float) -> None:
        start, sample = int(self.rng.integers(0, 1 << 30)), self.params.sample_fill
        filling.repair(self.model, state, closing, sample, start, guide, share < 1.0, self.nodes, self.work)

    def _polish(self, state: moves.State, x: Floats) -> None:
        """Everybody may improve, first at half the prices, then at none, without leaving a batch under-filled."""
        reopen(self.model, state)
        for share in (0.5, 0.0, 0.0):
            order = self.rng.permutation(len(self.model.unit))
            self.replan(state, order, self.guide(x, share), live=True, strict=True, keep=True)
        self._grow(state, self.guide(x, 0.0), self.rng.permutation(len(self.model.start))[: self.params.grow_sessions])

    def _grow(self, state: moves.State, guide: Guide, sessions: Ints) -> None:
        """Open one more batch where second-choice people together gain more than it costs."""
        model, room = self.model, state.room
        for s in sessions.tolist():
            j = model.programme[s]
            batches = -(-room.present[s] // model.capacity[j])
            cost = int(model.batch_cost[j])
            if batches >= room.batches_max[s] or cost > room.total[0] or cost > room.funds[model.fund[j]]:
                continue
            upto = int(max(room.present[s] + 1, (batches + 1 - model.exempt[s]) * model.batch_min[j]))
            if upto - room.present[s] > model.taker_ptr[j + 1] - model.taker_ptr[j]:
                continue
            seats, before = state.seats.copy(), self.value(state)
            start, sample = int(self.rng.integers(0, 1 << 30)), self.params.sample_fill
            filled = filling.fill(model, state, s, upto, 0.0, sample, start, guide, True, self.nodes, self.work)
            if not filled or self.value(state) <= before:
                moves.revert(model, state, seats, self.work)

    def improve(self, start: Candidate, ascent: Ascent, stopped: Callable[[float], bool]) -> Iterator[float]:
        """Tear down and rebuild; yields the best value so far after every round, `improved` is the plan at the end.

        A plan a little worse than the present one is taken too, less and less so: otherwise the search stays in the
        first dead end.
        """
        self.improved = start
        if not len(self.model.unit) or not len(self.model.session_of):
            return
        state = copy_of(start.state)
        value, top = start.value, start.value
        seats, best = state.seats.copy(), state.seats.copy()
        guides = {
            (at, share): self.guide(x, share)
            for at, x in enumerate((ascent.average, ascent.prices))
            for share in PRICE_SHARES
        }
        rounds = self.params.improvements
        for k in range(rounds):
            if stopped(top):
                break
            self._tear_and_rebuild(state, guides, k)
            reached = self.value(state)
            if reached >= value - self.params.tolerance * (1.0 - k / rounds):
                value = reached
                np.copyto(seats, state.seats)
            else:
                moves.revert(self.model, state, seats, self.work)
            if value > top:
                top = value
                np.copyto(best, seats)
            yield top
        moves.revert(self.model, state, best, self.work)
        self.improved = Candidate(state, self.value(state))

    def anneal(self, start: Candidate, ascent: Ascent, stopped: Callable[[float], bool]) -> Iterator[Candidate]:
        """Exchanges between two persons at falling temperatures; the best plan so far after each temperature."""
        return self.cooled(start, self.guide(ascent.prices, 1.0), self.guide(ascent.prices, ANNEAL_SHARE), stopped)

    def cooled(
        self, start: Candidate, wanted: Guide, guide: Guide, stopped: Callable[[float], bool]
    ) -> Iterator[Candidate]:
        """`anneal` at any prices: `wanted` propose seats, at those of `guide` persons plan. No batches are opened
        beyond what the room of `start` allows."""
        model, params = self.model, self.params
        if not len(model.unit) or not len(model.session_of):
            return
        worth = model.cand_value[(model.cand_value > 0) & ~model.cand_mandatory]
        unit = float(np.median(worth)) if len(worth) else 1.0
        best, second = np.zeros(len(model.unit)), np.zeros(len(model.unit))
        exchanges.best_seats(model, wanted, best, second)
        state, top, value = copy_of(start.state), start, start.value
        parts = parts_of(model, params.anneal_persons)
        for k in range(params.anneal_steps):
            if stopped(value):
                return
            heat = (
                unit
                * params.anneal_hot
                * (params.anneal_cold / params.anneal_hot) ** (k / max(1, params.anneal_steps - 1))
            )
            for p in self.rng.permutation(len(parts)).tolist():
                rows = slice(parts[p].first, parts[p].last)
                self._exchange(parts[p], state, guide, wanted, best[rows], heat, unit * params.anneal_width)
            reached = self.value(state)
            if reached > value:
                top, value = Candidate(copy_of(state), reached), reached
            yield top

    def _exchange(
        self, part: Part, state: moves.State, guide: Guide, wanted: Guide, best: Floats, heat: float, width: float
    ) -> None:
        resources = len(self.limits.extra)
        loan = exchanges.Loan(np.zeros(resources), np.ones(resources))
        many = max(1, self.params.anneal_moves * len(part.model.unit))
        seed, mine = int(self.rng.integers(0, 1 << 31)), part.of(state)
        arguments = (guide, best, wanted, loan, heat, width, mine, 1e300, many, many, seed, self.nodes, self.work)
        exchanges.anneal(part.model, mine, *arguments)

    def _tear_and_rebuild(self, state: moves.State, guides: dict[tuple[int, float], Guide], k: int) -> None:
        model = self.model
        share = PRICE_SHARES[int(self.rng.integers(0, len(PRICE_SHARES)))]
        guide, plain = guides[k % 2, share], guides[0, 0.0]
        persons = self._torn(state)
        moves.clear(model, state, persons, self.work)
        self.replan(state, self.rng.permutation(persons), guide, live=True, strict=False, keep=False)
        self._fix(state, guide, share, SHARES[k % len(SHARES)])
        reopen(model, state)
        if k % self.params.grow_every == 0:
            self._grow(state, plain, self.rng.integers(0, len(model.start), 1))
        others = self.rng.integers(0, len(model.unit), len(persons))
        self.replan(state, np.concatenate([persons, others]), plain, live=True, strict=True, keep=True)

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

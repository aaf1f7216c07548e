"""A tighter certified bound for problems where whole batches matter: prices on single options.

The plain relaxation lets a person pay for a seat in a fifth of a batch. Here every (person, session) has a price of its
own: persons choose their best bundles at those prices, sessions choose whole batches, between minimum and capacity,
from the persons who pay most. A plan satisfies both sides at once, so the two sums together with prices x limits bound
it from above for any prices, negative ones included. The bound lies between the plain one and the optimum.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np

from binacore.planner.bounds import Demand, Pricing
from binacore.planner.kernels import Guide
from binacore.planner.model import Ints, Limits, Model, sealed
from binacore.planner.passes import session_pass
from binacore.planner.prices import organiser_price, organiser_use
from binacore.planner.problem import Bools, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Every (candidate row, openable session): those of row a start at ptr[a]; `session` and `free` by option.

    An option is free unless the person holds a fixed seat in the programme. The free options of the x-th session of
    `sessions` are offer[offer_ptr[x]:offer_ptr[x+1]].
    """

    ptr: Ints
    session: Ints
    free: Floats
    sessions: Ints
    offer_ptr: Ints
    offer: Ints

    @classmethod
    def of(cls, model: Model) -> Options:
        counts = np.diff(model.session_ptr)[model.cand_programme]
        ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        row = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(row)) - ptr[row]
        session = model.session_of[model.session_ptr[model.cand_programme[row]] + within]
        free = np.ones(len(row), bool)
        if len(model.fixed_session):
            owner = np.repeat(np.arange(len(model.unit)), np.diff(model.cand_ptr))
            fixed_owner = np.repeat(np.arange(len(model.unit)), np.diff(model.fixed_ptr))
            wide = len(model.hours) + 1
            held = fixed_owner * wide + model.programme[model.fixed_session]
            free = ~np.isin(owner * wide + model.cand_programme, held)[row]
        order = np.flatnonzero(free)
        order = order[np.argsort(session[order], kind="stable")]
        sessions = np.unique(model.session_of).astype(np.int64)
        ends = np.searchsorted(session[order], sessions, side="right")
        offer_ptr = np.concatenate([[0], ends]).astype(np.int64)
        return cls(ptr, session, free.astype(np.float64), sessions, offer_ptr, order.astype(np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """The dual function at one point: a certified bound, the use of every plain priced thing, wanted minus offered by
    option; what the persons take (by option) and the batches the sessions hold."""

    bound: float
    use: Floats
    slope: Floats
    taken: Ints
    batches: Ints


class SplitDual(Pricing):
    """The dual function with prices of single options; a point is (x of the plain prices, option prices)."""

    def __init__(self, model: Model, limits: Limits, node_limit: int) -> None:
        super().__init__(model, limits, node_limit)
        self.options = Options.of(model)
        self.present = np.bincount(model.fixed_session, minlength=self.vector.sessions).astype(np.int64)
        self.low = model.exempt.astype(np.int64)
        self.high = np.maximum(model.batches_max, model.exempt).astype(np.int64)

    def without(self, closed: Bools) -> tuple[SplitDual, Bools]:
        """The dual of plans that hold nothing in the `closed` sessions, where nobody has a fixed seat; which options
        are left."""
        model = self.model
        open_ = ~closed[model.session_of]
        of = np.repeat(np.arange(len(model.hours)), np.diff(model.session_ptr))
        counts = np.bincount(of[open_], minlength=len(model.hours))
        ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        narrow = copy(self)
        narrow.model = sealed(model._replace(session_ptr=ptr, session_of=model.session_of[open_]))
        narrow.options = Options.of(narrow.model)
        return narrow, ~closed[self.options.session]

    def start(self, x: Floats) -> Floats:
        """Option prices that say the same as the plain prices x: the share of a batch, the organiser, the seat."""
        model, prices = self.model, self.vector.parts(x)
        money = model.cost_weight + prices.total + prices.funds[model.fund[model.programme]]
        share = model.batch_millions[model.programme] * money + organiser_price(model, prices)
        seat = share / model.capacity[model.programme] + prices.seats
        started: Floats = seat[self.options.session] * self.options.free
        return started

    def guide(self, x: Floats, option: Floats, share: float) -> Guide:
        """What the persons see at `share` of these prices; the true cost is whole at any share."""
        model, prices = self.model, self.vector.parts(x * share)
        return Guide(
            (model.cost_millions * (model.cost_weight + prices.total))[model.programme],
            prices.funds.copy(),
            prices.units.copy(),
            prices.absence.copy(),
            prices.fairness.copy(),
            0.0,
            prices.extra.copy(),
            True,
            self.options.ptr,
            option * share,
        )

    def value(self, x: Floats, option: Floats, nodes: int, low: Ints | None = None, high: Ints | None = None) -> Split:
        """The bound of all plans whose sessions hold `low` to `high` batches (by session; None: what is allowed)."""
        model, vector, options = self.model, self.vector, self.options
        prices = vector.parts(x)
        money = model.cost_weight + prices.total
        guide = self.guide(x, option, 1.0)
        taken = np.zeros(len(option), np.int64)
        demand = self.demand(guide, 1, 0, nodes, taken)
        batch_price = model.batch_millions[model.programme] * (money + prices.funds[model.fund[model.programme]])
        batch_price = batch_price + organiser_price(model, prices)
        batches, chosen = model.exempt.copy(), np.zeros(len(option), np.int64)
        earned = session_pass(
            model,
            options.sessions,
            options.offer_ptr,
            options.offer,
            option,
            batch_price,
            self.present,
            self.low if low is None else low,
            self.high if high is None else high,
            batches,
            chosen,
        )
        closed = np.ones(len(batches), bool)
        closed[options.sessions] = False
        earned -= float((batch_price * batches)[closed].sum())
        paid = vector.paid(x)
        paid[vector.ends[6] : vector.ends[7]] = 0.0  # seats: the sessions see to them
        total = demand.value + earned
        bound = total + float(paid.sum()) + self.padding(abs(demand.value) + abs(earned), paid, demand.persons)
        slope = (taken - chosen) * options.free
        return Split(bound, self._use(demand.money, demand, batches), slope, taken, batches)

    def _use(self, money: Floats, demand: Demand, batches: Ints) -> Floats:
        model, vector = self.model, self.vector
        spent = batches * model.batch_millions[model.programme]
        funds = money + np.bincount(model.fund[model.programme], weights=spent, minlength=self.funds)
        year, period = organiser_use(model, vector, batches.astype(np.float64))
        parts = [demand.absence.ravel(), year, period.ravel(), demand.extra]
        use: Floats = np.concatenate(
            [[money.sum() + spent.sum()], funds, demand.units, *parts, np.zeros(vector.sessions), -demand.at_target]
        )
        return use

"""Certified upper bounds from prices: Lagrangian relaxation of everything persons compete for.

With prices on budgets, absences, seats, organisers and fairness the problem falls apart by person, and each person's
best bundle is found exactly. Bound = sum of the best bundles + prices x limits. It holds for any prices >= 0, however
they were found; the ascent below only looks for good ones (projected subgradient with momentum and per-price scaling).
A seat pays its share of a full batch, which no plan can undercut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from binacore.planner.kernels import EPSILON, NO_OPTIONS, Guide, Room, widest_person, workspace
from binacore.planner.model import Ints, Limits, Model, sealed
from binacore.planner.params import SolveParams
from binacore.planner.passes import price_pass
from binacore.planner.prices import Prices, PriceVector, in_chunks, organiser_price, organiser_use
from binacore.planner.problem import Bools, Floats

PADDING = 1e-9
"""Relative padding of the bound against floating point; the format's tolerance is 1e-6."""
SLACK = 2e-6
"""Wider than the format's tolerance for hours and loads, so that no allowed plan is left out of the relaxation."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """What the best bundles use: certified value and persons counted; the rest as in `price_pass`."""

    value: float
    persons: int
    seats: Floats
    money: Floats
    units: Floats
    absence: Floats
    extra: Floats
    at_target: Floats


def relaxed(model: Model) -> Model:
    """The model with hours taken generously, for bounds."""
    return sealed(model._replace(room_hours=model.room_hours + SLACK, aim=model.aim - SLACK))


def no_room() -> Room:
    one, flat = np.zeros(1, np.int64), np.zeros((1, 1), np.int64)
    return Room(one, one, one, np.zeros((1, 1)), one, flat, np.zeros(1), one, one)


class Pricing:
    """Values the persons' side of any relaxation of one model."""

    def __init__(self, model: Model, limits: Limits, node_limit: int) -> None:
        self.model = relaxed(model)
        self.vector = PriceVector(model, limits)
        self.funds = len(limits.funds)
        self.node_limit = node_limit
        self.width = widest_person(model)
        self.passes = 0

    def demand(self, guide: Guide, stride: int, offset: int, nodes: int, taken: Ints) -> Demand:
        vector, model, room = self.vector, self.model, no_room()
        self.passes += 1

        def part(first: int, last: int) -> Demand:
            seats, money, units = np.zeros(vector.sessions), np.zeros(self.funds), np.zeros(vector.units)
            absence, at_target = np.zeros((vector.units, vector.width)), np.zeros(vector.units)
            extra = np.zeros(len(guide.extra))
            limit = nodes or self.node_limit
            arrays = (seats, money, units, absence, extra, at_target, taken)
            value, count = price_pass(
                model, guide, room, limit, workspace(model, self.width), first + offset, last, stride, *arrays
            )
            return Demand(value, count, seats, money, units, absence, extra, at_target)

        found = list(in_chunks(len(model.unit), stride, part))
        if len(found) == 1:
            return found[0]
        if not found:
            return part(0, 0)
        names = ("seats", "money", "units", "absence", "extra", "at_target")
        sums = {name: np.sum([getattr(one, name) for one in found], axis=0) for name in names}
        return Demand(float(np.sum([one.value for one in found])), sum(one.persons for one in found), **sums)

    def padding(self, value: float, paid: Floats, persons: int) -> float:
        return PADDING * (abs(value) + float(np.abs(paid).sum()) + 1.0) + 2 * EPSILON * (persons + 1)


class Dual(Pricing):
    """The dual function of one problem: `value(x)` is an upper bound of every plan for any x in the box."""

    def __init__(self, model: Model, limits: Limits, node_limit: int) -> None:
        super().__init__(model, limits, node_limit)
        self.batch_share = (model.batch_millions / model.capacity)[model.programme]
        self.person_cost = model.cost_millions[model.programme]
        self.nobody = np.zeros(1, np.int64)

    def guide(self, x: Floats) -> Guide:
        """What the persons see at prices x: a seat pays its share of a full batch."""
        return self._guide(self.vector.parts(x))

    def _guide(self, prices: Prices) -> Guide:
        model = self.model
        money = model.cost_weight + prices.total
        by_batch = self.batch_share * (money + prices.funds[model.fund[model.programme]])
        organised = organiser_price(model, prices) / model.capacity[model.programme]
        seat = self.person_cost * money + by_batch + organised + prices.seats
        return Guide(
            seat,
            prices.funds.copy(),
            prices.units.copy(),
            prices.absence.copy(),
            prices.fairness.copy(),
            0.0,
            prices.extra.copy(),
            False,
            *NO_OPTIONS,
        )

    def value(self, x: Floats, stride: int = 1, offset: int = 0, nodes: int = 0) -> tuple[float, Floats]:
        """(dual value, use of every priced thing); certified for stride 1, an estimate from a sample otherwise.

        `nodes` above 0 lowers the node limit: still certified, faster and a little looser.
        """
        demand = self.demand(self.guide(x), stride, offset, nodes, self.nobody)
        scale = len(self.model.unit) / demand.persons if demand.persons else 1.0
        paid = self.vector.paid(x)
        use = self.use(demand) * scale
        padding = self.padding(demand.value, paid, demand.persons)
        return demand.value * scale + float(paid.sum()) + padding, use

    def use(self, demand: Demand) -> Floats:
        """What the best bundles use of every priced thing."""
        model, vector = self.model, self.vector
        batch_money = demand.seats * self.batch_share
        funds = demand.money + np.bincount(model.fund[model.programme], weights=batch_money, minlength=self.funds)
        total = demand.money.sum() + batch_money.sum()
        year, period = organiser_use(model, vector, demand.seats / model.capacity[model.programme])
        parts = [demand.absence.ravel(), year, period.ravel(), demand.extra, demand.seats, -demand.at_target]
        use: Floats = np.concatenate([[total], funds, demand.units, *parts])
        return use

    def scales(self) -> Floats:
        """Natural step of each price: how much value a person can win, over what a seat costs."""
        model, vector = self.model, self.vector
        aim = np.maximum(1.0, np.median(np.where(model.aim > 0, model.aim, 1.0)) if len(model.aim) else 1.0)
        worth = model.cand_value + model.reward_target * np.minimum(1.0, model.hours[model.cand_programme] / aim)
        useful = worth[worth > 0]
        value = float(np.median(useful)) if len(useful) else 1.0
        cost = _typical((self.person_cost + self.batch_share)[np.unique(model.session_of)])
        x: Floats = np.full(vector.length, 0.2 * value)
        funds, units = int(vector.ends[1]), int(vector.ends[2])
        x[:funds] = 0.3 * value / cost
        x[funds:units] = 0.15 * value / cost
        x[vector.ends[3] : vector.ends[5]] = 2.0 * value
        uses = model.extra_use[model.extra_use > 0] if model.has_extra else np.ones(1)
        x[vector.ends[5] : vector.ends[6]] = 0.3 * value / _typical(uses)
        return np.where(vector.priced, x, 0.0)


def _typical(values: Floats) -> float:
    positive = values[values > 0]
    return max(float(np.median(positive)), 1e-6) if len(positive) else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Ascent:
    """Outcome: the best certified bound with its prices, the averaged prices and use of the last passes."""

    bound: float
    prices: Floats
    average: Floats
    use: Floats


@dataclass(frozen=True, slots=True)
class _Phase:
    """Passes over every `stride`-th person with steps falling geometrically from `first` to `last`."""

    passes: int
    stride: int
    first: float
    last: float

    def length(self, k: int) -> float:
        return self.first * (self.last / self.first) ** (k / max(1, self.passes - 1))


def _phases(persons: int, params: SolveParams) -> tuple[_Phase, ...]:
    stride = persons // params.sample_persons
    if stride < 2 or not params.sample_passes:
        passes = params.dual_passes + (params.sample_passes if params.dual_passes else 0)
        return (_Phase(passes, 1, params.first_step, params.last_step),)
    return (
        _Phase(params.sample_passes, stride, params.first_step, params.full_step),
        _Phase(params.dual_passes, 1, params.full_step, params.last_step),
    )


class Limited(Protocol):
    """What may be used of each priced thing, whether it can bind at all, and the highest useful price."""

    @property
    def length(self) -> int: ...
    @property
    def limits(self) -> Floats: ...
    @property
    def priced(self) -> Bools: ...
    @property
    def upper(self) -> Floats: ...


class DualFunction(Protocol):
    """Whatever bounds all plans at any point, and says what its answer uses: `Dual` and its kin."""

    @property
    def model(self) -> Model: ...
    @property
    def vector(self) -> Limited: ...
    def value(self, x: Floats, stride: int = 1, offset: int = 0, nodes: int = 0) -> tuple[float, Floats]: ...
    def scales(self) -> Floats: ...


def ascend(
    dual: DualFunction, params: SolveParams, stopped: Callable[[float], bool], start: Floats | None = None
) -> Ascent:
    """Search for good prices; `stopped(bound)` is asked before every pass. One pass at `start` always runs.

    Without `start` it begins at zero prices.
    """
    x = np.zeros(dual.vector.length) if start is None else start
    bound, use = dual.value(x, nodes=params.pass_nodes)
    best = x
    mean, mean_use, weight = np.zeros_like(x), np.zeros_like(x), 0
    scales = dual.scales()
    limits = dual.vector.limits
    norm = np.maximum(np.abs(limits), 1.0)
    for phase in _phases(len(dual.model.unit), params):
        speed, power = np.zeros_like(x), np.zeros_like(x)
        for k in range(phase.passes):
            if stopped(bound):
                return Ascent(bound, best, best, use)
            slope = np.where(dual.vector.priced, (limits - use) / norm, 0.0)
            speed = 0.8 * speed + 0.2 * slope
            power = 0.98 * power + 0.02 * slope * slope
            step = speed / (1 - 0.8 ** (k + 1)) / (np.sqrt(power / (1 - 0.98 ** (k + 1))) + 0.02)
            x = np.clip(x - phase.length(k) * scales * step, 0.0, dual.vector.upper)
            value, use = dual.value(x, phase.stride, k % phase.stride, params.pass_nodes)
            if phase.stride == 1 and value < bound:
                bound, best = value, x
            if phase.stride == 1 and k >= 0.6 * phase.passes:
                mean, mean_use, weight = mean + x, mean_use + use, weight + 1
    if not weight:
        return Ascent(bound, best, best, use)
    mean, mean_use = mean / weight, mean_use / weight
    bound = min(bound, dual.value(best)[0])
    value, _ = dual.value(mean)
    if value < bound:
        bound, best = value, mean
    return Ascent(bound, best, mean, mean_use)

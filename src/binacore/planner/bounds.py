"""Certified upper bounds from prices: Lagrangian relaxation of everything persons compete for.

With prices on budgets, absences, seats and fairness the problem falls apart by person, and each person's best bundle is
found exactly. Bound = sum of the best bundles + prices x limits. It holds for any prices >= 0, however they were found;
the ascent below only looks for good ones (projected subgradient with momentum and per-price normalisation).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from binacore.planner import kernels
from binacore.planner.model import Limits, Model, limited
from binacore.planner.params import SolveParams
from binacore.planner.problem import Floats, Ints

PADDING = 1e-9
"""Relative padding of the bound against floating point; the format's tolerance is 1e-6."""


@dataclass(frozen=True, slots=True, eq=False)
class PriceVector:
    """All prices in one vector x: total, funds, units, absences (unit-wise, periods 0..T), seats, fairness."""

    funds: int
    units: int
    periods: int
    sessions: int

    @property
    def ends(self) -> Ints:
        width = self.units * (self.periods + 1)
        return np.cumsum([1, self.funds, self.units, width, self.sessions, self.units])

    def parts(self, x: Floats) -> tuple[float, Floats, Floats, Floats, Floats, Floats]:
        total, funds, units, absence, seats, fairness = np.split(x, self.ends[:-1])
        return float(total[0]), funds, units, absence.reshape(self.units, self.periods + 1), seats, fairness

    @property
    def length(self) -> int:
        return int(self.ends[-1])


class Dual:
    """The dual function of one problem: `value(x)` is an upper bound of every plan for any x in the box."""

    def __init__(self, model: Model, limits: Limits, node_limit: int) -> None:
        slack = 2e-6  # wider than the format's tolerance, so that no allowed plan is left out of the relaxation
        self.model = model._replace(hours_max=model.hours_max + slack, hours_target=model.hours_target - slack)
        self.node_limit = node_limit
        self.shape = PriceVector(len(limits.funds), len(limits.units), limits.absence.shape[1] - 1, len(model.period))
        seats = model.capacity[model.programme] * model.batches_max.astype(np.float64)
        demand = np.bincount(model.cand_programme, minlength=len(model.hours))[model.programme]
        money = np.concatenate([[limits.total], limits.funds, limits.units])
        self.limits = np.concatenate([money / 1e6, limits.absence.ravel(), seats, -model.unit_quota])
        away = limits.absence.copy()
        away[:, 0] = 0
        size = np.bincount(model.unit, minlength=self.shape.units)[:, None]
        scarce = limited(limits.absence) & (limits.absence < size)
        scarce[:, 0] = False
        self.priced = np.concatenate([limited(money), scarce.ravel(), seats < demand, np.ones(self.shape.units, bool)])
        self.upper = np.full(self.shape.length, np.inf)
        self.upper[self.shape.ends[-2] :] = model.fairness_weight
        self.seat_millions = (model.cost_millions + model.batch_millions / model.capacity)[model.programme]
        self.evaluations = 0

    def guide(self, x: Floats) -> kernels.Guide:
        """What the persons see at prices x: a seat pays its share of a full batch."""
        total, funds, units, absence, seats, fairness = self.shape.parts(x)
        money = self.model.cost_weight + total + funds[self.model.fund[self.model.programme]]
        seat = self.seat_millions * money + seats
        return kernels.Guide(seat, units.copy(), absence.copy(), fairness.copy(), 0.0, 0.0)

    def value(self, x: Floats, stride: int = 1, offset: int = 0, nodes: int = 0) -> tuple[float, Floats]:
        """(dual value, use of every priced thing); certified for stride 1, an estimate from a sample otherwise.

        `nodes` above 0 lowers the node limit: still certified, faster and a little looser.
        """
        shape, model = self.shape, self.model
        seats, unit_cost = np.zeros(shape.sessions), np.zeros(shape.units)
        absence, at_target = np.zeros((shape.units, shape.periods + 1)), np.zeros(shape.units)
        room = _no_room(shape)
        total, count = kernels.price_pass(
            model, self.guide(x), room, nodes or self.node_limit, stride, offset, seats, unit_cost, absence, at_target
        )
        self.evaluations += 1
        scale = len(model.unit) / count if count else 1.0
        spent = seats * self.seat_millions
        funds = np.bincount(model.fund[model.programme], weights=spent, minlength=shape.funds)
        use = np.concatenate([[spent.sum()], funds, unit_cost, absence.ravel(), seats, -at_target]) * scale
        paid = np.where(self.priced, x * self.limits, 0.0)
        padding = PADDING * (abs(total) + float(np.abs(paid).sum()) + 1.0) + 2 * kernels.EPSILON * count
        return total * scale + float(paid.sum()) + padding, use

    def scales(self) -> Floats:
        """Natural step of each price: how much value a person can win, over what a seat costs."""
        model, shape = self.model, self.shape
        worth = model.cand_value + model.reward_target * np.minimum(
            1.0, model.hours[model.cand_programme] / max(1.0, model.hours_target)
        )
        useful = worth[worth > 0]
        value = float(np.median(useful)) if len(useful) else 1.0
        held = np.unique(model.session_of)
        costs = self.seat_millions[held][self.seat_millions[held] > 0]
        cost = float(np.median(costs)) if len(costs) else 1.0
        x = np.full(shape.length, 0.2 * value)
        x[: 1 + shape.funds] = 0.3 * value / max(cost, 1e-6)
        x[1 + shape.funds : 1 + shape.funds + shape.units] = 0.15 * value / max(cost, 1e-6)
        return np.where(self.priced, x, 0.0)


def _no_room(shape: PriceVector) -> kernels.Room:
    one = np.zeros(1, np.int64)
    return kernels.Room(one, one, one, np.zeros((1, 1), np.int64), one, one)


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
        _Phase(params.sample_passes, stride, params.first_step, params.last_step),
        _Phase(params.dual_passes, 1, params.full_step, params.last_step),
    )


def ascend(dual: Dual, params: SolveParams, stopped: Callable[[float], bool]) -> Ascent:
    """Search for good prices; `stopped(bound)` is asked before every pass. One pass at zero prices always runs."""
    x = np.zeros(dual.shape.length)
    bound, use = dual.value(x, nodes=params.pass_nodes)
    best = x
    mean, mean_use, weight = np.zeros_like(x), np.zeros_like(x), 0
    scales = dual.scales()
    norm = np.where(dual.priced, np.maximum(np.abs(dual.limits), 1.0), 1.0)
    for phase in _phases(len(dual.model.unit), params):
        speed, power = np.zeros_like(x), np.zeros_like(x)
        for k in range(phase.passes):
            if stopped(bound):
                return Ascent(bound, best, best, use)
            slope = np.where(dual.priced, (dual.limits - use) / norm, 0.0)
            speed = 0.8 * speed + 0.2 * slope
            power = 0.98 * power + 0.02 * slope * slope
            step = speed / (1 - 0.8 ** (k + 1)) / (np.sqrt(power / (1 - 0.98 ** (k + 1))) + 0.02)
            x = np.clip(x - phase.length(k) * scales * step, 0.0, dual.upper)
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

"""A certified bound for one aim while the aims before it may not get worse.

What the earlier aims must keep is a limit like any other, so it gets a price too: for any prices and any multipliers
from 0 on, the weighted Lagrangian bound less multiplier times floor bounds the aim itself. Money spent needs no
multiplier: what the cost stage has reached is the budget of the stage after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from binacore.planner.bounds import PADDING, Dual, relaxed
from binacore.planner.goals import COST, COVERAGE, ENTITLEMENT, MANDATORY, SIGN, Blend, Weighing, floor_of
from binacore.planner.model import Ints, Limits, Model
from binacore.planner.problem import Bools, Floats
from binacore.planner.sums import dot

FLOORS = (MANDATORY, ENTITLEMENT, COVERAGE)
"""Aims that are held by a multiplier."""
MILLION = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class _Vector:
    """All prices, then the multipliers of the floors; what `ascend` asks of a price vector."""

    length: int
    limits: Floats
    priced: Bools
    upper: Floats


class StageDual:
    """The dual function of stage k; a point is (prices, multipliers). Values are `unit` times the aim."""

    def __init__(
        self, blend: Blend, limits: Limits, k: int, pinned: Sequence[float], guess: Weighing, node_limit: int
    ) -> None:
        self.blend, self.k, self.guess = blend, k, guess
        self.unit = guess[k]
        self.floors = [j for j in FLOORS if j < k]
        self.least = np.array([floor_of(j, pinned[j]) for j in self.floors])
        self.plain = Dual(blend.at(self._weighing(np.zeros(len(self.floors)))), limits, node_limit)
        vector = self.plain.vector
        self.prices = vector.length
        self.vector = _Vector(
            vector.length + len(self.floors),
            np.concatenate([vector.limits, -self.least]),
            np.concatenate([vector.priced, self.least > 0.0]),
            np.concatenate([vector.upper, np.full(len(self.floors), np.inf)]),
        )
        counts = np.diff(blend.model.session_ptr)[blend.model.cand_programme]
        self.option_ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.no_option = np.zeros(int(self.option_ptr[-1]))
        self.owed = np.repeat(blend.model.cand_mandatory, counts)
        self.closed_owed = _closed_owed(blend.model)

    @property
    def model(self) -> Model:
        """The model at the multipliers of the last value asked for."""
        return self.plain.model

    def _weighing(self, multipliers: Floats) -> Weighing:
        weights = [0.0] * len(SIGN)
        weights[self.k] = self.unit
        for j, multiplier in zip(self.floors, multipliers.tolist(), strict=True):
            weights[j] = multiplier
        return Weighing(*weights)

    def weighing(self, point: Floats) -> Weighing:
        """The weights of all aims at a point; later ones have none."""
        return self._weighing(point[self.prices :])

    def held(self, point: Floats) -> float:
        """Multiplier times floor: what the floors alone are worth at a point."""
        return dot(point[self.prices :], self.least)

    def best(self, value: float) -> float:
        """The bound of the aim in its own unit (rupiah, persons short) from a value of this function."""
        own = SIGN[self.k] * value / self.unit
        return own * MILLION if self.k == COST else own

    def start(self, prices: Floats | None) -> Floats:
        """A first point: prices of an earlier stage (or none), multipliers as guessed."""
        known = np.zeros(self.prices) if prices is None else prices
        multipliers = [self.guess[j] for j in self.floors]
        point = np.where(self.vector.priced, np.concatenate([known, multipliers]), 0.0)
        return np.clip(point, 0.0, self.vector.upper)

    def scales(self) -> Floats:
        """Natural step of each price, seen from the guessed weights."""
        guessed = [self.guess[j] if j <= self.k else 0.0 for j in range(len(SIGN))]
        now, self.plain.model = self.plain.model, relaxed(self.blend.at(Weighing(*guessed)))
        prices = self.plain.scales()
        self.plain.model = now
        steps = np.concatenate([prices, [0.3 * self.guess[j] for j in self.floors]])
        return np.where(self.vector.priced, steps, 0.0)

    def value(self, point: Floats, stride: int = 1, offset: int = 0, nodes: int = 0) -> tuple[float, Floats]:
        """(dual value, use of every priced thing and minus what is reached of the floors); as `Dual.value`."""
        plain, x = self.plain, point[: self.prices]
        weighing = self.weighing(point)
        plain.model = relaxed(self.blend.at(weighing))
        taken = np.zeros(len(self.no_option), np.int64)
        guide = plain.guide(x)._replace(by_option=True, option_ptr=self.option_ptr, option=self.no_option)
        demand = plain.demand(guide, stride, offset, nodes, taken)
        scale = len(plain.model.unit) / demand.persons if demand.persons else 1.0
        paid, held = plain.vector.paid(x), point[self.prices :] * self.least
        use = plain.use(demand)
        reached = self._reached(weighing, demand.value, x, use, taken, float(demand.at_target.sum()))
        padding = plain.padding(demand.value, paid, demand.persons) + PADDING * float(np.abs(held).sum())
        value = demand.value * scale + float(paid.sum()) - float(held.sum()) + padding
        return value, np.concatenate([use, -np.array(reached[: len(self.floors)])]) * scale

    def _reached(
        self, weighing: Weighing, value: float, x: Floats, use: Floats, taken: Ints, at_target: float
    ) -> list[float]:
        """What the best bundles reach of the floors: only a direction, it need not be exact."""
        owed = float(taken[self.owed].sum()) + self.closed_owed
        if weighing.coverage <= 0.0:
            return [owed, at_target, 0.0]
        money = weighing.cost * float(use[0]) + dot(x, np.where(self.plain.vector.priced, use, 0.0))
        coverage = value + money - weighing.mandatory * owed - weighing.entitlement * at_target
        return [owed, at_target, coverage / weighing.coverage]


def _closed_owed(model: Model) -> float:
    """Mandatory places held by fixed seats of sessions that nobody may join: `taken` does not see them."""
    if not len(model.fixed_session):
        return 0.0
    owner = np.repeat(np.arange(len(model.unit)), np.diff(model.cand_ptr))
    holder = np.repeat(np.arange(len(model.unit)), np.diff(model.fixed_ptr))
    wide = len(model.hours) + 1
    shut = ~np.isin(model.fixed_session, model.session_of)
    keys = holder[shut] * wide + model.programme[model.fixed_session[shut]]
    mine = owner * wide + model.cand_programme
    return float(np.isin(keys, mine[model.cand_mandatory]).sum())

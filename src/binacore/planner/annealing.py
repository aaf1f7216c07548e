"""Simulated annealing over exchanges between two persons: the schedule around the moves of `exchanges`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from binacore.planner import exchanges, moves
from binacore.planner.bounds import Ascent
from binacore.planner.model import Model
from binacore.planner.plans import copy_of
from binacore.planner.problem import Floats
from binacore.planner.search import Candidate, Search

NODES = 200
"""Nodes of one bundle's search: exchanges are many and small."""
NEAR = 3.0
"""Persons per general resource who are near enough to another choice to set the unit of heat."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """`steps` temperatures with `moves` exchanges a person each, falling from `hot` to `cold`, in units of what
    persons near another choice lose by it; `width` in the same unit: how dear a proposed session may be.

    Of each general resource `lent` typical uses may be overdrawn at first, none after the share `until` of the steps;
    the price of overdrafts rises from `dear` to `dearest` times that of the bound.
    """

    moves: int = 100
    steps: int = 50
    hot: float = 3.0
    cold: float = 0.1
    width: float = 5.0
    lent: float = 0.0
    until: float = 0.8
    dear: float = 2.0
    dearest: float = 20.0

    def between(self, first: float, last: float, k: int) -> float:
        return float(first * (last / first) ** (k / max(1, self.steps - 1)))


SLOW = Cooling(moves=300, lent=0.3, until=1.0, hot=1.5, cold=0.05, width=3.0, dear=3.0)
COOLINGS = (
    SLOW,
    replace(SLOW, lent=0.1),
    replace(SLOW, cold=0.1),
    replace(SLOW, lent=0.2),
    replace(SLOW, dear=5.0, dearest=50.0),
    Cooling(moves=300, lent=0.1, until=1.0, hot=6.0),
)
"""Tried one after the other: what suits a problem with few scarce resources does not suit one with many."""


def annealed(search: Search, ascent: Ascent, start: Candidate, cooling: Cooling, seed: int) -> Candidate:
    """The best plan met, `start` if none was better."""
    model, work = search.model, search.work
    guide = search.guide(ascent.prices, 1.0)
    best, second = np.zeros(len(model.unit)), np.zeros(len(model.unit))
    exchanges.best_seats(model, guide, best, second)
    unit = _unit(best - second, len(search.limits.extra))
    most = cooling.lent * _typical_uses(model, len(search.limits.extra))
    price = guide.extra + 0.1 * guide.extra.mean()
    state, top = copy_of(start.state), copy_of(start.state)
    value, lent = exchanges.whole(model, state), np.zeros_like(most)
    many = cooling.moves * len(model.unit)
    for k in range(cooling.steps):
        share = max(0.0, 1.0 - k / max(1, cooling.steps - 1) / cooling.until)
        state.room.extra[:] += most * share - lent
        lent = most * share
        loan = exchanges.Loan(lent, price * cooling.between(cooling.dear, cooling.dearest, k))
        heat, width = unit * cooling.between(cooling.hot, cooling.cold, k), unit * cooling.width
        value = exchanges.anneal(
            model,
            state,
            guide,
            best,
            guide,
            loan,
            heat,
            width,
            top,
            value,
            many,
            1,
            seed * 1_000 + k,
            NODES,
            work,
        )
    who, slot = np.nonzero(top.seats >= 0)
    final = search.empty()
    moves.seat_all(model, final, who.astype(np.int64), top.seats[who, slot].astype(np.int64), work)
    return Candidate(final, search.value(final))


def _unit(stakes: Floats, resources: int) -> float:
    """What persons near another choice would lose by it: there are about as many as resources."""
    if not len(stakes):
        return 1.0
    share = min(0.5, NEAR * resources / len(stakes))
    return float(max(np.quantile(stakes, share), 1e-3 * np.median(stakes), 1e-9))


def _typical_uses(model: Model, resources: int) -> Floats:
    typical = np.zeros(resources)
    for r in range(resources if model.has_extra else 0):
        uses = model.extra_use[model.extra_resource == r]
        typical[r] = np.median(uses) if len(uses) else 0.0
    return typical

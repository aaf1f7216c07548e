"""All prices of a relaxation in one vector, and the thread pool that values them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np

from binacore.planner.model import Ints, Limits, Model, limited
from binacore.planner.problem import Bools, Floats

Answer = TypeVar("Answer")
LOADS = 2e-6
"""Wider than the format's tolerance for sums of loads."""
CHUNK = 1_500
"""Persons one thread takes at a time. Sums are added up in the order of the chunks, never of the threads."""


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(thread_name_prefix="planner")


def in_chunks(count: int, stride: int, work: Callable[[int, int], Answer]) -> Sequence[Answer]:
    """`work(first, last)` over 0..count in chunks that start on a multiple of `stride`, answers in order."""
    size = max(CHUNK, -(-count // 64)) * stride
    size -= size % stride
    spans = [(first, min(count, first + size)) for first in range(0, count, size)]
    if len(spans) < 2:
        return [work(first, last) for first, last in spans]
    return list(_pool().map(lambda span: work(*span), spans))


def side_by_side(work: Callable[..., Answer], *arguments: Sequence[Any]) -> Sequence[Answer]:
    """`work` for the first of all arguments, the second and so on, on as many cores as there are; answers in order."""
    return list(_pool().map(work, *arguments))


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """The prices of one point x."""

    total: float
    funds: Floats
    units: Floats
    absence: Floats
    organiser_year: Floats
    organiser_period: Floats
    extra: Floats
    seats: Floats
    fairness: Floats


class PriceVector:
    """Where each price stands in x: total, funds, units, absences (unit-wise, periods 0..T), organisers, general
    resources, seats, fairness; with the limit, the highest useful price, and whether it can bind at all."""

    def __init__(self, model: Model, limits: Limits) -> None:
        self.units, width = limits.absence.shape
        self.organisers = len(limits.organiser_year)
        self.width = width
        self.sessions = len(model.programme)
        sizes = [1, len(limits.funds), self.units, limits.absence.size, self.organisers, limits.organiser_period.size]
        sizes += [len(limits.extra), self.sessions, self.units]
        self.ends = np.cumsum(sizes)
        seats = model.capacity[model.programme] * _openable(model).astype(np.float64)
        money = np.concatenate([[limits.total], limits.funds, limits.units])
        batches = np.concatenate([limits.organiser_year, limits.organiser_period.ravel()])
        use = [limits.absence.ravel() + LOADS, batches, limits.extra, seats, -model.unit_quota]
        self.limits: Floats = np.concatenate([money / 1e6, *use])
        self.priced = self._priced(model, limits, money, batches, seats)
        self.limits = np.where(self.priced, self.limits, 0.0)
        self.upper: Floats = np.full(self.length, np.inf)
        self.upper[self.ends[-2] :] = model.fairness_weight

    def _priced(self, model: Model, limits: Limits, money: Ints, batches: Ints, seats: Any) -> Bools:
        demand = np.bincount(model.cand_programme, minlength=len(model.hours))[model.programme]
        heaviest = float(model.load.max(initial=0.0))
        size = np.bincount(model.unit, minlength=self.units)[:, None] * heaviest
        scarce = limited(limits.absence) & (limits.absence < size)
        scarce[:, 0] = False
        extra = np.full(len(limits.extra), bool(model.has_extra))
        fair = np.full(self.units, model.fairness_weight > 0.0)
        parts = [limited(money), scarce.ravel(), limited(batches), extra, seats < demand, fair]
        return np.concatenate(parts)

    @property
    def length(self) -> int:
        return int(self.ends[-1])

    def parts(self, x: Floats) -> Prices:
        total, funds, units, absence, year, period, extra, seats, fairness = np.split(x, self.ends[:-1])
        absence = absence.reshape(self.units, self.width)
        period = period.reshape(self.organisers, self.width)
        return Prices(float(total[0]), funds, units, absence, year, period, extra, seats, fairness)

    def paid(self, x: Floats) -> Floats:
        """Price times limit of everything that can bind."""
        paid: Floats = np.where(self.priced, x * self.limits, 0.0)
        return paid


def _openable(model: Model) -> Ints:
    """Most batches of every session: none beyond the fixed ones where nobody may join."""
    allowed = model.exempt.copy()
    allowed[model.session_of] = model.batches_max[model.session_of]
    return allowed


def organiser_price(model: Model, prices: Prices) -> Floats:
    """What one batch of each session pays for its organiser's capacity, in the year and in all its periods."""
    by_session = np.zeros(len(model.programme))
    if not len(prices.organiser_year):
        return by_session
    organiser = model.organiser[model.programme]
    sums = np.concatenate([np.zeros((prices.organiser_period.shape[0], 1)), prices.organiser_period.cumsum(axis=1)], 1)
    at = np.flatnonzero(organiser >= 0)
    o, first, last = organiser[at], model.start[at], model.end[at]
    dated = np.where(first > 0, sums[o, last + 1] - sums[o, first], 0.0)
    by_session[at] = prices.organiser_year[o] + dated
    return by_session


def organiser_use(model: Model, vector: PriceVector, batches: Floats) -> tuple[Floats, Floats]:
    """Batches used by (organiser), (organiser, period 0..T)."""
    year = np.zeros(vector.organisers)
    period = np.zeros((vector.organisers, vector.width + 1))
    organiser = model.organiser[model.programme]
    at = np.flatnonzero(organiser >= 0)
    np.add.at(year, organiser[at], batches[at])
    dated = at[model.start[at] > 0]
    np.add.at(period, (organiser[dated], model.start[dated]), batches[dated])
    np.add.at(period, (organiser[dated], model.end[dated] + 1), -batches[dated])
    return year, period.cumsum(axis=1)[:, :-1]

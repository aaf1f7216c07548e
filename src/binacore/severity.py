"""How harsh or generous raters are, found where several rated the same thing. It is shown, never applied.

The additive rater model: a rating is the level of what is rated, plus the lean of the rater, plus chance,

    rating = level[item] + lean[rater] + noise.

Nothing is assumed about the levels: only differences within an item say something about raters. Leans come from a
normal distribution around zero, so that a rater with little overlap is pulled towards zero (shrinkage) and says so by
a wide interval. How far raters differ and how much chance there is follow from the ratings themselves by restricted
maximum likelihood (Patterson and Thompson 1971; best linear unbiased prediction after Henderson 1975).

A rating without a rater is a reference, such as an assessment centre: its lean is zero by agreement, and every other
lean is counted from there. Where no chain of common items leads to a reference, leans are only relative to each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

REFERENCE = ""
"""The rater of ratings that count as the measure of the others."""
ROUNDING = 1 / 12
"""Least variance of the noise, in levels squared: a whole level already rounds by up to half a level."""
NORMAL_95 = 1.959963984540054
_SEARCH = (-9.0, 7.0)  # logarithm of lean variance over noise variance
_FINE = 1e-4
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Rating:
    """A level (any number) that a rater gave to an item: one person in one competency. `rater` "" is a reference."""

    item: str
    rater: str
    level: float


@dataclass(frozen=True, slots=True)
class Lean:
    """How many levels a rater gives too much (positive: generous) or too little (negative: harsh).

    `raw`: mean difference to what others gave to the same items, None without overlap. `lean`: the same after
    everybody's lean was weighed and shrunk, with its 95 % interval. `shared`: ratings whose item others rated too.
    `anchored`: a chain of common items leads to a reference; otherwise the lean is only relative to other raters.
    """

    rater: str
    ratings: int
    shared: int
    raw: float | None
    lean: float
    low: float
    high: float
    anchored: bool

    @property
    def is_clear(self) -> bool:
        """The interval does not contain zero: the lean is more than chance would explain."""
        return self.shared > 0 and not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class Severity:
    """Leans by rater; `lean_sd` is how far raters differ, `noise_sd` the chance in one rating, both in levels.

    Both are None where no item has two ratings: then nothing can be said about any rater.
    """

    leans: Mapping[str, Lean]
    lean_sd: float | None
    noise_sd: float | None
    shared_items: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A level less the rater's lean, within 0 to `top`, with the interval that the lean alone brings."""

    level: float
    low: float
    high: float


def severity(ratings: Iterable[Rating]) -> Severity:
    """Leans of all raters from all their ratings; the order of the ratings does not matter."""
    by_item: dict[str, list[Rating]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for rating in ratings:
        by_item[rating.item].append(rating)
        if rating.rater != REFERENCE:
            counts[rating.rater] += 1
    raters = sorted(counts)
    shared = [by_item[item] for item in sorted(by_item) if len({each.rater for each in by_item[item]}) > 1]
    if not shared:
        lone = {name: Lean(name, counts[name], 0, None, 0.0, 0.0, 0.0, False) for name in raters}
        return Severity(lone, None, None, 0)
    sums = _Sums(raters, shared)
    lean_var, noise_var, leans, errors = _fit(sums)
    anchored = _anchored(shared)
    found = {}
    for place, name in enumerate(raters):
        spread = NORMAL_95 * sqrt(errors[place])
        value = float(leans[place])
        raw = sums.apart[place] / sums.shared[place] if sums.shared[place] else None
        low, high = value - spread, value + spread
        found[name] = Lean(name, counts[name], sums.shared[place], raw, value, low, high, name in anchored)
    return Severity(found, sqrt(lean_var), sqrt(noise_var), len(shared))


def adjusted(level: float, lean: Lean, *, top: float = 5.0) -> Adjusted:
    """What a rating would be without the rater's lean. For showing beside the rating, never in its place."""

    def within(value: float) -> float:
        return min(top, max(0.0, value))

    return Adjusted(within(level - lean.lean), within(level - lean.high), within(level - lean.low))


class _Sums:
    """The reduced normal equations: item levels are taken out, which leaves one row for each rater."""

    def __init__(self, raters: Sequence[str], shared: Sequence[Sequence[Rating]]) -> None:
        place = {name: number for number, name in enumerate(raters)}
        self.matrix = np.zeros((len(raters), len(raters)))
        self.right = np.zeros(len(raters))
        self.squares, self.freedom = 0.0, 0
        self.shared = [0] * len(raters)
        self.apart = [0.0] * len(raters)
        for group in shared:
            self._add(sorted(group, key=lambda each: (each.rater, each.level)), place)

    def _add(self, group: Sequence[Rating], place: Mapping[str, int]) -> None:
        size = len(group)
        total = sum(each.level for each in group)
        self.freedom += size - 1
        times: dict[int, int] = defaultdict(int)
        given: dict[int, float] = defaultdict(float)
        for each in group:
            off = each.level - total / size
            self.squares += off * off
            if each.rater != REFERENCE:
                mine = place[each.rater]
                self.right[mine] += off
                times[mine] += 1
                given[mine] += each.level
        for mine, often in times.items():
            self.matrix[mine, mine] += often
            for other, also in times.items():
                self.matrix[mine, other] -= often * also / size
            self.shared[mine] += often
            self.apart[mine] += given[mine] - often * (total - given[mine]) / (size - often)


def _fit(sums: _Sums) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Variance of leans and of noise, leans, and the variance of each lean's error.

    One eigendecomposition makes the likelihood of every ratio of the two variances a sum over raters.
    """
    values, vectors = np.linalg.eigh(sums.matrix)
    values = np.maximum(values, 0.0)
    turned = vectors.T @ sums.right

    def noise(ratio: float) -> float:
        left = sums.squares - float(np.sum(turned**2 / (values + 1 / ratio)))
        return max(left / sums.freedom, ROUNDING)

    def badness(step: float) -> float:
        ratio = exp(step)
        left = sums.squares - float(np.sum(turned**2 / (values + 1 / ratio)))
        return sums.freedom * log(noise(ratio)) + float(np.sum(np.log1p(ratio * values))) + left / noise(ratio)

    ratio = exp(_least(badness))
    noise_var = noise(ratio)
    inverse = 1 / (values + 1 / ratio)
    leans = vectors @ (inverse * turned)
    errors = noise_var * ((vectors**2) @ inverse)
    return ratio * noise_var, noise_var, leans, np.maximum(errors, _NOTHING)


def _least(badness: Callable[[float], float]) -> float:
    """Where a function is least: a walk over the whole range, then ever smaller steps around the best place."""
    low, high = _SEARCH
    best, step = low, 0.5
    places = [low + step * number for number in range(int((high - low) / step) + 1)]
    while True:
        best = min(places, key=badness)
        if step < _FINE:
            return best
        places = [min(high, max(low, best + step * tenth / 10)) for tenth in range(-10, 11)]
        step /= 10


def _anchored(shared: Sequence[Sequence[Rating]]) -> frozenset[str]:
    """Raters from whom a chain of common items leads to a reference."""
    raters_of = [frozenset(each.rater for each in group) for group in shared]
    items_of: dict[str, list[int]] = defaultdict(list)
    for number, names in enumerate(raters_of):
        for name in names:
            items_of[name].append(number)
    reached, waiting = {REFERENCE}, [REFERENCE]
    while waiting:
        for number in items_of.get(waiting.pop(), ()):
            fresh = raters_of[number] - reached
            reached |= fresh
            waiting.extend(fresh)
    return frozenset(reached - {REFERENCE})

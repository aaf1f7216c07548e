"""Did a programme reach what it was meant to reach? Three answers: yes, not seen, cannot be told yet.

What happened in trained units is set against what happened over the same periods in units not trained yet, because
figures also move by themselves (difference in differences; only units not yet trained serve as comparison, as in
Callaway and Sant'Anna 2021). With a handful of units no more is claimed than a Student interval of 95 % over units can
carry, and it is never narrower than what the number of people asked allows. Nothing here can repair that units were
not drawn by lot; every answer carries its limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt
from typing import Final

from binacore.disclosure import LEAST

# Student's t, 97.5 %, by degrees of freedom from 1.
_T: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
_Z: Final = 1.959964
_DUST: Final = 1e-9  # below this a difference is only the way numbers are stored


class Verdict(StrEnum):
    """The three answers."""

    SUCCESS = "success"
    NOT_SEEN = "not_seen"
    UNDECIDED = "undecided"


class Why(StrEnum):
    """What the answer rests on."""

    REACHED = "reached"  # an effect above zero, and the target reached
    TOO_SMALL = "too_small"  # the data would have shown an effect as large as aimed for
    NONE_OR_WORSE = "none_or_worse"  # nothing above zero is left in the interval
    BELOW_TARGET = "below_target"  # an effect above zero, the target not reached
    UNCLEAR = "unclear"  # the interval holds both nothing and what was aimed for
    FEW_TRAINED = "few_trained"
    FEW_COMPARED = "few_compared"
    NO_READINGS = "no_readings"
    FEW_SCORES = "few_scores"
    NO_TARGET = "no_target"


class Limit(StrEnum):
    """What the numbers cannot carry."""

    FEW_UNITS = "few_units"
    NOT_RANDOM = "not_random"
    NO_COMPARISON = "no_comparison"
    SOME_MISSING = "some_missing"  # not everybody has both scores
    BEHAVIOUR_WEAK = "behaviour_weak"  # few confirmed that their work changed


class SeriesMalformed(ValueError):
    """A figure that cannot be: nobody asked, a negative spread, a period that ends before it begins."""


@dataclass(frozen=True, slots=True)
class Point:
    """The mean of an indicator among `n` people asked on starts_on <= day < ends_on, and their standard deviation."""

    starts_on: date
    ends_on: date
    value: float
    spread: float
    n: int

    def __post_init__(self) -> None:
        if self.n < 1 or self.spread < 0 or self.ends_on <= self.starts_on:
            raise SeriesMalformed(f"{self.starts_on}: n={self.n}, spread={self.spread}, until {self.ends_on}")

    @property
    def noise(self) -> float:
        """Variance of the mean from having asked only `n` people."""
        return self.spread * self.spread / self.n


@dataclass(frozen=True, slots=True)
class Series:
    """One unit: its points in time, and the day on which its people had been trained (None: not yet)."""

    unit: str
    trained_on: date | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its interval of 95 %, the numbers of units (or people) behind it."""

    value: float
    low: float
    high: float
    n: int
    compared: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """How one unit's figure moved since the period that began on `since`; `noise`: variance from the people asked."""

    unit: str
    since: date
    before: float
    after: float
    noise: float

    @property
    def rise(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Effect:
    """What the trained units gained beyond the others, with every unit's own change.

    With `lacking` set the estimate, if any, is the trained units' own rise without a comparison.
    """

    estimate: Estimate | None
    trained: tuple[Change, ...]
    compared: tuple[Change, ...]
    lacking: Why | None  # why there is no estimate


@dataclass(frozen=True, slots=True)
class Goal:
    """From `baseline` to at least `goal`."""

    baseline: float
    goal: float

    @property
    def aim(self) -> float:
        return self.goal - self.baseline


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer, what it rests on, its numbers and its limits. `level`: where the trained stand now."""

    verdict: Verdict
    why: Why
    estimate: Estimate | None
    level: float | None
    limits: tuple[Limit, ...]


def service_effect(series: Sequence[Series], *, least_units: int = 2) -> Effect:
    """Gains of trained units beyond those still not trained when the last figures were read.

    Before is the last period that had begun when a unit was trained: should the training have worked within it already,
    the effect is told too small rather than too large. After is the last period of all. Without `least_units` trained
    units there is no estimate: one unit shows only that it is one unit. Without as many to compare with there is only
    the trained units' own rise, which can show that nothing rose and never that the programme raised it.
    """
    last = max((point.starts_on for each in series for point in each.points), default=None)
    if last is None:
        return Effect(None, (), (), Why.NO_READINGS)
    early = [each for each in series if each.trained_on is not None and each.trained_on < last]
    trained = [change for each in early if (change := _change(each, _begun(each), last)) is not None]
    others = [each for each in series if each.trained_on is None or each.trained_on >= last]
    windows = [[_change(each, one.since, last) for one in trained] for each in others]
    compared = [_mean_change([one for one in row if one]) for row in windows if any(row)]
    if len(trained) < least_units:
        few = sum(each.trained_on is not None for each in series) < least_units
        return Effect(None, tuple(trained), tuple(compared), Why.FEW_TRAINED if few else Why.NO_READINGS)
    if len(compared) < least_units:
        return Effect(_own_rise(trained), tuple(trained), tuple(compared), Why.FEW_COMPARED)
    # Each trained unit against the others over its own window, so that a common trend is no difference between them.
    columns = [[row[place] for row in windows] for place in range(len(trained))]
    general = [_mean([one.rise for one in column if one] or [0.0]) for column in columns]
    gains = [one.rise - moved for one, moved in zip(trained, general, strict=True)]
    return Effect(_estimate(gains, trained, compared), tuple(trained), tuple(compared), None)


def gain(pairs: Iterable[tuple[float, float]], *, least: int = LEAST) -> Estimate | None:
    """Mean of after minus before over people, with its interval; None for fewer than `least` people."""
    rises = [after - before for before, after in pairs]
    if len(rises) < max(2, least):
        return None
    mean = sum(rises) / len(rises)
    spread = sqrt(_squares(rises) / (len(rises) - 1))
    return _around(mean, spread / sqrt(len(rises)), len(rises) - 1, len(rises))


def judge_service(goal: Goal, effect: Effect, *, confirmed: float | None = None, weak: float = 0.3) -> Judgement:
    """The verdict on an indicator of a service. `confirmed`: share of due work-change reports confirmed, if any due."""
    limits = [Limit.NOT_RANDOM]
    level = _mean([each.after for each in effect.trained]) if effect.trained else None
    if effect.estimate is None:
        return Judgement(Verdict.UNDECIDED, effect.lacking or Why.NO_READINGS, None, level, tuple(limits))
    if effect.estimate.n + effect.estimate.compared < len(_T):
        limits.append(Limit.FEW_UNITS)
    if confirmed is not None and confirmed < weak:
        limits.append(Limit.BEHAVIOUR_WEAK)
    verdict, why = _decide(goal, effect.estimate, level)
    if effect.lacking is not None:
        limits[:1] = [Limit.NO_COMPARISON]
        if verdict is not Verdict.NOT_SEEN:
            verdict, why = Verdict.UNDECIDED, effect.lacking
    return Judgement(verdict, why, effect.estimate, level, tuple(limits))


def judge_scores(
    goal: Goal, before_after: Sequence[tuple[float, float]], *, people: int, least: int = LEAST
) -> Judgement:
    """The verdict on test scores; `people` completed the class. It speaks of learning only, not of the service."""
    found = gain(before_after, least=least)
    limits = [Limit.NO_COMPARISON]
    if len(before_after) < people:
        limits.append(Limit.SOME_MISSING)
    if found is None:
        return Judgement(Verdict.UNDECIDED, Why.FEW_SCORES, None, None, tuple(limits))
    level = sum(after for _, after in before_after) / len(before_after)
    verdict, why = _decide(goal, found, level)
    return Judgement(verdict, why, found, level, tuple(limits))


NO_TARGET: Final = Judgement(Verdict.UNDECIDED, Why.NO_TARGET, None, None, ())


def _decide(goal: Goal, estimate: Estimate, level: float | None) -> tuple[Verdict, Why]:
    if estimate.high <= 0:
        return Verdict.NOT_SEEN, Why.NONE_OR_WORSE
    if estimate.low > 0:
        reached = level is not None and level >= goal.goal - _DUST
        return (Verdict.SUCCESS, Why.REACHED) if reached else (Verdict.UNDECIDED, Why.BELOW_TARGET)
    if estimate.high < goal.aim:
        return Verdict.NOT_SEEN, Why.TOO_SMALL
    return Verdict.UNDECIDED, Why.UNCLEAR


def _begun(unit: Series) -> date | None:
    """The start of the last period that had begun when the unit was trained."""
    if unit.trained_on is None:
        return None
    return max((point.starts_on for point in unit.points if point.starts_on <= unit.trained_on), default=None)


def _change(unit: Series, before: date | None, after: date) -> Change | None:
    points = {point.starts_on: point for point in unit.points}
    if before is None or before not in points or after not in points or before >= after:
        return None
    first, last = points[before], points[after]
    return Change(unit.unit, before, first.value, last.value, first.noise + last.noise)


def _mean_change(changes: Sequence[Change]) -> Change:
    """One unit's changes over the windows of several trained units, as one."""
    return Change(
        changes[0].unit,
        min(each.since for each in changes),
        _mean([each.before for each in changes]),
        _mean([each.after for each in changes]),
        _mean([each.noise for each in changes]),
    )


def _own_rise(trained: Sequence[Change]) -> Estimate:
    rises = [each.rise for each in trained]
    freedom = len(rises) - 1
    asked = sum(each.noise for each in trained) / len(trained) ** 2
    return _around(_mean(rises), sqrt(max(_squares(rises) / freedom / len(rises), asked)), freedom, len(trained))


def _estimate(gains: Sequence[float], trained: Sequence[Change], compared: Sequence[Change]) -> Estimate:
    """Pooled spread of the units' changes, or the noise of the people asked where that is larger."""
    others = [each.rise for each in compared]
    freedom = len(gains) + len(others) - 2
    pooled = (_squares(gains) + _squares(others)) / freedom
    between = pooled * (1 / len(gains) + 1 / len(others))
    asked = sum(each.noise for each in trained) / len(trained) ** 2
    asked += sum(each.noise for each in compared) / len(compared) ** 2
    return _around(_mean(gains), sqrt(max(between, asked)), freedom, len(trained), len(compared))


def _around(mean: float, error: float, freedom: int, n: int, compared: int = 0) -> Estimate:
    reach = student(freedom) * error
    return Estimate(mean, mean - reach, mean + reach, n, compared)


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t; above 30 degrees by the first term of Cornish and Fisher, right to 0.001."""
    if freedom < 1:
        raise ValueError(f"degrees of freedom begin at 1, not {freedom}")
    return _T[freedom - 1] if freedom <= len(_T) else _Z + (_Z**3 + _Z) / (4 * freedom)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _squares(values: Sequence[float]) -> float:
    mean = _mean(values)
    return sum((value - mean) ** 2 for value in values)

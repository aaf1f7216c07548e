"""How far a mean or a share may be from the truth: Student's interval of a mean, Wilson's interval of a share.

Answers that are all equal have no spread from which Student could tell anything: `interval_of_equal` tells of them.

Student's distribution is computed through the regularised incomplete beta function (continued fraction after Lentz),
its quantiles by Newton's method inside a bracket. Wilson's interval (E. B. Wilson 1927, "score" interval) stays inside
0 and 1 and says something sensible where everybody or nobody agrees, which the textbook interval does not.
Tests hold both against values of reference programmes and printed tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, isfinite, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95
_TINY: Final = 1e-300
_ROUNDS: Final = 500


class IntervalImpossible(ValueError):
    """No interval can be told: too few values, or a confidence or count that does not exist."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the ends of its interval, in the unit of the values; `n` values behind it."""

    value: float
    low: float
    high: float
    n: int


def mean_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """The mean of at least two values with Student's interval. Raises IntervalImpossible.

    It takes the values as a sample of a large population; where nearly everybody answered it is wider than it must be.
    """
    n = len(values)
    mean = sum(values) / n if n else 0.0
    return mean_of_moments(mean, sum((value - mean) ** 2 for value in values), n, confidence)


def mean_of_counts(counts: Mapping[int | float, int], confidence: float = CONFIDENCE) -> Estimate:
    """The same from how often each value occurs. Raises IntervalImpossible."""
    n = sum(counts.values())
    mean = sum(value * count for value, count in counts.items()) / n if n else 0.0
    return mean_of_moments(mean, sum(count * (value - mean) ** 2 for value, count in counts.items()), n, confidence)


def mean_on_scale(
    counts: Mapping[int | float, int], least: float, most: float, confidence: float = CONFIDENCE
) -> Estimate:
    """The mean of answers on a scale from `least` to `most`, from how often each occurs. Raises IntervalImpossible.

    Student's interval cut to the scale where answers differ, `interval_of_equal` where they do not.
    """
    given = [value for value, count in counts.items() if count]
    if len(given) == 1:
        return interval_of_equal(given[0], sum(counts.values()), least, most, confidence)
    return cut_to(mean_of_counts(counts, confidence), least, most)


def interval_of_equal(value: float, n: int, least: float, most: float, confidence: float = CONFIDENCE) -> Estimate:
    """The mean of a population of which `n` were asked and all said `value`, on a scale. Raises IntervalImpossible.

    Student's interval would have no width, as if n answers were everybody's. What they do tell: were the share q of the
    population of another mind, all n would agree with probability (1 - q)^n. The exact interval of a share seen 0 times
    in n (Clopper and Pearson, Biometrika 26, 1934) therefore ends at p = 1 - ((1 - confidence) / 2)^(1/n). Where those
    of another mind stand nobody knows, but no mean of theirs lies outside the scale, so the mean of all,
    (1 - q) value + q theirs, lies between value - p (value - least) and value + p (most - value). Nothing is assumed of
    how answers are spread, so it is wide: nearly equal answers have Student's interval, which trusts the little spread
    it saw and is narrower. Like the others it takes the answers as a sample of a large population.
    """
    if n < 2:
        raise IntervalImpossible(f"an interval needs two values, here are {n}")
    if not least <= value <= most:
        raise IntervalImpossible(f"{value} is not on a scale from {least} to {most}")
    other = 1 - (1 - _upper(confidence)) ** (1 / n)
    return Estimate(value, value - other * (value - least), value + other * (most - value), n)


def cut_to(found: Estimate, least: float, most: float) -> Estimate:
    """An interval of a mean with its ends cut to those of a scale, on which no mean can lie outside.

    Nothing that could be true is cut off, so it holds the truth exactly as often as the whole interval. Student's ends
    leave a scale where few answers crowd at one end; there the interval is rough, and the cut does not mend that.
    """
    return Estimate(found.value, max(found.low, least), min(found.high, most), found.n)


def mean_of_moments(mean: float, squares: float, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """The same from the mean, the sum of squared distances to it, and the number of values."""
    if n < 2:
        raise IntervalImpossible(f"an interval needs two values, here are {n}")
    reach = student_quantile(_upper(confidence), n - 1) * sqrt(squares / (n - 1) / n)
    return Estimate(mean, mean - reach, mean + reach, n)


def share_interval(count: int, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """`count` of `n` as a share (0..1) with Wilson's interval. Raises IntervalImpossible."""
    if not 0 <= count <= n or not n:
        raise IntervalImpossible(f"{count} of {n}")
    z = NormalDist().inv_cdf(_upper(confidence))
    share = count / n
    weight = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / weight
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / weight
    # Exactly nobody and everybody end at 0 and 1; rounding would leave a trace beside them.
    return Estimate(share, 0.0 if count == 0 else centre - reach, 1.0 if count == n else centre + reach, n)


@lru_cache(maxsize=4096)
def student_quantile(probability: float, freedom: float) -> float:
    """Below which value Student's t with `freedom` degrees falls with this probability. Raises IntervalImpossible."""
    if not 0 < probability < 1 or not freedom > 0:
        raise IntervalImpossible(f"probability {probability}, {freedom} degrees of freedom")
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -student_quantile(1 - probability, freedom)
    tail = 1 - probability
    low, high = 0.0, 1.0
    while student_tail(high, freedom) > tail:
        low, high = high, high * 2
    point = (low + high) / 2
    for _ in range(_ROUNDS):
        over = student_tail(point, freedom) - tail
        low, high = (point, high) if over > 0 else (low, point)
        step = point + over / _student_density(point, freedom)
        following = step if isfinite(step) and low < step < high else (low + high) / 2
        if abs(following - point) <= 1e-15 * max(1.0, abs(point)):
            return following
        point = following
    return point


def student_tail(point: float, freedom: float) -> float:
    """The probability that Student's t lies above `point`."""
    if point < 0:
        return 1 - student_tail(-point, freedom)
    return 0.5 * incomplete_beta(freedom / (freedom + point * point), freedom / 2, 0.5)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b) for 0 <= x <= 1 and positive a, b."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _ROUNDS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _off_zero(1 + term * d)
            c = _off_zero(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return found


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _student_density(point: float, freedom: float) -> float:
    front = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * 3.141592653589793)
    return exp(front - (freedom + 1) / 2 * log1p(point * point / freedom))


def _upper(confidence: float) -> float:
    if not 0 < confidence < 1 or confidence == inf:
        raise IntervalImpossible(f"a confidence of {confidence}")
    return 0.5 + confidence / 2

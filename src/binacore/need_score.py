"""The priority score of a need, and where it comes from: a sum and a product that both give exactly the score.

A need is a group of people of one unit in one competency. Its total is the sum over them of levels missing x weight,
which is exactly what the planner may win there. What ranks needs is the score: points per person assessed, so that a
small unit can come first,

    score = reach x caution x gap x importance x voice x strategy x performance x evaluation x staff

reach    share of the assessed who miss the standard
caution  known / (known + 4): as if four more people had been assessed and met it, so that two people are no proof
gap      levels that those who miss it lack on average
the rest effective factors of `binacore.priority`: what each component multiplies these people's missing levels by

The sum: a base (reach x caution: everybody who misses the standard lacks one level, and nothing else weighs) and one
part for every factor. The parts follow the logarithmic mean L(a, b) = (a - b) / (ln a - ln b): part = L(score, base) x
ln(factor). They add up exactly and do not depend on any order (the additive and multiplicative index of Montgomery and
Vartia, in use for energy figures as LMDI: B. W. Ang, Energy Policy 32, 2004). Factors of a group whose people weigh
differently are effective ones by the same means, so that their product is exactly total / levels missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

from binacore.priority import Component, Priority

CAUTION: Final = 4
Z: Final = 1.959963984540054  # of a 95 percent interval


class NeedMalformed(ValueError):
    """Counts of a need that contradict each other; the message names which."""


@dataclass(frozen=True, slots=True)
class Part:
    """Levels missing of the people of a need who weigh alike."""

    missing: int
    priority: Priority


@dataclass(frozen=True, slots=True)
class NeedCounts:
    """People whose post asks for the competency, of them assessed, of those below the standard; levels they miss."""

    people: int
    known: int
    below: int
    missing: int

    def __post_init__(self) -> None:
        if not 0 <= self.below <= self.known <= self.people:
            raise NeedMalformed(f"below {self.below} <= known {self.known} <= people {self.people} does not hold")
        if not self.below <= self.missing <= 5 * self.below:
            raise NeedMalformed(f"{self.below} people below a standard miss 1 to 5 levels each, not {self.missing}")


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One component: the factor of the product and the points of the sum."""

    component: Component
    factor: float
    points: float


@dataclass(frozen=True, slots=True)
class NeedScore:
    """`value` points per person, from `low` to `high` (95 percent); `total` points of all whose level is known.

    `base` + `gap_points` + the points of all parts == value; reach x caution x gap x the factors of all parts == value.
    `low` and `high` say what few and unassessed people leave open about reach, and what unsure evidence leaves open
    about its factors; with everybody assessed and sure evidence they are equal.
    """

    value: float
    low: float
    high: float
    total: float
    reach: float
    caution: float
    gap: float
    base: float
    gap_points: float
    parts: tuple[ScorePart, ...]

    @property
    def weight(self) -> float:
        """What the missing levels weigh on average: the product of the components."""
        weight = 1.0
        for part in self.parts:
            weight *= part.factor
        return weight


def logarithmic_mean(a: float, b: float) -> float:
    """(a - b) / (ln a - ln b) of two positive numbers; a where they are equal."""
    if abs(a - b) <= 1e-12 * max(a, b):
        return (a + b) / 2
    return (a - b) / (log(a) - log(b))


def caution_of(known: int) -> float:
    return known / (known + CAUTION)


def reach_interval(below: int, known: int, people: int) -> tuple[float, float]:
    """Wilson's 95 percent interval of a share, for a finite group: nothing is open once everybody is assessed.

    The correction takes known x (people - 1) / (people - known) for the number of independent observations. Nobody
    assessed: 0 to 1.
    """
    if known == 0:
        return 0.0, 1.0
    share = below / known
    if known >= people:
        return share, share
    n = known * (people - 1) / (people - known) if people > 1 else float(known)
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def score_of(counts: NeedCounts, parts: Sequence[Part], doubt: tuple[float, float] = (1.0, 1.0)) -> NeedScore | None:
    """The score of a need; None where nobody's level is known. Raises NeedMalformed.

    `parts` divide the missing levels. `doubt`: what the total could be times less and times more if unsure evidence
    were worth as little, or as much, as its certainty leaves open.
    """
    if sum(part.missing for part in parts) != counts.missing:
        raise NeedMalformed(f"parts miss {sum(part.missing for part in parts)} levels, the need {counts.missing}")
    if counts.known == 0:
        return None
    caution = caution_of(counts.known)
    low, high = reach_interval(counts.below, counts.known, counts.people)
    if counts.below == 0:
        nothing = tuple(ScorePart(component, 1.0, 0.0) for component in Component)
        return NeedScore(0.0, 0.0, high * caution, 0.0, 0.0, caution, 0.0, 0.0, 0.0, nothing)
    reach, gap = counts.below / counts.known, counts.missing / counts.below
    total = sum(part.missing * part.priority.weight for part in parts)
    factors = _effective(parts, counts.missing, total)
    value = total / counts.known * caution
    base = reach * caution
    mean = logarithmic_mean(value, base)
    return NeedScore(
        value=value,
        low=value * low / reach * doubt[0],
        high=value * high / reach * doubt[1],
        total=total,
        reach=reach,
        caution=caution,
        gap=gap,
        base=base,
        gap_points=mean * log(gap),
        parts=tuple(ScorePart(component, factor, mean * log(factor)) for component, factor in factors.items()),
    )


def _effective(parts: Sequence[Part], missing: int, total: float) -> dict[Component, float]:
    """Factors whose product is total / missing: log-mean weighted means of the people's factors."""
    means = [logarithmic_mean(part.missing * part.priority.weight, part.missing) for part in parts if part.missing]
    whole = logarithmic_mean(total, missing)
    sums = dict.fromkeys(Component, 0.0)
    for mean, part in zip(means, (part for part in parts if part.missing), strict=True):
        for each in part.priority.components:
            sums[each.component] += mean * log(each.factor)
    return {component: exp(points / whole) for component, points in sums.items()}

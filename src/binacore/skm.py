"""Citizens' satisfaction (survei kepuasan masyarakat, SKM) by PermenPANRB 14/2017.

The mean of each element, times its weight, summed, times 25; rounded half up to two decimals before the grade is
read. The weight of an element is one ninth: published results write it in four ways, which move the index by up to a
point, so the way is an argument and stands in the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from binacore.rules import RulesAt, RuleValue


class Element(StrEnum):
    """U1 to U9."""

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    TIME = "time"
    COST = "cost"
    PRODUCT = "product"
    COMPETENCE = "competence"
    BEHAVIOUR = "behaviour"
    COMPLAINTS = "complaints"
    FACILITIES = "facilities"


class WeightMode(StrEnum):
    """One ninth exactly, or cut to two, three or four decimals as in reports that were published."""

    EXACT = "exact"
    TWO = "0.11"
    THREE = "0.111"
    FOUR = "0.1111"


class Grade(StrEnum):
    """A sangat baik, B baik, C kurang baik, D tidak baik."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class AnswerMalformed(ValueError):
    """A score off the scale, a wrong number of elements, or a tally that no answers can give."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of the scores of one element and how many people gave one."""

    total: int
    answers: int


@dataclass(frozen=True, slots=True)
class ElementResult:
    """One element: mean 1 to 4 (4 decimals), the same on 25 to 100 and its grade. None while suppressed."""

    element: Element
    answers: int
    mean: float | None
    converted: float | None
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class Skm:
    """Result of one service in one period. `index` (25 to 100, 2 decimals) and `grade` are None while suppressed.

    `suppressed` says that fewer people answered (as a whole, or an element) than may be shown. `basis` are the rules
    used, with their sources.
    """

    respondents: int
    elements: tuple[ElementResult, ...]
    weighted_mean: float | None
    index: float | None
    grade: Grade | None
    weight_mode: WeightMode
    minimum: int
    basis: tuple[RuleValue, ...]

    @property
    def suppressed(self) -> bool:
        return self.index is None

    def lowest(self, count: int = 3) -> tuple[ElementResult, ...]:
        """The elements with the lowest means, worst first; those that may not be shown are left out."""
        shown = [(each.mean, order, each) for order, each in enumerate(self.elements) if each.mean is not None]
        return tuple(each for _mean, _order, each in sorted(shown, key=lambda row: row[:2])[:count])


def tallies(answers: Iterable[Sequence[int | None]], rules: RulesAt) -> tuple[Tally, ...]:
    """Answers of people, one score (or None: left out) an element, as sums. Raises AnswerMalformed."""
    scale = rules.table("skm.scale")
    totals, counts = [0] * len(Element), [0] * len(Element)
    for number, row in enumerate(answers, start=1):
        if len(row) != len(Element):
            raise AnswerMalformed(f"answer {number} has {len(row)} elements, not {len(Element)}")
        for place, score in enumerate(row):
            if score is None:
                continue
            if (
                isinstance(score, bool)
                or not isinstance(score, int)
                or not scale["lowest"] <= score <= scale["highest"]
            ):
                raise AnswerMalformed(f"answer {number}, U{place + 1}: {score!r} is not on the scale")
            totals[place] += score
            counts[place] += 1
    return tuple(Tally(total, count) for total, count in zip(totals, counts, strict=True))


def skm(sums: Sequence[Tally], respondents: int, rules: RulesAt, *, mode: WeightMode | None = None) -> Skm:
    """Index of a service from its nine tallies in the order of the rule. `mode` None takes `skm.weight_mode`.

    Whoever left an element out counts in the others. Raises AnswerMalformed.
    """
    chosen = weight_mode(rules) if mode is None else mode
    order = [Element(name) for name in rules.items("skm.elements")]
    minimum = rules.integer("skm.minimum_group")
    _check(sums, respondents, rules)
    shown = respondents >= minimum
    elements = tuple(
        _element(element, tally, shown and tally.answers >= minimum, rules)
        for element, tally in zip(order, sums, strict=True)
    )
    weighted = None
    if all(each.mean is not None for each in elements):
        weighted = sum((Fraction(tally.total, tally.answers) for tally in sums), Fraction(0)) * weight(chosen)
    index = None if weighted is None else half_up(weighted * rules.integer("skm.conversion"), 2)
    basis = tuple(
        rules.value(f"skm.{name}") for name in ("elements", "weight_mode", "conversion", "grades", "minimum_group")
    )
    return Skm(
        respondents,
        elements,
        None if weighted is None else half_up(weighted, 4),
        index,
        None if index is None else grade(index, rules),
        chosen,
        minimum,
        basis,
    )


def weight_mode(rules: RulesAt) -> WeightMode:
    """The way the agency writes the weight. Raises AnswerMalformed for one that nobody knows."""
    value = rules.value("skm.weight_mode").value
    try:
        return WeightMode(value)
    except ValueError:
        raise AnswerMalformed(
            f"skm.weight_mode is one of {[mode.value for mode in WeightMode]}, not {value!r}"
        ) from None


def weight(mode: WeightMode) -> Fraction:
    """The weight of one of nine elements."""
    return Fraction(1, len(Element)) if mode is WeightMode.EXACT else Fraction(mode.value)


def grade(index: float, rules: RulesAt) -> Grade:
    """Grade of an index; read on two decimals, so that the number on paper and its letter never disagree."""
    return Grade(rules.bands("skm.grades").label(half_up(Fraction(str(index)), 2)))


def sample_size(population: int, rules: RulesAt) -> int:
    """How many answers are needed from so many users of a service; never more than there are. 0 for nobody."""
    if population < 0:
        raise AnswerMalformed(f"a population is not negative: {population}")
    if population == 0:
        return 0
    numbers = {name: Fraction(str(value)) for name, value in rules.table("skm.sample").items()}
    spread = numbers["chi_square"] * numbers["proportion"] * (1 - numbers["proportion"])
    needed = population * spread / (numbers["error"] ** 2 * (population - 1) + spread)
    return int(half_up(needed, 0))


def half_up(number: Fraction, decimals: int) -> float:
    """Rounded the way sums on paper are, without the detour over binary fractions."""
    scale = 10**decimals
    return int(number * scale + Fraction(1, 2)) / scale


def _check(sums: Sequence[Tally], respondents: int, rules: RulesAt) -> None:
    scale = rules.table("skm.scale")
    if len(sums) != len(Element):
        raise AnswerMalformed(f"{len(sums)} elements instead of {len(Element)}")
    for place, tally in enumerate(sums, start=1):
        if not 0 <= tally.answers <= respondents:
            raise AnswerMalformed(f"U{place}: {tally.answers} answers of {respondents} people")
        if not tally.answers * scale["lowest"] <= tally.total <= tally.answers * scale["highest"]:
            raise AnswerMalformed(f"U{place}: {tally.answers} answers cannot add up to {tally.total}")


def _element(element: Element, tally: Tally, shown: bool, rules: RulesAt) -> ElementResult:
    if not shown:
        return ElementResult(element, tally.answers, None, None, None)
    mean = Fraction(tally.total, tally.answers)
    converted = half_up(mean * rules.integer("skm.conversion"), 2)
    return ElementResult(element, tally.answers, half_up(mean, 4), converted, grade(converted, rules))

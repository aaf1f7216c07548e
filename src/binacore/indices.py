"""Job person match (JPM), performance predicate and talent box. The index of professionality is in `ip_asn`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from binacore.rules import RulesAt, RuleValue


class Rating(StrEnum):
    """Result of work, or behaviour, against expectation (SIASN codes 1, 2, 3)."""

    ABOVE = "above"
    MEETS = "meets"
    BELOW = "below"


class Predicate(StrEnum):
    """Performance predicate: Sangat Baik, Baik, Butuh Perbaikan, Kurang, Sangat Kurang (SIASN codes 1 to 5)."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    NEEDS_IMPROVEMENT = "needs_improvement"
    POOR = "poor"
    VERY_POOR = "very_poor"


class Potential(StrEnum):
    """Potential: tinggi, menengah, rendah."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Placement(StrEnum):
    """JPM read for filling a position: memenuhi, masih memenuhi, kurang memenuhi syarat."""

    MS = "MS"
    MMS = "MMS"
    KMS = "KMS"


class MappingBand(StrEnum):
    """JPM read for mapping people: optimal, cukup optimal, kurang optimal."""

    OPTIMAL = "optimal"
    FAIRLY_OPTIMAL = "fairly_optimal"
    LESS_OPTIMAL = "less_optimal"


class CodeUnknown(ValueError):
    """A SIASN code that names no rating or predicate."""


@dataclass(frozen=True, slots=True)
class Jpm:
    """Job person match of one person in one position.

    `percent` (2 decimals, half up) and both readings are None while a competency is unknown or nothing is required.
    `surplus_capped` says whether levels above the standard counted only up to it: print it beside the number.
    `basis` are the rules used, with citations.
    """

    held: int
    required: int
    percent: float | None
    placement: Placement | None
    mapping: MappingBand | None
    surplus_capped: bool
    unknown: int
    basis: tuple[RuleValue, ...]


def jpm(levels: Iterable[tuple[int | None, int]], rules: RulesAt, *, cap_surplus: bool | None = None) -> Jpm:
    """JPM % = 100 x sum of held / sum of required levels, from (held, required) pairs; held None = unknown.

    Form of Peraturan BKN 26/2019 as agencies code it. `cap_surplus` None takes the rule `jpm.surplus_capped`. Bands
    are read on the rounded number, so that the number on paper and its name never disagree.
    """
    capped = rules.flag("jpm.surplus_capped") if cap_surplus is None else cap_surplus
    held = required = unknown = 0
    for has, needs in levels:
        required += needs
        if has is None:
            unknown += 1
        else:
            held += min(has, needs) if capped else has
    percent = rounded(Decimal(100 * held) / required) if required and not unknown else None
    placement, mapping = (None, None) if percent is None else jpm_bands(percent, rules)
    basis = tuple(rules.value(f"jpm.{name}") for name in ("placement_bands", "mapping_bands", "surplus_capped"))
    return Jpm(held, required, percent, placement, mapping, capped, unknown, basis)


def jpm_bands(percent: float, rules: RulesAt) -> tuple[Placement, MappingBand]:
    """Both readings of a JPM percentage."""
    placement = Placement(rules.bands("jpm.placement_bands").label(percent))
    return placement, MappingBand(rules.bands("jpm.mapping_bands").label(percent))


def predicate(result: Rating, behaviour: Rating, rules: RulesAt) -> Predicate:
    """Performance predicate from result of work and behaviour (PermenPANRB 6/2022)."""
    return Predicate(rules.table("predicate.matrix")[result.value][behaviour.value])


def rating_of_code(code: int, rules: RulesAt) -> Rating:
    """Rating of a SIASN code (1 above, 2 meets, 3 below). Raises CodeUnknown."""
    return Rating(_key_of(rules, "predicate.siasn_rating_codes", code))


def predicate_of_code(code: int, rules: RulesAt) -> Predicate:
    """Predicate of a SIASN code (1 to 5). Raises CodeUnknown."""
    return Predicate(_key_of(rules, "predicate.siasn_codes", code))


def code_of_predicate(value: Predicate, rules: RulesAt) -> int:
    """SIASN code of a predicate."""
    return int(rules.table("predicate.siasn_codes")[value.value])


def _key_of(rules: RulesAt, rule_id: str, code: int) -> str:
    for key, known in rules.table(rule_id).items():
        if known == code:
            return key
    raise CodeUnknown(f"{rule_id} has no code {code}")


def potential_of(score: float, rules: RulesAt) -> Potential:
    """Potential of a score from 0 to 100 (rule `talent.potential_bands`, which agencies set for themselves)."""
    return Potential(rules.bands("talent.potential_bands").label(score))


@dataclass(frozen=True, slots=True)
class TalentBox:
    """One of nine boxes. The follow-up codes open a conversation; they never decide about a person by themselves."""

    box: int
    in_agency_succession: bool
    in_national_succession: bool
    follow_up: tuple[str, ...]


def talent_box(performance: Rating, potential: Potential, rules: RulesAt) -> TalentBox:
    """Talent box by performance and potential (PermenPANRB 3/2020)."""
    box = int(rules.table("talent.boxes")[performance.value][potential.value])
    return TalentBox(
        box,
        box in rules.items("talent.agency_succession"),
        box in rules.items("talent.national_succession"),
        tuple(rules.table("talent.follow_up")[str(box)]),
    )


def rounded(number: Decimal | float, places: int = 2) -> float:
    """Rounds half up as people do on paper; Python's own rounding would make 64.995 into 64.99."""
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    return float(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))

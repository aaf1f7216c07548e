"""Index of professionality (IP ASN): qualification, competence, performance and discipline (PerBKN 8/2019).

A dimension whose facts are not known has no points and the person has no total: an unknown is not a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from binacore.indices import Predicate, rounded
from binacore.rules import RulesAt


class PositionGroup(StrEnum):
    STRUCTURAL = "structural"
    FUNCTIONAL = "functional"
    PELAKSANA = "pelaksana"


class Education(StrEnum):
    S3 = "s3"
    S2 = "s2"
    S1 = "s1"
    D4 = "d4"
    D3 = "d3"
    D2 = "d2"
    D1 = "d1"
    SLTA = "slta"
    BELOW_SLTA = "below_slta"


class Discipline(StrEnum):
    """Heaviest punishment in the window: none, ringan, sedang, berat."""

    NONE = "none"
    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class IpAsnBand(StrEnum):
    VERY_HIGH = "very_high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    VERY_LOW = "very_low"


class TrainingItem(StrEnum):
    """What an activity counts as: training of the role (leadership or functional), technical training, seminar."""

    ROLE = "role"
    TECHNICAL = "technical"
    SEMINAR = "seminar"


@dataclass(frozen=True, slots=True)
class IpAsnFacts:
    """What the index looks at. None = not known. A score (0 to 100) goes before a predicate if both are given."""

    group: PositionGroup
    education: Education | None
    role_training: bool
    technical_training: bool
    seminar: bool
    discipline: Discipline
    performance_score: float | None = None
    performance_predicate: Predicate | None = None


@dataclass(frozen=True, slots=True)
class IpAsn:
    """Points: qualification (25), role + technical + seminar = competence (40), performance (30), discipline (5).

    `missing` names the dimensions without facts; `total` and `band` are None while there are any.
    """

    qualification: float | None
    role: float
    technical: float
    seminar: float
    performance: float | None
    discipline: float
    total: float | None
    band: IpAsnBand | None
    missing: tuple[str, ...]

    @property
    def competence(self) -> float:
        return self.role + self.technical + self.seminar


@dataclass(frozen=True, slots=True)
class IpAsnMean:
    """Index of a unit: mean of the known totals (2 decimals), and how many people it leaves out."""

    mean: float | None
    band: IpAsnBand | None
    known: int
    unknown: int


def ip_asn(facts: IpAsnFacts, rules: RulesAt) -> IpAsn:
    """Index of one person from facts that already lie within their windows (see `facts_on`)."""
    qualification = _points(rules, "ip_asn.qualification", facts.education)
    items = rules.table("ip_asn.competence")[facts.group.value]
    role = float(items["role"]) if facts.role_training else 0.0
    technical = float(items["technical"]) if facts.technical_training else 0.0
    seminar = float(items["seminar"]) if facts.seminar else 0.0
    performance = _performance(facts, rules)
    discipline = float(rules.table("ip_asn.discipline")[facts.discipline.value])
    missing = tuple(
        name for name, points in (("qualification", qualification), ("performance", performance)) if points is None
    )
    total = None
    if qualification is not None and performance is not None:
        total = rounded(qualification + role + technical + seminar + performance + discipline)
    band = None if total is None else ip_asn_band(total, rules)
    return IpAsn(qualification, role, technical, seminar, performance, discipline, total, band, missing)


def ip_asn_band(total: float, rules: RulesAt) -> IpAsnBand:
    """Name of a total or mean; read on two decimals, so that 60.004 is still very low."""
    return IpAsnBand(rules.bands("ip_asn.bands").label(rounded(total)))


def ip_asn_mean(people: Iterable[IpAsn], rules: RulesAt) -> IpAsnMean:
    """Index of a unit: mean of its people, half up to two decimals."""
    everybody = list(people)
    totals = [Decimal(str(one.total)) for one in everybody if one.total is not None]
    if not totals:
        return IpAsnMean(None, None, 0, len(everybody))
    mean = rounded(sum(totals, Decimal(0)) / len(totals))
    return IpAsnMean(mean, ip_asn_band(mean, rules), len(totals), len(everybody) - len(totals))


@dataclass(frozen=True, slots=True)
class Training:
    """One finished activity, already told apart by what it counts as."""

    item: TrainingItem
    finished_on: date
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Punishment:
    """A disciplinary punishment and the day of its decision."""

    weight: Discipline
    decided_on: date


def facts_on(
    *,
    group: PositionGroup,
    education: Education | None,
    trainings: Iterable[Training],
    punishments: Iterable[Punishment],
    rules: RulesAt,
    performance_score: float | None = None,
    performance_predicate: Predicate | None = None,
) -> IpAsnFacts:
    """Facts on the day of `rules`, from dated history and the windows of the rule `ip_asn.windows`."""
    windows = rules.table("ip_asn.windows")
    past = [one for one in trainings if one.finished_on <= rules.on]
    role = any(one.item is TrainingItem.ROLE for one in past)
    technical = sum(
        one.hours
        for one in past
        if one.item is TrainingItem.TECHNICAL and _within(one.finished_on, rules.on, windows["technical"])
    )
    seminar = any(
        one.item is TrainingItem.SEMINAR and _within(one.finished_on, rules.on, windows["seminar"]) for one in past
    )
    weights = [one.weight for one in punishments if _within(one.decided_on, rules.on, windows["discipline"])]
    heaviest = max(weights, key=list(Discipline).index, default=Discipline.NONE)
    enough = technical >= rules.number("ip_asn.technical_hours")
    return IpAsnFacts(group, education, role, enough, seminar, heaviest, performance_score, performance_predicate)


def _within(day: date, on: date, years: int) -> bool:
    """Whether a day lies in the last so many years, today included: 1 year to 2 Nov 2026 begins on 3 Nov 2025."""
    # comparing (year, month, day) needs no 29 February of a year without one
    edge = (on.year - int(years), on.month, on.day)
    return edge < (day.year, day.month, day.day) and day <= on


def _performance(facts: IpAsnFacts, rules: RulesAt) -> float | None:
    if facts.performance_score is not None:
        label = rules.bands("ip_asn.performance_bands").label(rounded(facts.performance_score))
        return float(rules.table("ip_asn.performance_points")[label])
    if facts.performance_predicate is None:
        return None
    return _points(rules, "ip_asn.performance_predicate", facts.performance_predicate)


def _points(rules: RulesAt, rule_id: str, key: StrEnum | None) -> float | None:
    return None if key is None else float(rules.table(rule_id)[key.value])

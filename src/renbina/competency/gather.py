"""Rows -> the core's requirements, assessments and ratings, in a number of queries that is fixed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from binacore import people as core
from binacore.rules import RulesAt
from binacore.severity import REFERENCE, Rating
from renbina.competency.enums import Method
from renbina.competency.models import Assessment
from renbina.competency.queries.standards import asked_levels
from renbina.foundation.base import holds_on
from renbina.organisation.enums import PlacementKind, Status
from renbina.organisation.models import EmploymentStatus, Placement, Unit

GONE = (Status.RETIRED, Status.MOVED_OUT)


@dataclass(frozen=True, slots=True)
class GapMaterial:
    """What the gaps of an agency are computed from. Identifiers are the keys of the rows as text."""

    requirements: tuple[core.Requirement, ...]
    assessments: tuple[core.Assessment, ...]
    assessors: Mapping[str, str]  # assessment -> who found it, where the report says so


def gap_material(
    agency_id: int,
    on: date,
    people: Collection[int] | None = None,
    *,
    rules: RulesAt | None = None,
    followers: Collection[int] | None = None,
) -> GapMaterial:
    """Everybody who serves on the day, or some: what their position asks, what was assessed; queries do not grow.

    `rules`: those of the day, `followers`: competencies that follow the rule of the class, where the caller has them.
    """
    those = Q() if people is None else Q(employee_id__in=people)
    gone = EmploymentStatus.objects.filter(those, holds_on(on), employee__agency_id=agency_id, status__in=GONE)
    holders = (
        Placement.objects.filter(those, holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE)
        .exclude(employee_id__in=gone.order_by().values("employee_id"))
        .order_by("employee_id", "valid_from")
        .values_list("employee_id", "position_id", "unit_id")
    )
    places = {employee: (position, unit) for employee, position, unit in holders}
    posts = None if people is None else {position for position, _unit in places.values()}
    standards = asked_levels(agency_id, on, positions=posts, rules=rules, followers=followers)
    requirements = tuple(
        core.Requirement(str(employee), str(competency), asked.level, str(position), str(unit), asked.claim.critical)
        for employee, (position, unit) in places.items()
        for competency, asked in standards.get(position, ())
    )
    found = (
        Assessment.objects.filter(those, employee__agency_id=agency_id)
        .order_by("pk")
        .values_list(
            "employee_id", "competency_id", "level", "method", "assessed_on", "valid_until", "public_id", "assessor"
        )
    )
    methods = {method.value: method for method in core.AssessmentMethod}
    assessors: dict[str, str] = {}
    assessments = []
    for employee, competency, level, method, since, until, public_id, assessor in found:
        assessments.append(
            core.Assessment(str(employee), str(competency), level, methods[method], since, until, public_id)
        )
        if assessor:
            assessors[public_id] = assessor
    return GapMaterial(requirements, tuple(assessments), assessors)


class Given(NamedTuple):
    """What one rater gave: how many values, how many of them exactly what the position asks, the commonest level."""

    ratings: int
    at_standard: int
    same: int


@dataclass(frozen=True, slots=True)
class RatingMaterial:
    """What leans are computed from. Raters are "p<employee>" for superiors and "u<unit>" for a unit's own people."""

    ratings: tuple[Rating, ...]
    given: Mapping[str, Given]


def rating_material(agency_id: int, on: date) -> RatingMaterial:
    """Every rater's newest value of each person and competency until the day; expired ones measure raters too.

    Self-assessments of a root unit count as one rater: one person rates too little to be told apart from their level.
    A superior's value of an unknown superior measures nobody. Queries do not grow.
    """
    roots = {path: key for key, path in Unit.objects.filter(agency_id=agency_id, depth=1).values_list("pk", "path")}
    held = Placement.objects.filter(holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE)
    places = held.order_by("employee_id", "valid_from").values_list("employee_id", "position_id", "unit__path")
    post = {employee: (position, roots.get(path[: Unit.steplen])) for employee, position, path in places}
    asked = {
        (position, competency): each.level
        for position, rows in asked_levels(agency_id, on).items()
        for competency, each in rows
    }
    newest: dict[tuple[int, int, str, str], int] = {}  # person, competency, rater, method -> level
    found = Assessment.objects.filter(employee__agency_id=agency_id, assessed_on__lte=on).order_by("assessed_on", "pk")
    fields = ("employee_id", "competency_id", "level", "method", "rater_id")
    for employee, competency, level, method, rater in found.values_list(*fields):
        whose = _rater(method, rater, post.get(employee, (0, None))[1])
        if whose is not None:
            newest[employee, competency, whose, method] = level
    ratings = []
    levels: dict[str, Counter[int]] = defaultdict(Counter)
    exact: Counter[str] = Counter()
    for (employee, competency, whose, _method), level in newest.items():
        ratings.append(Rating(f"{employee}/{competency}", whose, level))
        if whose != REFERENCE:
            levels[whose][level] += 1
            exact[whose] += level == asked.get((post.get(employee, (0, None))[0], competency))
    given = {name: Given(told.total(), exact[name], max(told.values())) for name, told in levels.items()}
    return RatingMaterial(tuple(ratings), given)


def _rater(method: str, rater: int | None, unit: int | None) -> str | None:
    """Whom a value measures; None where nobody knows whose it is."""
    if method == Method.SUPERIOR:
        return f"p{rater}" if rater else None
    if method == Method.SELF:
        return f"u{unit}" if unit else None
    return REFERENCE

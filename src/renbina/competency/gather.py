"""Rows -> the core's requirements and assessments, in a number of queries that is fixed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from binacore import people as core
from binacore.rules import RulesAt
from renbina.competency.models import Assessment
from renbina.competency.queries.standards import asked_levels
from renbina.foundation.base import holds_on
from renbina.organisation.enums import PlacementKind, Status
from renbina.organisation.models import EmploymentStatus, Placement

GONE = (Status.RETIRED, Status.MOVED_OUT)


@dataclass(frozen=True, slots=True)
class GapMaterial:
    """What the gaps of an agency are computed from. Identifiers are the keys of the rows as text."""

    requirements: tuple[core.Requirement, ...]
    assessments: tuple[core.Assessment, ...]
    assessors: Mapping[str, str]  # assessment -> who found it, where the report says so


def gap_material(
    agency_id: int, on: date, people: Collection[int] | None = None, *, rules: RulesAt | None = None
) -> GapMaterial:
    """Everybody who serves on the day, or some: what their position asks, what was assessed; queries do not grow.

    `rules`: those of the day, where the caller has them already.
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
    standards = asked_levels(agency_id, on, positions=posts, rules=rules)
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

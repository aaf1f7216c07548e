"""Rows -> the core's requirements and assessments, in its number of queries is fixed."""

from dataclasses import dataclass
from datetime import date

from binacore import people as core
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


def gap_material(agency_id: int, on: date) -> GapMaterial:
    """Everybody who serves on the day, with what their position asks and what was assessed; queries do not grow."""
    gone = set(
        EmploymentStatus.objects.filter(holds_on(on), employee__agency_id=agency_id, status__in=GONE).values_list(
            "employee_id", flat=True
        )
    )
    holders = (
        Placement.objects.filter(holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE)
        .order_by("employee_id", "valid_from")
        .values_list("employee_id", "position_id", "unit_id")
    )
    places = {employee: (position, unit) for employee, position, unit in holders if employee not in gone}
    standards = asked_levels(agency_id, on)
    requirements = tuple(
        core.Requirement(str(employee), str(competency), asked.level, str(position), str(unit), asked.claim.critical)
        for employee, (position, unit) in places.items()
        for competency, asked in standards.get(position, ())
    )
    found = (
        Assessment.objects.filter(employee__agency_id=agency_id)
        .order_by("pk")
        .values_list("employee_id", "competency_id", "level", "method", "assessed_on", "valid_until", "public_id")
    )
    methods = {method.value: method for method in core.AssessmentMethod}
    assessments = tuple(
        core.Assessment(str(employee), str(competency), level, methods[method], since, until, public_id)
        for employee, competency, level, method, since, until, public_id in found
    )
    return GapMaterial(requirements, assessments)

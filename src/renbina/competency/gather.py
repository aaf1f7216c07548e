"""Rows -> the core's requirements and assessments, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from binacore import people as core
from renbina.competency.models import Assessment, PositionStandard
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
    """Everybody who serves on the day, with what their position asks and what was assessed; four queries."""
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
    standards: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    for position, competency, level, critical in (
        PositionStandard.objects.filter(holds_on(on), position__agency_id=agency_id)
        .order_by("position_id", "competency_id", "valid_from")
        .values_list("position_id", "competency_id", "level", "is_critical")
    ):
        standards[position].append((competency, level, critical))
    requirements = tuple(
        core.Requirement(str(employee), str(competency), level, str(position), str(unit), critical)
        for employee, (position, unit) in places.items()
        for competency, level, critical in standards.get(position, ())
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

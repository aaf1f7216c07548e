"""Reads of evidence and nominations."""

from dataclasses import dataclass
from datetime import date

from renbina.foundation.actor import Actor
from renbina.needs.access import require
from renbina.needs.models import Evidence, Nomination
from renbina.organisation.access import own_agency, visible_employees


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A weight with its source, place and reason in words."""

    public_id: str
    source: str
    unit_name: str  # empty: the whole agency
    competency_name: str
    weight: float
    reason: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class NominationLine:
    """A programme somebody must or may attend, and why."""

    public_id: str
    programme_code: str
    programme_name: str
    year: int
    mandatory: bool
    reason: str


def evidence_lines(actor: Actor) -> tuple[EvidenceLine, ...]:
    """All evidence of the agency, heaviest first; one query. Raises Forbidden below the agency's readers."""
    require(actor, "read_evidence")
    rows = Evidence.objects.filter(agency_id=own_agency(actor)).select_related("unit", "competency")
    return tuple(
        EvidenceLine(
            row.public_id,
            row.get_source_display(),
            row.unit.short_name if row.unit else "",
            row.competency.name,
            row.weight,
            row.reason,
            row.recorded_on,
        )
        for row in rows.order_by("-weight", "pk")
    )


def nominations_of(actor: Actor, employee_id: int, *, on: date) -> tuple[NominationLine, ...]:
    """What a visible person is named for, newest year first; one query."""
    people = visible_employees(actor, on).filter(pk=employee_id)
    rows = Nomination.objects.filter(employee__in=people).select_related("programme")
    return tuple(
        NominationLine(row.public_id, row.programme.code, row.programme.name, row.year, row.mandatory, row.reason)
        for row in rows.order_by("-year", "-mandatory", "programme__code")
    )


def mandatory_places(actor: Actor, year: int) -> int:
    """How many mandatory places a year must hold in the actor's agency; one query."""
    if actor.agency_id is None:
        return 0
    return Nomination.objects.filter(employee__agency_id=actor.agency_id, year=year, mandatory=True).count()

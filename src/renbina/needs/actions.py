"""The writes of needs: evidence from other phases, and people named for a programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.declare import key_text
from renbina.foundation.imports.journal import Journal
from renbina.needs.access import LOAD_PROPOSALS, require
from renbina.needs.enums import EvidenceSource
from renbina.needs.imports import FIELDS as PROPOSAL_FIELDS
from renbina.needs.models import Evidence, Nomination, Proposal
from renbina.organisation.models import Employee, Unit
from renbina.organisation.queries import agency_of
from renbina.organisation.queries.unit_names import unit_names

BATCH = 500
_TEXTS = frozenset({"place", "reason", "status_reason"})


class EvidenceRefused(Refused):
    """A row of evidence that cannot be believed or does not belong to the agency."""


class NominationRefused(Refused):
    """A nomination of somebody, or for a programme, that the agency does not have; or the same one twice."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A weight above 0 and at most 10 (1.0 is neutral) for a competency; `unit_id` None means the whole agency."""

    source: str  # EvidenceSource
    competency_id: int
    weight: float
    reason: str
    recorded_on: date
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A person who must (mandatory) or may be placed in a programme in a year."""

    employee_id: int
    programme_id: int
    year: int
    mandatory: bool
    reason: str


@action
def record_evidence(*, rows: Sequence[EvidenceRow], by: Actor, at: datetime) -> int:
    """Add evidence to the actor's agency and return how many rows were written; three queries and one a batch."""
    require(by, "record_evidence")
    agency = agency_of(by)
    competencies = set(Competency.objects.filter(agency=agency).values_list("pk", flat=True))
    units = set(Unit.objects.filter(agency=agency).values_list("pk", flat=True))
    for number, row in enumerate(rows, start=1):
        if row.source not in EvidenceSource.values:
            raise EvidenceRefused(
                _("Row %(row)s: the source “%(value)s” is not known.") % {"row": number, "value": row.source}
            )
        if not 0 < row.weight <= 10:
            raise EvidenceRefused(
                _("Row %(row)s: the weight %(value)s must be above 0 and at most 10.")
                % {"row": number, "value": row.weight}
            )
        if row.competency_id not in competencies or (row.unit_id is not None and row.unit_id not in units):
            raise EvidenceRefused(_("Row %(row)s: the competency or the unit is not of this agency.") % {"row": number})
    Evidence.objects.bulk_create(
        [
            Evidence(
                agency=agency,
                source=row.source,
                unit_id=row.unit_id,
                competency_id=row.competency_id,
                weight=row.weight,
                reason=row.reason,
                recorded_on=row.recorded_on,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    record(obj=agency, old=None, new={"evidence": len(rows)})
    return len(rows)


@action
def nominate(*, rows: Sequence[NominationRow], by: Actor, at: datetime) -> int:
    """Name people for programmes; a nomination that stands already is updated. Returns how many rows were given."""
    require(by, "nominate")
    agency = agency_of(by)
    people = set(Employee.objects.filter(agency=agency).values_list("pk", flat=True))
    programmes = set(Programme.objects.filter(agency=agency).values_list("pk", flat=True))
    seen: set[tuple[int, int, int]] = set()
    for number, row in enumerate(rows, start=1):
        if row.employee_id not in people or row.programme_id not in programmes:
            raise NominationRefused(
                _("Row %(row)s: the person or the programme is not of this agency.") % {"row": number}
            )
        key = (row.employee_id, row.programme_id, row.year)
        if key in seen:
            raise NominationRefused(_("Row %(row)s names the same person and programme twice.") % {"row": number})
        seen.add(key)
    Nomination.objects.bulk_create(
        [
            Nomination(
                employee_id=row.employee_id,
                programme_id=row.programme_id,
                year=row.year,
                mandatory=row.mandatory,
                reason=row.reason,
            )
            for row in rows
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["employee", "programme", "year"],
        update_fields=["mandatory", "reason"],
    )
    record(obj=agency, old=None, new={"nominations": len(rows)})
    return len(rows)


@action
def apply_proposals(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store checked rows of a file of proposals: new ones, and what differs of known ones. Returns counts."""
    require(by, LOAD_PROPOSALS)
    agency = agency_of(by)
    units = unit_names(agency.pk)
    codes = dict(Programme.objects.filter(agency=agency).values_list("code", "pk"))
    known = {
        key_text(each.year, units.written[each.unit_id], each.title): each
        for each in Proposal.objects.filter(agency=agency)
    }
    plain = [field.name for field in PROPOSAL_FIELDS if field.name not in ("unit", "programme")]
    new: list[Proposal] = []
    changed: list[Proposal] = []
    for row in rows:
        found = known.get(row.key)
        proposal = found or Proposal(agency=agency, unit_id=units.find(row.values["unit"]))
        (changed if found else new).append(proposal)
        for name in row.changes if found else row.values:
            value = row.values[name]
            if name == "programme":
                proposal.programme_id = codes[value] if value else None
            elif name in plain:
                setattr(proposal, name, "" if value is None and name in _TEXTS else value)
    journal.create(new)
    journal.update(changed, [*plain, "programme"])
    counts = {"added": len(new), "changed": len(changed)}
    record(obj=agency, new=counts)
    return counts

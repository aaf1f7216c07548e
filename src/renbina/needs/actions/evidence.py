"""Evidence that other phases record: it weighs a need."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _

from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.needs.access import require
from renbina.needs.actions.deriving import Collected, put
from renbina.needs.enums import EvidenceSource
from renbina.needs.models import Evidence
from renbina.needs.queries.evidence import EvidenceRow
from renbina.organisation.models import Agency, Unit
from renbina.organisation.queries import agency_of

BATCH = 500


class EvidenceRefused(Refused):
    """A row of evidence that cannot be believed or does not belong to the agency."""


@action
def record_evidence(*, rows: Sequence[EvidenceRow], by: Actor, at: datetime) -> int:
    """Add evidence to the actor's agency and return how many rows were written; three queries and one a batch."""
    require(by, "record_evidence")
    agency = agency_of(by)
    _check(rows, agency)
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
                confidence=row.confidence,
                people=row.people,
                origin=row.origin,
                facts=dict(row.facts),
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    record(obj=agency, old=None, new={"evidence": len(rows)})
    return len(rows)


@action
def replace_evidence(*, prefix: str, rows: Sequence[EvidenceRow], by: Actor, at: datetime) -> Collected:
    """Make the evidence whose origin begins with `prefix` ("goal:") exactly these rows; all other evidence stays.

    The same rows twice change nothing. Raises EvidenceRefused, also for a row of another origin.
    """
    require(by, "record_evidence")
    agency = agency_of(by)
    if not prefix or any(not row.origin.startswith(prefix) for row in rows):
        raise EvidenceRefused(_("Evidence of one origin cannot replace that of another."))
    _check(rows, agency)
    told = put(agency, rows, Evidence.objects.filter(agency=agency, origin__startswith=prefix))
    record(obj=agency, new={"origin": prefix, **asdict(told)})
    return told


def _check(rows: Sequence[EvidenceRow], agency: Agency) -> None:
    """Two queries. Raises EvidenceRefused."""
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
        if not 0 <= row.confidence <= 1:
            raise EvidenceRefused(
                _("Row %(row)s: the certainty %(value)s must be between 0 and 1.")
                % {"row": number, "value": row.confidence}
            )
        if row.competency_id not in competencies or (row.unit_id is not None and row.unit_id not in units):
            raise EvidenceRefused(_("Row %(row)s: the competency or the unit is not of this agency.") % {"row": number})

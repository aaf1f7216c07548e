"""People named for a programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.needs.access import require
from renbina.needs.models import Nomination
from renbina.organisation.models import Employee
from renbina.organisation.queries import agency_of

BATCH = 500


class NominationRefused(Refused):
    """A nomination of somebody, or for a programme, that the agency does not have; or the same one twice."""


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A person who must (mandatory) or may be placed in a programme in a year."""

    employee_id: int
    programme_id: int
    year: int
    mandatory: bool
    reason: str


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

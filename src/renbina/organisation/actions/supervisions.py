"""Who rates whom and who leads whose daily work, as dated facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import digest
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.enums import Relation, Source
from renbina.organisation.models import Agency, Employee, Supervision


class SuperiorIsSelf(Refused):
    """Somebody would be their own superior."""


@dataclass(frozen=True, slots=True)
class NewSupervision:
    """From `since` on, `superior_id` rates or leads `employee_id` (keys of Employee rows of the agency)."""

    employee_id: int
    superior_id: int
    relation: str
    since: date
    reason: str = ""
    source: str = Source.RECORDED


@action
def set_supervisions(*, agency: Agency, rows: Sequence[NewSupervision], by: Actor, at: datetime) -> int:
    """Sets superiors; the one before ends on that day. Returns how many rows changed.

    A circle is stored as it was told and reported by `queries.rating_circles`: it is the agency's fact to mend.
    Raises SuperiorIsSelf; NotFound for people of another agency.
    """
    require(by, Verb.CHANGE_ORGANISATION, agency)
    _check(agency, rows)
    stored = {
        (row.employee_id, row.relation): row
        for row in Supervision.objects.filter(employee__agency=agency, valid_to__isnull=True)
    }
    opened: list[Supervision] = []
    closed: list[Supervision] = []
    emptied: list[int] = []
    for row in rows:
        before = stored.get((row.employee_id, row.relation))
        if before is not None and before.superior_id == row.superior_id:
            continue
        if before is not None and before.valid_from >= row.since:
            emptied.append(before.pk)
        elif before is not None:
            before.valid_to = row.since
            closed.append(before)
        opened.append(_supervision(row))
    Supervision.objects.filter(pk__in=emptied).delete()
    Supervision.objects.bulk_update(closed, ["valid_to"], batch_size=500)
    Supervision.objects.bulk_create(opened, batch_size=500)
    lines = [[row.employee_id, row.superior_id, row.relation, row.since] for row in rows]
    record(obj=agency, new={"opened": len(opened), "closed": len(closed) + len(emptied), "digest": digest(lines)})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return len(opened)


def _supervision(row: NewSupervision) -> Supervision:
    return Supervision(
        employee_id=row.employee_id,
        superior_id=row.superior_id,
        relation=Relation(row.relation),
        valid_from=row.since,
        reason=row.reason,
        source=Source(row.source),
    )


def _check(agency: Agency, rows: Sequence[NewSupervision]) -> None:
    own = set(Employee.objects.filter(agency=agency).values_list("pk", flat=True))
    for row in rows:
        if row.employee_id not in own or row.superior_id not in own:
            raise NotFound
        if row.employee_id == row.superior_id:
            raise SuperiorIsSelf(_("Nobody can be their own superior. Choose another person."), field="superior")

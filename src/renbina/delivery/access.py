"""Who opens classes, notes attendance, answers an invitation, and agrees as a superior."""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from renbina.delivery.models import Batch, Registration
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import AGENCY_READERS, MANAGERS, led_by, own_agency

VIEW: Final = "view_classes"  # with the names in them
MANAGE: Final = "manage_classes"  # open, invite, close, revoke
ATTENDANCE: Final = "note_attendance"
_ROLES: Final = {VIEW: AGENCY_READERS, MANAGE: MANAGERS, ATTENDANCE: MANAGERS}


def can(actor: Actor, verb: str, obj: Batch | None = None) -> bool:
    """Whether the actor may do it, in their own agency only. A trainer of ours reads and notes their own class."""
    roles = _ROLES[verb]
    if actor.agency_id is None or (obj is not None and obj.agency_id != actor.agency_id):
        return False
    if verb in (VIEW, ATTENDANCE) and obj is not None and teaches(actor, obj):
        return True
    return actor.is_system or actor.has(*roles)


def require(actor: Actor, verb: str, obj: Batch | None = None) -> None:
    """Raises NotFound for a class of another agency, Forbidden where the actor may not."""
    if obj is not None and obj.agency_id != actor.agency_id:
        raise NotFound
    if not can(actor, verb, obj):
        raise Forbidden


def teaches(actor: Actor, batch: Batch) -> bool:
    """Whether the actor is the trainer of this class."""
    return actor.employee_id is not None and batch.trainer_employee_id == actor.employee_id


def visible_batches(actor: Actor) -> QuerySet[Batch]:
    """Classes whose page the actor may open: all of the agency for its readers, else those one gives."""
    if actor.agency_id is None:
        raise Forbidden
    found = Batch.objects.filter(agency_id=actor.agency_id)
    if can(actor, VIEW):
        return found
    if actor.employee_id is None:
        return found.none()
    return found.filter(trainer_employee_id=actor.employee_id)


def own_registrations(actor: Actor) -> QuerySet[Registration]:
    """The actor's own invitations and seats. Raises NotFound for a login without an employee."""
    if actor.employee_id is None:
        raise NotFound
    return Registration.objects.filter(employee_id=actor.employee_id, batch__agency_id=own_agency(actor))


def led_registrations(actor: Actor, on: date) -> QuerySet[Registration]:
    """Those of the people whom the actor rates or leads on a day. Raises Forbidden for somebody who leads nobody."""
    if actor.employee_id is None or actor.agency_id is None or not actor.has(Role.SUPERIOR):
        raise Forbidden
    mine = Q(employee_id__in=led_by(actor, on).values("employee_id"))
    return Registration.objects.filter(mine, batch__agency_id=actor.agency_id)

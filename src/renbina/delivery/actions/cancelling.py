"""Cancelling a class: everybody is told, every seat is given back, and the people wait for a class again."""

from datetime import datetime

from django.utils.translation import gettext as _

from renbina.delivery.access import MANAGE, require
from renbina.delivery.actions.refusals import CancellingRefused
from renbina.delivery.actions.seats import locked
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Attendance, Batch
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor

_HOPING = (SeatState.INVITED, SeatState.CONFIRMED, SeatState.WAITING)


@action
def cancel_batch(*, batch: Batch, reason: str, by: Actor, at: datetime) -> int:
    """Call a class off; returns how many people are told. Who declined is not bothered again.

    Raises CancellingRefused without a reason, after somebody was noted as present, or when it is settled already.
    """
    require(by, MANAGE, batch)
    if not reason.strip():
        raise CancellingRefused(_("Say why the class is cancelled; the people who were invited read it."))
    held = locked(batch.pk)
    if held.state != BatchState.OPEN:
        raise CancellingRefused(_("This class is finished or cancelled already."))
    if Attendance.objects.filter(session__batch=held).exists():
        raise CancellingRefused(_("People were noted as present, so the class was held. Finish it instead."))
    told = held.registrations.filter(state__in=_HOPING).update(state=SeatState.CANCELLED, waiting_since=None)
    held.state, held.cancelled_at, held.cancelled_reason = BatchState.CANCELLED, at, reason.strip()[:300]
    held.taken = 0
    held.save(update_fields=["state", "cancelled_at", "cancelled_reason", "taken"])
    if told:
        outbox.publish("delivery.cancelled", {"batch": batch.public_id}, by=by, at=at)
    record(obj=batch, old={"state": BatchState.OPEN.value}, new={"state": BatchState.CANCELLED.value, "told": told})
    batch.refresh_from_db()
    return told

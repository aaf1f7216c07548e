"""Letters to people, sent when the outbox delivers; nobody gets the same one twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation

from renbina.delivery import wording
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Registration
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor


@action
def send_invitations(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears delivery.invited: a letter to every invited person with an address who has none yet."""
    batch = Batch.objects.select_related("programme", "agency").get(public_id=payload["batch"])
    waiting = batch.registrations.filter(state=SeatState.INVITED, mailed_at__isnull=True)
    rows = list(waiting.exclude(employee__user__email="").exclude(employee__user=None).select_related("employee__user"))
    if batch.state == BatchState.OPEN:
        Registration.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=at)
        for row in rows:
            _write(row, batch, wording.invitation)
    record(obj=batch, old=None, new={"letters": len(rows), "event": event_id})
    return len(rows)


@action
def send_cancellations(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears delivery.cancelled: tells everybody who still hoped for the class."""
    batch = Batch.objects.select_related("programme", "agency").get(public_id=payload["batch"])
    rows = list(
        batch.registrations.filter(state=SeatState.CANCELLED)
        .exclude(employee__user=None)
        .exclude(employee__user__email="")
        .select_related("employee__user")
    )
    for row in rows:
        _write(row, batch, wording.cancellation)
    record(obj=batch, old=None, new={"letters": len(rows), "event": event_id})
    return len(rows)


@action
def send_seat_given(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears delivery.seat_given: tells the person who moved up."""
    row = Registration.objects.select_related("batch__programme", "batch__agency", "employee__user").get(
        public_id=payload["registration"]
    )
    has_address = bool(row.employee.user and row.employee.user.email)
    if has_address and row.state == SeatState.CONFIRMED:
        _write(row, row.batch, wording.seat_given)
    record(obj=row, old=None, new={"letters": int(has_address), "event": event_id})
    return int(has_address)


def _write(row: Registration, batch: Batch, words: Any) -> None:
    user = row.employee.user
    if user is None:
        return
    with translation.override(user.language or "id"):
        when = wording.days_words(list(batch.sessions.order_by("starts_at")), batch.agency.timezone)
        subject, text = words(row.employee.full_name, batch, when)
    # After the transaction: a letter cannot be taken back.
    transaction.on_commit(lambda: send_mail(subject, text, None, [user.email]))

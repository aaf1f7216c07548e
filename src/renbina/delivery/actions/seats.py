"""Seats of a class: taken by a conditional UPDATE under the class's lock, so that nobody can be one too many.

Every answer locks the class first and a person after it, always in this order, so that answers never wait in a circle.
The database has the last word: `batch_never_oversold`.
"""

from datetime import datetime

from django.db.models import F

from renbina.delivery.enums import SeatState
from renbina.delivery.models import Batch, Registration, Session
from renbina.foundation import outbox
from renbina.foundation.actor import Actor
from renbina.organisation.models import Employee


def locked(batch_id: int) -> Batch:
    """The class, held until the transaction ends."""
    return Batch.objects.select_for_update().get(pk=batch_id)


def take_seat(batch: Batch) -> bool:
    """Take one seat if there is one; one conditional UPDATE."""
    free = Batch.objects.filter(pk=batch.pk, taken__lt=F("capacity"))
    return free.update(taken=F("taken") + 1) == 1


def free_seat(batch: Batch, *, by: Actor, at: datetime) -> None:
    """Give a seat back, and to the first who waits and has no other class at that time."""
    Batch.objects.filter(pk=batch.pk, taken__gt=0).update(taken=F("taken") - 1)
    waiting = Registration.objects.filter(batch=batch, state=SeatState.WAITING).order_by("waiting_since", "pk")
    for registration in waiting:
        if clash_of(registration) is not None:
            continue
        if not take_seat(batch):
            return
        registration.state = SeatState.CONFIRMED
        registration.save(update_fields=["state"])
        outbox.publish("delivery.seat_given", {"registration": registration.public_id}, by=by, at=at)
        return


def clash_of(registration: Registration) -> Batch | None:
    """Another class with a seat for this person at the same time. Locks the person until the transaction ends."""
    Employee.objects.select_for_update().get(pk=registration.employee_id)
    others = Session.objects.filter(
        batch__registrations__employee_id=registration.employee_id,
        batch__registrations__state=SeatState.CONFIRMED,
    ).exclude(batch_id=registration.batch_id)
    own = list(Session.objects.filter(batch_id=registration.batch_id).order_by("starts_at"))
    if not own:
        return None
    near = others.filter(starts_at__lt=own[-1].ends_at, ends_at__gt=own[0].starts_at).select_related("batch__programme")
    for other in near.order_by("starts_at"):
        if any(other.starts_at < each.ends_at and each.starts_at < other.ends_at for each in own):
            return other.batch
    return None

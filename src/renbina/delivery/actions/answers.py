"""The answers of the invited person and of the superior."""

from datetime import datetime

from django.utils.translation import gettext as _

from renbina.delivery.access import led_registrations, own_registrations
from renbina.delivery.actions.refusals import AnswerRefused
from renbina.delivery.actions.seats import clash_of, free_seat, locked, take_seat
from renbina.delivery.enums import BatchState, SeatState, SuperiorAnswer
from renbina.delivery.models import Batch, Registration
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import behalf_over
from renbina.organisation.queries import day_for

_OPEN = (SeatState.INVITED, SeatState.CONFIRMED, SeatState.WAITING)


@action
def confirm_seat(*, registration: Registration, by: Actor, at: datetime) -> Registration:
    """Take a seat, or a place on the waiting list when the class is full. Asking twice changes nothing.

    Raises AnswerRefused after the class has begun, after an objection, or for two classes at the same time.
    """
    _own(registration, by)
    batch = locked(registration.batch_id)
    mine = Registration.objects.get(pk=registration.pk)
    before = mine.state
    if before not in (SeatState.CONFIRMED, SeatState.WAITING):
        _check_open(batch, at)
        if before == SeatState.OBJECTED:
            raise AnswerRefused(_("Your superior objects to this class. Talk about it first."))
        clash = clash_of(mine)
        if clash is not None:
            words = _("You already have a seat at the same time: %(name)s. Decline one of the two.")
            raise AnswerRefused(words % {"name": clash.programme.name})
        seated = take_seat(batch)
        mine.state = SeatState.CONFIRMED if seated else SeatState.WAITING
        mine.waiting_since = None if seated else at
        mine.answered_at, mine.reason = at, ""
        mine.save(update_fields=["state", "waiting_since", "answered_at", "reason"])
    record(obj=mine, old={"state": before}, new={"state": mine.state})
    return mine


@action
def decline_seat(*, registration: Registration, reason: str, by: Actor, at: datetime) -> Registration:
    """Say no, with a reason; a seat goes to the first who waits. Raises AnswerRefused."""
    _own(registration, by)
    if not reason.strip():
        raise AnswerRefused(
            _("Say in a few words why you cannot come; it helps to plan the next class."), field="reason"
        )
    batch = locked(registration.batch_id)
    mine = Registration.objects.get(pk=registration.pk)
    before = mine.state
    if before != SeatState.DECLINED:
        _check_open(batch, at)
        if before not in _OPEN:
            raise AnswerRefused(_("This invitation is settled; there is nothing to decline."))
        mine.state, mine.reason = SeatState.DECLINED, reason.strip()[:300]
        mine.answered_at, mine.waiting_since = at, None
        mine.save(update_fields=["state", "reason", "answered_at", "waiting_since"])
        if before == SeatState.CONFIRMED:
            free_seat(batch, by=by, at=at)
    record(obj=mine, old={"state": before}, new={"state": mine.state})
    return mine


@action
def answer_as_superior(
    *, registration: Registration, agrees: bool, reason: str = "", by: Actor, at: datetime
) -> Registration:
    """Agree, or object with a reason; an objection frees the seat. A later agreement invites the person again."""
    on = day_for(by)
    if not led_registrations(by, on).filter(pk=registration.pk).exists():
        raise NotFound
    behalf = behalf_over(by, registration.employee_id, on)
    if not agrees and not reason.strip():
        raise AnswerRefused(_("Say in a few words why this person cannot be spared."), field="reason")
    batch = locked(registration.batch_id)
    _check_open(batch, at)
    theirs = Registration.objects.get(pk=registration.pk)
    before = {"state": theirs.state, "superior": theirs.superior_answer}
    had_seat = theirs.state == SeatState.CONFIRMED
    theirs.superior_answer = SuperiorAnswer.AGREED if agrees else SuperiorAnswer.OBJECTED
    theirs.superior_reason = "" if agrees else reason.strip()[:300]
    theirs.superior_name, theirs.superior_at = by.signature(behalf), at
    if agrees and theirs.state == SeatState.OBJECTED:
        theirs.state = SeatState.INVITED
    elif not agrees and theirs.state in _OPEN:
        theirs.state, theirs.waiting_since = SeatState.OBJECTED, None
    theirs.save()
    if had_seat and not agrees:
        free_seat(batch, by=by, at=at)
    record(obj=theirs, old=before, new={"state": theirs.state, "superior": theirs.superior_answer}, behalf=behalf)
    return theirs


def _own(registration: Registration, by: Actor) -> None:
    if not own_registrations(by).filter(pk=registration.pk).exists():
        raise NotFound


def _check_open(batch: Batch, at: datetime) -> None:
    if batch.state == BatchState.CANCELLED:
        raise AnswerRefused(_("This class was cancelled, so there is nothing to answer any more."))
    begun = batch.sessions.filter(starts_at__lte=at).exists()
    if batch.state != BatchState.OPEN or begun:
        raise AnswerRefused(_("This class has begun, so the answer comes too late. Please call the organiser."))

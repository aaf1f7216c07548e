"""Closing a class: hours into the ledger and certificates, exactly once; and revoking a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.translation import gettext as _

from renbina.delivery.access import MANAGE, require
from renbina.delivery.actions.refusals import ClosingRefused, RevocationRefused
from renbina.delivery.actions.seats import locked
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Certificate, Registration, Session
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.records.actions import LearningRow, record_learning
from renbina.ui import formats


@dataclass(frozen=True, slots=True)
class Closed:
    """How many completed the class and how many did not."""

    passed: int
    missed: int


@action
def close_batch(*, batch: Batch, by: Actor, at: datetime) -> Closed:
    """Award the hours of the programme to whoever was there often enough, and issue the certificates.

    Raises ClosingRefused before the last session is over, while a session has nobody on its list, or the second time.
    """
    require(by, MANAGE, batch)
    held = locked(batch.pk)
    if held.state != BatchState.OPEN:
        if held.state == BatchState.CANCELLED:
            raise ClosingRefused(_("This class was cancelled; there is nothing to award."))
        raise ClosingRefused(_("This class is finished already; nothing is awarded twice."))
    sessions = list(held.sessions.annotate(present=Count("attendances")).order_by("starts_at"))
    seats = held.registrations.filter(state=SeatState.CONFIRMED).annotate(times=Count("attendances"))
    people = list(seats.select_related("employee").order_by("employee__name", "pk"))
    _check_over(sessions, bool(people), held, at)
    passed = [each for each in people if each.times * 100 >= held.least_share * len(sessions)]
    done = {each.pk for each in passed}
    missed = [each for each in people if each.pk not in done]
    Registration.objects.filter(pk__in=done).update(state=SeatState.PASSED)
    Registration.objects.filter(pk__in=[each.pk for each in missed]).update(state=SeatState.MISSED)
    held.state, held.closed_at = BatchState.CLOSED, at
    held.save(update_fields=["state", "closed_at"])
    made = _issue(held, sessions, passed, at)
    record(obj=batch, old={"state": BatchState.OPEN.value}, new={"passed": len(passed), "missed": len(missed)})
    if made:
        record_learning(rows=[_learning(held, each, len(sessions)) for each in made], by=by, at=at)
    outbox.publish("delivery.closed", {"batch": batch.public_id}, by=by, at=at)
    batch.refresh_from_db()
    return Closed(len(passed), len(missed))


def _check_over(sessions: Sequence[Session], anybody: bool, batch: Batch, at: datetime) -> None:
    if any(session.ends_at > at for session in sessions):
        raise ClosingRefused(_("The class is not over yet. Close it after its last session."))
    zone = ZoneInfo(batch.agency.timezone)
    for session in sessions:
        if anybody and not session.present:  # type: ignore[attr-defined]  # annotated by the caller
            words = _("The session of %(day)s has nobody on its list. Fill in its attendance first.")
            raise ClosingRefused(words % {"day": formats.day(session.starts_at.astimezone(zone).date())})


def _issue(
    batch: Batch, sessions: Sequence[Session], passed: Sequence[Registration], at: datetime
) -> list[Certificate]:
    zone = ZoneInfo(batch.agency.timezone)
    first, last = _day(sessions[0].starts_at, zone), _day(sessions[-1].starts_at, zone)
    return Certificate.objects.bulk_create(
        Certificate(
            agency_id=batch.agency_id,
            registration=each,
            number=f"{place:03d}/{batch.programme.code}/{batch.number}/{last.year}",
            name=each.employee.full_name,
            programme_name=batch.programme.name,
            hours=batch.programme.hours,
            started_on=first,
            ended_on=last,
            issued_at=at,
        )
        for place, each in enumerate(passed, start=1)
    )


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _learning(batch: Batch, certificate: Certificate, sessions: int) -> LearningRow:
    return LearningRow(
        employee_id=certificate.registration.employee_id,
        name=certificate.programme_name,
        form=batch.programme.form,
        started_on=certificate.started_on,
        ended_on=certificate.ended_on,
        hours=certificate.hours,
        sessions=sessions,
        programme_code=batch.programme.code,
        certificate_number=certificate.number,
        organiser=batch.partner.name if batch.partner else batch.agency.short_name,
    )


@action
def revoke_certificate(*, certificate: Certificate, reason: str, by: Actor, at: datetime) -> None:
    """The public page says from now on that it no longer holds. The learning history is corrected by its own import."""
    if certificate.agency_id != by.agency_id:
        raise NotFound
    require(by, MANAGE)
    if not reason.strip():
        raise RevocationRefused(_("Say why this certificate is revoked."), field="reason")
    still = Certificate.objects.filter(pk=certificate.pk, revoked_at__isnull=True)
    if not still.update(revoked_at=at, revoked_reason=reason.strip()[:300]):
        raise RevocationRefused(_("This certificate is revoked already."))
    record(obj=certificate, old={"revoked": False}, new={"revoked": True})

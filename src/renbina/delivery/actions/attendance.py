"""Who was there: by the trainer's list, or by the code on the trainer's screen."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from renbina.delivery.access import ATTENDANCE, own_registrations, require
from renbina.delivery.actions.refusals import AttendanceRefused
from renbina.delivery.enums import BatchState, Means, SeatState
from renbina.delivery.models import Attendance, Registration, Session
from renbina.delivery.queries.codes import CodeVerdict, judge_code
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.models import Employee

BEFORE: Final = timedelta(minutes=30)  # doors open: codes count from here on


@action
def check_in(*, session: Session, code: str, by: Actor, at: datetime) -> Attendance:
    """The invited person gives the code of the room. Asking twice changes nothing. Raises AttendanceRefused."""
    mine = own_registrations(by).filter(batch_id=session.batch_id).first()
    if mine is not None and session.batch.state == BatchState.CANCELLED:
        raise AttendanceRefused(_("This class was cancelled. Look under “My classes” for the reason."))
    if mine is None or mine.state != SeatState.CONFIRMED:
        raise AttendanceRefused(_("You have no seat in this class. Ask the trainer to look at the list with you."))
    _check_time(session, at)
    verdict = judge_code(session, code, at)
    if verdict is CodeVerdict.EXPIRED:
        raise AttendanceRefused(_("This code has just expired. Take the one that is on the screen now."), field="code")
    if verdict is CodeVerdict.FOREIGN:
        raise AttendanceRefused(
            _("This is not a code of this session. Look at the screen in your room and try again."), field="code"
        )
    _check_one_place(session, [mine])
    made, new = Attendance.objects.get_or_create(
        session=session,
        registration=mine,
        defaults={"means": Means.CODE, "noted_at": at, "noted_by": by.label[:200]},
    )
    record(obj=session, old=None, new={"registration": mine.public_id, "by_code": new})
    return made


@action
def note_attendance(
    *, session: Session, present: Collection[str], means: str = Means.LIST, by: Actor, at: datetime
) -> int:
    """The list of a session as it stands now: exactly these registrations were there. Returns how many.

    `present` holds public ids of registrations with a seat in the class; `means` says whether the trainer ticked them
    (list) or they signed a sheet that is typed in (paper). Who is noted already keeps how. Raises AttendanceRefused.
    """
    require(by, ATTENDANCE, session.batch)
    if means not in (Means.LIST, Means.PAPER):
        raise AttendanceRefused(_("Attendance is noted from the list or from a signed sheet."))
    if session.batch.state != BatchState.OPEN:
        raise AttendanceRefused(_("This class is finished or cancelled; its attendance no longer changes."))
    if at < session.starts_at:
        raise AttendanceRefused(_("This session has not begun yet. The list opens when it begins."))
    seats = Registration.objects.filter(batch_id=session.batch_id, state=SeatState.CONFIRMED).order_by("pk")
    here = [each for each in seats if each.public_id in set(present)]
    noted = set(Attendance.objects.filter(session=session).values_list("registration_id", flat=True))
    new = [each for each in here if each.pk not in noted]
    _check_one_place(session, new)
    Attendance.objects.bulk_create(
        Attendance(session=session, registration=each, means=means, noted_at=at, noted_by=by.label[:200])
        for each in new
    )
    gone = noted - {each.pk for each in here}
    Attendance.objects.filter(session=session, registration_id__in=gone).delete()
    record(obj=session, old={"present": len(noted)}, new={"present": len(here), "removed": len(gone)})
    return len(here)


def _check_time(session: Session, at: datetime) -> None:
    if session.batch.state != BatchState.OPEN or at >= session.ends_at:
        raise AttendanceRefused(_("This session is over. If you were there, ask the trainer to put you on the list."))
    if at < session.starts_at - BEFORE:
        raise AttendanceRefused(_("This session has not begun yet. Come back half an hour before it starts."))


def _check_one_place(session: Session, people: Iterable[Registration]) -> None:
    """Nobody is in two rooms at once. Locks the people, in one order, so that two rooms cannot note them together."""
    ids = sorted({each.employee_id for each in people})
    if not ids:
        return
    list(Employee.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    elsewhere = (
        Attendance.objects.filter(
            registration__employee_id__in=ids,
            session__starts_at__lt=session.ends_at,
            session__ends_at__gt=session.starts_at,
        )
        .exclude(session=session)
        .select_related("registration__employee", "session__batch__programme")
        .order_by("pk")
        .first()
    )
    if elsewhere is not None:
        words = _("%(name)s is noted at the same time in another class: %(programme)s. Correct that list first.")
        raise AttendanceRefused(
            words
            % {
                "name": elsewhere.registration.employee.full_name,
                "programme": elsewhere.session.batch.programme.name,
            }
        )

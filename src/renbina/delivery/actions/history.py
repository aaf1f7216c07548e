"""Taking in classes that were held, or opened, before this system knew of them: whole, in bulk, with one audit line.

Hours are not awarded here: the learning history holds them already, and a certificate repeats the number it has there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.delivery.access import MANAGE, require
from renbina.delivery.actions.refusals import BatchRefused
from renbina.delivery.enums import BatchState, Means, SeatState, SuperiorAnswer
from renbina.delivery.models import Attendance, Batch, Certificate, Registration, Session
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.models import Employee
from renbina.organisation.queries import agency_of
from renbina.planning.models import Plan

_SEATED = (SeatState.CONFIRMED, SeatState.PASSED, SeatState.MISSED)


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One person of a class; `present` are places of its sessions, from 0. `agrees` None: the superior said nothing."""

    employee_id: int
    state: str
    present: tuple[int, ...] = ()
    by_code: bool = False
    certificate: str = ""
    reason: str = ""
    superior: str = ""
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class with its people. `sessions` are (start, end); `hours` JP of its certificates."""

    plan: Plan
    programme: Programme
    number: int
    place: str
    trainer: str
    method: str
    capacity: int
    hours: float
    sessions: tuple[tuple[datetime, datetime], ...]
    opened_at: datetime
    answer_by: date
    seats: tuple[SeatLine, ...]
    state: str = BatchState.CLOSED
    trainer_employee_id: int | None = None
    ended_at: datetime | None = None  # closed or cancelled
    cancelled_reason: str = ""
    least_share: int = 100


@action
def load_classes(*, classes: Sequence[ClassLine], by: Actor, at: datetime) -> int:
    """Store classes with sessions, people, attendance and certificates; attendance only of what has begun at `at`.

    Returns how many people. Raises BatchRefused, and nothing is stored, when a class has more people than seats or
    knows somebody, a plan or a programme of another agency.
    """
    require(by, MANAGE)
    agency = agency_of(by)
    names = _names(classes, agency.pk)
    batches = Batch.objects.bulk_create(_batch(row, agency.pk) for row in classes)
    seats = 0
    for row, batch in zip(classes, batches, strict=True):
        seats += _people(row, batch, names, ZoneInfo(agency.timezone), at)
    record(obj=agency, old=None, new={"classes": len(batches), "people": seats})
    return seats


def _names(classes: Sequence[ClassLine], agency_id: int) -> dict[int, str]:
    """Names of everybody named, after a look that all of it is of this agency."""
    wanted = {seat.employee_id for row in classes for seat in row.seats}
    found = {each.pk: each for each in Employee.objects.filter(agency_id=agency_id, pk__in=wanted)}
    own = all(agency_id == row.plan.agency_id == row.programme.agency_id for row in classes)
    if len(found) < len(wanted) or not own:
        raise BatchRefused(_("A class names a person, a plan or a programme of another agency."))
    for row in classes:
        if sum(seat.state in _SEATED for seat in row.seats) > row.capacity:
            words = {"programme": row.programme.name, "number": row.number}
            raise BatchRefused(_("%(programme)s, class %(number)s: more people than seats.") % words)
    return {key: each.full_name for key, each in found.items()}


def _batch(row: ClassLine, agency_id: int) -> Batch:
    is_cancelled = row.state == BatchState.CANCELLED
    return Batch(
        agency_id=agency_id,
        plan=row.plan,
        programme=row.programme,
        number=row.number,
        place=row.place,
        trainer=row.trainer,
        trainer_employee_id=row.trainer_employee_id,
        partner_id=row.programme.partner_id,
        method=row.method,
        capacity=row.capacity,
        taken=sum(seat.state in _SEATED for seat in row.seats),
        least_share=row.least_share,
        answer_by=row.answer_by,
        state=row.state,
        opened_at=row.opened_at,
        closed_at=None if is_cancelled else row.ended_at,
        cancelled_at=row.ended_at if is_cancelled else None,
        cancelled_reason=row.cancelled_reason,
    )


def _people(row: ClassLine, batch: Batch, names: dict[int, str], zone: ZoneInfo, at: datetime) -> int:
    sessions = Session.objects.bulk_create(Session(batch=batch, starts_at=a, ends_at=b) for a, b in row.sessions)
    made = Registration.objects.bulk_create(_registration(seat, batch, row) for seat in row.seats)
    Attendance.objects.bulk_create(
        Attendance(
            session=sessions[place],
            registration=registration,
            means=Means.CODE if seat.by_code else Means.LIST,
            noted_at=sessions[place].starts_at,
            noted_by=names[seat.employee_id][:200] if seat.by_code else row.trainer[:200],
        )
        for seat, registration in zip(row.seats, made, strict=True)
        for place in seat.present
        if sessions[place].starts_at <= at
    )
    first, last = (sessions[place].starts_at.astimezone(zone).date() for place in (0, -1))
    Certificate.objects.bulk_create(
        Certificate(
            agency_id=batch.agency_id,
            registration=registration,
            number=seat.certificate,
            name=names[seat.employee_id],
            programme_name=row.programme.name,
            hours=row.hours,
            started_on=first,
            ended_on=last,
            issued_at=row.ended_at or at,
        )
        for seat, registration in zip(row.seats, made, strict=True)
        if seat.certificate
    )
    return len(made)


def _registration(seat: SeatLine, batch: Batch, row: ClassLine) -> Registration:
    answered = seat.state not in (SeatState.INVITED, SeatState.CANCELLED)
    answer = {None: SuperiorAnswer.NONE, True: SuperiorAnswer.AGREED, False: SuperiorAnswer.OBJECTED}[seat.agrees]
    return Registration(
        batch=batch,
        employee_id=seat.employee_id,
        state=seat.state,
        reason=seat.reason if seat.state == SeatState.DECLINED else "",
        invited_at=row.opened_at,
        answered_at=row.opened_at if answered else None,
        waiting_since=row.opened_at if seat.state == SeatState.WAITING else None,
        superior_answer=answer,
        superior_reason=seat.reason if seat.agrees is False else "",
        superior_name=seat.superior[:200] if seat.agrees is not None else "",
        superior_at=row.opened_at if seat.agrees is not None else None,
    )

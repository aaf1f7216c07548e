"""The list of classes, one class with its people, and the attendance of a session."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery

from renbina.delivery.access import ATTENDANCE, MANAGE, can, require, visible_batches
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Attendance, Batch, Registration, Session
from renbina.delivery.queries.planned import planned_people
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Placement


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a class. `attended` counts sessions; `certificate` is its public id, empty without one."""

    public_id: str
    name: str
    unit: str
    state: str
    reason: str
    superior: str
    superior_name: str
    superior_reason: str
    attended: int
    certificate: str
    number: str
    revoked: bool
    has_mail: bool
    named_reason: str  # of inviting by name; empty for planned people


@dataclass(frozen=True, slots=True)
class SessionLine:
    public_id: str
    starts_at: datetime
    ends_at: datetime
    present: int


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A class with everything its page shows; `left` counts planned people without an invitation."""

    batch: Batch
    people: tuple[PersonLine, ...]
    sessions: tuple[SessionLine, ...]
    may_manage: bool
    may_note: bool
    left: int

    def count(self, *states: str) -> int:
        return sum(line.state in states for line in self.people)


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    registration: str
    name: str
    unit: str
    present: bool
    means: str


@dataclass(frozen=True, slots=True)
class AttendancePage:
    session: Session
    rows: tuple[AttendanceRow, ...]

    @property
    def present(self) -> int:
        return sum(row.present for row in self.rows)


def batch_rows(actor: Actor) -> QuerySet[Batch]:
    """Classes with `first_at`, `last_at` and `unanswered`, to list. Raises Forbidden for somebody without any."""
    found = visible_batches(actor)
    if not can(actor, "view_classes") and not found.exists():
        raise Forbidden
    sessions = Session.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
    asked = Registration.objects.filter(batch=OuterRef("pk"), state=SeatState.INVITED).order_by().values("batch")
    return found.select_related("programme").annotate(
        first_at=Subquery(sessions.annotate(at=Min("starts_at")).values("at")),
        last_at=Subquery(sessions.annotate(at=Max("ends_at")).values("at")),
        unanswered=Subquery(asked.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
    )


def batch_for(actor: Actor, public_id: str) -> Batch:
    """A class whose page the actor may open. Raises NotFound; Forbidden for an employee who reads no classes."""
    if actor.agency_id is None:
        raise NotFound
    rows = Batch.objects.filter(agency_id=actor.agency_id, public_id=public_id)
    found = rows.select_related("programme", "partner", "agency", "plan", "offer").first()
    if found is None:
        raise NotFound
    require(actor, "view_classes", found)
    return found


def batch_page(actor: Actor, public_id: str, on: date) -> BatchPage:
    """A fixed number of queries. Raises NotFound, Forbidden."""
    batch = batch_for(actor, public_id)
    sessions = batch.sessions.annotate(present=Count("attendances")).order_by("starts_at")
    may_manage = can(actor, MANAGE, batch)
    is_open = batch.state == BatchState.OPEN
    return BatchPage(
        batch=batch,
        people=_people(batch, on),
        sessions=tuple(SessionLine(s.public_id, s.starts_at, s.ends_at, s.present) for s in sessions),
        may_manage=may_manage,
        may_note=can(actor, ATTENDANCE, batch),
        left=planned_people(batch.plan, batch.offer).count() if may_manage and is_open else 0,
    )


def unit_on(on: date, way: str = "employee") -> Subquery:
    """The short name of the unit in which a person is placed on a day, to annotate rows with."""
    held = Placement.objects.filter(holds_on(on), employee=OuterRef(way)).exclude(kind=PlacementKind.ACTING)
    return Subquery(held.order_by("-valid_from", "-pk").values("unit__short_name")[:1])


def _people(batch: Batch, on: date) -> tuple[PersonLine, ...]:
    rows = (
        batch.registrations.select_related("employee__user", "certificate")
        .annotate(unit_name=unit_on(on), attended=Count("attendances"))
        .order_by("waiting_since", "employee__name", "pk")
    )
    return tuple(_line(row) for row in rows)


def _line(row: Registration) -> PersonLine:
    certificate = getattr(row, "certificate", None)
    return PersonLine(
        public_id=row.public_id,
        name=row.employee.full_name,
        unit=row.unit_name or "",  # type: ignore[attr-defined]  # annotated
        state=row.state,
        reason=row.reason,
        superior=row.superior_answer,
        superior_name=row.superior_name,
        superior_reason=row.superior_reason,
        attended=row.attended,  # type: ignore[attr-defined]  # annotated
        certificate=certificate.public_id if certificate else "",
        number=certificate.number if certificate else "",
        revoked=bool(certificate and certificate.revoked_at),
        has_mail=bool(row.employee.user and row.employee.user.email),
        named_reason=row.named_reason,
    )


def session_for(actor: Actor, public_id: str) -> Session:
    """A session whose attendance the actor may note. Raises NotFound, Forbidden."""
    if actor.agency_id is None:
        raise NotFound
    rows = Session.objects.filter(public_id=public_id, batch__agency_id=actor.agency_id)
    found = rows.select_related("batch__programme", "batch__agency").first()
    if found is None:
        raise NotFound
    require(actor, ATTENDANCE, found.batch)
    return found


def attendance_page(actor: Actor, public_id: str, on: date) -> AttendancePage:
    """Everybody with a seat, and who is noted. Raises NotFound, Forbidden."""
    session = session_for(actor, public_id)
    noted = dict(Attendance.objects.filter(session=session).values_list("registration_id", "means"))
    seated = Q(state__in=(SeatState.CONFIRMED, SeatState.PASSED, SeatState.MISSED))
    rows = session.batch.registrations.filter(seated).select_related("employee").annotate(unit_name=unit_on(on))
    return AttendancePage(
        session,
        tuple(
            AttendanceRow(
                row.public_id, row.employee.full_name, row.unit_name or "", row.pk in noted, noted.get(row.pk, "")
            )
            for row in rows.order_by("employee__name", "pk")
        ),
    )

"""What one person sees: own classes, the people one leads, a certificate, and the public check of its code."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, IntegerField, OuterRef, Subquery

from renbina.delivery.access import MANAGE, can, led_registrations, own_registrations
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Attendance, Batch, Certificate, Registration, Session
from renbina.delivery.queries.batches import unit_on
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound

MOST = 60  # rows of what is settled already; older ones stand in the learning history


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class as a person or their superior sees it. `now` is the session at which one can be noted."""

    public_id: str  # of the registration
    person: str
    unit: str
    programme: str
    hours: float
    place: str
    trainer: str
    capacity: int
    taken: int
    answer_by: date
    state: str
    reason: str
    superior: str
    superior_reason: str
    sessions: tuple[Session, ...]
    now: Session | None
    noted: bool  # at `now`
    can_answer: bool  # the class is open and has not begun
    place_in_line: int  # on the waiting list; 0 when not waiting
    certificate: str
    revoked: bool
    cancelled_reason: str
    named_reason: str  # why one is invited beside the plan

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity


@dataclass(frozen=True, slots=True)
class TaughtLine:
    """An open class of which one is the trainer. `now` is a session whose code counts at this moment."""

    batch: Batch
    sessions: tuple[Session, ...]
    now: Session | None


@dataclass(frozen=True, slots=True)
class MyClasses:
    """Invitations that wait for an answer, classes that come, those called off, and what is settled."""

    invitations: tuple[ClassLine, ...]
    coming: tuple[ClassLine, ...]
    cancelled: tuple[ClassLine, ...]  # whose days are not over: people may still think they come
    settled: tuple[ClassLine, ...]
    taught: tuple[TaughtLine, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """All the public may know about a certificate."""

    name: str
    programme: str
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class CertificatePage:
    certificate: Certificate
    may_manage: bool


def my_classes(actor: Actor, at: datetime, doors: datetime) -> MyClasses:
    """`doors`: sessions that begin before this moment can be noted already. A fixed number of queries."""
    lines = _lines(own_registrations(actor).order_by("-batch__opened_at", "-pk")[:MOST], at, doors)
    coming = (SeatState.CONFIRMED, SeatState.WAITING)
    invited = [line for line in lines if line.state == SeatState.INVITED and line.can_answer]
    ahead = [line for line in lines if line.state in coming and _runs(line, at)]
    called_off = [line for line in lines if line.state == SeatState.CANCELLED and _runs(line, at)]
    shown = {line.public_id for line in (*invited, *ahead, *called_off)}
    return MyClasses(
        invitations=tuple(invited),
        coming=_by_start(ahead),
        cancelled=_by_start(called_off),
        settled=tuple(line for line in lines if line.public_id not in shown),
        taught=_taught(actor, at, doors),
    )


def _taught(actor: Actor, at: datetime, doors: datetime) -> tuple[TaughtLine, ...]:
    """Two queries, one without any class."""
    batches = Batch.objects.filter(trainer_employee_id=actor.employee_id, state=BatchState.OPEN)
    found = []
    for batch in batches.select_related("programme").prefetch_related("sessions").order_by("opened_at", "pk"):
        sessions = tuple(sorted(batch.sessions.all(), key=lambda each: each.starts_at))
        now = next((each for each in sessions if each.starts_at <= doors and at < each.ends_at), None)
        found.append(TaughtLine(batch, sessions, now))
    return tuple(found)


def teaching_now(at: datetime, doors: datetime) -> Subquery:
    """The session that a person gives at this moment, to annotate employees with (None: none)."""
    given = Session.objects.filter(
        batch__trainer_employee=OuterRef("pk"), batch__state=BatchState.OPEN, starts_at__lte=doors, ends_at__gt=at
    )
    return Subquery(given.order_by("starts_at", "pk").values("public_id")[:1])


def open_invitations(at: datetime) -> Subquery:
    """How many invitations wait for a person's answer, to annotate employees with (None: none)."""
    asked = Registration.objects.filter(
        employee=OuterRef("pk"), state=SeatState.INVITED, batch__state=BatchState.OPEN
    ).exclude(batch__sessions__starts_at__lte=at)
    counted = asked.order_by().values("employee").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def led_classes(actor: Actor, on: date, at: datetime) -> tuple[tuple[ClassLine, ...], tuple[ClassLine, ...]]:
    """(to answer, answered) of the people one leads. Raises Forbidden for somebody who leads nobody."""
    rows = led_registrations(actor, on).filter(batch__state=BatchState.OPEN).annotate(unit_name=unit_on(on))
    lines = _lines(rows.order_by("batch__answer_by", "employee__name", "pk")[: 5 * MOST], at, at)
    asked = (SeatState.INVITED, SeatState.CONFIRMED, SeatState.WAITING)
    to_answer = tuple(line for line in lines if line.can_answer and not line.superior and line.state in asked)
    keys = {line.public_id for line in to_answer}
    return to_answer, tuple(line for line in lines if line.public_id not in keys)


def own_registration(actor: Actor, public_id: str) -> Registration:
    """Raises NotFound."""
    found = own_registrations(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def led_registration(actor: Actor, public_id: str, on: date) -> Registration:
    """Raises NotFound for somebody the actor does not lead, Forbidden for somebody who leads nobody."""
    found = led_registrations(actor, on).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def session_to_join(actor: Actor, public_id: str) -> Session:
    """A session of the actor's agency, for its check-in page. Raises NotFound; whether one has a seat is said there."""
    if actor.agency_id is None or actor.employee_id is None:
        raise NotFound
    rows = Session.objects.filter(public_id=public_id, batch__agency_id=actor.agency_id)
    found = rows.select_related("batch__programme", "batch__agency").first()
    if found is None:
        raise NotFound
    return found


def is_noted(actor: Actor, session: Session) -> bool:
    """Whether the actor is noted at a session."""
    mine = own_registrations(actor).filter(batch_id=session.batch_id)
    return Attendance.objects.filter(session=session, registration__in=mine).exists()


def certificate_page(actor: Actor, public_id: str) -> CertificatePage:
    """For its owner and for who reads classes of the agency. Raises NotFound for everybody else."""
    if actor.agency_id is None:
        raise NotFound
    rows = Certificate.objects.filter(public_id=public_id, agency_id=actor.agency_id)
    found = rows.select_related("registration__batch__agency", "registration__batch__partner").first()
    if found is None:
        raise NotFound
    own = actor.employee_id is not None and found.registration.employee_id == actor.employee_id
    if not own and not can(actor, "view_classes", found.registration.batch):
        raise NotFound
    return CertificatePage(found, can(actor, MANAGE))


def verified(code: str) -> Verified | None:
    """What a code proves, for everybody; None for a code that was never given out. One query."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    if not 10 <= len(plain) <= 20:
        return None
    found = Certificate.objects.filter(public_id=plain).first()
    return Verified(found.name, found.programme_name, found.revoked_at) if found else None


def _runs(line: ClassLine, at: datetime) -> bool:
    return bool(line.sessions) and line.sessions[-1].ends_at > at


def _by_start(lines: Iterable[ClassLine]) -> tuple[ClassLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.sessions[0].starts_at, line.public_id)))


def _lines(rows: Iterable[Registration], at: datetime, doors: datetime) -> list[ClassLine]:
    """Registrations with their classes and sessions; four queries however many there are."""
    found = list(rows.select_related("batch__programme", "employee", "certificate"))  # type: ignore[attr-defined]  # a queryset
    batches = {row.batch_id for row in found}
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(batch_id__in=batches).order_by("starts_at"):
        sessions[session.batch_id].append(session)
    noted = set(
        Attendance.objects.filter(registration__in=[row.pk for row in found]).values_list(
            "session_id", "registration_id"
        )
    )
    queue = _queue(batches)
    return [_class_line(row, sessions[row.batch_id], noted, queue, at, doors) for row in found]


def _queue(batches: set[int]) -> dict[int, int]:
    """Registration -> place on the waiting list, from 1."""
    waiting = Registration.objects.filter(batch_id__in=batches, state=SeatState.WAITING)
    places: dict[int, int] = {}
    counts: dict[int, int] = defaultdict(int)
    for key, batch in waiting.order_by("waiting_since", "pk").values_list("pk", "batch_id"):
        counts[batch] += 1
        places[key] = counts[batch]
    return places


def _class_line(
    row: Registration,
    sessions: list[Session],
    noted: set[tuple[int, int]],
    queue: dict[int, int],
    at: datetime,
    doors: datetime,
) -> ClassLine:
    batch: Batch = row.batch
    certificate = getattr(row, "certificate", None)
    seated = row.state == SeatState.CONFIRMED and batch.state == BatchState.OPEN
    now = next((each for each in sessions if seated and each.starts_at <= doors and at < each.ends_at), None)
    return ClassLine(
        public_id=row.public_id,
        person=row.employee.full_name,
        unit=getattr(row, "unit_name", "") or "",
        programme=batch.programme.name,
        hours=batch.programme.hours,
        place=batch.place,
        trainer=batch.trainer,
        capacity=batch.capacity,
        taken=batch.taken,
        answer_by=batch.answer_by,
        state=row.state,
        reason=row.reason,
        superior=row.superior_answer,
        superior_reason=row.superior_reason,
        sessions=tuple(sessions),
        now=now,
        noted=now is not None and (now.pk, row.pk) in noted,
        can_answer=batch.state == BatchState.OPEN and bool(sessions) and sessions[0].starts_at > at,
        place_in_line=queue.get(row.pk, 0),
        certificate=certificate.public_id if certificate else "",
        revoked=bool(certificate and certificate.revoked_at),
        cancelled_reason=batch.cancelled_reason,
        named_reason=row.named_reason,
    )

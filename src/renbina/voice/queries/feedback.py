"""What citizens said: the desk, one matter, services and what was published. Original words only for moderators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When
from django.utils.crypto import salted_hmac

from renbina.competency.models import Competency
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.models import Unit
from renbina.ui.spoken import Spoken
from renbina.voice.access import ANSWER, MODERATE, can, visible_services
from renbina.voice.enums import WAITING, Cause, Channel, State
from renbina.voice.models import Feedback, FeedbackMessage, PublishedSatisfaction, Remedy, Service, ServicePoint
from renbina.voice.queries.promises import promises_of

CODE_DIGITS = 16


def receipt_code(token: str) -> str:
    """Sixteen digits that follow from the form's token and the installation's key."""
    digest = salted_hmac("renbina.voice.receipt", token, algorithm="sha256").hexdigest()
    return str(int(digest, 16) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def receipt_hash(code: str) -> str:
    """What is stored of a code. Without the installation's key nobody can tell codes from it."""
    return salted_hmac("renbina.voice.code", code, algorithm="sha256").hexdigest()


def spoken(code: str) -> str:
    """`1234567890123456` -> `1234 5678 9012 3456`."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def by_code(code: str) -> Feedback | None:
    """The feedback of a code, in whatever spacing it was typed. None: no such code."""
    digits = "".join(character for character in code if character.isascii() and character.isdecimal())
    if len(digits) != CODE_DIGITS:
        return None
    found = Feedback.objects.filter(receipt_hash=receipt_hash(digits))
    return found.select_related("service__unit", "agency", "point").first()


def public_point(public_id: str) -> ServicePoint | None:
    """The point behind a QR code, open or closed; None when there never was one."""
    points = ServicePoint.objects.filter(public_id=public_id)
    return points.select_related("service__unit", "service__agency").first()


@dataclass(frozen=True, slots=True)
class Face:
    """What public pages say of a service point. `closed_on` is the first day on which it takes no answers."""

    public_id: str
    name: str
    closed_on: date | None
    service_key: int
    service_id: str
    service: str
    unit_key: int
    unit: str
    agency_key: int
    agency: str
    timezone: str


def face_of(public_id: str) -> Face | None:
    """The face of the point behind a QR code, open or closed; one small query, because crowds open this page."""
    rows = ServicePoint.objects.filter(public_id=public_id).values_list(
        "public_id", "name", "valid_to", "service_id", "service__public_id", "service__name", "service__unit_id",
        "service__unit__short_name", "service__agency_id", "service__agency__short_name",
        "service__agency__timezone",
    )  # fmt: skip
    found = list(rows)
    return Face(*found[0]) if found else None


def face(point: ServicePoint) -> Face:
    """The same of a point that is at hand, with its service, unit and agency."""
    service, unit, agency = point.service, point.service.unit, point.service.agency
    return Face(
        point.public_id, point.name, point.valid_to, service.pk, service.public_id, service.name, unit.pk,
        unit.short_name, agency.pk, agency.short_name, agency.timezone,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One message as its reader may see it; `hidden` until a moderator has covered it."""

    key: int
    by_citizen: bool
    written_on: date
    text: str
    hidden: bool = False


def citizen_lines(feedback: Feedback) -> tuple[Line, ...]:
    """The thread as the holder of the code reads it: own words and the answers; one query."""
    return tuple(Line(each.pk, each.by_citizen, each.written_on, each.text) for each in feedback.messages.all())


def place_of(feedback: Feedback) -> str:
    """The point at which it was said, or the way by which it came and the number that it has there."""
    if feedback.point is not None:
        return feedback.point.name
    return f"{feedback.get_channel_display()} {feedback.ticket}".rstrip()


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One line of the desk. `excerpt` is the original for moderators, the covered words for others."""

    public_id: str
    received_on: date
    service: str
    unit: str
    place: str
    excerpt: str
    state: str
    theme: str
    cause: str
    days: int


def _excerpt(actor: Actor) -> Subquery:
    """The newest words of the citizen."""
    words = FeedbackMessage.objects.filter(feedback=OuterRef("pk"), by_citizen=True).order_by("-pk")
    return Subquery(words.values("text" if can(actor, MODERATE) else "shown_text")[:1])


def worded(actor: Actor) -> QuerySet[Feedback]:
    """Feedback with words about services the actor may read; no order."""
    rows: QuerySet[Feedback] = Feedback.objects.filter(service__in=visible_services(actor))
    return rows.exclude(state=State.COUNTED)


def blaming(actor: Actor, path: str, competency: int | str, year: int) -> QuerySet[Feedback]:
    """What the actor may read of those who named a competency (key or public_id) about services of a unit that year."""
    named = {"competency_id": competency} if isinstance(competency, int) else {"competency__public_id": competency}
    return worded(actor).filter(
        service__unit__path__startswith=path, cause=Cause.COMPETENCE, received_on__year=year, **named
    )


def blamed(actor: Actor, unit: str, competency: str, year: str) -> tuple[str, str, int] | None:
    """(path of the unit, public_id of the competency, year) of an address; None where one of them is not known."""
    path = Unit.objects.filter(public_id=unit, agency_id=own_agency(actor)).values_list("path", flat=True).first()
    is_year = len(year) == 4 and year.isascii() and year.isdecimal() and int(year) > 1
    return (path, competency, int(year)) if path is not None and competency and is_year else None


def about_names(actor: Actor, unit: str, competency: str) -> tuple[str, Spoken] | None:
    """(unit, competency) by name, of the agency; None where one is not known; two queries."""
    units = Unit.objects.filter(public_id=unit, agency_id=own_agency(actor)).values_list("short_name", flat=True)
    named = Competency.objects.filter(public_id=competency, agency_id=own_agency(actor))
    found = units.first(), named.first()
    return (found[0], found[1].said_name) if found[0] is not None and found[1] is not None else None


def feedback_rows(
    actor: Actor, *, state: str = "", theme: str = "", cause: str = "", channel: str = "", service: str = "",
    unit: str = "", competency: str = "", year: str = "",
) -> QuerySet[Feedback]:  # fmt: skip
    """The desk: what waits first and the oldest of it, then the newest; `excerpt` are the words the actor may read.

    `unit` (with what is below it), `competency` and `year` narrow it to those who named the competency.
    """
    wanted = {"state": state, "theme": theme, "cause": cause, "channel": channel, "service__public_id": service}
    rows = worded(actor).filter(**{name: value for name, value in wanted.items() if value})
    if unit or competency or year:
        about = blamed(actor, unit, competency, year)
        rows = rows.filter(pk__in=blaming(actor, *about)) if about is not None else rows.none()
    waits = Case(When(state__in=WAITING, then=F("received_on")))
    return (
        rows.select_related("service__unit", "point")
        .annotate(excerpt=_excerpt(actor), waits=waits)
        .order_by(F("waits").asc(nulls_last=True), "-received_on", "pk")
    )


def as_rows(found: Iterable[Any], on: date) -> list[FeedbackRow]:
    """The lines of what `feedback_rows` found."""
    return [
        FeedbackRow(
            each.public_id, each.received_on, each.service.name, each.service.unit.short_name, place_of(each),
            each.excerpt or "", each.state, each.theme, each.cause, (on - each.received_on).days,
        )
        for each in found
    ]  # fmt: skip


def channel_counts(actor: Actor) -> dict[str, int]:
    """How many feedbacks with words came which way, every way named; one query."""
    found = dict(worded(actor).order_by().values_list("channel").annotate(n=Count("pk")))
    return {channel.value: found.get(channel.value, 0) for channel in Channel}


def state_counts(actor: Actor) -> dict[str, int]:
    """How many feedbacks with words stand where, every state named; one query."""
    found = dict(worded(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {state.value: found.get(state.value, 0) for state in State if state is not State.COUNTED}


def waiting_count(actor: Actor) -> int:
    """How many feedbacks wait for a moderator's eye; 0 for everybody else; one query."""
    return worded(actor).filter(state__in=WAITING).count() if can(actor, MODERATE) else 0


def unanswered_count(actor: Actor) -> int:
    """How many feedbacks were read and coded and wait for the office's answer; one query."""
    return worded(actor).filter(state=State.TRIAGED).count()


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """One feedback with its thread and promises, and what the actor may do now."""

    feedback: Feedback
    place: str
    lines: tuple[Line, ...]
    remedies: tuple[Remedy, ...]
    scores: tuple[int | None, ...]
    may_triage: bool
    may_answer: bool
    may_close: bool


def feedback_for(actor: Actor, public_id: str) -> Feedback:
    """Raises NotFound out of the actor's scope, Forbidden for somebody who reads no feedback."""
    found = worded(actor).filter(public_id=public_id).select_related("service__unit__agency", "point").first()
    if found is None:
        raise NotFound
    return found


def feedback_page(actor: Actor, public_id: str) -> FeedbackPage:
    feedback = feedback_for(actor, public_id)
    moderates = can(actor, MODERATE, feedback.service)
    answers = can(actor, ANSWER, feedback.service)
    lines = tuple(
        Line(
            each.pk, each.by_citizen, each.written_on, each.text if moderates else each.shown_text,
            hidden=not moderates and not each.shown_text,
        )
        for each in feedback.messages.all()
    )  # fmt: skip
    return FeedbackPage(
        feedback=feedback,
        place=place_of(feedback),
        lines=lines,
        remedies=tuple(promises_of(feedback)),
        scores=tuple(getattr(feedback, f"u{number}") for number in range(1, 10)),
        may_triage=moderates and feedback.state in WAITING,
        may_answer=answers and feedback.state == State.TRIAGED,
        may_close=answers and feedback.state == State.ANSWERED,
    )


def uncovered(feedback: Feedback) -> list[FeedbackMessage]:
    """Messages of which nobody has said yet what others may read."""
    return list(feedback.messages.filter(by_citizen=True, shown_text=""))


def service_for(actor: Actor, public_id: str) -> Service:
    found = visible_services(actor).filter(public_id=public_id).select_related("unit__agency").first()
    if found is None:
        raise NotFound
    return found


def services(actor: Actor) -> list[Service]:
    """With unit and points, by unit and name; two queries."""
    rows = visible_services(actor).select_related("unit").prefetch_related("points")
    return list(rows.order_by("unit__path", "name", "pk"))


def point_for(actor: Actor, public_id: str) -> ServicePoint:
    """A service point of a service in the actor's scope."""
    points = ServicePoint.objects.filter(public_id=public_id, service__in=visible_services(actor))
    found = points.select_related("service__unit__agency").first()
    if found is None:
        raise NotFound
    return found


def published() -> list[PublishedSatisfaction]:
    """Everything published in this installation, newest period first, then by unit and service; one query."""
    rows = PublishedSatisfaction.objects.select_related("service__unit", "service__agency")
    return list(rows.order_by("-starts_on", "service__agency_id", "service__unit__path", "service__name"))


def last_published(services: list[Service]) -> dict[int, PublishedSatisfaction]:
    """Service key -> its newest publication; one query."""
    rows = PublishedSatisfaction.objects.filter(service__in=services).order_by("starts_on")
    return {each.service_id: each for each in rows}

"""Who sits where, and why or why not. People only as far as the actor may look at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery

from renbina.catalogue.enums import Form
from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import of_visible, visible_employees
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Employee, Placement
from renbina.planning.access import VIEW, require
from renbina.planning.models import Assignment, CandidateReason, Plan, PlannedLevel

MATCHES_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place in a programme."""

    person: str  # public id
    name: str
    nip: str
    grade: str
    unit: str
    position: str
    programme: str  # public id
    programme_code: str
    programme_name: str
    form: str
    hours: float
    month: int | None
    mandatory: bool
    cost: int


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why or why not a programme; `numbers` as `binacore.reasons` promises them."""

    programme: str
    programme_code: str
    programme_name: str
    code: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PersonReasons:
    """What the plan decided for one person, and what it weighed."""

    public_id: str
    name: str
    position: str
    unit: str
    seats: tuple[Seat, ...]
    reasons: tuple[ReasonLine, ...]
    levels: tuple[tuple[str, int, int], ...]  # competency, held, after

    @property
    def hours(self) -> float:
        return sum(seat.hours for seat in self.seats)


@dataclass(frozen=True, slots=True)
class PersonSearch:
    """The person asked for, or the people whose name fits."""

    text: str = ""
    found: PersonReasons | None = None
    matches: tuple[tuple[str, str], ...] = ()  # public id, name
    more: bool = False


def seats_of(actor: Actor, plan: Plan, on: date) -> list[Seat]:
    """Every seat of the current run whose person the actor may look at; two queries. Sorted by name."""
    require(actor, VIEW, plan)
    if plan.current_run_id is None:
        return []
    people = visible_employees(actor, on).values("pk")
    return _seats(Assignment.objects.filter(run=plan.current_run_id, employee__in=people), on)


def seat_rows(actor: Actor, plan: Plan, on: date, programme: Programme | None = None) -> QuerySet[Assignment]:
    """The same seats as rows that a table sorts and pages in the database, with `unit_name` and `position_title`."""
    require(actor, VIEW, plan)
    held = Placement.objects.filter(holds_on(on), employee=OuterRef("employee"), kind=PlacementKind.DEFINITIVE)
    place = held.order_by("pk")
    rows = Assignment.objects.filter(of_visible(actor, on), run=plan.current_run_id)
    if programme is not None:
        rows = rows.filter(offer__programme=programme)
    return (
        rows.annotate(
            unit_name=Subquery(place.values("unit__short_name")[:1]),
            position_title=Subquery(place.values("position__title")[:1]),
        )
        .select_related("employee", "offer__programme")
        .order_by("employee__name", "pk")
    )


def people_placed(actor: Actor, plan: Plan, on: date) -> int:
    """How many of the people whom the actor may look at have a seat."""
    require(actor, VIEW, plan)
    people = visible_employees(actor, on).values("pk")
    seats = Assignment.objects.filter(run=plan.current_run_id, employee__in=people)
    return seats.values("employee_id").distinct().count()


def person_search(actor: Actor, plan: Plan, on: date, *, text: str = "", person: str = "") -> PersonSearch:
    """Somebody by public id, or by name when exactly one name fits; else the names that fit, a few of them."""
    require(actor, VIEW, plan)
    people = visible_employees(actor, on)
    if person:
        chosen = people.filter(public_id=person).first()
        if chosen is None:
            raise NotFound
        return PersonSearch(text=chosen.name, found=person_reasons(plan, chosen, on))
    text = " ".join(text.split())
    if not text:
        return PersonSearch()
    fitting = list(people.filter(name__icontains=text).order_by("name", "pk")[: MATCHES_MAX + 1])
    if len(fitting) == 1:
        return PersonSearch(text=text, found=person_reasons(plan, fitting[0], on))
    matches = tuple((each.public_id, each.full_name) for each in fitting[:MATCHES_MAX])
    return PersonSearch(text=text, matches=matches, more=len(fitting) > MATCHES_MAX)


def person_reasons(plan: Plan, employee: Employee, on: date) -> PersonReasons:
    """What the current run decided for a person the caller has fetched with access; five queries."""
    place = (
        Placement.objects.filter(holds_on(on), employee=employee, kind=PlacementKind.DEFINITIVE)
        .select_related("unit", "position")
        .order_by("pk")
        .first()
    )
    run = plan.current_run_id
    reasons = CandidateReason.objects.filter(run=run, employee=employee).select_related("programme")
    levels = PlannedLevel.objects.filter(run=run, employee=employee).select_related("competency")
    return PersonReasons(
        public_id=employee.public_id,
        name=employee.full_name,
        position=place.position.title if place else "",
        unit=place.unit.short_name if place else "",
        seats=tuple(_seats(Assignment.objects.filter(run=run, employee=employee), on)) if run else (),
        reasons=tuple(_reason_line(each) for each in reasons.order_by("programme__code")) if run else (),
        levels=tuple((each.competency.name, each.held, each.after) for each in levels.order_by("competency__code")),
    )


def _seats(assignments: Any, on: date) -> list[Seat]:
    """Two queries: the seats, and where their people are on the day."""
    rows = list(
        assignments.select_related("employee", "offer__programme").order_by(
            "employee__name", "employee_id", "offer__month", "pk"
        )
    )
    places = _places({row.employee_id for row in rows}, rows[0].employee.agency_id, on) if rows else {}
    return [_seat(row, places.get(row.employee_id)) for row in rows]


def _places(employees: Iterable[int], agency: int, on: date) -> dict[int, dict[str, Any]]:
    wanted = set(employees)
    held = Placement.objects.filter(holds_on(on), employee__agency=agency, kind=PlacementKind.DEFINITIVE)
    if len(wanted) <= 50:
        held = held.filter(employee__in=wanted)
    names = ("employee_id", "unit__short_name", "position__title")
    return {row["employee_id"]: row for row in held.order_by("pk").values(*names) if row["employee_id"] in wanted}


def _seat(row: Assignment, place: Mapping[str, Any] | None) -> Seat:
    programme = row.offer.programme
    return Seat(
        person=row.employee.public_id,
        name=row.employee.full_name,
        nip=row.employee.nip,
        grade=row.employee.grade,
        unit=place["unit__short_name"] if place else "",
        position=place["position__title"] if place else "",
        programme=programme.public_id,
        programme_code=programme.code,
        programme_name=programme.name,
        form=str(Form(programme.form).label),
        hours=programme.hours,
        month=row.offer.month,
        mandatory=row.mandatory,
        cost=row.cost,
    )


def _reason_line(row: CandidateReason) -> ReasonLine:
    return ReasonLine(row.programme.public_id, row.programme.code, row.programme.name, row.code, row.numbers)

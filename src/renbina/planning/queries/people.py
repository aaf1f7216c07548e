"""Who sits where, and why or why not. People only as far as the actor may look at them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, OuterRef, QuerySet, Subquery

from renbina.catalogue.enums import Form
from renbina.catalogue.models import Effect
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.needs.models import Nomination
from renbina.organisation.access import of_visible, visible_employees
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Employee, Placement, name_with_titles
from renbina.planning.access import VIEW, require
from renbina.planning.models import Assignment, CandidateReason, Plan, PlannedLevel

MATCHES_MAX: Final = 8
_SEAT_FIELDS: Final = (
    "employee_id",
    "employee__agency_id",
    "employee__public_id",
    "employee__front_title",
    "employee__name",
    "employee__back_title",
    "employee__nip",
    "employee__grade",
    "offer__programme__public_id",
    "offer__programme__code",
    "offer__programme__name",
    "offer__programme__form",
    "offer__programme__hours",
    "offer__month",
    "mandatory",
    "cost",
)


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
    """Why or why not a programme; `numbers` as `binacore.reasons` promises them. Of what the person attends: `raises`
    names the competencies that rise by it, `named` says why the agency named the person."""

    programme: str
    programme_code: str
    programme_name: str
    code: str
    numbers: Mapping[str, Any]
    raises: tuple[str, ...] = ()
    named: str = ""


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
    left_out: str  # why the plan is not for this person, a code; empty for everybody else

    @property
    def hours(self) -> float:
        return sum(seat.hours for seat in self.seats)

    @property
    def place(self) -> str:
        return " · ".join(part for part in (self.position, self.unit) if part)


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


def seat_rows(
    actor: Actor, plan: Plan, on: date, offers: Sequence[int] | None = None
) -> QuerySet[Assignment, dict[str, Any]]:
    """The same seats as values that a table sorts, searches and pages in the database; `as_seats` completes a page.

    offers: keys of the only offers wanted; the database finds seats by them without walking the whole run.
    `unit_name` and `position_title` are there to sort and search by, and cost nothing to whoever does neither.
    """
    require(actor, VIEW, plan)
    held = Placement.objects.filter(holds_on(on), employee=OuterRef("employee"), kind=PlacementKind.DEFINITIVE)
    place = held.order_by("pk")
    rows = Assignment.objects.filter(of_visible(actor, on), run=plan.current_run_id)
    if offers is not None:
        rows = rows.filter(offer__in=offers)
    return (
        rows.alias(
            unit_name=Subquery(place.values("unit__short_name")[:1]),
            position_title=Subquery(place.values("position__title")[:1]),
        )
        .order_by("employee__name", "pk")
        .values(*_SEAT_FIELDS)
    )


def as_seats(rows: Sequence[Mapping[str, Any]], on: date) -> list[Seat]:
    """Rows of `seat_rows` with the place each person holds on the day, in the same order; one query."""
    places = _places({row["employee_id"] for row in rows}, rows[0]["employee__agency_id"], on) if rows else {}
    forms = {each.value: str(each.label) for each in Form}
    return [_seat(row, places.get(row["employee_id"]), forms) for row in rows]


def placed_counts(actor: Actor, plan: Plan, on: date) -> tuple[int, int]:
    """How many of the people whom the actor may look at have a seat, and how many seats; one query."""
    require(actor, VIEW, plan)
    seats = Assignment.objects.filter(of_visible(actor, on), run=plan.current_run_id)
    found = seats.aggregate(people=Count("employee_id", distinct=True), seats=Count("pk", distinct=True))
    return found["people"], found["seats"]


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
    """What the current run decided for a person the caller has fetched with access; six queries."""
    place = (
        Placement.objects.filter(holds_on(on), employee=employee, kind=PlacementKind.DEFINITIVE)
        .select_related("unit", "position")
        .order_by("pk")
        .first()
    )
    run = plan.current_run_id
    nominated = Nomination.objects.filter(employee=employee, programme=OuterRef("programme"), year=plan.year)
    reasons = (
        CandidateReason.objects.filter(run=run, employee=employee)
        .select_related("programme")
        .annotate(named=Subquery(nominated.values("reason")[:1]))
        .order_by("programme__code")
    )
    levels = list(
        PlannedLevel.objects.filter(run=run, employee=employee)
        .select_related("competency")
        .order_by("competency__code")
    )
    raises = _raises(plan.agency_id, levels)
    return PersonReasons(
        public_id=employee.public_id,
        name=employee.full_name,
        position=place.position.title if place else "",
        unit=place.unit.short_name if place else "",
        seats=tuple(_seats(Assignment.objects.filter(run=run, employee=employee), on)) if run else (),
        reasons=tuple(_reason_line(each, raises) for each in reasons) if run else (),
        levels=tuple((each.competency.said_name, each.held, each.after) for each in levels),
        left_out=plan.current_run.figures.get("left_out_people", {}).get(employee.public_id, "")
        if plan.current_run
        else "",
    )


def _raises(agency: int, levels: Sequence[PlannedLevel]) -> Mapping[int, tuple[str, ...]]:
    """Programme -> the competencies that rise in the plan and that it teaches; one query."""
    held = {each.competency_id: each for each in levels if each.after > each.held}
    found: dict[int, tuple[str, ...]] = {}
    if held:
        taught = Effect.objects.filter(competency__in=held, programme__agency=agency, lift__gt=0)
        for each in taught.order_by("competency__code"):
            level = held[each.competency_id]
            if each.ceiling > level.held:
                found[each.programme_id] = (*found.get(each.programme_id, ()), level.competency.said_name)
    return found


def _seats(assignments: QuerySet[Assignment], on: date) -> list[Seat]:
    """Two queries: the seats, and where their people are on the day."""
    rows = assignments.order_by("employee__name", "employee_id", "offer__month", "pk")
    return as_seats(list(rows.values(*_SEAT_FIELDS)), on)


def _places(employees: Iterable[int], agency: int, on: date) -> dict[int, dict[str, Any]]:
    wanted = set(employees)
    few = {"employee__in": wanted} if len(wanted) <= 50 else {"employee__agency": agency}
    held = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE, **few)
    names = ("employee_id", "unit__short_name", "position__title")
    return {row["employee_id"]: row for row in held.order_by("pk").values(*names) if row["employee_id"] in wanted}


def _seat(row: Mapping[str, Any], place: Mapping[str, Any] | None, forms: Mapping[str, str]) -> Seat:
    return Seat(
        person=row["employee__public_id"],
        name=name_with_titles(row["employee__front_title"], row["employee__name"], row["employee__back_title"]),
        nip=row["employee__nip"],
        grade=row["employee__grade"],
        unit=place["unit__short_name"] if place else "",
        position=place["position__title"] if place else "",
        programme=row["offer__programme__public_id"],
        programme_code=row["offer__programme__code"],
        programme_name=row["offer__programme__name"],
        form=forms[row["offer__programme__form"]],
        hours=row["offer__programme__hours"],
        month=row["offer__month"],
        mandatory=row["mandatory"],
        cost=row["cost"],
    )


def _reason_line(row: Any, raises: Mapping[int, tuple[str, ...]]) -> ReasonLine:
    programme = row.programme
    return ReasonLine(
        programme.public_id,
        programme.code,
        programme.name,
        row.code,
        row.numbers,
        raises.get(programme.pk, ()),
        row.named or "",
    )

"""Reads of the organisation, access included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.timezone import get_default_timezone

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.base import holds_on
from renbina.foundation.clock import today
from renbina.foundation.errors import NotFound
from renbina.organisation.access import Verb, own_agency, require, visible_employees, visible_units
from renbina.organisation.enums import PlacementKind, Relation, Status
from renbina.organisation.models import (
    Agency,
    Employee,
    EmploymentStatus,
    Placement,
    Position,
    RoleGrant,
    Supervision,
    Unit,
)

GONE = (Status.RETIRED, Status.MOVED_OUT)


@dataclass(frozen=True, slots=True)
class Superiors:
    """Who rates a person and who sees the daily work, on a day. Both may be unknown."""

    rater: Employee | None
    team_lead: Employee | None


def agency_of(actor: Actor) -> Agency:
    """The actor's own agency; one query. Pages need its name and day only: `agency_name`, `day_for`."""
    return Agency.objects.get(pk=own_agency(actor))


def day_for(actor: Actor) -> date:
    """The civil day in the actor's agency, for pages that show the state of today."""
    return today(actor.timezone or agency_of(actor).timezone)


def agency_name(actor: Actor) -> str:
    """The short name of the actor's agency; empty for somebody who belongs to none."""
    if actor.agency_id is None:
        return ""
    return actor.agency_name or agency_of(actor).short_name


def actor_for(user: User | AnonymousUser, *, at: datetime) -> Actor:
    """The rights a user holds at this moment; two queries, never cached between requests.

    The day is that of the installation's zone. Who has retired or moved out keeps no right, whatever was granted.
    """
    if not user.is_authenticated:
        return Actor.anonymous()
    on = at.astimezone(get_default_timezone()).date()
    employee = _employee_of(user, on)
    if employee is not None and employee.status_now in GONE:  # type: ignore[attr-defined]  # annotated below
        return Actor(user_id=user.pk, agency_id=None, employee_id=None, label=str(user))
    fields = ("role", "unit__path", "agency_id", "agency__short_name", "agency__timezone")
    grants = list(RoleGrant.objects.filter(holds_on(on), user=user).order_by("pk").values_list(*fields))
    agency = _agency_fields(employee) if employee else (grants[0][2:] if grants else (None, "", ""))
    held = {Grant(Role(role), path or "") for role, path, agency_id, *_ in grants if agency_id == agency[0]}
    if employee:
        held.add(Grant(Role.EMPLOYEE))
        if employee.leads_now:  # type: ignore[attr-defined]  # annotated below
            held.add(Grant(Role.SUPERIOR))
    return Actor(
        user_id=user.pk,
        agency_id=agency[0],
        employee_id=employee.pk if employee else None,
        label=str(user),
        grants=frozenset(held),
        agency_name=agency[1],
        timezone=agency[2],
    )


def _employee_of(user: User, on: date) -> Employee | None:
    leads = Supervision.objects.filter(holds_on(on), superior=OuterRef("pk"))
    found = Employee.objects.filter(user=user).annotate(leads_now=Exists(leads), status_now=status_on(on))
    return found.select_related("agency").only("agency__short_name", "agency__timezone").first()


def _agency_fields(employee: Employee) -> tuple[int, str, str]:
    return employee.agency_id, employee.agency.short_name, employee.agency.timezone


def status_on(on: date) -> Subquery:
    """The employment status on a day, to annotate employees with (None where nothing is known)."""
    held = EmploymentStatus.objects.filter(holds_on(on), employee=OuterRef("pk"))
    return Subquery(held.order_by("-valid_from", "-pk").values("status")[:1])


def employee_for(actor: Actor, public_id: str, on: date) -> Employee:
    """One person the actor may look at. Raises NotFound for everybody else."""
    found = visible_employees(actor, on).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def own_employee(actor: Actor) -> Employee:
    """The actor's own employee record. Raises NotFound for a login without one."""
    if actor.employee_id is None:
        raise NotFound
    found = Employee.objects.filter(pk=actor.employee_id, agency_id=own_agency(actor)).first()
    if found is None:
        raise NotFound
    return found


def unit_for(actor: Actor, public_id: str) -> Unit:
    """One unit whose page the actor may open. Raises NotFound."""
    found: Unit | None = visible_units(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def current_placements(actor: Actor, on: date) -> QuerySet[Placement]:
    """For lists: the definitive placement of every visible person on a day, with person, unit and position joined.

    One row a person (a person without a placement has none), by name.
    """
    return (
        Placement.objects.filter(
            holds_on(on), kind=PlacementKind.DEFINITIVE, employee__in=visible_employees(actor, on).values("pk")
        )
        .select_related("employee", "unit", "position")
        .order_by("employee__name", "employee_id")
    )


def placements_on(employees: Iterable[int], on: date) -> dict[int, Placement]:
    """Employee key -> definitive placement on a day, for people the caller already fetched with access."""
    held = Placement.objects.filter(holds_on(on), employee__in=list(employees), kind=PlacementKind.DEFINITIVE)
    return {row.employee_id: row for row in held.select_related("unit", "position")}


def placement_history(employee: Employee) -> list[Placement]:
    """Every post a person has held, the newest first; acting posts included."""
    return list(employee.placements.select_related("unit", "position").order_by("-valid_from", "-pk"))


def statuses_on(employees: Iterable[int], on: date) -> dict[int, Status]:
    """Employee key -> employment status on a day."""
    held = EmploymentStatus.objects.filter(holds_on(on), employee__in=list(employees)).order_by("valid_from", "pk")
    return {row.employee_id: Status(row.status) for row in held}


def superiors_of(employee: Employee, on: date) -> Superiors:
    """Rating official and team leader of a person on a day."""
    rows = Supervision.objects.filter(holds_on(on), employee=employee).select_related("superior").order_by("pk")
    found = {row.relation: row.superior for row in rows}
    return Superiors(rater=found.get(Relation.RATER), team_lead=found.get(Relation.TEAM_LEAD))


def subordinates_of(employee: Employee, on: date) -> QuerySet[Employee]:
    """People whom somebody rates or leads on a day, by name; nobody twice."""
    led = Supervision.objects.filter(holds_on(on), superior=employee)
    return Employee.objects.filter(pk__in=led.values("employee_id")).order_by("name", "pk")


def root_units(actor: Actor) -> dict[str, Unit]:
    """Path -> perangkat daerah, of the actor's agency: `root_units(actor)[unit.path[:Unit.steplen]]`."""
    return {unit.path: unit for unit in Unit.objects.filter(agency_id=own_agency(actor), depth=1).order_by("path")}


def positions_of(actor: Actor) -> QuerySet[Position]:
    """All positions of the actor's agency, by title."""
    return Position.objects.filter(agency_id=own_agency(actor)).order_by("title", "pk")


def people_without_rater(actor: Actor, on: date) -> QuerySet[Employee]:
    """Active people whom nobody rates on a day, except the head of the civil service, whom somebody outside rates."""
    require(actor, Verb.VIEW_QUALITY)
    rated = Supervision.objects.filter(holds_on(on), relation=Relation.RATER)
    placed = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE)
    return (
        visible_employees(actor, on)
        .annotate(status_now=status_on(on))
        .exclude(status_now__in=GONE)
        .filter(pk__in=placed.values("employee_id"))
        .exclude(pk__in=rated.values("employee_id"))
        .order_by("name", "pk")
    )


def rating_circles(actor: Actor, on: date) -> list[tuple[Employee, ...]]:
    """People who rate each other in a circle; each circle once, two queries."""
    require(actor, Verb.VIEW_QUALITY)
    rows = Supervision.objects.filter(holds_on(on), relation=Relation.RATER, employee__agency_id=own_agency(actor))
    # Whoever leads nobody closes no circle: nine of ten people need not be read.
    leading = rows.filter(employee__in=rows.order_by().values("superior"))
    circles = _circles(dict(leading.values_list("employee_id", "superior_id")))
    people = Employee.objects.in_bulk({key for circle in circles for key in circle})
    return [tuple(people[key] for key in circle) for circle in circles]


def _circles(above: dict[int, int]) -> list[tuple[int, ...]]:
    """Circles of a map person -> superior. Everybody is walked over once."""
    done: set[int] = set()
    found: list[tuple[int, ...]] = []
    for start in sorted(above):
        trail: dict[int, int] = {}
        step: int | None = start
        while step is not None and step not in done and step not in trail:
            trail[step] = len(trail)
            step = above.get(step)
        if step is not None and step in trail:
            found.append(tuple(trail)[trail[step] :])
        done.update(trail)
    return found

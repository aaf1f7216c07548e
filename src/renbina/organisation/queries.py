"""Reads of the organisation, access included."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Subquery
from django.utils.timezone import get_default_timezone

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.base import holds_on
from renbina.foundation.clock import today
from renbina.foundation.errors import NotFound
from renbina.organisation.access import Verb, own_agency, require
from renbina.organisation.enums import PlacementKind, Relation, Status
from renbina.organisation.models import (
    Agency,
    Employee,
    EmploymentStatus,
    RoleGrant,
    Supervision,
    Unit,
)

GONE = (Status.RETIRED, Status.MOVED_OUT)


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """A post of a person; `until` None: still held."""

    position: str
    unit: str
    unit_public_id: str
    kind: str
    is_acting: bool
    since: date
    until: date | None


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


def own_employee(actor: Actor) -> Employee:
    """The actor's own employee record. Raises NotFound for a login without one."""
    if actor.employee_id is None:
        raise NotFound
    found = Employee.objects.filter(pk=actor.employee_id, agency_id=own_agency(actor)).first()
    if found is None:
        raise NotFound
    return found


def placement_history(employee: Employee) -> tuple[PlacementLine, ...]:
    """Every post a person has held, the newest first; acting posts included; one query."""
    fields = ("position__title", "unit__short_name", "unit__public_id", "kind", "valid_from", "valid_to")
    rows = employee.placements.order_by("-valid_from", "-pk").values_list(*fields)
    return tuple(
        PlacementLine(title, unit, unit_id, str(PlacementKind(kind).label), kind == PlacementKind.ACTING, since, until)
        for title, unit, unit_id, kind, since, until in rows
    )


def superior_name(relation: str, on: date) -> Subquery:
    """The name of a person's rating official or team leader on a day, to annotate employees with (None: nobody)."""
    held = Supervision.objects.filter(holds_on(on), employee=OuterRef("pk"), relation=relation)
    return Subquery(held.order_by("-valid_from").values("superior__name")[:1])


def root_units(actor: Actor) -> dict[str, Unit]:
    """Path -> perangkat daerah, of the actor's agency: `root_units(actor)[unit.path[:Unit.steplen]]`."""
    return {unit.path: unit for unit in Unit.objects.filter(agency_id=own_agency(actor), depth=1).order_by("path")}


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

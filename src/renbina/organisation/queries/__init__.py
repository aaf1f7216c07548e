"""Reads of the organisation, access included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import get_default_timezone

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role, StandIn
from renbina.foundation.base import holds_on
from renbina.foundation.clock import today
from renbina.foundation.errors import NotFound
from renbina.organisation.access import (
    AGENCY_READERS,
    UNIT_READERS,
    Verb,
    own_agency,
    require,
    sees_agency,
    visible_employees,
)
from renbina.organisation.enums import PlacementKind, Relation, Status
from renbina.organisation.models import (
    Agency,
    Employee,
    EmploymentStatus,
    Placement,
    RoleGrant,
    Substitution,
    Supervision,
    Unit,
    UnitChange,
    name_with_titles,
)

PERSONAL: Final = (Role.EMPLOYEE, Role.PARTNER, Role.MENTOR, Role.TRAINER)
GONE = (Status.RETIRED, Status.MOVED_OUT)
FEW_UNITS: Final = 200  # so many are looked up by key: that reads their posts only, a prefix reads those of everybody


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
    """The rights a user holds at this moment; two queries, never cached between requests; three for who stands in.

    The day is that of the installation's zone. Who has retired or moved out keeps no right, whatever was granted.
    """
    if not user.is_authenticated:
        return Actor.anonymous()
    on = at.astimezone(get_default_timezone()).date()
    employee = _employee_of(user, on)
    if employee is not None and employee.status_now in GONE:  # type: ignore[attr-defined]  # annotated below
        return Actor(user_id=user.pk, agency_id=None, employee_id=None, label=str(user))
    absent = _absent_for(employee, on) if employee is not None and employee.stands_now else {}  # type: ignore[attr-defined]  # annotated below
    owners = Q(user=user) | Q(user__employee__in=list(absent)) if absent else Q(user=user)
    fields = ("user_id", "role", "unit__path", "user__employee", "agency_id", "agency__short_name", "agency__timezone")
    grants = list(RoleGrant.objects.filter(holds_on(on), owners).order_by("pk").values_list(*fields))
    own = [row for row in grants if row[0] == user.pk]
    agency = _agency_fields(employee) if employee else (own[0][4:] if own else (None, "", ""))
    held = {Grant(Role(row[1]), row[2] or "") for row in own if row[4] == agency[0]}
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
        stands_in=_stands_in(absent, [row for row in grants if row[0] != user.pk and row[4] == agency[0]]),
    )


@dataclass(frozen=True, slots=True)
class _Absent:
    name: str
    kind: str
    office: str
    leads: bool


def _absent_for(employee: Employee, on: date) -> dict[int, _Absent]:
    """Whom the person stands in for on a day, by key of the absent official; one query."""
    leads = Supervision.objects.filter(holds_on(on), superior=OuterRef("absent"))
    rows = Substitution.objects.filter(holds_on(on), substitute=employee).annotate(leads=Exists(leads)).order_by("pk")
    titled = ("absent__front_title", "absent__name", "absent__back_title")
    found = rows.values_list("absent_id", "kind", "position__title", "leads", *titled)
    return {key: _Absent(name_with_titles(*name), kind, office, leads) for key, kind, office, leads, *name in found}


def _stands_in(absent: Mapping[int, _Absent], grants: Sequence[tuple[Any, ...]]) -> tuple[StandIn, ...]:
    """The roles of the offices; what belongs to the person rather than the office (employee, partner) stays there."""
    held = {(key, Role.SUPERIOR, "") for key, each in absent.items() if each.leads}
    held |= {(key, Role(role), path or "") for _user, role, path, key, *_ in grants if Role(role) not in PERSONAL}
    return tuple(
        StandIn(key, absent[key].name, absent[key].kind, role, path, absent[key].office)
        for key, role, path in sorted(held)
    )


def _employee_of(user: User, on: date) -> Employee | None:
    return _people_behind_logins(on).filter(user=user).first()


@lru_cache(maxsize=4)  # a query that is not asked yet; every request asks it, and composing it takes longer than asking
def _people_behind_logins(on: date) -> QuerySet[Employee]:
    leads = Supervision.objects.filter(holds_on(on), superior=OuterRef("pk"))
    stands = Substitution.objects.filter(holds_on(on), substitute=OuterRef("pk"))
    people = Employee.objects.annotate(leads_now=Exists(leads), stands_now=Exists(stands), status_now=status_on(on))
    return people.select_related("agency").only("agency__short_name", "agency__timezone")


def _agency_fields(employee: Employee) -> tuple[int, str, str]:
    return employee.agency_id, employee.agency.short_name, employee.agency.timezone


def status_on(on: date) -> Subquery:
    """The employment status on a day, to annotate employees with (None where nothing is known)."""
    held = EmploymentStatus.objects.filter(holds_on(on), employee=OuterRef("pk"))
    return Subquery(held.order_by("-valid_from", "-pk").values("status")[:1])


def not_gone(people: QuerySet[Employee], on: date) -> QuerySet[Employee]:
    """Those of these people who have neither retired nor moved out by a day; whose status nobody knows are there."""
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=GONE)
    return people.exclude(pk__in=gone.values("employee_id"))


def in_service_on(people: QuerySet[Employee], on: date) -> QuerySet[Employee]:
    """Those of these people who are at work on a day: not on leave, suspended, retired or gone."""
    return people.annotate(status_that_day=status_on(on)).filter(status_that_day=Status.ACTIVE)


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


class UnitState(NamedTuple):
    """A unit as it was on a day; `parent` is the key of the unit above it then. `path` is that of today.

    A tuple, because thousands are made for one page.
    """

    pk: int
    public_id: str
    name: str
    short_name: str
    kind: str
    path: str
    parent: int | None
    is_open: bool


_UNIT_FIELDS: Final = ("pk", "public_id", "name", "short_name", "kind", "path", "opened_on", "closed_on")


def unit_states(
    agency_id: int, on: date, units: QuerySet[Unit] | None = None, *, is_today: bool = False
) -> dict[int, UnitState]:
    """Units (default: all of the agency, closed ones too) as they were on a day, in the order of today's tree.

    Two queries; one for today (`is_today`), after which nothing has changed yet. A unit that did not exist on the day
    is there with `is_open` False.
    """
    chosen = Unit.objects.filter(agency_id=agency_id) if units is None else units
    rows = list(chosen.order_by("path").values_list(*_UNIT_FIELDS))
    by_path = {row[5]: row[0] for row in rows}
    later = UnitChange.objects.filter(unit__agency_id=agency_id, day__gt=on).order_by("-day", "-pk")
    fields = ("unit_id", "old_name", "old_short_name", "old_parent_id")
    rest = () if is_today else later.values_list(*fields)
    before = {unit: state for unit, *state in rest}  # the earliest of the later ones stays
    found = {}
    for pk, public_id, now, short_now, kind, path, opened, closed in rows:
        name, short, parent = before.get(pk, (now, short_now, by_path.get(path[: -Unit.steplen])))
        is_open = (opened is None or opened <= on) and (closed is None or on < closed)
        found[pk] = UnitState(pk, public_id, name, short, kind, path, parent, is_open)
    return found


def tree_on(actor: Actor, on: date, below: str = "") -> dict[int, UnitState]:
    """The units of a day that the actor may open, parents before their parts. Raises Forbidden. Two queries.

    below: only the unit of this path, what is below it today, and what is above it.
    """
    require(actor, Verb.VIEW_UNITS)
    agency = own_agency(actor)
    chosen = Unit.objects.filter(agency_id=agency)
    if below:
        above = [below[:end] for end in range(Unit.steplen, len(below), Unit.steplen)]
        chosen = chosen.filter(Q(path__startswith=below) | Q(path__in=above))
    states = unit_states(agency, on, chosen, is_today=on >= day_for(actor))
    # Worked out once and not once a unit: there are thousands.
    reach = ("",) if sees_agency(actor) else actor.unit_paths(*AGENCY_READERS, *UNIT_READERS)
    seen = {pk: state for pk, state in states.items() if state.is_open and state.path.startswith(reach)}
    return {pk: seen[pk] for pk in _in_tree_order(seen)}


def _in_tree_order(states: Mapping[int, UnitState]) -> list[int]:
    """Parents before children; what stands below a unit that is not seen begins a tree of its own."""
    below: dict[int | None, list[int]] = {}
    for pk, state in states.items():
        below.setdefault(state.parent if state.parent in states else None, []).append(pk)
    order: list[int] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        step = waiting.pop()
        order.append(step)
        waiting += reversed(below.get(step, []))
    return order


def keys_below(states: Mapping[int, UnitState], unit: int) -> set[int]:
    """Keys of a unit and of all below it on the day of these states."""
    found = {unit}
    for pk in _in_tree_order(states):
        if states[pk].parent in found:
            found.add(pk)
    return found


def unit_name_on(unit: Unit, on: date) -> str:
    """What a unit was called on a day; one query."""
    later = UnitChange.objects.filter(unit=unit, day__gt=on).order_by("day", "pk")
    return later.values_list("old_name", flat=True).first() or unit.name


def people_of_unit(
    actor: Actor, unit: Unit, on: date, units: Mapping[int, UnitState] | None = None
) -> QuerySet[Employee]:
    """The serving people of a unit and of all below it on a day, as far as the actor may see them.

    Two queries for the units of that day, unless they are given.
    """
    states = units if units is not None else unit_states(own_agency(actor), on)
    keys = keys_below(states, unit.pk)
    inside = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE)
    if len(keys) > FEW_UNITS and keys == {pk for pk, state in states.items() if state.path.startswith(unit.path)}:
        inside = inside.filter(unit__path__startswith=unit.path)  # one prefix instead of thousands of keys
    else:
        inside = inside.filter(unit__in=keys)
    return not_gone(visible_employees(actor, on).filter(pk__in=inside.values("employee_id")), on)


def circles_in(agency_id: int, on: date) -> list[tuple[int, ...]]:
    """Keys of people of an agency who rate each other in a circle; one query."""
    rows = Supervision.objects.filter(holds_on(on), relation=Relation.RATER, employee__agency_id=agency_id)
    # Whoever leads nobody closes no circle: nine of ten people need not be read.
    leading = rows.filter(employee__in=rows.order_by().values("superior"))
    return _circles(dict(leading.values_list("employee_id", "superior_id")))


def rating_circles(actor: Actor, on: date) -> list[tuple[Employee, ...]]:
    """People who rate each other in a circle; each circle once, two queries."""
    require(actor, Verb.VIEW_QUALITY)
    circles = circles_in(own_agency(actor), on)
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

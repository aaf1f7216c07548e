"""Who holds which role, until when, and what stays undone when somebody leaves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import Verb, can, can_look_as, own_agency, require
from renbina.organisation.enums import PlacementKind, Relation
from renbina.organisation.models import (
    Employee,
    EmploymentStatus,
    Placement,
    RoleGrant,
    Supervision,
    Unit,
)
from renbina.organisation.queries import GONE, status_on

SOON_DAYS: Final = 30
MOST_FOUND: Final = 20
STATES: Final = ("now", "soon", "later", "ended", "left")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person to whom roles are given: a login, an employee, or both."""

    public_id: str  # of the login; of the employee where there is none yet
    name: str
    post: str
    user: User | None
    employee: Employee | None
    status: str
    grants: tuple[RoleGrant, ...]
    leads: int  # people rated or led today: the role of a superior follows from it

    def held_on(self, on: date) -> tuple[RoleGrant, ...]:
        return tuple(row for row in self.grants if row.valid_from <= on and (row.valid_to is None or on < row.valid_to))


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who is gone, or goes within 30 days, and still holds roles or leads people."""

    public_id: str
    name: str
    leaves_on: date | None  # first day after service; None: gone already, or a contract that ended
    is_past: bool
    roles: int
    people: int


def grants(actor: Actor, on: date, *, state: str = "now", role: str = "", unit: str = "") -> QuerySet[RoleGrant]:
    """Roles of the actor's agency in one state, of one role, in one unit and below. Raises Forbidden.

    Rows carry status_now (of the person), person_name and post_unit.
    """
    require(actor, Verb.MANAGE_ACCESS)
    found = RoleGrant.objects.filter(_in_state(state, on), agency_id=own_agency(actor)).select_related("unit", "user")
    if role in set(Role):
        found = found.filter(role=role)
    if unit:
        path = Unit.objects.filter(agency_id=own_agency(actor), public_id=unit).values("path")[:1]
        found = found.filter(unit__path__startswith=Subquery(path))
    person = Employee.objects.filter(user=OuterRef("user"))
    return found.annotate(
        status_now=Subquery(person.annotate(now=status_on(on)).values("now")[:1]),
        employee_id_shown=Subquery(person.values("public_id")[:1]),
    )


def _in_state(state: str, on: date) -> Q:
    if state == "soon":
        return holds_on(on) & Q(valid_to__lte=on + timedelta(days=SOON_DAYS))
    if state == "later":
        return Q(valid_from__gt=on)
    if state == "ended":
        return Q(valid_to__lte=on)
    if state == "left":
        gone = Employee.objects.annotate(now=status_on(on)).filter(now__in=GONE, user__isnull=False)
        return holds_on(on) & Q(user__in=gone.values("user"))
    return holds_on(on)


def role_counts(actor: Actor, on: date) -> dict[str, int]:
    """State -> roles in it, and role value -> people who hold it today; one query."""
    require(actor, Verb.MANAGE_ACCESS)
    states = {state: Count("pk", filter=_in_state(state, on)) for state in STATES}
    rows: Any = RoleGrant.objects.filter(agency_id=own_agency(actor)).order_by().values("role")
    counts = dict.fromkeys((*STATES, *(role.value for role in Role)), 0)
    for row in rows.annotate(holders=Count("user", filter=holds_on(on), distinct=True), **states):
        counts[row["role"]] = row["holders"]
        for state in STATES:
            counts[state] += row[state]
    return counts


def units_with_roles(actor: Actor) -> list[tuple[str, str]]:
    """(public_id, name) of the units in which somebody holds or held a role."""
    require(actor, Verb.MANAGE_ACCESS)
    named = RoleGrant.objects.filter(agency_id=own_agency(actor), unit__isnull=False).order_by("unit__path")
    return list(named.values_list("unit__public_id", "unit__short_name").distinct())


def grant_for(actor: Actor, public_id: str) -> RoleGrant:
    """One role of the actor's agency. Raises Forbidden, NotFound."""
    require(actor, Verb.MANAGE_ACCESS)
    found = RoleGrant.objects.select_related("user", "unit", "agency").filter(
        agency_id=own_agency(actor), public_id=public_id
    )
    grant = found.first()
    if grant is None:
        raise NotFound
    return grant


def people_named(actor: Actor, text: str, on: date) -> list[Any]:
    """People of the agency by a part of their name, with post_title, post_unit and status_now; at most 20.

    Names and posts, which stand on every door plate: whoever gives roles reads nothing else of a person.
    """
    require(actor, Verb.MANAGE_ACCESS)
    words = text.split()[:5]
    if not words:
        return []
    people = Employee.objects.filter(agency_id=own_agency(actor))
    for word in words:
        people = people.filter(name__icontains=word)
    return list(_with_post(people, on).select_related("user").order_by("name", "pk")[:MOST_FOUND])


def _with_post(people: QuerySet[Employee], on: date) -> QuerySet[Any]:
    post = Placement.objects.filter(holds_on(on), employee=OuterRef("pk"), kind=PlacementKind.DEFINITIVE)
    return people.annotate(
        status_now=status_on(on),
        post_title=Subquery(post.values("position__title")[:1]),
        post_unit=Subquery(post.values("unit__short_name")[:1]),
    )


def holder(actor: Actor, public_id: str, on: date) -> Holder:
    """One person of the agency, by the login or, without one, by the employee. Raises Forbidden, NotFound."""
    require(actor, Verb.MANAGE_ACCESS)
    agency_id = own_agency(actor)
    user = User.objects.filter(public_id=public_id).first()
    people = Employee.objects.filter(agency_id=agency_id)
    person = _with_post(people.filter(user=user) if user else people.filter(public_id=public_id), on).first()
    user = user or (person.user if person and person.user_id else None)
    rows = RoleGrant.objects.filter(user=user, agency_id=agency_id) if user else RoleGrant.objects.none()
    held = tuple(rows.select_related("unit").order_by("-valid_from", "-pk"))
    if person is None and not held:
        raise NotFound
    leads = Supervision.objects.filter(holds_on(on), superior=person).count() if person else 0
    return Holder(
        public_id=user.public_id if user else person.public_id if person else "",
        name=person.full_name if person else str(user),
        post=" · ".join(filter(None, (person.post_title, person.post_unit))) if person else "",
        user=user,
        employee=person,
        status=person.status_now or "" if person else "",
        grants=held,
        leads=leads,
    )


def leavers(actor: Actor, on: date, most: int = 50) -> list[Leaver]:
    """People who are gone, or go within 30 days, and still hold a role or lead somebody; one query."""
    require(actor, Verb.MANAGE_ACCESS)
    held, led = _held_by_them(own_agency(actor), on)
    people = _leaving(own_agency(actor), on).annotate(
        now=status_on(on),
        roles=Subquery(held.order_by().values("agency").annotate(n=Count("pk")).values("n")),
        led=Subquery(led.order_by().values("superior").annotate(n=Count("pk")).values("n")),
    )
    return [
        Leaver(
            row.public_id,
            row.full_name,
            None if row.now in GONE else row.retire_on,
            row.retire_on is not None and row.retire_on <= on,
            row.roles or 0,
            row.led or 0,
        )
        for row in people.order_by("retire_on", "name")[:most]
    ]


def leaving(actor: Actor, on: date) -> QuerySet[Employee]:
    """Those people, for a page that counts them with other things; none for who does not manage access."""
    return _leaving(own_agency(actor), on) if can(actor, Verb.MANAGE_ACCESS) else Employee.objects.none()


def _held_by_them(agency_id: int, on: date) -> tuple[QuerySet[RoleGrant], QuerySet[Supervision]]:
    """Roles and people of an employee of an outer query."""
    held = RoleGrant.objects.filter(holds_on(on), user=OuterRef("user"), agency_id=agency_id)
    return held, Supervision.objects.filter(holds_on(on), superior=OuterRef("pk"))


def _leaving(agency_id: int, on: date) -> QuerySet[Any]:
    held, led = _held_by_them(agency_id, on)
    return _who_goes(agency_id, on, on + timedelta(days=SOON_DAYS)).filter(Q(Exists(led)) | Q(Exists(held)))


def _who_goes(agency_id: int, on: date, soon: date) -> QuerySet[Employee]:
    """People who are gone or go soon: few have such a status or day, and nobody else is looked at."""
    people = Employee.objects.filter(agency_id=agency_id).order_by()
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=GONE).order_by().values("employee_id")
    # Three short lists by their indexes: of one long condition everybody would be read.
    going = people.filter(retire_on__lte=soon).values("pk")
    return people.filter(pk__in=going.union(people.filter(contract_end__lt=on).values("pk"), gone))


def led_by(employee: Employee, on: date) -> Iterator[tuple[str, int]]:
    """(relation, people) that a person rates or leads on a day; one query."""
    rows = Supervision.objects.filter(holds_on(on), superior=employee).order_by().values_list("relation")
    counts = dict(rows.annotate(Count("pk")))
    return ((relation, counts[relation]) for relation in Relation.values if relation in counts)


def seen_as(actor: Actor, grants: Sequence[Grant]) -> Actor | None:
    """The same person with the rights of these roles only, to read with; None where that is not allowed any more.

    It has no employee: pages about oneself stay one's own. It can start no action (`Actor.previews`).
    """
    if not grants or not all(can_look_as(actor, grant.role) for grant in grants):
        return None
    return Actor(
        user_id=actor.user_id,
        agency_id=actor.agency_id,
        employee_id=None,
        label=actor.label,
        grants=frozenset(grants),
        agency_name=actor.agency_name,
        timezone=actor.timezone,
        previews=True,
    )

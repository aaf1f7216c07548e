"""Who sees which people and units, and who may change the organisation.

Everything is bounded by the actor's agency first. Reading rights come from roles in a unit and below, and from
being somebody's superior on that day, so that a right ends with the fact it rests on.
"""

from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Model, Q, QuerySet

from renbina.foundation.actor import Actor, Role, StandIn
from renbina.foundation.base import holds_on
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Agency, Employee, Placement, RoleGrant, Supervision, Unit

AGENCY_READERS: Final = (
    Role.ANALYST,
    Role.HEAD_OF_DEVELOPMENT,
    Role.AGENCY_HEAD,
    Role.APPROVER_PYB,
    Role.APPROVER_PPK,
    Role.AUDITOR,
)
UNIT_READERS: Final = (Role.UNIT_OPERATOR,)
MANAGERS: Final = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
ACCESS_KEEPERS: Final = (Role.HEAD_OF_DEVELOPMENT, Role.ADMINISTRATOR)
"""Who manages roles and logins. One of them is always left."""
DERIVED: Final = (Role.SUPERIOR, Role.EMPLOYEE)
"""Roles that follow from facts about a person and are never granted."""
GIVEN: Final = tuple(role for role in Role if role not in DERIVED)
"""Roles that somebody gives, in the order of the choices."""
UNIT_ROLES: Final = (Role.UNIT_OPERATOR,)
"""Roles that are held in one unit and below; all others are held in the whole agency."""
_DECIDING: Final = (Role.APPROVER_PYB, Role.APPROVER_PPK)
APART: Final[tuple[frozenset[Role], ...]] = (
    # Who checks has neither prepared nor decided what is checked, nor given themselves the right to look.
    *(
        frozenset({Role.AUDITOR, other})
        for other in (*MANAGERS, Role.AGENCY_HEAD, *_DECIDING, Role.UNIT_OPERATOR, Role.ADMINISTRATOR)
    ),
    # Two officials decide one after the other: one person would decide twice.
    frozenset(_DECIDING),
    # Who gives out the right to decide does not use it.
    *(frozenset({Role.ADMINISTRATOR, other}) for other in _DECIDING),
)
"""Pairs of roles that one person never holds on the same day."""
_LOOKS: Final[dict[Role, tuple[Role, ...]]] = {
    # Whatever these roles may read, the head of development may read too (a test holds it against the matrix).
    Role.HEAD_OF_DEVELOPMENT: (
        Role.ANALYST, Role.UNIT_OPERATOR, Role.AGENCY_HEAD, Role.APPROVER_PYB, Role.APPROVER_PPK, Role.AUDITOR,
        Role.PARTNER, Role.MENTOR, Role.TRAINER, Role.ADMINISTRATOR,
    ),
}  # fmt: skip


class Verb(StrEnum):
    """What somebody may want to do with the organisation."""

    VIEW_EMPLOYEES = "view_employees"  # people other than oneself
    VIEW_UNITS = "view_units"
    VIEW_QUALITY = "view_quality"  # findings on the stored data
    IMPORT_ROSTER = "import_roster"
    CHANGE_ORGANISATION = "change_organisation"
    MANAGE_ACCESS = "manage_access"  # roles and logins
    CORRECT_SUPERIORS = "correct_superiors"  # of the people of one's own units
    VIEW_SUBSTITUTES = "view_substitutes"  # acting officers
    LOOK_AS = "look_as"  # see the product as another role, as far as one's own rights reach
    CREATE_AGENCY = "create_agency"
    RENAME_AGENCY = "rename_agency"


_ROLES: Final[dict[Verb, tuple[Role, ...]]] = {
    Verb.VIEW_EMPLOYEES: (*AGENCY_READERS, *UNIT_READERS, Role.SUPERIOR),
    Verb.VIEW_UNITS: (*AGENCY_READERS, *UNIT_READERS),
    Verb.VIEW_QUALITY: (*MANAGERS, Role.AUDITOR),
    Verb.IMPORT_ROSTER: MANAGERS,
    Verb.CHANGE_ORGANISATION: MANAGERS,
    Verb.CORRECT_SUPERIORS: (*MANAGERS, *UNIT_READERS),
    Verb.VIEW_SUBSTITUTES: (*AGENCY_READERS, *UNIT_READERS, Role.SUPERIOR),
    Verb.MANAGE_ACCESS: ACCESS_KEEPERS,
    Verb.LOOK_AS: ACCESS_KEEPERS,
    Verb.RENAME_AGENCY: (),
    Verb.CREATE_AGENCY: (),  # only the system, when an installation is set up
}


def can(actor: Actor, verb: str, obj: Model | None = None) -> bool:
    """Whether the actor may do this at all, and to this object. Raises ValueError for an unknown verb."""
    allowed = _ROLES[Verb(verb)]
    if obj is not None and not in_agency(actor, obj):
        return False
    if actor.is_system:
        return actor.agency_id is not None or Verb(verb) is Verb.CREATE_AGENCY
    return actor.agency_id is not None and actor.has(*allowed)


def require(actor: Actor, verb: str, obj: Model | None = None) -> None:
    """Raises NotFound where the object is out of scope, Forbidden where the actor may see but not do."""
    if obj is not None and not in_agency(actor, obj):
        raise NotFound
    if not can(actor, verb, obj):
        raise Forbidden


def behalf_as(actor: Actor, verb: Verb) -> StandIn | None:
    """For whom an acting officer does it; None where the right is the actor's own."""
    return actor.behalf_for(*_ROLES[verb])


def in_agency(actor: Actor, obj: Model) -> bool:
    """Whether an object belongs to the actor's agency; objects without an agency belong to none."""
    owner = obj.pk if isinstance(obj, Agency) else getattr(obj, "agency_id", None)
    return actor.agency_id is not None and owner == actor.agency_id


def own_agency(actor: Actor) -> int:
    """Key of the agency that bounds everything the actor sees. Raises NotFound for somebody who belongs to none."""
    if actor.agency_id is None:
        raise NotFound
    return actor.agency_id


def below(paths: tuple[str, ...], prefix: str = "") -> Q:
    """The filter "in one of these units or below": prefix is the way to the unit, such as "unit__"."""
    match = Q(pk__in=[])
    for path in paths:
        match |= Q(**{f"{prefix}path__startswith": path})
    return match


def sees_agency(actor: Actor) -> bool:
    """Whether the actor reads the whole agency."""
    return actor.agency_id is not None and (actor.is_system or "" in actor.unit_paths(*AGENCY_READERS, *UNIT_READERS))


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """Units of today whose page the actor may open, in the order of the tree."""
    units: QuerySet[Unit] = Unit.objects.filter(closed_on__isnull=True).order_by("path")
    if actor.agency_id is None:
        return units.none()
    units = units.filter(agency_id=actor.agency_id)
    if sees_agency(actor):
        return units
    paths = actor.unit_paths(*AGENCY_READERS, *UNIT_READERS)
    return units.filter(below(paths)) if paths else units.none()


def visible_employees(actor: Actor, on: date) -> QuerySet[Employee]:
    """People the actor may look at on a day: one query, no row twice, no order."""
    people = _of_agency(actor)
    if sees_agency(actor):
        return people
    own = Q(pk=actor.employee_id) if actor.employee_id is not None else Q(pk__in=[])
    return people.filter(own | _in_care(actor, on))


def employees_in_care(actor: Actor, on: date, among: QuerySet[Employee] | None = None) -> QuerySet[Employee]:
    """The same people without oneself, unless one is among the people of one's own units: what lists are about.

    among: people of the actor's agency, such as those of a list with its columns (default: all).
    """
    people = _of_agency(actor) if among is None else among.filter(agency_id=own_agency(actor))
    return people if sees_agency(actor) else people.filter(_in_care(actor, on))


def _of_agency(actor: Actor) -> QuerySet[Employee]:
    return (
        Employee.objects.filter(agency_id=actor.agency_id) if actor.agency_id is not None else Employee.objects.none()
    )


def _in_care(actor: Actor, on: date) -> Q:
    """The people of the units the actor reads, and those the actor rates or leads."""
    reach = Q(pk__in=[])
    paths = actor.unit_paths(*AGENCY_READERS, *UNIT_READERS)
    if paths:
        placed = Placement.objects.filter(holds_on(on), below(paths, "unit__"))
        reach |= Q(pk__in=placed.values("employee_id"))
    if actor.superior_ids:
        reach |= Q(pk__in=led_by(actor, on).values("employee_id"))
    return reach


def led_by(actor: Actor, on: date) -> QuerySet[Supervision]:
    """Whom the actor rates or leads on a day, and whom those rate or lead whom the actor stands in for.

    Never oneself: an acting officer does not decide about their own person.
    """
    led = Supervision.objects.filter(holds_on(on), superior_id__in=actor.superior_ids)
    if actor.employee_id is None or not actor.stands_in:
        return led
    return led.exclude(employee_id=actor.employee_id)


def behalf_over(actor: Actor, employee_id: int, on: date) -> StandIn | None:
    """For whom the actor leads this person: None where it is their own right. One query for who stands in, else none.

    What it returns belongs to `record(...)` of an action that a superior takes.
    """
    if not actor.stands_in:
        return None
    above = set(led_by(actor, on).filter(employee_id=employee_id).values_list("superior_id", flat=True))
    if actor.employee_id in above:
        return None
    absent = (each for each in actor.stands_in if each.role is Role.SUPERIOR and each.employee_id in above)
    return next(absent, None)


def of_visible(actor: Actor, on: date) -> Q:
    """The filter of rows about an `employee` the actor may look at; the same people as `visible_employees`.

    Whoever reads the agency needs no list of its people: the agency of each row says it. Nor does somebody who
    leads nobody (a right that `actor_for` finds anew for every request): there is only the person.
    """
    if sees_agency(actor):
        return Q(employee__agency_id=actor.agency_id)
    if not actor.has(*UNIT_READERS, *AGENCY_READERS, Role.SUPERIOR):
        return Q(employee_id=actor.employee_id) if actor.agency_id and actor.employee_id else Q(pk__in=[])
    return Q(employee__in=visible_employees(actor, on))


def corrects_all(actor: Actor) -> bool:
    """Whether the actor sets the superiors of the whole agency, their own excepted."""
    return actor.is_system or "" in actor.unit_paths(*_ROLES[Verb.CORRECT_SUPERIORS])


def correctable_people(actor: Actor, on: date) -> QuerySet[Employee]:
    """People whose superior the actor may set: those of the units one operates, never oneself. Raises Forbidden."""
    require(actor, Verb.CORRECT_SUPERIORS)
    people = _of_agency(actor).exclude(pk=actor.employee_id) if actor.employee_id else _of_agency(actor)
    if corrects_all(actor):
        return people
    paths = actor.unit_paths(*_ROLES[Verb.CORRECT_SUPERIORS])
    placed = Placement.objects.filter(holds_on(on), below(paths, "unit__"), kind=PlacementKind.DEFINITIVE)
    return people.filter(pk__in=placed.values("employee_id"))


def require_substitution(actor: Actor, absent: Employee, on: date) -> None:
    """Who may say that somebody stands in for this official: by a right of one's own, never by standing in oneself.

    The official; who gives out roles; and for an office without a role of the product also analysts and the operator
    of its unit. Otherwise an operator could hand an approval to a friend. Raises NotFound, Forbidden.
    """
    if not in_agency(actor, absent):
        raise NotFound
    own_office = actor.employee_id == absent.pk and actor.holds(Role.SUPERIOR, *MANAGERS, *AGENCY_READERS)
    if actor.is_system or own_office or actor.holds(*_ROLES[Verb.MANAGE_ACCESS]):
        return
    if not visible_employees(actor, on).filter(pk=absent.pk).exists():
        raise NotFound
    carries = RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), user__employee=absent)
    if not actor.holds(*MANAGERS, *UNIT_READERS) or carries.exists():
        raise Forbidden
    paths = tuple(grant.unit_path for grant in actor.grants if grant.role in (*MANAGERS, *UNIT_READERS))
    if "" not in paths and not Placement.objects.filter(below(paths, "unit__"), holds_on(on), employee=absent).exists():
        raise Forbidden


def can_look_as(actor: Actor, role: Role) -> bool:
    """Whether the actor may read the product's pages with the rights of a role, without learning anything new.

    Never as somebody's superior or as an employee: those pages are about one person, and nobody reads them through
    another's eyes. Who may read little (the administrator) learns which pages a role has, not what stands on them.
    """
    if not can(actor, Verb.LOOK_AS) or actor.previews or actor.is_system:
        return False
    return any(role in roles and actor.holds(own) for own, roles in _LOOKS.items())

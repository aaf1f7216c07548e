"""Who may read and write what positions ask and people have shown."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from renbina.competency.models import Assessment, Gap, RaterLean
from renbina.foundation.actor import Actor, Role, StandIn
from renbina.foundation.errors import Forbidden
from renbina.organisation.access import led_by, of_visible, own_agency
from renbina.organisation.models import Employee
from renbina.organisation.queries import not_gone

WRITERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
READ = "read_dictionary"  # what competencies mean and what positions ask: nothing about people
READERS = tuple(role for role in Role if role not in (Role.PARTNER, Role.ADMINISTRATOR))
VERBS = frozenset({READ, "load_dictionary", "load_standards", "record_assessments", "refresh_gaps"})
RATER_READERS = (*WRITERS, Role.AUDITOR)


def can(actor: Actor, verb: str) -> bool:
    """Whether the actor may do it in its own agency; there is no way to name another one."""
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}: one of {sorted(VERBS)}")
    return actor.agency_id is not None and (actor.is_system or actor.has(*(READERS if verb == READ else WRITERS)))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden when `can` says no."""
    if not can(actor, verb):
        raise Forbidden


def visible_gaps(actor: Actor, on: date) -> QuerySet[Gap]:
    """Gaps of the people the actor may see."""
    return Gap.objects.filter(of_visible(actor, on))


def visible_assessments(actor: Actor, on: date) -> QuerySet[Assessment]:
    """Assessments of the people the actor may see."""
    return Assessment.objects.filter(of_visible(actor, on))


def leads(actor: Actor) -> bool:
    """Whether the actor rates or leads somebody today, for themselves or for an absent official; costs no query."""
    return actor.employee_id is not None and actor.agency_id is not None and actor.has(Role.SUPERIOR)


def led_people(actor: Actor, on: date) -> QuerySet[Employee]:
    """The serving people whose competencies the actor rates. Raises Forbidden for nobody's superior."""
    if not leads(actor):
        raise Forbidden
    led = led_by(actor, on).values("employee_id")
    people = Employee.objects.filter(agency_id=own_agency(actor), pk__in=led).exclude(pk=actor.employee_id or 0)
    return not_gone(people, on)


def behalf_by_person(actor: Actor, on: date) -> dict[int, StandIn]:
    """Person -> for whom the actor leads them, without those led in the actor's own right; at most one query."""
    if not actor.stands_in:
        return {}
    above: dict[int, set[int]] = defaultdict(set)
    for employee, superior in led_by(actor, on).values_list("employee_id", "superior_id"):
        above[employee].add(superior)
    absent = {each.employee_id: each for each in actor.stands_in}
    return {
        employee: absent[min(superiors & set(absent))]
        for employee, superiors in above.items()
        if actor.employee_id not in superiors and superiors & set(absent)
    }


def can_see_raters(actor: Actor) -> bool:
    """How every superior rates: for those who judge the whole agency's evidence."""
    return actor.agency_id is not None and (actor.is_system or actor.has(*RATER_READERS))


def visible_leans(actor: Actor) -> QuerySet[RaterLean]:
    """Leans of all raters of the agency. Raises Forbidden."""
    if not can_see_raters(actor):
        raise Forbidden
    return RaterLean.objects.filter(agency_id=own_agency(actor))

"""Who rates, who is coached, who nominates, and who decides. Words about a person are for very few.

The reason of a predicate and the answer to it: the person and the official who rates them.
The words of a coaching plan: the person and that official, nobody else. Others may know that there is one,
and its days.
"""

from datetime import date
from typing import Final

from django.db.models import QuerySet

from renbina.foundation.actor import Actor, Role, StandIn
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import AGENCY_READERS, MANAGERS, UNIT_READERS, led_by, of_visible, own_agency
from renbina.organisation.enums import Relation
from renbina.organisation.models import Employee
from renbina.performance.models import CoachingPlan, PeriodRating, RatingPeriod, Recognition

VIEW: Final = "view_performance"  # figures by unit and period
PERIODS: Final = "manage_periods"  # open, close, import
SPREAD: Final = "view_spread"  # how each superior rates
COACHING: Final = "view_coaching"  # who has a plan, and its days
AWARDS: Final = "view_awards"  # nominations of the whole agency
NOMINATE: Final = "nominate"  # anybody of the agency; a superior their own people
PROPOSE: Final = "propose_award"
DECIDE: Final = "decide_award"
LOAD: Final = "load_history"
_ROLES: Final[dict[str, tuple[Role, ...]]] = {
    VIEW: (*AGENCY_READERS, *UNIT_READERS),
    PERIODS: MANAGERS,
    SPREAD: (*MANAGERS, Role.AUDITOR),
    COACHING: (*MANAGERS, Role.AGENCY_HEAD, Role.AUDITOR, *UNIT_READERS),
    AWARDS: AGENCY_READERS,
    NOMINATE: MANAGERS,
    PROPOSE: (Role.HEAD_OF_DEVELOPMENT, Role.AGENCY_HEAD),
    DECIDE: (Role.APPROVER_PYB, Role.APPROVER_PPK),
    LOAD: (),
}
BY_PEOPLE: Final = frozenset({PROPOSE, DECIDE})  # steps that no machine takes


def can(actor: Actor, verb: str, obj: RatingPeriod | Recognition | None = None) -> bool:
    """Whether the actor may do it, in their own agency only. KeyError for an unknown verb."""
    roles = _ROLES[verb]
    if actor.agency_id is None or (obj is not None and obj.agency_id != actor.agency_id):
        return False
    if actor.is_system:
        return verb not in BY_PEOPLE
    return actor.has(*roles)


def require(actor: Actor, verb: str, obj: RatingPeriod | Recognition | None = None) -> None:
    """Raises NotFound for an object of another agency, Forbidden where the actor may not."""
    if obj is not None and obj.agency_id != actor.agency_id:
        raise NotFound
    if not can(actor, verb, obj):
        raise Forbidden


def behalf_as(actor: Actor, verb: str) -> StandIn | None:
    """For whom an acting officer takes a step; None where the right is the actor's own."""
    return actor.behalf_for(*_ROLES[verb])


def leads(actor: Actor) -> bool:
    """Whether the actor is somebody's superior today; costs no query."""
    return actor.employee_id is not None and actor.agency_id is not None and actor.has(Role.SUPERIOR)


def rated_people(actor: Actor, on: date) -> QuerySet[Employee]:
    """The people whom the actor rates on a day. Raises Forbidden for somebody who is nobody's superior."""
    if not leads(actor):
        raise Forbidden
    rates = led_by(actor, on).filter(relation=Relation.RATER)
    return Employee.objects.filter(agency_id=own_agency(actor), pk__in=rates.values("employee_id"))


def rates(actor: Actor, employee: Employee, on: date) -> bool:
    """Whether the actor rates this person on a day; one query for superiors, none for others."""
    return leads(actor) and rated_people(actor, on).filter(pk=employee.pk).exists()


def require_rater(actor: Actor, employee: Employee, on: date) -> None:
    """Raises Forbidden for somebody who is nobody's superior, NotFound for a person the actor does not rate."""
    if not rated_people(actor, on).filter(pk=employee.pk).exists():
        raise NotFound


def own_ratings(actor: Actor) -> QuerySet[PeriodRating]:
    """What was written about the actor. Raises NotFound for a login without an employee."""
    if actor.employee_id is None:
        raise NotFound
    return PeriodRating.objects.filter(employee_id=actor.employee_id, period__agency_id=own_agency(actor))


def visible_ratings(actor: Actor, on: date) -> QuerySet[PeriodRating]:
    """Predicates, without their words, of the people the actor may see."""
    return PeriodRating.objects.filter(of_visible(actor, on), period__agency_id=own_agency(actor))


def joined_plans(actor: Actor, on: date) -> QuerySet[CoachingPlan]:
    """Plans whose words the actor may read: the own ones, and those of the people one rates."""
    if actor.employee_id is None:
        raise NotFound
    plans = CoachingPlan.objects.filter(employee__agency_id=own_agency(actor))
    own = plans.filter(employee_id=actor.employee_id)
    return own | plans.filter(employee__in=rated_people(actor, on)) if leads(actor) else own


def visible_plans(actor: Actor, on: date) -> QuerySet[CoachingPlan]:
    """Plans of which the actor may know that they exist, and their days."""
    require(actor, COACHING)
    return CoachingPlan.objects.filter(of_visible(actor, on), employee__agency_id=own_agency(actor))


def visible_recognitions(actor: Actor) -> QuerySet[Recognition]:
    """Nominations: all of the agency for its readers, else those one made. Raises Forbidden for others."""
    found = Recognition.objects.filter(agency_id=own_agency(actor))
    if can(actor, AWARDS):
        return found
    if not leads(actor):
        raise Forbidden
    return found.filter(nominated_by_id=actor.employee_id)

"""Who may read a plan, have it computed, and load what it rests on."""

from typing import Final

from django.db.models import QuerySet

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import AGENCY_READERS
from renbina.planning.models import Goal, GoalCompetency, Indicator, Plan

VIEW: Final = "view_plan"
RUN: Final = "run_plan"
DOCUMENT: Final = "make_plan_document"  # it names every participant, so only who reads the whole agency
LOAD: Final = "load_plans"
EDIT_GOALS: Final = "edit_goals"
DRAFTS: Final = "view_drafts"  # versions that nobody has set yet, beside the one in force
PROPOSE: Final = "propose_plan"
ENDORSE: Final = "endorse_plan"  # as Pejabat yang Berwenang (the Sekda)
SET: Final = "set_plan"  # as Pejabat Pembina Kepegawaian (mayor, regent, governor, minister)
_ROLES: Final = {
    VIEW: (*AGENCY_READERS, Role.UNIT_OPERATOR),
    DOCUMENT: AGENCY_READERS,
    RUN: (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT),
    LOAD: (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT),
    EDIT_GOALS: (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT),
    DRAFTS: AGENCY_READERS,
    PROPOSE: (Role.HEAD_OF_DEVELOPMENT, Role.AGENCY_HEAD),
    ENDORSE: (Role.APPROVER_PYB,),
    SET: (Role.APPROVER_PPK,),
}

DECISIONS: Final = (PROPOSE, ENDORSE, SET)


def can(actor: Actor, verb: str, obj: Plan | None = None) -> bool:
    """Whether the actor may do it, in their own agency only. KeyError for an unknown verb."""
    roles = _ROLES[verb]
    if actor.agency_id is None or (obj is not None and obj.agency_id != actor.agency_id):
        return False
    # Nothing decides by itself: the system may do everything but put its own plan through.
    return actor.has(*roles) or (actor.is_system and verb not in DECISIONS)


def offices(verb: str) -> tuple[Role, ...]:
    """The roles that give this right."""
    return _ROLES[verb]


def require(actor: Actor, verb: str, obj: Plan | None = None) -> None:
    """Raises NotFound for a plan of another agency, Forbidden where the actor may not."""
    if obj is not None and obj.agency_id != actor.agency_id:
        raise NotFound
    if not can(actor, verb, obj):
        raise Forbidden


def own_agency(actor: Actor) -> int:
    """The key of the actor's agency; Forbidden for somebody who belongs to none."""
    if actor.agency_id is None:
        raise Forbidden
    return actor.agency_id


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """The plans of the actor's agency. Raises Forbidden for somebody who reads no plans."""
    require(actor, VIEW)
    return Plan.objects.filter(agency_id=own_agency(actor))


def visible_goals(actor: Actor) -> QuerySet[Goal]:
    """The goals of the actor's agency. Raises Forbidden for somebody who reads no plans."""
    require(actor, VIEW)
    return Goal.objects.filter(agency_id=own_agency(actor))


def editable_indicators(actor: Actor) -> QuerySet[Indicator]:
    """Indicators of the actor's agency, for who writes goals. Raises Forbidden."""
    require(actor, EDIT_GOALS)
    return Indicator.objects.filter(goal__agency_id=own_agency(actor)).select_related("goal")


def editable_links(actor: Actor) -> QuerySet[GoalCompetency]:
    """Competencies that goals of the actor's agency ask for, for who writes goals. Raises Forbidden."""
    require(actor, EDIT_GOALS)
    found = GoalCompetency.objects.filter(goal__agency_id=own_agency(actor))
    return found.select_related("goal", "competency").prefetch_related("units")

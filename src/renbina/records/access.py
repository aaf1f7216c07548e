"""Who may read and write the dated facts about people."""

from datetime import date

from django.db.models import QuerySet

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import of_visible
from renbina.organisation.models import Employee
from renbina.records.models import LearningRecord, PerformanceResult

WRITERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
VERBS = frozenset({"record_learning", "record_performance"})


def can(actor: Actor, verb: str, obj: Employee | None = None) -> bool:
    """Recording is for the people who keep the files of the whole agency; reading follows the visible employees."""
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}: one of {sorted(VERBS)}")
    if actor.agency_id is None or (obj is not None and obj.agency_id != actor.agency_id):
        return False
    return actor.is_system or actor.has(*WRITERS)


def require(actor: Actor, verb: str, obj: Employee | None = None) -> None:
    """Raises NotFound for another agency's person, Forbidden where the actor may see but not write."""
    if obj is not None and obj.agency_id != actor.agency_id:
        raise NotFound
    if not can(actor, verb, obj):
        raise Forbidden


def visible_learning(actor: Actor, on: date) -> QuerySet[LearningRecord]:
    """Learning records of the people the actor may see."""
    return LearningRecord.objects.filter(of_visible(actor, on))


def visible_performance(actor: Actor, on: date) -> QuerySet[PerformanceResult]:
    """Performance results of the people the actor may see."""
    return PerformanceResult.objects.filter(of_visible(actor, on))

"""Who may read and write what positions ask and people have shown."""

from datetime import date

from django.db.models import QuerySet

from renbina.competency.models import Assessment, Gap
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden
from renbina.organisation.access import of_visible

WRITERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
READ = "read_dictionary"  # what competencies mean and what positions ask: nothing about people
READERS = tuple(role for role in Role if role not in (Role.PARTNER, Role.ADMINISTRATOR))
VERBS = frozenset({READ, "load_dictionary", "load_standards", "record_assessments", "refresh_gaps"})


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

"""Everybody who works in the agency reads; the author changes and withdraws; the analyst may hide, with a reason."""

from typing import Final

from django.db.models import Q, QuerySet

from renbina.community.models import Expert, Note, Story
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import MANAGERS, own_agency

READ: Final = "read_shared_knowledge"
HIDE: Final = "hide_notes"
LOAD: Final = "load_shared_knowledge"  # history, when an installation is set up
# A partner and a trainer may come from outside; the administrator needs none of it. Who works here reads as employee.
_NOT_FOR: Final = (Role.PARTNER, Role.TRAINER, Role.ADMINISTRATOR)
_ROLES: Final = {READ: tuple(role for role in Role if role not in _NOT_FOR), HIDE: MANAGERS, LOAD: ()}


def can(actor: Actor, verb: str) -> bool:
    """Whether the actor may do it in their own agency. KeyError for an unknown verb."""
    roles = _ROLES[verb]
    return actor.agency_id is not None and (actor.is_system or actor.has(*roles))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden."""
    if not can(actor, verb):
        raise Forbidden


def require_employee(actor: Actor) -> int:
    """The key of the actor's own employee record. Raises NotFound for a login without one."""
    if actor.employee_id is None or actor.agency_id is None:
        raise NotFound
    return actor.employee_id


def visible_notes(actor: Actor) -> QuerySet[Note]:
    """Notes of the actor's agency; a hidden one is there for its author and for who may hide. Raises Forbidden."""
    require(actor, READ)
    notes = Note.objects.filter(agency_id=own_agency(actor))
    if can(actor, HIDE):
        return notes
    own = Q(author_id=actor.employee_id) if actor.employee_id is not None else Q(pk__in=[])
    return notes.filter(Q(hidden_at__isnull=True) | own)


def visible_experts(actor: Actor) -> QuerySet[Expert]:
    """Those who said "ask me" in the actor's agency. Raises Forbidden."""
    require(actor, READ)
    return Expert.objects.filter(employee__agency_id=own_agency(actor))


def visible_stories(actor: Actor) -> QuerySet[Story]:
    """Stories of the actor's agency. Raises Forbidden."""
    require(actor, READ)
    return Story.objects.filter(agency_id=own_agency(actor))


def own_notes(actor: Actor) -> QuerySet[Note]:
    """The actor's own notes. Raises NotFound for a login without an employee."""
    return Note.objects.filter(author_id=require_employee(actor), agency_id=own_agency(actor))

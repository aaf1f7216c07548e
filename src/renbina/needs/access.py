"""Who may record evidence, name people for a programme, and read or bring in what units propose."""

from typing import Final

from django.db.models import QuerySet

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden
from renbina.needs.models import Proposal
from renbina.organisation.access import AGENCY_READERS, own_agency, sees_agency, visible_units

WRITERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
VIEW_PROPOSALS: Final = "view_proposals"
LOAD_PROPOSALS: Final = "load_proposals"
_ROLES: Final = {
    "record_evidence": WRITERS,
    "nominate": WRITERS,
    LOAD_PROPOSALS: WRITERS,
    VIEW_PROPOSALS: (*AGENCY_READERS, Role.UNIT_OPERATOR),
}
VERBS = frozenset(_ROLES)


def can(actor: Actor, verb: str) -> bool:
    """Evidence, nominations and proposals of the whole agency: its analysts write. Operators read their own unit's."""
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}: one of {sorted(VERBS)}")
    return actor.agency_id is not None and (actor.is_system or actor.has(*_ROLES[verb]))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden when `can` says no."""
    if not can(actor, verb):
        raise Forbidden


def visible_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Proposals of the actor's agency; an operator sees those of the own unit and below."""
    require(actor, VIEW_PROPOSALS)
    found = Proposal.objects.filter(agency_id=own_agency(actor))
    return found if actor.is_system or sees_agency(actor) else found.filter(unit__in=visible_units(actor))

"""Who may record evidence and name people for a programme."""

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden
from renbina.organisation.access import AGENCY_READERS

WRITERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
VERBS = frozenset({"read_evidence", "record_evidence", "nominate"})


def can(actor: Actor, verb: str) -> bool:
    """Evidence and nominations of the whole agency: its readers read, its analysts write."""
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}: one of {sorted(VERBS)}")
    if actor.agency_id is None:
        return False
    return actor.is_system or actor.has(*(AGENCY_READERS if verb == "read_evidence" else WRITERS))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden when `can` says no."""
    if not can(actor, verb):
        raise Forbidden

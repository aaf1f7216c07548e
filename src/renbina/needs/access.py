"""Who may record evidence and name people for a programme."""

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden

WRITERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
VERBS = frozenset({"record_evidence", "nominate"})


def can(actor: Actor, verb: str) -> bool:
    """Evidence and nominations of the whole agency: its analysts write."""
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}: one of {sorted(VERBS)}")
    return actor.agency_id is not None and (actor.is_system or actor.has(*WRITERS))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden when `can` says no."""
    if not can(actor, verb):
        raise Forbidden

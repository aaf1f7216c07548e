"""Who may have the figures of units drawn anew."""

from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden
from renbina.organisation.access import MANAGERS

REDRAW = "redraw"


def can(actor: Actor, verb: str) -> bool:
    """Whether the actor may do this in its own agency; there is no way to name another one."""
    if verb != REDRAW:
        raise ValueError(f"unknown verb {verb!r}: {REDRAW}")
    return actor.agency_id is not None and (actor.is_system or actor.has(*MANAGERS))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden when `can` says no."""
    if not can(actor, verb):
        raise Forbidden

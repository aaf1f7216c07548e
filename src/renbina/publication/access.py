"""Who may publish."""

from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden
from renbina.organisation.access import MANAGERS

PUBLISH = "publish_figures"


def can(actor: Actor, verb: str) -> bool:
    """The people who keep the plan publish its figures; everybody reads them."""
    if verb != PUBLISH:
        raise ValueError(f"unknown verb {verb!r}")
    return actor.agency_id is not None and (actor.is_system or actor.has(*MANAGERS))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden when `can` says no."""
    if not can(actor, verb):
        raise Forbidden

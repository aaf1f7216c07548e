"""What the home pages let somebody do, and who may have the figures of units drawn anew."""

from typing import Final

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden
from renbina.organisation.access import MANAGERS, UNIT_READERS

REDRAW: Final = "redraw"
FOLLOW_UP: Final = "follow_up"  # answer open questions about the people one looks after
FOLLOW_UP_AGENCY: Final = "follow_up_agency"  # ... about everybody: reading the agency and leading a few is not enough
SIASN: Final = "export_for_siasn"  # personal data of the whole agency, in the shapes of another system
DECIDE: Final = "decide"  # say yes or no to what others prepared
_ROLES: Final[dict[str, tuple[Role, ...]]] = {
    REDRAW: MANAGERS,
    SIASN: MANAGERS,
    FOLLOW_UP: (*MANAGERS, *UNIT_READERS, Role.SUPERIOR),
    FOLLOW_UP_AGENCY: (*MANAGERS, *UNIT_READERS),
    DECIDE: (Role.AGENCY_HEAD, Role.APPROVER_PYB, Role.APPROVER_PPK),
}


def can(actor: Actor, verb: str) -> bool:
    """Whether the actor may do this in its own agency; there is no way to name another one. KeyError: no such verb."""
    roles = _ROLES[verb]
    return actor.agency_id is not None and (actor.is_system or actor.has(*roles))


def require(actor: Actor, verb: str) -> None:
    """Raises Forbidden when `can` says no."""
    if not can(actor, verb):
        raise Forbidden

"""Who may see and change the catalogue. Everybody of an agency may know what can be learnt there."""

from django.db.models import QuerySet

from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden

VIEW = "view_catalogue"
LOAD = "load_catalogue"
_EDITORS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
_READERS = tuple(role for role in Role if role not in (Role.PARTNER, Role.ADMINISTRATOR))


def can(actor: Actor, verb: str, obj: Programme | None = None) -> bool:
    """Whether the actor may do it, in their own agency only."""
    if actor.agency_id is None or (obj is not None and obj.agency_id != actor.agency_id):
        return False
    if actor.is_system:
        return True
    return actor.has(*(_READERS if verb == VIEW else _EDITORS if verb == LOAD else ()))


def require(actor: Actor, verb: str, obj: Programme | None = None) -> None:
    """Raises Forbidden."""
    if not can(actor, verb, obj):
        raise Forbidden(verb)


def own_agency(actor: Actor) -> int:
    """The key of the actor's agency; Forbidden for somebody who belongs to none."""
    if actor.agency_id is None:
        raise Forbidden
    return actor.agency_id


def visible_programmes(actor: Actor) -> QuerySet[Programme]:
    """The programmes of the actor's agency; Forbidden for somebody who may not see the catalogue."""
    require(actor, VIEW)
    return Programme.objects.filter(agency_id=own_agency(actor))

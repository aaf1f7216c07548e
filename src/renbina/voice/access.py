"""Who may read what citizens said, who moderates, and who answers."""

from typing import Final

from django.db.models import Model, QuerySet

from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import AGENCY_READERS, MANAGERS, UNIT_READERS, below, own_agency
from renbina.voice.models import Service

VIEW: Final = "view_voice"  # what was said, with people covered
MODERATE: Final = "moderate_voice"  # read the original words, code the cause, publish
ANSWER: Final = "answer_voice"  # answer, close, keep a promise, enter paper slips
_ROLES: Final = {
    VIEW: (*AGENCY_READERS, *UNIT_READERS),
    MODERATE: MANAGERS,
    ANSWER: (*MANAGERS, *UNIT_READERS),
}


def can(actor: Actor, verb: str, service: Service | None = None) -> bool:
    """Whether the actor may do it, for this service if one is given. KeyError for an unknown verb."""
    roles = _ROLES[verb]
    if actor.agency_id is None or (service is not None and service.agency_id != actor.agency_id):
        return False
    if actor.is_system:
        return True
    if service is None:
        return actor.has(*roles)
    return any(service.unit.path.startswith(path) for path in actor.unit_paths(*roles))


def require(actor: Actor, verb: str, service: Service | None = None) -> None:
    """Raises NotFound for a service out of scope, Forbidden where the actor may see but not do."""
    if service is not None and not can(actor, VIEW, service):
        raise NotFound
    if not can(actor, verb, service):
        raise Forbidden


def visible_services(actor: Actor) -> QuerySet[Service]:
    """Services whose feedback the actor may read. Raises Forbidden for somebody who reads none."""
    require(actor, VIEW)
    services: QuerySet[Service] = Service.objects.filter(agency_id=own_agency(actor))
    paths = () if actor.is_system else actor.unit_paths(*_ROLES[VIEW])
    return services if actor.is_system or "" in paths else services.filter(below(paths, "unit__"))


def citizen(of: Model) -> Actor:
    """The actor in whose name a visitor's answer is stored: nobody in particular, in the agency of the service."""
    return Actor(user_id=None, agency_id=getattr(of, "agency_id", None), employee_id=None, label="citizen")

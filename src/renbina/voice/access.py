"""Who may read what citizens said, who moderates, and who answers."""

from typing import Final

from django.db.models import Model, Q, QuerySet

from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import AGENCY_READERS, MANAGERS, UNIT_READERS, below, own_agency
from renbina.organisation.models import Unit
from renbina.voice.models import Forum, Remedy, Service

VIEW: Final = "view_voice"  # what was said, with people covered
MODERATE: Final = "moderate_voice"  # read the original words, code the cause, publish
ANSWER: Final = "answer_voice"  # answer, close, keep a promise, enter paper slips
_ROLES: Final = {
    VIEW: (*AGENCY_READERS, *UNIT_READERS),
    MODERATE: MANAGERS,
    ANSWER: (*MANAGERS, *UNIT_READERS),
}


def can(actor: Actor, verb: str, about: Service | Forum | None = None) -> bool:
    """Whether the actor may do it, for this service or forum if one is given. KeyError for an unknown verb."""
    roles = _ROLES[verb]
    if actor.agency_id is None or (about is not None and about.agency_id != actor.agency_id):
        return False
    if actor.is_system:
        return True
    if about is None:
        return actor.has(*roles)
    return any(about.unit.path.startswith(path) for path in actor.unit_paths(*roles))


def require(actor: Actor, verb: str, about: Service | Forum | None = None) -> None:
    """Raises NotFound for a service or forum out of scope, Forbidden where the actor may see but not do."""
    if about is not None and not can(actor, VIEW, about):
        raise NotFound
    if not can(actor, verb, about):
        raise Forbidden


def may_keep(actor: Actor, remedy: Remedy) -> bool:
    """A promise is kept by the unit that owes it, or by whoever answers for what it was promised to."""
    if actor.agency_id is None or remedy.agency_id != actor.agency_id:
        return False
    owes = any(remedy.unit.path.startswith(path) for path in actor.unit_paths(*_ROLES[ANSWER]))
    return actor.is_system or owes or can(actor, ANSWER, remedy.about)


def visible_services(actor: Actor) -> QuerySet[Service]:
    """Services whose feedback the actor may read. Raises Forbidden for somebody who reads none."""
    require(actor, VIEW)
    services: QuerySet[Service] = Service.objects.filter(agency_id=own_agency(actor))
    paths = () if actor.is_system else actor.unit_paths(*_ROLES[VIEW])
    return services if actor.is_system or "" in paths else services.filter(below(paths, "unit__"))


def units_to_answer_for(actor: Actor) -> QuerySet[Unit]:
    """The larger units for which the actor may write, in the order of the tree."""
    open_now = Unit.objects.filter(agency_id=own_agency(actor), closed_on=None)
    units: QuerySet[Unit] = open_now.filter(depth__lte=2).order_by("path")
    paths = () if actor.is_system else actor.unit_paths(*_ROLES[ANSWER])
    return units if actor.is_system or "" in paths else units.filter(below(paths))


def visible_forums(actor: Actor) -> QuerySet[Forum]:
    """Forums of the units the actor reads, drafts included. Raises Forbidden for somebody who reads none."""
    require(actor, VIEW)
    forums: QuerySet[Forum] = Forum.objects.filter(agency_id=own_agency(actor))
    paths = () if actor.is_system else actor.unit_paths(*_ROLES[VIEW])
    return forums if actor.is_system or "" in paths else forums.filter(below(paths, "unit__"))


def visible_promises(actor: Actor) -> QuerySet[Remedy]:
    """Promises about what the actor reads, and those that the actor's units owe; of forums once it is public."""
    require(actor, VIEW)
    rows: QuerySet[Remedy] = Remedy.objects.filter(
        Q(forum=None) | Q(forum__published_on__isnull=False), agency_id=own_agency(actor)
    )
    paths = () if actor.is_system else actor.unit_paths(*_ROLES[VIEW])
    if actor.is_system or "" in paths:
        return rows
    return rows.filter(
        below(paths, "unit__") | below(paths, "forum__unit__") | below(paths, "feedback__service__unit__")
    )


def citizen(of: Model) -> Actor:
    """The actor in whose name a visitor's answer is stored: nobody in particular, in the agency of the service."""
    return Actor(user_id=None, agency_id=getattr(of, "agency_id", None), employee_id=None, label="citizen")

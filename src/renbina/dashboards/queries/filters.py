"""Saved choices of employees."""

from django.db.models import Q, QuerySet

from renbina.dashboards.models import SavedFilter
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import MANAGERS, own_agency


def saved_filters(actor: Actor) -> QuerySet[SavedFilter]:
    """The actor's own, and for analysts and their head what colleagues share."""
    mine = Q(owner_id=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    if actor.has(*MANAGERS):
        mine |= Q(is_shared=True)
    return SavedFilter.objects.filter(mine, agency_id=own_agency(actor)).order_by("name", "pk")


def own_filter(actor: Actor, public_id: str) -> SavedFilter:
    """One of the actor's own. Raises NotFound, also for what a colleague shares: only the owner changes it."""
    found = saved_filters(actor).filter(public_id=public_id, owner_id=actor.user_id).first()
    if found is None:
        raise NotFound
    return found

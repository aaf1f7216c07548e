"""Who stands in for whom: today, soon, and before."""

from django.db.models import Q, QuerySet

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import NotFound
from renbina.organisation.access import (
    MANAGERS,
    UNIT_READERS,
    Verb,
    below,
    own_agency,
    require,
    sees_agency,
)
from renbina.organisation.models import Substitution


def visible_substitutions(actor: Actor) -> QuerySet[Substitution]:
    """Letters of the actor's units, those about oneself, and all of the agency for its readers. Raises Forbidden."""
    require(actor, Verb.VIEW_SUBSTITUTES)
    rows = Substitution.objects.filter(agency_id=own_agency(actor))
    if sees_agency(actor):
        return rows
    mine = Q(absent=actor.employee_id) | Q(substitute=actor.employee_id)
    paths = actor.unit_paths(*MANAGERS, *UNIT_READERS)
    return rows.filter(mine | below(paths, "unit__")) if paths else rows.filter(mine)


def substitution_of(actor: Actor, public_id: str) -> Substitution:
    """One of them. Raises NotFound."""
    found = visible_substitutions(actor).select_related("absent", "substitute", "position").filter(public_id=public_id)
    row = found.first()
    if row is None:
        raise NotFound
    return row


def may_name(actor: Actor) -> bool:
    """Whether the actor may name a substitute for anybody at all; costs no query."""
    return actor.agency_id is not None and actor.holds(*MANAGERS, *UNIT_READERS, Role.SUPERIOR)

"""Who stands in for whom: today, soon, and before."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import NotFound
from renbina.organisation.access import (
    MANAGERS,
    UNIT_READERS,
    Verb,
    below,
    can,
    own_agency,
    require,
    sees_agency,
)
from renbina.organisation.models import Employee, RoleGrant, Substitution


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


def named_by_others(actor: Actor, people: Sequence[Employee], on: date) -> set[int]:
    """Keys of officials whose office carries a role of the product, so that they or who gives out roles name the
    substitute; at most one query.
    """
    if actor.is_system or can(actor, Verb.MANAGE_ACCESS):
        return set()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    carried = RoleGrant.objects.filter(lasting, user__employee__in=[person.pk for person in people])
    return set(carried.values_list("user__employee", flat=True)) - {actor.employee_id}


def endable(actor: Actor, rows: QuerySet[Substitution], on: date) -> frozenset[str]:
    """Public ids of those letters, today's and later ones, that the actor may end; at most two queries."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    open_ = list(rows.filter(lasting).select_related("absent").order_by("pk"))
    if not (actor.is_system or can(actor, Verb.MANAGE_ACCESS)):
        others = named_by_others(actor, [row.absent for row in open_], on)
        manages = actor.holds(*MANAGERS, *UNIT_READERS)
        open_ = [
            row for row in open_
            if row.absent_id not in others and (manages or row.absent_id == actor.employee_id)
        ]  # fmt: skip
    return frozenset(row.public_id for row in open_)


def may_name(actor: Actor) -> bool:
    """Whether the actor may name a substitute for anybody at all; costs no query."""
    return actor.agency_id is not None and actor.holds(*MANAGERS, *UNIT_READERS, Role.SUPERIOR)

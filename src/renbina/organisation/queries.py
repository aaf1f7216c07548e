"""Reads of the organisation, access included."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.base import holds_on
from renbina.organisation.models import Agency, RoleGrant


def agency_of(actor: Actor) -> Agency:
    """The actor's own agency (kept per actor: asked on every page)."""
    return Agency.objects.get(pk=actor.agency_id)


def actor_for(user: User | AnonymousUser, *, at: datetime) -> Actor:
    """The rights a user holds at this moment; two queries, never cached between requests."""
    if not user.is_authenticated:
        return Actor.anonymous()
    on = at.date()
    grants = list(RoleGrant.objects.filter(holds_on(on), user=user).select_related("unit"))
    employee = getattr(user, "employee", None)
    agency_id = employee.agency_id if employee else (grants[0].agency_id if grants else None)
    held = {Grant(Role(g.role), g.unit.path if g.unit else "") for g in grants if g.agency_id == agency_id}
    if employee:
        held.add(Grant(Role.EMPLOYEE))
    return Actor(
        user_id=user.pk,
        agency_id=agency_id,
        employee_id=employee.pk if employee else None,
        label=str(user),
        grants=frozenset(held),
    )

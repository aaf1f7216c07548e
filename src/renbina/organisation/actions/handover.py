"""What somebody holds, given to a successor in one go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.actions.access import grant_role, revoke_role
from renbina.organisation.actions.correcting import Correction, correct_superiors
from renbina.organisation.models import Employee, RoleGrant, Supervision


class SuccessorIsSelf(Refused):
    """What somebody holds is handed to themselves."""


class NothingChosen(Refused):
    """No item of the handover was chosen."""


class SuccessorHasNoLogin(Refused):
    """A role needs somebody who can log in."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a room says of a person's open duties. `key` names it within the handover; `hand` moves it.

    A duty without `hand` goes along with something else, and is only told.
    """

    key: str
    words: str
    count: int
    hand: Callable[[Employee, Employee, date, Actor, datetime], int] | None = None


def duties_elsewhere(by: Actor, employee: Employee, on: date) -> Sequence[Duty]:
    """What the rooms above say, composed in `config` (RENBINA_DUTIES)."""
    tell: Callable[[Actor, Employee, date], Sequence[Duty]] = import_string(settings.RENBINA_DUTIES)
    return tell(by, employee, on)


@action
def hand_over(
    *,
    employee: Employee,
    successor: Employee,
    grants: Sequence[RoleGrant] = (),
    relations: Sequence[str] = (),
    duties: Sequence[str] = (),
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> dict[str, int]:
    """From `on` the successor holds these roles, rates or leads these people, and has these duties; all or nothing.

    Returns how many of each moved. Raises SuccessorIsSelf, NothingChosen, SuccessorHasNoLogin, and what `grant_role`,
    `revoke_role` and `correct_superiors` raise; NotFound for people of another agency.
    """
    require(by, Verb.MANAGE_ACCESS, employee)
    require(by, Verb.MANAGE_ACCESS, successor)
    if successor.pk == employee.pk:
        raise SuccessorIsSelf(_("Choose another person as the successor."), field="successor")
    if not grants and not relations and not duties:
        raise NothingChosen(_("Choose what is handed over."))
    moved = {"roles": _hand_roles(employee, successor, grants, on, reason, by, at)}
    moved |= _hand_people(employee, successor, relations, on, reason, by, at)
    for duty in duties_elsewhere(by, employee, on) if duties else ():
        if duty.key in duties and duty.hand is not None:
            moved[duty.key] = duty.hand(employee, successor, on, by, at)
    record(
        obj=employee,
        new={"successor": successor.public_id, "on": on.isoformat(), "reason": reason, "moved": moved},
    )
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return moved


def _hand_roles(
    employee: Employee, successor: Employee, grants: Sequence[RoleGrant], on: date, reason: str, by: Actor, at: datetime
) -> int:
    if grants and successor.user is None:
        raise SuccessorHasNoLogin(
            _("%(name)s has no login yet. Make one first, then hand over the roles.") % {"name": successor.full_name},
            field="successor",
        )
    for grant in grants:
        if grant.user_id != employee.user_id or grant.agency_id != employee.agency_id or successor.user is None:
            raise NotFound
        # The successor first: the last who keeps the access may hand it over, not drop it.
        grant_role(
            user=successor.user, agency=grant.agency, role=grant.role, unit=grant.unit, since=on,
            until=grant.valid_to, reason=reason, by=by, at=at,
        )  # fmt: skip
        revoke_role(grant=grant, on=on, reason=reason, by=by, at=at)
    return len(grants)


def _hand_people(
    employee: Employee, successor: Employee, relations: Sequence[str], on: date, reason: str, by: Actor, at: datetime
) -> dict[str, int]:
    moved = {}
    for relation in relations:
        led = Supervision.objects.filter(holds_on(on), superior=employee, relation=relation)
        people = tuple(Employee.objects.filter(pk__in=led.values("employee_id")).exclude(pk=successor.pk))
        new = Correction(people, successor, relation, on, reason)
        moved[relation] = correct_superiors(correction=new, by=by, at=at) if people else 0
    return moved

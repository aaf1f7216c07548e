"""Roles and the link between a person and a login."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.accounts.models import User
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.models import Agency, Employee, RoleGrant, Unit


class LoginHasEmployee(Refused):
    """The login already belongs to another person."""


class EmployeeHasLogin(Refused):
    """The person already has another login."""


@action
def grant_role(
    *,
    user: User,
    agency: Agency,
    role: Role | str,
    unit: Unit | None = None,
    since: date,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """A role from `since` to before `until`, in one unit and below, or in the whole agency."""
    require(by, Verb.MANAGE_ACCESS, agency)
    if unit is not None:
        require(by, Verb.MANAGE_ACCESS, unit)
    grant = RoleGrant.objects.create(
        user=user, agency=agency, role=Role(role).value, unit=unit, valid_from=since, valid_to=until
    )
    record(
        obj=agency,
        new={
            "user": user.public_id,
            "role": grant.role,
            "unit": unit.public_id if unit else None,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
        },
    )
    return grant


@action
def revoke_role(*, grant: RoleGrant, on: date, by: Actor, at: datetime) -> None:
    """Ends a role on a day. One that would not have held a day is removed."""
    require(by, Verb.MANAGE_ACCESS, grant)
    old = {"role": grant.role, "until": grant.valid_to.isoformat() if grant.valid_to else None}
    if grant.valid_from >= on:
        grant.delete()
    else:
        grant.valid_to = on
        grant.save(update_fields=["valid_to"])
    record(obj=grant.agency, old=old, new={"user": grant.user.public_id, "until": on.isoformat()})


@action
def link_user(*, employee: Employee, user: User, by: Actor, at: datetime) -> None:
    """Says whose login it is. Raises LoginHasEmployee, EmployeeHasLogin."""
    require(by, Verb.MANAGE_ACCESS, employee)
    if employee.user_id == user.pk:
        record(obj=employee, old={"user": user.public_id}, new={"user": user.public_id})
        return
    if employee.user_id is not None:
        raise EmployeeHasLogin(_("This person already has a login. Close that one first."))
    if Employee.objects.filter(user=user).exists():
        raise LoginHasEmployee(_("This login already belongs to somebody else. Make a new login."))
    employee.user = user
    employee.save(update_fields=["user"])
    record(obj=employee, old={"user": None}, new={"user": user.public_id})

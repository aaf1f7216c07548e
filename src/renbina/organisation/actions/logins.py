"""Logins for people of the agency and for those who work with it from outside."""

from datetime import date, datetime

from renbina.accounts.actions import create_user
from renbina.accounts.models import User
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.organisation.access import Verb, require
from renbina.organisation.actions.access import grant_role, link_user
from renbina.organisation.models import Agency, Employee


@action
def give_login(*, employee: Employee, username: str, email: str, by: Actor, at: datetime) -> User:
    """A login for a person of the agency, without a password: the person asks for one by e-mail.

    Raises EmployeeHasLogin, accounts.actions.UsernameTaken.
    """
    require(by, Verb.MANAGE_ACCESS, employee)
    user: User = create_user(
        username=username, password=None, display_name=employee.full_name, email=email, by=by, at=at
    )
    link_user(employee=employee, user=user, by=by, at=at)
    record(obj=employee, new={"user": user.public_id})
    return user


@action
def invite_outsider(
    *,
    agency: Agency,
    name: str,
    username: str,
    email: str,
    role: Role | str,
    since: date,
    until: date | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> User:
    """A login with its first role for somebody who is no employee: a login without either belongs to no agency.

    Raises what `grant_role` raises, and accounts.actions.UsernameTaken.
    """
    require(by, Verb.MANAGE_ACCESS, agency)
    user: User = create_user(username=username, password=None, display_name=name, email=email, by=by, at=at)
    grant_role(user=user, agency=agency, role=role, since=since, until=until, reason=reason, by=by, at=at)
    record(obj=agency, new={"user": user.public_id, "role": Role(role).value})
    return user

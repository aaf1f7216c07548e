"""Roles and the link between a person and a login."""

from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from renbina.accounts.models import User
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.access import ACCESS_KEEPERS, APART, DERIVED, UNIT_ROLES, Verb, require
from renbina.organisation.enums import Status, role_name
from renbina.organisation.models import Agency, Employee, EmploymentStatus, RoleGrant, Unit

_GONE: Final = (Status.RETIRED, Status.MOVED_OUT)


class LoginHasEmployee(Refused):
    """The login already belongs to another person."""


class EmployeeHasLogin(Refused):
    """The person already has another login."""


class RoleForOneself(Refused):
    """Nobody gives a role to themselves."""


class RoleFollowsFromFacts(Refused):
    """Superior and employee are not granted."""


class RoleScopeWrong(Refused):
    """A role of a unit without one, or a role of the agency with one."""


class RoleDatesWrong(Refused):
    """The last day lies before the first."""


class RoleHeldAlready(Refused):
    """The person holds the role, in the same scope, on one of these days."""


class RolesApart(Refused):
    """Two roles that one person never holds on the same day."""


class LastKeeper(Refused):
    """Nobody would be left who manages roles and logins."""


@action
def grant_role(
    *,
    user: User,
    agency: Agency,
    role: Role | str,
    unit: Unit | None = None,
    since: date,
    until: date | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """A role from `since` to before `until`, in one unit and below, or in the whole agency.

    Raises RoleForOneself, RoleFollowsFromFacts, RoleScopeWrong, RoleDatesWrong, RoleHeldAlready, RolesApart;
    NotFound for a login of another agency.
    """
    require(by, Verb.MANAGE_ACCESS, agency)
    if unit is not None:
        require(by, Verb.MANAGE_ACCESS, unit)
    role = Role(role)
    _lock(agency)
    _check_person(user, agency, by)
    _check_scope(role, unit)
    if until is not None and until <= since:
        raise RoleDatesWrong(_("The last day lies before the first. Choose a later day."), field="until")
    _check_others(user, agency, role, unit, since, until)
    grant = RoleGrant.objects.create(
        user=user, agency=agency, role=role.value, unit=unit, valid_from=since, valid_to=until, reason=reason
    )
    record(
        obj=agency,
        new={
            "user": user.public_id,
            "role": grant.role,
            "unit": unit.public_id if unit else None,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
            "reason": reason,
        },
    )
    return grant


@action
def revoke_role(*, grant: RoleGrant, on: date, reason: str = "", by: Actor, at: datetime) -> None:
    """Ends a role on a day. One that would not have held a day is removed. Raises LastKeeper."""
    require(by, Verb.MANAGE_ACCESS, grant)
    _lock(grant.agency)
    _check_keeper_left(grant, on)
    old = {"role": grant.role, "until": grant.valid_to.isoformat() if grant.valid_to else None}
    if grant.valid_from >= on:
        grant.delete()
    elif grant.valid_to is None or grant.valid_to > on:
        grant.valid_to, grant.end_reason = on, reason
        grant.save(update_fields=["valid_to", "end_reason"])
    record(obj=grant.agency, old=old, new={"user": grant.user.public_id, "until": on.isoformat(), "reason": reason})


@action
def change_scope(*, grant: RoleGrant, unit: Unit, since: date, reason: str, by: Actor, at: datetime) -> RoleGrant:
    """The same role in another unit from a day on; where it held before stays in the history. Raises what
    `grant_role` and `revoke_role` raise."""
    require(by, Verb.MANAGE_ACCESS, grant)
    until = grant.valid_to
    was = grant.unit.public_id if grant.unit else None
    revoke_role(grant=grant, on=since, reason=reason, by=by, at=at)
    made: RoleGrant = grant_role(
        user=grant.user, agency=grant.agency, role=grant.role, unit=unit, since=since, until=until, reason=reason,
        by=by, at=at,
    )  # fmt: skip
    record(obj=grant.agency, old={"unit": was}, new={"unit": unit.public_id, "role": grant.role, "reason": reason})
    return made


def _lock(agency: Agency) -> None:
    """Two people who end each other's roles at the same moment do so one after the other."""
    Agency.objects.select_for_update().filter(pk=agency.pk).values_list("pk", flat=True).first()


def _check_person(user: User, agency: Agency, by: Actor) -> None:
    if by.user_id is not None and by.user_id == user.pk:
        raise RoleForOneself(_("Nobody gives a role to themselves. Ask another administrator."))
    own = Employee.objects.filter(user=user).values_list("agency_id", flat=True).first()
    elsewhere = RoleGrant.objects.filter(user=user).exclude(agency=agency)
    if own not in (None, agency.pk) or (own is None and elsewhere.exists()):
        raise NotFound


def _check_scope(role: Role, unit: Unit | None) -> None:
    if role in DERIVED:
        raise RoleFollowsFromFacts(
            _("This follows from the organisation and is not given. Change the superior or the person's post."),
            field="role",
        )
    if role in UNIT_ROLES and unit is None:
        raise RoleScopeWrong(_("Choose the unit in which this role holds."), field="unit")
    if role not in UNIT_ROLES and unit is not None:
        raise RoleScopeWrong(_("This role holds in the whole agency. Leave the unit empty."), field="unit")


def _check_others(user: User, agency: Agency, role: Role, unit: Unit | None, since: date, until: date | None) -> None:
    meets = Q(valid_to__isnull=True) | Q(valid_to__gt=since)
    held = RoleGrant.objects.filter(meets, user=user, agency=agency)
    if until is not None:
        held = held.filter(valid_from__lt=until)
    for other, other_unit in held.values_list("role", "unit_id"):
        if other == role and other_unit == (unit.pk if unit else None):
            raise RoleHeldAlready(
                _("This person holds this role on these days already. Choose other days, or another unit."),
                field="role",
            )
        if frozenset({role, Role(other)}) in APART:
            raise RolesApart(
                _("One person is never “%(one)s” and “%(other)s” on the same day. End the other role first.")
                % {"one": role_name(role, agency.kind), "other": role_name(other, agency.kind)},
                field="role",
            )


def _check_keeper_left(grant: RoleGrant, on: date) -> None:
    if Role(grant.role) not in ACCESS_KEEPERS:
        return
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=_GONE, employee__user__isnull=False)
    others = RoleGrant.objects.filter(
        holds_on(on), agency=grant.agency, role__in=ACCESS_KEEPERS, unit=None, user__is_active=True
    )
    others = others.exclude(pk=grant.pk).exclude(user__in=gone.values("employee__user"))
    if not others.exists():
        raise LastKeeper(_("Nobody would be left who can give roles. Give this role to a successor first."))


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

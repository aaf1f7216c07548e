"""Who holds which role; giving, changing and ending one."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation import actions
from renbina.organisation.access import UNIT_ROLES, Verb, can_look_as, require
from renbina.organisation.enums import Status, role_name
from renbina.organisation.filters import RoleFilterForm, role_filter
from renbina.organisation.forms import (
    LoginMadeForm,
    OutsiderForm,
    RoleEndForm,
    RoleForm,
    RoleScopeForm,
)
from renbina.organisation.models import RoleGrant
from renbina.organisation.queries import agency_of, day_for, roles
from renbina.organisation.tables import roles_table
from renbina.ui import formats

MOST_LEAVERS = 12


@require_safe
def role_list(request: Request) -> HttpResponse:
    """Everybody who holds a role, by role, unit and state."""
    require(request.actor, Verb.MANAGE_ACCESS)
    on, agency = day_for(request.actor), agency_of(request.actor)
    wanted = role_filter(request.GET)
    rows = roles.grants(request.actor, on, **wanted)
    table = roles_table(agency.kind, on)
    export = table.export(request.GET, rows, filename=_("roles"))
    if export is not None:
        return export
    counts = roles.role_counts(request.actor, on)
    leaving = roles.leavers(request.actor, on, MOST_LEAVERS + 1)
    shown = table.page(request.GET, rows)
    keep = [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")]
    context = {
        "table": shown,
        "filter": RoleFilterForm(request.GET, agency=agency, units=roles.units_with_roles(request.actor)),
        "keep": keep,
        "counts": counts,
        "leavers": leaving[:MOST_LEAVERS],
        "more_leavers": len(leaving) > MOST_LEAVERS,
        "empty_roles": [role_name(role, agency.kind) for role in _EXPECTED if not counts[role.value]],
    }
    return render(request, "organisation/role_list.html", context)


_EXPECTED = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT, Role.APPROVER_PYB, Role.APPROVER_PPK, Role.AUDITOR)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("organisation:role-list")
def role_give(request: Request) -> HttpResponse:
    """Find the person; or make a login for somebody from outside."""
    require(request.actor, Verb.MANAGE_ACCESS)
    on, agency = day_for(request.actor), agency_of(request.actor)
    form = OutsiderForm(request.POST if request.method == "POST" else None, agency=agency, today=on)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = actions.invite_outsider(
                agency=agency, name=data["name"], username=data["username"], email=data["email"], role=data["role"],
                since=data["since"], until=form.until, reason=data["reason"], by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The login is made. The person asks for a password by e-mail."))
            return redirect("organisation:role-person", user.public_id)
    text = request.GET.get("q", "").strip()[:100]
    found = roles.people_named(request.actor, text, on)
    context = {
        "q": text,
        "people": [(person, _status(person.status_now)) for person in found],
        "most": roles.MOST_FOUND,
        "form": form,
    }
    return render(request, "organisation/role_give.html", context, status=422 if form.errors else 200)


def _status(value: str | None) -> str:
    return "" if value in (None, "", Status.ACTIVE) else str(Status(value).label)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("organisation:role-person", "public_id")
def role_person(request: Request, public_id: str) -> HttpResponse:
    """One person's roles; `do` says whether a role or a login is given."""
    on, agency = day_for(request.actor), agency_of(request.actor)
    person = roles.holder(request.actor, public_id, on)
    doing = request.POST.get("do", "")
    form = RoleForm(request.POST if doing == "give" else None, agency=agency, today=on)
    login = LoginMadeForm(request.POST if doing == "login" else None)
    if request.method == "POST":
        given = _give(request, person, form) if doing == "give" else _make_login(request, person, login)
        if given:
            return redirect("organisation:role-person", given)
    held = person.held_on(on)
    context = {
        "person": person,
        "status": _status(person.status),
        "held": [_line(row, agency.kind, on) for row in held],
        "later": [_line(row, agency.kind, on) for row in person.grants if row.valid_from > on],
        "ended": [_line(row, agency.kind, on) for row in person.grants if row.valid_to and row.valid_to <= on],
        "derived": _derived(person),
        "form": form,
        "login": login,
        "own": request.actor.user_id is not None
        and person.user is not None
        and person.user.pk == request.actor.user_id,
        "may_look": bool(held) and all(can_look_as(request.actor, Role(row.role)) for row in held),
    }
    failed = form.errors or login.errors
    return render(request, "organisation/role_person.html", context, status=422 if failed else 200)


def _give(request: Request, person: roles.Holder, form: RoleForm) -> str:
    """Name of the person in addresses when the role is given; empty when the form says what is wrong."""
    if person.user is None or not form.is_valid():
        return ""
    data = form.cleaned_data
    try:
        actions.grant_role(
            user=person.user, agency=agency_of(request.actor), role=data["role"], unit=data["unit"],
            since=data["since"], until=form.until, reason=data["reason"], by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return ""
    messages.success(request, _("The role is given. It works from its first day, without a new login."))
    return person.public_id


def _make_login(request: Request, person: roles.Holder, form: LoginMadeForm) -> str:
    if person.employee is None or not form.is_valid():
        return ""
    try:
        user = actions.give_login(
            employee=person.employee, username=form.cleaned_data["username"], email=form.cleaned_data["email"],
            by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return ""
    messages.success(request, _("The login is made. The person asks for a password by e-mail."))
    public_id: str = user.public_id
    return public_id


def _line(grant: RoleGrant, kind: str, on: date) -> dict[str, Any]:
    """A role of a person, in words."""
    last = grant.valid_to - timedelta(days=1) if grant.valid_to else None
    return {
        "grant": grant,
        "name": role_name(grant.role, kind),
        "where": grant.unit.name if grant.unit else _("whole agency"),
        "last_day": last,
        "soon": last is not None and last >= on and last <= on + timedelta(days=roles.SOON_DAYS),
    }


def _derived(person: roles.Holder) -> list[str]:
    """What follows from the organisation, in words."""
    if person.employee is None:
        return []
    found = [_("employee: sees their own development")]
    if person.leads:
        found.append(_("superior of %(n)s people: sees and answers for them") % {"n": formats.number(person.leads)})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def role_change(request: Request, public_id: str) -> HttpResponse:
    """One role: another unit, or its end. `do` says which."""
    grant = roles.grant_for(request.actor, public_id)
    on = day_for(request.actor)
    doing = request.POST.get("do", "")
    end = RoleEndForm(request.POST if doing == "end" else None, initial={"last_day": on - timedelta(days=1)})
    scope = RoleScopeForm(request.POST if doing == "scope" else None, agency_id=grant.agency_id, initial={"since": on})
    if request.method == "POST":
        form = scope if doing == "scope" else end
        if form.is_valid() and _change(request.actor, request, grant, form, doing, on):
            return redirect("organisation:role-person", grant.user.public_id)
    context = {
        "line": _line(grant, grant.agency.kind, on),
        "end": end,
        "scope": scope if Role(grant.role) in UNIT_ROLES else None,
        "is_over": grant.valid_to is not None and grant.valid_to <= on,
    }
    failed = end.errors or scope.errors
    return render(request, "organisation/role_change.html", context, status=422 if failed else 200)


def _change(
    actor: Actor, request: Request, grant: RoleGrant, form: RoleEndForm | RoleScopeForm, doing: str, on: date
) -> bool:
    """Whether it was done; what was wrong stands on the form."""
    data = form.cleaned_data
    day: date = data["since"] if doing == "scope" else data["last_day"] + timedelta(days=1)
    if day < on:
        field = "since" if doing == "scope" else "last_day"
        form.add_error(field, _("A role does not change in the past. Yesterday is the earliest last day."))
        return False
    try:
        if doing == "scope":
            actions.change_scope(
                grant=grant, unit=data["unit"], since=day, reason=data["reason"], by=actor, at=request.at
            )
            messages.success(request, _("The role holds in the new unit from that day."))
        else:
            actions.revoke_role(grant=grant, on=day, reason=data["reason"], by=actor, at=request.at)
            messages.success(request, _("The role has its last day."))
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True

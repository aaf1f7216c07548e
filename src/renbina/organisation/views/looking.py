"""Seeing the product as another role: choosing it, and the way out. The request itself changes in the middleware."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.errors import Forbidden
from renbina.foundation.http import Request
from renbina.organisation import actions
from renbina.organisation.access import UNIT_ROLES, Verb, can_look_as, require
from renbina.organisation.enums import role_name
from renbina.organisation.forms import LookForm
from renbina.organisation.models import Agency
from renbina.organisation.queries import actor_for, agency_of, day_for, roles

MINUTES = 60  # nobody should forget for a day that they look as somebody else


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: Request) -> HttpResponse:
    """Choose a role: what its menu holds, and a walk through the pages as far as one's own rights reach.

    A post names a role and a unit, or a person whose roles of today are taken together.
    """
    require(request.actor, Verb.LOOK_AS)
    agency = agency_of(request.actor)
    if request.method == "POST" and request.POST.get("person"):
        return _start(request, *_roles_of(request, agency, request.POST["person"]))
    form = LookForm(request.POST if request.method == "POST" else request.GET or None, agency=agency)
    chosen = None
    if form.is_bound and form.is_valid():
        chosen = _chosen(form, agency)
        if chosen is None:
            form.add_error("unit", _("Choose the unit of the operator."))
        elif request.method == "POST":
            return _start(request, [chosen[0]], chosen[1])
    context: dict[str, Any] = {"form": form, "minutes": MINUTES}
    if chosen is not None:
        grant, words = chosen
        context |= {
            "words": words,
            "places": _places(request.actor, grant),
            "may_look": can_look_as(request.actor, grant.role),
            "role": grant.role.value,
            "unit": request.GET.get("unit", ""),
        }
    return render(
        request, "organisation/look.html", context, status=422 if request.method == "POST" and form.errors else 200
    )


def _chosen(form: LookForm, agency: Agency) -> tuple[Grant, str] | None:
    """The right to look with and its name; None where the unit is missing."""
    role, unit = Role(form.cleaned_data["role"]), form.cleaned_data["unit"]
    if role not in UNIT_ROLES:
        return Grant(role), role_name(role, agency.kind)
    if unit is None:
        return None
    return Grant(role, unit.path), f"{role_name(role, agency.kind)}, {unit.short_name}"


def _roles_of(request: Request, agency: Agency, public_id: str) -> tuple[list[Grant], str]:
    on = day_for(request.actor)
    held = roles.holder(request.actor, public_id, on).held_on(on)
    grants = [Grant(Role(row.role), row.unit.path if row.unit else "") for row in held]
    return grants, ", ".join(sorted({role_name(row.role, agency.kind) for row in held}))


def _places(actor: Actor, grant: Grant) -> list[str]:
    """The menu of somebody with this right and no person behind it; the menu is composed in `config`."""
    tell = import_string(settings.RENBINA_PLACES)
    bare = Actor(user_id=None, agency_id=actor.agency_id, employee_id=None, label="", grants=frozenset({grant}))
    places: list[str] = tell(bare)
    return places


def _start(request: Request, grants: list[Grant], words: str) -> HttpResponse:
    actions.start_looking(grants=grants, by=request.actor, at=request.at)
    request.session["looking"] = {
        "grants": [[grant.role.value, grant.unit_path] for grant in grants],
        "words": words,
        "until": (request.at + timedelta(minutes=MINUTES)).timestamp(),
    }
    return redirect("/")


@require_POST
def look_stop(request: Request) -> HttpResponse:
    """Back to one's own rights. The one form that may be sent while looking, beside signing out."""
    own = actor_for(request.user, at=request.at)
    if request.session.pop("looking", None) is None:
        raise Forbidden
    actions.stop_looking(by=own, at=request.at)
    messages.success(request, _("You see the product with your own rights again."))
    return redirect("organisation:look")

"""What somebody holds, given to a successor in one go."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.foundation.actor import Role
from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation import actions
from renbina.organisation.access import Verb, can
from renbina.organisation.enums import Relation, Status, role_name
from renbina.organisation.forms import HandOverForm
from renbina.organisation.models import Employee, RoleGrant
from renbina.organisation.queries import agency_of, day_for, roles
from renbina.ui import formats


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("organisation:role-list")
def hand_over(request: Request, public_id: str) -> HttpResponse:
    """Roles, people and duties of one person: choose a successor, what goes to them, the day and why."""
    on, agency = day_for(request.actor), agency_of(request.actor)
    person = roles.holder(request.actor, public_id, on)
    if person.employee is None:
        raise NotFound
    held = person.held_on(on)
    # People and classes are moved by who may change the organisation; an administrator hands over roles only.
    may_move = can(request.actor, Verb.CHANGE_ORGANISATION)
    duties = actions.duties_elsewhere(request.actor, person.employee, on) if may_move else []
    choices = [(f"role:{row.public_id}", _role_words(row.role, agency.kind, row.unit)) for row in held]
    if may_move:
        led = roles.led_by(person.employee, on)
        choices += [(f"people:{relation}", _led_words(relation, count)) for relation, count in led]
        choices += [(f"duty:{duty.key}", _duty_words(duty)) for duty in duties if duty.hand is not None]
    form = HandOverForm(
        request.POST if request.method == "POST" else None, choices=choices, agency_id=agency.pk, today=on
    )
    if request.method == "POST" and form.is_valid() and _hand(request, person.employee, person.grants, form):
        messages.success(request, _("Handed over. The successor sees it from that day."))
        return redirect("organisation:role-list")
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "person": person,
        "status": "" if person.status in ("", Status.ACTIVE) else str(Status(person.status).label),
        "form": form,
        "choices": choices,
        "along": [_duty_words(duty) for duty in duties if duty.hand is None],
        "q": text,
        "found": [row for row in roles.people_named(request.actor, text, on) if row.pk != person.employee.pk],
        "successor": _successor(agency.pk, request),
    }
    return render(request, "organisation/hand_over.html", context, status=422 if form.errors else 200)


def _successor(agency_id: int, request: Request) -> Employee | None:
    chosen = request.POST.get("successor") or request.GET.get("successor", "")
    return Employee.objects.filter(agency_id=agency_id, public_id=chosen).first() if chosen else None


def _role_words(role: str, kind: str, unit: object) -> str:
    where = str(unit) if unit is not None else _("whole agency")
    return _("Role: %(role)s, %(where)s") % {"role": role_name(Role(role), kind), "where": where}


def _led_words(relation: str, count: int) -> str:
    words = _("Rates %(n)s people") if relation == Relation.RATER else _("Leads the work of %(n)s people")
    return words % {"n": formats.number(count)}


def _duty_words(duty: actions.Duty) -> str:
    return f"{formats.number(duty.count)} {duty.words}"


def _hand(request: Request, employee: Employee, held: Sequence[RoleGrant], form: HandOverForm) -> bool:
    """Whether it was done; what was wrong stands on the form."""
    data = form.cleaned_data
    chosen = [item.split(":", 1) for item in data["items"]]
    keys = {kind: [key for each, key in chosen if each == kind] for kind in ("role", "people", "duty")}
    try:
        actions.hand_over(
            employee=employee, successor=data["successor"],
            grants=[row for row in held if row.public_id in keys["role"]],
            relations=keys["people"], duties=keys["duty"], on=data["on"], reason=data["reason"],
            by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True

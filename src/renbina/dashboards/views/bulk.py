"""One thing for many people: choose, look at the names, say yes. Nothing happens before the third step."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from renbina.dashboards.actions import MOST_AT_ONCE, set_statuses
from renbina.dashboards.filters import kept_query, people_filter
from renbina.dashboards.forms import LeaderForm, StatusForm
from renbina.dashboards.queries.people import employee_list
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation.access import Verb, own_agency, require
from renbina.organisation.actions import Correction, correct_superiors
from renbina.organisation.enums import Relation, Status
from renbina.organisation.models import Employee
from renbina.organisation.queries import day_for
from renbina.ui import formats

KINDS: Final = ("status", "leader")


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("dashboards:employee-list")
def people_bulk(request: Request) -> HttpResponse:
    """The people of a filter with a tick each, and what to do; a post shows it once more, `sure` does it."""
    require(request.actor, Verb.CHANGE_ORGANISATION)
    params = request.POST if request.method == "POST" else request.GET
    doing = params.get("do", "") if params.get("do") in KINDS else "status"
    rows = employee_list(request.actor, people_filter(request.GET)).rows
    if params.get("q"):
        rows = rows.filter(name__icontains=params["q"].replace("\0", "")[:100])
    people = list(rows.order_by("name", "pk")[: MOST_AT_ONCE + 1])
    form = _form(request, doing)
    chosen = _chosen(request, people)
    if request.method == "POST":
        if not chosen:
            form.add_error(None, _("Nobody is ticked. Tick at least one person."))
        elif form.is_valid() and request.POST.get("sure") and _done(request, doing, form, chosen):
            return redirect(f"{reverse('dashboards:employee-list')}?{kept_query(request.GET)}")
    ticked = {person.public_id for person in chosen}
    asks = request.method == "POST" and form.is_valid() and bool(chosen)
    context = {
        "form": form,
        "doing": doing,
        "tabs": _tabs(request, doing),
        "people": [(person, person.public_id in ticked) for person in people[:MOST_AT_ONCE]],
        "is_cut": len(people) > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "chosen": chosen,
        "asks": asks,
        "why": form.cleaned_data["note" if doing == "status" else "reason"] if asks else "",
        "sentence": _sentence(doing, form, len(chosen)) if asks else "",
        "back": f"{reverse('dashboards:employee-list')}?{kept_query(request.GET)}",
    }
    failed = request.method == "POST" and not asks
    return render(request, "dashboards/people_bulk.html", context, status=422 if failed else 200)


def _form(request: Request, doing: str) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    since = {"since": day_for(request.actor)}
    if doing == "leader":
        return LeaderForm(data, initial=since, agency_id=own_agency(request.actor))
    return StatusForm(data, initial=since)


def _chosen(request: Request, people: list[Employee]) -> list[Employee]:
    """Who is ticked, among the people of the filter only; at first everybody."""
    if request.method != "POST":
        return people[:MOST_AT_ONCE]
    ticked = set(request.POST.getlist("person"))
    return [person for person in people[:MOST_AT_ONCE] if person.public_id in ticked]


def _tabs(request: Request, doing: str) -> list[dict[str, Any]]:
    words = {"status": _("Set the status"), "leader": _("Set the team leader")}
    base = kept_query(request.GET)
    return [{"label": words[kind], "url": f"?{base}&do={kind}", "active": kind == doing} for kind in KINDS]


def _sentence(doing: str, form: forms.Form, people: int) -> str:
    """What would happen, to how many, from when."""
    data = form.cleaned_data
    shown = {"n": formats.number(people), "day": formats.day(data["since"])}
    if doing == "leader":
        words = ngettext(
            "%(who)s leads the work of %(n)s person from %(day)s on?",
            "%(who)s leads the work of %(n)s people from %(day)s on?",
            people,
        )
        return words % (shown | {"who": data["leader"].full_name})
    words = ngettext(
        "Status “%(status)s” for %(n)s person from %(day)s on?",
        "Status “%(status)s” for %(n)s people from %(day)s on?",
        people,
    )
    return words % (shown | {"status": Status(data["status"]).label})


def _done(request: Request, doing: str, form: forms.Form, people: list[Employee]) -> bool:
    """Whether it was done; what was wrong stands on the form."""
    run: dict[str, Callable[[], int]] = {
        "status": lambda: set_statuses(people=people, by=request.actor, at=request.at, **form.cleaned_data),
        "leader": lambda: _lead(request, form, people),
    }
    try:
        count = run[doing]()
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    words = ngettext("Done for %(n)s person.", "Done for %(n)s people.", count)
    messages.success(request, words % {"n": formats.number(count)})
    return True


def _lead(request: Request, form: forms.Form, people: list[Employee]) -> int:
    data = form.cleaned_data
    plain = Employee.objects.filter(pk__in=[person.pk for person in people])
    new = Correction(tuple(plain), data["leader"], Relation.TEAM_LEAD, data["since"], data["reason"])
    changed: int = correct_superiors(correction=new, by=request.actor, at=request.at)
    return changed

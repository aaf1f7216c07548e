"""Nominations, the two steps that follow, and the register of awards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.performance import queries, wording
from renbina.performance.access import AWARDS, DECIDE, PROPOSE, can, require
from renbina.performance.actions import decide_award, nominate_for_award, propose_award, return_nomination
from renbina.performance.enums import Stage
from renbina.performance.forms import NominationForm, reason_of
from renbina.performance.tables import awards_table
from renbina.performance.views.overview import Tab


@require_safe
def award_list(request: Request) -> HttpResponse:
    """Every nomination in view; awarded ones are the register."""
    stage = request.GET.get("tahap", "")
    stage = stage if stage in Stage.values else ""
    rows = queries.award_rows(request.actor, stage)
    table = awards_table()
    export = table.export(request.GET, rows, filename=_("awards"))
    if export is not None:
        return export
    url = reverse("performance:award-list")
    tabs = [Tab(_("All"), url, not stage)]
    tabs += [Tab(str(each.label), f"{url}?tahap={each.value}", stage == each) for each in Stage]
    context = {
        "table": table.page(request.GET, rows),
        "tabs": tabs,
        "stage": stage,
        "whole": can(request.actor, AWARDS),
        "proposes": can(request.actor, PROPOSE),
        "decides": can(request.actor, DECIDE),
    }
    return render(request, "performance/award_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: Request, employee_id: str) -> HttpResponse:
    """Put somebody forward, with evidence."""
    on = day_for(request.actor)
    person = queries.person_to_nominate(request.actor, employee_id, on)
    form = NominationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = nominate_for_award(employee=person, on=on, by=request.actor, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Nominated. You will find here how it goes on."))
            return redirect("performance:award", award_id=made.public_id)
    context = {
        "person": person,
        "form": form,
        "checks": queries.eligibility(person, on),
        "praise": queries.praise_of(person, on),
    }
    return render(request, "performance/nominate.html", context, status=422 if form.errors else 200)


@require_safe
def award(request: Request, award_id: str) -> HttpResponse:
    """The evidence, the conditions today, and the step the reader may take."""
    page = queries.award_page(request.actor, award_id, day_for(request.actor))
    context = {
        "page": page,
        "award": page.award,
        "badge": wording.stage_badge(page.award),
        "links": page.award.links.splitlines(),
        "whole": can(request.actor, AWARDS),
    }
    return render(request, "performance/award.html", context)


@require_POST
def propose(request: Request, award_id: str) -> HttpResponse:
    """Put it before the deciding official, or give it back with a reason."""
    found = queries.award_for(request.actor, award_id)
    require(request.actor, PROPOSE, found)
    common: dict[str, Any] = {"award": found, "by": request.actor, "at": request.at}
    if request.POST.get("step") == "return":
        return _step(
            request, award_id, lambda: return_nomination(reason=reason_of(request.POST), **common),
            _("Not put forward. The nominator reads why."),
        )  # fmt: skip
    return _step(
        request, award_id, lambda: propose_award(on=day_for(request.actor), **common),
        _("Put before the official who decides."),
    )  # fmt: skip


@require_POST
def decide(request: Request, award_id: str) -> HttpResponse:
    """Award, or refuse with a reason."""
    found = queries.award_for(request.actor, award_id)
    require(request.actor, DECIDE, found)
    grant = request.POST.get("step") == "award"
    return _step(
        request,
        award_id,
        lambda: decide_award(
            award=found, grant=grant, reason=reason_of(request.POST), on=day_for(request.actor), by=request.actor,
            at=request.at,
        ),
        _("Awarded. It stands in the register.") if grant else _("Not awarded. The nominator reads why."),
    )  # fmt: skip


def _step(request: Request, award_id: str, step: Callable[[], object], words: str) -> HttpResponse:
    try:
        step()
    except Refused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, words)
    return redirect("performance:award", award_id=award_id)

"""Noting a finding, its page, and what units do about it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.catalogue.models import Programme
from renbina.evaluation import previews, queries, wording
from renbina.evaluation.access import MANAGE, VIEW, can, require
from renbina.evaluation.actions import (
    NewFollowUp,
    add_follow_up,
    finish_follow_up,
    record_finding,
    weigh_finding,
)
from renbina.evaluation.forms import FindingForm, FollowUpForm, ProofForm
from renbina.evaluation.models import Finding
from renbina.evaluation.tables import follow_ups_table
from renbina.foundation.errors import Forbidden, Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation.queries import day_for
from renbina.ui import formats

USUAL_DAYS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("evaluation:programme", "programme_id", "year")
def finding_new(request: Request, programme_id: str, year: int) -> HttpResponse:
    """A finding with its first follow-up; a proposal of the figures fills it in."""
    programme, _first = queries.programme_for(request.actor, programme_id, year)
    require(request.actor, MANAGE)
    on = day_for(request.actor)
    if request.method == "POST":
        form = FindingForm(request.POST, agency_id=programme.agency_id)
    else:
        initial = _proposed(request, programme, year) | {"due_on": on + timedelta(days=USUAL_DAYS)}
        form = FindingForm(initial=initial, agency_id=programme.agency_id)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = record_finding(
                programme=programme, year=year, kind=data["kind"], text=data["text"], competency=data["competency"],
                unit=data["unit"], follow_up=NewFollowUp(data["action"], data["owner"], data["due_on"]),
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Noted. The unit sees it in its follow-up."))
            return redirect("evaluation:finding", made.public_id)
    context = {"form": form, "programme": programme, "year": year}
    return render(request, "evaluation/finding_new.html", context, status=422 if form.errors else 200)


def _proposed(request: Request, programme: Programme, year: int) -> dict[str, Any]:
    """What the figures suggest about the asked kind and class; nothing for anything else."""
    kind, number = request.GET.get("kind", ""), request.GET.get("class", "")
    if not kind:
        return {}
    _result, proposed = previews.programme_result(request.actor, programme, year, day_for(request.actor))
    for each in proposed:
        if each.kind == kind and str(each.batch.number if each.batch else 0) == number:
            text, action = wording.proposal_words(each.kind, each.batch, each.figures)
            return {"kind": kind, "text": text, "action": action}
    return {}


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("evaluation:finding", "public_id")
def finding(request: Request, public_id: str) -> HttpResponse:
    """One finding: what is done, and what it weighs. `do` says which of the two is posted."""
    found = queries.finding_for(request.actor, public_id)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    form = FollowUpForm(request.POST if doing == "follow_up" else None, agency_id=found.agency_id)
    refusal = ""
    if request.method == "POST":
        require(request.actor, MANAGE)
        refusal = _do(request, found, doing, form)
        if not refusal and not form.errors:
            return redirect("evaluation:finding", public_id)
    on = day_for(request.actor)
    context = {
        "finding": found,
        "follow_ups": [(each, each.done_on is None and each.due_on < on) for each in found.follow_ups.all()],
        "priority": previews.priority_if_weighed(request.actor, found, on),
        "form": form,
        "refusal": refusal,
        "may_manage": can(request.actor, MANAGE),
    }
    return render(request, "evaluation/finding.html", context, status=422 if refusal or form.errors else 200)


def _do(request: Request, found: Finding, doing: str, form: FollowUpForm) -> str:
    """What was wrong, or nothing."""
    try:
        if doing == "weigh":
            weigh_finding(finding=found, by=request.actor, at=request.at)
            messages.success(request, _("The finding weighs from now on; the next plan counts it."))
        elif doing == "follow_up":
            if form.is_valid():
                data = form.cleaned_data
                new = NewFollowUp(data["action"], data["owner"], data["due_on"])
                add_follow_up(finding=found, follow_up=new, by=request.actor, at=request.at)
                messages.success(request, _("Added."))
        else:
            return _("Choose what to do with this finding.")
    except Refused as error:
        if error.field in form.fields:
            form.add_error(error.field, error.message)
        return error.message
    return ""


@require_safe
def follow_up_list(request: Request) -> HttpResponse:
    """What one's units have to do, overdue first."""
    on = day_for(request.actor)
    state = request.GET.get("state", "")
    rows = queries.follow_up_rows(request.actor, on, state if state in ("overdue", "open", "done") else "")
    table = follow_ups_table()
    export = table.export(request.GET, rows, filename=_("follow-up"))
    if export is not None:
        return export
    context = {
        "table": table.page(request.GET, rows),
        "counts": queries.follow_up_counts(request.actor, on),
        "state": state,
        "reads_results": can(request.actor, VIEW),
    }
    return render(request, "evaluation/follow_up_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: Request, public_id: str) -> HttpResponse:
    """One thing to do, and noting it as done with its proof."""
    on = day_for(request.actor)
    row = queries.follow_up_row(request.actor, public_id, on)
    if row is None:
        raise Http404
    if request.method == "POST" and row.done_on is None and not row.may_finish:
        raise Forbidden
    form = ProofForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            finish_follow_up(
                follow_up=queries.follow_up_for(request.actor, public_id, on), proof=form.cleaned_data["proof"], on=on,
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Noted as done."))
            return redirect("evaluation:follow-up", public_id)
    context = {"row": row, "form": form, "due": formats.days_left(row.days)}
    return render(request, "evaluation/follow_up.html", context, status=422 if form.errors else 200)

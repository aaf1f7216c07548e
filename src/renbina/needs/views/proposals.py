"""What was asked for: the list, one proposal, asking, and one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.errors import Forbidden, Refused
from renbina.foundation.http import Request, counts_once
from renbina.needs import actions, queries
from renbina.needs.access import (
    LOAD_PROPOSALS,
    PROPOSE_FOR_UNIT,
    RUN_NEEDS,
    VIEW_PROPOSALS,
    can,
    units_to_propose_for,
)
from renbina.needs.enums import ProposalStatus
from renbina.needs.filters import ProposalFilter
from renbina.needs.forms.analysis import DecideForm, ProposeForm, ReasonForm
from renbina.needs.models import Proposal
from renbina.needs.queries import gates, proposing
from renbina.needs.queries.cycles import year_of
from renbina.needs.tables import PROPOSALS, STATUS_TONES
from renbina.organisation.models import Unit
from renbina.organisation.queries import day_for


@require_safe
def proposal_list(request: Request) -> HttpResponse:
    """What units asked for: search, filter, export; the way to bring in a file for who may."""
    form = ProposalFilter(request.GET, years=queries.proposal_years(request.actor))
    rows = queries.proposals(request.actor, **form.chosen())
    export = PROPOSALS.export(request.GET, rows, filename=_("proposals"))
    if export is not None:
        return export
    keep = [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")]
    context = {
        "filter": form, "keep": keep, "table": PROPOSALS.page(request.GET, rows),
        "may_load": can(request.actor, LOAD_PROPOSALS), "runs": can(request.actor, RUN_NEEDS),
        "may_propose": can(request.actor, PROPOSE_FOR_UNIT),
    }  # fmt: skip
    return render(request, "needs/proposal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: Request, public_id: str) -> HttpResponse:
    """One proposal: what became of it and why; the needs team decides and undoes, who asked takes it back."""
    found = proposing.proposal_for(request.actor, public_id)
    runs = can(request.actor, RUN_NEEDS)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    decide, undo = DecideForm(request.POST if doing == "decide" else None), ReasonForm(None)
    refusal = ""
    if request.method == "POST":
        done, refusal = _do(request, found, doing, decide)
        if done:
            messages.success(request, done)
            return redirect("needs:my-proposals") if doing == "withdraw" else redirect("needs:proposal", public_id)
    own = found.proposer_id is not None and found.proposer_id == request.actor.employee_id
    context = {
        "proposal": found, "status": (ProposalStatus(found.status).label, STATUS_TONES.get(found.status, "")),
        "merged": list(found.merged.all()), "runs": runs, "own": own, "decide": decide, "undo": undo,
        "may_withdraw": own and found.status == ProposalStatus.NEW and not found.merged.all(),
        "may_decide": runs and found.status != ProposalStatus.MERGED, "refusal": refusal,
        "lists": can(request.actor, VIEW_PROPOSALS),
    }  # fmt: skip
    return render(request, "needs/proposal.html", context, status=422 if request.method == "POST" else 200)


def _do(request: Request, found: Proposal, doing: str, decide: DecideForm) -> tuple[str, str]:
    """(what was done, what was wrong)."""
    more: dict[str, Any] = {"proposal": found, "by": request.actor, "at": request.at}
    try:
        if doing == "withdraw":
            actions.withdraw_proposal(**more)
            return _("Taken back."), ""
        if not can(request.actor, RUN_NEEDS):
            raise Forbidden
        if doing == "undo":
            actions.undo_merge(reason=request.POST.get("reason", ""), **more)
            return _("It stands by itself again."), ""
        if doing == "decide" and decide.is_valid():
            actions.decide_proposal(on=day_for(request.actor), **decide.cleaned_data, **more)
            return _("Decided. Who asked reads the reason."), ""
    except Refused as refusal:
        return "", refusal.message
    return "", "" if doing == "decide" else _("Choose what to do with it.")


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("needs:my-proposals")
def propose(request: Request) -> HttpResponse:
    """Ask for oneself with a few fields, or with `for=unit` in the name of a unit."""
    on = day_for(request.actor)
    mine = request.GET.get("for", "") != "unit"
    if not mine and not can(request.actor, PROPOSE_FOR_UNIT):
        raise Forbidden
    place = proposing.own_unit(request.actor, on) if mine else None
    units = Unit.objects.none() if mine else units_to_propose_for(request.actor, on)
    agency = request.actor.agency_id or 0
    form = ProposeForm(
        request.POST if request.method == "POST" else None, agency_id=agency, units=units, for_unit=not mine
    )
    year = year_of(request.actor, "", on)
    if request.method == "POST" and form.is_valid():
        data = {"people": 1, "unit": place} | form.cleaned_data
        try:
            made = actions.propose(
                proposal=actions.NewProposal(year=year, for_unit=not mine, **data), on=on, by=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Sent. You see here what becomes of it, and why."))
            return redirect("needs:proposal", made.public_id)
    context = {"form": form, "mine": mine, "year": year, "may_unit": can(request.actor, PROPOSE_FOR_UNIT)}
    return render(request, "needs/propose.html", context, status=422 if form.errors else 200)


@require_safe
def my_proposals(request: Request) -> HttpResponse:
    """What one asked for and what became of it, and questions about one's own unit that wait for an answer."""
    rows = [
        (row, ProposalStatus(row.status).label, STATUS_TONES.get(row.status, ""))
        for row in proposing.my_proposals(request.actor)[:50]
    ]
    context = {
        "rows": rows, "asked": list(gates.gates_waiting(request.actor, day_for(request.actor))[:5]),
        "may_unit": can(request.actor, PROPOSE_FOR_UNIT),
    }  # fmt: skip
    return render(request, "needs/my_proposals.html", context)

"""Is training the answer? Gates, the five questions, and what was handed to units."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binacore.gate import Cause
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.needs import actions
from renbina.needs.access import RUN_NEEDS, can, may_finish, require
from renbina.needs.enums import GateVerdict
from renbina.needs.forms.analysis import FiveForm, GateForm, ProofForm, RoutesForm
from renbina.needs.models import GateCheck
from renbina.needs.queries import gates
from renbina.needs.queries.cycles import year_of
from renbina.needs.tables import GATES
from renbina.needs.views.new import NewPage, begun, new_page
from renbina.organisation.models import Unit
from renbina.organisation.queries import day_for
from renbina.ui import formats
from renbina.ui.charts import Bar, bar_chart

A_PAGE: Final = 20
_TONES: Final = {
    GateVerdict.TRAINING: "good",
    GateVerdict.PARTLY: "amber",
    GateVerdict.NOT_TRAINING: "warn",
}


@require_safe
def gate_list(request: Request) -> HttpResponse:
    """Every gate of a year with its verdict."""
    year = year_of(request.actor, request.GET.get("year", ""), day_for(request.actor))
    rows = gates.gates(request.actor, year)
    export = GATES.export(request.GET, rows, filename=_("gates"))
    if export is not None:
        return export
    context = {"table": GATES.page(request.GET, rows), "year": year, "runs": can(request.actor, RUN_NEEDS)}
    return render(request, "needs/gate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("needs:gate-list")
def gate_new(request: Request) -> HttpResponse:
    """Ask whether training cures a shortcoming."""
    on, form = begun(request, GateForm)
    page = NewPage(
        heading=_("Is training the answer?"),
        lead=_("People of the unit and their superiors answer five short questions; records can answer too."),
        button=_("Ask"),
        above=(_("Gates"), reverse("needs:gate-list")),
        done=_("Asked. People of the unit find it under their proposals."),
    )

    def act(asked: dict[str, Any]) -> GateCheck:
        return actions.open_gate(year=year_of(request.actor, "", on), **asked, on=on, by=request.actor, at=request.at)

    return new_page(request, form, page, act, lambda made: reverse("needs:gate", args=[made.public_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: Request, public_id: str) -> HttpResponse:
    """One gate: shares by cause, who was asked, the decision, and what units do. `do` says what is posted."""
    page = gates.gate_page(request.actor, public_id)
    runs = can(request.actor, RUN_NEEDS)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST":
        require(request.actor, RUN_NEEDS)
    records = FiveForm(request.POST if doing == "records" else None, of_records=True, auto_id="id_r_%s")
    routes = _routes(request, page, doing)
    refusal = ""
    if doing == "records" and records.is_valid():
        refusal = _record(request, page.gate, records)
    elif doing == "decide" and routes.is_valid():
        refusal = _decide(request, page.gate, routes)
    elif request.method == "POST" and doing not in ("records", "decide"):
        refusal = _("Choose what to do.")
    if request.method == "POST" and not (refusal or records.errors or routes.errors):
        messages.success(request, _("Saved."))
        return redirect("needs:gate", public_id)
    open_now = page.gate.decided_on is None
    verdict = GateVerdict(page.judgement.verdict.value) if page.judgement.answers else None
    context = {
        "page": page, "gate": page.gate, "verdict": verdict, "tone": _TONES.get(verdict, "") if verdict else "",
        "chart": _chart(page) if page.judgement.answers else None, "runs": runs and open_now, "records": records,
        "routes": routes, "refusal": refusal, "on": day_for(request.actor),
    }  # fmt: skip
    return render(request, "needs/gate.html", context, status=422 if request.method == "POST" else 200)


def _routes(request: Request, page: gates.GatePage, doing: str) -> RoutesForm:
    causes = [(cause, str(gates.CAUSES[cause].label)) for cause in page.judgement.to_route]
    tops = Unit.objects.filter(agency_id=page.gate.agency_id, depth=1, closed_on=None).order_by("path")
    return RoutesForm(request.POST if doing == "decide" else None, causes=causes, units=tops, auto_id="id_d_%s")


def _chart(page: gates.GatePage) -> object:
    bars = [
        Bar(str(gates.CAUSES[cause].label), share * 100, formats.percent(share, 0),
            tone="s1" if cause is Cause.COMPETENCE else "s3")
        for cause, share in sorted(page.judgement.shares.items(), key=lambda pair: -pair[1])
    ]  # fmt: skip
    described = _("Of 100 failures so many are explained by each cause. Only the first kind is cured by training.")
    return bar_chart(_("Why it goes wrong"), described, bars, head=(_("Cause"), _("Share")), maximum=100)


def _record(request: Request, found: GateCheck, form: FiveForm) -> str:
    try:
        actions.answer_gate(
            gate=found, counts=form.counts, source=form.cleaned_data["source"], on=day_for(request.actor),
            by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        return refusal.message
    return ""


def _decide(request: Request, found: GateCheck, form: RoutesForm) -> str:
    data = form.cleaned_data
    routes = [
        actions.Route(cause, data[f"text_{cause.value}"], data[f"unit_{cause.value}"], data[f"due_{cause.value}"])
        for cause in form.causes
    ]
    try:
        actions.decide_gate(
            gate=found, routes=routes, reason=data["reason"], on=day_for(request.actor), by=request.actor, at=request.at
        )
    except Refused as refusal:
        return refusal.message
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def gate_answer(request: Request, public_id: str) -> HttpResponse:
    """The five questions, for people of the unit and their superiors; a phone page."""
    on = day_for(request.actor)
    found = gates.gate_to_answer(request.actor, public_id, on)
    form = FiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_gate(gate=found, counts=form.counts, on=on, by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Thank you. Your answer counts with the others; nobody sees whose it is."))
            return redirect("needs:my-proposals")
    return render(request, "needs/gate_answer.html", {"form": form, "gate": found}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def handover_list(request: Request) -> HttpResponse:
    """What units have to do because training does not cure it: overdue, open, done."""
    on = day_for(request.actor)
    refusal, typed = "", (request.POST.get("handover", ""), request.POST.get("proof", "")[:255])
    if request.method == "POST":
        refusal = _finish(request)
        if not refusal:
            messages.success(request, _("Noted as done."))
            return redirect("needs:handover-list")
    counts = {state: gates.handovers(request.actor, on, state).count() for state in ("overdue", "open", "done")}
    asked = request.GET.get("state", "")
    state = asked if asked in counts else "open" if counts["open"] or not counts["done"] else "done"
    page = Paginator(gates.handovers(request.actor, on, state), A_PAGE).get_page(request.GET.get("page"))
    runs = can(request.actor, RUN_NEEDS)
    context = {
        "counts": counts, "state": state, "page": page, "refusal": refusal, "typed": typed,
        "reads": gates.reads_gates(request.actor),
        "rows": [
            (row, formats.days_left((row.due_on - on).days), row.due_on < on,
             row.done_on is None and (runs or may_finish(request.actor, row, on)))
            for row in page
        ],
    }  # fmt: skip
    return render(request, "needs/handover_list.html", context, status=422 if refusal else 200)


def _finish(request: Request) -> str:
    """What was wrong, or nothing."""
    form = ProofForm(request.POST)
    on = day_for(request.actor)
    found = gates.handover_for(request.actor, request.POST.get("handover", ""), on)
    if not form.is_valid():
        return _("Write by what one can see that it is done.")
    try:
        actions.finish_handover(
            handover=found, proof=form.cleaned_data["proof"], on=on, by=request.actor, at=request.at
        )
    except Refused as refusal:
        return refusal.message
    return ""

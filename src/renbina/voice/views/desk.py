"""The desk: what citizens wrote, and one matter."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binacore.skm import Element
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.rulebook.queries import rules_on
from renbina.voice import actions, previews, queries, wording
from renbina.voice.access import MODERATE, can
from renbina.voice.enums import Channel, State
from renbina.voice.filters import ABOUT, FeedbackFilter
from renbina.voice.forms import ReplyForm, TriageForm
from renbina.voice.tables import FEEDBACK, TONES


@require_safe
def feedback_list(request: Request) -> HttpResponse:
    """Counts by state, filters, and the list; the moderator reads the original, others what was approved."""
    services = queries.services(request.actor)
    form = FeedbackFilter(request.GET, services=services)
    about = {name: request.GET.get(name, "") for name in ABOUT}
    rows = queries.feedback_rows(request.actor, **form.chosen(), **about)
    lines = partial(queries.as_rows, on=day_for(request.actor))
    export = FEEDBACK.export(request.GET, rows, filename=_("feedback"), prepare=lines)
    if export is not None:
        return export
    counts = queries.state_counts(request.actor)
    table = FEEDBACK.page(request.GET, rows, prepare=lines)
    context = {
        "filter": form,
        "keep": [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per", *ABOUT)],
        "table": table,
        "is_about": any(about.values()),
        "about": queries.about_names(request.actor, about["unit"], about["competency"]) if any(about.values()) else (),
        "year": about["year"],
        "counts": [(State(state).label, state, number) for state, number in counts.items()],
        "channels": [(Channel(each).label, each, n) for each, n in queries.channel_counts(request.actor).items() if n],
        "waiting": counts[State.RECEIVED] + counts[State.REOPENED],
        "total": sum(counts.values()),
        "moderates": can(request.actor, MODERATE),
        "has_services": bool(services),
    }
    return render(request, "voice/feedback_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_detail(request: Request, public_id: str) -> HttpResponse:
    """One matter: read, code, answer, close. `do` says which."""
    feedback = queries.feedback_for(request.actor, public_id)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    triage, reply = None, None
    refusal = ""
    if doing == "triage":
        triage = _triage_form(request, public_id, request.POST)
        refusal = _do_triage(request, public_id, triage) if triage.is_valid() else ""
    elif doing == "answer":
        reply = ReplyForm(request.POST)
        refusal = _do_answer(request, public_id, reply) if reply.is_valid() else ""
    elif doing == "close":
        refusal = _do_close(request, public_id)
    elif request.method == "POST":
        refusal = _("Choose what to do with this matter.")
    saved = doing and not refusal and (triage is None or triage.is_valid()) and (reply is None or reply.is_valid())
    if saved:
        return redirect("voice:feedback-detail", public_id)
    page = queries.feedback_page(request.actor, public_id)
    order = rules_on(feedback.agency_id, day_for(request.actor)).items("skm.elements")
    elements = [wording.NAMES[Element(each)] for each in order]
    context = {
        "page": page,
        "feedback": page.feedback,
        "tone": TONES[State(page.feedback.state)],
        "scores": [(name, score) for name, score in zip(elements, page.scores, strict=True) if score],
        "triage": (triage or _triage_form(request, public_id)) if page.may_triage else None,
        "reply": (reply or ReplyForm()) if page.may_answer else None,
        "refusal": refusal,
        "weight": queries.weight_of(request.actor, page.feedback, day_for(request.actor)),
        "moderates": can(request.actor, MODERATE, feedback.service),
    }
    return render(request, "voice/feedback_detail.html", context, status=422 if doing or refusal else 200)


def _triage_form(request: Request, public_id: str, data: QueryDict | None = None) -> TriageForm:
    feedback = queries.feedback_for(request.actor, public_id)
    on = day_for(request.actor)
    proposals = [
        (message, previews.covered(request.actor, feedback.service, message.text, on).text)
        for message in queries.uncovered(feedback)
    ]
    promises = queries.promises_to_lean_on(feedback.service, on)
    return TriageForm(data, agency_id=feedback.agency_id, messages=proposals, promises=promises)


def _do_triage(request: Request, public_id: str, form: TriageForm) -> str:
    """What was wrong, or nothing."""
    data = form.cleaned_data
    promise = actions.Promise(data["unit"], data["promise"], data["due_on"]) if data["promise"] else None
    try:
        actions.triage_feedback(
            feedback=queries.feedback_for(request.actor, public_id), cause=data["cause"], shown=form.shown,
            competency=data["competency"], promise=promise, leans_on=data["leans_on"],
            theme=data["theme"], on=day_for(request.actor), by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return refusal.message
    messages.success(request, _("Coded. The matter can be answered now."))
    return ""


def _do_answer(request: Request, public_id: str, form: ReplyForm) -> str:
    try:
        actions.answer_feedback(
            feedback=queries.feedback_for(request.actor, public_id), text=form.cleaned_data["text"],
            on=day_for(request.actor), by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        return refusal.message
    messages.success(request, _("Answered. The citizen reads it with the receipt code."))
    return ""


def _do_close(request: Request, public_id: str) -> str:
    try:
        actions.close_feedback(feedback=queries.feedback_for(request.actor, public_id), by=request.actor, at=request.at)
    except Refused as refusal:
        return refusal.message
    messages.success(request, _("Closed. The citizen may still open it again."))
    return ""

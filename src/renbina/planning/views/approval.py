"""From a draft to a decree: one page to read, to decide, and to see afterwards who decided what."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from binacore.approval import Verb
from renbina.foundation.errors import Forbidden, Refused
from renbina.foundation.http import Request
from renbina.planning import access, actions, queries, wording
from renbina.planning.forms import DecreeForm, NoteForm, SendBackForm
from renbina.planning.gather.seal import seal_of
from renbina.planning.models import Plan, PlanDecision
from renbina.planning.queries import Approval
from renbina.planning.views.day import day_of
from renbina.planning.wording import decisions as words
from renbina.ui import formats

_FORMS: Final = {Verb.SEND_BACK: SendBackForm, Verb.SET: DecreeForm}
_TAKE: Final[Mapping[Verb, Callable[..., PlanDecision]]] = {
    Verb.PROPOSE: actions.propose_plan,
    Verb.WITHDRAW: actions.withdraw_plan,
    Verb.ENDORSE: actions.endorse_plan,
    Verb.SEND_BACK: actions.send_back_plan,
    Verb.SET: actions.set_plan,
}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_approval(request: Request, public_id: str) -> HttpResponse:
    """Where the plan stands, what may be decided now, and every step before."""
    plan = queries.plan_for(request.actor, public_id)
    tried: tuple[Verb, NoteForm] | None = None
    if request.method == "POST":
        if not any(access.can(request.actor, right, plan) for right in access.DECISIONS):
            raise Forbidden
        verb, form = _posted(request)
        if form.is_valid() and _taken(request, plan, verb, form):
            return redirect("planning:plan-approval", public_id=public_id)
        tried = (verb, form)
        plan = queries.plan_for(request.actor, public_id)
    found = queries.approval_of(request.actor, plan)
    context = _context(request, plan, found, tried)
    return render(request, "planning/approval.html", context, status=422 if tried else 200)


def _posted(request: Request) -> tuple[Verb, NoteForm]:
    """The step that was meant; an unknown one takes nothing."""
    name = request.POST.get("step", "")
    verb = Verb(name) if name in set(Verb) else Verb.WITHDRAW
    return verb, _FORMS.get(verb, NoteForm)(request.POST)


def _taken(request: Request, plan: Plan, verb: Verb, form: NoteForm) -> bool:
    values: dict[str, Any] = form.cleaned_data
    try:
        _TAKE[verb](plan=plan, by=request.actor, at=request.at, **values)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _("Noted: %(step)s.") % {"step": words.button_words(verb)})
    return True


def _context(request: Request, plan: Plan, found: Approval, tried: tuple[Verb, NoteForm] | None) -> dict[str, Any]:
    zone = ZoneInfo(plan.agency.timezone)
    figures = plan.current_run.figures if plan.current_run else {}
    forms = [
        {"verb": verb, "label": words.button_words(verb), "form": _form(verb, plan, day_of(plan.agency), tried)}
        for verb in found.may
    ]
    return {
        "plan": plan,
        "run": plan.current_run,
        "approval": found,
        "heading": words.standing_words(plan.year, plan.agency.kind, found),
        "ppk": words.ppk_words(plan.agency.kind),
        "decree": words.decree_words(found.decree) if found.decree else "",
        "lines": [words.step_words(each, formats.moment(each.at.astimezone(zone))) for each in found.lines],
        "kpis": wording.kpis(figures) if figures else (),
        "headline": wording.headline(plan.year, figures) if figures else "",
        "notices": wording.notices(figures) if figures else (),
        "forms": forms,
        "seal": _seal(request, plan, found),
        "may_document": access.can(request.actor, access.DOCUMENT, plan) and plan.current_run is not None,
    }


def _form(verb: Verb, plan: Plan, on: Any, tried: tuple[Verb, NoteForm] | None) -> NoteForm:
    if tried is not None and tried[0] is verb:
        return tried[1]
    seen = plan.current_run.public_id if plan.current_run else ""
    return _FORMS.get(verb, NoteForm)(initial={"seen": seen, "dated": on}, auto_id=f"{verb}_%s")


def _seal(request: Request, plan: Plan, found: Approval) -> str:
    """Asked for by a link, for it reads every seat: "" | "whole" | "broken"."""
    if "periksa" not in request.GET or found.decree is None or plan.approved_run is None:
        return ""
    return "whole" if seal_of(plan.approved_run) == found.decree.seal else "broken"

"""The interview desk: talks, their quotes and codes; and what was said as everybody may read it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.competency.queries import said_names
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.needs import actions
from renbina.needs.access import RUN_NEEDS, can, require, units_to_propose_for
from renbina.needs.enums import InterviewKind, NeedCause
from renbina.needs.forms.analysis import MOST_SPEAKERS, MOST_TOPIC, CodeForm, NotesForm, QuoteForm, TalkForm
from renbina.needs.models import Interview
from renbina.needs.queries import voices
from renbina.needs.queries.cycles import year_of
from renbina.needs.tables import TALKS
from renbina.needs.views.new import NewPage, new_page
from renbina.needs.wording.analysis import guide
from renbina.organisation.models import Unit
from renbina.organisation.queries import day_for


@require_safe
def talk_list(request: Request) -> HttpResponse:
    """Talks of a year; with `waiting` only those with quotes that are not coded."""
    year = year_of(request.actor, request.GET.get("year", ""), day_for(request.actor))
    waiting = "waiting" in request.GET
    rows = voices.talks(request.actor, year, waiting=waiting)
    export = TALKS.export(request.GET, rows, filename=_("talks"))
    if export is not None:
        return export
    context = {
        "table": TALKS.page(request.GET, rows), "year": year, "waiting": waiting,
        "totals": voices.talk_counts(request.actor, year),
    }  # fmt: skip
    return render(request, "needs/talk_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("needs:talk-list")
def talk_new(request: Request) -> HttpResponse:
    """Note a talk that was held, with the ready-made guide in it. The address may name whom to talk with about what."""
    require(request.actor, RUN_NEEDS)
    on = day_for(request.actor)
    units = list(units_to_propose_for(request.actor, on))
    posted = request.method == "POST"
    form = TalkForm(request.POST, units=units) if posted else TalkForm(initial=_begun(request, units), units=units)
    page = NewPage(
        heading=_("Note a talk"),
        lead=_("Nobody is named here: speakers are numbers. One needs only a few sentences that matter."),
        button=_("Note it"),
        above=(_("Interview desk"), reverse("needs:talk-list")),
        done=_("Noted. Now add what was said."),
    )

    def act(held: dict[str, Any]) -> Interview:
        new = actions.NewInterview(year=year_of(request.actor, request.GET.get("year", ""), on), **held)
        return actions.hold_interview(talk=new, on=on, by=request.actor, at=request.at)

    return new_page(request, form, page, act, lambda made: reverse("needs:talk", args=[made.public_id]))


def _begun(request: Request, units: Sequence[Unit]) -> dict[str, Any]:
    """What the form begins with: unit, subject and number of people as far as the address names them."""
    asked = {"kind": InterviewKind.INTERVIEW.value, "held_on": day_for(request.actor), "guide": guide()}
    unit = next((each for each in units if each.public_id == request.GET.get("unit")), None)
    if unit is not None:
        asked["unit"] = unit.public_id
    people = request.GET.get("people", "")
    if people.isascii() and people.isdecimal() and 1 < int(people[:4]) <= MOST_SPEAKERS:
        asked |= {"people": int(people), "kind": InterviewKind.FGD.value}
    names = said_names(request.actor, request.GET.getlist("kompetensi"))
    if names:
        asked |= {"topic": ", ".join(names)[:MOST_TOPIC], "guide": guide(names)}
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: Request, public_id: str) -> HttpResponse:
    """One talk: guide and notes beside its quotes. `do` says what is posted."""
    found = voices.talk_for(request.actor, public_id)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    add = QuoteForm(request.POST if doing == "add" else None, agency_id=found.agency_id)
    notes = NotesForm(request.POST if doing == "notes" else None, initial={"guide": found.guide, "notes": found.notes})
    refusal = ""
    if doing == "add" and add.is_valid():
        refusal = _add(request, found, add)
    elif doing == "notes" and notes.is_valid():
        actions.change_notes(interview=found, **notes.cleaned_data, by=request.actor, at=request.at)
    elif doing in ("code", "remove"):
        refusal = _change(request, found, doing)
    elif doing not in ("", "add", "notes") or (request.method == "POST" and not doing):
        refusal = _("Choose what to do.")
    wrong = bool(refusal or add.errors or notes.errors)
    if request.method == "POST" and not wrong:
        messages.success(request, _("Saved."))
        return redirect("needs:talk", public_id)
    context = {"talk": found, "add": add, "notes": notes, "refusal": refusal, "quotes": _coded(found)}
    return render(request, "needs/talk.html", context, status=422 if wrong else 200)


def _coded(found: Interview) -> list[tuple[Any, CodeForm]]:
    """Each quote with the form that codes it; choices are read once."""
    rows: list[tuple[Any, CodeForm]] = []
    shared: list[tuple[Any, Any]] | None = None
    for quote in found.quotes.all():
        initial = {"cause": quote.cause, "competency": quote.competency.public_id if quote.competency else ""}
        form = CodeForm(initial=initial, agency_id=found.agency_id, auto_id=f"id_{quote.public_id}_%s")
        field: Any = form.fields["competency"]
        if shared is None:
            shared = [(str(value), label) for value, label in field.choices]
        field.widget.choices = shared
        rows.append((quote, form))
    return rows


def _add(request: Request, found: Interview, form: QuoteForm) -> str:
    data = form.cleaned_data
    new = actions.NewQuote(data["speaker"], data["text"], data["cause"], data["competency"])
    try:
        actions.add_quote(interview=found, quote=new, on=day_for(request.actor), by=request.actor, at=request.at)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return ""


def _change(request: Request, found: Interview, doing: str) -> str:
    """What was wrong, or nothing."""
    quote = next((each for each in found.quotes.all() if each.public_id == request.POST.get("quote")), None)
    if quote is None:
        raise Http404
    quote.interview = found
    if doing == "remove":
        actions.remove_quote(quote=quote, by=request.actor, at=request.at)
        return ""
    form = CodeForm(request.POST, agency_id=found.agency_id)
    if not form.is_valid():
        return _("Choose what the quote is about.")
    try:
        actions.code_quote(
            quote=quote, cause=form.cleaned_data["cause"], competency=form.cleaned_data["competency"],
            on=day_for(request.actor), by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        return refusal.message
    return ""


@require_safe
def said(request: Request) -> HttpResponse:
    """Codes with the people and units behind them, and the quotes of the chosen one."""
    year = year_of(request.actor, request.GET.get("year", ""), day_for(request.actor))
    lines = voices.code_lines(request.actor, year)
    cause = request.GET.get("cause", "")
    cause = cause if cause in NeedCause.values else ""
    asked = request.GET.get("competency", "")
    chosen = next((line for line in lines if line.cause == cause and str(line.competency_id or "") == asked), None)
    quotes = voices.said(
        request.actor, year, cause=chosen.cause if chosen else cause,
        competency_id=chosen.competency_id if chosen else None,
    )  # fmt: skip
    context = {
        "year": year, "lines": lines, "chosen": chosen, "quotes": quotes,
        "totals": voices.talk_counts(request.actor, year), "runs": can(request.actor, RUN_NEEDS),
    }  # fmt: skip
    return render(request, "needs/said.html", context)

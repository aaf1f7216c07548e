"""Needs home: the rail of the seven stages, what waits, and what was heard; and the pages of the stages."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from binacore.workdays import AKPK_DAYS, next_workday
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, Refused
from renbina.foundation.http import Request
from renbina.needs import actions, queries
from renbina.needs.access import (
    HANDOVERS,
    RUN_NEEDS,
    VIEW_NEEDS,
    VIEW_PRIORITIES,
    VIEW_VOICES,
    can,
    may_finish_stage,
    require,
)
from renbina.needs.enums import Stage, StageOwner
from renbina.needs.forms.analysis import CycleForm, FinishForm, ReasonForm
from renbina.needs.queries import gates, proposing, voices
from renbina.needs.queries.alike import alike_groups
from renbina.needs.queries.cycles import CyclePage, StageLine, working_calendar
from renbina.needs.wording.analysis import stage_due, working_days
from renbina.organisation.access import own_agency
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of, day_for
from renbina.ui import formats

FEW = 6


@require_safe
def home(request: Request) -> HttpResponse:
    """The year that was asked for, else the newest analysis, else the one for next year's plan."""
    require(request.actor, VIEW_NEEDS)
    on = day_for(request.actor)
    stages = queries.cycle_stages(request.actor)
    years = list(dict.fromkeys(row.cycle.year for row in stages))
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else years[0] if years else on.year + 1
    page = queries.pages_from((row for row in stages if row.cycle.year == year), on).get(year)
    runs, hears = can(request.actor, RUN_NEEDS), can(request.actor, VIEW_VOICES)
    mine = queries.own_stages(request.actor, page) if page else []
    counts = proposing.proposal_totals(request.actor, year)
    totals = voices.talk_counts(request.actor, year) if hears else None
    context: dict[str, Any] = {
        "year": year,
        "years": years,
        "page": page,
        "rail": _rail(page, runs, [line.public_id for line, finishes in mine if finishes]),
        "current": page.current if page else None,
        "left": working_days(page.current.left) if page and page.current else "",
        "unsure": " ".join(str(each) for each in page.unsure) if page else "",
        "counts": counts,
        "runs": runs,
        "ranks": can(request.actor, VIEW_PRIORITIES),
        "hears": hears,
        "totals": totals,
        "waits": _stages(mine, year)
        + _waits(request.actor, year, on, new=counts.by_status["new"], uncoded=totals.uncoded if totals else 0),
    }
    if hears:
        context["codes"] = voices.code_lines(request.actor, year)[:FEW]
        context["silent"] = proposing.silent_units(request.actor, year)
    return render(request, "needs/home.html", context)


def _rail(page: CyclePage | None, runs: bool, finishes: Collection[str]) -> list[dict[str, object]]:
    if page is None:
        return [{"label": stage.label, "note": "", "state": "next", "url": ""} for stage in Stage]
    return [_step(line, runs or line.public_id in finishes) for line in page.stages]


def _step(line: StageLine, opens: bool) -> dict[str, object]:
    state = {"done": "done", "late": "current", "current": "current"}.get(line.state, "next")
    if line.done_on:
        note = _("done %(day)s") % {"day": formats.day(line.done_on, short=True)}
    else:
        note = formats.day_range(line.first, line.last, short=True)
        if line.state == "late":
            note = f"{note} · {working_days(line.left)}"
    url = reverse("needs:stage", args=[line.public_id]) if opens else ""
    return {"label": line.stage.label, "note": note, "state": state, "url": url}


def _stages(mine: list[tuple[StageLine, bool]], year: int) -> list[tuple[str, str, str]]:
    """The running stage, where the reader answers for it: words, address (empty: nothing to press), tone."""
    return [
        (
            stage_due(str(line.stage.label), year, line.left),
            reverse("needs:stage", args=[line.public_id]) if finishes else "",
            "warn" if line.state == "late" else "amber",
        )
        for line, finishes in mine
        if line.state in ("late", "current")
    ]


def _waits(actor: Actor, year: int, on: date, *, new: int, uncoded: int) -> list[tuple[str, str, str]]:
    """What somebody has to do: words, address, tone. The first line is the one to begin with."""
    found: list[tuple[str, str, str]] = []
    if can(actor, HANDOVERS):
        late = gates.handovers(actor, on, "overdue").count()
        if late:
            words = ngettext("%(n)s task of a unit is overdue", "%(n)s tasks of units are overdue", late)
            found.append(
                (words % {"n": formats.number(late)}, reverse("needs:handover-list") + "?state=overdue", "warn")
            )
    if not can(actor, RUN_NEEDS):
        return found
    alike = len(alike_groups(actor, year))
    undecided = gates.gates(actor, year).filter(decided_on=None).count()
    lines = (
        (alike,
         ngettext("%(n)s group of proposals may be one wish", "%(n)s groups of proposals may be one wish", alike),
         reverse("needs:proposal-desk")),
        (new, ngettext("%(n)s proposal waits for a decision", "%(n)s proposals wait for a decision", new),
         f"{reverse('needs:proposal-list')}?status=new&year={year}"),
        (uncoded, ngettext("%(n)s quote is not coded", "%(n)s quotes are not coded", uncoded),
         reverse("needs:talk-list") + "?waiting=1"),
        (undecided, ngettext("%(n)s gate is not decided", "%(n)s gates are not decided", undecided),
         reverse("needs:gate-list")),
    )  # fmt: skip
    found += [(words % {"n": formats.number(number)}, url, "amber") for number, words, url in lines if number]
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def cycle(request: Request, year: int) -> HttpResponse:
    """Plan the stages of a year, or plan them anew while none is done."""
    require(request.actor, RUN_NEEDS)
    on = day_for(request.actor)
    page = queries.cycle_page(request.actor, year, on)
    units = Unit.objects.filter(agency_id=own_agency(request.actor), depth=1, closed_on=None).order_by("path")
    posted = request.POST if request.method == "POST" else None
    form = CycleForm(posted, initial=_planned(request.actor, page, on), units=units)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        stages = [
            actions.StagePlan(stage, data[f"days_{stage.value}"], *data[f"owner_{stage.value}"]) for stage in Stage
        ]
        try:
            actions.plan_cycle(year=year, starts_on=data["starts_on"], stages=stages, by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The stages are planned. Weekends and public holidays are left out."))
            return redirect("needs:home")
    context = {"form": form, "year": year, "page": page}
    return render(request, "needs/cycle.html", context, status=422 if form.errors else 200)


def _planned(actor: Actor, page: CyclePage | None, on: date) -> dict[str, Any]:
    """The stages as they stand, else those of the guideline from the next working day on."""
    if page is not None:
        days = {f"days_{line.stage.value}": line.days for line in page.stages}
        owners = {
            f"owner_{line.stage.value}": line.row.owner_unit.public_id if line.row.owner_unit else line.row.owner_role
            for line in page.stages
        }
        return {"starts_on": page.cycle.starts_on} | days | owners
    holidays, _unsure = working_calendar(agency_of(actor), on, on)
    usual = {f"days_{stage.value}": days for stage, days in zip(Stage, AKPK_DAYS, strict=True)}
    owners = {f"owner_{stage.value}": StageOwner.ANALYST.value for stage in Stage}
    return {"starts_on": next_workday(on + timedelta(days=1), holidays)} | usual | owners


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: Request, public_id: str) -> HttpResponse:
    """One stage: when, who, and whether it is done. `do` says finish or reopen."""
    found = queries.stage_for(request.actor, public_id)
    if not may_finish_stage(request.actor, found):
        raise Forbidden
    on = day_for(request.actor)
    page = queries.cycle_page(request.actor, found.cycle.year, on)
    line = next(each for each in page.stages if each.public_id == public_id) if page else None
    form = (
        ReasonForm(request.POST if request.method == "POST" else None)
        if found.done_on
        else FinishForm(request.POST if request.method == "POST" else None)
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            if found.done_on:
                actions.reopen_stage(stage=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
            else:
                actions.finish_stage(
                    stage=found, note=form.cleaned_data["note"], on=on, by=request.actor, at=request.at
                )
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, _("Noted."))
            return redirect("needs:home")
    context = {
        "stage": found, "line": line, "form": form, "refusal": refusal, "runs": can(request.actor, RUN_NEEDS),
        "left": working_days(line.left) if line and not line.done_on else "",
    }  # fmt: skip
    return render(request, "needs/stage.html", context, status=422 if refusal or form.errors else 200)

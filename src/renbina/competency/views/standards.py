"""What positions ask: the list, the standard of one position, and deciding one level of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binacore.standards import Origin
from renbina.competency import queries
from renbina.competency.access import can, require
from renbina.competency.actions import StandardRefused, end_standard, set_standard
from renbina.competency.filters import PositionFilter
from renbina.competency.forms.standards import AddStandardForm, EndForm, StandardForm
from renbina.competency.models import Competency
from renbina.competency.queries import positions as reads
from renbina.competency.tables.lists import position_table
from renbina.competency.views.dictionary import tabs
from renbina.competency.wording import origins as wording
from renbina.foundation.http import Request
from renbina.organisation.models import Position
from renbina.organisation.queries import day_for
from renbina.organisation.queries.families import family_names
from renbina.ui import formats
from renbina.ui.shapes import Level


@require_safe
def standards(request: Request) -> HttpResponse:
    """Positions with how much they ask, what they inherit, and what contradicts."""
    on = day_for(request.actor)
    levels, families = reads.choices(request.actor)
    form = PositionFilter(request.GET, levels=levels, families=families)
    chosen = form.chosen()
    rows = reads.position_rows(
        request.actor, on, level=chosen["level"], family=chosen["family"], wrong=bool(chosen["wrong"])
    )
    table = position_table()

    def prepare(page: list[Any]) -> list[reads.PositionLine]:
        return reads.position_lines(request.actor, on, page)

    export = table.export(request.GET, rows, filename=_("position standards"), prepare=prepare)
    if export is not None:
        return export
    context = {
        "filter": form,
        "keep": [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")],
        "table": table.page(request.GET, rows, prepare=prepare),
        "tabs": tabs("standards"),
        "wrong": reads.wrong_count(request.actor),
        "may_write": can(request.actor, "load_standards"),
    }
    return render(request, "competency/standards.html", context)


@require_safe
def standard(request: Request, public_id: str) -> HttpResponse:
    """What a position asks on a day, and where each level comes from."""
    today = day_for(request.actor)
    on = _asked_day(request, today)
    page = reads.standard_page(request.actor, public_id, on)
    place = (page.position.level, _family(page.position, page.lines))
    context = {
        "page": page,
        "position": page.position,
        "on": on,
        "is_today": on == today,
        "class_name": wording.level_name(page.position.level),
        "rule": _rule(page),
        "lines": [_line(line, place) for line in page.lines],
        "own": sum(line.asked.claim.origin == "position" for line in page.lines),
        "critical": sum(line.asked.claim.critical for line in page.lines),
        "wrong": [(competency, wording.fault_words(found)) for competency, found in page.wrong],
        "history": [(each, wording.interval_words(each.valid_from, each.valid_to)) for each in page.history],
        "may_write": can(request.actor, "load_standards"),
    }
    return render(request, "competency/standard.html", context)


def _family(position: Position, lines: Iterable[reads.AskedLine]) -> str:
    """What the position's family is called; asked for only where a decision for it says a level."""
    if not any(line.asked.claim.origin is Origin.FAMILY for line in lines):
        return ""
    return family_names(position.agency_id, position.family).get(position.family, "")


def _rule(page: reads.StandardPage) -> dict[str, Any] | None:
    """The general rule of the class with how sure it is, where a level comes from it or would."""
    claims = [claim for line in page.lines for claim in (line.asked.claim, *line.asked.lost)]
    if not any(claim.origin is Origin.RULE for claim in claims):
        return None
    rule = reads.general_rule(page.position.agency_id, page.position.level, page.on)
    if rule is None:
        return None
    return {"level": rule.value, "badge": wording.rule_badge(rule), "source": wording.rule_source(rule)}


def _line(line: reads.AskedLine, place: tuple[str, str]) -> dict[str, Any]:
    claim = line.asked.claim
    return {
        "competency": line.competency,
        "level": line.asked.level,
        "strip": Level(held=line.asked.level),
        "critical": claim.critical,
        "origin": wording.origin_words(claim, *place),
        "own": claim.origin == "position",
        "without": wording.without_words(line.asked.lost[0]) if line.asked.lost else "",
    }


def _asked_day(request: Request, today: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today


@require_http_methods(["GET", "HEAD", "POST"])
def standard_add(request: Request, public_id: str) -> HttpResponse:
    """Choose a competency that the position does not ask yet; the level follows on the next page."""
    position = reads.position_for(request.actor, public_id)
    require(request.actor, "load_standards")
    rows = reads.not_asked(request.actor, position, day_for(request.actor))
    form = AddStandardForm(request.POST if request.method == "POST" else None, competencies=rows)
    if request.method == "POST" and form.is_valid():
        return redirect("competency:standard-edit", public_id, form.cleaned_data["competency"])
    context = {"form": form, "position": position, "none_left": not rows}
    return render(request, "competency/standard_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_edit(request: Request, public_id: str, competency_id: str) -> HttpResponse:
    """One level of one position: ask another one, or end its own so that the class says it. `do` says which."""
    position = reads.position_for(request.actor, public_id)
    competency = queries.entry_for(request.actor, competency_id)
    require(request.actor, "load_standards")
    on = day_for(request.actor)
    line = reads.asked_line(position, competency, on)
    words = queries.words_on([competency.pk], on).get(competency.pk)
    doing = request.POST.get("do", "set") if request.method == "POST" else ""
    initial = {"since": on, "level": line.asked.level if line else None, "critical": bool(line and _critical(line))}
    form = StandardForm(request.POST if doing == "set" else None, words=words, initial=initial)
    ending = EndForm(request.POST if doing == "end" else None, initial={"on": on})
    if doing and _decided(request, position, competency, form if doing == "set" else ending):
        return redirect("competency:standard", public_id)
    context = {
        "form": form,
        "ending": ending,
        "position": position,
        "competency": competency,
        "now": _line(line, (position.level, _family(position, (line,)))) if line else None,
        "history": [
            (each, wording.interval_words(each.valid_from, each.valid_to))
            for each in reads.own_standards(position, competency)
        ],
    }
    return render(request, "competency/standard_edit.html", context, status=422 if doing else 200)


def _critical(line: reads.AskedLine) -> bool:
    return line.asked.claim.critical


def _decided(request: Request, position: Position, competency: Competency, form: StandardForm | EndForm) -> bool:
    """Whether it was written; else the form says why not."""
    if not form.is_valid():
        return False
    pair: dict[str, Any] = {"position": position, "competency": competency, "by": request.actor, "at": request.at}
    try:
        if isinstance(form, StandardForm):
            asked = form.asked()
            set_standard(asked=asked, **pair)
            told = _("From %(day)s on the position asks level %(level)s. The gaps are computed anew.")
            messages.success(request, told % {"day": formats.day(asked.since), "level": asked.level})
        else:
            day = form.cleaned_data["on"]
            end_standard(on=day, **pair)
            messages.success(
                request, _("It ends before %(day)s; then its class says the level.") % {"day": formats.day(day)}
            )
    except StandardRefused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True

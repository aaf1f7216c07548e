"""What classes of positions ask, and decisions of the agency about them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.competency import queries
from renbina.competency.access import can, require
from renbina.competency.actions import ClassKey, StandardRefused, end_class_standard, set_class_standards
from renbina.competency.forms.standards import ClassDecisionForm, EndForm
from renbina.competency.models import Competency
from renbina.competency.queries import positions as reads
from renbina.competency.views.dictionary import tabs
from renbina.competency.wording import origins as wording
from renbina.foundation.http import Request
from renbina.organisation.access import own_agency
from renbina.organisation.queries import day_for
from renbina.organisation.queries.families import family_names
from renbina.ui import formats
from renbina.ui.shapes import Level


@require_safe
def classes(request: Request) -> HttpResponse:
    """The general level of each class, how sure it is, and what the agency decided for it."""
    on = day_for(request.actor)
    families = family_names(own_agency(request.actor))
    followers = Competency.objects.filter(agency_id=own_agency(request.actor), by_class=True)
    context = {
        "lines": [_line(line, on, families) for line in reads.class_lines(request.actor, on)],
        "followers": [each.said_name for each in followers.order_by("pk")],
        "tabs": tabs("classes"),
        "may_write": can(request.actor, "load_standards"),
    }
    return render(request, "competency/classes.html", context)


def _line(line: reads.ClassLine, on: date, families: Mapping[str, str]) -> dict[str, Any]:
    rule = line.rule
    return {
        "level": line.level,
        "name": wording.level_name(line.level),
        "positions": line.positions,
        "general": rule.value if rule else None,
        "strip": Level(held=rule.value) if rule else None,
        "badge": wording.rule_badge(rule) if rule else None,
        "source": wording.rule_source(rule) if rule else "",
        "decisions": [
            (
                each, families.get(each.family, each.family), wording.interval_words(each.valid_from, each.valid_to),
                each.valid_from <= on,
            )
            for each in line.decisions
        ],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def class_new(request: Request) -> HttpResponse:
    """A decision for one or more classes, or one family in them."""
    require(request.actor, "load_standards")
    levels, families = reads.choices(request.actor)
    competencies = list(Competency.objects.filter(agency_id=own_agency(request.actor)).order_by("pk"))
    form = ClassDecisionForm(
        request.POST if request.method == "POST" else None, levels=levels, families=families,
        competencies=competencies, initial={"since": day_for(request.actor)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        keys = [ClassKey(level, data["family"]) for level in data["classes"]]
        competency = queries.entry_for(request.actor, data["competency"])
        try:
            set_class_standards(keys=keys, competency=competency, asked=form.asked(), by=request.actor, at=request.at)
        except StandardRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Decided. Positions without a standard of their own follow it."))
            return redirect("competency:classes")
    return render(request, "competency/class_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_end(request: Request, level: str, competency_id: str) -> HttpResponse:
    """End a decision about a class; `family` in the address names the family, if it was for one."""
    competency = queries.entry_for(request.actor, competency_id)
    require(request.actor, "load_standards")
    family = request.GET.get("family", "")
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": day_for(request.actor)})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        try:
            end_class_standard(
                key=ClassKey(level, family), competency=competency, on=day, by=request.actor, at=request.at
            )
        except StandardRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The decision ends before %(day)s.") % {"day": formats.day(day)})
            return redirect("competency:classes")
    context = {
        "form": form,
        "competency": competency,
        "class_name": wording.level_name(level),
        "family": family_names(competency.agency_id, family).get(family, family) if family else "",
    }
    return render(request, "competency/class_end.html", context, status=422 if form.errors else 200)

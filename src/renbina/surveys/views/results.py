"""The results of a campaign: questions, units, how well the scales hold together, and answers in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binacore.reliability import ItemFit
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.surveys import actions, previews, queries
from renbina.surveys.access import MANAGE, can
from renbina.surveys.forms import CodingForm, ThemeForm, ViewForm
from renbina.surveys.gather.around import subject_names
from renbina.surveys.models import Campaign
from renbina.surveys.queries.sheets import UNIT
from renbina.surveys.views.drawn import blocks, ends, said_text, scale_words, unit_chart
from renbina.surveys.views.exported import results_file, units_file
from renbina.surveys.wording import results_heading
from renbina.ui import formats

TEXTS: Final = 20  # on one page of coding
SUBJECT: Final = "perihal"  # in addresses: only the questions about this, such as competency:2.1


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages about the same results."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a scale; `note` is empty where nothing is to be said."""

    text: str
    fit: ItemFit
    note: str


@dataclass(frozen=True, slots=True)
class _Scale:
    report: previews.ScaleReport
    sentence: str
    tone: str
    notes: list[str]

    @property
    def rows(self) -> list[Row]:
        fits = self.report.found.items if self.report.found is not None else ()
        texts = (said_text(item, row) for item, row in self.report.items)
        return [Row(*row) for row in zip(texts, fits, self.notes, strict=False)]

    @property
    def omega(self) -> str | None:
        omega = self.report.found.omega if self.report.found is not None else None
        return formats.number(omega, 2) if omega is not None else None


@require_safe
def results(request: Request, public_id: str) -> HttpResponse:
    """Question by question; of all, or of those with one or two properties."""
    campaign = queries.campaign_for(request.actor, public_id)
    whole = previews.results_of(request.actor, campaign)
    filters = whole.filters if whole is not None else ()
    asked = request.GET.get(UNIT, "")
    options = [(each.key, each.label, each.options) for each in filters]
    form = ViewForm(request.GET, queries.with_unit(request.actor, options, asked))
    view: Mapping[str, str] = form.cleaned_data if form.is_valid() else {}
    found = previews.results_of(request.actor, campaign, view) if view else whole
    about = request.GET.get(SUBJECT, "")
    if found is not None and about:
        found = replace(found, items=tuple(told for told in found.items if told.item.subject == about))
    if found is not None and form.is_valid():
        file = results_file(request.GET.get("export", ""), campaign, found)
        if file is not None:
            return file
    themes = queries.theme_counts(campaign) if not view else {}
    subject = subject_names(campaign.agency_id, [about]).get(about, about)
    score = queries.score_of(request.actor, campaign, about, view) if about and found is not None else None
    context = _frame(request, campaign, "results") | {
        "results": found, "form": form, "blocks": blocks(found, themes), "ends": None if about else ends(found),
        "about": subject, "keep": [(SUBJECT, about)] if about else [], "score": score,
        "lacks_unit": bool(asked) and not campaign.by_unit, "export": _kept(request), "whole": whole,
    }  # fmt: skip
    return render(request, "surveys/results.html", context, status=422 if form.errors else 200)


@require_safe
def units(request: Request, public_id: str) -> HttpResponse:
    """Unit by unit."""
    campaign = queries.campaign_for(request.actor, public_id)
    report = previews.units_of(request.actor, campaign)
    if report is not None:
        file = units_file(request.GET.get("export", ""), campaign, report)
        if file is not None:
            return file
    chart = unit_chart(report) if report is not None else None
    context = _frame(request, campaign, "results-units") | {"report": report, "chart": chart}
    return render(request, "surveys/results_units.html", context)


@require_safe
def scales(request: Request, public_id: str) -> HttpResponse:
    """Do the questions under one heading measure one thing?"""
    campaign = queries.campaign_for(request.actor, public_id)
    found = previews.reliability_of(request.actor, campaign)
    reports = [_Scale(report, *scale_words(report.found)) for report in found or ()]
    context = _frame(request, campaign, "results-scales") | {"reports": reports, "found": found}
    return render(request, "surveys/results_scales.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Request, public_id: str, code: str) -> HttpResponse:
    """The answers in words to one question, twenty a page, with the themes they are about."""
    campaign = queries.campaign_for(request.actor, public_id)
    page = queries.words_page(request.actor, campaign, code)
    texts = Paginator(page.said(), TEXTS).get_page(request.GET.get("page"))
    form = CodingForm(
        request.POST if request.method == "POST" else None, texts=list(texts.object_list), themes=page.themes
    )
    may = can(request.actor, MANAGE)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.code_texts(
                campaign=campaign, item_code=code, themes=form.marks(), by=request.actor, at=request.at
            )
        except Refused as error:
            messages.error(request, error.message)
        else:
            said = ngettext("%(n)s mark changed.", "%(n)s marks changed.", changed) % {"n": changed}
            messages.success(request, said)
        return redirect(f"{reverse('surveys:words', args=[public_id, code])}?page={texts.number}")
    context = _frame(request, campaign, "results") | {
        "page": page, "question": said_text(page.item, ""), "texts": texts, "form": form, "theme_form": ThemeForm(),
        "may": may and not page.is_hidden,
    }  # fmt: skip
    return render(request, "surveys/results_words.html", context)


@require_POST
def theme_add(request: Request, public_id: str, code: str) -> HttpResponse:
    """A new theme of a question."""
    campaign = queries.campaign_for(request.actor, public_id)
    form = ThemeForm(request.POST)
    try:
        name = form.cleaned_data["name"] if form.is_valid() else ""
        actions.add_theme(campaign=campaign, item_code=code, name=name, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The theme is there. Tick it beside the answers that are about it."))
    return redirect("surveys:words", public_id=public_id, code=code)


@require_POST
def theme_remove(request: Request, public_id: str) -> HttpResponse:
    """Take a theme away; the answers stay."""
    theme = queries.theme_for(request.actor, public_id)
    actions.remove_theme(theme=theme, by=request.actor, at=request.at)
    messages.success(request, _("The theme and its marks are gone; the answers stay."))
    return redirect("surveys:words", public_id=theme.campaign.public_id, code=theme.item_code)


def _frame(request: Request, campaign: Campaign, active: str) -> dict[str, Any]:
    """What stands above all of them: the sentence, and the ways between the pages."""
    page = queries.campaign_page(request.actor, campaign.public_id)
    ways = [("results", _("Questions")), ("results-scales", _("Reliability"))]
    if campaign.by_unit:
        ways.insert(1, ("results-units", _("Units")))
    tabs = [Tab(label, reverse(f"surveys:{name}", args=[campaign.public_id]), name == active) for name, label in ways]
    return {"campaign": campaign, "summary": page, "heading": results_heading(page), "tabs": tabs}


def _kept(request: Request) -> str:
    """The address of the same view as a file, up to the kind of file."""
    query = request.GET.copy()
    query.pop("export", None)
    return f"?{query.urlencode()}{'&' if query else ''}export="

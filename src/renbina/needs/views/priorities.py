"""Needs by rank, and the evidence of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from binacore.need_score import NeedScore
from binacore.priority import GATED, STORED
from renbina.competency import access as competencies
from renbina.foundation.actor import Actor
from renbina.foundation.http import Request
from renbina.needs import queries
from renbina.needs.access import CHANGE_LIMITS, COLLECT_EVIDENCE, RUN_NEEDS, VIEW_PRIORITIES, VIEW_VOICES, can, require
from renbina.needs.actions import Collected, collect_evidence
from renbina.needs.enums import EvidenceSource
from renbina.needs.gather import page, people
from renbina.needs.queries.asking import unknown_units, ways_of
from renbina.needs.queries.evidence import evidence_words
from renbina.needs.queries.ranking import TOP, Need
from renbina.needs.queries.weights import EvidenceLine
from renbina.needs.tables import PRIORITIES, QUESTIONS, people_table, unknown_table, ways_table
from renbina.needs.wording import asking as asking_words
from renbina.needs.wording import priorities as wording
from renbina.organisation.queries import day_for
from renbina.surveys import access as surveys
from renbina.ui import formats
from renbina.ui.charts import Chart, Stack, stacked_bar_chart

DRAWN = 10
SURVEY = "survey:"  # begins the origin of a row that a closed campaign gave
FINDING = "finding:"  # ... that an evaluation of classes gave


@require_safe
def ranking(request: Request) -> HttpResponse:
    """All needs by rank, each with its sum; the first ones drawn."""
    found = queries.ranked_needs(request.actor, day_for(request.actor))
    export = PRIORITIES.export(request.GET, found.needs, filename=_("priorities"))
    if export is not None:
        return export
    context = {
        "ranking": found,
        "first": found.needs[0] if found.needs else None,
        "top": TOP,
        "chart": bars(found.needs[:DRAWN], _("The first needs")) if found.needs else None,
        "table": PRIORITIES.page(request.GET, found.needs),
        "unasked": sum(each.people for each in found.unasked),
        "may_collect": can(request.actor, COLLECT_EVIDENCE),
        "may_change": can(request.actor, CHANGE_LIMITS),
    }
    return render(request, "needs/ranking.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: Request) -> HttpResponse:
    """The button that derives evidence anew; a page of its own says first what it does."""
    require(request.actor, COLLECT_EVIDENCE)
    on = day_for(request.actor)
    if request.method == "POST":
        told = collect_evidence(year=on.year + 1, on=on, by=request.actor, at=request.at)
        messages.success(request, _collected(told))
        return redirect("needs:ranking")
    return render(request, "needs/collect.html", {"year": on.year + 1})


def _collected(told: Collected) -> str:
    if not (told.added or told.changed or told.removed):
        return _("Everything was collected before: nothing changed.")
    return _("Collected: %(added)s new, %(changed)s changed, %(removed)s gone, %(same)s as before.") % {
        "added": told.added, "changed": told.changed, "removed": told.removed, "same": told.same,
    }  # fmt: skip


@require_safe
def need_detail(request: Request, unit_id: str, competency_id: str) -> HttpResponse:
    """One need with everything that speaks for it, source by source."""
    found = page.need_page(request.actor, day_for(request.actor), unit_id, competency_id)
    need, address = found.need, reverse("needs:need-people", args=[unit_id, competency_id])
    score = need.score if need else None
    context = {
        "page": found,
        "need": need,
        "people": wording.people_words(need) if need else "",
        "unknown": wording.unknown_words(need) if need else "",
        "people_below": f"{address}?tampil=below",
        "range_note": wording.range_words(score) if score else "",
        "total_note": _("rank %(rank)s") % {"rank": formats.number(need.rank_total)} if need else "",
        "gate_words": wording.gate_words(found.training),
        "chart": bars([need], _("What the score is made of")) if need else None,
        "sum": wording.sum_words(score) if score else "",
        "standards": reverse("competency:entry", args=[competency_id])
        if competencies.can(request.actor, competencies.READ)
        else "",
        "critical": wording.critical_words(score) if score else "",
        "hears": can(request.actor, VIEW_VOICES),
        "product": wording.product_words(score) if score else "",
        "differs": score is not None and _factors_differ(found, score),
        "sure": wording.sure_words(score) if score else None,
        "stable": wording.stability_words(need) if need else "",
        "sources": [source_of(source, found, request.actor) for source in found.sources],
        "top": TOP,
    }
    return render(request, "needs/need.html", context)


def _factors_differ(found: page.NeedPage, score: NeedScore) -> bool:
    """Whether a factor of the product reads otherwise than the row that it comes from."""
    told = {part.component: wording.points(part.factor) for part in score.parts}
    rows = (row for source in found.sources for row in source.rows if row.counts)
    return any(wording.points(row.factor) != told[STORED[row.line.source]] for row in rows)


@require_safe
def need_people(request: Request, unit_id: str, competency_id: str) -> HttpResponse:
    """The people behind a need; of the unassessed, whom to ask first."""
    on = day_for(request.actor)
    require(request.actor, VIEW_PRIORITIES)
    unit, competency = queries.named(request.actor, unit_id, competency_id)
    shown = request.GET.get("tampil", "")
    rows = people.people_of(request.actor, unit.path, competency.pk, on, shown)
    table = people_table()
    export = table.export(request.GET, rows, filename=_("people"))
    if export is not None:
        return export
    ask = people.ask_first(people.people_of(request.actor, unit.path, competency.pk, on, "unknown"), 20)
    address = reverse("needs:need-people", args=[unit_id, competency_id])
    words = {"": _("All"), "below": _("Below the standard"), "unknown": _("Not assessed"), "met": _("At the standard")}
    context = {
        "unit": unit,
        "competency": competency,
        "table": table.page(request.GET, rows),
        "ask": ask if shown == "unknown" else [],
        "tabs": [
            {"label": label, "url": f"{address}?tampil={key}" if key else address, "active": key == shown}
            for key, label in words.items()
        ],
    }
    return render(request, "needs/need_people.html", context)


@require_safe
def need_voices(request: Request, unit_id: str, competency_id: str) -> HttpResponse:
    """Quotes and proposals behind a need."""
    require(request.actor, VIEW_PRIORITIES)
    unit, competency = queries.named(request.actor, unit_id, competency_id)
    quotes, proposals = page.voices(request.actor, day_for(request.actor).year + 1, unit, competency)
    context = {"unit": unit, "competency": competency, "quotes": quotes, "proposals": proposals}
    return render(request, "needs/need_voices.html", context)


@require_safe
def enough(request: Request) -> HttpResponse:
    """Is the evidence enough? Whom to ask next and how, and who is spared."""
    on = day_for(request.actor)
    found = people.questions(request.actor, on)
    ways = ways_of(request.actor, on, found.ranking, found.cut)
    sends, talks = surveys.can(request.actor, surveys.MANAGE), can(request.actor, RUN_NEEDS)
    ways_shown, unknown = ways_table(sends=sends, talks=talks), unknown_units(request.actor, found.ranking)
    unknown_shown = unknown_table(sends=sends)
    export = (
        QUESTIONS.export(request.GET, found.ask, filename=_("ask-next"))
        or ways_shown.export(request.GET, ways.rows, filename=_("ways-of-asking"))
        or unknown_shown.export(request.GET, unknown, filename=_("nobody-assessed"))
    )
    if export is not None:
        return export
    best = ways.rows[0] if ways.rows else None
    context = {
        "found": found,
        "table": QUESTIONS.page(request.GET, found.ask),
        "ways": ways_shown.page(request.GET, ways.rows),
        "unknown": unknown_shown.page(request.GET, unknown) if unknown else None,
        "unknown_units": len(unknown),
        "best": asking_words.way_words(best) if best else "",
        "best_seats": asking_words.seats_words(best) if best else "",
        "best_url": asking_words.way_url(best, sends=sends, talks=talks) if best else "",
        "answering": formats.percent(ways.answering, 0),
        "is_measured": ways.is_measured,
        "cut": wording.points(found.cut),
    }
    return render(request, "needs/enough.html", context)


@dataclass(frozen=True, slots=True)
class SourceShown:
    """One source as the page shows it: what each row says and weighs, and where its own rows are."""

    title: str
    component: str
    rows: tuple[RowShown, ...]
    url: str
    gated: bool
    kind: str


@dataclass(frozen=True, slots=True)
class RowShown:
    says: str
    people: str
    sure: str
    left: str
    factor: str
    counts: bool
    origin: str = ""  # what the row was derived from, in words, and where that stands
    url: str = ""
    locked: bool = False  # there are such rows, but not for this reader


def source_of(source: page.Source, found: page.NeedPage, actor: Actor) -> SourceShown:
    """A source in words."""
    component = STORED[source.source]
    return SourceShown(
        title=str(source.source.label),
        component=str(wording.COMPONENTS[component]),
        rows=tuple(
            RowShown(
                says=evidence_words(row.line.facts, row.line.reason),
                people=formats.number(row.line.people) if row.line.people else "",
                sure=formats.percent(row.line.confidence, 0),
                left=formats.percent(row.left, 0),
                factor=wording.points(row.factor),
                counts=row.counts,
                **_origin_of(row.line, found, actor),
                locked=row.line.origin.startswith(SURVEY) and not surveys.can(actor, surveys.VIEW),
            )
            for row in source.rows
        ),
        url=_rows_url(source.source, found),
        gated=component in GATED and found.training < 1,
        kind=source.source.value,
    )


def _origin_of(line: EvidenceLine, found: page.NeedPage, actor: Actor) -> dict[str, str]:
    """The survey, the goal or the studies that a row speaks for."""
    origin = line.origin
    if origin.startswith(SURVEY):
        may = surveys.can(actor, surveys.VIEW)
        return {"origin": _("Read the results"), "url": _survey_url(line, found)} if may else {}
    if origin.startswith("studies:"):
        return {"origin": _("Studies of what is coming"), "url": reverse("needs:study-list")}
    if origin.startswith(FINDING):
        url = found.around.finding_url(origin.removeprefix(FINDING))
        return {"origin": _("Read the finding"), "url": url} if url else {}
    named = found.around.origins.get(origin)
    return {"origin": named.text, "url": named.url} if named else {}


def _rows_url(source: EvidenceSource, found: page.NeedPage) -> str:
    """Where the rows behind a source stand; empty where no page of this room or a lower one has them."""
    if source is EvidenceSource.PERFORMANCE:
        address = reverse("needs:need-people", args=[found.unit.public_id, found.competency.public_id])
        return f"{address}?tampil=below"
    if source in (EvidenceSource.PROPOSAL, EvidenceSource.INTERVIEW):
        return reverse("needs:need-voices", args=[found.unit.public_id, found.competency.public_id])
    if source is EvidenceSource.VOICE and found.around.complaints:
        return found.around.complaints.url
    return ""


def _survey_url(line: EvidenceLine, found: page.NeedPage) -> str:
    """The results of the campaign that a row was collected from: of its unit, the questions about the competency."""
    query = {"perihal": f"competency:{found.competency.code}"}
    if line.path == found.unit.path:
        query["unit"] = found.unit.public_id
    return reverse("surveys:results", args=[line.origin.removeprefix(SURVEY)], query=query)


def bars(needs: Sequence[Need], title: str) -> Chart:
    """The sum of each need as a stacked bar."""
    return stacked_bar_chart(
        title,
        _("Points a person: all parts of a bar add up to the score beside it."),
        [str(name).capitalize() for name, _tone in wording.SERIES],
        [
            Stack(
                f"{need.rank}. {need.competency.name} · {need.unit.short_name}",
                wording.series_of(need.score),
                wording.points(need.score.value),
            )
            for need in needs
        ],
        head=ngettext("Need", "Needs", len(needs)),
        show=wording.points,
        total_head=_("Score"),
        shape="wide",
        tones=[tone for _name, tone in wording.SERIES],
    )

"""The plan of a year: one sentence of truth, then evidence, then detail."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.foundation import jobs
from renbina.foundation.http import Request
from renbina.planning import access, queries, tables, wording
from renbina.planning.actions import COMPUTABLE
from renbina.planning.enums import PlanStatus, RunFailure
from renbina.planning.filters import RowFilter
from renbina.planning.queries import PersonReasons, PlanPage
from renbina.planning.views.charts import fund_chart, way_chart
from renbina.planning.views.day import day_of
from renbina.ui import formats

_UNDER_DECISION = (PlanStatus.PROPOSED, PlanStatus.ENDORSED, PlanStatus.APPROVED)
REASONS_SHOWN = 6
LACKS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the rail."""

    label: str
    note: str
    state: str = ""
    url: str = ""


@require_safe
def plan(request: Request, public_id: str) -> HttpResponse:
    """The plan page. Also answers the search for a person and the export of its table."""
    in_force = request.GET.get("versi") == "berlaku"
    page = queries.plan_page(request.actor, queries.plan_for(request.actor, public_id, in_force=in_force))
    if page.run is None and page.plan.status != PlanStatus.DRAFT:
        return redirect("planning:plan-history", public_id=public_id)  # decided before this system computed plans
    filter_form = RowFilter(request.GET)
    rows = [row for row in page.rows if filter_form.passes(row.kind)]
    table = tables.plan_rows(public_id)
    export = table.export(request.GET, rows, filename=_("plan-%(year)s") % {"year": page.plan.year})
    if export is not None:
        return export
    return render(request, "planning/plan.html", _context(request, page, filter_form, table.page(request.GET, rows)))


def _context(request: Request, page: PlanPage, filter_form: RowFilter, table: Any) -> dict[str, Any]:
    figures = page.figures
    on = day_of(page.agency)
    search = queries.PersonSearch()
    if page.run is not None and (request.GET.get("name") or request.GET.get("person")):
        search = queries.person_search(
            request.actor, page.plan, on, text=request.GET.get("name", ""), person=request.GET.get("person", "")
        )
    names = {row.programme_code: row.title for row in page.rows}
    return {
        "page": page,
        "plan": page.plan,
        "run": page.run,
        "figures": figures,
        "headline": wording.headline(page.plan.year, figures),
        "proof": _proof(page),
        "stage_label": page.plan.get_stage_display(),
        "steps": _steps(page, access.can(request.actor, access.DOCUMENT, page.plan)),
        "newer": page.plan.approved_run_id is not None and not page.plan.is_in_force,
        "drafted": page.plan.is_in_force and page.plan.status != PlanStatus.APPROVED,
        "kpis": wording.kpis(figures) if figures else (),
        "notices": wording.notices(figures) if figures else (),
        "left_out": _left_out(figures),
        "behind": wording.behind(figures),
        "shortages": _first_and_rest(wording.shortages(figures)),
        "not_held": _first_and_rest(wording.not_held(figures)),
        "filter": filter_form,
        "keep": [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")],
        "table": table,
        "way_chart": way_chart(figures) if figures else None,
        "fund_chart": fund_chart(figures) if figures else None,
        "next_money": wording.next_money_words(figures) if figures else "",
        "search": search,
        "spoken": spoken_reasons(search.found, names, REASONS_SHOWN) if search.found else (),
        "left_out_why": wording.left_out_words(search.found.left_out) if search.found else "",
        "job": jobs.page_of(page.going.job) if page.going and page.going.job and not page.going.failed else None,
        "failed": failure_words(page.going.failure) if page.going and page.going.failed else "",
        "may_document": access.can(request.actor, access.DOCUMENT, page.plan),
        "may_run": page.plan.status in COMPUTABLE and access.can(request.actor, access.RUN, page.plan),
        "next_step": _next_step(request, page),
    }


def spoken_reasons(person: PersonReasons, names: dict[str, str], limit: int | None = None) -> list[wording.Spoken]:
    """The reasons in words: chosen first, then rules that stand in the way, then what was outweighed."""
    told = [
        wording.spoken(each.code, each.numbers, each.programme_name, names, wording.Grounds(each.raises, each.named))
        for each in person.reasons
    ]
    order = {"": 0, "blocked": 1, "not": 2}
    told.sort(key=lambda each: order[each.kind])
    return told if limit is None else told[:limit]


def _proof(page: PlanPage) -> str:
    run = page.run
    if run is None or run.finished_at is None:
        return ""
    finished = run.finished_at.astimezone(ZoneInfo(page.agency.timezone))
    words = {"proof": wording.proof_words(run.gap), "moment": formats.moment(finished)}
    return _("%(proof)s · put together %(moment)s") % words


def _steps(page: PlanPage, may_document: bool) -> list[Step]:
    """What the plan rests on, where it stands, and what comes out. Only steps that work are shown."""
    inputs, plan = page.inputs, page.plan
    money = formats.rupiah_short(plan.budget)
    ready = page.run is not None
    versions = len(page.versions)
    return [
        Step(_("People"), _("%(n)s people") % {"n": formats.number(inputs.people)}, _done(inputs.people)),
        Step(_("Needs"), _("%(n)s gaps") % {"n": formats.number(inputs.gaps)}, _done(inputs.gaps)),
        Step(
            _("Programmes"),
            _("%(n)s programmes") % {"n": formats.number(inputs.programmes)},
            _done(inputs.programmes),
            reverse("catalogue:programme-list"),
        ),
        Step(_("Budget and goals"), money, _done(plan.budget), reverse("planning:goal-tree")),
        Step(
            _("Put together"),
            _("%(n)s versions") % {"n": versions} if versions > 1 else "",
            "done" if plan.status in _UNDER_DECISION else "current",
        ),
        Step(
            _("Decision"),
            str(PlanStatus(plan.status).label) if ready else _("after the plan"),
            "done" if plan.is_in_force else "current" if plan.status in _UNDER_DECISION else "next",
            reverse("planning:plan-approval", args=[plan.public_id]) if ready else "",
        ),
        Step(
            _("Documents"),
            _("PDF and XLSX") if ready else _("after the plan"),
            "next",
            reverse("planning:document-pdf", args=[plan.public_id]) if ready and may_document else "",
        ),
    ]


def _next_step(request: Request, page: PlanPage) -> str:
    """The label of the button to the decision, where this reader has one to take; else empty."""
    plan = page.plan
    if page.run is None:
        return ""
    if plan.status == PlanStatus.DRAFT and access.can(request.actor, access.PROPOSE, plan):
        return _("Put before the Sekda")
    right = {PlanStatus.PROPOSED: access.ENDORSE, PlanStatus.ENDORSED: access.SET}.get(PlanStatus(plan.status))
    return _("Read and decide") if right and access.can(request.actor, right, plan) else ""


def _done(count: int) -> str:
    return "done" if count else ""


def _first_and_rest(lacks: list[wording.LackWords]) -> list[list[wording.LackWords]]:
    """The first few, and the others to be unfolded; no empty group."""
    return [group for group in (lacks[:LACKS_SHOWN], lacks[LACKS_SHOWN:]) if group]


def _left_out(figures: Any) -> list[tuple[str, int]]:
    pairs = figures.get("left_out", {}).items()
    return [(wording.left_out_words(reason), count) for reason, count in sorted(pairs)]


def failure_words(code: str) -> str:
    """A code of RunFailure as a sentence; what an older version stored is an error like any other."""
    return str(RunFailure(code if code in RunFailure.values else RunFailure.ERROR).label)

"""Levels of one person with every proof, on any day; and one's own, with what one ticks for oneself."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.competency.actions import AssessmentRefused, assess_self
from renbina.competency.forms.person import BehaviourForm, DayForm
from renbina.competency.models import Assessment, Competency
from renbina.competency.previews.anchors import anchors_of
from renbina.competency.previews.person import Held, PersonPage, own_page, person_page
from renbina.competency.wording import proofs
from renbina.foundation.http import Request
from renbina.organisation.access import own_agency
from renbina.organisation.queries import day_for, own_employee
from renbina.ui.shapes import Level

FULL = "penuh"


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One proof as it is shown."""

    name: str
    level: int
    day: object
    until: object
    assessor: str
    lost: str


@dataclass(frozen=True, slots=True)
class Line:
    """One competency as it is shown."""

    held: Held
    level: Level
    because: str
    proofs: list[ProofLine]


@require_safe
def mine(request: Request) -> HttpResponse:
    """What my position asks, what I have shown, and why this level is taken."""
    form = DayForm(request.GET, today=day_for(request.actor))
    page = own_page(request.actor, on=form.day, today=form.today, cap_surplus=_cap(request))
    return render(request, "competency/person.html", _context(request, page, form) | {"own": True})


@require_safe
def person(request: Request, employee_id: str) -> HttpResponse:
    """The same of somebody in one's care."""
    today = day_for(request.actor)
    form = DayForm(request.GET, today=today)
    page = person_page(request.actor, employee_id, on=form.day, today=today, cap_surplus=_cap(request))
    return render(request, "competency/person.html", _context(request, page, form) | {"own": False})


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: Request, competency_id: str) -> HttpResponse:
    """My own level of one competency, by the behaviours of form 2a."""
    on = day_for(request.actor)
    me = own_employee(request.actor)
    competency = get_object_or_404(Competency, agency_id=own_agency(request.actor), public_id=competency_id)
    last = Assessment.objects.filter(employee=me, competency=competency, method="self").order_by("-assessed_on").first()
    anchors = anchors_of(competency, on)
    data = request.POST if request.method == "POST" else None
    form = BehaviourForm(data, anchors=anchors, marks=last.marks if last else {})
    if request.method == "POST" and form.is_valid():
        try:
            made = assess_self(competency=competency, marks=form.marks(), on=on, by=request.actor, at=request.at)
        except AssessmentRefused as error:
            form.add_error(None, error.message)
        else:
            words = _("%(name)s: your answers make level %(level)s.")
            messages.success(request, words % {"name": competency.said_name, "level": made.level})
            return redirect("competency:mine")
    context = {"competency": competency, "form": form, "last": last, "anchors": anchors}
    return render(request, "competency/assess.html", context, status=422 if form.errors else 200)


def _cap(request: Request) -> bool | None:
    """None: as the agency's rule says."""
    return False if request.GET.get("surplus") == FULL else None


def _context(request: Request, page: PersonPage, form: DayForm) -> dict[str, object]:
    match = page.match
    rule = page.rules.value("gap.method_trust")
    return {
        "page": page,
        "form": form,
        "today": form.today,
        "lines": [_line(each, page) for each in page.lines],
        "match": match,
        "match_share": None if match.percent is None else match.percent / 100,
        "match_facts": proofs.match_facts(match),
        "match_words": proofs.match_words(match),
        "match_rule": match.basis[0].citation_in(get_language()),
        "capped_by_rule": page.rules.flag("jpm.surplus_capped"),
        "order": [proofs.method_name(method) for method in proofs.in_order(page.rules)],
        "order_rule": rule.citation_in(get_language()),
    }


def _line(held: Held, page: PersonPage) -> Line:
    told = [
        ProofLine(
            proofs.method_name(each.assessment.method),
            each.assessment.level,
            each.assessment.valid_from,
            each.assessment.valid_to,
            page.assessors.get(each.assessment.assessment_id, ""),
            proofs.lost(each, held.proofs[0]),
        )
        for each in held.proofs
    ]
    return Line(held, Level(held.gap.held, held.gap.required, held.after), proofs.because(held.gap), told)

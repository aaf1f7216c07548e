"""What to set right first: problems in the data, by what of the plan hangs on them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_safe

from renbina.dashboards.enums import DataProblem, Problem
from renbina.dashboards.queries.dependence import QualityPage, Weight, quality_page
from renbina.dashboards.wording import problems
from renbina.foundation.actor import Actor
from renbina.foundation.http import Request
from renbina.organisation.access import Verb, can

_IMPORTS: dict[str, str] = {
    DataProblem.NO_STANDARD: gettext_noop("Import the standards"),
    Problem.NOT_ASSESSED: gettext_noop("Import assessments"),
    DataProblem.BIRTH_DIFFERS: gettext_noop("Import the roster again"),
}


@require_safe
def quality(request: Request) -> HttpResponse:
    """One line a problem, the heaviest first, each with the one button that leads to its fix."""
    page = quality_page(request.actor)
    context = {
        "page": page,
        "heading": _heading(page),
        "rows": [_row(request.actor, page, each) for each in page.weights],
        "unreachable": page.unreachable,
        "may_fix": can(request.actor, Verb.CHANGE_ORGANISATION),
    }
    return render(request, "dashboards/quality.html", context)


def _heading(page: QualityPage) -> str:
    if not page.weights:
        return _("Nothing is wrong in the data")
    first = page.weights[0]
    if not first.seats:
        words = ngettext("%(n)s kind of problem in the data", "%(n)s kinds of problems in the data", len(page.weights))
        return words % {"n": len(page.weights)}
    return _("First: %(what)s") % {"what": problems.data_problem(first.problem, first.people)[0]}


def _row(actor: Actor, page: QualityPage, weight: Weight) -> dict[str, Any]:
    title, consequence = problems.data_problem(weight.problem, weight.people)
    url, label = _fix(actor, weight.problem)
    return {
        "weight": weight,
        "title": title,
        "consequence": consequence,
        "share": weight.rupiah / page.rupiah if page.rupiah else None,
        "list_url": reverse("dashboards:employee-list", query={"problem": weight.problem}),
        "url": url,
        "label": label,
    }


def _fix(actor: Actor, problem: str) -> tuple[str, str]:
    """Where this is set right: address and words of the button; empty for who only reads."""
    if not can(actor, Verb.CHANGE_ORGANISATION):
        return "", ""
    listed = {"problem": problem}
    if problem == Problem.NO_SUPERIOR:
        return _first("organisation:superior-list", _("Set superiors"), listed)
    if problem in (Problem.PAST_RETIREMENT, DataProblem.CONTRACT_ENDED):
        address = reverse("dashboards:people-bulk", query=listed | {"do": "status"})
        return address, _("Set their status")
    if problem in _IMPORTS:
        return _first("foundation:import-list", _(_IMPORTS[problem]), listed)
    return reverse("dashboards:employee-list", query=listed), _("Open the people")


def _first(name: str, label: str, listed: dict[str, str]) -> tuple[str, str]:
    """A page of another room where it is there, else the list of the people."""
    try:
        return reverse(name), label
    except NoReverseMatch:
        return reverse("dashboards:employee-list", query=listed), _("Open the people")

"""The proposal desk: wishes that are likely the same, merged by a person."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.needs import actions
from renbina.needs.access import RUN_NEEDS, require
from renbina.needs.queries import proposing
from renbina.needs.queries.alike import alike_groups, pair_apart, pairs_apart
from renbina.needs.queries.cycles import year_of
from renbina.needs.wording.analysis import why_alike
from renbina.organisation.queries import day_for
from renbina.ui import formats

A_PAGE: Final = 10
FOUND_MOST: Final = 20


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Request) -> HttpResponse:
    """Groups found by the words, programme and unit; with `q` any proposals that hold these words."""
    require(request.actor, RUN_NEEDS)
    year = year_of(request.actor, request.GET.get("year", ""), day_for(request.actor))
    refusal = ""
    if request.method == "POST":
        doing = {"apart": _apart, "again": _take_back}.get(request.POST.get("do", ""), _merge)
        refusal = doing(request)
        if not refusal:
            return redirect(request.get_full_path())
    words = " ".join(request.GET.get("q", "").split())[:80]
    groups = alike_groups(request.actor, year)
    page = Paginator(groups, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "year": year, "words": words, "refusal": refusal, "page": page, "groups": len(groups),
        "rows": [(group.keep, [(row, why_alike(pair)) for row, pair in group.others]) for group in page],
        "found": list(proposing.holding_words(request.actor, year, words)[:FOUND_MOST]) if words else [],
        "totals": proposing.proposal_totals(request.actor, year),
        "recent": list(proposing.lately_merged(request.actor, year)[:FOUND_MOST]),
        "apart": list(pairs_apart(request.actor, year)[:FOUND_MOST]),
        "typed": request.POST.get("reason", "")[:255],
    }  # fmt: skip
    return render(request, "needs/desk.html", context, status=422 if refusal else 200)


def _merge(request: Request) -> str:
    """What was wrong, or nothing."""
    keep = request.POST.get("keep", "")
    chosen = proposing.chosen_proposals(request.actor, [keep, *request.POST.getlist("same")])
    into = next((each for each in chosen if each.public_id == keep), None)
    others = [each for each in chosen if each.public_id != keep]
    if into is None or not others:
        return _("Choose which one stays, and at least one other that asks for the same.")
    try:
        actions.merge_proposals(
            into=into, others=others, reason=request.POST.get("reason", ""), on=day_for(request.actor),
            by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        return refusal.message
    words = ngettext("%(n)s proposal was merged.", "%(n)s proposals were merged.", len(others))
    messages.success(request, words % {"n": formats.number(len(others))})
    return ""


def _apart(request: Request) -> str:
    """The chosen ones are wishes of their own. What was wrong, or nothing."""
    named = [request.POST.get("keep", ""), *request.POST.getlist("same")]
    chosen = proposing.chosen_proposals(request.actor, named)
    try:
        actions.keep_apart(
            proposals=chosen, reason=request.POST.get("reason", ""), on=day_for(request.actor), by=request.actor,
            at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        return refusal.message
    messages.success(request, _("Noted: they are not the same. The desk does not ask again."))
    return ""


def _take_back(request: Request) -> str:
    pair = pair_apart(request.actor, request.POST.get("pair", ""))
    actions.take_back_apart(pair=pair, by=request.actor, at=request.at)
    messages.success(request, _("Taken back. The desk shows them again where they look the same."))
    return ""

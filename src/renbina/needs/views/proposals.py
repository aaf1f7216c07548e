"""What units asked for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.needs import queries
from renbina.needs.access import LOAD_PROPOSALS, can
from renbina.needs.filters import ProposalFilter
from renbina.needs.tables import PROPOSALS


@require_safe
def proposal_list(request: Request) -> HttpResponse:
    """What units asked for: search, filter, export; the way to bring in a file for who may."""
    form = ProposalFilter(request.GET, years=queries.proposal_years(request.actor))
    rows = queries.proposals(request.actor, **form.chosen())
    export = PROPOSALS.export(request.GET, rows, filename=_("proposals"))
    if export is not None:
        return export
    keep = [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")]
    context = {
        "filter": form, "keep": keep, "table": PROPOSALS.page(request.GET, rows),
        "may_load": can(request.actor, LOAD_PROPOSALS),
    }  # fmt: skip
    return render(request, "needs/proposal_list.html", context)

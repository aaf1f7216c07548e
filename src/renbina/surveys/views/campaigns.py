"""The analyst's campaigns: list, page with the results, closing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.surveys import actions, previews, queries
from renbina.surveys.access import MANAGE, can
from renbina.surveys.enums import CampaignState
from renbina.surveys.gather.around import around
from renbina.surveys.tables import CAMPAIGNS
from renbina.surveys.views.drawn import ends
from renbina.surveys.wording import results_heading


@require_safe
def campaign_list(request: Request) -> HttpResponse:
    """All campaigns of the agency."""
    rows = queries.campaigns_listed(request.actor)
    export = CAMPAIGNS.export(request.GET, rows, filename=_("questionnaires"), prepare=queries.campaign_rows)
    if export is not None:
        return export
    running = rows.filter(state=CampaignState.OPEN).count()
    table = CAMPAIGNS.page(request.GET, rows, prepare=queries.campaign_rows)
    context = {"table": table, "running": running, "may": can(request.actor, MANAGE)}
    return render(request, "surveys/campaign_list.html", context)


@require_safe
def campaign(request: Request, public_id: str) -> HttpResponse:
    """How many answered, the figures that sum it up, and the ways to the results."""
    page = queries.campaign_page(request.actor, public_id)
    if page.campaign.state == CampaignState.PLANNED:
        return redirect("surveys:campaign-monitor", public_id=public_id)
    results = previews.results_of(request.actor, page.campaign)
    context = {
        "page": page,
        "results": results,
        "ends": ends(results),
        "heading": results_heading(page),
        "became": around().became(request.actor, page.campaign) if page.campaign.version.instrument.becomes else None,
    }
    return render(request, "surveys/campaign.html", context)


@require_POST
def campaign_close(request: Request, public_id: str) -> HttpResponse:
    """End it now; it cannot be opened again."""
    held = queries.campaign_for(request.actor, public_id)
    try:
        actions.close_campaign(campaign=held, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Closed. The results stand below."))
    return redirect("surveys:campaign", public_id=public_id)

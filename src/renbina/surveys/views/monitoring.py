"""How a campaign is going, and what its owners can do about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.surveys import actions, queries
from renbina.surveys.tables import MISSING, UNITS
from renbina.surveys.wording import mode_promise, monitor_heading, reach_words, sample_words


@require_safe
def campaign_monitor(request: Request, public_id: str) -> HttpResponse:
    """Reached, answered where, reminded when."""
    monitor = queries.monitor_page(request.actor, public_id)
    export = UNITS.export(request.GET, monitor.units, filename=_("response-by-unit"))
    if export is not None:
        return export
    campaign = monitor.page.campaign
    context: dict[str, Any] = {
        "monitor": monitor,
        "page": monitor.page,
        "campaign": campaign,
        "heading": monitor_heading(monitor),
        "promise": mode_promise(campaign),
        "reach": reach_words(monitor),
        "sample": sample_words(campaign),
        "units": UNITS.page(request.GET, monitor.units),
    }
    if monitor.lists_names and not monitor.is_planned:
        rows = queries.missing_answers(request.actor, campaign)
        export = MISSING.export(request.GET, rows, filename=_("questionnaires"))
        if export is not None:
            return export
        context["missing"] = MISSING.page(request.GET, rows)
    return render(request, "surveys/campaign_monitor.html", context)


@require_POST
def campaign_remind(request: Request, public_id: str) -> HttpResponse:
    """Have the reminder sent today."""
    return _done(request, public_id, actions.remind_campaign, _("The reminder goes out within the next minutes."))


@require_POST
def campaign_open(request: Request, public_id: str) -> HttpResponse:
    """Open a planned one today."""
    return _done(request, public_id, actions.open_campaign, _("Open. They can answer from now on."))


@require_POST
def campaign_take_back(request: Request, public_id: str) -> HttpResponse:
    """Drop a planned one."""
    held = queries.campaign_for(request.actor, public_id)
    try:
        actions.take_back_campaign(campaign=held, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("surveys:campaign-monitor", public_id=public_id)
    messages.success(request, _("Taken back. Nobody was asked."))
    return redirect("surveys:campaign-list")


def _done(request: Request, public_id: str, act: Callable[..., Any], words: str) -> HttpResponse:
    held = queries.campaign_for(request.actor, public_id)
    try:
        act(campaign=held, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect("surveys:campaign-monitor", public_id=public_id)

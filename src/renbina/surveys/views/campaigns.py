"""The analyst's campaigns: list, new one, page with its results."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.surveys import actions, previews, queries
from renbina.surveys.access import MANAGE, can
from renbina.surveys.enums import AudienceKind
from renbina.surveys.forms import CampaignForm
from renbina.surveys.models import Campaign
from renbina.surveys.tables import CAMPAIGNS
from renbina.surveys.views.drawn import blocks, ends
from renbina.surveys.wording import results_heading


@require_safe
def campaign_list(request: Request) -> HttpResponse:
    """All campaigns of the agency."""
    rows = queries.campaign_rows(request.actor)
    export = CAMPAIGNS.export(request.GET, rows, filename=_("questionnaires"))
    if export is not None:
        return export
    running = sum(row.is_open for row in rows)
    context = {"table": CAMPAIGNS.page(request.GET, rows), "running": running, "may": can(request.actor, MANAGE)}
    return render(request, "surveys/campaign_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("surveys:campaign-list")
def campaign_new(request: Request) -> HttpResponse:
    """Who is asked what, until when."""
    versions, units = queries.askable_versions(request.actor), queries.unit_choices(request.actor)
    data = request.POST if request.method == "POST" else None
    initial = {"version": request.GET.get("version", ""), "mode": "anonymous", "audience": "everybody"}
    form = CampaignForm(data, versions=versions, units=units, initial=initial)
    if data is not None and form.is_valid():
        campaign = _created(request, form)
        if campaign is not None:
            words = ngettext(
                "%(n)s person is asked from now on.", "%(n)s people are asked from now on.", campaign.invited
            )
            messages.success(request, words % {"n": campaign.invited})
            return redirect("surveys:campaign", public_id=campaign.public_id)
    context = {"form": form, "versions": versions}
    return render(request, "surveys/campaign_new.html", context, status=422 if form.errors else 200)


def _created(request: Request, form: CampaignForm) -> Campaign | None:
    chosen = form.cleaned_data
    fields: dict[str, Any] = {name: chosen[name] for name in ("title", "mode", "audience", "closes_on", "by_unit")}
    if chosen["audience"] == AudienceKind.UNIT and chosen["unit"]:
        fields["unit"] = queries.unit_for(request.actor, chosen["unit"])
    if chosen["audience"] == AudienceKind.LIST:
        lines = form.nip_lines()
        known = queries.employees_by_nip(request.actor, lines)
        unknown = [line for line in lines if line not in known]
        if unknown:
            words = _("Nobody here has the NIP %(nips)s. Check it against the roster; nothing is guessed.")
            form.add_error("nips", words % {"nips": ", ".join(unknown[:5])})
            return None
        fields["employees"] = list(known.values())
    version = queries.version_for(request.actor, chosen["version"])
    try:
        return actions.create_campaign(version=version, **fields, by=request.actor, at=request.at)
    except Refused as error:
        form.add_error(error.field, error.message)
        return None


@require_safe
def campaign(request: Request, public_id: str) -> HttpResponse:
    """How many answered, and what."""
    page = queries.campaign_page(request.actor, public_id)
    results = previews.results_of(request.actor, page.campaign)
    context = {
        "page": page,
        "results": results,
        "blocks": blocks(results),
        "ends": ends(results),
        "heading": results_heading(page),
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

"""Sending a questionnaire out: counting who would be asked, and asking."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation.models import Employee, Unit
from renbina.surveys import actions, queries
from renbina.surveys.enums import AudienceKind, CampaignState
from renbina.surveys.forms import CampaignForm
from renbina.surveys.models import Campaign
from renbina.ui import formats

REMIND_BEFORE = 3
SAME = "same"  # of the button that asks exactly the people of another campaign, by its public id


@dataclass(frozen=True, slots=True)
class _Chosen:
    """`employees` of a list; `as_asked` in place of the audience of the form."""

    unit: Unit | None
    employees: list[Employee]
    as_asked: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: Request) -> HttpResponse:
    """Who is asked what, until when; "count" only shows whom it would reach."""
    if request.method == "POST" and "count" not in request.POST:
        return _sent(request)
    form = _form(request)
    reach = _reach(request, form) if request.method == "POST" and form.is_valid() else None
    return _page(request, form, reach)


@counts_once("surveys:campaign-list")
def _sent(request: Request) -> HttpResponse:
    form = _form(request)
    same = None
    try:
        campaign = _created(request, form) if form.is_valid() else None
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        campaign, same = None, error.same if isinstance(error, actions.AudienceTooSmall) else None
    if campaign is None:
        return _page(request, form, None, same)
    if campaign.state == CampaignState.PLANNED:
        words = _("Planned. It opens by itself on %(day)s.") % {"day": formats.day(campaign.opened_on)}
    else:
        words = ngettext("%(n)s person is asked from now on.", "%(n)s people are asked from now on.", campaign.invited)
        words %= {"n": formats.number(campaign.invited)}
    messages.success(request, words)
    return redirect("surveys:campaign-monitor", public_id=campaign.public_id)


def _form(request: Request) -> CampaignForm:
    actor = request.actor
    # Pages that send people here may say what they came for; what is not offered chooses nothing.
    initial = {
        "version": request.GET.get("version", ""), "mode": request.GET.get("mode", "anonymous"),
        "audience": "unit" if request.GET.get("unit") else "everybody", "unit": request.GET.get("unit", ""),
        "title": request.GET.get("title", ""), "tells": True, "remind_before": REMIND_BEFORE,
    }  # fmt: skip
    units = queries.unit_choices(actor)
    return CampaignForm(
        request.POST if request.method == "POST" else None,
        versions=queries.askable_versions(actor),
        units=units,
        roots=[each for each in units if not each[1].startswith("–")],
        offered=queries.audience_choices(actor),
        initial=initial,
    )


def _page(
    request: Request, form: CampaignForm, reach: queries.Reach | None, same: Campaign | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "versions": form.versions, "reach": reach, "same": same}
    context["filters"] = [form[name] for name in ("units", "kinds", "levels", "families")]
    context["groups"] = [reach.units, reach.kinds] if reach else []
    return render(request, "surveys/campaign_new.html", context, status=422 if form.errors else 200)


def _chosen(request: Request, form: CampaignForm) -> _Chosen | None:
    """The unit or the people that were named; None, with the reason beside the field, for a NIP nobody has.

    Whoever was refused because few differ may have asked for exactly the people of the other campaign instead.
    """
    if SAME in request.POST:
        return _Chosen(None, queries.employees_asked(request.actor, request.POST[SAME]), as_asked=True)
    audience = form.cleaned_data["audience"]
    if audience == AudienceKind.UNIT and form.cleaned_data["unit"]:
        return _Chosen(queries.unit_for(request.actor, form.cleaned_data["unit"]), [])
    if audience != AudienceKind.LIST:
        return _Chosen(None, [])
    lines = form.nip_lines()
    known = queries.employees_by_nip(request.actor, lines)
    unknown = [line for line in lines if line not in known]
    if unknown:
        words = _("Nobody here has the NIP %(nips)s. Check it against the roster; nothing is guessed.")
        form.add_error("nips", words % {"nips": ", ".join(unknown[:5])})
        return None
    return _Chosen(None, list(known.values()))


def _reach(request: Request, form: CampaignForm) -> queries.Reach | None:
    chosen = _chosen(request, form)
    if chosen is None:
        return None
    criteria = form.criteria()
    if chosen.employees:
        criteria = queries.Criteria(people=tuple(person.pk for person in chosen.employees))
    return queries.reach_of(
        request.actor, audience=form.cleaned_data["audience"], unit=chosen.unit, criteria=criteria,
        sample=form.cleaned_data["sample"], wished=form.wished(),
    )  # fmt: skip


def _created(request: Request, form: CampaignForm) -> Campaign | None:
    chosen = _chosen(request, form)
    if chosen is None:
        return None
    data = form.cleaned_data
    fields = {name: data[name] for name in ("title", "mode", "audience", "closes_on", "by_unit", "tells")}
    if chosen.as_asked:
        fields["audience"] = AudienceKind.LIST
    elif data["sample"]:
        drawn = secrets.randbelow(actions.SEEDS)
        fields |= {"seed": drawn if data["seed"] is None else data["seed"], "sample_size": form.wished()}
    return actions.create_campaign(
        version=queries.version_for(request.actor, data["version"]),
        **fields,
        opens_on=data["opens_on"],
        unit=chosen.unit,
        employees=chosen.employees,
        criteria=form.criteria(),
        remind_before=data["remind_before"] if data["tells"] else None,
        by=request.actor,
        at=request.at,
    )

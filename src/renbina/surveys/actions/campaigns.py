"""Closing a campaign."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from binacore.disclosure import LEAST
from binacore.sealing import SealBroken, unseal
from binacore.survey import showable_groups
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.surveys.access import MANAGE, require, sheet_keys
from renbina.surveys.actions.opening import BATCH
from renbina.surveys.enums import CampaignState, Mode
from renbina.surveys.models import AnonymousAnswer, Campaign, Draft, SealedSheet, Ticket, random_key


class CampaignAlreadyClosed(Refused):
    """Somebody, or the day, was faster."""


class SheetsUnreadable(Refused):
    """The installation's secret was changed while the campaign ran, and the former one is not kept."""


@action
def close_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """End a campaign. Answers without a name are unlocked, mixed, and written anew; tickets, locks and salt go.

    Raises CampaignAlreadyClosed; SheetsUnreadable leaves everything as it was.
    """
    require(by, MANAGE, campaign)
    # Answers refer to the campaign while they come in: a lock on its key would wait for them, and they for the tickets.
    held = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if held.state != CampaignState.OPEN:
        raise CampaignAlreadyClosed(_("This campaign is not open."))
    Draft.objects.filter(campaign=held).delete()  # what was not sent is no answer
    held.answered = _mix(held) if held.is_anonymous else _counted(held)
    held.state, held.salt = CampaignState.CLOSED, ""
    day = at.astimezone(ZoneInfo(held.agency.timezone)).date()
    held.closes_on = max(held.opened_on, min(held.closes_on, day))  # closed earlier, no later day took an answer
    held.save(update_fields=["answered", "state", "salt", "closes_on"])
    becomes = held.mode == Mode.NAMED and held.version.instrument.becomes
    if becomes or (held.subject and not held.is_anonymous):
        outbox.publish("surveys.closed", {"campaign": held.public_id}, by=by, at=at)
    record(obj=held, old={"state": CampaignState.OPEN}, new={"state": held.state, "answered": held.answered})
    return held


def _counted(campaign: Campaign) -> int:
    """How many answered; whoever is answering at this moment holds their invitation and is waited for."""
    list(campaign.invitations.select_for_update().order_by("pk").values_list("pk", flat=True))
    return campaign.named_answers.count()


def _mix(campaign: Campaign) -> int:
    """Locked sheets -> open answers in an order that says nothing; returns how many.

    The tickets go first: whoever is answering at this moment holds theirs, so this waits until their sheet is there,
    and whoever comes later finds none.
    """
    keys = sheet_keys(campaign)
    Ticket.objects.filter(campaign=campaign).delete()
    sheets = SealedSheet.objects.filter(campaign=campaign).order_by("key")
    opened = [_opened(bytes(content), keys) for content in sheets.values_list("content", flat=True)]
    # Groups too small to show are not kept either: what is not stored cannot be read by anybody. Small ones count as
    # one, with those that had no group from the beginning: together they are what the whole minus the rest would tell.
    sizes = Counter(sheet["group"] for sheet in opened)
    counts = Counter({group: count for group, count in sizes.items() if group and count >= LEAST})
    counts[""] = len(opened) - counts.total()
    kept = showable_groups(counts) - {""}
    # Written by their random keys, that is in no order of people, days or arrival.
    answers = sorted(
        (
            AnonymousAnswer(
                key=random_key(),
                campaign=campaign,
                group=sheet["group"] if sheet["group"] in kept else "",
                answers=sheet["answers"],
            )
            for sheet in opened
        ),
        key=lambda answer: answer.key,
    )
    AnonymousAnswer.objects.bulk_create(answers, BATCH)
    SealedSheet.objects.filter(campaign=campaign).delete()
    return len(answers)


def _opened(content: bytes, keys: tuple[bytes, ...]) -> dict[str, Any]:
    for key in keys:
        try:
            sheet: dict[str, Any] = json.loads(unseal(content, key=key))
        except SealBroken:
            continue
        return sheet
    raise SheetsUnreadable(
        _("The answers cannot be opened: the secret of this installation was changed. Put the former one back first.")
    )


def close_due(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a day began: closes what ran until yesterday, in every agency. Returns how many."""
    done = 0
    waiting = Campaign.objects.filter(state=CampaignState.OPEN).select_related("agency").order_by("pk")
    for campaign in waiting:
        if campaign.closes_on < at.astimezone(ZoneInfo(campaign.agency.timezone)).date():
            close_campaign(campaign=campaign, by=Actor.system(campaign.agency_id, label=by.label), at=at)
            done += 1
    return done

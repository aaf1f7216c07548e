"""Opening a campaign and closing it."""

import json
import secrets
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from binacore.disclosure import LEAST
from binacore.sealing import SealBroken, unseal
from binacore.survey import showable_groups
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.models import Agency, Employee, Unit
from renbina.organisation.queries import agency_of
from renbina.surveys.access import MANAGE, require, sheet_keys, ticket_digest, ticket_secret
from renbina.surveys.actions.instruments import require_sound
from renbina.surveys.enums import AudienceKind, CampaignState, Mode
from renbina.surveys.gather import audience_ids
from renbina.surveys.models import (
    AnonymousAnswer,
    Campaign,
    InstrumentVersion,
    Invitation,
    SealedSheet,
    Ticket,
    random_key,
)

BATCH: Final = 500


class CampaignRefused(Refused):
    """A campaign that cannot be opened this way."""


class AudienceTooSmall(Refused):
    """Too few people: nobody of them would be hidden among the others."""


class CampaignAlreadyClosed(Refused):
    """Somebody, or the day, was faster."""


class SheetsUnreadable(Refused):
    """The installation's secret was changed while the campaign ran, and the former one is not kept."""


@action
def create_campaign(
    *,
    version: InstrumentVersion,
    title: str,
    mode: str,
    audience: str,
    closes_on: date,
    unit: Unit | None = None,
    employees: Collection[Employee] = (),
    by_unit: bool = False,
    subject: str = "",
    by: Actor,
    at: datetime,
) -> Campaign:
    """Ask an audience from now until the end of `closes_on`; freezes the version and the list of those asked.

    `mode`: enums.Mode; `audience`: enums.AudienceKind, with `unit` or `employees` where it needs them. `subject` is the
    caller's own key. Raises CampaignRefused, AudienceTooSmall.
    """
    require(by, MANAGE, version.instrument)
    agency = agency_of(by)
    on = at.astimezone(ZoneInfo(agency.timezone)).date()
    _check(agency, version, title, mode, audience, closes_on, unit, on)
    people = audience_ids(agency.pk, audience, unit, employees, on)
    anonymous = mode == Mode.ANONYMOUS
    if anonymous and len(people) < LEAST:
        words = _(
            "Only %(n)s people are asked; below %(least)s nobody stays anonymous. Ask more people, or with names."
        )
        raise AudienceTooSmall(words % {"n": len(people), "least": LEAST}, "audience")
    if not people:
        raise AudienceTooSmall(_("Nobody is in this audience today. Choose another one."), "audience")
    InstrumentVersion.objects.filter(pk=version.pk).update(is_frozen=True)
    campaign = Campaign.objects.create(
        agency=agency,
        version=version,
        title=title.strip(),
        mode=mode,
        audience=audience,
        unit=unit,
        by_unit=by_unit,
        subject=subject,
        opened_on=on,
        closes_on=closes_on,
        invited=len(people),
        salt=secrets.token_hex(32) if anonymous else "",
    )
    Invitation.objects.bulk_create([Invitation(campaign=campaign, employee_id=key) for key in people], BATCH)
    if anonymous:
        # Sorted by digest, which is as good as mixed: the n-th ticket says nothing of the n-th person.
        digests = sorted(ticket_digest(campaign.public_id, ticket_secret(campaign, key)) for key in people)
        Ticket.objects.bulk_create([Ticket(digest=digest, campaign=campaign) for digest in digests], BATCH)
    record(obj=campaign, old=None, new={"mode": mode, "invited": len(people), "closes_on": closes_on})
    return campaign


def _check(
    agency: Agency, version: InstrumentVersion, title: str, mode: str, audience: str, closes_on: date,
    unit: Unit | None, on: date,
) -> None:  # fmt: skip
    if not title.strip():
        raise CampaignRefused(_("Give the campaign a title; those who are asked read it."), "title")
    if mode not in Mode.values:
        raise CampaignRefused(_("Choose whether answers carry a name. It cannot be changed later."), "mode")
    if audience not in AudienceKind.values:
        raise CampaignRefused(_("Choose who is asked."), "audience")
    if (audience == AudienceKind.UNIT) != (unit is not None):
        raise CampaignRefused(_("Choose the unit that is asked."), "unit")
    if unit is not None and unit.agency_id != agency.pk:
        raise NotFound
    if closes_on < on:
        raise CampaignRefused(_("The last day lies in the past. Choose today or later."), "closes_on")
    require_sound(version)


@action
def close_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """End a campaign. Answers without a name are unlocked, mixed, and written anew; tickets, locks and salt go.

    Raises CampaignAlreadyClosed; SheetsUnreadable leaves everything as it was.
    """
    require(by, MANAGE, campaign)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state == CampaignState.CLOSED:
        raise CampaignAlreadyClosed(_("This campaign is closed already."))
    held.answered = _mix(held) if held.is_anonymous else held.named_answers.count()
    held.state, held.salt = CampaignState.CLOSED, ""
    held.save(update_fields=["answered", "state", "salt"])
    if held.subject and not held.is_anonymous:
        outbox.publish("surveys.closed", {"campaign": held.public_id}, by=by, at=at)
    record(obj=held, old={"state": CampaignState.OPEN}, new={"state": held.state, "answered": held.answered})
    return held


def _mix(campaign: Campaign) -> int:
    """Locked sheets -> open answers in an order that says nothing; returns how many."""
    keys = sheet_keys(campaign)
    sheets = SealedSheet.objects.filter(campaign=campaign).order_by("key")
    opened = [_opened(bytes(content), keys) for content in sheets.values_list("content", flat=True)]
    counts = Counter(sheet["group"] for sheet in opened if sheet["group"])
    # Groups too small to show are not kept either: what is not stored cannot be read by anybody.
    kept = showable_groups(counts)
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
    Ticket.objects.filter(campaign=campaign).delete()
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

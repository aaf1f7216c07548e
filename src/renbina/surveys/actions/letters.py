"""Letters to those who are asked: the invitation, and the reminder. A letter never holds a ticket.

Whoever holds a ticket can answer with it and see whether it was used; so a letter leads to the reader's own list,
behind their login. The reminder of a campaign without names goes to everybody, for nobody knows who has answered.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.surveys.access import MANAGE, require
from renbina.surveys.enums import CampaignState
from renbina.surveys.models import Campaign, Invitation, NamedAnswer
from renbina.surveys.wording import invitation_letter, reminder_letter

AT_ONCE: Final = 500  # letters of one event; the next event goes on


class NoReminderNow(Refused):
    """A campaign that is not open, or of which people heard today."""


@action
def write_invitations(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears surveys.opened: writes to the next 500 who have an address and no letter yet, then calls for the rest."""
    campaign = _campaign(payload)
    rows = _reachable(campaign).filter(written_on__isnull=True)
    return _write("surveys.opened", campaign, rows, invitation_letter, event_id, by, at)


@action
def write_reminders(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears surveys.reminded: writes to the next 500, then calls for the rest.

    Where the product knows who has answered, only to those who have not; else to everybody.
    """
    campaign = _campaign(payload)
    waits = Q(written_on__isnull=True) | Q(written_on__lt=campaign.reminded_on or campaign.opened_on)
    rows = _reachable(campaign).filter(waits)
    if not campaign.is_anonymous:
        given = NamedAnswer.objects.filter(campaign=campaign, employee=OuterRef("employee"))
        rows = rows.exclude(Exists(given))
    return _write("surveys.reminded", campaign, rows, reminder_letter, event_id, by, at)


@action
def remind_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """Have a reminder sent; at most one letter a day. Raises NoReminderNow."""
    require(by, MANAGE, campaign)
    held = Campaign.objects.select_for_update(no_key=True).select_related("agency").get(pk=campaign.pk)
    on = at.astimezone(ZoneInfo(held.agency.timezone)).date()
    if held.state != CampaignState.OPEN or held.closes_on < on:
        raise NoReminderNow(_("Only an open questionnaire can be reminded of."))
    if on in (held.reminded_on, held.opened_on if held.tells else None):
        raise NoReminderNow(_("A letter went out today already. Remind tomorrow, so that it is read."))
    old, held.reminded_on = held.reminded_on, on
    held.save(update_fields=["reminded_on"])
    outbox.publish("surveys.reminded", {"campaign": held.public_id}, by=by, at=at)
    record(obj=held, old={"reminded_on": old}, new={"reminded_on": on})
    return held


def remind_due(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a day began: reminds once, so many days before the last as was planned. Returns how many campaigns."""
    done = 0
    running = Campaign.objects.filter(state=CampaignState.OPEN, remind_before__isnull=False)
    for campaign in running.select_related("agency").order_by("pk"):
        on = at.astimezone(ZoneInfo(campaign.agency.timezone)).date()
        due = campaign.closes_on - timedelta(days=campaign.remind_before or 0)
        told = campaign.reminded_on is not None and campaign.reminded_on >= due  # by hand, a little later or today
        if due <= on <= campaign.closes_on and not told:
            remind_campaign(campaign=campaign, by=Actor.system(campaign.agency_id, label=by.label), at=at)
            done += 1
    return done


def _campaign(payload: Mapping[str, Any]) -> Campaign:
    return Campaign.objects.select_related("agency").get(public_id=payload["campaign"])


def _reachable(campaign: Campaign) -> QuerySet[Invitation]:
    """Invitations of people with an address; of none once the campaign is over."""
    found = campaign.invitations.exclude(employee__user=None).exclude(employee__user__email="")
    return found if campaign.state == CampaignState.OPEN else found.none()


def _write(
    event: str, campaign: Campaign, rows: QuerySet[Invitation], words: Callable[..., tuple[str, str]], event_id: int,
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    """One letter each; the mark is set before, so that nobody gets two. Those without a letter see it in their list."""
    found = list(rows.select_related("employee__user").order_by("pk")[:AT_ONCE])
    on = at.astimezone(ZoneInfo(campaign.agency.timezone)).date()
    Invitation.objects.filter(pk__in=[row.pk for row in found]).update(written_on=on)
    letters = []
    for row in found:
        user = row.employee.user
        if user is not None:
            with translation.override(user.language or "id"):
                subject, text = words(row.employee.full_name, campaign)
            letters.append(EmailMessage(subject, text, None, [user.email]))
    if letters:  # after the transaction: a letter cannot be taken back
        transaction.on_commit(partial(_post, letters))
    if len(found) == AT_ONCE:
        outbox.publish(event, {"campaign": campaign.public_id}, by=by, at=at)
    record(obj=campaign, old=None, new={"letters": len(letters), "event": event_id})
    return len(letters)


def _post(letters: list[EmailMessage]) -> None:
    get_connection().send_messages(letters)  # one connection to the mail server for all of them

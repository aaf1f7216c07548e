"""Taking answers."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from binacore.sealing import NONCE, seal
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.surveys.access import TokenDamaged, read_token, sheet_keys, ticket_digest
from renbina.surveys.actions.checking import checked_answers
from renbina.surveys.enums import CampaignState, Mode
from renbina.surveys.gather import sheet_bytes, sheet_size
from renbina.surveys.models import Campaign, Draft, Invitation, NamedAnswer, SealedSheet, Ticket
from renbina.surveys.queries import items_asked, items_of

_NEEDED: Final = ("public_id", "state", "closes_on", "salt", "version__public_id")


class CampaignOver(Refused):
    """The answer came after the last day."""


class AlreadyAnswered(Refused):
    """The ticket was used."""


class NotAsked(Refused):
    """A campaign that this person was not invited to, or that asks in the other mode."""


class TicketUnknown(Refused):
    """A token that is damaged, or of a ticket that never was."""


def answer_anonymously(*, token: str, answers: Mapping[str, Any], on: date) -> None:
    """Take one answer without a name. `on` is the agency's day, for the closing only; nothing of it is kept.

    The one write of the product that is no `@action`: a line in the audit record would be the time and the order that
    nobody may know. The closing is recorded, with the number of answers.
    Raises TicketUnknown, CampaignOver, AlreadyAnswered, AnswersIncomplete.
    """
    with transaction.atomic():
        try:
            ticket = read_token(token)
        except TokenDamaged as error:
            raise TicketUnknown(_("This link is not complete. Open it once more from where you got it.")) from error
        campaigns = Campaign.objects.select_related("version").only(*_NEEDED)
        campaign = campaigns.filter(public_id=ticket.campaign_id, mode=Mode.ANONYMOUS).first()
        if campaign is None:
            raise TicketUnknown(_("This questionnaire no longer exists."))
        still_open(campaign, on)
        items = items_asked(campaign.version.public_id)
        clean = checked_answers(items, answers)
        group = _spend(campaign, ticket_digest(ticket.campaign_id, ticket.secret))
        content = sheet_bytes(group, clean)
        key, size = sheet_keys(campaign)[0], sheet_size(items)
        sealed = seal(content, key=key, nonce=secrets.token_bytes(NONCE), size=size)
        SealedSheet.objects.create(campaign=campaign, content=sealed)


def _spend(campaign: Campaign, digest: str) -> str:
    """Use a ticket and return its group. It stays locked until the answer is stored: a closing waits for it."""
    mine = Ticket.objects.filter(digest=digest, campaign=campaign)
    if mine.filter(spent=False).update(spent=True):
        return str(mine.values_list("group", flat=True).get())
    if mine.exists():
        raise AlreadyAnswered(_("An answer came in through this link already. Thank you; it counts once."))
    if not Campaign.objects.filter(pk=campaign.pk, state=CampaignState.OPEN).exists():
        raise CampaignOver(_over())
    raise TicketUnknown(_("This link is no longer valid. Open the questionnaire anew from your list."))


@action
def answer_named(*, campaign: Campaign, answers: Mapping[str, Any], by: Actor, at: datetime) -> NamedAnswer:
    """Answer under one's own name, or change that answer; of a campaign with names or a confidential one.

    What was kept as a draft goes with it. Raises NotAsked, CampaignOver, AnswersIncomplete.
    """
    asked = _asked(campaign, by)
    held = Campaign.objects.select_related("agency").get(pk=campaign.pk)
    if held.is_anonymous or by.employee_id is None or not asked:
        raise NotAsked(_("You were not asked to answer this questionnaire."))
    still_open(held, at.astimezone(ZoneInfo(held.agency.timezone)).date())
    clean = checked_answers(items_of(held.version_id), answers)
    given, new = NamedAnswer.objects.get_or_create(
        campaign=held, employee_id=by.employee_id, defaults={"answers": clean, "given_at": at, "changed_at": at}
    )
    if not new:
        given.answers, given.changed_at = clean, at
        given.save(update_fields=["answers", "changed_at"])
    Draft.objects.filter(campaign=held, employee_id=by.employee_id).delete()
    record(obj=held, old=None, new={"answered": "first" if new else "changed"})
    return given


def _asked(campaign: Campaign, by: Actor) -> bool:
    """Locks the invitation, not the campaign: a closing waits for those who are answering, they not for each other."""
    if by.employee_id is None:
        return False
    mine = Invitation.objects.select_for_update().filter(campaign=campaign, employee_id=by.employee_id)
    return mine.first() is not None


def still_open(campaign: Campaign, on: date) -> None:
    """Raises CampaignOver."""
    if campaign.state != CampaignState.OPEN or campaign.closes_on < on:
        raise CampaignOver(_over())


def _over() -> str:
    return _("This questionnaire has closed, so your answer could not be taken any more. Thank you all the same.")

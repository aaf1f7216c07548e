"""Taking answers."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from binacore.sealing import NONCE, seal
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.surveys.access import TokenDamaged, may_answer, read_token, sheet_keys, ticket_digest
from renbina.surveys.actions.checking import checked_answers
from renbina.surveys.enums import CampaignState, Mode
from renbina.surveys.gather import sheet_bytes, sheet_size
from renbina.surveys.models import Campaign, NamedAnswer, SealedSheet, Ticket
from renbina.surveys.queries import items_of


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
        # Locked, so that no answer slips in between the mixing and the end of a closing.
        campaigns = Campaign.objects.select_for_update()
        campaign = campaigns.filter(public_id=ticket.campaign_id, mode=Mode.ANONYMOUS).first()
        if campaign is None:
            raise TicketUnknown(_("This questionnaire no longer exists."))
        _still_open(campaign, on)
        items = items_of(campaign.version_id)
        content = sheet_bytes(ticket.group, checked_answers(items, answers))
        digest = ticket_digest(ticket.campaign_id, ticket.secret)
        mine = Ticket.objects.filter(digest=digest, campaign=campaign)
        if not mine.filter(spent=False).update(spent=True):
            if mine.exists():
                raise AlreadyAnswered(_("An answer came in through this link already. Thank you; it counts once."))
            raise TicketUnknown(_("This link is no longer valid. Open the questionnaire anew from your list."))
        key, size = sheet_keys(campaign)[0], sheet_size(items)
        sealed = seal(content, key=key, nonce=secrets.token_bytes(NONCE), size=size)
        SealedSheet.objects.create(campaign=campaign, content=sealed)


@action
def answer_named(*, campaign: Campaign, answers: Mapping[str, Any], by: Actor, at: datetime) -> NamedAnswer:
    """Answer under one's own name, or change that answer. Raises NotAsked, CampaignOver, AnswersIncomplete."""
    held = Campaign.objects.select_for_update().select_related("agency").get(pk=campaign.pk)
    if held.mode != Mode.NAMED or by.employee_id is None or not may_answer(by, held):
        raise NotAsked(_("You were not asked to answer this questionnaire."))
    _still_open(held, at.astimezone(ZoneInfo(held.agency.timezone)).date())
    clean = checked_answers(items_of(held.version_id), answers)
    given, new = NamedAnswer.objects.get_or_create(
        campaign=held, employee_id=by.employee_id, defaults={"answers": clean, "given_at": at, "changed_at": at}
    )
    if not new:
        given.answers, given.changed_at = clean, at
        given.save(update_fields=["answers", "changed_at"])
    record(obj=held, old=None, new={"answered": "first" if new else "changed"})
    return given


def _still_open(campaign: Campaign, on: date) -> None:
    if campaign.state == CampaignState.CLOSED or campaign.closes_on < on:
        raise CampaignOver(
            _("This questionnaire has closed, so your answer could not be taken any more. Thank you all the same.")
        )

"""Keeping what a person has entered and not sent yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.surveys.access import may_answer
from renbina.surveys.actions.answers import NotAsked, still_open
from renbina.surveys.actions.checking import AnswersIncomplete, checked_answers
from renbina.surveys.models import Campaign, Draft, NamedAnswer
from renbina.surveys.queries import items_of


@action
def save_draft(*, campaign: Campaign, answers: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Keep a half-finished answer of a campaign that knows who answers; returns how many questions are answered in it.

    Of each question only what could be sent is kept; the rest stands on the page that was refused. A draft is read by
    its writer alone and is never counted. Once the answer was sent it is changed, not drafted.
    Raises NotAsked, CampaignOver.
    """
    held = Campaign.objects.select_related("agency").get(pk=campaign.pk)
    if held.is_anonymous or by.employee_id is None or not may_answer(by, held):
        raise NotAsked(_("You were not asked to answer this questionnaire."))
    still_open(held, at.astimezone(ZoneInfo(held.agency.timezone)).date())
    clean: dict[str, Any] = {}
    if not NamedAnswer.objects.filter(campaign=held, employee_id=by.employee_id).exists():
        clean = _sendable(held, answers)
        kept = {"answers": clean, "saved_at": at}
        Draft.objects.update_or_create(campaign=held, employee_id=by.employee_id, defaults=kept)
    record(obj=held, old=None, new={"drafted": len(clean)})
    return len(clean)


def _sendable(campaign: Campaign, answers: Mapping[str, Any]) -> dict[str, Any]:
    items, left = items_of(campaign.version_id), dict(answers)
    while True:
        try:
            return checked_answers(items, left, whole=False)
        except AnswersIncomplete as error:
            if left.pop(error.field or "", None) is None:
                return {}

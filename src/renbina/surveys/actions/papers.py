"""Answers that were given on paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from binacore.disclosure import LEAST
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.models import Employee
from renbina.surveys.access import (
    KEY_IN,
    MANAGE,
    can,
    paper_people,
    paper_units,
    require,
    ticket_digest,
    ticket_secret,
    token_for,
)
from renbina.surveys.actions.answers import NotAsked, still_open
from renbina.surveys.actions.checking import checked_answers
from renbina.surveys.models import Campaign, Draft, Invitation, NamedAnswer
from renbina.surveys.queries import items_of
from renbina.surveys.queries.papers import bundles_of


class PaperRefused(Refused):
    """Sheets that cannot be printed this way, or an answer that is here already."""


@action
def answer_from_paper(
    *, campaign: Campaign, employee: Employee, answers: Mapping[str, Any], by: Actor, at: datetime
) -> NamedAnswer:
    """Key in what somebody answered on paper, of a campaign that knows who answers. It counts like one they sent.

    What the person has sent themselves is never written over; of a confidential campaign nobody is told that it is
    there. An operator does it for the people of the own units.
    Raises NotFound, Forbidden, NotAsked, CampaignOver, PaperRefused, AnswersIncomplete.
    """
    require(by, KEY_IN, campaign)
    held = Campaign.objects.select_related("agency").get(pk=campaign.pk)
    on = at.astimezone(ZoneInfo(held.agency.timezone)).date()
    if not paper_people(by, on).filter(pk=employee.pk).exists():
        raise NotFound
    invited = Invitation.objects.select_for_update().filter(campaign=held, employee=employee)
    if held.is_anonymous or invited.first() is None:
        raise NotAsked(_("This person was not asked to answer this questionnaire."))
    still_open(held, on)
    clean = checked_answers(items_of(held.version_id), answers)
    already = NamedAnswer.objects.filter(campaign=held, employee=employee).first()
    if already is not None and held.hides_names:
        record(obj=held, old=None, new={"answered": "from paper", "employee": employee.public_id})
        return already  # a refusal would tell the operator who has answered
    if already is not None:
        raise PaperRefused(_("An answer of this person is here already; it stays as it is. Put the sheet aside."))
    given = NamedAnswer.objects.create(
        campaign=held, employee=employee, answers=clean, given_at=at, changed_at=at
    )  # fmt: skip
    Draft.objects.filter(campaign=held, employee=employee).delete()
    record(obj=held, old=None, new={"answered": "from paper", "employee": employee.public_id})
    return given


@action
def paper_tickets(*, campaign: Campaign, group: str, number: int = 0, by: Actor, at: datetime) -> list[str]:
    """Tokens for sheets of paper without names: those of everybody asked in one perangkat daerah (public_id).

    number: only those of this bundle (queries.papers.bundles_of); the same ones whenever it is printed.

    In the order of their digests, which says nothing of the people, and without names: the sheets are handed out as
    they come. Each counts once, on paper or on a phone, and together they count as often as people were asked.
    An operator prints those of an own unit. Raises NotFound, Forbidden, PaperRefused, CampaignOver.
    """
    require(by, KEY_IN, campaign)
    if not can(by, MANAGE) and not paper_units(by).filter(public_id=group).exists():
        raise NotFound
    held = Campaign.objects.select_related("agency").get(pk=campaign.pk)
    still_open(held, at.astimezone(ZoneInfo(held.agency.timezone)).date())
    people = Invitation.objects.filter(campaign=held, group=group).values_list("employee_id", flat=True)
    if not held.is_anonymous or len(people) < LEAST:
        words = _("Fewer than %(n)s people are asked there: a sheet of theirs could be known. Choose another unit.")
        raise PaperRefused(words % {"n": LEAST}, "group")
    ordered = sorted(people, key=lambda key: ticket_digest(held.public_id, ticket_secret(held, key)))
    if number:
        bundle = next((each for each in bundles_of(group, "", len(ordered)) if each.number == number), None)
        if bundle is None:
            raise PaperRefused(_("These sheets do not exist. Choose the unit again."), "group")
        ordered = ordered[bundle.first - 1 : bundle.last]
    record(obj=held, old=None, new={"sheets of paper": len(ordered), "unit": group, "bundle": number})
    return [token_for(held, key) for key in ordered]

"""What waits for a person, and the pages on which they answer."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.clock import today
from renbina.foundation.errors import NotFound
from renbina.organisation.models import Placement, Unit
from renbina.organisation.queries import day_for, own_employee, root_units
from renbina.surveys.access import TokenDamaged, read_token, ticket_digest, token_for
from renbina.surveys.enums import CampaignState, Mode
from renbina.surveys.models import Campaign, Item, NamedAnswer, Ticket


@dataclass(frozen=True, slots=True)
class Waiting:
    """A questionnaire for the reader. `token` is set for those without a name; whether it was used is not known."""

    public_id: str
    title: str
    is_anonymous: bool
    closes_on: date
    days_left: int
    token: str
    is_answered: bool  # of those with a name


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A campaign as somebody who answers sees it. `state`: open, over or spent."""

    title: str
    agency_name: str
    intro: str
    closes_on: date
    state: str
    by_unit: bool
    on: date
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedPage:
    """The same with a name; `given` is what the person answered before."""

    campaign: Campaign
    page: AnswerPage
    is_answered: bool
    given: dict[str, Any] = field(default_factory=dict)


def items_of(version_id: int) -> list[Item]:
    """The items of a version in the order of asking, each with its section; one query."""
    found = Item.objects.filter(section__version_id=version_id).select_related("section")
    return list(found.order_by("section__rank", "section_id", "rank", "pk"))


def waiting_for(actor: Actor) -> tuple[Waiting, ...]:
    """The questionnaires that ask the actor and are still open, the most urgent first; four queries at most.

    Raises NotFound for a login that is no employee's.
    """
    employee = own_employee(actor)
    on = day_for(actor)
    given = NamedAnswer.objects.filter(campaign=OuterRef("pk"), employee=employee)
    found = list(_asked(employee.pk, on).annotate(is_answered=Exists(given)).order_by("closes_on", "pk"))
    group = _group(actor, employee.pk, on) if any(each.is_anonymous and each.by_unit for each in found) else ""
    return tuple(
        Waiting(
            public_id=campaign.public_id,
            title=campaign.title,
            is_anonymous=campaign.is_anonymous,
            closes_on=campaign.closes_on,
            days_left=(campaign.closes_on - on).days,
            token=_token(campaign, employee.pk, group),
            is_answered=campaign.is_answered,
        )
        for campaign in found
    )


def waiting_count(actor: Actor) -> int:
    """How many questionnaires ask the actor; those answered with a name are left out. One query."""
    if actor.employee_id is None:
        return 0
    on = day_for(actor)
    given = NamedAnswer.objects.filter(campaign=OuterRef("pk"), employee_id=actor.employee_id)
    return _asked(actor.employee_id, on).exclude(Exists(given)).count()


def answer_page(token: str) -> AnswerPage:
    """The page behind a ticket. Raises NotFound for a token that is damaged or foreign."""
    try:
        ticket = read_token(token)
    except TokenDamaged as error:
        raise NotFound from error
    campaigns = Campaign.objects.select_related("agency", "version")
    campaign = campaigns.filter(public_id=ticket.campaign_id, mode=Mode.ANONYMOUS).first()
    if campaign is None:
        raise NotFound
    on = today(campaign.agency.timezone)
    if _is_over(campaign, on):
        return _page(campaign, "over", on)
    digest = ticket_digest(ticket.campaign_id, ticket.secret)
    spent = Ticket.objects.filter(digest=digest, campaign=campaign).values_list("spent", flat=True).first()
    if spent is None:
        raise NotFound
    return _page(campaign, "spent" if spent else "open", on)


def named_page(actor: Actor, public_id: str) -> NamedPage:
    """The page of a campaign with names. Raises NotFound for whoever is not asked."""
    employee = own_employee(actor)
    found = Campaign.objects.select_related("agency", "version").filter(invitations__employee=employee)
    campaign = found.filter(public_id=public_id, mode=Mode.NAMED, agency_id=employee.agency_id).first()
    if campaign is None:
        raise NotFound
    on = day_for(actor)
    given = NamedAnswer.objects.filter(campaign=campaign, employee=employee).first()
    page = _page(campaign, "over" if _is_over(campaign, on) else "open", on)
    return NamedPage(campaign, page, given is not None, given.answers if given else {})


def _asked(employee_id: int, on: date) -> QuerySet[Campaign]:
    mine = Campaign.objects.filter(invitations__employee_id=employee_id)
    return mine.filter(state=CampaignState.OPEN, closes_on__gte=on)


def _is_over(campaign: Campaign, on: date) -> bool:
    return campaign.state == CampaignState.CLOSED or campaign.closes_on < on


def _token(campaign: Campaign, employee_id: int, group: str) -> str:
    if not campaign.is_anonymous:
        return ""
    return token_for(campaign, employee_id, group if campaign.by_unit else "")


def _group(actor: Actor, employee_id: int, on: date) -> str:
    """The perangkat daerah in which the person's answer counts."""
    placed = Placement.objects.filter(holds_on(on), employee_id=employee_id).order_by("-kind", "-valid_from")
    path = placed.values_list("unit__path", flat=True).first()
    root = root_units(actor).get(path[: Unit.steplen]) if path else None
    return root.public_id if root is not None else ""


def _page(campaign: Campaign, state: str, on: date) -> AnswerPage:
    return AnswerPage(
        title=campaign.title,
        agency_name=campaign.agency.short_name,
        intro=campaign.version.intro,
        closes_on=campaign.closes_on,
        state=state,
        by_unit=campaign.by_unit,
        on=on,
        items=tuple(items_of(campaign.version_id)) if state == "open" else (),
    )

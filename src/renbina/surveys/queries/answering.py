"""What waits for a person, and the pages on which they answer."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from renbina.foundation.actor import Actor
from renbina.foundation.clock import today
from renbina.foundation.errors import NotFound
from renbina.organisation.queries import day_for, own_employee
from renbina.surveys.access import TokenDamaged, read_token, ticket_digest, token_for
from renbina.surveys.enums import CampaignState, Mode
from renbina.surveys.models import Campaign, Draft, Item, NamedAnswer, Section, Ticket


@dataclass(frozen=True, slots=True)
class Waiting:
    """A questionnaire for the reader. `token` is set for those without a name; whether it was used is not known."""

    public_id: str
    title: str
    is_anonymous: bool
    mode: str
    closes_on: date
    days_left: int
    token: str
    is_answered: bool  # of those with a name
    has_draft: bool  # begun and not sent


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A campaign as somebody who answers sees it. `state`: open, over or spent."""

    public_id: str
    title: str
    mode: str
    agency_name: str
    intro: str
    translations: dict[str, Any]  # of the intro
    closes_on: date
    state: str
    by_unit: bool
    on: date
    items: tuple[Item, ...] = ()
    becomes: str = ""  # enums.Becomes, of an answer with a name


@dataclass(frozen=True, slots=True)
class NamedPage:
    """The same with a name or confidential; `given` is what the person answered before, or has begun to."""

    campaign: Campaign
    page: AnswerPage
    is_answered: bool
    given: dict[str, Any] = field(default_factory=dict)
    drafted_at: datetime | None = None  # set: `given` is a draft, not sent


_PAGE_FIELDS: Final = (
    "public_id", "title", "mode", "state", "closes_on", "by_unit", "agency__short_name", "agency__timezone",
    "version__public_id", "version__intro", "version__translations",
)  # fmt: skip


@lru_cache(maxsize=64)
def items_asked(version: str) -> tuple[Item, ...]:
    """The items of a version (its public_id) that is being asked: it is frozen, so each process reads them once."""
    found = Item.objects.filter(section__version__public_id=version, section__version__is_frozen=True)
    return tuple(found.select_related("section").order_by("section__rank", "section_id", "rank", "pk"))


def items_of(version_id: int) -> list[Item]:
    """The items of a version in the order of asking, each with its section; one query."""
    found = Item.objects.filter(section__version_id=version_id).select_related("section")
    return list(found.order_by("section__rank", "section_id", "rank", "pk"))


def items_before(section: Section, item: Item | None = None) -> list[Item]:
    """The items asked before one, or before a new one at the end of a section; one query."""
    end = (section.rank, item.rank, item.pk) if item is not None else (section.rank + 1, 0, 0)
    return [each for each in items_of(section.version_id) if (each.section.rank, each.rank, each.pk) < end]


def waiting_for(actor: Actor) -> tuple[Waiting, ...]:
    """The questionnaires that ask the actor and are still open, the most urgent first; four queries at most.

    Raises NotFound for a login that is no employee's.
    """
    employee = own_employee(actor)
    on = day_for(actor)
    given = NamedAnswer.objects.filter(campaign=OuterRef("pk"), employee=employee)
    begun = Draft.objects.filter(campaign=OuterRef("pk"), employee=employee)
    asked = _asked(employee.pk, on).annotate(is_answered=Exists(given), has_draft=Exists(begun))
    found = list(asked.order_by("closes_on", "pk"))
    return tuple(
        Waiting(
            public_id=campaign.public_id,
            title=campaign.title,
            is_anonymous=campaign.is_anonymous,
            mode=campaign.mode,
            closes_on=campaign.closes_on,
            days_left=(campaign.closes_on - on).days,
            token=token_for(campaign, employee.pk) if campaign.is_anonymous else "",
            is_answered=campaign.is_answered,
            has_draft=campaign.has_draft,
        )
        for campaign in found
    )


def questionnaires_waiting(employee_id: int, on: date) -> Coalesce:
    """How many questionnaires ask a person, as an annotation; those answered with a name are left out."""
    given = NamedAnswer.objects.filter(campaign=OuterRef("pk"), employee_id=employee_id)
    rows = _asked(employee_id, on).exclude(Exists(given)).order_by().values("agency")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), Value(0))


def answer_page(token: str) -> AnswerPage:
    """The page behind a ticket. Raises NotFound for a token that is damaged or foreign."""
    try:
        ticket = read_token(token)
    except TokenDamaged as error:
        raise NotFound from error
    campaigns = Campaign.objects.select_related("agency", "version").only(*_PAGE_FIELDS)
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
    found = Campaign.objects.select_related("agency", "version__instrument").filter(invitations__employee=employee)
    named = found.exclude(mode=Mode.ANONYMOUS).exclude(state=CampaignState.PLANNED)
    campaign = named.filter(public_id=public_id, agency_id=employee.agency_id).first()
    if campaign is None:
        raise NotFound
    on = day_for(actor)
    given = NamedAnswer.objects.filter(campaign=campaign, employee=employee).first()
    page = _page(campaign, "over" if _is_over(campaign, on) else "open", on)
    if given is not None:
        return NamedPage(campaign, page, True, given.answers)
    draft = Draft.objects.filter(campaign=campaign, employee=employee).first()
    return NamedPage(campaign, page, False, draft.answers if draft else {}, draft.saved_at if draft else None)


def _asked(employee_id: int, on: date) -> QuerySet[Campaign]:
    mine = Campaign.objects.filter(invitations__employee_id=employee_id)
    return mine.filter(state=CampaignState.OPEN, closes_on__gte=on)


def _is_over(campaign: Campaign, on: date) -> bool:
    return campaign.state != CampaignState.OPEN or campaign.closes_on < on


def _page(campaign: Campaign, state: str, on: date) -> AnswerPage:
    return AnswerPage(
        public_id=campaign.public_id,
        title=campaign.title,
        mode=campaign.mode,
        agency_name=campaign.agency.short_name,
        intro=campaign.version.intro,
        translations=campaign.version.translations,
        closes_on=campaign.closes_on,
        state=state,
        by_unit=campaign.by_unit,
        on=on,
        items=items_asked(campaign.version.public_id) if state == "open" else (),
        # of an anonymous answer nothing becomes, and its page does not ask
        becomes="" if campaign.is_anonymous else campaign.version.instrument.becomes,
    )

"""How a campaign is going: who was reached, and how many answered where. Never what they answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from binacore.disclosure import LEAST
from binacore.survey import banded_rate
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden
from renbina.organisation.enums import PositionKind
from renbina.organisation.models import Unit
from renbina.organisation.queries import day_for
from renbina.surveys.access import MANAGE, READ_NAMES, can, require
from renbina.surveys.enums import AudienceKind, CampaignState, Mode
from renbina.surveys.models import Campaign, Invitation, NamedAnswer
from renbina.surveys.queries.audience import Criteria
from renbina.surveys.queries.campaigns import CampaignPage, campaign_page

SMALL: Final = ""


@dataclass(frozen=True, slots=True)
class UnitRate:
    """Response in one perangkat daerah. `name` empty: the units too small to stand alone, together.

    `answered` None: only the rate is told, in steps, while nobody may know more.
    """

    name: str
    invited: int
    answered: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class MonitorPage:
    """A campaign as those who run it see it."""

    page: CampaignPage
    is_planned: bool
    filters: tuple[str, ...]  # what narrows the audience, in words that the agency gave
    written: int  # people who got a letter
    reachable: int  # people with an address
    waiting: int | None  # who would be reminded; None where nobody knows who has answered
    reminder_on: date | None
    may_manage: bool
    may_remind: bool
    shows_units: bool
    units: tuple[UnitRate, ...]
    lists_names: bool


def monitor_page(actor: Actor, public_id: str) -> MonitorPage:
    """At most ten queries. Raises NotFound, Forbidden."""
    page = campaign_page(actor, public_id)
    campaign = page.campaign
    on = day_for(actor)
    addressed = Q(employee__user__isnull=False) & ~Q(employee__user__email="")
    counts = campaign.invitations.aggregate(
        written=Count("pk", filter=Q(written_on__isnull=False)), reachable=Count("pk", filter=addressed)
    )
    manages = can(actor, MANAGE)
    runs = campaign.state == CampaignState.OPEN and campaign.closes_on >= on
    told = {campaign.reminded_on, campaign.opened_on if campaign.tells else None}
    shows = campaign.by_unit or not campaign.is_anonymous
    return MonitorPage(
        page=page,
        is_planned=campaign.state == CampaignState.PLANNED,
        filters=_filters(campaign),
        written=counts["written"],
        reachable=counts["reachable"],
        waiting=None if campaign.is_anonymous else campaign.invited - (page.answered or 0),
        reminder_on=_reminder(campaign, on),
        may_manage=manages,
        may_remind=manages and runs and on not in told,
        shows_units=shows,
        units=_units(campaign) if shows and campaign.invited else (),
        lists_names=campaign.mode == Mode.NAMED and can(actor, READ_NAMES),
    )


def missing_answers(actor: Actor, campaign: Campaign) -> QuerySet[Invitation]:
    """Who was asked and has not answered, by name; of campaigns with names only. Raises NotFound, Forbidden."""
    require(actor, READ_NAMES, campaign)
    if campaign.mode != Mode.NAMED:
        raise Forbidden
    given = NamedAnswer.objects.filter(campaign=campaign, employee=OuterRef("employee"))
    return campaign.invitations.exclude(Exists(given)).select_related("employee").order_by("employee__name", "pk")


def _reminder(campaign: Campaign, on: date) -> date | None:
    """The day of the planned reminder, while it is still to come."""
    if campaign.remind_before is None or campaign.state == CampaignState.CLOSED:
        return None
    due = campaign.closes_on - timedelta(days=campaign.remind_before)
    sent = campaign.reminded_on is not None and campaign.reminded_on >= due
    return None if sent or due < on else due


def _filters(campaign: Campaign) -> tuple[str, ...]:
    if campaign.audience != AudienceKind.FILTER:
        return ()
    criteria = Criteria.of(campaign.criteria)
    units = Unit.objects.filter(agency_id=campaign.agency_id, public_id__in=criteria.units).order_by("path")
    kinds = [str(PositionKind(kind).label) for kind in criteria.kinds]
    return (*units.values_list("short_name", flat=True), *kinds, *criteria.levels, *criteria.families)


def _units(campaign: Campaign) -> tuple[UnitRate, ...]:
    """By perangkat daerah, in the order of the tree; two or three queries."""
    invited = Counter(dict(campaign.invitations.order_by().values_list("group").annotate(n=Count("pk"))))
    answered = Counter(_answered(campaign))
    names = dict(Unit.objects.filter(public_id__in=list(invited)).order_by("path").values_list("public_id", "name"))
    alone = [group for group in names if not campaign.hides_names or invited[group] >= LEAST]
    if campaign.is_anonymous and campaign.state == CampaignState.CLOSED:
        alone = [group for group in alone if answered[group]]  # only groups that were kept have answers of their own
    rest = [group for group in invited if group not in alone]
    lines = [_line(campaign, names[group], invited[group], answered[group]) for group in alone]
    people = sum(invited[group] for group in rest)
    if people:
        given = answered.total() - sum(answered[group] for group in alone)
        lines.append(_line(campaign, SMALL, people, given))
    return tuple(lines)


def _answered(campaign: Campaign) -> dict[str, int]:
    """Group -> answers; one query."""
    if not campaign.is_anonymous:
        given = NamedAnswer.objects.filter(campaign=campaign, employee=OuterRef("employee"))
        rows: QuerySet[Any] = campaign.invitations.filter(Exists(given))
    elif campaign.state == CampaignState.OPEN:
        rows = campaign.tickets.filter(spent=True)
    else:
        rows = campaign.anonymous_answers.all()
    return dict(rows.order_by().values_list("group").annotate(n=Count("pk")))


def _line(campaign: Campaign, name: str, invited: int, answered: int) -> UnitRate:
    if campaign.hides_names and campaign.state != CampaignState.CLOSED:
        return UnitRate(name, invited, None, banded_rate(answered, invited))
    return UnitRate(name, invited, answered, 100 * answered // invited if invited else 0)

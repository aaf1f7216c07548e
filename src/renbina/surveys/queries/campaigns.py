"""The analyst's view of campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from binacore.survey import banded_rate
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import visible_units
from renbina.organisation.models import Employee, Unit
from renbina.organisation.queries import day_for
from renbina.surveys.access import MANAGE, READ_NAMES, can, own_agency, require, visible_campaigns
from renbina.surveys.enums import AudienceKind, CampaignState, Mode
from renbina.surveys.models import Campaign, InstrumentVersion, Item, NamedAnswer


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A line of the list. `rate`: percent, in steps while answers without a name come in."""

    public_id: str
    title: str
    instrument: str
    is_anonymous: bool
    mode: str
    state: str
    is_open: bool
    opens_on: date
    closes_on: date
    invited: int
    rate: int


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign. `answered` is None while nobody may know how many exactly."""

    campaign: Campaign
    instrument: str
    version_number: int
    audience: str
    is_open: bool
    is_over: bool  # its last day is past, or it was closed
    rate: int
    answered: int | None
    may_close: bool


def campaigns_listed(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns of the agency, planned ones first, then open ones; for a table with `campaign_rows`."""
    found = visible_campaigns(actor).select_related("version__instrument")
    return found.order_by("-state", "-closes_on", "-pk")


def campaign_rows(campaigns: Sequence[Campaign]) -> list[CampaignRow]:
    """Lines of the list for campaigns that the reader may see; one query whatever their number."""
    answered = _answered(campaigns)
    return [
        CampaignRow(
            public_id=each.public_id,
            title=each.title,
            instrument=each.version.instrument.name,
            is_anonymous=each.is_anonymous,
            mode=each.mode,
            state=each.state,
            is_open=each.state == CampaignState.OPEN,
            opens_on=each.opened_on,
            closes_on=each.closes_on,
            invited=each.invited,
            rate=_rate(each, answered[each.pk]),
        )
        for each in campaigns
    ]


def campaign_for(actor: Actor, public_id: str) -> Campaign:
    """One campaign of the actor's agency. Raises NotFound, Forbidden."""
    found = visible_campaigns(actor).select_related("agency", "version__instrument", "unit")
    campaign = found.filter(public_id=public_id).first()
    if campaign is None:
        raise NotFound
    return campaign


def campaign_page(actor: Actor, public_id: str) -> CampaignPage:
    """What the page shows beside the results."""
    campaign = campaign_for(actor, public_id)
    answered = _answered([campaign])[campaign.pk]
    is_open = campaign.state == CampaignState.OPEN
    is_closed = campaign.state == CampaignState.CLOSED
    whom = campaign.unit.name if campaign.unit is not None else str(AudienceKind(campaign.audience).label)
    return CampaignPage(
        campaign=campaign,
        instrument=campaign.version.instrument.name,
        version_number=campaign.version.number,
        audience=whom,
        is_open=is_open,
        is_over=is_closed or campaign.closes_on < day_for(actor),
        rate=_rate(campaign, answered),
        answered=None if not is_closed and campaign.is_anonymous else answered,
        may_close=is_open and can(actor, MANAGE),
    )


def campaigns_about(actor: Actor, subject: str) -> list[Campaign]:
    """The campaigns a higher room opened about something of its own, the newest first."""
    found = visible_campaigns(actor).filter(subject=subject) if subject else Campaign.objects.none()
    return list(found.order_by("-opened_on", "-pk"))


def named_answers(actor: Actor, campaign: Campaign) -> list[tuple[Employee, dict[str, object], datetime]]:
    """Who answered what and when, by name; of campaigns with names only, never of confidential ones.

    Raises NotFound, Forbidden.
    """
    require(actor, READ_NAMES, campaign)
    if campaign.hides_names:
        raise Forbidden
    found = NamedAnswer.objects.filter(campaign=campaign).select_related("employee").order_by("employee__name", "pk")
    return [(each.employee, each.answers, each.changed_at) for each in found]


def askable_versions(actor: Actor) -> list[tuple[str, str]]:
    """(public_id, name) of the newest version of every questionnaire that has questions."""
    require(actor, MANAGE)
    found = InstrumentVersion.objects.filter(instrument__agency_id=own_agency(actor))
    versions = found.annotate(items=Count("sections__items")).order_by("instrument__name", "instrument_id", "number")
    newest = {each.instrument_id: each for each in versions.select_related("instrument")}
    return [(each.public_id, each.instrument.name) for each in newest.values() if each.items]


def versions_of_tests(actor: Actor) -> list[tuple[str, str]]:
    """(public_id, name) of the newest version of every questionnaire that is a test: a question has a right answer."""
    require(actor, MANAGE)
    keyed = Item.objects.exclude(right="").filter(section__version__instrument__agency_id=own_agency(actor))
    tests = set(keyed.values_list("section__version__public_id", flat=True))
    return [each for each in askable_versions(actor) if each[0] in tests]


def right_answers(version_id: int) -> dict[str, str]:
    """Code of an item -> its right answer, of the items of a test that have one; one query."""
    rows = Item.objects.filter(section__version_id=version_id).exclude(right="").order_by("pk")
    return dict(rows.values_list("code", "right"))


def version_for(actor: Actor, public_id: str) -> InstrumentVersion:
    """One version of the actor's agency. Raises NotFound."""
    require(actor, MANAGE)
    found = InstrumentVersion.objects.filter(instrument__agency_id=own_agency(actor), public_id=public_id)
    version = found.select_related("instrument").first()
    if version is None:
        raise NotFound
    return version


def answered_share(agency_id: int) -> float | None:
    """Share (0 to 1) of those asked who answered the closed campaigns of an agency, or None without any; one query."""
    closed = Campaign.objects.filter(agency_id=agency_id, state=CampaignState.CLOSED, invited__gt=0)
    sums = closed.exclude(answered=None).aggregate(asked=Sum("invited"), answered=Sum("answered"))
    return min(1.0, sums["answered"] / sums["asked"]) if sums["asked"] else None


def unit_choices(actor: Actor) -> list[tuple[str, str]]:
    """(public_id, name) of the units that can be asked, in the order of the tree, lower ones set in."""
    require(actor, MANAGE)
    rows = visible_units(actor).values_list("public_id", "name", "depth")
    return [(public_id, f"{'– ' * (depth - 1)}{name}") for public_id, name, depth in rows]


def unit_for(actor: Actor, public_id: str) -> Unit:
    """A unit to ask. Raises NotFound."""
    found = visible_units(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def employees_by_nip(actor: Actor, nips: list[str]) -> dict[str, Employee]:
    """The people of the agency by exactly these numbers; one query."""
    require(actor, MANAGE)
    found = Employee.objects.filter(agency_id=own_agency(actor), nip__in=nips).order_by("pk")
    return {person.nip: person for person in found}


def employees_asked(actor: Actor, public_id: str) -> list[Employee]:
    """Everybody whom a campaign asked, to be asked once more; two queries. Raises NotFound, Forbidden."""
    require(actor, MANAGE)
    asked = Employee.objects.filter(invitations__campaign=campaign_for(actor, public_id))
    return list(asked.order_by("pk"))


def _answered(campaigns: Sequence[Campaign]) -> dict[int, int]:
    """How many answered; two queries. Of those without a name: tickets used."""
    keys = [each.pk for each in campaigns if each.state == CampaignState.OPEN]
    counted = Campaign.objects.filter(pk__in=keys).annotate(
        used=Count("tickets", filter=Q(tickets__spent=True), distinct=True), given=Count("named_answers", distinct=True)
    )
    live = {each.pk: each.used if each.mode == Mode.ANONYMOUS else each.given for each in counted}
    return {each.pk: live.get(each.pk, each.answered or 0) for each in campaigns}


def _rate(campaign: Campaign, answered: int) -> int:
    if campaign.is_anonymous and campaign.state == CampaignState.OPEN:
        return banded_rate(answered, campaign.invited)
    return 100 * answered // campaign.invited if campaign.invited else 0

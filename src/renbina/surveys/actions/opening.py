"""Planning a campaign, opening it on its day, and taking back what has not opened."""

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binacore.disclosure import LEAST
from binacore.sampling import drawn
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.models import Agency, Employee, Unit
from renbina.organisation.queries import agency_of
from renbina.surveys.access import MANAGE, require, ticket_digest, ticket_secret
from renbina.surveys.actions.instruments import require_sound
from renbina.surveys.enums import AudienceKind, CampaignState, Mode
from renbina.surveys.models import Campaign, InstrumentVersion, Invitation, Ticket
from renbina.surveys.queries.audience import (
    Asked,
    Criteria,
    audience_of,
    near_campaigns,
    size_asked,
    strata_of,
    views_of,
)
from renbina.ui import formats

BATCH: Final = 1000
SEEDS: Final = 1_000_000  # short enough to be read out and typed
NEAR: Final = timedelta(days=14)  # answers to the same questions change little in so short a time
DAY: Final = timedelta(days=1)
NAMED: Final = 40  # characters of another campaign's title: the reason has to fit where it is kept


class CampaignRefused(Refused):
    """A campaign that cannot be opened this way."""


class AudienceTooSmall(Refused):
    """Too few people: nobody of them would be hidden among the others.

    `same`: a campaign whose people may be asked instead, exactly these, where that is a way out.
    """

    same: Campaign | None = None


@action
def create_campaign(
    *,
    version: InstrumentVersion,
    title: str,
    mode: str,
    audience: str,
    closes_on: date,
    opens_on: date | None = None,
    unit: Unit | None = None,
    employees: Collection[Employee] = (),
    criteria: Criteria | None = None,
    seed: int | None = None,
    sample_size: int | None = None,
    by_unit: bool = False,
    tells: bool = False,
    remind_before: int | None = None,
    subject: str = "",
    by: Actor,
    at: datetime,
) -> Campaign:
    """Ask an audience from `opens_on` (default: now) until the end of `closes_on`; freezes the version.

    `mode`: enums.Mode; `audience`: enums.AudienceKind, with `unit`, `employees` or `criteria` where it needs them. With
    a `seed` a sample is asked, of `sample_size` people or as many as the rule wants. `tells`: letters go out, and
    `remind_before` days before the last one a reminder. `subject` is the caller's own key. The audience is that of the
    day on which the campaign opens. Raises CampaignRefused, AudienceTooSmall.
    """
    require(by, MANAGE, version.instrument)
    agency = agency_of(by)
    on = at.astimezone(ZoneInfo(agency.timezone)).date()
    campaign = Campaign(
        agency=agency,
        version=version,
        title=title.strip(),
        mode=mode,
        audience=audience,
        unit=unit,
        criteria=_stored(audience, employees, criteria),
        seed=seed,
        sample_size=sample_size,
        by_unit=by_unit,
        tells=tells,
        remind_before=remind_before,
        subject=subject,
        state=CampaignState.PLANNED,
        opened_on=opens_on or on,
        closes_on=closes_on,
        invited=0,
    )
    _check(campaign, agency, on)
    people = _apart(campaign, _enough(campaign, _people(campaign, on)))
    InstrumentVersion.objects.filter(pk=version.pk).update(is_frozen=True)
    campaign.save()
    if campaign.opened_on == on:
        _open(campaign, people, by=by, at=at)
    record(obj=campaign, old=None, new={"mode": mode, "invited": campaign.invited, "closes_on": closes_on})
    return campaign


@action
def open_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """Open what was planned, today instead of its day or on it. Raises CampaignRefused, AudienceTooSmall."""
    require(by, MANAGE, campaign)
    held = _planned(campaign)
    on = at.astimezone(ZoneInfo(campaign.agency.timezone)).date()
    if held.closes_on < on:
        raise CampaignRefused(_("Its last day is past. Take it back and plan it anew."))
    held.opened_on = on
    people = _apart(held, _enough(held, _people(held, on)))
    _open(held, people, by=by, at=at)
    record(obj=held, old={"state": CampaignState.PLANNED}, new={"state": held.state, "invited": held.invited})
    return held


@action
def take_back_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Drop a campaign that has not opened. Raises CampaignRefused once people were asked."""
    require(by, MANAGE, campaign)
    held = _planned(campaign)
    record(obj=held, old={"title": held.title, "opened_on": held.opened_on}, new=None)
    held.delete()


@action
def note_hindrance(*, campaign: Campaign, reason: str, by: Actor, at: datetime) -> None:
    """Keep, for the page of a planned campaign, why it could not open this morning; the same reason is kept once."""
    require(by, MANAGE, campaign)
    held, said = _planned(campaign), reason[:300]
    if held.hindrance == said:
        return
    record(obj=held, old={"hindrance": held.hindrance}, new={"hindrance": said})
    held.hindrance = said
    held.save(update_fields=["hindrance"])


def open_due(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a day began: opens what was planned for it, in every agency. Returns how many.

    What cannot open keeps the reason for its page and is tried again every morning until its last day.
    """
    done = 0
    for campaign in Campaign.objects.filter(state=CampaignState.PLANNED).select_related("agency").order_by("pk"):
        if campaign.opened_on > at.astimezone(ZoneInfo(campaign.agency.timezone)).date():
            continue
        system = Actor.system(campaign.agency_id, label=by.label)
        try:
            open_campaign(campaign=campaign, by=system, at=at)
        except Refused as reason:
            note_hindrance(campaign=campaign, reason=reason.message, by=system, at=at)
        else:
            done += 1
    return done


def _stored(audience: str, employees: Collection[Employee], criteria: Criteria | None) -> dict[str, list[Any]]:
    if audience == AudienceKind.LIST:
        return Criteria(people=tuple(sorted({person.pk for person in employees}))).stored()
    return criteria.stored() if criteria is not None and audience == AudienceKind.FILTER else {}


def _planned(campaign: Campaign) -> Campaign:
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state != CampaignState.PLANNED:
        raise CampaignRefused(_("This campaign has opened already."))
    return held


def _people(campaign: Campaign, on: date) -> list[Asked]:
    """Who is asked if it opens on that day; sets the population of the campaign."""
    criteria = Criteria.of(campaign.criteria)
    people = audience_of(campaign.agency_id, campaign.audience, campaign.unit, criteria, on)
    campaign.population = len(people)
    if campaign.seed is None:
        return people
    size = size_asked(campaign.agency_id, len(people), campaign.sample_size, on)
    chosen = drawn(strata_of(people), size, campaign.seed)
    return [each for each in people if each.employee_id in chosen]


def _enough(campaign: Campaign, people: list[Asked]) -> list[Asked]:
    if not people:
        raise AudienceTooSmall(_("Nobody is in this audience today. Choose another one."), "audience")
    if campaign.hides_names and len(people) < LEAST:
        words = _(
            "Only %(n)s people are asked; below %(least)s nobody stays anonymous. Ask more people, or with names."
        )
        raise AudienceTooSmall(words % {"n": len(people), "least": LEAST}, "audience")
    return people


def _apart(campaign: Campaign, people: list[Asked]) -> list[Asked]:
    """Raises AudienceTooSmall where results could be set against those of another campaign that asked nearly the same.

    The same questions to the same people but for one to four tell, by subtracting, what these few said; of everybody
    who was asked, and of the units that results are shown by.
    """
    if not campaign.hides_names:
        return people
    near = list(near_campaigns(campaign, NEAR))
    alike = _alike(campaign, people, near)
    if alike is None:
        return people
    other, asked, few = alike
    there = Criteria(people=tuple(sorted(asked)))
    again = audience_of(campaign.agency_id, AudienceKind.LIST, None, there, campaign.opened_on)  # who is still here
    words = ngettext(
        "“%(title)s” (until %(last)s) asks the same; only %(n)s person differs, and comparing the results would tell"
        " what they said. Begin on %(day)s or later, or %(way)s.",
        "“%(title)s” (until %(last)s) asks the same; only %(n)s people differ, and comparing the results would tell"
        " what they said. Begin on %(day)s or later, or %(way)s.",
        few,
    )
    if len(again) == len(asked) and _alike(campaign, again, near) is None:
        way, same = _("ask exactly the %(people)s people asked there"), other
    else:
        way, same = _("choose an audience that differs by at least %(least)s people"), None
    refused = AudienceTooSmall(
        words % {
            "title": other.title if len(other.title) <= NAMED else other.title[: NAMED - 1].rstrip() + "…",
            "last": formats.day(other.closes_on), "n": few, "day": formats.day(other.closes_on + NEAR + DAY),
            "way": way % {"people": formats.number(len(asked)), "least": LEAST},
        },
        "audience",
    )  # fmt: skip
    refused.same = same
    raise refused


def _alike(
    campaign: Campaign, people: Sequence[Asked], near: Sequence[tuple[Campaign, list[set[int]]]]
) -> tuple[Campaign, set[int], int] | None:
    """The campaign that ends last among those it could be set against, whom that asked, and how few differ."""
    now = views_of(((each.employee_id, each.group) for each in people), by_unit=campaign.by_unit)
    for other, before in near:
        few = min((n for one in now for two in before if 0 < (n := len(one ^ two)) < LEAST), default=0)
        if few:
            return other, before[0], few
    return None


def _open(campaign: Campaign, people: Sequence[Asked], *, by: Actor, at: datetime) -> None:
    campaign.state, campaign.hindrance, campaign.invited = CampaignState.OPEN, "", len(people)
    campaign.salt = secrets.token_hex(32) if campaign.is_anonymous else ""
    campaign.save(
        update_fields=["state", "hindrance", "invited", "salt", "opened_on", "population"]
    )  # fmt: skip
    Invitation.objects.bulk_create(
        [Invitation(campaign=campaign, employee_id=each.employee_id, group=each.group) for each in people], BATCH
    )
    if campaign.is_anonymous:
        Ticket.objects.bulk_create(_tickets(campaign, people), BATCH)
    if campaign.tells:
        outbox.publish("surveys.opened", {"campaign": campaign.public_id}, by=by, at=at)


def _tickets(campaign: Campaign, people: Sequence[Asked]) -> list[Ticket]:
    """Sorted by digest, which is as good as mixed: the n-th ticket says nothing of the n-th person."""
    sizes = Counter(each.group for each in people)
    made = [
        Ticket(
            digest=ticket_digest(campaign.public_id, ticket_secret(campaign, each.employee_id)),
            campaign=campaign,
            group=each.group if campaign.by_unit and sizes[each.group] >= LEAST else "",
        )
        for each in people
    ]
    return sorted(made, key=lambda ticket: ticket.digest)


def _check(campaign: Campaign, agency: Agency, on: date) -> None:
    """Raises CampaignRefused with the field."""
    if not campaign.title:
        raise CampaignRefused(_("Give the campaign a title; those who are asked read it."), "title")
    if campaign.mode not in Mode.values:
        raise CampaignRefused(_("Choose whether answers carry a name. It cannot be changed later."), "mode")
    if campaign.is_anonymous and campaign.version.instrument.becomes:
        words = _(
            "Answers to this questionnaire become self-assessments, and nobody could say whose. Choose “with name”; "
            "“confidential” gives results of groups and no assessments."
        )
        raise CampaignRefused(words, "mode")
    require_sound(campaign.version)
    _check_audience(campaign, agency)
    _check_days(campaign, on)


def _check_audience(campaign: Campaign, agency: Agency) -> None:
    unit = campaign.unit
    if campaign.audience not in AudienceKind.values:
        raise CampaignRefused(_("Choose who is asked."), "audience")
    if (campaign.audience == AudienceKind.UNIT) != (unit is not None):
        raise CampaignRefused(_("Choose the unit that is asked."), "unit")
    if unit is not None and unit.agency_id != agency.pk:
        raise NotFound
    if campaign.audience == AudienceKind.FILTER and not campaign.criteria:
        words = _("Choose at least one unit, kind, level or family of positions; or ask all employees.")
        raise CampaignRefused(words, "audience")
    if campaign.sample_size is not None and (campaign.seed is None or campaign.sample_size < LEAST):
        words = _("A sample has at least %(least)s people. Leave the number empty for what the rule wants.")
        raise CampaignRefused(words % {"least": LEAST}, "sample_size")


def _check_days(campaign: Campaign, on: date) -> None:
    if campaign.opened_on < on:
        raise CampaignRefused(_("The first day lies in the past. Choose today or later."), "opens_on")
    if campaign.closes_on < on:
        raise CampaignRefused(_("The last day lies in the past. Choose today or later."), "closes_on")
    if campaign.closes_on < campaign.opened_on:
        raise CampaignRefused(_("The last day lies before the first. Choose a later one."), "closes_on")
    if campaign.remind_before is None:
        return
    days = (campaign.closes_on - campaign.opened_on).days
    if not campaign.tells:
        raise CampaignRefused(_("Without letters there is no reminder. Tick the letters too."), "remind_before")
    if not 0 <= campaign.remind_before <= days - 1:
        words = _("The reminder would go out before or with the invitation. Choose fewer days than %(days)s.")
        raise CampaignRefused(words % {"days": days}, "remind_before")

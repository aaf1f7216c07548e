"""Who fills in a questionnaire on paper."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from binacore.disclosure import LEAST
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.models import Employee
from renbina.organisation.queries import day_for
from renbina.surveys.access import VIEW, can, paper_campaigns, paper_people, paper_units
from renbina.surveys.enums import CampaignState
from renbina.surveys.models import Campaign, InstrumentVersion, Invitation

BUNDLE: Final = 100
"""Sheets of one file: drawing one takes a twentieth of a second, and whoever prints waits for them."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Sheets of a unit from `first` to `last` of `people`; `number` from 1 on, 0 where they are all of them."""

    group: str
    name: str
    people: int
    number: int
    first: int
    last: int

    @property
    def value(self) -> str:
        return f"{self.group}:{self.number}" if self.number else self.group


@dataclass(frozen=True, slots=True)
class PaperPage:
    """`bundles`: the sheets that may be printed without names, unit by unit, at most `BUNDLE` in a file.

    `reads`: whether the actor may open the campaign itself; an operator comes and goes by the list of paper.
    """

    campaign: Campaign
    version: InstrumentVersion
    bundles: tuple[Bundle, ...]
    reads: bool


def bundles_of(group: str, name: str, people: int) -> tuple[Bundle, ...]:
    """The sheets of a unit in as few files as can be, of even size."""
    files = -(-people // BUNDLE)
    ends = [people * number // files for number in range(files + 1)]
    return tuple(
        Bundle(group, name, people, number if files > 1 else 0, ends[number - 1] + 1, ends[number])
        for number in range(1, files + 1)
    )


def papers_listed(actor: Actor) -> QuerySet[Campaign]:
    """The open campaigns whose sheets the actor may key in, the most urgent first; for a table. Raises Forbidden."""
    on = day_for(actor)
    found = paper_campaigns(actor, on).filter(state=CampaignState.OPEN, closes_on__gte=on)
    return found.order_by("closes_on", "pk")


def paper_page(actor: Actor, public_id: str) -> PaperPage:
    """Raises NotFound, Forbidden."""
    found = paper_campaigns(actor, day_for(actor)).select_related("agency", "version__instrument", "unit")
    campaign = found.filter(public_id=public_id).first()
    if campaign is None:
        raise NotFound
    bundles: tuple[Bundle, ...] = ()
    if campaign.is_anonymous:
        asked = Invitation.objects.filter(campaign=campaign).exclude(group="").values("group").annotate(n=Count("pk"))
        counts = dict(asked.filter(n__gte=LEAST).order_by("group").values_list("group", "n"))
        units = paper_units(actor).filter(public_id__in=list(counts)).order_by("name", "pk")
        found_in = [bundles_of(unit.public_id, unit.name, counts[unit.public_id]) for unit in units]
        bundles = tuple(bundle for each in found_in for bundle in each)
    return PaperPage(campaign, campaign.version, bundles, can(actor, VIEW))


def asked_people(actor: Actor, campaign: Campaign) -> QuerySet[Employee]:
    """Everybody who was asked and whose sheet the actor may key in, by name; whether they answered is not told."""
    return paper_people(actor, day_for(actor)).filter(invitations__campaign=campaign).order_by("name", "pk")


def asked_person(actor: Actor, campaign: Campaign, public_id: str) -> Employee:
    """One of them. Raises NotFound."""
    found = asked_people(actor, campaign).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found

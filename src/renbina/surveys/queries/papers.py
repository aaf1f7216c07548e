"""Who fills in a questionnaire on paper."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from binacore.disclosure import LEAST
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.models import Employee, Unit
from renbina.surveys.access import MANAGE, require
from renbina.surveys.models import Campaign, InstrumentVersion, Invitation
from renbina.surveys.queries.campaigns import campaign_for


@dataclass(frozen=True, slots=True)
class PaperPage:
    """`groups`: (public_id, name, people asked) of the units whose sheets may be printed without names."""

    campaign: Campaign
    version: InstrumentVersion
    groups: tuple[tuple[str, str, int], ...]


def paper_page(actor: Actor, public_id: str) -> PaperPage:
    """Raises NotFound, Forbidden."""
    campaign = campaign_for(actor, public_id)
    require(actor, MANAGE, campaign)
    groups: tuple[tuple[str, str, int], ...] = ()
    if campaign.is_anonymous:
        asked = Invitation.objects.filter(campaign=campaign).exclude(group="").values("group").annotate(n=Count("pk"))
        counts = dict(asked.filter(n__gte=LEAST).order_by("group").values_list("group", "n"))
        units = Unit.objects.filter(public_id__in=list(counts), agency_id=campaign.agency_id).order_by("name")
        groups = tuple((unit.public_id, unit.name, counts[unit.public_id]) for unit in units)
    return PaperPage(campaign, campaign.version, groups)


def asked_people(campaign: Campaign) -> QuerySet[Employee]:
    """Everybody who was asked, by name; whether they answered is not told."""
    return Employee.objects.filter(invitations__campaign=campaign).order_by("name", "pk")


def asked_person(campaign: Campaign, public_id: str) -> Employee:
    """One of them. Raises NotFound."""
    found = asked_people(campaign).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found

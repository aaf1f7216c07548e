"""Freeze the figures of the plan for the public."""

from datetime import datetime

from django.utils.translation import gettext as _

from binacore.disclosure import LEAST
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.queries import agency_of
from renbina.publication.access import PUBLISH, require
from renbina.publication.gather import plan_counts
from renbina.publication.models import PublishedFigures


class NothingToPublish(Refused):
    """No plan of the agency has been computed."""


@action
def publish_figures(*, by: Actor, at: datetime) -> PublishedFigures:
    """Freeze the counts of the newest computed plan. Raises NothingToPublish, Forbidden."""
    require(by, PUBLISH)
    agency = agency_of(by)
    counts = plan_counts(agency.pk)
    if counts is None:
        raise NothingToPublish(_("No plan has been computed yet. Compute the plan first, then publish its figures."))
    areas, hidden = suppressed(counts.areas)
    figures = {
        "people": _shown(counts.people),
        "placed": _shown(counts.placed),
        "seats": _shown(counts.seats),
        "programmes": counts.programmes,
        "hours": counts.hours,
        "budget": counts.budget,
        "pns_share": counts.pns_share if counts.people >= LEAST else None,
        "areas": areas,
        "hidden_areas": hidden,
    }
    published = PublishedFigures.objects.create(agency=agency, year=counts.year, published_at=at, figures=figures)
    record(obj=published, old=None, new={"year": counts.year, "hidden": hidden})
    return published


def suppressed(groups: dict[str, int]) -> tuple[dict[str, int], int]:
    """Groups that may be shown, and how many were taken out.

    A single hidden group could be found by subtracting the others from a total, so the next smallest goes with it.
    """
    ordered = sorted(groups.items(), key=lambda group: (group[1], group[0]))
    small = [name for name, people in ordered if people < LEAST]
    if len(small) == 1 and len(ordered) > 1:
        small.append(ordered[1][0])
    return {name: people for name, people in groups.items() if name not in small}, len(small)


def _shown(people: int) -> int | None:
    return people if people >= LEAST else None

"""Reads of the public pages: one frozen row, and where a person who is logged in begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from renbina.foundation.actor import Actor
from renbina.organisation.access import MANAGERS
from renbina.organisation.models import Agency
from renbina.planning.queries import latest_plan
from renbina.publication.models import PublishedFigures


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the public front page shows. Without published figures `year` is None and `figures` empty."""

    agency_name: str
    year: int | None
    published_at: datetime | None
    figures: Mapping[str, Any]


def front_page() -> FrontPage:
    """The newest publication of this installation; one query, two before anything was published."""
    newest = PublishedFigures.objects.select_related("agency").order_by("-published_at", "-pk").first()
    if newest is not None:
        published_at = newest.published_at.astimezone(ZoneInfo(newest.agency.timezone))
        return FrontPage(newest.agency.name, newest.year, published_at, newest.figures)
    agency = Agency.objects.order_by("pk").first()
    return FrontPage(agency.name if agency else "", None, None, {})


def plan_to_start_with(actor: Actor) -> str:
    """Public id of the plan on which an analyst begins: the one that counts now; empty for everybody else."""
    if actor.agency_id is None or not actor.has(*MANAGERS):
        return ""
    plan = latest_plan(actor)
    return plan.public_id if plan else ""

"""Reads of the public pages: frozen rows only, and where a person who is logged in begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery

from renbina.foundation.actor import Actor
from renbina.organisation.access import MANAGERS, own_agency
from renbina.organisation.models import Agency
from renbina.planning.queries import latest_plan
from renbina.publication.models import PublishedFigures, PublishedResult


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


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One service in the public list, in figures that were frozen with its page."""

    public_id: str
    service: str
    unit: str
    agency: str
    published_at: datetime
    figures: Mapping[str, Any]


def _newest() -> QuerySet[PublishedResult]:
    """The newest publication of each service; no order."""
    of_service = PublishedResult.objects.filter(service=OuterRef("service")).order_by("-published_at", "-pk")
    rows: QuerySet[PublishedResult] = PublishedResult.objects.filter(pk=Subquery(of_service.values("pk")[:1]))
    return rows.select_related("service__unit", "service__agency")


def result_rows() -> list[ResultRow]:
    """Every service with a published page, by agency, unit and name; one query."""
    rows = _newest().order_by("service__agency_id", "service__unit__path", "service__name", "service_id")
    return [_row(row) for row in rows]


def result_of(service_id: str) -> ResultRow | None:
    """The newest publication of one service by its public id; None when nothing was published. One query."""
    row = _newest().filter(service__public_id=service_id).first()
    return _row(row) if row else None


def _row(row: PublishedResult) -> ResultRow:
    service = row.service
    published_at = row.published_at.astimezone(ZoneInfo(service.agency.timezone))
    return ResultRow(
        service.public_id, service.name, service.unit.name, service.agency.short_name, published_at, row.figures
    )


def last_published(actor: Actor) -> tuple[datetime | None, datetime | None]:
    """When the actor's agency published figures of its plan, and results of its services; two queries."""
    mine = {"agency_id": own_agency(actor)}
    plan = PublishedFigures.objects.filter(**mine).order_by("-published_at").first()
    of_services = PublishedResult.objects.filter(service__agency_id=mine["agency_id"])
    result = of_services.order_by("-published_at").first()
    return plan.published_at if plan else None, result.published_at if result else None

"""Answers of citizens as the tallies that the core computes with, and the names that are covered in texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from binacore.skm import Tally
from renbina.foundation.base import holds_on
from renbina.organisation.models import Employee, Placement
from renbina.voice.models import SCORES, Feedback, Forum, Service


@dataclass(frozen=True, slots=True)
class Answers:
    """Nine tallies, and how many people answered at least one element."""

    tallies: tuple[Tally, ...]
    respondents: int


NOBODY = Answers((Tally(0, 0),) * len(SCORES), 0)


def half_year(year: int, half: int) -> tuple[date, date]:
    """The half-open days of a half year (1 or 2): in which satisfaction is published."""
    if half == 1:
        return date(year, 1, 1), date(year, 7, 1)
    if half == 2:
        return date(year, 7, 1), date(year + 1, 1, 1)
    raise ValueError(f"a year has halves 1 and 2, not {half}")


def answers_of(services: Iterable[int], starts_on: date, ends_on: date) -> dict[int, Answers]:
    """Service key -> answers received on starts_on <= day < ends_on; one query."""
    rows = (
        Feedback.objects.filter(service__in=list(services), received_on__gte=starts_on, received_on__lt=ends_on)
        .exclude(**dict.fromkeys(SCORES))
        .order_by()
        .values("service_id")
        .annotate(
            respondents=Count("pk"),
            **{f"{name}_total": Sum(name) for name in SCORES},
            **{f"{name}_count": Count(name) for name in SCORES},
        )
    )
    found: dict[int, Answers] = {}
    for row in rows:
        sums: dict[str, Any] = dict(row)
        tallies = tuple(Tally(sums[f"{name}_total"] or 0, sums[f"{name}_count"]) for name in SCORES)
        found[sums["service_id"]] = Answers(tallies, sums["respondents"])
    return found


def staff_names(of: Service | Forum, on: date) -> tuple[str, ...]:
    """Names of who works in the perangkat daerah of a service or forum on a day; one query."""
    placed = Placement.objects.filter(
        holds_on(on), Q(unit__path__startswith=of.unit.path[: of.unit.steplen]),
        employee__agency_id=of.agency_id,
    )  # fmt: skip
    return tuple(
        Employee.objects.filter(pk__in=placed.values("employee_id")).order_by("pk").values_list("name", flat=True)
    )

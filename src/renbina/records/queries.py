"""Reads of learning hours and performance results."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FloatField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from renbina.foundation.actor import Actor
from renbina.records.access import visible_learning, visible_performance
from renbina.records.enums import Predicate, Rating
from renbina.records.models import LearningRecord


@dataclass(frozen=True, slots=True)
class LearningLine:
    """One finished activity: JP on its certificate, JP that count, and the code of the reason when they differ."""

    public_id: str
    name: str
    form: str
    programme_code: str
    started_on: date
    ended_on: date
    certificate_hours: float
    counted_hours: float
    counted_note: str
    certificate_number: str
    organiser: str


@dataclass(frozen=True, slots=True)
class LearningYear:
    """The learning ledger of one person in one year."""

    year: int
    counted: float
    lines: tuple[LearningLine, ...]


@dataclass(frozen=True, slots=True)
class PerformanceLine:
    """The predicate of one year with the two ratings behind it, in words."""

    year: int
    result: str
    behaviour: str
    predicate: str
    predicate_label: str


def learning_history(actor: Actor, employee_id: int, *, on: date) -> tuple[LearningYear, ...]:
    """Every year in which the person finished something, newest first; one query."""
    fields = list(LearningLine.__dataclass_fields__)
    rows = visible_learning(actor, on).filter(employee_id=employee_id).order_by("-ended_on", "-id").values_list(*fields)
    years: dict[int, list[LearningLine]] = {}
    for row in rows:
        line = LearningLine(*row)
        years.setdefault(line.ended_on.year, []).append(line)
    return tuple(
        LearningYear(year, sum(line.counted_hours for line in lines), tuple(lines)) for year, lines in years.items()
    )


def performance_results(actor: Actor, employee_id: int, *, on: date) -> tuple[PerformanceLine, ...]:
    """Yearly results of a person, newest first; one query."""
    rows = visible_performance(actor, on).filter(employee_id=employee_id).order_by("-year")
    return tuple(
        PerformanceLine(
            year, str(Rating(result).label), str(Rating(behaviour).label), predicate, str(Predicate(predicate).label)
        )
        for year, result, behaviour, predicate in rows.values_list("year", "result", "behaviour", "predicate")
    )


def _finished_in(year: int) -> QuerySet[LearningRecord]:
    return LearningRecord.objects.filter(ended_on__gte=date(year, 1, 1), ended_on__lt=date(year + 1, 1, 1))


def people_at_hours(year: int, least: float, below: float | None = None) -> QuerySet[Any, Any]:
    """Employee keys of everybody with at least so many counted JP in a year, for use inside another query.

    below: and with less than these.
    """
    totals = _finished_in(year).order_by().values("employee_id").annotate(total=Sum("counted_hours"))
    if below is not None:
        totals = totals.filter(total__lt=below)
    return totals.filter(total__gte=least).values("employee_id")


def hours_in_year(year: int, employee: str = "pk") -> Coalesce:
    """Counted JP of a year as an annotation of a queryset of employees: `annotate(hours=hours_in_year(2026))`."""
    totals = (
        _finished_in(year)
        .filter(employee=OuterRef(employee))
        .order_by()
        .values("employee")
        .annotate(t=Sum("counted_hours"))
    )
    return Coalesce(Subquery(totals.values("t"), output_field=FloatField()), Value(0.0))

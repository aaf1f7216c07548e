"""Reads of the gaps: of a person, and the heat map of units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import add

from django.db.models import Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from renbina.competency.models import Gap, UnitGap
from renbina.competency.queries.dictionary import competency_names
from renbina.foundation.actor import Actor
from renbina.organisation.access import visible_units

TOP_PATH = 4  # characters of a unit's path that name its root; treebeard's default step length


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One group of units in one competency: people asked, of them assessed, of those below, mean missing levels."""

    group: str  # path of the unit that stands for the group
    competency_id: int
    names: tuple[str, str]  # Indonesian, English or ""
    people: int
    known: int
    below: int
    missing: int  # levels
    mean_gap: float | None


def gap_count(employee: str = "pk") -> Coalesce:
    """Number of competencies below the standard, as an annotation of a queryset of employees."""
    rows = Gap.objects.filter(employee=OuterRef(employee), size__gt=0).order_by().values("employee")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), Value(0))


GapRow = tuple[str, int, int, int, int, int]  # path of a unit, competency, people, known, below, missing


def unit_gap_rows(actor: Actor, *, below: str = "") -> list[GapRow]:
    """The stored sums of the visible units whose path begins so, as of the day they were computed; one query."""
    units = visible_units(actor).filter(path__startswith=below).order_by()
    rows = UnitGap.objects.filter(unit__in=units).order_by()
    return list(rows.values_list("unit__path", "competency_id", "people", "known", "below", "missing"))


def need_rows(actor: Actor, *, below: str = "") -> list[tuple[str, int, int, int, int, int, int]]:
    """As `unit_gap_rows`, and of the missing levels those that the position calls critical; one query."""
    units = visible_units(actor).filter(path__startswith=below).order_by()
    rows = UnitGap.objects.filter(unit__in=units).order_by()
    counts = ("people", "known", "below", "missing", "missing_critical")
    return list(rows.values_list("unit__path", "competency_id", *counts))


def heat_cells_of(
    rows: Iterable[GapRow], names: Mapping[int, tuple[str, str]], *, depth: int = 1
) -> tuple[HeatCell, ...]:
    """Sums of units added up to groups. `depth`: level of the tree that the groups stand for (1: roots)."""
    # Most units stand for themselves, so that the database would sort much and add up little.
    sums: dict[tuple[str, int], tuple[int, ...]] = {}
    for path, competency, *numbers in rows:
        key = path[: TOP_PATH * depth], competency
        before = sums.get(key)
        sums[key] = tuple(numbers) if before is None else tuple(map(add, before, numbers))
    return tuple(
        HeatCell(group, key, names[key], people, known, under, missing, missing / known if known else None)
        for (group, key), (people, known, under, missing) in sorted(sums.items())
    )


def heat_cells(actor: Actor, *, below: str = "", depth: int = 1) -> tuple[HeatCell, ...]:
    """Gaps of the visible units by unit group and competency, as of the day the gaps were computed; two queries.

    `below`: only units whose path begins so. `depth`: level of the tree that the groups stand for (1: roots).
    """
    return heat_cells_of(unit_gap_rows(actor, below=below), competency_names(actor.agency_id), depth=depth)


def gaps_by_unit(actor: Actor) -> dict[str, int]:
    """Path of a visible unit -> number of gaps of its own people, without the units below; one query."""
    rows = UnitGap.objects.filter(unit__in=visible_units(actor).order_by()).order_by()
    return dict(rows.values_list("unit__path").annotate(n=Sum("below")))

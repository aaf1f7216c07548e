"""Figures of units from the people in them, each unit with everything below it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Q, QuerySet, Sum

from renbina.competency.queries import gaps_by_unit
from renbina.dashboards.queries.plans import PlanNow
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import visible_units
from renbina.organisation.enums import Employment, PlacementKind, UnitKind
from renbina.organisation.models import Placement, Unit
from renbina.planning.models import Assignment
from renbina.records.queries import people_at_hours

Number = TypeVar("Number", int, float)
CIVIL_SERVANTS = (Employment.PNS, Employment.CPNS)  # the yearly minimum is written for them


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with everything below it. `share` is of PNS at the minimum this year, None without PNS."""

    public_id: str
    name: str
    short_name: str
    kind: str
    people: int
    civil_servants: int
    at_minimum: int
    gaps: int
    planned_people: int
    planned_hours: float

    @property
    def share(self) -> float | None:
        return self.at_minimum / self.civil_servants if self.civil_servants else None

    @property
    def gaps_each(self) -> float | None:
        return self.gaps / self.people if self.people else None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as these pages need it: they read all units on every visit, and whole rows would cost five times more."""

    public_id: str
    path: str
    depth: int
    name: str
    short_name: str
    kind: str


def places(units: QuerySet[Unit]) -> list[Place]:
    """Units in the order of the tree."""
    fields = units.order_by("path").values_list("public_id", "path", "depth", "name", "short_name", "kind")
    return [Place(*row) for row in fields]


def roots(units: Iterable[Place]) -> list[Place]:
    """The units of a list in tree order that stand below no other one of it."""
    found: list[Place] = []
    for unit in units:
        if not found or not unit.path.startswith(found[-1].path):
            found.append(unit)
    return found


def unit_rows(
    actor: Actor,
    on: date,
    plan: PlanNow | None,
    minimum: int,
    places: Sequence[Place],
    below: str = "",
    *,
    gaps: Mapping[str, int] | None = None,
    hours: Mapping[str, float] | None = None,
) -> tuple[UnitRow, ...]:
    """One row a unit, people of the units below included; three queries at most, added up by the database.

    Whoever holds a post on the day counts, so that the units add up to the list of employees. `below`: path of the
    unit that everything counted is in. `minimum`: JP a year, at least 1. `gaps`, `hours`: number of gaps and JP of
    the plan's seats by unit path, when the page knows them already.
    """
    people = _people(actor, on, plan, minimum, below)
    gaps = gaps_by_unit(actor) if gaps is None else gaps
    hours = _planned(actor, on, plan, below) if hours is None else hours
    depths = sorted({len(place.path) for place in places})
    counted = _upwards(people, depths)
    missing = _upwards(((path, (n,)) for path, n in gaps.items()), depths)
    planned = _upwards(((path, (jp,)) for path, jp in hours.items()), depths)
    found = []
    for place in places:
        total, servants, reached, attending = counted.get(place.path, (0, 0, 0, 0))
        found.append(
            UnitRow(
                place.public_id,
                place.name,
                place.short_name,
                str(UnitKind(place.kind).label),
                total,
                servants,
                reached,
                missing.get(place.path, (0,))[0],
                attending,
                planned.get(place.path, (0,))[0],
            )
        )
    return tuple(found)


def _upwards(rows: Iterable[tuple[str, Sequence[Number]]], depths: Sequence[int]) -> dict[str, list[Number]]:
    """Sums by the first characters of the path: what a unit counts, its upper units count too."""
    sums: dict[str, list[Number]] = {}
    for path, values in rows:
        for depth in depths:
            if depth > len(path):
                break
            known = sums.get(path[:depth])
            sums[path[:depth]] = list(values) if known is None else [a + b for a, b in zip(known, values, strict=True)]
    return sums


def placed_in(actor: Actor, on: date, below: str = "") -> QuerySet[Placement]:
    """Definitive posts on a day in the units whose page the actor may open."""
    units = visible_units(actor).filter(path__startswith=below).order_by()
    return Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE, unit__in=units).order_by()


def _people(
    actor: Actor, on: date, plan: PlanNow | None, minimum: int, below: str
) -> list[tuple[str, tuple[int, ...]]]:
    """Unit path -> people, PNS, PNS at the minimum, people in the plan; one query."""
    run = plan.run_id if plan else None
    servants = Q(employee__employment__in=CIVIL_SERVANTS)
    seated = Assignment.objects.filter(run_id=run or 0).values("employee_id")
    reached = people_at_hours(on.year, minimum)
    placed = placed_in(actor, on, below)
    if below:
        members = placed.values("employee_id")
        seated, reached = seated.filter(employee__in=members), reached.filter(employee__in=members)
    rows = placed.values_list("unit__path").annotate(
        Count("pk"),
        servants=Count("pk", filter=servants),
        reached=Count("pk", filter=servants & Q(employee_id__in=reached)),
        attending=Count("pk", filter=Q(employee_id__in=seated)),
    )
    return [(row[0], row[1:]) for row in rows]


def seats_below(actor: Actor, on: date, plan: PlanNow | None, below: str = "") -> QuerySet[Assignment]:
    """Seats of the plan of the people who hold a post in these units; none without a run."""
    seats = Assignment.objects.order_by()
    if below:  # a part of the agency: found by its people instead of by the run
        seats = seats.filter(employee__in=placed_in(actor, on, below).values("employee_id"))
    return seats.filter(
        holds_on(on, "employee__placements__"),
        run_id=(plan.run_id if plan else None) or 0,
        employee__placements__kind=PlacementKind.DEFINITIVE,
        employee__placements__unit__in=visible_units(actor).filter(path__startswith=below).order_by(),
    )


def _planned(actor: Actor, on: date, plan: PlanNow | None, below: str) -> dict[str, float]:
    """Unit path -> JP of its people's seats; one query."""
    rows = seats_below(actor, on, plan, below).values_list("employee__placements__unit__path")
    return dict(rows.annotate(Sum("offer__programme__hours")))

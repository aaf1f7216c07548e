"""Figures of units from the people in them, each unit with everything below it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from renbina.competency.access import visible_gaps
from renbina.dashboards.queries.plans import PlanNow
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import own_agency, visible_employees
from renbina.organisation.enums import Employment, PlacementKind, UnitKind
from renbina.organisation.models import Placement, Unit
from renbina.planning.models import Assignment
from renbina.records.queries import hours_by_employee

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


class Tally:
    """Figures of people by the path of their unit, read once for all units of a page: four queries.

    Whoever holds a post on the day counts, so that the units add up to the list of employees.

    `gaps`: number of gaps by unit path, when the page knows them already; otherwise they are counted by person.
    """

    def __init__(
        self,
        actor: Actor,
        on: date,
        plan: PlanNow | None,
        minimum: int,
        below: str = "",
        gaps: Mapping[str, int] | None = None,
    ) -> None:
        agency = own_agency(actor)
        self.minimum = minimum
        placed = Placement.objects.filter(
            holds_on(on),
            kind=PlacementKind.DEFINITIVE,
            unit__path__startswith=below,
            employee__in=visible_employees(actor, on).values("pk"),
        )
        self.people = list(placed.order_by("pk").values_list("employee_id", "unit__path", "employee__employment"))
        # A page about one unit reads the hours of its people only.
        members = {row[0] for row in self.people} if below else None
        self.hours = hours_by_employee(agency, on.year, employee_ids=members)
        self.known_gaps = gaps
        self.gaps: dict[int, int] = {}
        if gaps is None:
            below_standard = visible_gaps(actor, on).filter(size__gt=0).order_by().values_list("employee_id")
            self.gaps = dict(below_standard.annotate(n=Count("pk")))
        run = plan.run_id if plan else None
        seats = Assignment.objects.filter(run_id=run or 0, employee__agency_id=agency).order_by()
        if members is not None:
            seats = seats.filter(employee__in=members)
        totals = seats.values_list("employee_id").annotate(hours=Sum("offer__programme__hours"))
        self.planned: dict[int, float] = dict(totals) if run else {}

    def rows(self, places: Sequence[Place]) -> tuple[UnitRow, ...]:
        """One row a unit, people of the units below included."""
        by_path = self._by_path()
        found = []
        for place in places:
            inside = [counted for path, counted in by_path.items() if path.startswith(place.path)]
            total = [sum(column) for column in zip(*inside, strict=True)] or [0] * 6
            if self.known_gaps is not None:
                total[3] = self.known_gaps.get(place.path, 0)
            kind = str(UnitKind(place.kind).label)
            found.append(UnitRow(place.public_id, place.name, place.short_name, kind, *total))
        return tuple(found)

    def _by_path(self) -> dict[str, list[float]]:
        """Unit path -> people, PNS, PNS at the minimum, gaps, people in the plan, hours in the plan."""
        by_path: dict[str, list[float]] = {}
        hours, gaps, planned, minimum = self.hours, self.gaps, self.planned, self.minimum
        for employee, path, employment in self.people:
            counted = by_path.setdefault(path, [0, 0, 0, 0, 0, 0])
            counted[0] += 1
            if employment in CIVIL_SERVANTS:
                counted[1] += 1
                counted[2] += hours.get(employee, 0) >= minimum
            counted[3] += gaps.get(employee, 0)
            if employee in planned:
                counted[4] += 1
                counted[5] += planned[employee]
        return by_path

"""The list of units and the page of one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from renbina.competency.access import visible_gaps
from renbina.competency.queries import HeatCell, heat_cells
from renbina.dashboards.queries.plans import PlanNow, plan_now
from renbina.dashboards.queries.quality import problem_counts, serving
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import Verb, own_agency, require, visible_employees, visible_units
from renbina.organisation.enums import Employment, PlacementKind
from renbina.organisation.models import Placement, Unit
from renbina.organisation.queries import day_for
from renbina.planning.models import Assignment
from renbina.records.queries import hours_by_employee
from renbina.rulebook.queries import rules_on

STEP: int = Unit.steplen
CIVIL_SERVANTS = (Employment.PNS, Employment.CPNS)  # the yearly minimum is written for them
HEAT_COLUMNS = 10


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
class UnitList:
    rows: tuple[UnitRow, ...]
    year: int
    minimum: int
    plan: PlanNow | None


@dataclass(frozen=True, slots=True)
class ProgrammeSeats:
    """How many people of a unit the plan sends to a programme."""

    public_id: str
    name: str
    people: int
    hours: float


@dataclass(frozen=True, slots=True)
class Heat:
    """Mean missing levels: parts of the unit by the largest gaps; None: nobody known."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    people: int
    known: int


@dataclass(frozen=True, slots=True)
class UnitDetail:
    """A unit with its parts, plan, heat map and open questions about its data."""

    unit: UnitRow
    above: tuple[tuple[str, str], ...]  # (public_id, name) from the top, visible ones only
    parts: tuple[UnitRow, ...]
    heat: Heat
    seats: tuple[ProgrammeSeats, ...]
    problems: dict[str, int]
    year: int
    minimum: int
    plan: PlanNow | None
    staff_note: str
    away_max: int | None


def unit_list(actor: Actor) -> UnitList:
    """The highest units that the actor may open, each with everything below it. Raises Forbidden for others."""
    require(actor, Verb.VIEW_UNITS)
    on = day_for(actor)
    agency = own_agency(actor)
    plan = plan_now(agency)
    minimum = rules_on(agency, on).integer("learning.pns_minimum_hours")
    rows = _Tally(actor, on, plan, minimum).rows(_roots(visible_units(actor)))
    return UnitList(rows, on.year, minimum, plan)


def _roots(units: Iterable[Unit]) -> list[Unit]:
    """The units of a list in tree order that stand below no other one of it."""
    found: list[Unit] = []
    for unit in units:
        if not found or not unit.path.startswith(found[-1].path):
            found.append(unit)
    return found


class _Tally:
    """Figures of people by the path of their unit, read once for all units of a page: four queries.

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
            employee__in=serving(visible_employees(actor, on), on).values("pk"),
        )
        self.people = list(placed.order_by("pk").values_list("employee_id", "unit__path", "employee__employment"))
        self.hours = hours_by_employee(agency, on.year)
        self.known_gaps = gaps
        self.gaps: dict[int, int] = {}
        if gaps is None:
            below_standard = visible_gaps(actor, on).filter(size__gt=0).order_by().values_list("employee_id")
            self.gaps = dict(below_standard.annotate(n=Count("pk")))
        run = plan.run_id if plan else None
        seats = Assignment.objects.filter(run_id=run or 0, employee__agency_id=agency).order_by()
        totals = seats.values_list("employee_id").annotate(hours=Sum("offer__programme__hours"))
        self.planned: dict[int, float] = dict(totals) if run else {}

    def rows(self, units: Iterable[Unit]) -> tuple[UnitRow, ...]:
        """One row a unit, people of the units below included."""
        wanted = {unit.path: unit for unit in units}
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for employee, path, employment in self.people:
            facts = self._facts(employee, employment)
            for end in range(STEP, len(path) + 1, STEP):
                if (prefix := path[:end]) in wanted:
                    counts[prefix].update(facts)
        if self.known_gaps is not None:
            for path in wanted:
                counts[path]["gaps"] = self.known_gaps.get(path, 0)
        return tuple(_row(unit, counts[path]) for path, unit in wanted.items())

    def _facts(self, employee: int, employment: str) -> dict[str, float]:
        civil = employment in CIVIL_SERVANTS
        planned = self.planned.get(employee, 0)
        return {
            "people": 1,
            "civil": civil,
            "met": civil and self.hours.get(employee, 0) >= self.minimum,
            "gaps": self.gaps.get(employee, 0),
            "planned_people": planned > 0,
            "planned_hours": planned,
        }


def _row(unit: Unit, counted: Counter[str]) -> UnitRow:
    return UnitRow(
        unit.public_id,
        unit.name,
        unit.short_name,
        unit.get_kind_display(),
        counted["people"],
        counted["civil"],
        counted["met"],
        counted["gaps"],
        counted["planned_people"],
        counted["planned_hours"],
    )


def unit_detail(actor: Actor, public_id: str) -> UnitDetail:
    """One unit the actor may open. Raises NotFound for every other one."""
    units = list(visible_units(actor))
    unit = next((each for each in units if each.public_id == public_id), None)
    if unit is None:
        raise NotFound
    on = day_for(actor)
    plan = plan_now(unit.agency_id)
    minimum = rules_on(unit.agency_id, on).integer("learning.pns_minimum_hours")
    above = [other for other in units if other.depth < unit.depth and unit.path.startswith(other.path)]
    parts = [other for other in units if other.depth == unit.depth + 1 and other.path.startswith(unit.path)]
    cells = heat_cells(actor, on=on, below=unit.path, depth=unit.depth + 1)
    gaps: Counter[str] = Counter()
    for cell in cells:
        gaps[cell.group] += cell.below
        if cell.group != unit.path:
            gaps[unit.path] += cell.below
    rows = _Tally(actor, on, plan, minimum, unit.path, gaps).rows([unit, *parts])
    people = visible_employees(actor, on).filter(
        pk__in=Placement.objects.filter(
            holds_on(on), kind=PlacementKind.DEFINITIVE, unit__path__startswith=unit.path
        ).values("employee_id")
    )
    return UnitDetail(
        unit=rows[0],
        above=tuple((other.public_id, other.short_name) for other in above),
        parts=tuple(row for row in rows[1:] if row.people),
        heat=heat_of(cells, {other.path: other.short_name for other in [unit, *parts]}),
        seats=_seats(unit, plan, on),
        problems=problem_counts(people, on),
        year=on.year,
        minimum=minimum,
        plan=plan,
        staff_note=unit.minimum_staff_note,
        away_max=unit.away_max,
    )


def heat_of(cells: Iterable[HeatCell], groups: Mapping[str, str]) -> Heat:
    """Cells as a grid: groups in the order of `groups`, the competencies with most people below first."""
    cells = list(cells)
    names = {cell.competency_id: cell.name for cell in cells}
    weight: Counter[int] = Counter()
    for cell in cells:
        weight[cell.competency_id] += cell.below
    columns = [key for key, below in weight.most_common(HEAT_COLUMNS) if below]
    mean = {(cell.group, cell.competency_id): cell.mean_gap for cell in cells}
    filled = [group for group in groups if any((group, column) in mean for column in columns)]
    return Heat(
        rows=tuple(groups[group] for group in filled),
        columns=tuple(names[column] for column in columns),
        values=tuple(tuple(mean.get((group, column)) for column in columns) for group in filled),
        people=sum(cell.people for cell in cells),
        known=sum(cell.known for cell in cells),
    )


def _seats(unit: Unit, plan: PlanNow | None, on: date) -> tuple[ProgrammeSeats, ...]:
    if plan is None or plan.run_id is None:
        return ()
    members = Placement.objects.filter(
        holds_on(on), kind=PlacementKind.DEFINITIVE, unit__path__startswith=unit.path
    ).values("employee_id")
    rows = (
        Assignment.objects.filter(run_id=plan.run_id, employee__in=members)
        .order_by()
        .values_list("offer__programme__public_id", "offer__programme__name")
        .annotate(people=Count("employee", distinct=True), hours=Sum("offer__programme__hours"))
        .order_by("-people", "offer__programme__name")
    )
    return tuple(ProgrammeSeats(*row) for row in rows)

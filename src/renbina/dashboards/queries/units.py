"""The list of units and the page of one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Substr

from renbina.competency.queries import TOP_PATH, HeatCell, heat_cells
from renbina.dashboards.queries.pictures import pictures
from renbina.dashboards.queries.plans import PlanNow, plan_now
from renbina.dashboards.queries.quality import problem_counts
from renbina.dashboards.queries.tally import Place, UnitRow, placed_in, places, roots, seats_below, unit_rows
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import Verb, own_agency, require, sees_agency, visible_employees, visible_units
from renbina.organisation.enums import UnitKind
from renbina.organisation.queries import day_for
from renbina.rulebook.queries import rules_on

HEAT_COLUMNS = 10
HEAT_ROWS = 20  # the parts with most gaps; the others stand in the table below


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

    rows: Sequence[str]
    columns: Sequence[Sequence[str]]  # Indonesian and English name; pictures are drawn for readers of both
    values: Sequence[Sequence[float | None]]
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


def unit_list(actor: Actor) -> UnitList:
    """The highest units that the actor may open, each with everything below it. Raises Forbidden for others."""
    require(actor, Verb.VIEW_UNITS)
    on = day_for(actor)
    agency = own_agency(actor)
    plan = plan_now(agency)
    minimum = rules_on(agency, on).integer("learning.pns_minimum_hours")
    units = visible_units(actor)
    top = roots(places(units.filter(depth=1) if sees_agency(actor) else units))
    paths = [unit.path for unit in top]
    drawn = pictures(agency, on, plan, minimum).filter(unit__path__in=paths).values_list("unit__path", *_FIGURES)
    known = {path: figures for path, *figures in drawn}
    rows = (
        tuple(_row(unit, known[unit.path]) for unit in top)
        if len(known) == len(top)
        else unit_rows(actor, on, plan, minimum, top)
    )
    return UnitList(rows, on.year, minimum, plan)


def unit_detail(actor: Actor, public_id: str) -> UnitDetail:
    """One unit the actor may open. Raises NotFound for every other one."""
    visible = visible_units(actor)
    unit = next(iter(places(visible.filter(public_id=public_id))), None)
    if unit is None:
        raise NotFound
    agency = own_agency(actor)
    on = day_for(actor)
    plan = plan_now(agency)
    minimum = rules_on(agency, on).integer("learning.pns_minimum_hours")
    above = [unit.path[:end] for end in range(TOP_PATH, len(unit.path), TOP_PATH)]
    names = visible.filter(path__in=above).values_list("public_id", "short_name") if above else ()
    figures = pictures(agency, on, plan, minimum).filter(unit__public_id=public_id)
    drawn = figures.values_list("detail", *_FIGURES).first()
    rest = _from_picture(unit, *drawn) if drawn else _counted(actor, unit, on, plan, minimum)
    return UnitDetail(above=tuple(names), year=on.year, minimum=minimum, plan=plan, **rest)


_FIGURES = ("people", "civil_servants", "at_minimum", "gaps", "planned_people", "planned_hours")


def _row(unit: Place, figures: Sequence[Any]) -> UnitRow:
    return UnitRow(unit.public_id, unit.name, unit.short_name, str(UnitKind(unit.kind).label), *figures)


def _from_picture(unit: Place, detail: Mapping[str, Any], *figures: Any) -> dict[str, Any]:
    """What was drawn ahead. Nothing in it depends on who looks: who may open a unit may open all below it."""
    return {
        "unit": _row(unit, figures),
        "parts": tuple(
            UnitRow(public_id, name, short, str(UnitKind(kind).label), *rest)
            for public_id, name, short, kind, *rest in detail["parts"]
        ),
        "heat": Heat(**detail["heat"]),
        "seats": tuple(ProgrammeSeats(*row) for row in detail["seats"]),
        "problems": detail["problems"],
    }


def _counted(actor: Actor, unit: Place, on: date, plan: PlanNow | None, minimum: int) -> dict[str, Any]:
    """The same from the facts themselves, where no picture holds."""
    parts = places(visible_units(actor).filter(depth=unit.depth + 1, path__startswith=unit.path))
    cells = heat_cells(actor, below=unit.path, depth=unit.depth + 1)
    below: Counter[str] = Counter()
    for cell in cells:
        below[cell.group] += cell.below
    seats, hours = _seats(actor, unit, plan, on)
    rows = unit_rows(actor, on, plan, minimum, [unit, *parts], unit.path, gaps=below, hours=hours)
    people = visible_employees(actor, on).filter(pk__in=placed_in(actor, on, unit.path).values("employee_id"))
    return {
        "unit": rows[0],
        "parts": tuple(row for row in rows[1:] if row.people),
        "heat": heat_of(cells, {other.path: other.short_name for other in [unit, *parts]}),
        "seats": seats,
        "problems": problem_counts(people, on),
    }


def heat_of(cells: Iterable[HeatCell], groups: Mapping[str, str]) -> Heat:
    """Cells as a grid: groups in the order of `groups`, the competencies with most people below first."""
    cells = list(cells)
    names = {cell.competency_id: cell.names for cell in cells}
    weight: Counter[int] = Counter()
    for cell in cells:
        weight[cell.competency_id] += cell.below
    columns = [key for key, below in weight.most_common(HEAT_COLUMNS) if below]
    mean = {(cell.group, cell.competency_id): cell.mean_gap for cell in cells}
    below: Counter[str] = Counter()
    for cell in cells:
        below[cell.group] += cell.below
    worst = {group for group, people in below.most_common(HEAT_ROWS) if people}
    filled = [group for group in groups if group in worst]
    return Heat(
        rows=tuple(groups[group] for group in filled),
        columns=tuple(names[column] for column in columns),
        values=tuple(tuple(mean.get((group, column)) for column in columns) for group in filled),
        people=sum(cell.people for cell in cells),
        known=sum(cell.known for cell in cells),
    )


def _seats(
    actor: Actor, unit: Place, plan: PlanNow | None, on: date
) -> tuple[tuple[ProgrammeSeats, ...], dict[str, float]]:
    """Programmes by the people who attend, and JP of all seats by the path of a part; one query."""
    rows = (
        seats_below(actor, on, plan, unit.path)
        .values_list(
            Substr("employee__placements__unit__path", 1, TOP_PATH * (unit.depth + 1)),
            "offer__programme__public_id",
            "offer__programme__name",
        )
        .annotate(Count("employee", distinct=True), Sum("offer__programme__hours"))
    )
    people: Counter[tuple[str, str]] = Counter()
    attended: Counter[tuple[str, str]] = Counter()
    hours: dict[str, float] = defaultdict(float)
    for part, public_id, name, attending, length in rows:
        people[name, public_id] += attending
        attended[name, public_id] += length
        hours[part] += length
    found = sorted(people, key=lambda key: (-people[key], key))
    return tuple(ProgrammeSeats(each[1], each[0], people[each], attended[each]) for each in found), hours

"""Draws the pictures of all units of an agency at once: each fact is read for all, not for one after the other."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from renbina.competency.queries import TOP_PATH, GapRow, competency_names, heat_cells_of, unit_gap_rows
from renbina.dashboards.enums import Problem
from renbina.dashboards.queries.dependence import weigh
from renbina.dashboards.queries.plans import PlanNow
from renbina.dashboards.queries.quality import problem_counts, with_problem
from renbina.dashboards.queries.tally import Place, UnitRow, placed_in, places, seats_below, unit_rows
from renbina.dashboards.queries.units import heat_of
from renbina.foundation.actor import Actor
from renbina.organisation.access import visible_employees, visible_units
from renbina.organisation.queries import rating_circles


@dataclass(frozen=True, slots=True)
class Drawn:
    """The figures of a unit by the path that names it, or of the agency (path empty), with what its page shows."""

    path: str
    row: UnitRow | None
    detail: dict[str, Any]


def draw(actor: Actor, on: date, plan: PlanNow | None, minimum: int) -> tuple[Drawn, ...]:
    """The agency first, then its units in the order of the tree. The actor reads the whole agency."""
    units = places(visible_units(actor))
    rows = dict(zip((unit.path for unit in units), unit_rows(actor, on, plan, minimum, units), strict=True))
    parts = defaultdict(list)
    for unit in units:
        parts[unit.path[:-TOP_PATH]].append(unit)
    gaps: defaultdict[str, list[GapRow]] = defaultdict(list)
    for row in unit_gap_rows(actor):
        for above in _upwards(row[0]):
            gaps[above].append(row)
    names = competency_names(actor.agency_id)
    problems, seats = _problems(actor, on), _seats(actor, on, plan)
    found = [Drawn("", None, _agency(actor, on, plan))]
    for unit in units:
        cells = heat_cells_of(gaps[unit.path], names, depth=unit.depth + 1)
        heat = heat_of(cells, {each.path: each.short_name for each in [unit, *parts[unit.path]]})
        detail = {
            "parts": [_part(part, rows[part.path]) for part in parts[unit.path] if rows[part.path].people],
            "heat": asdict(heat),
            "problems": {each: problems[unit.path, each] for each in Problem.values},
            "seats": seats.get(unit.path, []),
        }
        found.append(Drawn(unit.path, rows[unit.path], detail))
    return tuple(found)


def _upwards(path: str) -> Iterator[str]:
    """A unit and all above it, by path."""
    return (path[:end] for end in range(TOP_PATH, len(path) + 1, TOP_PATH))


def _agency(actor: Actor, on: date, plan: PlanNow | None) -> dict[str, Any]:
    people = visible_employees(actor, on)
    circles = [[person.pk for person in circle] for circle in rating_circles(actor, on)]
    quality = weigh(actor, on, plan, [key for circle in circles for key in circle])
    return {"problems": problem_counts(people, on), "circles": circles, "quality": quality}


def _part(part: Place, row: UnitRow) -> list[Any]:
    """A row of the table of parts: the fields of a UnitRow with the kind as its code, for no language is known here."""
    figures = row.people, row.civil_servants, row.at_minimum, row.gaps, row.planned_people, row.planned_hours
    return [part.public_id, part.name, part.short_name, part.kind, *figures]


def _problems(actor: Actor, on: date) -> Counter[tuple[str, str]]:
    """(unit path, problem) -> people; a query for each problem."""
    homes: defaultdict[int, set[str]] = defaultdict(set)
    for person, path in placed_in(actor, on).values_list("employee_id", "unit__path"):
        homes[person].update(_upwards(path))
    found: Counter[tuple[str, str]] = Counter()
    for problem in Problem.values:
        for person in with_problem(visible_employees(actor, on), problem, on).values_list("pk", flat=True):
            found.update((path, problem) for path in homes.get(person, ()))
    return found


def _seats(actor: Actor, on: date, plan: PlanNow | None) -> dict[str, list[list[Any]]]:
    """Unit path -> programmes by the people who attend, as [public_id, name, people, JP]; one query."""
    programme = "offer__programme__name", "offer__programme__public_id"
    rows = seats_below(actor, on, plan).values_list("employee__placements__unit__path", "employee", *programme)
    people: defaultdict[tuple[str, str, str], set[int]] = defaultdict(set)
    hours: Counter[tuple[str, str, str]] = Counter()
    for path, person, name, public_id, length in rows.annotate(Sum("offer__programme__hours")):
        for above in _upwards(path):
            people[above, name, public_id].add(person)
            hours[above, name, public_id] += length
    found: dict[str, list[list[Any]]] = {}
    for key in sorted(people, key=lambda key: (key[0], -len(people[key]), key)):
        path, name, public_id = key
        found.setdefault(path, []).append([public_id, name, len(people[key]), hours[key]])
    return found

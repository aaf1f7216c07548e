"""The heat map of units and competencies: mean missing levels, how sure, and where each cell leads."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from renbina.foundation.actor import Actor
from renbina.needs.access import VIEW_PRIORITIES, require
from renbina.needs.queries.ranking import CompetencyNamed, Material, UnitNamed, material, unit_named
from renbina.needs.queries.weights import STEP

ROWS: Final = 60
COLUMNS: Final = 25


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of those assessed miss the standard; `mean` levels missing, None: nobody is assessed."""

    people: int
    known: int
    below: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class HeatPage:
    """Units by competencies, those with most points first; `more_*`: how many are not shown. `inside`: of a unit."""

    rows: tuple[UnitNamed, ...]
    columns: tuple[CompetencyNamed, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    people: int
    known: int
    more_rows: int
    more_columns: int
    inside: UnitNamed | None
    divided: frozenset[str]  # public ids of units that have parts of their own


def heat_page(actor: Actor, on: date, *, inside: str = "", start: int = 0) -> HeatPage:
    """`inside`: public id of a unit whose parts are the rows; `start`: first competency shown, in the order of points.

    At most eight queries. Raises NotFound, Forbidden.
    """
    require(actor, VIEW_PRIORITIES)
    unit = unit_named(actor, inside) if inside else None
    top, depth = (unit.path, len(unit.path) // STEP + 1) if unit else ("", 1)
    found = material(actor, on.year + 1, below=top, depth=depth)
    rows, columns = _ordered(found)
    shown, across = rows[:ROWS], columns[start : start + COLUMNS]
    cells = tuple(tuple(_cell(found, path, key) for key in across) for path in shown)
    sums = found.sums.values()
    return HeatPage(
        rows=tuple(found.units[path] for path in shown),
        columns=tuple(found.competencies[key] for key in across),
        cells=cells,
        people=sum(each.people for each in sums),
        known=sum(each.known for each in sums),
        more_rows=len(rows) - len(shown),
        more_columns=max(0, len(columns) - start - COLUMNS),
        inside=unit,
        divided=frozenset(found.units[path[:-STEP]].public_id for path in found.units if path[:-STEP] in found.units),
    )


def _ordered(found: Material) -> tuple[list[str], list[int]]:
    """Paths and competencies by the points missing there, most first."""
    by_unit: dict[str, float] = defaultdict(float)
    by_competency: dict[int, float] = defaultdict(float)
    for (path, competency), sums in found.sums.items():
        points = sum(
            missing * found.weights.weight(competency, part, critical=critical)
            for (part, critical), missing in sums.parts.items()
        )
        by_unit[path] += points
        by_competency[competency] += points
    return (
        sorted(by_unit, key=lambda path: (-by_unit[path], path)),
        sorted(by_competency, key=lambda key: (-by_competency[key], key)),
    )


def _cell(found: Material, path: str, competency: int) -> Cell | None:
    sums = found.sums.get((path, competency))
    if sums is None:
        return None
    return Cell(sums.people, sums.known, sums.below, sums.missing / sums.known if sums.known else None)

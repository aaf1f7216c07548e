"""Rows of a table through header, cells, checks and difference of a kind, without a file and a process around them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from renbina.config.imports import IMPORTS
from renbina.foundation.actor import Actor
from renbina.foundation.imports import ImportContext, Row, difference
from renbina.foundation.imports.journal import Journal
from renbina.foundation.imports.reading import Number, Sheet
from renbina.foundation.imports.rows import rows_of


def cell(value: Any) -> Any:
    """What the reading process would give for a value that a person sees in a cell."""
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return Number(str(value)) if number else value


def judged(kind: str, table: Sequence[Sequence[Any]], *, by: Actor, on: date, at: datetime) -> list[Row]:
    """Every row of the table with its problems, verdict and changes."""
    declared = IMPORTS[kind]
    read = rows_of([Sheet("Data", hidden=False, rows=[[cell(each) for each in row] for row in table])], declared)
    difference.check(read.rows, declared, ImportContext(by, on, at, read.columns))
    difference.compare(read.rows, declared.stored(by, on), declared, read.columns)
    return read.rows


def taken(kind: str, table: Sequence[Sequence[Any]], *, by: Actor, on: date, at: datetime) -> list[str]:
    """The verdicts of the table, whose new and changed rows are stored."""
    rows = judged(kind, table, by=by, on=on, at=at)
    wanted = [row for row in rows if row.verdict in ("new", "changed")]
    if wanted:
        IMPORTS[kind].apply(rows=wanted, by=by, at=at, journal=Journal(None))
    return [row.verdict for row in rows]


def codes(rows: Sequence[Row]) -> list[tuple[int, str, str]]:
    """(row, field, code) of everything that is said about the rows."""
    return [(row.number, problem.field, problem.code) for row in rows for problem in row.problems]

"""A file of any kind of import, without the file: rows as a sheet holds them, judged and stored by the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from renbina.foundation.actor import Actor
from renbina.foundation.imports import ImportContext, ImportKind, Row, difference
from renbina.foundation.imports.journal import Journal
from renbina.foundation.imports.reading import Number, Sheet
from renbina.foundation.imports.rows import rows_of
from renbina.foundation.imports.wording import problem_words


def judged(
    kind: ImportKind, headings: Sequence[str], *cells: Sequence[Any], by: Actor, on: date, at: datetime
) -> list[Row]:
    """The rows with their verdicts; numbers stand in the cells as a spreadsheet gives them."""
    body = [[Number(str(cell)) if type(cell) in (int, float) else cell for cell in row] for row in cells]
    read = rows_of([Sheet("Data", False, [list(headings), *body])], kind)
    difference.check(read.rows, kind, ImportContext(by, on, at, read.columns))
    difference.compare(read.rows, kind.stored(by, on), kind, read.columns)
    return read.rows


def stored(kind: ImportKind, rows: Sequence[Row], *, by: Actor, at: datetime) -> Mapping[str, int]:
    """What the engine does when somebody says "apply"."""
    wanted = [row for row in rows if row.verdict in ("new", "changed")]
    return kind.apply(rows=wanted, by=by, at=at, journal=Journal(None))


def said(kind: ImportKind, row: Row) -> list[str]:
    """The problems of a row in words."""
    words = (problem_words(_plain(each), kind) for each in row.problems)
    return [f"{each.reason} {each.fix}" for each in words]


def codes(row: Row) -> list[str]:
    return [f"{problem.field}: {problem.code}" for problem in row.problems]


def _plain(problem: Any) -> dict[str, Any]:
    return asdict(problem) | {"suggestions": list(problem.suggestions)}

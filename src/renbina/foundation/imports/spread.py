"""A sheet with a column for each thing (competencies, mostly) as one with a row for each."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.declare import Field
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.header import fold_heading
from renbina.foundation.imports.reading import Calculated, Number, Sheet, SheetError, Uncached

_LONG_HEADING: Final = 200
_DASHES: Final = frozenset({"", "-", "–", "—"})
_SHORT_NUMBER: Final = re.compile(r"-?\d{1,3}([.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Spread:
    """Which fields such a sheet has another way.

    owner: whose row it is (its column must be there). thing: what the headings name. value: what the cells hold.
    others: headings that are neither fields nor things and are left alone.
    """

    owner: str
    thing: str
    value: str
    fields: tuple[Field, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    """Index of the header, columns that stay, and the columns of things with their headings."""

    header: int
    stay: tuple[int, ...]
    things: tuple[tuple[int, str], ...]
    owner: int


def rows_of_columns(spread: Spread) -> Callable[[Sheet], Sheet]:
    """A `reshape`: what is laid out in rows already, or is no such sheet at all, comes back as it is."""
    names = {
        fold_heading(text): field.name
        for field in reversed(spread.fields)
        for text in (*field.synonyms, field.name, str(field.label))
    }
    others = {fold_heading(text) for text in spread.others}

    def reshape(sheet: Sheet) -> Sheet:
        layout = _layout_of(sheet, spread, names, others)
        return sheet if layout is None else _in_rows(sheet, spread, layout)

    return reshape


def _layout_of(sheet: Sheet, spread: Spread, names: dict[str, str], others: set[str]) -> _Layout | None:
    best: tuple[int, int] | None = None
    for index, row in enumerate(sheet.rows[: limits.HEADER_WITHIN_ROWS]):
        found = {names[text] for text in _headings(row) if text in names}
        if {spread.thing, spread.value} <= found:
            return None
        if spread.owner in found and (best is None or len(found) > best[0]):
            best = (len(found), index)
    if best is None:
        return None
    header = best[1]
    filled = _places_with_values(sheet, header)
    things, stay, owner = [], [], -1
    for place, text in enumerate(_headings(sheet.rows[header])):
        if names.get(text) == spread.owner and owner < 0:
            owner = place
        if names.get(text) in (spread.thing, spread.value):
            continue
        if text and text not in names and text not in others and place in filled:
            things.append((place, str(sheet.rows[header][place]).strip()))
        elif text:
            stay.append(place)
    return _Layout(header, tuple(stay), tuple(things), owner) if things else None


def _headings(row: Sequence[Any]) -> list[str]:
    return [fold_heading(cell) if isinstance(cell, str) and len(cell) <= _LONG_HEADING else "" for cell in row]


def _places_with_values(sheet: Sheet, header: int) -> set[int]:
    """Columns in which some cell below the header is a value, or was to be one."""
    found: set[int] = set()
    for index in range(header + 1, len(sheet.rows)):
        found.update(place for place, cell in enumerate(sheet.rows[index]) if _is_value(cell))
    return found


def _is_value(cell: Any) -> bool:
    """A number of a few digits, or something that was to be one and went wrong."""
    cell = cell.value if isinstance(cell, Calculated) else cell
    if isinstance(cell, Number):
        return len(cell.text) <= 6
    if isinstance(cell, str):
        return bool(_SHORT_NUMBER.fullmatch(cell.strip())) or cell.strip().startswith("#")
    return isinstance(cell, SheetError | Uncached)


def _in_rows(sheet: Sheet, spread: Spread, layout: _Layout) -> Sheet:
    heading = {field.name: (field.synonyms or (field.name,))[0] for field in spread.fields}
    rows = [
        [*(sheet.rows[layout.header][place] for place in layout.stay), heading[spread.thing], heading[spread.value]]
    ]
    numbers = [sheet.number_of(layout.header)]
    for index in range(layout.header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if _counts_columns(row, layout):
            continue
        kept = [row[place] if place < len(row) else None for place in layout.stay]
        for place, thing in layout.things:
            cell = row[place] if place < len(row) else None
            if cell is None or (isinstance(cell, str) and cell.strip() in _DASHES):
                continue
            if len(rows) > limits.ROWS:  # a small file with many columns must not become a large one
                raise FileRefused("too_many_rows", rows=limits.ROWS)
            rows.append([*kept, thing, cell])
            numbers.append(sheet.number_of(index))
    return Sheet(sheet.name, sheet.hidden, rows, tuple(numbers))


def _counts_columns(row: Sequence[Any], layout: _Layout) -> bool:
    """Whether the row below the header only numbers the columns: 1, 2, 3 ..."""
    places = [layout.owner, *(place for place, _ in layout.things)]
    numbers = [_whole(row[place]) if 0 <= place < len(row) else None for place in places]
    return None not in numbers and numbers == sorted(set(numbers)) and numbers[0] < 20 and len(numbers) > 2  # type: ignore[type-var,operator]  # no None among them


def _whole(cell: Any) -> int | None:
    text = cell.text if isinstance(cell, Number) else cell if isinstance(cell, str) else ""
    return int(text) if text.strip().isdecimal() else None

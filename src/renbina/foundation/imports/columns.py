"""What only a whole column shows: days that may be swapped, NIPs that a spreadsheet rounded, cells that are merged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from renbina.foundation.imports.cells import bare_digits, month_first, perhaps_swapped
from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.header import Header
from renbina.foundation.imports.reading import Calculated, Sheet

_LEAST_NIPS: Final = 8
_MOST: Final = 0.8  # a column damaged in the spreadsheet, in which some were typed again by hand
_A_NIP: Final = re.compile("[0-9]{18}")
_STEP: Final = 32  # distance of neighbouring doubles where a NIP lies (2**57 to 2**58)
_MERGED_CELLS: Final = 500_000


@dataclass(slots=True)
class Columns:
    """held: field -> code, where no date of a column can be trusted. merged: (row of the spreadsheet, column)."""

    held: dict[str, str] = field(default_factory=dict)
    merged: set[tuple[int, int]] = field(default_factory=set)


def look_over(sheet: Sheet, header: Header, kind: ImportKind) -> Columns:
    """One pass over the body. Raises FileRefused where a column of NIPs was rounded: none of them is right."""
    found = {
        each.name: (header.columns[each.name], each.kind, [])
        for each in kind.fields
        if each.name in header.columns and each.kind in ("date", "nip")
    }  # type: dict[str, tuple[int, str, list[Any]]]
    for _, cells in body(sheet, header):
        for place, of_kind, kept in found.values():
            cell = cells[place] if place < len(cells) else None
            cell = cell.value if isinstance(cell, Calculated) else cell
            if isinstance(cell, str) or (of_kind == "date" and isinstance(cell, date)):
                kept.append(cell)
    columns = Columns(merged=_merged(sheet, header))
    for name, (_, of_kind, kept) in found.items():
        if of_kind == "nip" and is_rounded(_nips(kept)):
            raise FileRefused("nip_column_damaged", column=header.headings[name], sheet=sheet.name)
        if of_kind == "date" and (code := _unsure_days(kept)):
            columns.held[name] = code
    return columns


def _nips(cells: list[str]) -> list[str]:
    return [bare for cell in cells if _A_NIP.fullmatch(bare := bare_digits(cell))]


def _unsure_days(cells: list[Any]) -> str:
    if month_first(cells):
        return "date_month_first"
    return "date_swapped" if perhaps_swapped(cells) else ""


def body(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[Any]]]:
    """Index and cells of every row below the header that holds something."""
    for index, cells in enumerate(sheet.rows[header.row + 1 :], start=header.row + 1):
        if _holds(cells):
            yield index, cells


def backwards(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[Any]]]:
    """The same from the end."""
    for index in range(len(sheet.rows) - 1, header.row, -1):
        if _holds(cells := sheet.rows[index]):
            yield index, cells


def _holds(cells: Sequence[Any]) -> bool:
    return bool(cells) and (cells[0] not in (None, "") or any(cell is not None and cell != "" for cell in cells))


def is_rounded(nips: Sequence[str]) -> bool:
    """Whether a spreadsheet kept these as numbers and wrote them back as text: it knows 15 digits, or steps of 32.

    Rounding makes neighbours alike, so a few different ones may be left of many; one alone may be anybody's.
    """
    different = set(nips)
    if len(nips) < _LEAST_NIPS or len(different) < 2:
        return False
    cut = sum(each.endswith("000") for each in different)
    stepped = sum(int(each) % _STEP == 0 for each in different)
    least = len(different) * (_MOST if len(different) >= _LEAST_NIPS else 1)
    return max(cut, stepped) >= least


def _merged(sheet: Sheet, header: Header) -> set[tuple[int, int]]:
    """Cells of mapped columns that a merged cell covers: what they hold stands in the first one, if it is theirs."""
    wanted = set(header.columns.values())
    first = sheet.number_of(header.row)
    last = sheet.number_of(len(sheet.rows) - 1)
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        for place in wanted & set(range(left, min(right, header.width) + 1)):
            for row in range(max(top, first), min(bottom + 1, last)):
                if (row, place) != (top, left):
                    covered.add((row + 1, place))
            if len(covered) > _MERGED_CELLS:
                raise FileRefused("too_many_cells")
    return covered

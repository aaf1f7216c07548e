"""Finds the header of a sheet and which column holds which field; never shifts, never guesses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.reading import Sheet

_LEAST_MATCHES: Final = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Row index (from 0), column index by field, headings as they stand, and what is not taken over."""

    row: int
    columns: dict[str, int]
    headings: dict[str, str]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]


def fold_heading(text: str) -> str:
    """`JENIS_JABATAN  Nama` and `Jenis Jabatan Nama` are one heading."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def find_header(sheet: Sheet, kind: ImportKind) -> Header | None:
    """The row that names most fields, or None where no row does. Raises FileRefused when it names one field twice."""
    names = _names(kind)
    best: tuple[int, int] | None = None
    for index, row in enumerate(sheet.rows[: limits.HEADER_WITHIN_ROWS]):
        found = len({names[folded] for folded in _folded(row) if folded in names})
        if found and (best is None or found > best[0]):
            best = (found, index)
    if best is None or best[0] < min(_LEAST_MATCHES, len(kind.fields)):
        return None
    return _read_header(sheet, best[1], kind, names)


def require_columns(header: Header, sheet: Sheet, kind: ImportKind) -> None:
    """Raises FileRefused when a needed column is not there."""
    missing = [
        str(field.label)
        for field in kind.fields
        if (field.required or field.column_required) and field.name not in header.columns
    ]
    if missing:
        shown = sheet.number_of(header.row)
        raise FileRefused("columns_missing", columns=", ".join(missing), sheet=sheet.name, row=shown)


def _read_header(sheet: Sheet, index: int, kind: ImportKind, names: dict[str, str]) -> Header:
    personal = {fold_heading(heading) for heading in kind.dropped}
    columns: dict[str, int] = {}
    headings: dict[str, str] = {}
    dropped, ignored = [], []
    rank = {fold_heading(text): place for field in kind.fields for place, text in enumerate(_spellings(field))}
    for place, (text, folded) in enumerate(zip(sheet.rows[index], _folded(sheet.rows[index]), strict=True)):
        name = names.get(folded)
        if not folded:
            continue
        if folded in personal:
            dropped.append(str(text).strip())
        elif name is None:
            ignored.append(str(text).strip()[:60])
        elif name not in columns or rank[folded] < rank[fold_heading(headings[name])]:
            if name in headings:
                ignored.append(headings[name])
            columns[name], headings[name] = place, str(text).strip()
        elif folded == fold_heading(headings[name]):
            raise FileRefused("column_twice", column=str(text).strip(), sheet=sheet.name)
        else:
            ignored.append(str(text).strip()[:60])
    return Header(index, columns, headings, tuple(dropped), tuple(ignored))


def _spellings(field: Any) -> tuple[str, ...]:
    """What a heading may say, best first: the synonyms as declared, the name, the label."""
    return (*field.synonyms, field.name, str(field.label))


def _names(kind: ImportKind) -> dict[str, str]:
    names: dict[str, str] = {}
    for field in kind.fields:
        for text in _spellings(field):
            names.setdefault(fold_heading(text), field.name)
    return names


def _folded(row: Sequence[Any]) -> list[str]:
    return [fold_heading(cell) if isinstance(cell, str) and len(cell) <= 100 else "" for cell in row]

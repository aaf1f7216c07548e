"""From sheets to rows, and rows to and from their place in the staging table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import field as made_by
from datetime import date
from decimal import Decimal
from typing import Any, Final

from renbina.foundation.imports.cells import clean_cell, shown
from renbina.foundation.imports.columns import Columns, backwards, body, look_over
from renbina.foundation.imports.declare import Field, ImportKind, Problem, Row
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.header import Header, find_header, fold_heading, question_of, require_columns
from renbina.foundation.imports.reading import Sheet
from renbina.foundation.imports.skipping import Skipper
from renbina.foundation.models import ImportRow

_KNOWN_CELLS: Final = 20_000  # of a column; a column of NIPs repeats nothing
_A_NIP: Final = re.compile(r"\d{18}")


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said about the whole file, a sheet or a column. Worded by `wording.note_words`.

    Codes: hidden_rows, hidden_columns, hidden_sheets, rows_skipped (params: count, rows), date_month_first and
    date_swapped (a column of dates of which none is taken), sheets_not_read (params: sheets).
    """

    code: str
    sheet: str = ""
    field: str = ""
    params: dict[str, Any] = made_by(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of a file, the fields that every sheet has a column for, and what the page says about the file."""

    rows: list[Row]
    columns: frozenset[str]
    about: dict[str, Any]
    notes: tuple[Note, ...] = ()


def rows_of(
    sheets: Sequence[Sheet],
    kind: ImportKind,
    *,
    mapping: Mapping[str, str] | None = None,
    only_sheets: Sequence[str] | None = None,
) -> FileRows:
    """Raises FileRefused where no header, a needed column or the sheet cannot be told; its `question` says what to ask.

    mapping: field name -> heading, as a person chose it ("": no such column). only_sheets: names of the sheets to read.
    """
    if kind.reshape is not None:
        sheets = [kind.reshape(sheet) for sheet in sheets]
    taken = _taken(sheets, kind, mapping, only_sheets)
    rows: list[Row] = []
    counts: dict[str, int] = {}
    notes: list[Note] = []
    held: set[str] = set()
    for sheet, header in taken:
        require_columns(header, sheet, kind)
        before = len(rows)
        columns = look_over(sheet, header, kind)
        rows.extend(_sheet_rows(sheet, header, kind, columns, notes))
        counts[sheet.name] = len(rows) - before
        held |= set(columns.held)
        notes += [
            Note(code, sheet.name, name, {"column": header.headings[name]}) for name, code in columns.held.items()
        ]
    notes += _notes_of(sheets, taken, kind, mapping)
    about = {
        "sheets": [
            {"name": sheet.name, "hidden": sheet.hidden, "header_row": sheet.number_of(header.row)}
            | {"rows": counts[sheet.name]}
            for sheet, header in taken
        ],
        "other_sheets": [s.name for s in sheets if s.rows and s.name not in counts],
        "columns": taken[0][1].headings,
        "dropped": sorted({heading for _, header in taken for heading in header.dropped}),
        "ignored": sorted({heading for _, header in taken for heading in header.ignored}),
        "notes": [asdict(note) for note in notes],
    }
    shared = frozenset.intersection(*(frozenset(header.columns) for _, header in taken))
    return FileRows(rows, shared - held, about, tuple(notes))


def _notes_of(
    sheets: Sequence[Sheet],
    taken: Sequence[tuple[Sheet, Header]],
    kind: ImportKind,
    mapping: Mapping[str, str] | None,
) -> Iterator[Note]:
    """What cannot be seen in the spreadsheet is read all the same, and said; so is a list that is not read."""
    for sheet, _ in taken:
        for code, count in (("hidden_rows", sheet.hidden_rows), ("hidden_columns", sheet.hidden_columns)):
            if count:
                yield Note(code, sheet.name, params={"count": count})
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.rows]
    if hidden:
        yield Note("hidden_sheets", params={"count": len(hidden), "sheets": ", ".join(hidden)})
    read = {sheet.name for sheet, _ in taken}
    left = [each for each in sheets if each.rows and each.name not in read]
    if lists := [each.name for each in left if _heads(each, kind, mapping)]:
        yield Note("sheets_not_read", params={"count": len(lists), "sheets": ", ".join(lists)})


def _heads(sheet: Sheet, kind: ImportKind, mapping: Mapping[str, str] | None) -> bool:
    try:
        return find_header(sheet, kind, mapping) is not None
    except FileRefused:
        return True


def _taken(
    sheets: Sequence[Sheet], kind: ImportKind, mapping: Mapping[str, str] | None, only: Sequence[str] | None
) -> list[tuple[Sheet, Header]]:
    filled = [sheet for sheet in sheets if sheet.rows]
    if only is not None:
        filled = _chosen(filled, only, kind, mapping)
    if not filled:
        raise FileRefused("no_rows")
    found = [(sheet, find_header(sheet, kind, mapping)) for sheet in filled]
    headed = [(sheet, header) for sheet, header in found if header is not None]
    if not headed or (only is not None and len(headed) < len(found)):
        wanted = [field for field in kind.fields if field.required]
        question = question_of(found, kind, wanted)
        raise FileRefused("no_header", question=question, columns=", ".join(str(field.label) for field in wanted))
    if len(headed) == 1 or only is not None:
        return headed
    headed = _lists(headed, kind)
    if len(headed) == 1:
        return headed
    named = {fold_heading(name) for name in kind.sheets}
    together = [(sheet, header) for sheet, header in headed if fold_heading(sheet.name) in named]
    if not together:
        names = ", ".join(sheet.name for sheet, _ in headed)
        raise FileRefused("several_sheets", question=question_of(headed, kind), sheets=names)
    return together


def _lists(headed: list[tuple[Sheet, Header]], kind: ImportKind) -> list[tuple[Sheet, Header]]:
    """Without sheets that only share some headings (references, notes) or hold a header alone, where others are whole.

    Sheets that the kind names itself stay, so that what they lack is said.
    """
    named = {fold_heading(name) for name in kind.sheets}
    needed = [field.name for field in kind.fields if field.required and field.kind == "nip"] or [
        field.name for field in kind.fields if field.required
    ]
    whole = [
        (sheet, header)
        for sheet, header in headed
        if len(sheet.rows) > header.row + 1 and all(name in header.columns for name in needed)
    ]
    kept = [each for each in headed if each in whole or (fold_heading(each[0].name) in named)]
    return kept if whole else headed


def _chosen(
    sheets: Sequence[Sheet], only: Sequence[str], kind: ImportKind, mapping: Mapping[str, str] | None
) -> list[Sheet]:
    wanted = {" ".join(name.split()).casefold(): name for name in only}
    chosen = [sheet for sheet in sheets if " ".join(sheet.name.split()).casefold() in wanted]
    unknown = set(wanted) - {" ".join(sheet.name.split()).casefold() for sheet in chosen}
    if unknown:
        found = [(sheet, find_header(sheet, kind, mapping)) for sheet in sheets]
        names = ", ".join(wanted[each] for each in sorted(unknown))
        raise FileRefused("sheet_unknown", question=question_of(found, kind), sheets=names)
    return chosen


def _sheet_rows(sheet: Sheet, header: Header, kind: ImportKind, columns: Columns, notes: list[Note]) -> Iterator[Row]:
    fields = [(field, header.columns[field.name]) for field in kind.fields if field.name in header.columns]
    read = _Reader(fields, columns)
    skipper = Skipper(sheet, header, kind)
    skipper.note_tail(backwards(sheet, header))
    skipped: list[int] = []
    for index, cells in body(sheet, header):
        number = sheet.number_of(index)
        if skipper.skips(index, cells):
            skipped.append(number)
            continue
        row = Row(sheet.name, number, {})
        if sheet.torn_rows and (torn := _torn(cells, header)):
            row.values = {field.name: None for field, _ in fields}
            row.problems.append(torn)
        else:
            read.fill(row, cells)
            row.key = key_of(row, kind)
        yield row
    if skipped:
        shown = ", ".join(str(each) for each in skipped[:10]) + (" …" if len(skipped) > 10 else "")
        notes.append(Note("rows_skipped", sheet.name, params={"count": len(skipped), "rows": shown}))


def _torn(cells: Sequence[Any], header: Header) -> Problem | None:
    """A separator or a line break inside a text, without quotation marks, moves every cell behind it."""
    filled = max((place for place, cell in enumerate(cells) if cell is not None), default=-1) + 1
    swallowed = any(isinstance(cell, str) and "\n" in cell and _A_NIP.search(cell) for cell in cells)
    if header.width <= len(cells) and filled <= max(header.width, header.cells) and not swallowed:
        return None
    params = {"found": max(filled, len(cells)), "expected": max(header.width, header.cells)}
    return Problem("", "csv_columns", "", "error", "cell", params)


class _Reader:
    """Reads the rows of one sheet; what a column holds over and over is read and kept once."""

    def __init__(self, fields: Sequence[tuple[Field, int]], columns: Columns) -> None:
        self._fields = [(field, place, {}) for field, place in fields]  # type: list[tuple[Field, int, dict[str, Any]]]
        self._columns = columns

    def fill(self, row: Row, cells: Sequence[Any]) -> None:
        for field, place, known in self._fields:
            cell = cells[place] if place < len(cells) else None
            if field.name in self._columns.held:
                self._hold(row, field, cell)
            elif isinstance(cell, str) and cell in known:
                row.values[field.name] = known[cell]
            elif cell is None and (row.number, place) in self._columns.merged:
                row.values[field.name] = None
                row.problems.append(Problem(field.name, "merged_cell", "", "error", "cell"))
            else:
                before = len(row.problems)
                fill(row, field, cell)
                if isinstance(cell, str) and len(row.problems) == before and len(known) < _KNOWN_CELLS:
                    known[cell] = row.values[field.name]

    def _hold(self, row: Row, field: Field, cell: Any) -> None:
        """A needed date holds its row; any other is as if its column were not there."""
        if field.required or field.column_required:
            row.values[field.name] = None
            row.problems.append(Problem(field.name, self._columns.held[field.name], shown(cell), "error", "cell"))


def fill(row: Row, field: Field, cell: Any) -> None:
    """Put one cell into its row, cleaned, with its problems."""
    cleaned = clean_cell(cell, field)
    row.values[field.name] = cleaned.value
    row.problems.extend(cleaned.problems)


def key_of(row: Row, kind: ImportKind) -> str:
    """The key of a row, or "" where a part of it is missing."""
    try:
        return kind.key_of(row.values)[:80]
    except (KeyError, TypeError, AttributeError):
        return ""


# --- staging: plain JSON in the table, typed values in the row


def to_record(row: Row, batch_id: int) -> ImportRow:
    return ImportRow(
        batch_id=batch_id,
        sheet=row.sheet[:100],
        number=row.number,
        key=row.key,
        verdict=row.verdict,
        cells={name: packed(value) for name, value in row.values.items()},
        problems=[asdict(problem) | {"suggestions": list(problem.suggestions)} for problem in row.problems],
        changes={name: [packed(old), packed(new)] for name, (old, new) in row.changes.items()},
        confirmed=sorted(row.confirmed),
        warned=row.verdict != "missing" and any(problem.severity == "warning" for problem in row.problems),
    )


def from_record(record: ImportRow, kind: ImportKind) -> Row:
    kinds = {field.name: field.kind for field in kind.fields}
    return Row(
        sheet=record.sheet,
        number=record.number,
        key=record.key,
        verdict=record.verdict,
        values={name: unpacked(value, kinds.get(name, "text")) for name, value in record.cells.items()},
        problems=[Problem(**each | {"suggestions": tuple(each["suggestions"])}) for each in record.problems],
        changes={
            name: (unpacked(old, kinds.get(name, "text")), unpacked(new, kinds.get(name, "text")))
            for name, (old, new) in record.changes.items()
        },
        confirmed=set(record.confirmed),
    )


def packed(value: Any) -> Any:
    """A clean value as JSON."""
    if value is None or type(value) is str:  # nearly every cell
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def unpacked(value: Any, kind: str) -> Any:
    """The clean value again."""
    if not isinstance(value, str):
        return value
    if kind == "date":
        return date.fromisoformat(value)
    return Decimal(value) if kind == "decimal" else value


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: packed(value) for name, value in values.items()}

"""From sheets to rows, and rows to and from their place in the staging table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from renbina.foundation.imports.cells import clean_cell, month_first
from renbina.foundation.imports.declare import Field, ImportKind, Problem, Row
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.header import Header, find_header, fold_heading, question_of, require_columns
from renbina.foundation.imports.reading import Sheet
from renbina.foundation.models import ImportRow


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of a file, the fields that every sheet has a column for, and what the page says about the file."""

    rows: list[Row]
    columns: frozenset[str]
    about: dict[str, Any]


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
    for sheet, header in taken:
        require_columns(header, sheet, kind)
        rows.extend(_sheet_rows(sheet, header, kind))
    about = {
        "sheets": [
            {"name": sheet.name, "hidden": sheet.hidden, "header_row": sheet.number_of(header.row)}
            | {"rows": sum(row.sheet == sheet.name for row in rows)}
            for sheet, header in taken
        ],
        "other_sheets": [s.name for s in sheets if s.rows and s.name not in {sheet.name for sheet, _ in taken}],
        "columns": taken[0][1].headings,
        "dropped": sorted({heading for _, header in taken for heading in header.dropped}),
        "ignored": sorted({heading for _, header in taken for heading in header.ignored}),
    }
    shared = frozenset.intersection(*(frozenset(header.columns) for _, header in taken))
    return FileRows(rows, shared, about)


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
    named = {fold_heading(name) for name in kind.sheets}
    together = [(sheet, header) for sheet, header in headed if fold_heading(sheet.name) in named]
    if not together:
        names = ", ".join(sheet.name for sheet, _ in headed)
        raise FileRefused("several_sheets", question=question_of(headed, kind), sheets=names)
    return together


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


def _sheet_rows(sheet: Sheet, header: Header, kind: ImportKind) -> Iterator[Row]:
    fields = [(field, header.columns[field.name]) for field in kind.fields if field.name in header.columns]
    body = sheet.rows[header.row + 1 :]
    unsure = {
        field.name
        for field, place in fields
        if field.kind == "date" and month_first([row[place] for row in body if place < len(row)])
    }
    for offset, cells in enumerate(body):
        if not any(cell is not None and cell != "" for cell in cells):
            continue
        row = Row(sheet.name, sheet.number_of(header.row + 1 + offset), {})
        for field, place in fields:
            fill(row, field, cells[place] if place < len(cells) else None, month_first=field.name in unsure)
        row.key = key_of(row, kind)
        yield row


def fill(row: Row, field: Field, cell: Any, *, month_first: bool = False) -> None:
    """Put one cell into its row, cleaned, with its problems."""
    if month_first and isinstance(cell, str) and "/" in cell:
        row.values[field.name] = None
        row.problems.append(Problem(field.name, "date_month_first", cell[:50], "error", "cell"))
        return
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

"""Held rows as a workbook: repaired in a spreadsheet program, it is uploaded like any other file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from renbina.foundation.imports.declare import Field, ImportKind
from renbina.foundation.imports.exports import spellings_of, written
from renbina.foundation.imports.queries import place_of
from renbina.foundation.imports.rows import unpacked
from renbina.foundation.imports.wording import problem_words
from renbina.foundation.models import ImportBatch, ImportRow
from renbina.ui.sheets import Sheet, SheetColumn

_FORMAT: Final = {"nip": "@", "date": "dd-mm-yyyy"}


def held_sheet(batch: ImportBatch, kind: ImportKind) -> Sheet:
    """The columns under the headings of the file, then where the row stands and what is to be repaired.

    A wrong cell shows what the file has; every cell is text or a date, so that no NIP loses its digits.
    """
    headings = batch.summary.get("columns", {})
    fields = [field for field in kind.fields if field.name in headings]
    columns = [SheetColumn(headings[field.name], _FORMAT.get(field.kind, "")) for field in fields]
    return Sheet(
        title=_("To repair"),
        columns=(*columns, SheetColumn(_("Row in the file")), SheetColumn(_("What is to be repaired"))),
        rows=_rows(batch, kind, fields),
    )


def _rows(batch: ImportBatch, kind: ImportKind, fields: Sequence[Field]) -> Iterator[tuple[Any, ...]]:
    spellings = {field.name: spellings_of(field) for field in fields if field.kind == "choice"}
    held = batch.rows.filter(verdict=ImportRow.Verdict.HELD).order_by("pk")
    for record in held.iterator(chunk_size=2000):
        wrong = {each["field"]: each["value"] for each in record.problems if each["severity"] == "error"}
        cells = [wrong.get(field.name) or _cell(record, field, spellings) for field in fields]
        words = [problem_words(each, kind) for each in record.problems]
        reasons = [
            f"{each.field_label}: {each.reason} {each.fix}".removeprefix(": ") for each in words if each.is_error
        ]
        yield (*cells, place_of(record), " ".join(reasons))


def _cell(record: ImportRow, field: Field, spellings: Mapping[str, Mapping[str, str]]) -> Any:
    value = unpacked(record.cells.get(field.name), field.kind)
    return written(value, field, spellings)

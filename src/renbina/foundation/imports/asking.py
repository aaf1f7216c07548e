"""Where the reader cannot tell a column or a sheet, a person is asked, and the answer about columns is remembered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from renbina.foundation import queue
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.imports.access import kind_for, kinds_for, lock_open, require_batch
from renbina.foundation.imports.actions import JOB_KIND
from renbina.foundation.imports.cells import shown
from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.imports.guard import FileRefused, inspect_file
from renbina.foundation.imports.header import fold_heading, known_headings
from renbina.foundation.imports.reading import Sheet, read_sheets
from renbina.foundation.imports.rows import FileRows, rows_of
from renbina.foundation.models import ImportBatch, ImportMapping, Job

SHEET_CODES: Final = ("several_sheets", "sheet_unknown")
_SAMPLES: Final = 3  # values of a column that are shown beside its heading
_SAMPLE_LENGTH: Final = 40
_LOOK_AT: Final = 200  # rows that are searched for values to show


class AnswerRefused(Refused):
    """The answer names a column or sheet that the file does not have."""


def read_rows(
    path: Path,
    name: str,
    kind: ImportKind,
    *,
    agency_id: int,
    mapping: Mapping[str, str] | None = None,
    only_sheets: Sequence[str] | None = None,
) -> FileRows:
    """The rows of a file. What an agency told about its headings before is used where the reader cannot tell.

    mapping: field -> heading, as a person answered for this very file. Raises FileRefused; where a person's answer
    would do, its question carries the first values of each column.
    """
    sheets = read_sheets(path, inspect_file(path, name))
    try:
        return _asked(sheets, kind, mapping, only_sheets)
    except FileRefused as refusal:
        known = _told_before(refusal, kind, agency_id)
        if not known:
            raise
    return _asked(sheets, kind, {**known, **(mapping or {})}, only_sheets)


def _asked(
    sheets: Sequence[Sheet], kind: ImportKind, mapping: Mapping[str, str] | None, only: Sequence[str] | None
) -> FileRows:
    try:
        read = rows_of(sheets, kind, mapping=mapping or None, only_sheets=only or None)
    except FileRefused as refusal:
        if refusal.question:
            refusal.question = _with_samples(refusal.question, sheets, kind)
        raise
    if mapping:
        read.about["told"] = dict(mapping)
    return read


def _told_before(refusal: FileRefused, kind: ImportKind, agency_id: int) -> dict[str, str]:
    """field -> heading of this file, for the fields that are missing and were told of such a heading before."""
    if not refusal.question:
        return {}
    missing = {each["field"] for each in refusal.question["missing"]}
    here = {fold_heading(text): text for sheet in refusal.question["sheets"] for text in sheet["headings"]}
    told = ImportMapping.objects.filter(agency_id=agency_id, kind=kind.key, field__in=missing)
    return {each.field: here[each.heading_key] for each in told.order_by("told_at", "pk") if each.heading_key in here}


def answerable(refusal: FileRefused) -> bool:
    """Whether a person can say what the reader could not tell: there are columns, or sheets, to choose from."""
    if not refusal.question or refusal.code == "column_twice":
        return False
    if refusal.code in SHEET_CODES:
        return True
    free = max((len(sheet["headings"]) for sheet in refusal.question["sheets"]), default=0)
    return free >= len(refusal.question["missing"])


def _with_samples(question: Mapping[str, Any], sheets: Sequence[Sheet], kind: ImportKind) -> dict[str, Any]:
    """The question with only those headings that the kind has no use for yet, and the first values below each."""
    found, known = {sheet.name: sheet for sheet in sheets}, known_headings(kind)
    asked = []
    for each in question["sheets"]:
        free = [text for text in each["headings"] if fold_heading(text) not in known]
        samples = _samples(found[each["name"]], free) if each["name"] in found else {}
        asked.append(dict(each) | {"headings": free, "samples": samples})
    return dict(question) | {"sheets": asked}


def _samples(sheet: Sheet, headings: Sequence[str]) -> dict[str, list[str]]:
    """heading -> its first values, where one row of the sheet holds the heading."""
    rows = list(sheet.rows[:_LOOK_AT])
    wanted = {fold_heading(text): text for text in headings}
    named = [{fold_heading(c): p for p, c in enumerate(row) if isinstance(c, str) and c.strip()} for row in rows[:25]]
    best = max(range(len(named)), key=lambda index: len(wanted.keys() & named[index].keys()), default=None)
    if best is None:
        return {}
    return {
        wanted[folded]: list(dict.fromkeys(text for row in rows[best + 1 :] if (text := _text(row, place))))[:_SAMPLES]
        for folded, place in named[best].items()
        if folded in wanted
    }


def _text(row: Sequence[Any], place: int) -> str:
    cell = row[place] if place < len(row) else None
    if cell is None or isinstance(cell, bool):
        return ""
    return shown(cell)[:_SAMPLE_LENGTH]


@action
def ask_about_file(*, batch: ImportBatch, refusal: FileRefused, by: Actor, at: datetime) -> None:
    """Keep the file and wait for a person to say which column or sheet is meant."""
    require_batch(by, batch)
    lock_open(batch, ImportBatch.State.READING)
    batch.question = {"code": refusal.code, **(refusal.question or {})}
    batch.refusal = {"code": refusal.code, "params": {name: str(value) for name, value in refusal.params.items()}}
    batch.state = ImportBatch.State.ASKING
    batch.save(update_fields=["question", "refusal", "state"])
    record(obj=batch, new={"state": batch.state, "code": refusal.code})


@action
def answer_question(
    *, batch: ImportBatch, columns: Mapping[str, str], sheets: Sequence[str], remember: bool, by: Actor, at: datetime
) -> Job:
    """Read the file again with what a person said. `columns`: field -> heading. Remembered for the agency's next file.

    Raises AnswerRefused, BatchNotOpen.
    """
    kind = require_batch(by, batch)
    lock_open(batch, ImportBatch.State.ASKING)
    told = {name: heading for name, heading in columns.items() if heading}
    _require_known(batch, kind, told, sheets)
    before = batch.mapping
    batch.mapping = {
        "columns": before.get("columns", {}) | told,
        "sheets": list(sheets) or before.get("sheets", []),
    }
    if remember:
        _remember(batch, told, by, at)
    batch.question, batch.refusal, batch.state = {}, {}, ImportBatch.State.READING
    batch.answered += 1
    job = queue.enqueue(
        JOB_KIND, {"batch": batch.public_id}, by=by, at=at, idempotency_key=f"{batch.public_id}:{batch.answered}"
    )
    batch.job = job.public_id
    batch.save(update_fields=["mapping", "question", "refusal", "state", "job", "answered"])
    record(obj=batch, new={"columns": told, "sheets": list(sheets), "remembered": remember})
    return job


def _require_known(batch: ImportBatch, kind: ImportKind, told: Mapping[str, str], sheets: Sequence[str]) -> None:
    asked = batch.question.get("sheets", [])
    headings = {text for sheet in asked for text in sheet["headings"]}
    names = {sheet["name"] for sheet in asked}
    fields = {field.name for field in kind.fields}
    if not (set(told) <= fields and set(told.values()) <= headings and set(sheets) <= names):
        raise AnswerRefused(_("Choose from the columns and sheets of this file."))
    if len(set(told.values())) < len(told):
        raise AnswerRefused(_("One column was chosen twice. Choose another column for one of them."))
    if not told and not sheets:
        raise AnswerRefused(_("Choose a column or a sheet first."))


def _remember(batch: ImportBatch, told: Mapping[str, str], by: Actor, at: datetime) -> None:
    for name, heading in told.items():
        ImportMapping.objects.update_or_create(
            agency_id=batch.agency_id,
            kind=batch.kind,
            field=name,
            heading_key=fold_heading(heading)[:255],
            defaults={"heading": heading[:255], "told_by": by.label[:200], "told_at": at},
        )


def remembered(actor: Actor) -> QuerySet[ImportMapping]:
    """What an agency told about its headings, of the kinds that this actor imports."""
    rows = ImportMapping.objects.filter(agency_id=actor.agency_id or 0, kind__in=kinds_for(actor))
    return rows.order_by("kind", "field", "heading")


@action
def forget_mapping(*, public_id: str, by: Actor, at: datetime) -> None:
    """The next file with this heading asks again. Raises NotFound out of scope."""
    mapping = ImportMapping.objects.filter(agency_id=by.agency_id or 0, public_id=public_id).first()
    if by.agency_id is None or mapping is None:
        raise NotFound
    kind_for(by, mapping.kind)
    mapping.delete()
    record(new={"kind": mapping.kind, "field": mapping.field, "forgotten": mapping.heading})

"""The writes of the import engine: upload, stage, fix, apply, discard."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from renbina.foundation import chain, clock, queue
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import difference, limits
from renbina.foundation.imports.access import kind_for, lock_open, require_batch
from renbina.foundation.imports.declare import ImportContext, ImportKind, Row
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.journal import Journal
from renbina.foundation.imports.rows import FileRows, fill, from_record, key_of, to_record
from renbina.foundation.models import ImportBatch, ImportRow, Job

JOB_KIND: Final = "import-read"
_BATCH_ROWS: Final = 500


class FileTooBig(Refused):
    """More than the engine takes."""


class RowNotHeld(Refused):
    """The row to be fixed is not there, or needs no fix."""


@dataclass(frozen=True, slots=True)
class ApplyOutcome:
    """`applied` False: the stored data had changed meanwhile, and the batch now holds a fresh difference."""

    applied: bool
    counts: dict[str, int]


def stored_file(batch: ImportBatch) -> Path:
    """Where the uploaded file waits until it is read; it is removed right after."""
    return Path(settings.RENBINA_FILES) / "imports" / batch.stored_as


@action
def upload_file(*, kind: str, name: str, chunks: Iterable[bytes], by: Actor, at: datetime) -> Job:
    """Keep a file and queue its reading; the job's payload names the batch. Raises FileTooBig."""
    declared = kind_for(by, kind)
    batch = ImportBatch(
        kind=declared.key,
        agency_id=by.agency_id or 0,
        uploaded_by_id=by.user_id,
        uploaded_by=by.label[:200],
        uploaded_at=at,
        file_name=name.replace("\\", "/").rsplit("/", 1)[-1][-255:],
    )
    batch.stored_as = batch.public_id
    batch.file_sha256 = _write(stored_file(batch), chunks)
    batch.save()
    record(obj=batch, new={"kind": batch.kind, "sha256": batch.file_sha256})
    return queue.enqueue(JOB_KIND, {"batch": batch.public_id}, by=by, at=at, idempotency_key=batch.public_id)


@action
def refuse_file(*, batch: ImportBatch, refusal: FileRefused, by: Actor, at: datetime) -> None:
    """The file cannot be taken at all; the one sentence why is kept."""
    require_batch(by, batch)
    lock_open(batch, ImportBatch.State.READING)
    params = {name: str(value) for name, value in refusal.params.items()}
    batch.refusal = {"code": refusal.code, "params": params}
    batch.state = ImportBatch.State.REFUSED
    batch.save(update_fields=["refusal", "state"])
    transaction.on_commit(lambda: remove_file(batch))
    record(obj=batch, new={"state": batch.state, "code": refusal.code})


@action
def stage_rows(*, batch: ImportBatch, read: FileRows, by: Actor, at: datetime) -> dict[str, int]:
    """Check the rows, compare them with what is stored, keep both for a person to judge."""
    kind = require_batch(by, batch)
    lock_open(batch, ImportBatch.State.READING)
    context = _context(by, at, read.columns)
    stored = kind.stored(by, context.on)
    difference.check(read.rows, kind, context)
    missing = difference.compare(read.rows, stored, kind, read.columns)
    records = [to_record(row, batch.pk) for row in (*read.rows, *missing)]
    ImportRow.objects.bulk_create(records, batch_size=_BATCH_ROWS)
    batch.summary = read.about | {"fields": sorted(read.columns), "same_as": _same_file(batch)}
    batch.state = ImportBatch.State.STAGED
    result = _note_difference(batch, stored, read.rows, missing)
    transaction.on_commit(lambda: remove_file(batch))
    record(obj=batch, new={"state": batch.state, "counts": result})
    return result


@action
def fix_row(
    *, batch: ImportBatch, row: int, values: Mapping[str, str], confirmed: Sequence[str], by: Actor, at: datetime
) -> str:
    """Correct cells of a held row, or confirm what is odd but right, and check everything again; the new verdict."""
    kind = require_batch(by, batch)
    lock_open(batch, ImportBatch.State.STAGED)
    records = list(batch.rows.exclude(verdict=ImportRow.Verdict.MISSING).order_by("pk"))
    rows = [from_record(each, kind) for each in records]
    wanted = next((i for i, each in enumerate(records) if each.pk == row and rows[i].held), None)
    if wanted is None:
        raise RowNotHeld(_("This row needs no fix any more. Open the page again to see the rows that are left."))
    fixed = rows[wanted]
    for name, text in values.items():
        field = kind.field_named(name)
        if field is not None and name in batch.summary["fields"]:
            fixed.problems = [problem for problem in fixed.problems if problem.field != name]
            fill(fixed, field, text)
    offered = {problem.code for problem in fixed.problems if problem.confirmable}
    fixed.confirmed |= offered & set(confirmed)
    fixed.key = key_of(fixed, kind)
    counts = _check_again(batch, kind, records, rows, by, at)
    record(obj=batch, new={"row": fixed.number, "fields": sorted(values), "confirmed": sorted(confirmed)} | counts)
    return fixed.verdict


@action
def apply_batch(*, batch: ImportBatch, by: Actor, at: datetime) -> ApplyOutcome:
    """Store the new and changed rows, all or nothing. Where the stored data changed meanwhile, only compare again."""
    kind = require_batch(by, batch)
    chain.hold_head()  # whoever else is writing finishes first, so that the comparison below stays true
    lock_open(batch, ImportBatch.State.STAGED)
    records = list(batch.rows.exclude(verdict=ImportRow.Verdict.MISSING).order_by("pk"))
    rows = [from_record(each, kind) for each in records]
    stored = kind.stored(by, _context(by, at, frozenset()).on)
    if difference.stored_digest(stored) != batch.base_digest:
        counts = _check_again(batch, kind, records, rows, by, at)
        record(obj=batch, new={"applied": False, "why": "stored data changed meanwhile", "counts": counts})
        return ApplyOutcome(applied=False, counts=counts)
    wanted = [row for row in rows if row.verdict in ("new", "changed")]
    journal = Journal(batch)
    result = dict(kind.apply(rows=wanted, by=by, at=at, journal=journal)) if wanted else {}
    batch.state = ImportBatch.State.APPLIED
    batch.applied_at, batch.applied_by = at, by.label[:200]
    batch.summary = batch.summary | {"result": result, "notes": journal.notes}
    batch.save(update_fields=["state", "applied_at", "applied_by", "summary"])
    record(obj=batch, new={"applied": True, "rows": len(wanted), "result": result})
    return ApplyOutcome(applied=True, counts=batch.summary["counts"])


@action
def discard_batch(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Throw the staged rows away; what is stored stays as it is."""
    require_batch(by, batch)
    lock_open(batch, ImportBatch.State.READING, ImportBatch.State.STAGED, ImportBatch.State.REFUSED)
    batch.rows.all().delete()
    batch.state = ImportBatch.State.DISCARDED
    batch.save(update_fields=["state"])
    transaction.on_commit(lambda: remove_file(batch))
    record(obj=batch, new={"state": batch.state})


def remove_file(batch: ImportBatch) -> None:
    """Uploaded files hold personal data that is not imported; none is kept."""
    stored_file(batch).unlink(missing_ok=True)


def _check_again(
    batch: ImportBatch, kind: ImportKind, records: list[ImportRow], rows: list[Row], by: Actor, at: datetime
) -> dict[str, int]:
    """Checks and difference afresh over all rows; only rows that came out different are written."""
    columns = frozenset(batch.summary["fields"])
    context = _context(by, at, columns)
    stored = kind.stored(by, context.on)
    difference.check(rows, kind, context)
    missing = difference.compare(rows, stored, kind, columns)
    changed = []
    names = ["key", "verdict", "cells", "problems", "changes", "confirmed", "warned"]
    for old, row in zip(records, rows, strict=True):
        new = to_record(row, batch.pk)
        if any(getattr(old, name) != getattr(new, name) for name in names):
            new.pk = old.pk
            changed.append(new)
    ImportRow.objects.bulk_update(changed, names, batch_size=_BATCH_ROWS)
    batch.rows.filter(verdict=ImportRow.Verdict.MISSING).delete()
    ImportRow.objects.bulk_create([to_record(row, batch.pk) for row in missing], batch_size=_BATCH_ROWS)
    return _note_difference(batch, stored, rows, missing)


def _note_difference(
    batch: ImportBatch, stored: difference.Stored, rows: Sequence[Row], missing: Sequence[Row]
) -> dict[str, int]:
    result = difference.counts(rows, missing)
    batch.base_digest = difference.stored_digest(stored)
    batch.summary = batch.summary | {"counts": result}
    batch.save(update_fields=["base_digest", "summary", "state"])
    return result


def _context(by: Actor, at: datetime, columns: frozenset[str]) -> ImportContext:
    return ImportContext(actor=by, on=clock.today(settings.TIME_ZONE), at=at, columns=columns)


def _same_file(batch: ImportBatch) -> dict[str, Any] | None:
    """The last time that this very file was applied, so that the page can say so."""
    same = ImportBatch.objects.filter(
        agency_id=batch.agency_id,
        kind=batch.kind,
        file_sha256=batch.file_sha256,
        state=ImportBatch.State.APPLIED,
    )
    last = same.order_by("-applied_at").first()
    if last is None or last.applied_at is None:
        return None
    return {"public_id": last.public_id, "applied_at": last.applied_at.isoformat()}


def _write(path: Path, chunks: Iterable[bytes]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size, seal = 0, hashlib.sha256()
    with path.open("wb") as stream:
        os.chmod(path, 0o600)  # noqa: PTH101 - before the first byte
        for chunk in chunks:
            size += len(chunk)
            if size > limits.FILE_BYTES:
                break
            seal.update(chunk)
            stream.write(chunk)
    if size > limits.FILE_BYTES:
        path.unlink()
        raise FileTooBig(_("The file is larger than 20 MB. Split it, or remove sheets and pictures."), field="file")
    return seal.hexdigest()

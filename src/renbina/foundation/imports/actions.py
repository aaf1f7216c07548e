"""The writes of the import engine: upload, stage, apply, discard. Fixing is in `fixing`, taking back in `undo`."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

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
from renbina.foundation.imports.difference import Made, undisturbed
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.journal import Journal, insert, write_values
from renbina.foundation.imports.rows import FileRows, from_record, to_record
from renbina.foundation.models import ImportBatch, ImportRow, Job

T = TypeVar("T")
Progress = Callable[[int, int], None]  # rows done, rows in all
UNDO_DAYS: Final = 7
JOB_KIND: Final = "import-read"
APPLY_JOB: Final = "import-apply"
UNDO_JOB: Final = "import-undo"
_BATCH_ROWS: Final = 2000
_APPLIED: Final = (ImportRow.Verdict.NEW, ImportRow.Verdict.CHANGED)
_OPEN_JOBS: Final = (Job.State.QUEUED, Job.State.RUNNING)


class FileTooBig(Refused):
    """More than the engine takes."""


@dataclass(frozen=True, slots=True)
class ApplyOutcome:
    """`applied` False: the stored data had changed meanwhile, and the batch now holds a fresh difference."""

    applied: bool
    counts: dict[str, int]


def stored_file(batch: ImportBatch) -> Path:
    """Where the uploaded file waits until it is read or a question about it is answered; it is removed right after."""
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
    job = queue.enqueue(JOB_KIND, {"batch": batch.public_id}, by=by, at=at, idempotency_key=batch.public_id)
    batch.job = job.public_id
    batch.save()
    record(obj=batch, new={"kind": batch.kind, "sha256": batch.file_sha256})
    return job


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
@undisturbed()
def stage_rows(
    *,
    batch: ImportBatch,
    read: FileRows,
    by: Actor,
    at: datetime,
    on: date | None = None,
    made: Made | None = None,
) -> dict[str, int]:
    """Check the rows, compare them with what is stored, keep both for a person to judge.

    made: the difference, where the caller compared already and has let nobody write since.
    """
    kind = require_batch(by, batch)
    lock_open(batch, ImportBatch.State.READING)
    made = made or difference.make(read.rows, kind, context_of(by, at, read.columns, on))
    keep_rows(batch, read.rows)
    keep_rows(batch, made.missing)
    batch.summary = read.about | {"fields": sorted(read.columns), "same_as": _same_file(batch)}
    batch.state = ImportBatch.State.STAGED
    result = note_difference(batch, made, read.rows)
    transaction.on_commit(lambda: remove_file(batch))
    record(obj=batch, new={"state": batch.state, "counts": result})
    return result


@action
def request_apply(*, batch: ImportBatch, by: Actor, at: datetime) -> Job:
    """Queue the storing of a staged file; two people who ask at once get one job. Raises BatchNotOpen."""
    return _request(APPLY_JOB, batch, ImportBatch.State.STAGED, by, at)


@action
def request_undo(*, batch: ImportBatch, by: Actor, at: datetime) -> Job:
    """Queue the taking back of an applied file. Raises BatchNotOpen."""
    return _request(UNDO_JOB, batch, ImportBatch.State.APPLIED, by, at)


def _request(kind: str, batch: ImportBatch, state: ImportBatch.State, by: Actor, at: datetime) -> Job:
    require_batch(by, batch)
    lock_open(batch, state)
    job = Job.objects.filter(public_id=batch.job, kind=kind, state__in=_OPEN_JOBS).first()
    if job is None:
        job = queue.enqueue(kind, {"batch": batch.public_id}, by=by, at=at)
        batch.job = job.public_id
        batch.save(update_fields=["job"])
    record(obj=batch, new={"asked": kind, "job": job.public_id})
    return job


@action
@undisturbed()
def apply_batch(
    *,
    batch: ImportBatch,
    by: Actor,
    at: datetime,
    on: date | None = None,
    progress: Progress = lambda written, total: None,
    staged: Sequence[Row] | None = None,
) -> ApplyOutcome:
    """Store the new and changed rows, all or nothing. Where the stored data changed meanwhile, only compare again.

    progress: called with the rows that are stored so far and all that will be, as soon as their number is known.
    staged: the rows as they were staged in this very transaction, behind the same lock: neither they nor what is stored
    can have changed, so neither is looked at again.
    """
    kind = require_batch(by, batch)
    chain.hold_head()  # whoever else is writing finishes first, so that the comparison below stays true
    lock_open(batch, ImportBatch.State.STAGED)
    day = context_of(by, at, frozenset(), on).on
    if staged is None and difference.stored_digest(kind.stored(by, day)) != batch.base_digest:
        counts = check_again(batch, kind, by, at)
        _tell_compared_again(batch, at)
        record(obj=batch, new={"applied": False, "why": "stored data changed meanwhile", "counts": counts})
        return ApplyOutcome(applied=False, counts=counts)
    if staged is None:
        wanted = [from_record(each, kind) for each in _rows_to_apply(batch)]
    else:
        wanted = [row for row in staged if row.verdict in _APPLIED]
    progress(0, len(wanted))
    journal = Journal(batch, on=day, progress=_rows_stored(len(wanted), progress))
    result = dict(kind.apply(rows=wanted, by=by, at=at, journal=journal)) if wanted else {}
    batch.state = ImportBatch.State.APPLIED
    batch.applied_at, batch.applied_by = at, by.label[:200]
    batch.summary = batch.summary | {"result": result, "notes": journal.notes, "compared_again": None}
    batch.save(update_fields=["state", "applied_at", "applied_by", "summary"])
    record(obj=batch, new={"applied": True, "rows": len(wanted), "result": result})
    return ApplyOutcome(applied=True, counts=batch.summary["counts"])


def _rows_stored(rows: int, progress: Progress) -> Callable[[int, int], None]:
    """From objects written to rows stored. A row may be several objects that are written at different times: then this
    is how many rows' worth of the work is done. Without an expectation an object counts as a row. Never backwards."""
    best = 0

    def written(objects: int, expected: int) -> None:
        nonlocal best
        best = max(best, min(rows, rows * objects // expected if expected else objects))
        progress(best, rows)

    return written


def _rows_to_apply(batch: ImportBatch) -> Iterator[ImportRow]:
    return batch.rows.filter(verdict__in=_APPLIED).order_by("pk").iterator(chunk_size=_BATCH_ROWS)


def _tell_compared_again(batch: ImportBatch, at: datetime) -> None:
    batch.summary = batch.summary | {"compared_again": at.isoformat()}
    batch.save(update_fields=["summary"])


@action
def discard_batch(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Throw the staged rows away; what is stored stays as it is."""
    require_batch(by, batch)
    states = ImportBatch.State
    lock_open(batch, states.READING, states.STAGED, states.REFUSED, states.ASKING)
    batch.rows.all().delete()
    batch.state, batch.question = ImportBatch.State.DISCARDED, {}
    batch.save(update_fields=["state", "question"])
    transaction.on_commit(lambda: remove_file(batch))
    record(obj=batch, new={"state": batch.state})


def remove_file(batch: ImportBatch) -> None:
    """Uploaded files hold personal data that is not imported; none is kept."""
    if batch.stored_as:
        stored_file(batch).unlink(missing_ok=True)


# --- the difference, kept beside the batch


def parts(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in lists of at most `size`."""
    source = iter(rows)
    while part := list(islice(source, size)):
        yield part


def keep_rows(batch: ImportBatch, rows: Iterable[Row]) -> None:
    """Rows into the staging table, a part at a time: 100,000 of them twice in memory would be too much."""
    for part in parts(rows, _BATCH_ROWS):
        insert(ImportRow, [to_record(row, batch.pk) for row in part])


_COMPARED: Final = ["key", "verdict", "cells", "problems", "changes", "confirmed", "warned"]


@undisturbed()
def check_again(
    batch: ImportBatch, kind: ImportKind, by: Actor, at: datetime, change: Callable[[int, Row], None] | None = None
) -> dict[str, int]:
    """Checks and difference afresh over all rows; only rows that came out different are written.

    change(pk, row): what a person typed, put into a row before it is checked.
    """
    columns = frozenset(batch.summary["fields"])
    context = context_of(by, at, columns)
    keys, before, rows = [], [], []
    staged = batch.rows.exclude(verdict=ImportRow.Verdict.MISSING).order_by("pk")
    for record_ in staged.iterator(chunk_size=_BATCH_ROWS):
        row = from_record(record_, kind)
        keys.append(record_.pk)
        before.append(_fingerprint(record_))
        if change is not None:
            change(record_.pk, row)
        rows.append(row)
    made = difference.make(rows, kind, context)
    for part in parts(zip(keys, before, rows, strict=True), _BATCH_ROWS):
        _write_different(batch, part)
    batch.rows.filter(verdict=ImportRow.Verdict.MISSING).delete()
    keep_rows(batch, made.missing)
    return note_difference(batch, made, rows)


def _write_different(batch: ImportBatch, part: Sequence[tuple[int, int, Row]]) -> None:
    different: list[tuple[int, dict[str, Any]]] = []
    for pk, before, row in part:
        new = to_record(row, batch.pk)
        if _fingerprint(new) != before:
            different.append((pk, {name: getattr(new, name) for name in _COMPARED}))
    write_values(ImportRow, different)


def _fingerprint(record_: ImportRow) -> int:
    return hash(repr([getattr(record_, name) for name in _COMPARED]))


def note_difference(batch: ImportBatch, made: Made, rows: Sequence[Row]) -> dict[str, int]:
    """Counts, what many rows have in common, and what the difference was made against."""
    result = difference.counts(rows, made.missing)
    batch.base_digest = made.stored_digest
    batch.summary = batch.summary | {
        "counts": result, "alike": difference.held_alike(rows), "compared_again": None,
    }  # fmt: skip
    batch.save(update_fields=["base_digest", "summary", "state"])
    return result


def context_of(by: Actor, at: datetime, columns: frozenset[str], on: date | None = None) -> ImportContext:
    """Who imports, as of which day: today unless a command says another one."""
    return ImportContext(actor=by, on=on or clock.today(settings.TIME_ZONE), at=at, columns=columns)


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

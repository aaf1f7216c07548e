"""Reading, applying and taking back a file as jobs of the worker."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renbina.foundation.imports.access import batch_for, require_batch
from renbina.foundation.imports.actions import apply_batch, discard_batch, refuse_file, stage_rows, stored_file
from renbina.foundation.imports.asking import answerable, ask_about_file, read_rows
from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.imports.difference import undisturbed
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.rows import FileRows
from renbina.foundation.imports.undo import undo_batch
from renbina.foundation.models import ImportBatch, Job
from renbina.foundation.queue import JobCancelled, JobContext, JobKind

_ROWS_END: Final = 0.95  # what comes after the last row: the audit record and the commit


def read_batch(context: JobContext) -> Mapping[str, Any]:
    """Guard, read, check and compare. Slow reading happens before the transaction, so that nobody waits for it."""
    batch = batch_for(context.actor, context.payload["batch"])
    if batch.state != ImportBatch.State.READING:
        return {"batch": batch.public_id}  # an earlier attempt got this far
    kind = require_batch(context.actor, batch)
    context.progress("reading", 0.1)
    try:
        with undisturbed():
            read = _read(batch, kind)
    except FileRefused as refusal:
        if answerable(refusal):
            ask_about_file(batch=batch, refusal=refusal, by=context.actor, at=context.at)
        else:
            refuse_file(batch=batch, refusal=refusal, by=context.actor, at=context.at)
        return {"batch": batch.public_id}
    if context.cancelled():
        discard_batch(batch=batch, by=context.actor, at=context.at)
        raise JobCancelled
    context.progress("comparing", 0.5)
    stage_rows(batch=batch, read=read, by=context.actor, at=context.at)
    return {"batch": batch.public_id}


def _read(batch: ImportBatch, kind: ImportKind) -> FileRows:
    path = stored_file(batch)
    if not path.is_file():
        raise FileRefused("file_gone")
    told = batch.mapping
    return read_rows(
        path,
        batch.file_name,
        kind,
        agency_id=batch.agency_id,
        mapping=told.get("columns"),
        only_sheets=told.get("sheets"),
    )


def apply_staged(context: JobContext) -> Mapping[str, Any]:
    """Store a staged file: the rows and the mark "done" in one transaction, so that a kill leaves all or nothing."""
    batch = batch_for(context.actor, context.payload["batch"])
    if batch.state != ImportBatch.State.STAGED:
        return {"batch": batch.public_id}  # an earlier attempt got this far, or somebody discarded it meanwhile
    context.progress("looking again", 0.0)
    with transaction.atomic():
        outcome = apply_batch(
            batch=batch,
            by=context.actor,
            at=context.at,
            progress=_told(context, "storing", since=0.25),
        )
        _stop_if_asked(context)
        result = {"batch": batch.public_id, "applied": outcome.applied}
        context.complete(result)
    return result


def undo_applied(context: JobContext) -> Mapping[str, Any]:
    """Take an applied file back, in one transaction with the mark "done"."""
    batch = batch_for(context.actor, context.payload["batch"])
    if batch.state != ImportBatch.State.APPLIED:
        return {"batch": batch.public_id}
    context.progress("taking back", 0.0)
    with transaction.atomic():
        undo_batch(
            batch=batch,
            by=context.actor,
            at=context.at,
            progress=_told(context, "taking back", since=0.02),
        )
        _stop_if_asked(context)
        result = {"batch": batch.public_id}
        context.complete(result)
    return result


def _told(context: JobContext, stage: str, *, since: float) -> Callable[[int, int], None]:
    """Rows as progress between the share of the work that went before and the little that comes after them."""

    def tell(done: int, rows: int) -> None:
        context.progress(stage, since + (_ROWS_END - since) * done / max(rows, 1), done, rows)

    return tell


def _stop_if_asked(context: JobContext) -> None:
    """Last look before the end of the transaction: whoever cancelled finds everything as it was."""
    if context.cancelled():
        raise JobCancelled


def _result_url(job: Job) -> str | None:
    public_id = job.payload.get("batch")
    return reverse("foundation:import-detail", args=[public_id]) if public_id else None


def _to_the_list(job: Job) -> tuple[str, str]:
    return _("All imports"), reverse("foundation:import-list")


def _to_the_file(job: Job) -> tuple[str, str]:
    return _("To the file"), _result_url(job) or reverse("foundation:import-list")


READ = JobKind(
    run=read_batch,
    label=gettext_lazy("Reading a file"),
    result_url=_result_url,
    way_back=_to_the_list,
    stages={"reading": gettext_lazy("Reading the file"), "comparing": gettext_lazy("Comparing with what is stored")},
    max_attempts=2,
)
APPLY = JobKind(
    run=apply_staged,
    label=gettext_lazy("Applying a file"),
    result_url=_result_url,
    way_back=_to_the_file,
    stages={
        "looking again": gettext_lazy("Looking whether anything changed meanwhile"),
        "storing": gettext_lazy("Storing the rows, all or nothing"),
    },
    max_attempts=3,
)
UNDO = JobKind(
    run=undo_applied,
    label=gettext_lazy("Taking a file back"),
    result_url=_result_url,
    way_back=_to_the_file,
    stages={"taking back": gettext_lazy("Putting back what stood before, all or nothing")},
    max_attempts=3,
)
JOBS: dict[str, JobKind] = {"import-read": READ, "import-apply": APPLY, "import-undo": UNDO}

"""Reading a file as a job of the worker."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renbina.foundation.imports.access import batch_for, require_batch
from renbina.foundation.imports.actions import discard_batch, refuse_file, stage_rows, stored_file
from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.imports.guard import FileRefused, inspect_file
from renbina.foundation.imports.reading import read_sheets
from renbina.foundation.imports.rows import FileRows, rows_of
from renbina.foundation.models import ImportBatch, Job
from renbina.foundation.queue import JobCancelled, JobContext, JobKind


def read_batch(context: JobContext) -> Mapping[str, Any]:
    """Guard, read, check and compare. Slow reading happens before the transaction, so that nobody waits for it."""
    batch = batch_for(context.actor, context.payload["batch"])
    if batch.state != ImportBatch.State.READING:
        return {"batch": batch.public_id}  # an earlier attempt got this far
    kind = require_batch(context.actor, batch)
    context.progress("reading", 0.1)
    try:
        read = _read(batch, kind)
    except FileRefused as refusal:
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
    found = inspect_file(path, batch.file_name)
    return rows_of(read_sheets(path, found), kind)


def _result_url(job: Job) -> str | None:
    public_id = job.payload.get("batch")
    return reverse("foundation:import-detail", args=[public_id]) if public_id else None


def _way_back(job: Job) -> tuple[str, str]:
    return _("All imports"), reverse("foundation:import-list")


READ = JobKind(
    run=read_batch,
    label=gettext_lazy("Reading a file"),
    result_url=_result_url,
    way_back=_way_back,
    stages={"reading": gettext_lazy("Reading the file"), "comparing": gettext_lazy("Comparing with what is stored")},
    max_attempts=2,
)

"""Long work under a lease, the same on SQLite and PostgreSQL.

A worker claims a job for a short while and renews the lease with a heartbeat. Every claim raises the job's `fence`; a
worker that was thought dead carries an old fence, and everything it still tries to write is refused. A job that was
killed is taken up again when its lease ends; one that keeps failing is parked with the reason.
Times here are the machine's, except `Job.requested_at` and `JobContext.at`, which are the business's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from renbina.foundation import clock
from renbina.foundation import progress as told
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import plain
from renbina.foundation.errors import Refused
from renbina.foundation.models import Job
from renbina.foundation.progress import Progress

LEASE: Final = timedelta(seconds=60)
HEARTBEAT_SECONDS: Final = 15.0
_BACKOFF_SECONDS: Final = (5, 30, 120, 600)
_NOTHING_DONE: Final = {
    "stage": "",
    "progress": 0.0,
    "rows_done": 0,
    "rows_total": 0,
}  # another attempt begins from the start


class JobCancelled(Exception):
    """A handler raises it after it has seen `context.cancelled()`."""


class LeaseLost(Exception):
    """Another worker holds this job now; nothing of this one may be stored."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """What the worker can do. `run` gets a JobContext and returns the result (plain JSON values).

    `stages`: stage code -> what the page says. `result_url`: where the page leads when the job is done. `way_back`:
    words and address of the place it was asked from, for a job that brings nothing.
    """

    run: Callable[["JobContext"], Mapping[str, Any]]
    label: str | Promise
    result_url: Callable[[Job], str | None] = lambda job: None
    way_back: Callable[[Job], tuple[str, str] | None] = lambda job: None
    stages: Mapping[str, str | Promise] = field(default_factory=dict)
    max_attempts: int = 3


class JobContext:
    """What a running handler sees of its job."""

    def __init__(self, job: Job, *, reports: "Callable[[Progress], None] | None" = None) -> None:
        self.job = job
        self.payload: dict[str, Any] = job.payload
        self.at: datetime = clock.now()
        self.actor = Actor(
            user_id=job.owner_user_id,
            agency_id=job.agency_id,
            employee_id=None,
            label=job.owner_label or "system",
            is_system=True,
        )
        self.completed = False
        self._reports = reports or self._write

    @property
    def last_attempt(self) -> bool:
        """False when the queue tries the job again should this attempt fail for a reason nobody foresaw."""
        return self.job.attempts >= self.job.max_attempts

    def progress(self, stage: str, fraction: float, rows_done: int = 0, rows_total: int = 0) -> None:
        """Say where the work is: a code of the kind's `stages`, 0..1, and rows where rows are counted.

        Cheap; call it as often as you like. A worker makes it seen within a second, in a transaction too.
        """
        self._reports(Progress(stage[:80], min(max(fraction, 0.0), 1.0), rows_done, rows_total))

    def cancelled(self) -> bool:
        """True when somebody asked to stop; then raise `JobCancelled`, or return what there is."""
        return Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists()

    def complete(self, result: Mapping[str, Any]) -> None:
        """Mark the job done in the handler's own transaction, so that effect and mark happen together or not at all.

        Raises LeaseLost, which rolls the handler's transaction back, when another worker has taken over.
        """
        if not self._mine().update(**_finished(Job.State.DONE), progress=1, result=plain(dict(result)), failure=""):
            raise LeaseLost(self.job.public_id)
        self.completed = True

    def write_progress(self, stage: str, fraction: float) -> None:
        """Into the row at once, in this connection. Raises LeaseLost."""
        self._write(Progress(stage, fraction))

    def _write(self, progress: Progress) -> None:
        if not self._mine().update(**row_values(progress)):
            raise LeaseLost(self.job.public_id)

    def _mine(self) -> QuerySet[Job]:
        return held_by(self.job)


def kinds() -> Mapping[str, JobKind]:
    """The one list, composed in `config.jobs`."""
    table: Mapping[str, JobKind] = import_string(settings.RENBINA_JOBS)
    return table


def enqueue(
    kind: str, payload: Mapping[str, Any], *, by: Actor, at: datetime, idempotency_key: str | None = None
) -> Job:
    """Queue work. The same key in the same agency gives the job that is already there, unless that one failed."""
    known = kinds()
    if kind not in known:
        raise LookupError(f"No job kind {kind!r}; declare it in config/jobs.py. Known: {', '.join(sorted(known))}.")
    moment = clock.real_now()
    fields: dict[str, Any] = {
        "kind": kind,
        "payload": plain(dict(payload)),
        "agency_id": by.agency_id,
        "owner_user_id": by.user_id,
        "owner_label": by.label[:200],
        "requested_at": at,
        "queued_at": moment,
        "run_after": moment,
        "max_attempts": known[kind].max_attempts,
    }
    if idempotency_key is None:
        return Job.objects.create(**fields)
    key = f"{by.agency_id}:{kind}:{idempotency_key}"[:120]
    with transaction.atomic():
        stopped = (Job.State.FAILED, Job.State.CANCELLED)
        Job.objects.filter(idempotency_key=key, state__in=stopped).update(idempotency_key=None)
        job, _ = Job.objects.get_or_create(idempotency_key=key, defaults=fields)
    return job


def cancel(job: Job) -> None:
    """Ask a job to stop. A waiting one stops at once, a running one at its next look."""
    moment = clock.real_now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if not waiting.update(state=Job.State.CANCELLED, cancel_requested=True, finished_at=moment):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)


def claim(lease: timedelta = LEASE) -> Job | None:
    """Take the next due job, or None. Whoever gets it holds `job.fence`; nobody else holds the same number."""
    if not _due().exists():  # a look costs no write lock
        return None
    with transaction.atomic():
        rows = _due()
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        job = rows.first()
        if job is None or _parked(job):
            return None
        moment = clock.real_now()
        taken = Job.objects.filter(pk=job.pk, fence=job.fence, state=job.state).update(
            state=Job.State.RUNNING,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            started_at=moment,
            lease_until=moment + lease,
            **_NOTHING_DONE,
        )
        if not taken:
            return None
        job.refresh_from_db()
        return job


def renew(job: Job, lease: timedelta = LEASE) -> bool:
    """Keep the lease; False when the job belongs to another worker now."""
    return bool(held_by(job).update(lease_until=clock.real_now() + lease))


def held_by(job: Job) -> QuerySet[Job]:
    """The row, as long as this claim holds it."""
    return Job.objects.filter(pk=job.pk, fence=job.fence, state=Job.State.RUNNING)


def row_values(progress: Progress) -> dict[str, Any]:
    """Progress as columns of the job's row."""
    return {
        "stage": progress.stage,
        "progress": progress.fraction,
        "rows_done": progress.rows_done,
        "rows_total": progress.rows_total,
    }


def execute(job: Job, context: JobContext | None = None) -> bool:
    """Run a claimed job to its end. False when the lease was lost and everything of this run was refused."""
    context = context or JobContext(job)
    try:
        result = kinds()[job.kind].run(context)
        if not context.completed:
            context.complete(result or {})
    except LeaseLost:
        return False
    except JobCancelled:
        return bool(held_by(job).update(**_finished(Job.State.CANCELLED)))
    except Refused as error:
        refused = {"refused": True}
        return bool(held_by(job).update(**_finished(Job.State.FAILED), failure=str(error), result=refused))
    except Exception as error:  # noqa: BLE001,RUF100 - the reason is kept and the job tried again or parked
        return _fail(job, f"{type(error).__name__}: {error}")
    return True


def drain(limit: int | None = None) -> int:
    """Run what is queued, here and now, in this connection: for tests and set-up commands. Returns how many ran."""
    count = 0
    while limit is None or count < limit:
        job = claim()
        if job is None:
            break
        execute(job)
        count += 1
    return count


def _due() -> QuerySet[Job]:
    moment = clock.real_now()
    waiting = Q(state=Job.State.QUEUED, run_after__lte=moment)
    abandoned = Q(state=Job.State.RUNNING, lease_until__lt=moment)
    return Job.objects.filter(waiting | abandoned).order_by("run_after", "pk")


def _parked(job: Job) -> bool:
    """An abandoned job that may not be taken up again is ended here, so that it cannot kill every worker in turn."""
    if job.state != Job.State.RUNNING:
        return False
    if not job.cancel_requested and job.attempts < job.max_attempts:
        return False
    told.forget(job)
    if job.cancel_requested:
        return bool(held_by(job).update(**_finished(Job.State.CANCELLED)))
    reason = f"The worker stopped {job.attempts} times while it ran this job."
    return bool(held_by(job).update(**_finished(Job.State.FAILED), failure=reason))


def _fail(job: Job, reason: str) -> bool:
    if held_by(job).filter(cancel_requested=True).update(**_finished(Job.State.CANCELLED), failure=reason[:2000]):
        return True
    if job.attempts >= job.max_attempts:
        return bool(held_by(job).update(**_finished(Job.State.FAILED), failure=reason[:2000]))
    wait = _BACKOFF_SECONDS[min(job.attempts, len(_BACKOFF_SECONDS)) - 1]
    again = clock.real_now() + timedelta(seconds=wait)
    waiting = {"state": Job.State.QUEUED, "run_after": again, "lease_until": None, "failure": reason[:2000]}
    return bool(held_by(job).update(**waiting, **_NOTHING_DONE))


def _finished(state: Job.State) -> dict[str, Any]:
    return {"state": state, "finished_at": clock.real_now(), "lease_until": None}

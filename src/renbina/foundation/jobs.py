"""Jobs as a page shows them, and stopping one."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.foundation import clock, progress, queue
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import NotFound
from renbina.foundation.models import Job
from renbina.foundation.progress import Progress, Seen
from renbina.ui import formats

_OVERSEERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
_OPEN = (Job.State.QUEUED, Job.State.RUNNING)
_MINUTE = 60  # seconds; a longer wait is told in minutes


@dataclass(frozen=True, slots=True)
class JobPage:
    """What the progress part shows; `result_url` is where a finished job leads."""

    public_id: str
    label: str
    message: str
    done: int  # percent
    total: int
    counted: str  # rows of rows, where rows are counted
    running: bool
    failed: bool
    finished: bool
    requested_at: datetime
    requested_by: str
    result_url: str | None
    way_back: tuple[str, str] | None  # words, address
    url: str
    cancel_url: str


def job_for(actor: Actor, public_id: str) -> Job:
    """Own jobs, and for those who prepare the plan every job of their agency; anything else is not there."""
    job = Job.objects.filter(public_id=public_id).first() if actor.agency_id is not None else None
    if job is None or job.agency_id != actor.agency_id:
        raise NotFound
    own = actor.user_id is not None and job.owner_user_id == actor.user_id
    if not (own or actor.is_system or actor.has(*_OVERSEERS)):
        raise NotFound
    return job


def job_page(actor: Actor, public_id: str) -> JobPage:
    """One query; raises NotFound."""
    return page_of(job_for(actor, public_id))


def page_of(job: Job) -> JobPage:
    """What the progress part shows of a job that the caller may show. No query."""
    kind = queue.kinds().get(job.kind)
    running = job.state in _OPEN
    beside = progress.seen(job) if job.state == Job.State.RUNNING else None
    now = _progress(job, beside)
    known = job.state != Job.State.QUEUED and not _is_abandoned(job, beside) and not _is_silent(beside)
    return JobPage(
        public_id=job.public_id,
        label=str(kind.label) if kind else job.kind,
        message=_message(job, kind, beside),
        done=round(now.fraction * 100),
        total=100 if known else 0,
        counted=_counted(now) if known and running else "",
        running=running,
        failed=job.state == Job.State.FAILED,
        finished=not running,
        requested_at=job.requested_at,
        requested_by=job.owner_label,
        result_url=kind.result_url(job) if kind and job.state == Job.State.DONE else None,
        way_back=kind.way_back(job) if kind else None,
        url=reverse("foundation:job", args=[job.public_id]),
        cancel_url="" if job.cancel_requested or beside else reverse("foundation:job-cancel", args=[job.public_id]),
    )


@action
def cancel_job(*, job: Job, by: Actor, at: datetime) -> None:
    """Ask a job to stop; a finished one stays as it is."""
    job_for(by, job.public_id)
    queue.cancel(job)
    record(obj=job, old={"state": job.state}, new={"cancel_requested": True})


def _progress(job: Job, beside: Seen | None) -> Progress:
    """As the job's file says while its row cannot, else as the row says."""
    if beside is not None and beside.is_alive:
        return beside.progress
    return Progress(job.stage, job.progress, job.rows_done, job.rows_total)


def _counted(now: Progress) -> str:
    if not now.rows_total:
        return ""
    words = ngettext("%(done)s of %(n)s row", "%(done)s of %(n)s rows", now.rows_total)
    return words % {"done": formats.number(now.rows_done), "n": formats.number(now.rows_total)}


def _message(job: Job, kind: queue.JobKind | None, beside: Seen | None) -> str:
    if job.cancel_requested and job.state in _OPEN:
        return _("Stopping at the next safe place")
    if job.state == Job.State.QUEUED:
        return f"{_attempts_failed(job)} {_next_attempt(job)}" if job.attempts else _("Waiting for its turn")
    if _is_abandoned(job, beside):
        return f"{_attempts_failed(job)} {_next_attempt(job)}"
    if job.state == Job.State.RUNNING and beside is not None and _is_silent(beside):
        words = _("No sign of life for %(n)s seconds. If none comes, another attempt begins by itself.")
        return words % {"n": formats.number(round(beside.silent))}
    if job.state == Job.State.RUNNING:
        return _working(job, kind, _progress(job, beside).stage)
    if job.state == Job.State.FAILED:
        if job.result.get("refused"):
            return job.failure
        return _("An error stopped this work. Please tell those who run this installation, and name %(name)s.") % {
            "name": job.public_id
        }
    return _("Cancelled") if job.state == Job.State.CANCELLED else _("Done")


def _working(job: Job, kind: queue.JobKind | None, stage_code: str) -> str:
    stage = str((kind.stages.get(stage_code) if kind else None) or _("Working"))
    if job.attempts <= 1:
        return stage
    return _("%(stage)s (attempt %(attempt)s of %(most)s)") % {
        "stage": stage, "attempt": job.attempts, "most": job.max_attempts,
    }  # fmt: skip


def _attempts_failed(job: Job) -> str:
    words = {"attempt": job.attempts, "most": job.max_attempts}
    return _("Attempt %(attempt)s of %(most)s did not reach its end.") % words


def _next_attempt(job: Job) -> str:
    """When the next attempt begins, in the machine's time: as a wait, because the business may stand on another day."""
    seconds = ceil((job.run_after - clock.real_now()).total_seconds())
    if seconds <= 0:
        return _("The next one begins as soon as a worker is free.")
    if seconds < _MINUTE:
        words = ngettext("The next one begins in %(n)s second.", "The next one begins in %(n)s seconds.", seconds)
        return words % {"n": seconds}
    minutes = ceil(seconds / _MINUTE)
    words = ngettext("The next one begins in %(n)s minute.", "The next one begins in %(n)s minutes.", minutes)
    return words % {"n": minutes}


def _is_abandoned(job: Job, beside: Seen | None) -> bool:
    """Its worker fell silent, and another may take it up. A worker whose file is fresh lives, whatever the lease says:
    inside its transaction it cannot renew it."""
    if beside is not None and beside.is_alive:
        return False
    silent = job.lease_until is not None and job.lease_until < clock.real_now()
    return job.state == Job.State.RUNNING and silent and job.attempts < job.max_attempts


def _is_silent(beside: Seen | None) -> bool:
    """Its worker stopped in the middle of a transaction: what it had done is undone, so nothing of it is shown."""
    return beside is not None and not beside.is_alive

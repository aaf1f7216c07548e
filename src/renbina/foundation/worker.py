"""The loop of `renbina worker`: deliver events, take a job, run it while a heartbeat keeps the lease."""

import logging
import threading
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction

from renbina.foundation import clock, outbox, queue
from renbina.foundation.actor import Actor
from renbina.foundation.models import Job

_log = logging.getLogger(__name__)
_BEAT_SECONDS: Final = 0.5  # how soon progress and cancel requests travel


class _Heartbeat(threading.Thread):
    """Renews the lease and carries progress, on a connection of its own: the job's transaction is never touched."""

    def __init__(self, job: Job, lease: timedelta, every: float) -> None:
        super().__init__(name=f"heartbeat-{job.public_id}", daemon=True)
        self.job, self.lease, self.every = job, lease, every
        self.lost = threading.Event()
        self.cancelled = threading.Event()
        self._ended = threading.Event()
        self._news: tuple[str, float] | None = None

    def report(self, stage: str, fraction: float) -> None:
        if self.lost.is_set():
            raise queue.LeaseLost(self.job.public_id)
        self._news = (stage, fraction)

    def end(self) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        waited = 0.0
        try:
            while not self._ended.wait(min(_BEAT_SECONDS, self.every)):
                waited += min(_BEAT_SECONDS, self.every)
                try:
                    self._beat(renew=waited >= self.every)
                except DatabaseError:  # busy: the next beat tries again, long before the lease ends
                    continue
                if waited >= self.every:
                    waited = 0.0
        finally:
            connection.close()

    def _beat(self, *, renew: bool) -> None:
        news, self._news = self._news, None
        rows = queue.held_by(self.job)
        if news is not None:
            rows.update(stage=news[0], progress=news[1])
        if renew and not queue.renew(self.job, self.lease) and not self._ended.is_set():
            self.lost.set()
        if rows.filter(cancel_requested=True).exists():
            self.cancelled.set()


class _WorkerContext(queue.JobContext):
    """A context whose news travel with the heartbeat."""

    def __init__(self, job: Job, heartbeat: _Heartbeat) -> None:
        super().__init__(job, reports=heartbeat.report)
        self._heartbeat = heartbeat

    def cancelled(self) -> bool:
        if self._heartbeat.lost.is_set():
            raise queue.LeaseLost(self.job.public_id)
        return self._heartbeat.cancelled.is_set()


def run_worker(
    stop: threading.Event,
    *,
    poll: float = 1.0,
    lease: timedelta = queue.LEASE,
    heartbeat: float = queue.HEARTBEAT_SECONDS,
) -> None:
    """Work until `stop` is set; the job at hand is finished first."""
    day = None
    while not stop.is_set():
        close_old_connections()
        try:
            day = _begin_day(day)
            worked = bool(outbox.deliver())
            job = queue.claim(lease)
            if job is not None:
                _run(job, lease, heartbeat)
                worked = True
        except DatabaseError:
            _log.exception("The database did not answer; trying again.")
            connection.close()
            worked = False
        if not worked:
            stop.wait(poll)


def _begin_day(known: date | None) -> date:
    """Tell once a day, and at every start, that a day began: some figures hold for a day. Returns the day."""
    day = clock.today(settings.TIME_ZONE)
    if day != known:
        with transaction.atomic():
            by = Actor.system(None, label="worker")
            outbox.publish("foundation.day_began", {"day": day.isoformat()}, by=by, at=clock.now())
    return day


def _run(job: Job, lease: timedelta, every: float) -> None:
    beat = _Heartbeat(job, lease, every)
    beat.start()
    try:
        kept = queue.execute(job, _WorkerContext(job, beat))
    finally:
        beat.end()
    if not kept:
        _log.warning("Job %s was taken over by another worker; nothing of this run was kept.", job.public_id)

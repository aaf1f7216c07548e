"""The loop of `renbina worker`: deliver events, take a job, run it while a heartbeat keeps the lease."""

import logging
import threading
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, close_old_connections, connection, connections, transaction

from renbina.foundation import clock, outbox, progress, queue
from renbina.foundation.actor import Actor
from renbina.foundation.models import Job
from renbina.foundation.progress import Progress

_log = logging.getLogger(__name__)
_BEAT_SECONDS: Final = 0.5  # how soon progress and cancel requests travel
_BUSY_MILLISECONDS: Final = 1000


class _Heartbeat(threading.Thread):
    """Renews the lease and carries progress, on a connection of its own: the job's transaction is never touched.

    Made in the job's own thread. While the job is SQLite's one writer, no row can be written here: progress goes into
    the job's file, and the lease waits, because nobody could claim the job meanwhile either.
    """

    def __init__(self, job: Job, lease: timedelta, every: float) -> None:
        super().__init__(name=f"heartbeat-{job.public_id}", daemon=True)
        self.job, self.lease, self.every = job, lease, every
        self.lost = threading.Event()
        self.cancelled = threading.Event()
        self._ended = threading.Event()
        self._work = connections[DEFAULT_DB_ALIAS]  # of the job's thread; only looked at
        self._last = Progress(job.stage, job.progress)
        self._is_told = True

    def report(self, news: Progress) -> None:
        if self.lost.is_set():
            raise queue.LeaseLost(self.job.public_id)
        self._last, self._is_told = news, False

    def end(self) -> None:
        self._ended.set()
        self.join()
        progress.forget(self.job)

    def run(self) -> None:
        waited = 0.0
        try:
            _wait_briefly()
            while not self._ended.wait(min(_BEAT_SECONDS, self.every)):
                waited += min(_BEAT_SECONDS, self.every)
                if progress.is_hidden(self._work):
                    progress.keep(self.job, self._last)
                    continue
                try:
                    self._beat(renew=waited >= self.every)
                except DatabaseError:  # busy: the next beat tries again, long before the lease ends
                    continue
                if waited >= self.every:
                    waited = 0.0
        finally:
            connection.close()

    def _beat(self, *, renew: bool) -> None:
        rows = queue.held_by(self.job)
        if not self._is_told:
            news = self._last
            rows.update(**queue.row_values(news))
            self._is_told = self._last is news
        if renew and not queue.renew(self.job, self.lease) and not self._ended.is_set():
            self.lost.set()
        if rows.filter(cancel_requested=True).exists():
            self.cancelled.set()


def _wait_briefly() -> None:
    """A heartbeat that meets SQLite's writer gives up soon: that may be its own job, and then the file can tell."""
    if connection.vendor == "sqlite":
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")


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
                run_claimed(job, lease=lease, every=heartbeat)
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


def run_claimed(job: Job, *, lease: timedelta = queue.LEASE, every: float = queue.HEARTBEAT_SECONDS) -> None:
    """One claimed job under its heartbeat, as the loop runs it."""
    beat = _Heartbeat(job, lease, every)
    beat.start()
    try:
        kept = queue.execute(job, _WorkerContext(job, beat))
    finally:
        beat.end()
    if not kept:
        _log.warning("Job %s was taken over by another worker; nothing of this run was kept.", job.public_id)

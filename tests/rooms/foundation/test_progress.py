"""Progress of an import is seen while its transaction is open, and a killed one leaves none that misleads."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import override_settings
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker
from tests.once import for_other_processes
from tests.rooms.foundation import files
from tests.rooms.foundation.people import AT
from tests.rooms.foundation.staging import staged
from tests.rooms.foundation.test_killed import people
from tests.rooms.foundation.test_worker import ROOT, environment, wait_for

from renbina.config import env
from renbina.foundation import jobs, progress, queue
from renbina.foundation.actor import Actor
from renbina.foundation.clock import real_now
from renbina.foundation.imports import actions, undo
from renbina.foundation.models import Job
from renbina.organisation.models import Employee

ROWS = 300
OUTSIDE = "outside"
pytestmark = pytest.mark.usefixtures("english")
slow = pytest.mark.slow  # processes of their own
commits = pytest.mark.django_db(transaction=True)


class Outside:
    """The database as other processes see it, and workers on it."""

    def __init__(self, url: str, alias: str, folder: Path) -> None:
        self.alias, self.folder = alias, folder
        self._settings = environment(url) | {"SLOW_FOLDER": str(folder), "RENBINA_VAR": str(folder)}
        self._started: list[subprocess.Popen[bytes]] = []

    def worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "worker", "--poll", "0.1", "--lease", "2", "--heartbeat", "0.5"]
        self._started.append(subprocess.Popen(command, cwd=ROOT, env=self._settings))
        return self._started[-1]

    def job(self) -> Job:
        return Job.objects.using(self.alias).order_by("pk").last()

    def page(self) -> jobs.JobPage:
        return jobs.page_of(self.job())

    def people(self) -> int:
        return Employee.objects.using(self.alias).count()

    def end(self) -> None:
        for each in self._started:
            each.kill()
            each.wait()


@pytest.fixture
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[Path]:
    lists = {name: f"tests.rooms.foundation.slow.{name[8:]}" for name in ("RENBINA_IMPORTS", "RENBINA_JOBS")}
    with override_settings(RENBINA_FILES=tmp_path / "files", **lists):
        yield tmp_path


@pytest.fixture
def open_apply(importing: Path, analyst: Actor, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], Outside]]:
    """Begins: a file whose rows a worker stores, as far as two fifths of them and no further until told."""
    made: list[Outside] = []

    def begin() -> Outside:
        batch = staged("slow people", [files.HEADER, *people(ROWS)], analyst)
        actions.request_apply(batch=batch, by=analyst, at=AT)
        made.append(_outside(importing))
        made[0].worker()
        wait_for((importing / "marker").exists, "the worker is in the middle")
        return made[0]

    with django_db_blocker.unblock():
        yield begin
    for each in made:
        each.end()
    if OUTSIDE in connections.databases:
        connections[OUTSIDE].close()
        del connections.databases[OUTSIDE]
        del connections[OUTSIDE]


def _outside(folder: Path) -> Outside:
    """PostgreSQL's own database, or a copy of SQLite's memory in a file."""
    file = folder / "copy.sqlite3"
    url = for_other_processes(file)
    if connection.vendor == "postgresql":
        return Outside(url, "default", folder)
    plain = {"default": {**env.database(env.reader(), folder), "NAME": str(file)}}
    connections.databases[OUTSIDE] = connections.configure_settings(plain)["default"]
    return Outside(url, OUTSIDE, folder)


@slow
@commits
def test_progress_is_seen_while_the_transaction_of_an_import_is_open(open_apply: Callable[[], Outside]) -> None:
    outside = open_apply()
    wait_for(lambda: 0 < outside.page().done < 100, "another connection sees progress")
    page = outside.page()
    assert (page.counted, page.running, page.total) == (f"{ROWS * 2 // 5} of {ROWS} rows", True, 100)
    assert outside.people() == 0  # nothing of it is committed
    (outside.folder / "go").write_text("on")
    wait_for(lambda: outside.page().finished, "the worker has done it")
    assert (outside.people(), outside.page().done, outside.page().counted) == (ROWS, 100, "")
    wait_for(lambda: not _files(outside), "the file of the progress is removed")


@slow
@commits
def test_a_killed_import_leaves_no_progress_that_misleads(
    open_apply: Callable[[], Outside], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = open_apply()
    wait_for(lambda: outside.page().counted, "another connection sees progress")
    outside._started[0].send_signal(signal.SIGKILL)
    outside._started[0].wait()
    monkeypatch.setattr(progress, "SILENT_SECONDS", 1.5)
    wait_for(lambda: outside.page().total == 0, "the page has noticed")
    page = outside.page()
    assert (page.counted, page.running, outside.people()) == ("", True, 0)
    outside.worker()
    wait_for(lambda: outside.page().finished, "the next worker has done it")
    assert (outside.people(), outside.job().attempts) == (ROWS, 2)
    wait_for(lambda: not _files(outside), "what the killed one left is removed")


def _files(outside: Outside) -> list[Path]:
    return list((outside.folder / "files" / "progress").glob("*"))


@pytest.mark.usefixtures("importing")
def test_applying_and_taking_back_tell_rows_and_never_go_backwards(analyst: Actor) -> None:
    batch = staged("people", [files.HEADER, *people(ROWS)], analyst)
    told: list[tuple[int, int]] = []
    actions.apply_batch(batch=batch, by=analyst, at=AT, progress=lambda done, rows: told.append((done, rows)))
    assert told[0] == (0, ROWS)
    assert told[-1] == (ROWS, ROWS)
    assert told == sorted(told)
    back: list[tuple[int, int]] = []
    undo.undo_batch(batch=batch, by=analyst, at=AT, progress=lambda done, rows: back.append((done, rows)))
    assert (back[0], back[-1]) == ((0, ROWS), (ROWS, ROWS))


@pytest.fixture
def running(importing: Path, analyst: Actor) -> Job:
    queue.enqueue("slow", {}, by=analyst, at=AT)
    job = queue.claim()
    assert job is not None
    return job


def test_a_file_of_an_earlier_claim_says_nothing(running: Job) -> None:
    progress.keep(running, progress.Progress("x", 0.7, 7, 10))
    assert jobs.page_of(running).counted == "7 of 10 rows"
    running.fence += 1
    assert (jobs.page_of(running).counted, jobs.page_of(running).done) == ("", 0)
    progress.forget(running)
    running.fence -= 1
    assert progress.seen(running) is None


def test_a_fresh_file_outlives_the_lease_that_its_worker_cannot_renew(running: Job) -> None:
    Job.objects.filter(pk=running.pk).update(lease_until=real_now() - timedelta(seconds=1))
    running.refresh_from_db()
    assert jobs.page_of(running).total == 0  # abandoned, as far as the row knows
    progress.keep(running, progress.Progress("x", 0.7))
    assert (jobs.page_of(running).total, jobs.page_of(running).done) == (100, 70)


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"stage": "x"}', '{"no": 1}', "\x00"])
def test_a_spoilt_file_says_nothing(running: Job, content: str) -> None:
    progress.keep(running, progress.Progress("x", 0.7))
    file = progress._file(running)
    file.write_text(content)
    assert progress.seen(running) is None
    assert jobs.page_of(running).done == 0


def test_work_goes_on_where_the_file_cannot_be_written(running: Job, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    progress.keep(running, progress.Progress("x", 0.7))
    progress.forget(running)
    assert progress.seen(running) is None


def test_silence_is_told_in_seconds_without_a_percentage(running: Job) -> None:
    progress.keep(running, progress.Progress("x", 0.7, 7, 10))
    long_ago = progress._file(running).stat().st_mtime - 60
    os.utime(progress._file(running), (long_ago, long_ago))
    page = jobs.page_of(running)
    assert (page.total, page.counted, "60" in page.message) == (0, "", True)

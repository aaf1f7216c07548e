"""The real worker, in processes of its own, killed and stopped in the middle of a job."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker
from tests.once import for_other_processes

from renbina.config import env
from renbina.foundation.clock import real_now
from renbina.foundation.models import Job, OutboxEvent

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
Start = Callable[[], subprocess.Popen[bytes]]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database that other processes can open: PostgreSQL's test database, or an SQLite file."""
    with django_db_blocker.unblock():
        url = for_other_processes(tmp_path / "worker.sqlite3")
        if connection.vendor == "postgresql":
            yield url
            return
        connections.databases["outside"] = connections.configure_settings(
            {"default": {**env.database(env.reader(), tmp_path), "NAME": str(tmp_path / "worker.sqlite3")}}
        )["default"]
        yield url
        connections["outside"].close()
        del connections.databases["outside"]
        del connections["outside"]


@pytest.fixture
def start(database: str) -> Iterator[Start]:
    """Starts workers; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "worker", "--poll", "0.1", "--lease", "2", "--heartbeat", "0.5"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(database), stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def environment(url: str) -> dict[str, str]:
    return os.environ | {
        "RENBINA_MODE": "test",
        "RENBINA_DATABASE": url,
        "DJANGO_SETTINGS_MODULE": "tests.rooms.foundation.worker_settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }


def alias() -> str:
    return "outside" if "outside" in connections.databases else "default"


def queue_slow_job(tmp_path: Path) -> Job:
    moment = real_now() - timedelta(seconds=1)
    payload = {"marker": str(tmp_path / "marker"), "go": str(tmp_path / "go")}
    return Job.objects.using(alias()).create(
        kind="slow", payload=payload, requested_at=moment, queued_at=moment, run_after=moment, max_attempts=5
    )


def wait_for(condition: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.05)


def state(job: Job) -> str:
    return Job.objects.using(alias()).values_list("state", flat=True).get(pk=job.pk)


def test_a_killed_worker_loses_nothing_and_nothing_happens_twice(start: Start, tmp_path: Path) -> None:
    job = queue_slow_job(tmp_path)
    first = start()
    wait_for((tmp_path / "marker").exists, "the first worker is in the job")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert state(job) == "running"
    second = start()
    wait_for(lambda: state(job) == "done", "the second worker has done it")
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=PATIENCE) == 0
    job = Job.objects.using(alias()).get(pk=job.pk)
    assert (job.attempts, job.result) == (2, {"by": "second"})
    assert OutboxEvent.objects.using(alias()).filter(name="effect").count() == 1


def test_what_a_worker_stores_after_losing_its_lease_is_refused(start: Start, tmp_path: Path) -> None:
    job = queue_slow_job(tmp_path)
    first = start()
    wait_for((tmp_path / "marker").exists, "the first worker is in the job")
    first.send_signal(signal.SIGSTOP)  # as good as dead: no heartbeat
    second = start()
    wait_for(lambda: state(job) == "done", "the second worker has done it")
    (tmp_path / "go").write_text("on")
    first.send_signal(signal.SIGCONT)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=PATIENCE) == 0
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=PATIENCE) == 0
    assert Job.objects.using(alias()).get(pk=job.pk).result == {"by": "second"}
    assert OutboxEvent.objects.using(alias()).filter(name="effect").count() == 1

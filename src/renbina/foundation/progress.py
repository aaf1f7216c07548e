"""How far long work is, also while nobody can read its row.

SQLite has one writer. While a job's transaction is open that writer is the job, and what it says in its own row is seen
when everything is over. For that while its heartbeat says it in a small file beside the uploaded files, which every
process of the one machine that has an SQLite database can read. On PostgreSQL the heartbeat always writes the row.

A file belongs to one claim of one job, holds a code and numbers, and is believed as long as somebody renews it.
"""

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from renbina.foundation.models import Job

SILENT_SECONDS: Final = 10.0  # a heartbeat renews its file twice a second; one this old has nobody behind it


@dataclass(frozen=True, slots=True)
class Progress:
    """Where work is: a code of the kind's `stages`, 0..1, and how many of how many rows where rows are counted."""

    stage: str
    fraction: float
    rows_done: int = 0
    rows_total: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file says; `silent` seconds since somebody wrote it."""

    progress: Progress
    silent: float

    @property
    def is_alive(self) -> bool:
        return self.silent < SILENT_SECONDS


def is_hidden(connection: BaseDatabaseWrapper) -> bool:
    """Whether a job that works in this connection holds the only writer's place right now; any thread may ask."""
    return connection.vendor == "sqlite" and connection.in_atomic_block


def keep(job: Job, progress: Progress) -> None:
    """Write or renew the file of this claim. Half a file is never seen; that it cannot be written stops no work."""
    file = _file(job)
    fresh = file.with_suffix(".new")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_text(json.dumps(asdict(progress)), encoding="utf-8")
        os.replace(fresh, file)  # noqa: PTH105 - atomic, and says so


def seen(job: Job) -> Seen | None:
    """What the claim that the row knows says; None where it says nothing."""
    file = _file(job)
    try:
        written = file.stat().st_mtime
        progress = Progress(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return Seen(progress, max(time.time() - written, 0.0))


def forget(job: Job) -> None:
    """Remove the files of this job, of earlier claims too: what a killed process left says nothing any more."""
    with suppress(OSError):
        for file in _folder().glob(f"{job.public_id}.*"):
            file.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.RENBINA_FILES) / "progress"


def _file(job: Job) -> Path:
    return _folder() / f"{job.public_id}.{job.fence}.json"

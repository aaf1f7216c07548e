"""A job and an import that can be killed or stopped in their middle: the first worker stays in it, the next goes on."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from tests.rooms.foundation.people import PEOPLE, store_people

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Row
from renbina.foundation.imports.job import JOBS as IMPORT_JOBS
from renbina.foundation.imports.journal import Journal
from renbina.foundation.models import OutboxEvent
from renbina.foundation.queue import JobContext, JobKind


def run(context: JobContext) -> Mapping[str, Any]:
    marker = Path(context.payload["marker"])
    first = not marker.exists()
    marker.write_text("entered")
    while first and not Path(context.payload["go"]).exists():
        time.sleep(0.05)
    with transaction.atomic():
        OutboxEvent.objects.create(name="effect", at=context.at, try_after=context.at.replace(year=2200))
        context.complete({"by": "first" if first else "second"})
    return {}


@action
def store_slowly(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> Mapping[str, int]:
    """A part of the rows; then the first worker that gets here waits in the open transaction for a file `go`."""
    folder = Path(os.environ["SLOW_FOLDER"])
    part = len(rows) * 2 // 5
    store_people(rows=rows[:part], by=by, at=at, journal=journal)
    first = not (folder / "marker").exists()
    (folder / "marker").write_text("entered")
    while first and not (folder / "go").exists():
        time.sleep(0.05)
    store_people(rows=rows[part:], by=by, at=at, journal=journal)
    record(new={"people": len(rows)})
    return {"people": len(rows)}


IMPORTS = {"people": PEOPLE, "slow people": replace(PEOPLE, key="slow people", apply=store_slowly)}
JOBS = {**IMPORT_JOBS, "slow": JobKind(run=run, label="Lambat", max_attempts=5)}

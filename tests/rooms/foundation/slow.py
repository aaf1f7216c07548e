"""A job that can be killed or stopped in its middle: the first worker stays in it, the next one goes through."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from renbina.foundation.imports.job import JOBS as IMPORT_JOBS
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


JOBS = {**IMPORT_JOBS, "slow": JobKind(run=run, label="Lambat", max_attempts=5)}

"""An import killed at random moments: after every kill either all of the file is stored, or nothing of it.

    python benchmarks/kills.py [--kills 50] [--rows 2000]                   on SQLite, in a folder of its own
    tools/postgres python benchmarks/kills.py [--kills 50] [--rows 2000]    on PostgreSQL
    python benchmarks/kills.py --batch PUBLIC_ID --kills 6                  a staged file of the database at hand

A process applies the file (or takes it back, in turn) as the worker does and gets SIGKILL after a random part of the
time that an undisturbed one takes. The last line is JSON; the exit code is the number of half-done states seen.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--batch", default="")
    parser.add_argument("--seed", type=int, default=20261122)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("RENBINA_MODE", "test")
        os.environ.setdefault("RENBINA_FROZEN_ON", "2026-11-23")
        os.environ.setdefault("RENBINA_VAR", folder)
        os.environ.setdefault("RENBINA_DATABASE", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")
        import django

        django.setup()
        batch = wanted.batch or staged_roster(wanted.rows, Path(folder))
        found = kill_often(batch, wanted.kills, random.Random(wanted.seed))
    print(json.dumps(found))
    return int(found["half_done"])


def staged_roster(size: int, folder: Path) -> str:
    """A database of its own with a staged roster of new people."""
    import bulk
    from django.core.management import call_command

    from binacity.generate import generate
    from renbina.config.demo.reference import load_agency
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.organisation.models import Unit

    call_command("migrate", verbosity=0, skip_checks=True)
    agency = load_agency(generate(size=300), at=clock.now()).agency
    names = list(Unit.objects.filter(agency=agency).values_list("name", flat=True))
    file = folder / "roster.xlsx"
    bulk.write(file, size, [name for name in names if names.count(name) == 1])
    return str(bulk.staged(file, Actor.system(agency.pk, "benchmark"), "difference_s").public_id)


def kill_often(public_id: str, kills: int, dice: random.Random) -> dict[str, Any]:
    """Kills, and looks after each; returns what was seen."""
    size = look(public_id)["rows"]
    alone = [run_once(public_id, size), run_once(public_id, size)]  # applied, taken back: nobody disturbed them
    found: dict[str, Any] = {
        "kills": 0,
        "applied": 0,
        "not_applied": 0,
        "ended_before": 0,
        "half_done": 0,
        "rows": size,
    }
    while found["kills"] < kills:
        ended = run_once(public_id, size, after=dice.uniform(0, 1.1 * max(alone)))
        seen = look(public_id)
        whole = seen["people"] - seen["before"] == (size if seen["state"] == "applied" else 0)
        # a process may die after its last word to the database: then the job is done, and its effect must be there
        happened = seen["state"] == ("applied" if seen["kind"] == "import-apply" else "undone")
        agrees = (seen["journal"] > 0) is (seen["state"] == "applied") and seen["done"] is happened
        agrees = agrees and (seen["done"] or ended == "killed")
        if not (whole and agrees):
            found["half_done"] += 1
            print("half done:", seen, ended)
        if ended == "ended":
            found["ended_before"] += 1
        else:
            found["kills"] += 1
            found["applied" if seen["state"] == "applied" else "not_applied"] += 1
    return found | {"seconds_alone": [round(each, 2) for each in alone]}


def run_once(public_id: str, size: int, after: float | None = None) -> Any:
    """One process that applies or takes back; with `after`, killed so many seconds later: "killed" or "ended"."""
    prepare(public_id)
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        work(go)
    os.read(ready, 1)
    os.close(ready)
    os.close(go)
    start = time.perf_counter()
    if after is None:
        os.waitpid(child, 0)
        return time.perf_counter() - start
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return "killed" if os.WIFSIGNALED(os.waitpid(child, 0)[1]) else "ended"


def work(go: int) -> None:
    """What a worker does with one job, in a process that may die any moment."""
    from renbina.foundation import queue

    os.write(go, b"x")
    job = queue.claim()
    if job is not None:
        queue.execute(job)
    os._exit(0)


def prepare(public_id: str) -> None:
    """A job that waits for a worker: the one whose worker was killed, or a new one."""
    from django.db import connections

    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.foundation.imports import actions
    from renbina.foundation.models import ImportBatch, Job

    batch = ImportBatch.objects.get(public_id=public_id)
    by = Actor.system(batch.agency_id, "benchmark")
    Job.objects.filter(state="running", attempts__gte=3).update(state="failed")
    Job.objects.filter(state="running").update(lease_until=clock.real_now() - timedelta(seconds=1))
    if batch.state == ImportBatch.State.UNDONE:  # so that the same rows can come again; what is stored is as it was
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.STAGED)
        batch.refresh_from_db()
    ask = actions.request_undo if batch.state == ImportBatch.State.APPLIED else actions.request_apply
    ask(batch=batch, by=by, at=clock.now())
    connections.close_all()  # nobody shares a connection with a process that dies


def look(public_id: str) -> dict[str, Any]:
    """What is stored, once the last statement of a killed process has come to its end (PostgreSQL runs it on)."""
    from django.db import connections, transaction

    from renbina.foundation import chain

    with transaction.atomic():
        chain.hold_head()
        seen = _seen(public_id)
    connections.close_all()
    return seen


def _seen(public_id: str) -> dict[str, Any]:
    from renbina.foundation.models import ImportBatch, ImportRow, Job
    from renbina.organisation.models import Employee

    batch = ImportBatch.objects.get(public_id=public_id)
    new = batch.rows.filter(verdict=ImportRow.Verdict.NEW)
    of_file = Employee.objects.filter(agency_id=batch.agency_id, nip__in=new.values("key")).count()
    people = Employee.objects.filter(agency_id=batch.agency_id).count()
    job = Job.objects.filter(public_id=batch.job).first()
    return {"state": batch.state, "rows": new.count(), "people": people, "journal": batch.journal.count(),
            "before": people - of_file, "done": job is not None and job.state == "done",
            "kind": job.kind if job else ""}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

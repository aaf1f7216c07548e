"""An import whose process is killed, and two people at once: all of a file or nothing of it, and never twice."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection
from tests.once import for_other_processes
from tests.rooms.foundation import files
from tests.rooms.foundation.people import AT
from tests.rooms.foundation.staging import staged

from renbina.foundation.actor import Actor
from renbina.foundation.imports import actions
from renbina.foundation.imports.access import BatchNotOpen
from renbina.foundation.imports.undo import undo_batch
from renbina.foundation.models import ImportBatch
from renbina.organisation.models import Agency, Employee

ROOT = Path(__file__).parents[3]
KILLS = 4  # here; `python benchmarks/kills.py` does fifty
pytestmark = [
    pytest.mark.slow,  # processes of their own
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("importing"),
]


def people(number: int) -> list[tuple[str, ...]]:
    days = [(month, day) for month in range(1, 13) for day in range(1, 29)]
    return [(f"1990{month:02}{day:02}2015031901", f"Orang {day}", f"{day:02}/{month:02}/1990", "III/a")
            for month, day in days][:number]  # fmt: skip


def test_a_killed_import_leaves_all_or_nothing(agency: Agency, analyst: Actor, tmp_path: Path) -> None:
    batch = staged("people", [files.HEADER, *people(300)], analyst)
    command = [sys.executable, str(ROOT / "benchmarks" / "kills.py"), "--batch", batch.public_id, "--kills", str(KILLS)]
    database = for_other_processes(tmp_path / "copy.sqlite3")
    settings = {"RENBINA_DATABASE": database, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
                "DJANGO_SETTINGS_MODULE": "tests.rooms.foundation.worker_settings"}  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["rows"], found["kills"], found["half_done"]) == (300, KILLS, 0)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="memory has one connection; SQLite has one writer anyway")
def test_of_two_people_at_once_the_second_sees_a_fresh_difference(agency: Agency, analyst: Actor) -> None:
    rows = people(40)
    mine = staged("people", [files.HEADER, *rows], analyst)
    theirs = staged("people", [files.HEADER, *[(nip, "Nama Lain", born, "III/b") for nip, _, born, _ in rows]], analyst)
    ends, gate = {}, threading.Barrier(2)

    def run(pk: int) -> None:
        gate.wait()
        try:
            batch = ImportBatch.objects.get(pk=pk)
            ends[pk] = actions.apply_batch(batch=batch, by=analyst, at=AT).applied
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[each.pk]) for each in (mine, theirs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends.values()) == [False, True]
    first, second = (mine, theirs) if ends[mine.pk] else (theirs, mine)
    assert len(set(Employee.objects.values_list("grade", flat=True))) == 1  # of one file, not of both
    second.refresh_from_db()
    assert (second.state, second.summary["counts"]["changed"]) == ("staged", 40)
    undo_batch(batch=first, by=analyst, at=AT)
    assert not Employee.objects.exists()
    with pytest.raises(BatchNotOpen):
        undo_batch(batch=first, by=analyst, at=AT)

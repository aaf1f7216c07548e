"""Seconds from a SIASN export to stored employees: upload, read, check, compare, apply; and the same file again.

    python benchmarks/importing.py [PEOPLE]

Target (2 cores): 2,914 people read, checked, compared and stored in 5 s.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

TARGET_SECONDS = 5.0


def main(size: int | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "RENBINA_MODE": "test",
            "RENBINA_FROZEN_ON": "2026-11-23",
            "RENBINA_VAR": folder,
            "RENBINA_DATABASE": f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
        import django

        django.setup()
        return measure(size, Path(folder))


def measure(size: int | None, folder: Path) -> int:
    """Prints one line a step; 1 when the target is missed."""
    from django.core.management import call_command

    from binacity.export import write_siasn_xlsx
    from binacity.generate import generate
    from renbina.config.demo.reference import load_agency
    from renbina.foundation import clock, queue
    from renbina.foundation.actor import Actor

    call_command("migrate", verbosity=0, skip_checks=True)
    city = generate(size=size)
    file = folder / "roster.xlsx"
    write_siasn_xlsx(city, file)
    queue.kinds()  # a running worker has its code loaded
    keys = load_agency(city, at=clock.now())
    by = Actor.system(keys.agency.pk, "benchmark")
    print(f"{len(city.employees):,} people, {file.stat().st_size / 2**20:.1f} MiB")
    total = import_once(file, by)
    print(f"first import, total {total:6.2f} s (target {TARGET_SECONDS} s)")
    print(f"same file again    {import_once(file, by):6.2f} s")
    for who, name in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "reading child")):
        print(f"most memory        {resource.getrusage(who).ru_maxrss / 1024:6.0f} MiB ({name})")
    return int(size is None and total > TARGET_SECONDS)


def import_once(file: Path, by: object) -> float:
    from renbina.foundation import clock, queue
    from renbina.foundation.actor import Actor
    from renbina.foundation.imports import actions
    from renbina.foundation.models import ImportBatch

    assert isinstance(by, Actor)
    start, cpu = time.perf_counter(), _cpu()
    chunks = [file.read_bytes()]
    job = actions.upload_file(kind="roster", name=file.name, chunks=chunks, by=by, at=clock.now())
    queue.drain()
    batch = ImportBatch.objects.get(public_id=job.payload["batch"])
    read = time.perf_counter()
    print(f"read and compare   {read - start:6.2f} s {batch.state} {batch.refusal or batch.summary.get('counts')}")
    actions.apply_batch(batch=batch, by=by, at=clock.now())
    end = time.perf_counter()
    print(f"apply              {end - read:6.2f} s; processor time of both {_cpu() - cpu:.2f} s")
    return end - start


def _cpu() -> float:
    """Seconds of work of this process and its children: what a busy machine does not blur."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else None))

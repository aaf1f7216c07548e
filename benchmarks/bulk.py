"""100,000 rows on their way: parsed, compared, applied, one row fixed, taken back.

    python benchmarks/bulk.py [ROWS]                    on SQLite, in a folder of its own
    tools/postgres python benchmarks/bulk.py [ROWS]     on PostgreSQL

Targets for 100,000 rows (2 cores): parse 8 s, difference 12 s, apply 30 s. The last line is JSON.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

HEADINGS = (
    "NIP BARU", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "STATUS CPNS PNS", "TMT CPNS", "GOL AKHIR NAMA",
    "JABATAN NAMA", "TMT JABATAN", "TINGKAT PENDIDIKAN NAMA", "UNOR NAMA", "KEDUDUKAN HUKUM NAMA",
)  # fmt: skip
FIGURES: dict[str, float] = {}


def main(rows: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "RENBINA_MODE": "test",
            "RENBINA_FROZEN_ON": "2026-11-23",
            "RENBINA_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
        os.environ.setdefault("RENBINA_DATABASE", f"sqlite:///{folder}/bench.sqlite3")
        import django

        django.setup()
        measure(rows, Path(folder))
    print(json.dumps(FIGURES))
    return 0


def measure(size: int, folder: Path) -> None:
    """Prints one line a step."""
    from django.core.management import call_command
    from django.db import connection

    from binacity.generate import generate
    from renbina.config.demo.reference import load_agency
    from renbina.foundation import clock, queue
    from renbina.foundation.actor import Actor
    from renbina.foundation.imports import actions, fixing
    from renbina.foundation.imports.access import kind_for
    from renbina.foundation.imports.asking import read_rows
    from renbina.foundation.imports.undo import undo_batch
    from renbina.organisation.models import Employee, Unit

    call_command("migrate", verbosity=0, skip_checks=True)
    queue.kinds()
    agency = load_agency(generate(size=300), at=clock.now()).agency
    by = Actor.system(agency.pk, "benchmark")
    units = list(Unit.objects.filter(agency=agency).values_list("name", flat=True))
    once = [name for name in units if units.count(name) == 1]
    print(f"{size:,} rows, {connection.vendor}")
    file, changed = folder / "roster.xlsx", folder / "changed.xlsx"
    write(file, size, once)
    write(changed, size, once, every=10)
    kind = kind_for(by, "roster")
    with step("parse_s"):
        read = read_rows(file, file.name, kind, agency_id=agency.pk)
    del read
    first = staged(file, by, "difference_of_new_s")
    with step("apply_s"):
        actions.apply_batch(batch=first, by=by, at=clock.now())
    before = list(Employee.objects.order_by("pk").values_list("pk", "name", "grade", "retire_on"))
    second = staged(changed, by, "difference_s")
    print(second.summary["counts"], second.summary["alike"][:1])
    held = second.rows.filter(verdict="held").first()
    assert held is not None
    with step("fix_one_row_s"):
        fixing.fix_row(batch=second, row=held.pk, values={"grade": "III/a"}, confirmed=[], by=by, at=clock.now())
    alike = {"field": "grade", "code": "grade_unknown", "value": "XX", "text": "III/a"}
    with step("fix_rows_alike_s"):
        fixing.fix_alike(batch=second, **alike, remember=False, by=by, at=clock.now())
    with step("apply_changes_s"):
        actions.apply_batch(batch=second, by=by, at=clock.now())
    with step("undo_changes_s"):
        undo_batch(batch=second, by=by, at=clock.now())
    assert list(Employee.objects.order_by("pk").values_list("pk", "name", "grade", "retire_on")) == before
    with step("undo_new_s"):
        undo_batch(batch=first, by=by, at=clock.now())
    assert not Employee.objects.filter(agency=agency).exists()
    for who, name in ((resource.RUSAGE_SELF, "memory_mib"), (resource.RUSAGE_CHILDREN, "child_memory_mib")):
        FIGURES[name] = round(resource.getrusage(who).ru_maxrss / 1024)
    print(f"most memory {FIGURES['memory_mib']} MiB, reading child {FIGURES['child_memory_mib']} MiB")


def staged(file: Path, by: object, name: str) -> object:
    """Read and compared as the worker does it; the figure leaves the parsing out."""
    from renbina.foundation import clock
    from renbina.foundation.imports import actions
    from renbina.foundation.imports.access import kind_for
    from renbina.foundation.imports.asking import read_rows
    from renbina.foundation.models import ImportBatch

    batch = ImportBatch.objects.create(
        kind="roster", agency_id=by.agency_id, uploaded_at=clock.now(), file_name=file.name, file_sha256=""
    )
    read = read_rows(file, file.name, kind_for(by, "roster"), agency_id=by.agency_id)
    with step(name):
        actions.stage_rows(batch=batch, read=read, by=by, at=clock.now())
    print(batch.summary["counts"])
    return batch


def write(path: Path, size: int, units: list[str], every: int = 0) -> None:
    """A roster in the shape of an export; of a changed one every so-many-th row differs and a few are wrong."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("PNS")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(size):
        sheet.write_row(number + 1, 0, person(number, units, changed=bool(every) and number % every == 0))
    book.close()


def person(number: int, units: list[str], *, changed: bool) -> list[str]:
    born = date(1972, 1, 1) + timedelta(days=number % 9000)
    nip = f"{born:%Y%m%d}20{10 + number // 9000 % 14:02d}01{number % 2 + 1}{900 + number % 97}"
    grade = "XX" if changed and number % 1000 == 0 else "III/b" if changed else "III/a"
    return [
        nip, f"Orang {number}", f"{born:%d-%m-%Y}", "F" if number % 2 else "M", "PNS", f"01-01-{nip[8:12]}", grade,
        "Penelaah Teknis Kebijakan", "01-02-2025", "S-1", units[number % len(units)], "Aktif",
    ]  # fmt: skip


@contextmanager
def step(name: str) -> Iterator[None]:
    start, cpu = time.perf_counter(), used()
    yield
    FIGURES[name] = round(time.perf_counter() - start, 2)
    print(f"{name:22}{FIGURES[name]:8.2f} s, processor {used() - cpu:.2f} s", flush=True)


def used() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))

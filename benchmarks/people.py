"""The pages about people with 50,000 employees: the prepared city, its people copied seventeen times over.

    python -m benchmarks people [--city FOLDER]

Copies keep posts, statuses, superiors, levels, learning and seats, so that a page has as much to add up as in a large
agency. Times are processor time of one request through Django's test client, SQLite included; medians of seven.

A rented machine works at half its speed for seconds at a time, and processor time does not show it. So the same piece
of pure Python is timed around every request: what a request took is divided by how much slower that piece ran there
than at its quickest. Both numbers are printed; the figure is the one at full speed.
"""

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.city import DAY, prepare
from benchmarks.figures import Figure

COPIES = 17
STEP = 10_000_000  # between the keys of one copy and the next
QUERIES, LIST_MS = 15, 40.0
RUNS = 7  # and one before, for templates and rules to be loaded
PIECE = 5_000  # steps of the timed piece: a millisecond or two, so that it sees the same moment as the request
PERSONAL = (
    # table, columns that name a person
    ("organisation_employmentstatus", ("employee_id",)),
    ("organisation_placement", ("employee_id",)),
    ("organisation_supervision", ("employee_id", "superior_id")),
    ("records_learningrecord", ("employee_id",)),
    ("competency_assessment", ("employee_id",)),
    ("competency_gap", ("employee_id",)),
    ("planning_assignment", ("employee_id",)),
    ("planning_plannedlevel", ("employee_id",)),
    ("needs_nomination", ("employee_id",)),
)
PAGES = (
    ("employee list", "/pegawai/", "analyst"),
    ("employee list, 100 rows", "/pegawai/?per=100", "analyst"),
    ("employee list, last page", "/pegawai/?page=2000", "analyst"),
    ("employee list, four filters", "/pegawai/?status=active&kind=functional&hours=below&grade=III/a", "analyst"),
    ("employee list, without superior", "/pegawai/?problem=no_superior", "analyst"),
    ("quality of the data, nothing drawn", "/mutu-data/", "analyst"),
    ("quality of the data", "/mutu-data/", "analyst"),
    ("timeline of a person", "/pegawai/{person}/riwayat/", "analyst"),
    ("roles", "/peran/", "head"),
    ("finding a person for a role", "/peran/beri/?q=arunala", "head"),
)  # fmt: skip


def measure(folder: Path) -> list[Figure]:
    """Prints a line a page; gives the worst of queries and of the lists' time."""
    prepare(folder)
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "people.sqlite3"
        shutil.copy(folder / "renbina.sqlite3", database)
        os.environ |= {
            "RENBINA_MODE": "demo",
            "RENBINA_FROZEN_ON": DAY,
            "RENBINA_VAR": str(folder),
            "RENBINA_HOSTS": "localhost",
            "RENBINA_DATABASE": f"sqlite:///{database}",
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
        import django

        django.setup()
        people = _multiply()
        costs = list(_costs())
    print(f"{people:,} employees")
    for name, queries, milliseconds, as_timed in costs:
        print(f"{name:<36}{queries:>4} SQL {milliseconds:>8.1f} ms at full speed {as_timed:>8.1f} ms as timed")
    lists = [cost for cost in costs if cost[0].startswith(("employee list", "roles"))]
    most, slow = max(costs, key=lambda cost: cost[1]), max(lists, key=lambda cost: cost[2])
    return [
        Figure(f"people: most queries, {most[0]}", most[1], QUERIES, "queries"),
        Figure(f"people: list of {people:,}, {slow[0]}", slow[2], LIST_MS, "ms"),
    ]


def _multiply() -> int:
    from django.db import connection

    from renbina.organisation.models import Agency, Employee

    agency = Agency.objects.order_by("pk").first()
    assert agency is not None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        where = f"SELECT id FROM organisation_employee WHERE agency_id = {agency.pk} AND id < {STEP}"  # noqa: S608 - a number
        for copy in range(1, COPIES + 1):
            _copy(cursor, "organisation_employee", ("id",), f"agency_id = {agency.pk} AND id < {STEP}", copy)
            for table, names in PERSONAL:
                _copy(cursor, table, ("id", *names), f"id < {STEP} AND {names[0]} IN ({where})", copy)
        cursor.execute("ANALYZE")
    return Employee.objects.filter(agency=agency).count()


def _copy(cursor: Any, table: str, moved: tuple[str, ...], which: str, copy: int) -> None:
    """The rows of one table once more, for other people."""
    cursor.execute(f"PRAGMA table_info({table})")
    names = [row[1] for row in cursor.fetchall()]
    told = {name: f"{name} + {copy * STEP}" for name in moved}
    told |= {name: f"'{copy:02}' || substr({name}, 3)" for name in ("public_id", "nip") if name in names}
    if table == "organisation_employee":
        told["user_id"] = "NULL"
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(told.get(name, f'"{name}"') for name in names)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {which}")  # noqa: S608 - names of our own


def _draw() -> None:
    """The figures of the whole agency as the worker draws them after every change; the copies came without one."""
    from renbina.dashboards.actions import redraw
    from renbina.dashboards.models import UnitPicture
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.organisation.models import Agency

    agency = Agency.objects.order_by("pk")[0]
    UnitPicture.objects.all().delete()
    redraw(by=Actor.system(agency.pk, "benchmark"), at=clock.now())


def _costs() -> Any:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from renbina.foundation.actor import Role
    from renbina.organisation.models import Employee, RoleGrant

    grants = RoleGrant.objects.select_related("user").order_by("pk")
    clients = {}
    for name, role in (("analyst", Role.ANALYST), ("head", Role.HEAD_OF_DEVELOPMENT)):
        clients[name] = Client(headers={"host": "localhost"})
        clients[name].force_login(grants.filter(role=role)[0].user)
    person = Employee.objects.order_by("pk")[100].public_id
    timed: list[tuple[str, int, list[tuple[float, float]]]] = []
    for label, path, who in PAGES:
        address, client = path.format(person=person), clients[who]
        if label == "quality of the data":
            _draw()
        took = []
        for _ in range(1 + RUNS):
            before = _piece()
            began = time.process_time()
            answer = client.get(address)
            spent = time.process_time() - began
            took.append((spent, (before + _piece()) / 2))
            assert answer.status_code == 200, (label, answer.status_code)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        timed.append((label, len(asked), took[1:]))
    quickest = min(piece for _label, _asked, took in timed for _spent, piece in took)
    for label, queries, took in timed:
        at_full_speed = statistics.median(spent * quickest / piece for spent, piece in took)
        yield label, queries, 1000 * at_full_speed, 1000 * statistics.median(spent for spent, _piece in took)


def _piece() -> float:
    """Seconds of processor time for the same small amount of pure Python."""
    began = time.process_time()
    names: dict[str, int] = {}
    for step in range(PIECE):
        names[f"{step % 97}"] = names.get(f"{step % 89}", 0) + step
    return time.process_time() - began

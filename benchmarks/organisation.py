"""The pages of the organisation with 50,000 people in 2,600 units: SQL queries and processor time.

    python -m benchmarks organisation        or        python benchmarks/organisation.py [PEOPLE]

Bounds: 15 queries a page; 40 ms of processor for a list (median of requests through Django's test client).
"""

import json
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from renbina.organisation.models import Agency, Position, Unit

PEOPLE, TOPS, PARTS = 50_000, 50, 51
SINCE = date(2024, 1, 1)
ROUNDS = 9


def main(people: int) -> None:
    """The last line is JSON: page -> [queries, milliseconds]."""
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
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)
        print(json.dumps(measure(people)))


def measure(people: int) -> dict[str, tuple[int, float]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    agency, units, someone = build(people)
    client = Client(headers={"host": "localhost"})
    client.force_login(_analyst(agency))
    middle = units[len(units) // 2]
    found = {}
    for name, args in (
        ("tree", ()),
        ("unit", (units[0].public_id,)),
        ("unit", (middle.public_id,)),
        ("superior-list", ()),
        ("superior", (someone,)),
        ("substitution-list", ()),
        ("derive", ()),
    ):
        address = reverse(f"organisation:{name}", args=args)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
            queries = len(captured)
        took = []
        for _ in range(ROUNDS if name != "derive" else 1):
            began = time.process_time()
            client.get(address)
            took.append(1000 * (time.process_time() - began))
        label = f"{name} of a part" if args and args[0] == middle.public_id else name
        found[label] = (queries, statistics.median(took))
        print(f"{label:<20}{queries:>4} queries {found[label][1]:>8.1f} ms", file=sys.stderr, flush=True)
    return found


def build(people: int) -> "tuple[Agency, list[Unit], str]":
    """An agency of departments with sections; each unit has a head, the rest are staff; some people lack a superior."""
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.organisation import actions

    at = clock.now()
    agency = actions.create_agency(name="Bench", short_name="Bench", kind="provinsi", by=Actor.system(None), at=at)
    by = Actor.system(agency.pk, "benchmark")
    new = [actions.NewUnit(f"t{n}", None, f"Dinas {n}", f"D{n}", "department") for n in range(TOPS)]
    new += [
        actions.NewUnit(f"t{n}.{m}", f"t{n}", f"Bidang {n} {m}", f"B{n}-{m}", "division")
        for n in range(TOPS)
        for m in range(PARTS)
    ]
    units = list(actions.add_units(agency=agency, units=new, by=by, at=at).values())
    titles = [
        actions.NewPosition(str(place), f"Kepala {unit.name}", "jpt" if unit.depth == 1 else "administrator", "x")
        for place, unit in enumerate(units)
    ]
    titles.append(actions.NewPosition("staff", "Penelaah Teknis Kebijakan", "executive", "executive"))
    positions = actions.add_positions(agency=agency, positions=titles, by=by, at=at)
    return agency, units, _fill(agency, units, positions, people)


def _fill(agency: "Agency", units: "list[Unit]", positions: "dict[str, Position]", people: int) -> str:
    from renbina.organisation.models import Employee, EmploymentStatus, Placement, Supervision

    rows = [
        Employee(
            agency=agency, nip=f"19900101{n:010}", name=f"Orang {n}", sex="m", birth_date=date(1990, 1, 1),
            employment="pns",
        )
        for n in range(people)
    ]  # fmt: skip
    made = Employee.objects.bulk_create(rows, batch_size=2000)
    EmploymentStatus.objects.bulk_create(
        [EmploymentStatus(employee=row, status="active", valid_from=SINCE) for row in made], batch_size=2000
    )
    count = len(units)
    Placement.objects.bulk_create(
        [
            Placement(
                employee=row,
                unit=units[n % count],
                position=positions[str(n % count)] if n < count else positions["staff"],
                valid_from=SINCE,
            )
            for n, row in enumerate(made)
        ],
        batch_size=2000,
    )
    Supervision.objects.bulk_create(
        [
            Supervision(employee=row, superior=made[n % count], relation="rater", valid_from=SINCE, source="derived")
            for n, row in enumerate(made)
            if n >= count and n % 500
        ],
        batch_size=2000,
    )
    return made[-1].public_id


def _analyst(agency: "Agency") -> Any:
    from renbina.accounts.models import User
    from renbina.foundation import clock
    from renbina.foundation.actor import Actor
    from renbina.organisation.actions import grant_role

    user = User.objects.create_user(username="bench", password="kata sandi yang panjang")  # noqa: S106 - lives for minutes
    by = Actor.system(agency.pk, "benchmark")
    grant_role(user=user, agency=agency, role="analyst", since=SINCE, by=by, at=clock.now())
    return user


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)

"""What a class asks of the machine: one QR for 120 people, a certificate, and the last ten seats.

    python benchmarks/classes.py [DATABASE_URL]

Without a database a new SQLite file is used; a database that is named must be empty, and is filled. People come
through the whole product (address, session, rights, audit), two at a time. Last line: the figures as JSON.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, AT_ONCE, SHEETS = 120, 2, 20
RIVALS, SEATS = 200, 10


def main(url: str) -> int:
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "RENBINA_MODE": "test",
            "RENBINA_VAR": folder,
            "RENBINA_DATABASE": url or f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)
        print(json.dumps(measure()))
    return 0


def measure() -> dict[str, Any]:
    from django.db import connection
    from tests.rooms.delivery.school import build_school

    school = build_school(people=RIVALS)
    found: dict[str, Any] = {"database": connection.vendor}
    found |= _rush(school)
    found |= _check_in(school)
    found |= _certificates(school)
    return found


def _rush(school: Any) -> dict[str, Any]:
    """200 people want the last ten seats; how long, and who sits."""
    from django.db import connection
    from tests.rooms.delivery.race import together
    from tests.rooms.planning.town import AT

    from renbina.delivery.actions import confirm_seat
    from renbina.delivery.models import Batch, Registration

    batch = school.open(capacity=5, invite=RIVALS)
    Batch.objects.filter(pk=batch.pk).update(capacity=SEATS)
    ids = list(Registration.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True))

    def confirm(pk: int) -> None:
        mine = Registration.objects.select_related("employee").get(pk=pk)
        confirm_seat(registration=mine, by=school.actor(mine.employee), at=AT)

    began = time.perf_counter()
    failed = together(ids, confirm, lambda: connection.close())  # noqa: PLW0108 - each thread closes its own
    seconds = time.perf_counter() - began
    seated = Registration.objects.filter(batch=batch, state="confirmed").count()
    taken = Batch.objects.get(pk=batch.pk).taken
    return {"rush_s": round(seconds, 2), "seated": seated, "taken": taken, "failed": len(failed)}


def _check_in(school: Any) -> dict[str, Any]:
    """Everybody of a class opens the page behind the QR and taps once."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from renbina.delivery.models import Attendance, Batch, Registration, Session
    from renbina.delivery.queries import code_for
    from renbina.foundation import clock

    batch = school.open(capacity=5, first=_first() + timedelta(days=30), days=1)
    people = school.people[:PEOPLE]
    Batch.objects.filter(pk=batch.pk).update(capacity=PEOPLE, taken=PEOPLE)
    Registration.objects.bulk_create(
        Registration(batch=batch, employee=each, state="confirmed", invited_at=clock.now()) for each in people
    )
    now = clock.now()
    Session.objects.filter(batch=batch).update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=7))
    session = batch.sessions.get()
    address = reverse("delivery:check-in", args=[session.public_id])
    clients = []
    for each in people:
        client = Client(headers={"host": "localhost"})
        client.force_login(school.login(each))
        clients.append(client)

    def tap(client: Client) -> None:
        code = code_for(session, clock.now())
        client.get(address, {"kode": code})
        answer = client.post(address, {"code": code})
        assert answer.status_code == 302, answer.content
        connection.close()

    tap_seconds = _timed(lambda: list(ThreadPoolExecutor(AT_ONCE).map(tap, clients)))
    return {"check_in_s": round(tap_seconds, 2), "noted": Attendance.objects.filter(session=session).count()}


def _certificates(school: Any) -> dict[str, Any]:
    from renbina.delivery.documents import certificate_pdf
    from renbina.delivery.models import Certificate, Registration
    from renbina.foundation import clock

    mine = Registration.objects.filter(state="confirmed").select_related("batch__agency", "batch__programme").first()
    assert mine is not None
    day = clock.now().date()
    paper = Certificate.objects.create(
        agency=mine.batch.agency, registration=mine, number="001/C02/1/2027", name=mine.employee.full_name,
        programme_name=mine.batch.programme.name, hours=16, started_on=day, ended_on=day, issued_at=clock.now(),
    )  # fmt: skip
    paper = Certificate.objects.select_related("registration__batch__agency", "registration__batch__partner").get(
        pk=paper.pk
    )

    def make() -> object:
        return certificate_pdf(paper, "https://renbina.example.go.id/sertifikat/abcdefghjk2345/")

    from renbina.config.serving import warm_up

    start = _timed(warm_up)  # what a web process does as it starts
    cold = _timed(make)
    warm = [_timed(make) for _turn in range(SHEETS)]
    return {
        "warm_up_s": round(start, 3),
        "certificate_first_s": round(cold, 3),
        "certificate_s": round(statistics.median(warm), 3),
    }


def _first() -> Any:
    from tests.rooms.delivery.school import FIRST

    return FIRST


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else ""))

"""Two hundred people for the last ten seats, in a process of its own: python -m tests.rooms.delivery.race

Prints {"seated", "waiting", "taken", "failed", "naive"}: what the product gave away, and what a way without lock,
conditional update and constraint gives away for the same seats.
"""

import json
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import django

SEATS, PEOPLE, AT_ONCE = 10, 200, 20


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")
    django.setup()
    from django.db import connection
    from tests.rooms.delivery.school import build_school
    from tests.rooms.planning.town import AT

    from renbina.delivery.actions import confirm_seat
    from renbina.delivery.models import Batch, Registration

    school = build_school(people=PEOPLE)
    batch = school.open(capacity=5, invite=PEOPLE)
    Batch.objects.filter(pk=batch.pk).update(capacity=SEATS)
    ids = list(Registration.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True))

    def confirm(pk: int) -> None:
        registration = Registration.objects.select_related("employee").get(pk=pk)
        confirm_seat(registration=registration, by=school.actor(registration.employee), at=AT)

    failed = together(ids, confirm, lambda: connection.close())
    seated = Registration.objects.filter(batch=batch, state="confirmed").count()
    waiting = Registration.objects.filter(batch=batch, state="waiting").count()
    taken = Batch.objects.get(pk=batch.pk).taken
    naive = without_care(batch, lambda: connection.close())
    result = {"seated": seated, "waiting": waiting, "taken": taken, "failed": failed, "naive": naive}
    print(json.dumps(result))


def together(ids: Sequence[int], work: Callable[[int], None], close: Callable[[], None]) -> list[str]:
    """Everybody at once, as far as connections go; returns what went wrong."""
    failed: list[str] = []

    def one(pk: int) -> None:
        try:
            work(pk)
        except Exception as error:
            failed.append(repr(error))
        finally:
            close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, ids))
    return failed


def without_care(batch: object, close: Callable[[], None]) -> int:
    """Negative control: look, then write. All look before anybody writes, as happens under load."""
    from renbina.delivery.models import Registration

    rows = Registration.objects.filter(batch=batch)
    rows.update(state="invited")
    start = threading.Barrier(AT_ONCE, timeout=60)

    def take(pk: int) -> None:
        free = rows.filter(state="confirmed").count() < SEATS
        start.wait()
        if free:
            rows.filter(pk=pk).update(state="confirmed")

    failed = together(list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]), take, close)
    assert failed == [], failed
    return rows.filter(state="confirmed").count()


if __name__ == "__main__":
    main()

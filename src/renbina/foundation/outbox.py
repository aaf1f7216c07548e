"""Facts that others may react to: written with the action that caused them, delivered afterwards by the worker.

At least once. A subscriber gets the event's id, so that it can tell that it has seen it. The subscribers of one event
and the mark "delivered" share a transaction: what a subscriber writes to the database happens once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from renbina.foundation import clock
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import plain
from renbina.foundation.models import OutboxEvent

MAX_ATTEMPTS: Final = 8
# A subscriber is an action: subscriber(event_id=..., payload=..., by=..., at=...).
Subscriber = Callable[..., Any]


def publish(name: str, payload: Mapping[str, Any], *, by: Actor, at: datetime) -> OutboxEvent:
    """Note an event in the transaction of the running action. Payloads hold ids, not contents."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event belongs to the transaction of the action that causes it.")
    return OutboxEvent.objects.create(
        name=name, payload=plain(dict(payload)), agency_id=by.agency_id, at=at, try_after=clock.real_now()
    )


def subscribers(name: str) -> tuple[Subscriber, ...]:
    """Who hears this event, from the one list in `config.subscriptions`."""
    table: Mapping[str, tuple[Subscriber, ...]] = import_string(settings.RENBINA_SUBSCRIPTIONS)
    return tuple(table.get(name, ()))


def deliver(limit: int = 100) -> int:
    """Deliver what is due; returns how many events reached their subscribers. A failing event waits, others go on."""
    done = 0
    for _ in range(limit):
        event_id = _due().values_list("pk", flat=True).first()
        if event_id is None:
            break
        done += _deliver_one(event_id)
    return done


def _due() -> Any:
    return OutboxEvent.objects.filter(
        delivered_at__isnull=True, attempts__lt=MAX_ATTEMPTS, try_after__lte=clock.real_now()
    ).order_by("try_after", "pk")


def _deliver_one(event_id: int) -> int:
    try:
        with transaction.atomic():
            rows = OutboxEvent.objects.filter(pk=event_id, delivered_at__isnull=True)
            event = rows.select_for_update().first()
            if event is None:
                return 0  # another worker was faster
            by = Actor.system(event.agency_id, label="outbox")
            for subscriber in subscribers(event.name):
                subscriber(event_id=event.pk, payload=event.payload, by=by, at=clock.now())
            rows.update(delivered_at=clock.real_now(), failure="")
    except Exception as error:  # noqa: BLE001,RUF100 - whatever a subscriber raises is noted and tried again
        _note_failure(event_id, error)
        return 0
    return 1


def _note_failure(event_id: int, error: Exception) -> None:
    rows = OutboxEvent.objects.filter(pk=event_id, delivered_at__isnull=True)
    attempts = rows.values_list("attempts", flat=True).first() or 0
    wait = timedelta(seconds=min(5 * 2**attempts, 3600))
    rows.update(
        attempts=F("attempts") + 1,
        try_after=clock.real_now() + wait,
        failure=f"{type(error).__name__}: {error}"[:2000],
    )

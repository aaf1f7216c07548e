"""Events reach their subscribers once in effect, and are tried again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from tests.rooms.foundation.people import AT

from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.clock import real_now
from renbina.foundation.models import AuditEvent, OutboxEvent

HEARD: list[tuple[int, Any]] = []
FAILING = {"on": False}


@action
def hear(*, event_id: int, payload: dict[str, Any], by: Actor, at: datetime) -> None:
    record(new={"event": event_id})
    HEARD.append((event_id, payload))


def stumble(*, event_id: int, payload: dict[str, Any], by: Actor, at: datetime) -> None:
    if FAILING["on"]:
        raise ValueError("belum siap")


SUBSCRIPTIONS = {"needs.changed": (hear, stumble)}


@pytest.fixture(autouse=True)
def subscribed() -> Iterator[None]:
    HEARD.clear()
    FAILING["on"] = False
    with override_settings(RENBINA_SUBSCRIPTIONS="tests.rooms.foundation.test_outbox.SUBSCRIPTIONS"):
        yield


def publish(analyst: Actor, name: str = "needs.changed") -> OutboxEvent:
    with transaction.atomic():
        return outbox.publish(name, {"id": "abc"}, by=analyst, at=AT)


def test_an_event_reaches_its_subscriber_with_its_id(analyst: Actor) -> None:
    event = publish(analyst)
    assert outbox.deliver() == 1
    assert [(event.pk, {"id": "abc"})] == HEARD


def test_a_delivered_event_is_not_delivered_again(analyst: Actor) -> None:
    publish(analyst)
    outbox.deliver()
    assert outbox.deliver() == 0
    assert len(HEARD) == 1


def test_an_event_nobody_hears_is_done(analyst: Actor) -> None:
    event = publish(analyst, "nobody.cares")
    outbox.deliver()
    event.refresh_from_db()
    assert event.delivered_at is not None


def test_a_failing_subscriber_undoes_the_others_and_is_tried_again(analyst: Actor) -> None:
    FAILING["on"] = True
    event = publish(analyst)
    assert outbox.deliver() == 0
    event.refresh_from_db()
    assert (event.attempts, event.failure) == (1, "ValueError: belum siap")
    assert not AuditEvent.objects.exists()
    FAILING["on"] = False
    OutboxEvent.objects.update(try_after=real_now())
    assert outbox.deliver() == 1
    assert AuditEvent.objects.count() == 1


def test_other_events_pass_a_failing_one(analyst: Actor) -> None:
    FAILING["on"] = True
    publish(analyst)
    passing = publish(analyst, "nobody.cares")
    outbox.deliver()
    passing.refresh_from_db()
    assert passing.delivered_at is not None


def test_an_event_vanishes_with_its_action(analyst: Actor) -> None:
    def publish_and_fail() -> None:
        with transaction.atomic():
            outbox.publish("needs.changed", {}, by=analyst, at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_and_fail()
    assert not OutboxEvent.objects.exists()

"""Whoever tampers with the record is found, and the place is named."""

import threading
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from tests.rooms.foundation.people import AT

from renbina.foundation import chain, triggers
from renbina.foundation.actor import Actor
from renbina.foundation.models import AuditEvent, AuditHead

WHO = Actor(user_id=7, agency_id=3, employee_id=None, label="Penguji")


@pytest.fixture
def lines(db: None) -> None:
    write(12)


def write(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            chain.append(
                verb="x.y", by=WHO, at=AT + timedelta(seconds=number), new={"n": number, "share": 0.1, "text": "Ä “x”"}
            )


def tamper(change: Callable[[], object]) -> None:
    """As somebody who owns the database but not the key."""
    triggers.remove(connection)
    change()


def test_a_whole_chain_verifies(lines: None) -> None:
    report = chain.verify()
    assert report.ok
    assert report.lines == 12
    assert report.head == chain.head()


def test_an_empty_chain_is_whole(db: None) -> None:
    assert chain.verify().ok


EVENTS = AuditEvent.objects
TAMPERINGS: dict[str, tuple[Callable[[], object], int]] = {
    "edit": (lambda: EVENTS.filter(sequence=5).update(new={"n": 999}), 5),
    "rename the actor": (lambda: EVENTS.filter(sequence=5).update(actor_label="Orang lain"), 5),
    "put it on somebody else": (lambda: EVENTS.filter(sequence=6).update(behalf={"name": "Orang lain"}), 6),
    "re-date": (lambda: EVENTS.filter(sequence=8).update(at=AT + timedelta(days=1)), 8),
    "delete": (lambda: EVENTS.filter(sequence=4).delete(), 4),
    "delete and close the gap": (lambda: close_the_gap(), 4),
    "insert": (lambda: insert_copy(), 13),
    "swap": (lambda: swap(3, 9), 3),
    "cut the tail": (lambda: EVENTS.filter(sequence__gt=9).delete(), 10),
    "remove all": (lambda: EVENTS.all().delete(), 1),
}


def close_the_gap() -> None:
    EVENTS.filter(sequence=4).delete()
    for each in EVENTS.filter(sequence__gt=4).order_by("sequence"):
        EVENTS.filter(pk=each.pk).update(sequence=F("sequence") - 1)


def insert_copy() -> None:
    last = EVENTS.get(sequence=12)
    last.pk, last.sequence, last.previous_hash, last.hash = None, 13, last.hash, "f" * 64
    last.save(force_insert=True)


def swap(one: int, other: int) -> None:
    EVENTS.filter(sequence=one).update(sequence=1000)
    EVENTS.filter(sequence=other).update(sequence=one)
    EVENTS.filter(sequence=1000).update(sequence=other)


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_its_place_named(lines: None, name: str) -> None:
    change, place = TAMPERINGS[name]
    tamper(change)
    report = chain.verify()
    assert not report.ok
    assert report.broken_at == place


def test_a_rewrite_of_the_whole_table_without_the_key_is_found(lines: None) -> None:
    def rewrite() -> None:
        previous = chain.START
        for each in EVENTS.order_by("sequence"):
            seal = f"{each.sequence:064x}"
            EVENTS.filter(pk=each.pk).update(new={"n": 0}, previous_hash=previous, hash=seal)
            previous = seal

    tamper(rewrite)
    assert chain.verify().broken_at == 1


def test_a_cut_tail_with_its_old_head_put_back_is_found_by_the_anchor(db: None) -> None:
    write(9)
    old_head = AuditHead.objects.values("sequence", "seal").get(pk=1)
    write(3)
    anchor = chain.head()

    def cut() -> None:
        EVENTS.filter(sequence__gt=9).delete()
        AuditHead.objects.filter(pk=1).update(**old_head)

    tamper(cut)
    assert chain.verify().ok  # negative control: without the anchor nobody could know
    report = chain.verify((anchor,))
    assert (report.broken_at, report.fault) == (10, "anchor")


def test_the_database_refuses_to_change_a_line(lines: None) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        EVENTS.filter(sequence=3).update(verb="x.z")


def test_the_database_refuses_to_remove_a_line(lines: None) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        EVENTS.filter(sequence=3).delete()


def test_a_line_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        chain.append(verb="x.y", by=WHO, at=AT)


def test_writers_at_the_same_time_make_one_chain(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection; the worker test covers SQLite in a file")
    problems: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                write(2)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    report = chain.verify()
    assert (report.ok, report.lines) == (True, 80)


def test_the_commands_print_the_head_and_check_against_it(lines: None) -> None:
    head, answer = StringIO(), StringIO()
    call_command("audit", "anchor", stdout=head)
    call_command("audit", "verify", "--anchor", head.getvalue().strip(), stdout=answer)
    assert "whole: 12 lines" in answer.getvalue()


def test_the_command_names_the_broken_line(lines: None) -> None:
    tamper(lambda: EVENTS.filter(sequence=5).update(verb="x.z"))
    with pytest.raises(CommandError, match="broken at line 5"):
        call_command("audit", "verify", stdout=StringIO())


def test_a_wrong_anchor_says_what_one_looks_like(db: None) -> None:
    with pytest.raises(CommandError, match="looks like"):
        call_command("audit", "verify", "--anchor", "12")

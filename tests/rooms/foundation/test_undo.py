"""An applied file is taken back exactly, or not at all and with the reason."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.foundation import files
from tests.rooms.foundation.people import AT, NIP_A, NIP_B, NIP_C
from tests.rooms.foundation.staging import everything_stored, staged

from renbina.foundation import queue
from renbina.foundation.actor import Actor
from renbina.foundation.imports import actions
from renbina.foundation.imports.access import BatchNotOpen
from renbina.foundation.imports.retention import expire_imports
from renbina.foundation.imports.undo import Superseded, UndoTooLate, undo_batch
from renbina.foundation.models import AuditEvent, ImportBatch
from renbina.organisation.enums import Status
from renbina.organisation.models import Employee, EmploymentStatus

pytestmark = pytest.mark.usefixtures("importing")
A = (NIP_A, "Ari", "01/01/1990", "III/a")
B = (NIP_B, "Budi", "02/02/1990", "III/b")
C = (NIP_C, "Citra", "03/03/1990", "III/c")


def applied(*rows: Sequence[Any], by: Actor) -> ImportBatch:
    batch = staged("people", [files.HEADER, *rows], by)
    assert actions.apply_batch(batch=batch, by=by, at=AT).applied
    return batch


def undo(batch: ImportBatch, by: Actor, days: int = 0) -> dict[str, int]:
    return undo_batch(batch=batch, by=by, at=AT + timedelta(days=days))


def test_taking_back_leaves_what_was_stored_before(analyst: Actor) -> None:
    applied(A, B, by=analyst)
    before = everything_stored()
    batch = applied((NIP_A, "Ari Putra", "01/01/1990", "III/b"), B, C, by=analyst)
    assert everything_stored() != before
    assert undo(batch, analyst, days=7) == {"create": 1, "update": 1}
    assert everything_stored() == before
    assert batch.state == "undone"
    assert not batch.journal.exists()
    event = AuditEvent.objects.order_by("sequence").last()
    assert event is not None
    assert (event.verb, event.new["undone"]) == ("foundation.undo_batch", True)
    with pytest.raises(BatchNotOpen):
        undo(batch, analyst)


def test_what_was_changed_since_is_named_and_nothing_is_taken_back(analyst: Actor) -> None:
    batch = applied(A, B, C, by=analyst)
    Employee.objects.filter(nip=NIP_B).update(grade="III/d")
    before = everything_stored()
    with pytest.raises(Superseded, match=r"Budi\."):
        undo(batch, analyst)
    assert everything_stored() == before


def test_what_others_depend_on_by_now_is_named(analyst: Actor) -> None:
    batch = applied(A, B, by=analyst)
    person = Employee.objects.get(nip=NIP_A)
    EmploymentStatus.objects.create(employee=person, status=Status.ACTIVE, valid_from=AT.date())
    with pytest.raises(Superseded, match="Ari"):
        undo(batch, analyst)
    assert Employee.objects.count() == 2


def test_a_later_file_over_the_same_rows_is_taken_back_first(analyst: Actor) -> None:
    first = applied(A, by=analyst)
    second = applied((NIP_A, "Ari Putra", "01/01/1990", "III/a"), by=analyst)
    with pytest.raises(Superseded):
        undo(first, analyst)
    undo(second, analyst)
    undo(first, analyst)
    assert not Employee.objects.exists()


def test_after_seven_days_it_is_too_late_and_the_day_is_named(analyst: Actor) -> None:
    batch = applied(A, by=analyst)
    with pytest.raises(UndoTooLate, match="30 Nov"):
        undo_batch(batch=batch, by=analyst, at=AT + timedelta(days=7, seconds=1))
    assert Employee.objects.count() == 1


def test_images_go_after_seven_days_and_files_nobody_answered_about_after_one(
    analyst: Actor, importing: Path, django_capture_on_commit_callbacks: Any
) -> None:
    batch = applied(A, by=analyst)
    asked = ImportBatch.objects.create(
        kind="people", agency_id=analyst.agency_id, uploaded_by="", uploaded_at=AT, file_name="x.csv",
        file_sha256="", stored_as="asked", state="asking",
    )  # fmt: skip
    (importing / "imports").mkdir()
    (importing / "imports" / "asked").write_text("NIP;NAMA")

    def day_began(days: int) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            expire_imports(event_id=1, payload={}, by=Actor.system(None), at=AT + timedelta(days=days, seconds=1))
        asked.refresh_from_db()

    day_began(0)
    assert (asked.state, batch.journal.exists(), len(list((importing / "imports").iterdir()))) == ("asking", True, 1)
    day_began(1)
    assert (asked.state, batch.journal.exists(), len(list((importing / "imports").iterdir()))) == ("discarded", True, 0)
    day_began(7)
    assert (batch.journal.exists(), batch.rows.exists()) == (False, True)
    day_began(90)
    assert not batch.rows.exists()


def test_a_cancelled_apply_stores_nothing_and_the_file_can_be_applied_later(analyst: Actor) -> None:
    batch = staged("people", [files.HEADER, A], analyst)
    actions.request_apply(batch=batch, by=analyst, at=AT)
    job = queue.claim()
    assert job is not None
    queue.cancel(job)
    queue.execute(job)
    batch.refresh_from_db()
    assert (batch.state, Employee.objects.exists(), batch.journal.exists()) == ("staged", False, False)
    actions.request_apply(batch=batch, by=analyst, at=AT)
    queue.drain()
    assert Employee.objects.count() == 1

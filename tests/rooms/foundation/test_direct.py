"""A file read and compared by a command: nothing is written before it is applied, and only what was shown is stored."""

from pathlib import Path

import pytest
from tests.rooms.foundation import files
from tests.rooms.foundation.people import AT, NIP_A, NIP_B
from tests.rooms.foundation.staging import everything_stored

from renbina.foundation.actor import Actor
from renbina.foundation.imports.direct import ChangedSinceDryRun, apply_file, dry_run
from renbina.foundation.imports.undo import undo_batch
from renbina.foundation.models import AuditEvent, ImportBatch, ImportRow
from renbina.organisation.models import Employee

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("importing")]  # a process for each reading
A = (NIP_A, "Ari", "01/01/1990", "III/a")
B = (NIP_B, "Budi", "02/02/1990", "III/x")


def test_a_dry_run_writes_nothing_and_its_token_applies_what_it_showed(analyst: Actor, tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_bytes(files.csv([files.HEADER, A, B]))
    seen = dry_run("people", path, path.name, by=analyst, at=AT)
    assert dry_run("people", path, path.name, by=analyst, at=AT).token == seen.token
    assert ([row.verdict for row in seen.rows], seen.counts["held"]) == (["new", "held"], 1)
    assert not any(each.objects.exists() for each in (ImportBatch, ImportRow, AuditEvent, Employee))
    before = everything_stored()
    done = apply_file("people", path, path.name, token=seen.token, by=analyst, at=AT)
    assert list(Employee.objects.values_list("name", flat=True)) == ["Ari"]
    assert done.batch is not None
    again = dry_run("people", path, path.name, by=analyst, at=AT)
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 1)
    with pytest.raises(ChangedSinceDryRun):  # the stored data are not those of the first dry run
        apply_file("people", path, path.name, token=seen.token, by=analyst, at=AT)
    undo_batch(batch=done.batch, by=analyst, at=AT)
    assert everything_stored() == before
    path.write_bytes(files.csv([files.HEADER, A]))
    with pytest.raises(ChangedSinceDryRun):  # another file
        apply_file("people", path, path.name, token=seen.token, by=analyst, at=AT)
    assert not Employee.objects.exists()
    assert ImportBatch.objects.count() == 1


def test_a_file_that_is_refused_says_why_and_has_no_token(analyst: Actor, tmp_path: Path) -> None:
    path = tmp_path / "daftar.xls"
    path.write_bytes(b"PK rusak")
    seen = dry_run("people", path, path.name, by=analyst, at=AT)
    assert seen.refusal is not None
    assert (seen.token, seen.rows) == ("", [])

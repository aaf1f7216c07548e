"""From a file to stored rows: nothing changes before "apply", and then everything or nothing."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.rooms.foundation import files
from tests.rooms.foundation.people import AT, NIP_A, NIP_B, NIP_C, Broken

from renbina.foundation import chain, queue
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.imports import actions, fixing
from renbina.foundation.imports.access import BatchNotOpen
from renbina.foundation.models import AuditEvent, ImportBatch, ImportRow
from renbina.organisation.models import Agency, Employee

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("importing"),
]  # a process for each file: not in the quick subset
A = (NIP_A, "Ari", "01/01/1990", "III/a")
B = (NIP_B, "Budi", "02/02/1990", "III/b")
C = (NIP_C, "Citra", "03/03/1990", "III/c")


def upload(content: bytes, by: Actor, name: str = "pegawai.xlsx") -> ImportBatch:
    job = actions.upload_file(kind="people", name=name, chunks=[content], by=by, at=AT)
    queue.drain()
    job.refresh_from_db()
    assert job.state == "done", job.failure
    return ImportBatch.objects.get(public_id=job.payload["batch"])


def sheet(*rows: Sequence[Any], by: Actor) -> ImportBatch:
    return upload(files.xlsx([files.HEADER, *rows]), by)


def apply(batch: ImportBatch, by: Actor) -> actions.ApplyOutcome:
    return actions.apply_batch(batch=batch, by=by, at=AT)


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: number for name, number in batch.summary["counts"].items() if number}


def codes(batch: ImportBatch) -> list[tuple[int, str, str]]:
    rows = batch.rows.filter(verdict="held").order_by("pk")
    return [(row.number, each["field"], each["code"]) for row in rows for each in row.problems]


def test_a_file_changes_nothing_before_it_is_applied(analyst: Actor) -> None:
    batch = sheet(A, B, by=analyst)
    assert (batch.state, counts(batch)) == ("staged", {"new": 2, "rows": 2})
    assert not Employee.objects.exists()


def test_applying_stores_every_good_row_and_says_so_in_the_record(analyst: Actor) -> None:
    batch = sheet(A, B, by=analyst)
    assert apply(batch, analyst).applied
    assert sorted(Employee.objects.values_list("name", flat=True)) == ["Ari", "Budi"]
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == ["foundation.upload_file", "foundation.stage_rows", "people.store_people", "foundation.apply_batch"]
    assert chain.verify().ok


def test_the_record_and_the_staged_rows_hold_no_dropped_data(analyst: Actor) -> None:
    header = (*files.HEADER, "NIK", "ALAMAT")
    batch = upload(files.xlsx([header, (*A, "3171234567890001", "Jalan Rahasia 5")]), analyst)
    assert batch.summary["dropped"] == ["ALAMAT", "NIK"]
    kept = str(list(ImportRow.objects.values())) + str(list(AuditEvent.objects.values()))
    assert "3171234567890001" not in kept
    assert "Rahasia" not in kept


def test_the_uploaded_file_is_removed_once_it_is_read(
    analyst: Actor, importing: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        batch = sheet(A, by=analyst)
    assert batch.state == "staged"
    assert list((importing / "imports").iterdir()) == []


def test_the_same_file_again_changes_0_rows_and_says_so(analyst: Actor) -> None:
    content = files.xlsx([files.HEADER, A, B])
    apply(upload(content, analyst), analyst)
    again = upload(content, analyst)
    assert counts(again) == {"same": 2, "rows": 2}
    assert again.summary["same_as"] is not None
    before = list(Employee.objects.order_by("pk").values())
    assert apply(again, analyst).applied
    assert list(Employee.objects.order_by("pk").values()) == before


def test_the_difference_shows_old_and_new(analyst: Actor) -> None:
    apply(sheet(A, B, by=analyst), analyst)
    batch = sheet((NIP_A, "Ari Putra", "01/01/1990", "III/a"), C, by=analyst)
    assert counts(batch) == {"changed": 1, "new": 1, "missing": 1, "rows": 2}
    assert batch.rows.get(verdict="changed").changes == {"name": ["Ari", "Ari Putra"]}
    assert batch.rows.get(verdict="missing").key == NIP_B


def test_a_column_that_is_not_in_the_file_is_left_alone(analyst: Actor) -> None:
    apply(sheet(A, by=analyst), analyst)
    batch = upload(files.xlsx([files.HEADER[:3], (NIP_A, "Ari Baru", "01/01/1990")]), analyst)
    assert batch.rows.get(verdict="changed").changes == {"name": ["Ari", "Ari Baru"]}
    apply(batch, analyst)
    assert Employee.objects.get(nip=NIP_A).grade == "III/a"


def test_a_wrong_row_is_held_with_row_field_and_reason_while_others_go_on(analyst: Actor) -> None:
    batch = sheet(A, (199001012015031901, "Budi", "02/02/1990", "III/b"), (NIP_C, "", "31/02/1990", "V"), by=analyst)
    assert codes(batch) == [
        (3, "nip", "nip_number_damaged"),
        (4, "name", "required"),
        (4, "birth_date", "date_impossible"),
        (4, "grade", "rank_unknown"),
    ]
    apply(batch, analyst)
    assert list(Employee.objects.values_list("name", flat=True)) == ["Ari"]


def test_a_failure_in_the_middle_stores_nothing_at_all(analyst: Actor) -> None:
    batch = sheet(A, B, (NIP_C, "Gagal", "03/03/1990", ""), by=analyst)
    with pytest.raises(Broken):
        apply(batch, analyst)
    batch.refresh_from_db()
    assert batch.state == "staged"
    assert not Employee.objects.exists()
    assert not AuditEvent.objects.filter(verb="foundation.apply_batch").exists()


def test_a_held_row_is_fixed_in_place_and_checked_again(analyst: Actor) -> None:
    batch = sheet(A, (199001012015031901, "Budi", "02/02/1990", "III/b"), by=analyst)
    row = batch.rows.get(verdict="held")
    wrong = fixing.fix_row(batch=batch, row=row.pk, values={"nip": "123"}, confirmed=[], by=analyst, at=AT)
    assert (wrong, codes(batch)) == ("held", [(3, "nip", "nip_length")])
    right = fixing.fix_row(batch=batch, row=row.pk, values={"nip": NIP_B}, confirmed=[], by=analyst, at=AT)
    assert right == "new"
    batch.refresh_from_db()
    apply(batch, analyst)
    assert Employee.objects.get(nip=NIP_B).name == "Budi"


def test_a_fix_that_repeats_another_row_is_held(analyst: Actor) -> None:
    batch = sheet(A, ("123", "Budi", "02/02/1990", "III/b"), by=analyst)
    row = batch.rows.get(verdict="held")
    assert fixing.fix_row(batch=batch, row=row.pk, values={"nip": NIP_A}, confirmed=[], by=analyst, at=AT) == "held"
    assert {code for _, _, code in codes(batch)} == {"key_twice"}
    assert batch.rows.filter(verdict="held").count() == 2


def test_what_is_odd_but_right_can_be_confirmed(analyst: Actor) -> None:  # D7
    batch = sheet((NIP_A, "Nama Aneh", "01/01/1990", ""), by=analyst)
    row = batch.rows.get(verdict="held")
    assert fixing.fix_row(batch=batch, row=row.pk, values={}, confirmed=["name_odd"], by=analyst, at=AT) == "new"


def test_what_is_wrong_cannot_be_confirmed_away(analyst: Actor) -> None:
    batch = sheet((NIP_A, "Ari", "01/01/1990", "V"), by=analyst)
    row = batch.rows.get(verdict="held")
    assert fixing.fix_row(batch=batch, row=row.pk, values={}, confirmed=["rank_unknown"], by=analyst, at=AT) == "held"


def test_the_same_row_twice_counts_once(analyst: Actor) -> None:  # D5
    batch = sheet(A, A, by=analyst)
    assert counts(batch) == {"new": 1, "same": 1, "rows": 2, "warned": 1}


def test_two_rows_with_one_nip_and_other_data_are_both_held(analyst: Actor) -> None:  # D6
    batch = sheet(A, (NIP_A, "Orang Lain", "01/01/1990", "III/a"), by=analyst)
    assert codes(batch) == [(2, "", "key_twice"), (3, "", "key_twice")]


def test_data_changed_meanwhile_refuse_the_apply_and_give_a_fresh_difference(analyst: Actor) -> None:  # D44
    apply(sheet(A, B, by=analyst), analyst)
    batch = sheet((NIP_A, "Ari Putra", "01/01/1990", "III/a"), B, by=analyst)
    Employee.objects.filter(nip=NIP_A).update(name="Ari Wijaya")
    outcome = apply(batch, analyst)
    assert not outcome.applied
    assert Employee.objects.get(nip=NIP_A).name == "Ari Wijaya"
    batch.refresh_from_db()
    assert batch.rows.get(verdict="changed").changes == {"name": ["Ari Wijaya", "Ari Putra"]}
    assert apply(batch, analyst).applied


def test_a_second_apply_is_refused(analyst: Actor) -> None:
    batch = sheet(A, by=analyst)
    apply(batch, analyst)
    with pytest.raises(BatchNotOpen):
        apply(batch, analyst)


def test_of_two_open_files_the_second_compares_again(analyst: Actor) -> None:
    one, other = sheet(A, by=analyst), sheet((NIP_A, "Ari Lain", "01/01/1990", ""), by=analyst)
    assert apply(one, analyst).applied
    assert not apply(other, analyst).applied


def test_a_discarded_file_leaves_no_rows(analyst: Actor) -> None:
    batch = sheet(A, by=analyst)
    actions.discard_batch(batch=batch, by=analyst, at=AT)
    assert not ImportRow.objects.exists()


def test_a_file_whose_reading_was_cancelled_can_be_discarded(
    analyst: Actor, importing: Path, django_capture_on_commit_callbacks: Any
) -> None:
    job = actions.upload_file(kind="people", name="x.xlsx", chunks=[files.xlsx()], by=analyst, at=AT)
    queue.cancel(job)
    batch = ImportBatch.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_batch(batch=batch, by=analyst, at=AT)
    assert list((importing / "imports").iterdir()) == []


def test_a_job_cancelled_while_it_reads_stages_nothing(analyst: Actor) -> None:
    actions.upload_file(kind="people", name="x.xlsx", chunks=[files.xlsx([files.HEADER, A])], by=analyst, at=AT)
    job = queue.claim()
    assert job is not None
    queue.cancel(job)
    assert queue.execute(job)
    job.refresh_from_db()
    assert (job.state, ImportBatch.objects.get().state) == ("cancelled", "discarded")


def test_two_people_who_apply_at_once_store_once(transactional_db: None, agency: Agency, analyst: Actor) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("an in-memory database has one connection; PostgreSQL runs this")
    batch = sheet(A, B, by=analyst)
    ends: list[str] = []
    gate = threading.Barrier(2)

    def run() -> None:
        gate.wait()
        try:
            mine = ImportBatch.objects.get(pk=batch.pk)
            ends.append("applied" if apply(mine, analyst).applied else "compared again")
        except BatchNotOpen:
            ends.append("closed")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["applied", "closed"]
    assert Employee.objects.count() == 2
    assert AuditEvent.objects.filter(verb="people.store_people").count() == 1


def test_a_job_that_runs_twice_stages_once(analyst: Actor) -> None:
    batch = sheet(A, by=analyst)
    queue.enqueue(actions.JOB_KIND, {"batch": batch.public_id}, by=analyst, at=AT)
    queue.drain()
    assert batch.rows.count() == 1


def refused(content: bytes, by: Actor, name: str = "pegawai.xlsx") -> str:
    batch = upload(content, by, name)
    assert batch.state == "refused"
    return str(batch.refusal["code"])


def test_the_header_may_stand_lower_with_other_spellings_and_order(analyst: Actor) -> None:  # D15, D17
    rows = [
        ("PEMERINTAH KOTA UJI",),
        (),
        ("No", "TGL_LAHIR", "gol akhir  nama", "Nama", "NIP"),
        (1, "01/01/1990", "III/a", "Ari", NIP_A),
    ]
    batch = upload(files.xlsx(rows), analyst)
    assert counts(batch) == {"new": 1, "rows": 1}
    row = batch.rows.get()
    assert (row.number, row.cells["name"], row.cells["birth_date"]) == (4, "Ari", "1990-01-01")
    assert batch.summary["ignored"] == ["No"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "no_rows"),  # D42
        ([("", None), (None, "  ")], "no_rows"),
        ([("a", "b"), ("c", "d")], "no_header"),
        ([("NIP", "NAMA"), A[:2]], "columns_missing"),  # D17
        ([("NIP", "NAMA", "NAMA", "TANGGAL LAHIR"), A], "column_twice"),
    ],
)
def test_a_sheet_without_what_is_needed_is_refused(rows: list[Sequence[Any]], code: str, analyst: Actor) -> None:
    assert refused(files.xlsx(rows), analyst) == code


def test_a_header_alone_is_0_rows(analyst: Actor) -> None:  # D42
    assert counts(upload(files.xlsx([files.HEADER]), analyst)) == {}


def test_named_sheets_are_read_together_and_hidden_ones_announced(analyst: Actor) -> None:  # D18, D19
    content = files.xlsx(
        sheets={"PNS": [files.HEADER, A], "PPPK": [files.HEADER, B], "Catatan": [("apa", "saja")]}, hidden=["PPPK"]
    )
    batch = upload(content, analyst)
    assert [(each["name"], each["rows"], each["hidden"]) for each in batch.summary["sheets"]] == [
        ("PNS", 1, False),
        ("PPPK", 1, True),
    ]
    assert batch.summary["other_sheets"] == ["Catatan"]


def test_of_several_unknown_sheets_none_is_taken_silently(analyst: Actor) -> None:  # D19
    content = files.xlsx(sheets={"Lama": [files.HEADER, A], "Baru": [files.HEADER, B]})
    batch = upload(content, analyst)
    assert (batch.state, batch.question["code"]) == ("asking", "several_sheets")


def test_one_date_with_the_month_first_holds_the_whole_column(analyst: Actor) -> None:  # D10
    batch = sheet((NIP_A, "Ari", "03/04/1990", ""), (NIP_B, "Budi", "12/31/1990", ""), by=analyst)
    assert codes(batch) == [(2, "birth_date", "date_month_first"), (3, "birth_date", "date_month_first")]


def test_a_text_file_gives_the_same_rows_as_a_workbook(analyst: Actor) -> None:  # D27, D39
    text = upload(files.csv([files.HEADER, A, B], ";", "utf-8-sig"), analyst, "pegawai.csv")
    book = sheet(A, B, by=analyst)
    document = upload(files.ods([files.HEADER, A, B]), analyst, "pegawai.ods")
    cells = [list(each.rows.order_by("pk").values_list("cells", flat=True)) for each in (text, book, document)]
    assert cells[0] == cells[1] == cells[2]


def test_a_refused_file_says_what_it_is(analyst: Actor) -> None:
    assert refused(b"<html><table></table></html>", analyst, "pegawai.csv") == "html_inside"


def test_another_agency_finds_no_batch(analyst: Actor, other_analyst: Actor) -> None:  # D8
    batch = sheet(A, by=analyst)
    for act in (actions.apply_batch, actions.discard_batch):
        with pytest.raises(NotFound):
            act(batch=batch, by=other_analyst, at=AT)


def test_the_same_people_in_two_agencies_do_not_meet(analyst: Actor, other_analyst: Actor) -> None:  # D8
    apply(sheet(A, by=analyst), analyst)
    assert counts(sheet(A, by=other_analyst)) == {"new": 1, "rows": 1}


def test_who_may_not_import_is_refused(employee: Actor) -> None:
    with pytest.raises(Forbidden):
        actions.upload_file(kind="people", name="x.xlsx", chunks=[b"x"], by=employee, at=AT)


def test_too_big_an_upload_is_refused_and_leaves_nothing(analyst: Actor, importing: Path) -> None:
    with pytest.raises(actions.FileTooBig):
        actions.upload_file(kind="people", name="x.xlsx", chunks=[b"x" * 2**20] * 21, by=analyst, at=AT)
    assert list((importing / "imports").iterdir()) == []
    assert not ImportBatch.objects.exists()

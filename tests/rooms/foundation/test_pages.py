"""The import pages and the progress page, as a person meets them."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.foundation import files
from tests.rooms.foundation.people import AT, NIP_A, NIP_B

from renbina.accounts.models import User
from renbina.foundation import queue
from renbina.foundation.actor import Actor, Role
from renbina.foundation.models import ImportBatch, Job
from renbina.organisation.models import Agency, Employee, RoleGrant

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("importing"),
]  # a process for each file: not in the quick subset
GOOD = (NIP_A, "Ari", "01/01/1990", "III/a")
BAD = (199001012015031901, "Budi", "02/02/1990", "III/b")


def login(agency: Agency, role: Role | None = Role.ANALYST, name: str = "ani") -> Client:
    user = User.objects.create_user(username=f"{name}-{agency.pk}", password=None)
    if role is not None:
        RoleGrant.objects.create(user=user, agency=agency, role=role, valid_from="2020-01-01")
    client = Client(headers={"accept-language": "en"})
    client.cookies["renbina_language"] = "en"
    client.force_login(user)
    return client


@pytest.fixture
def client(agency: Agency) -> Client:
    return login(agency)


@pytest.fixture
def stranger(neighbour: Agency) -> Client:
    return login(neighbour)


def text(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def send(client: Client, content: bytes, name: str = "pegawai.xlsx") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("foundation:import-upload"), {"kind": "people", "file": file})


def staged(client: Client, *rows: tuple[object, ...]) -> ImportBatch:
    assert send(client, files.xlsx([files.HEADER, *rows])).status_code == 302
    queue.drain()
    return ImportBatch.objects.latest("pk")


def detail(batch: ImportBatch, tab: str = "") -> str:
    return reverse("foundation:import-detail", args=[batch.public_id]) + (f"?tab={tab}" if tab else "")


def test_an_upload_leads_to_its_progress_and_then_to_the_review(client: Client) -> None:
    answer = send(client, files.xlsx([files.HEADER, GOOD]))
    job = Job.objects.get()
    assert answer["Location"] == reverse("foundation:job", args=[job.public_id])
    assert "Waiting for its turn" in text(client.get(answer["Location"]))
    queue.drain()
    assert client.get(answer["Location"])["Location"] == detail(ImportBatch.objects.get())


def test_the_moving_part_alone_answers_htmx_and_sends_it_on_when_done(client: Client) -> None:
    url = send(client, files.xlsx([files.HEADER, GOOD]))["Location"]
    part = client.get(url, headers={"hx-request": "true"})
    assert b"<html" not in part.content
    assert b'hx-get="' in part.content
    queue.drain()
    assert client.get(url, headers={"hx-request": "true"})["HX-Redirect"] == detail(ImportBatch.objects.get())


def test_a_waiting_job_can_be_cancelled(client: Client) -> None:
    send(client, files.xlsx([files.HEADER, GOOD]))
    job = Job.objects.get()
    client.post(reverse("foundation:job-cancel", args=[job.public_id]))
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "Cancelled" in text(client.get(reverse("foundation:job", args=[job.public_id])))


def test_the_review_says_in_its_heading_what_would_happen(client: Client) -> None:
    batch = staged(client, GOOD, BAD)
    page = BeautifulSoup(client.get(detail(batch)).content, "html.parser")
    assert page.h1.get_text(strip=True) == "1 row can be applied, 1 held"


def test_a_held_row_shows_reason_and_fix_and_can_be_corrected(client: Client) -> None:
    batch = staged(client, GOOD, BAD)
    shown = text(client.get(detail(batch)))
    assert "kept this NIP as a number" in shown
    assert "row 3" in shown
    row = batch.rows.get(verdict="held")
    url = reverse("foundation:import-fix", args=[batch.public_id])
    answer = client.post(url, {"row": row.pk, "field-nip": NIP_B, "page": "1"}, follow=True)
    assert "The row is in order now." in text(answer)
    assert batch.rows.filter(verdict="held").count() == 0


@pytest.mark.parametrize("row", ["", "abc", "999999999999", "-1", "²"])
def test_a_crafted_row_number_is_answered_with_a_sentence(client: Client, row: str) -> None:
    batch = staged(client, GOOD, BAD)
    url = reverse("foundation:import-fix", args=[batch.public_id])
    assert "needs no fix any more" in text(client.post(url, {"row": row, "page": "x"}, follow=True))


def decided(client: Client, batch: ImportBatch, name: str = "apply") -> str:
    """The page of the file after the worker has done what was decided."""
    answer = client.post(reverse(f"foundation:import-{name}", args=[batch.public_id]))
    assert answer["Location"].startswith("/pekerjaan/")
    queue.drain()
    return text(client.get(answer["Location"], follow=True))


def test_apply_asks_once_more_stores_and_can_be_taken_back(client: Client) -> None:
    batch = staged(client, GOOD, BAD)
    url = reverse("foundation:import-apply", args=[batch.public_id])
    assert "Store 1 row?" in text(client.get(url))
    assert "1 row was applied" in decided(client, batch)
    assert Employee.objects.count() == 1
    assert client.get(url)["Location"] == detail(batch)
    assert "Can be taken back until" in text(client.get(detail(batch)))
    assert "This file was taken back" in decided(client, batch, "undo")
    assert not Employee.objects.exists()


def test_two_who_apply_at_once_get_one_job_and_see_that_it_works(client: Client) -> None:
    batch = staged(client, GOOD)
    url = reverse("foundation:import-apply", args=[batch.public_id])
    assert client.post(url)["Location"] == client.post(url)["Location"]
    assert "See the progress" in text(client.get(detail(batch)))


def test_apply_after_a_change_shows_the_fresh_comparison(client: Client, agency: Agency) -> None:
    batch = staged(client, GOOD)
    Employee.objects.create(agency=agency, nip=NIP_A, name="Ari B", sex="m", birth_date="1990-01-01", employment="pns")
    assert "Nothing was applied" in decided(client, batch)
    assert "Nama: Ari B → Ari" in text(client.get(detail(batch, "changed")))


def test_the_same_file_again_says_that_0_rows_would_change(client: Client) -> None:
    batch = staged(client, GOOD)
    decided(client, batch)
    again = client.get(detail(staged(client, GOOD)))
    assert "0 rows would change" in text(again)


def test_discard_leads_back_to_the_list(client: Client) -> None:
    batch = staged(client, GOOD)
    answer = client.post(reverse("foundation:import-discard", args=[batch.public_id]), follow=True)
    assert "Nothing that is stored has changed" in text(answer)


def test_a_refused_file_says_why_and_what_to_do(client: Client) -> None:
    send(client, b"%PDF-1.7", "pegawai.xlsx")
    queue.drain()
    shown = text(client.get(detail(ImportBatch.objects.get())))
    assert "This file cannot be taken" in shown
    assert "save it as a plain .xlsx" in shown


def test_what_is_odd_but_taken_is_shown_with_its_reason(client: Client) -> None:
    batch = staged(client, (NIP_A, "Ari\u200b", "01/01/1990", "III/a"))
    assert "Invisible characters were taken out" in text(client.get(detail(batch, "warned")))


def test_dropped_personal_columns_are_named(client: Client) -> None:
    send(client, files.xlsx([(*files.HEADER, "NIK"), (*GOOD, "x")]))
    queue.drain()
    assert "Personal data, not kept NIK" in text(client.get(detail(ImportBatch.objects.get())))


@pytest.mark.parametrize("tab", ["held", "changed", "new", "warned", "missing", "same", "nonsense"])
def test_every_tab_opens(client: Client, tab: str) -> None:
    assert client.get(detail(staged(client, GOOD, BAD), tab)).status_code == 200


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_shown_rows_can_be_taken_along(client: Client, kind: str) -> None:
    answer = client.get(f"{detail(staged(client, GOOD), 'new')}&export={kind}")
    assert "attachment" in answer["Content-Disposition"]


def test_a_post_without_a_file_says_so(client: Client) -> None:
    answer = client.post(reverse("foundation:import-upload"), {"kind": "people"})
    assert answer.status_code == 422
    assert "Choose a file first" in text(answer)


def test_a_file_name_with_markup_stays_text(client: Client) -> None:
    send(client, files.xlsx([files.HEADER, GOOD]), "<b>x.xlsx")
    queue.drain()
    assert b"<b>x.xlsx" not in client.get(detail(ImportBatch.objects.get())).content


def test_another_agency_finds_neither_file_nor_job(client: Client, stranger: Client) -> None:
    batch = staged(client, GOOD, BAD)
    job = Job.objects.get()
    for name in ("detail", "fix", "fix-alike", "apply", "undo", "discard", "answer", "held"):
        url = reverse(f"foundation:import-{name}", args=[batch.public_id])
        answer = stranger.get(url) if name in ("detail", "held") else stranger.post(url, {"row": "1"})
        assert answer.status_code == 404, name
        assert b"pegawai" not in answer.content
    assert stranger.get(reverse("foundation:job", args=[job.public_id])).status_code == 404
    assert stranger.post(reverse("foundation:job-cancel", args=[job.public_id])).status_code == 404
    assert "pegawai.xlsx" not in text(stranger.get(reverse("foundation:import-list")))


def test_who_may_not_import_gets_403_on_every_page(client: Client, agency: Agency) -> None:
    batch = staged(client, GOOD)
    auditor = login(agency, Role.AUDITOR, "udin")
    assert auditor.get(reverse("foundation:import-list")).status_code == 403
    assert auditor.get(detail(batch)).status_code == 403
    assert auditor.post(reverse("foundation:import-apply", args=[batch.public_id])).status_code == 403


def test_somebody_elses_job_is_not_there(client: Client, agency: Agency) -> None:
    send(client, files.xlsx([files.HEADER, GOOD]))
    auditor = login(agency, Role.AUDITOR, "udin")
    assert auditor.get(reverse("foundation:job", args=[Job.objects.get().public_id])).status_code == 404


def many(count: int) -> list[tuple[str, ...]]:
    nips = [f"1990{month:02}{day:02}2015031{serial}" for serial in (901, 902, 903) for month in range(1, 13)
            for day in range(1, 29)]  # fmt: skip
    return [(nip, "", "01/01/1990", "III/a") for nip in nips[:count]]


def test_pages_ask_the_same_number_of_questions_at_every_size(client: Client) -> None:
    asked = []
    for size in (3, 300):
        batch = staged(client, *many(size))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(detail(batch, "held"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 15


def test_a_parked_job_says_whom_to_tell_without_inner_words(client: Client, analyst: Actor) -> None:
    job = queue.enqueue("fail", {}, by=analyst, at=AT)
    Job.objects.filter(pk=job.pk).update(max_attempts=1)
    queue.drain()
    shown = text(client.get(reverse("foundation:job", args=[job.public_id])))
    assert job.public_id in shown
    assert "kabel putus" not in shown


def test_pages_need_a_login(importing: Path, db: None) -> None:
    assert Client().get(reverse("foundation:import-list")).status_code == 302


def test_a_column_that_cannot_be_told_is_asked_once_and_remembered(client: Client, importing: Path) -> None:
    header = ("NIP", "NAMA", "KAPAN LAHIR", "HOBI")
    content = files.xlsx([header, (NIP_A, "Ari", "01/01/1990", "catur")])
    send(client, content)
    queue.drain()
    batch = ImportBatch.objects.get()
    shown = text(client.get(detail(batch)))
    assert "Which column is meant?" in shown
    assert "KAPAN LAHIR: 01/01/1990" in shown
    assert len(list((importing / "imports").iterdir())) == 1  # the file waits for the answer
    url = reverse("foundation:import-answer", args=[batch.public_id])
    refused = text(client.post(url, {"column-birth_date": "HOBBY"}, follow=True))
    assert "Choose from the columns and sheets of this file." in refused
    job = client.post(url, {"column-birth_date": "KAPAN LAHIR", "remember": "on"})["Location"]
    queue.drain()
    assert "1 row can be applied" in text(client.get(job, follow=True))
    again = staged_content(client, content)
    assert again.state == "staged"
    assert again.rows.get().cells["birth_date"] == "1990-01-01"
    memory = client.get(reverse("foundation:import-memory"))
    assert "KAPAN LAHIR → Tanggal lahir" in text(memory)
    forget = BeautifulSoup(memory.content, "html.parser").find("input", {"name": "forget"})["value"]
    client.post(reverse("foundation:import-memory"), {"forget": forget})
    assert staged_content(client, content).state == "asking"


def staged_content(client: Client, content: bytes) -> ImportBatch:
    send(client, content)
    queue.drain()
    return ImportBatch.objects.latest("pk")


def test_of_several_sheets_the_chosen_ones_are_read(client: Client) -> None:
    batch = staged_content(client, files.xlsx(sheets={"Lama": [files.HEADER, GOOD], "Baru": [files.HEADER]}))
    assert "Lama 1 rows" in text(client.get(detail(batch)))
    client.post(reverse("foundation:import-answer", args=[batch.public_id]), {"sheet": "Lama"})
    queue.drain()
    batch.refresh_from_db()
    assert (batch.state, batch.summary["counts"]["new"]) == ("staged", 1)


def test_one_answer_corrects_all_rows_with_the_same_value(client: Client) -> None:
    rows = [(nip, f"Orang {nip[6:8]}", f"{nip[6:8]}/{nip[4:6]}/1990", "III-z") for nip, *_ in many(12)]
    batch = staged(client, *rows, (NIP_B, "Budi", "02/02/1990", "IV-q"))
    assert "12 rows with the same problem" in text(client.get(detail(batch)))
    url = reverse("foundation:import-fix-alike", args=[batch.public_id])
    wrong = {"field": "grade", "code": "rank_unknown", "value": "III-z"}
    assert "12 rows were corrected. 12 of them are still held." in text(
        client.post(url, {**wrong, "text": "III-y"}, follow=True)
    )
    answer = client.post(url, {**wrong, "value": "III-y", "text": "III/a"}, follow=True)
    assert "12 rows were corrected." in text(answer)
    assert list(batch.rows.filter(verdict="held").values_list("cells__grade", flat=True)) == ["IV-q"]


def test_a_suggestion_that_is_pressed_counts_before_the_empty_field(client: Client) -> None:
    rows = [(nip, f"Orang {nip[6:8]}", f"{nip[6:8]}/{nip[4:6]}/1990", "III-z") for nip, *_ in many(12)]
    batch = staged(client, *rows)
    pressed = {"field": "grade", "code": "rank_unknown", "value": "III-z"}
    pressed |= {"text": ["", "III/a"]}  # as a browser sends it
    client.post(reverse("foundation:import-fix-alike", args=[batch.public_id]), pressed)
    assert not batch.rows.filter(verdict="held").exists()


def test_held_rows_come_along_with_their_reasons_and_can_be_repaired(client: Client, tmp_path: Path) -> None:
    batch = staged(client, GOOD, BAD)
    answer = client.get(reverse("foundation:import-held", args=[batch.public_id]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    heads, row = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert heads == ["NIP BARU", "NAMA", "TANGGAL LAHIR", "GOL AKHIR NAMA", "Row in the file", "What is to be repaired"]
    assert row[1:4] == ["Budi", datetime(1990, 2, 2), "III/b"]
    assert "kept this NIP as a number" in row[5]
    sheet["A2"] = NIP_B
    book.save(tmp_path / "repaired.xlsx")
    again = staged_content(client, (tmp_path / "repaired.xlsx").read_bytes())
    assert (again.state, again.summary["counts"]["new"], again.summary["counts"]["held"]) == ("staged", 1, 0)

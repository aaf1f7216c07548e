"""The official plan says what the screen says."""

import io
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.rooms.planning.town import AT, DAY, FAST, PlanTown

from renbina.foundation import queue
from renbina.planning import actions, queries, wording
from renbina.planning.documents import plan_data, plan_pdf, plan_xlsx
from renbina.planning.queries import DocumentMaterial
from renbina.ui import formats


@pytest.fixture
def material(town: PlanTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DocumentMaterial:
    monkeypatch.setattr(settings, "RENBINA_FILES", tmp_path)
    actions.request_run(plan=town.plan, seed=1, parameters=FAST, by=town.analyst, at=AT)
    queue.drain()
    return queries.document_material(town.analyst, queries.plan_for(town.analyst, town.plan.public_id), DAY)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_pdf_is_tagged_and_carries_the_figures_of_the_screen(material: DocumentMaterial) -> None:
    reader = pypdf.PdfReader(io.BytesIO(plan_pdf(material)))
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    figures = material.page.figures
    for each in wording.kpis(figures):
        assert squeezed(each.value) in text
    assert squeezed(formats.rupiah(figures["used"])) in text
    for row in material.page.rows:
        assert squeezed(row.title) in text
        assert squeezed(formats.rupiah(row.amount)) in text
    for seat in material.seats:
        assert seat.nip in text


def test_a_programme_row_has_the_seven_statutory_columns(material: DocumentMaterial) -> None:
    data = plan_data(material)
    assert len(data["words"]["programmes_head"]) == 7
    assert all(len(row) == 7 for row in data["programmes"])
    assert (
        sum(int("".join(filter(str.isdigit, row[6]))) for row in data["programmes"] + list(data["activities"]))
        == (material.page.figures["used"])
    )


@pytest.mark.parametrize(("language", "joined"), [("id", "PP 49/2018 dan "), ("en", "PP 49/2018 and ")])
def test_the_legal_basis_is_cited_in_the_language_of_the_document(
    material: DocumentMaterial, language: str, joined: str
) -> None:
    with translation.override(language):
        sources = [cells[2] for cells in plan_data(material)["rules"]]
    assert [source for source in sources if source.startswith(joined)]


def test_the_workbook_has_a_sheet_for_every_table(material: DocumentMaterial) -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(material)))
    assert len(book.sheetnames) == 7
    people = book.worksheets[-1]
    assert people.max_row - 1 == len(material.seats) == material.page.figures["seats"]
    funds = book.worksheets[3]
    assert sum(row[2].value for row in funds.iter_rows(min_row=2)) == material.page.figures["used"]


def test_downloads_are_named_by_year_and_public_id(client: Client, town: PlanTown, material: DocumentMaterial) -> None:
    client.force_login(town.users["head_of_development"])
    for name, start in (("document-pdf", b"%PDF"), ("document-xlsx", b"PK")):
        answer = client.get(reverse(f"planning:{name}", args=[town.plan.public_id]))
        assert answer.content.startswith(start)
        assert f"2027-{town.plan.public_id}" in answer["Content-Disposition"]


def test_there_is_no_document_before_the_plan(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["analyst"])
    assert client.get(reverse("planning:document-pdf", args=[town.plan.public_id])).status_code == 404

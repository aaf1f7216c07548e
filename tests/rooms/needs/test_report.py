"""The report of the needs analysis says what the screens say, in all three forms."""

import io
import re

import openpyxl
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from renbina.competency.models import Competency, UnitGap
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.needs import actions
from renbina.needs.documents import needs_report
from renbina.needs.gather.around import Asking
from renbina.needs.gather.around import Goal as GoalOfNeed
from renbina.needs.models import Evidence, Proposal
from renbina.needs.queries.ranking import ranked_needs
from renbina.needs.queries.report import ReportMaterial, report_material, report_summary
from renbina.planning.actions import link_competency
from renbina.planning.models import Goal
from renbina.planning.queries import LinkAsked
from renbina.ui import formats, reports

YEAR = 2027
WORDS = "Kalau SIAK berhenti saya panggil anak PKL."


def sum_up_gaps(town: PlanTown) -> None:
    """The sums that refreshing gaps leaves behind: all of these people work where they were placed."""
    sums: dict[tuple[int, int], UnitGap] = {}
    for place, person in enumerate(town.people):
        unit = town.units["LOKET" if place % 2 else "BKPSDM"]
        for gap in person.gaps.all():
            key = unit.pk, gap.competency_id
            row = sums.setdefault(
                key, UnitGap(unit=unit, competency=gap.competency, people=0, known=0, below=0, missing=0)
            )
            row.people, row.known, row.below = row.people + 1, row.known + 1, row.below + (gap.size > 0)
            row.missing, row.missing_critical = (
                row.missing + gap.size,
                row.missing_critical + gap.size * gap.is_critical,
            )
    UnitGap.objects.bulk_create(sums.values())


@pytest.fixture
def town(db: None) -> PlanTown:
    """A talk, two proposals of which one is merged away, and nothing else but gaps."""
    town = build(people=12)
    sum_up_gaps(town)
    digital = Competency.objects.get(agency=town.agency, code="2.1")
    new = actions.NewInterview(YEAR, "interview", town.units["LOKET"], "Layanan digital", DAY, 1)
    actions.hold_interview(
        talk=new, quotes=[actions.NewQuote(1, WORDS, "competence", digital)], on=DAY, by=town.analyst, at=AT
    )
    for title, status in (("Bimtek SPBE & <digital>", "accepted"), ("Bimtek di luar kota", "declined")):
        Proposal.objects.create(
            agency=town.agency,
            year=YEAR,
            unit=town.units["CAPIL"],
            title=title,
            people=3,
            amount=4_500_000,
            status=status,
        )
    return town


@pytest.fixture
def material(town: PlanTown) -> ReportMaterial:
    return report_material(town.analyst, YEAR, DAY)


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def word_of(material: ReportMaterial) -> str:
    document = Document(io.BytesIO(reports.docx_of(needs_report(material))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return squeezed(" ".join([*(each.text for each in document.paragraphs), *cells]))


def test_all_three_forms_carry_the_ranking_of_the_screen(town: PlanTown, material: ReportMaterial) -> None:
    needs = ranked_needs(town.analyst, DAY, year=YEAR).needs
    assert needs
    with translation.override("id"):
        report = needs_report(material)
        pages = pypdf.PdfReader(io.BytesIO(reports.pdf_of(report))).pages
        forms = [squeezed("".join(page.extract_text() for page in pages)), word_of(material)]
        book = openpyxl.load_workbook(io.BytesIO(reports.xlsx_of(report)))
        for need in needs:
            row = (need.unit.name, need.competency.name, formats.number(need.score.value, 2))
            assert all(squeezed(each) in form for form in forms for each in row)
    sheet = next(book[name] for name in book.sheetnames if name.startswith("Kebutuhan"))
    written = {(row[1], row[2]): row[7] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)}
    assert written == {(need.unit.name, need.competency.name): pytest.approx(need.score.value) for need in needs}


def test_the_printed_parts_of_a_score_add_up_to_it(material: ReportMaterial) -> None:
    with translation.override("en"):
        tables = {block.text: block for block in reports.tables_of(needs_report(material))}
    rows = tables["The sum of each score"].rows
    assert rows
    for row in rows:
        assert sum(row[3:-1]) == pytest.approx(row[-1], rel=1e-9)


def test_what_people_said_and_asked_for_stands_in_it_as_text(material: ReportMaterial) -> None:
    with translation.override("id"):
        said = word_of(material)
    for each in (WORDS, "Bimtek SPBE & <digital>", "Rp4.500.000", "Diterima"):
        assert squeezed(each) in said


def test_an_agency_that_has_nothing_yet_gets_a_report_that_says_so(db: None) -> None:
    empty = build(people=2)
    Evidence.objects.all().delete()
    material = report_material(empty.analyst, YEAR, DAY)
    with translation.override("id"):
        report = needs_report(material)
        assert "Belum ada kebutuhan" in report.lead
        assert reports.pdf_of(report).startswith(b"%PDF")
        assert word_of(material).count("Tidakada.") >= 5


def test_only_readers_of_the_whole_agency_get_it(town: PlanTown) -> None:
    with pytest.raises(Forbidden):
        report_summary(town.actor(Role.UNIT_OPERATOR, unit="CAPIL"), YEAR, DAY)
    assert report_summary(town.actor(Role.AUDITOR), YEAR, DAY).ranking.needs


def test_the_page_leads_to_the_three_forms(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["head_of_development"])
    page = client.get(reverse("needs:report")).content.decode()
    for ending, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        address = reverse(f"needs:report-{ending}")
        assert address in page
        answer = client.get(address, {"tahun": YEAR})
        assert answer.content.startswith(start)
        assert f"{YEAR}.{ending}" in answer["Content-Disposition"]
    assert client.get(reverse("needs:report"), {"tahun": "20x7"}).status_code == 404


def test_the_goals_behind_the_needs_stand_in_it_with_the_ranks_of_the_screen(client: Client, town: PlanTown) -> None:
    goal = Goal.objects.get(agency=town.agency, level="strategic_goal")
    digital = Competency.objects.get(agency=town.agency, code="2.1")
    with translation.override("en"):
        plain = needs_report(report_material(town.analyst, YEAR, DAY))
    assert "No goal asks" in " ".join(block.text for section in plain.sections for block in section.blocks)
    asked = LinkAsked(goal=goal, competency_id=digital.pk, weight=1.4, reason="RPJMD", year_from=YEAR)
    link_competency(asked=asked, by=town.analyst, at=AT)
    client.force_login(town.users["analyst"])
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("needs:report-xlsx")).content))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    way = f"{goal.parent.text} › {goal.text}"
    assert way in cells
    need = next(each for each in ranked_needs(town.analyst, DAY, year=YEAR).needs if each.competency.pk == digital.pk)
    row = next(row for sheet in book for row in sheet.iter_rows(values_only=True) if way in row)
    assert digital.name in row
    assert 1.4 in row
    assert any(str(cell).startswith(f"{need.rank}. {need.unit.short_name}") for cell in row)
    pages = pypdf.PdfReader(io.BytesIO(client.get(reverse("needs:report-pdf")).content)).pages
    assert squeezed(goal.text) in squeezed(" ".join(page.extract_text() for page in pages))


def test_a_goal_of_one_unit_is_not_behind_the_needs_of_another() -> None:
    asked = Asking(GoalOfNeed(()), 1, 1.2, (("00010002", "Loket"),))
    assert [asked.concerns(path) for path in ("0001", "00010002", "000100020003", "00010003")] == [
        True,
        True,
        True,
        False,
    ]

"""The pages of the dictionary, of standards and of classes: who reads, who writes, and that lists stay cheap."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.dashboards.town import AT, Town

from renbina.competency.actions import CompetencyRow, load_dictionary
from renbina.competency.models import Competency, PositionStandard
from renbina.competency.queries import asked_levels, versions_of
from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Position

MOST = 15


@pytest.fixture
def classed(town: Town) -> Town:
    clerk = town.positions["clerk"]
    clerk.level, clerk.family = "jf_terampil", "loket"
    clerk.save()
    row = CompetencyRow("m3", "Komunikasi", "managerial", levels=("a", "b", "c", "d", "e"), by_class=True)
    load_dictionary(rows=[row], since=date(2024, 1, 1), by=town.actor("analyst"), at=AT)
    town.competencies["m3"] = Competency.objects.get(agency=town.agency, code="m3")
    return town


def browser(town: Town, name: str = "analyst") -> Client:
    client = Client()
    client.force_login(town.users[name])
    return client


def read(town: Town, page: str, *args: str, name: str = "analyst", query: str = "") -> str:
    answer = browser(town, name).get(reverse(f"competency:{page}", args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def queries(town: Town, page: str, *args: str) -> int:
    client, address = browser(town), reverse(f"competency:{page}", args=args)
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def grow(town: Town) -> None:
    """Sixty more positions and competencies, each position with every competency twice on one day."""
    many = [Position(agency=town.agency, title=f"J{n}", title_key=f"j{n}", kind="executive", level="executive")
            for n in range(60)]  # fmt: skip
    rows = [CompetencyRow(f"13.{n}", f"K{n}", "technical", levels=("a",), by_class=n < 9) for n in range(60)]
    load_dictionary(rows=rows, by=town.actor("analyst"), at=AT)
    keys = list(Competency.objects.filter(agency=town.agency).values_list("pk", flat=True))
    PositionStandard.objects.bulk_create(
        PositionStandard(position=position, competency_id=key, level=level, valid_from=date(2024, level, 1))
        for position in Position.objects.bulk_create(many)
        for key in keys
        for level in (2, 3)
    )
    PositionStandard.objects.bulk_create(
        PositionStandard(position=town.positions["clerk"], competency_id=key, level=2, valid_from=date(2024, 2, 1))
        for key in keys
    )


def test_every_page_takes_few_queries_and_as_many_for_a_long_list(classed):
    position, competency = classed.positions["clerk"].public_id, classed.competencies["m3"].public_id
    pages = [("dictionary",), ("entry", competency), ("ready",), ("standards",), ("standard", position), ("classes",),
             ("standard-edit", position, competency)]  # fmt: skip
    before = [queries(classed, *page) for page in pages]
    grow(classed)
    after = [queries(classed, *page) for page in pages]
    assert max(after) <= MOST, dict(zip(pages, after, strict=True))
    assert [more <= few + 1 for few, more in zip(before, after, strict=True)] == [True] * len(pages)


def test_the_page_of_a_position_says_where_each_level_comes_from(classed):
    position = classed.positions["clerk"].public_id
    page = read(classed, "standard", position, name="employee")
    assert "Aturan umum kelas JF Terampil" in page
    assert "sumber berbeda-beda" in page  # Terampil: 1 or 2
    client = browser(classed)
    address = reverse("competency:standard-edit", args=[position, classed.competencies["m3"].public_id])
    answer = client.post(address, {"do": "set", "level": "4", "since": "2026-07-01", "reason": ""})
    assert answer.status_code == 422
    assert "Kelas jabatannya meminta tingkat lain" in answer.content.decode()
    client.post(address, {"do": "set", "level": "4", "since": "2026-07-01", "reason": "Melayani wisatawan"})
    page = read(classed, "standard", position)
    assert "Standar jabatan ini sendiri, sejak 1 Juli 2026" in page
    assert "tanpa itu: tingkat 1 menurut aturan umum kelasnya" in page
    early = read(classed, "standard", position, query="?on=2026-06-30")
    assert "Aturan umum kelas JF Terampil" in early
    assert read(classed, "standard", position, query="?on=1990-01-01")  # before any rule


def test_contradicting_standards_are_told_with_their_days_on_list_and_page(classed):
    for level, day in ((2, date(2025, 1, 1)), (4, date(2026, 1, 1))):
        PositionStandard.objects.create(
            position=classed.positions["clerk"], competency=classed.competencies["m3"], level=level, valid_from=day
        )
    assert "1 jabatan mempunyai standar yang saling bertentangan" in read(classed, "standards")
    assert "Operator" in read(classed, "standards", query="?wrong=yes")
    page = read(classed, "standard", classed.positions["clerk"].public_id)
    assert "Mulai 1 Januari 2026 tanpa akhir diminta tingkat 2 dan tingkat 4 sekaligus." in page


def test_classes_show_what_sources_disagree_about_and_a_decision_moves_every_position_of_the_class(classed):
    page = read(classed, "classes", name="employee")
    assert "sumber berbeda" in page
    assert "1 atau 2" in page
    form = {
        "competency": classed.competencies["m3"].public_id, "classes": ["jf_terampil"], "family": "", "level": "2",
        "since": "2026-01-01", "reason": "Surat edaran 800/1",
    }  # fmt: skip
    assert browser(classed).post(reverse("competency:class-new"), form).status_code == 302
    assert "Surat edaran 800/1" in read(classed, "classes")
    levels = dict(asked_levels(classed.agency.pk, date(2026, 2, 1))[classed.positions["clerk"].pk])
    assert levels[classed.competencies["m3"].pk].level == 2


def test_an_agency_takes_over_what_it_ticks_and_keeps_its_own_codes(classed):
    page = read(classed, "ready")
    assert "Kode 2.1 di instansi Anda berarti “Layanan digital”" in page
    browser(classed).post(reverse("competency:ready"), {"code": ["m2", "1.1", "2.1"]})
    codes = set(Competency.objects.filter(agency=classed.agency).values_list("code", flat=True))
    assert codes == {"m1", "2.1", "m3", "m2", "1.1"}
    assert browser(classed).post(reverse("competency:ready"), {}).status_code == 422


def test_the_words_change_on_a_page_and_the_old_ones_can_still_be_read(classed):
    entry = classed.competencies["m3"]
    form = {"name": "Komunikasi", "definition": "Menyampaikan", "since": "2026-10-01", "reason": "Disepakati"}
    form |= {f"level_{level}": f"tingkat {level}" for level in range(1, 6)} | {"signs_1": "- satu\n\n• dua"}
    address = reverse("competency:entry-edit", args=[entry.public_id])
    assert browser(classed).post(address, form).status_code == 302
    newest = versions_of(entry)[0]
    assert newest.levels[0].indicators == (("1.1", "satu"), ("1.2", "dua"))
    assert "tingkat 3" in read(classed, "entry", entry.public_id, name="employee")
    assert "bukan rumusan hari ini" in read(classed, "entry", entry.public_id, query="?version=1")


def test_an_entry_moves_to_another_family_on_its_page_and_no_version_begins(classed):
    entry = classed.competencies["m3"]
    address = reverse("competency:entry-edit", args=[entry.public_id])
    client = browser(classed)
    form = {
        "name": "Komunikasi",
        "since": "2026-10-01",
        "reason": "Disepakati",
        "family": "Umum",
        "family_en": "General",
    }
    form |= {f"level_{level}": f"tingkat {level}" for level in range(1, 6)}
    assert client.post(address, form).status_code == 302
    before = len(versions_of(entry))
    assert 'value="Umum"' in client.get(address).content.decode()
    assert client.post(address, form | {"family": "Pelayanan", "family_en": "Service"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.family, entry.family_en) == ("Pelayanan", "Service")
    assert len(versions_of(entry)) == before
    assert "Pelayanan" in read(classed, "entry", entry.public_id)
    last = AuditEvent.objects.filter(verb="competency.reword").order_by("-sequence").first()
    assert last.new["family"] == "Pelayanan"

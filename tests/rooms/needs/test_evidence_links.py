"""From the evidence of a need to exactly what it was counted from: a part of the results, a list of citizens' words."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from tests.rooms.dashboards.town import AT, ON
from tests.rooms.needs.test_priority_pages import collected, filled
from tests.rooms.surveys.people import campaign_of, version_of, with_people

from binacore.survey import Kind
from renbina.needs.models import Evidence
from renbina.surveys.access import token_for
from renbina.surveys.actions import (
    answer_anonymously,
    close_campaign,
)
from renbina.voice.models import Feedback, FeedbackMessage, Service


@pytest.fixture(autouse=True)
def day(settings):
    settings.RENBINA_FROZEN_ON = ON


@pytest.fixture
def town(db):
    return filled()


@pytest.fixture
def client(town):
    found = Client()
    found.force_login(town.users["analyst"])
    return found


def soup(response):
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def words(page):
    return re.sub(r"\s+", " ", page.select_one("main").get_text(" "))


def survey(town, counts, *, by_unit=True):
    """A closed survey without names that asks about competency 2.1 and about something else."""
    by, people = town.actor("analyst"), []
    for unit, count in counts.items():
        people += with_people(town, count, unit)
    scale = {"kind": Kind.LIKERT, "low": 1, "high": 5}
    rows = [
        {**scale, "text": "Bisa aplikasi?", "subject": "competency:2.1"},
        {**scale, "text": "Jujur?", "subject": "competency:m1"},
    ]
    campaign = campaign_of(town, people, version=version_of(town, rows), closes_on=ON, by_unit=by_unit)
    for number, person in enumerate(people):
        sheet = {"q1": 1 + number % 3, "q2": 1 + number % 5}
        answer_anonymously(token=token_for(campaign, person.pk), answers=sheet, on=ON)
    return close_campaign(campaign=campaign, by=by, at=AT)


def need_page(town, client, unit="one"):
    args = [town.units[unit].public_id, town.competencies["2.1"].public_id]
    return soup(client.get(reverse("needs:need", args=args)))


def test_the_survey_leads_to_its_results_of_the_unit_and_the_competency_and_says_the_same(town, client):
    campaign = survey(town, {"one": 12, "two": 14})
    collected(town)
    page = need_page(town, client)
    link = page.select_one(f"a[href*='{reverse('surveys:results', args=[campaign.public_id])}']")
    says = link.find_parent("td").get_text()
    mean, n, asked = re.search(r"rata-rata (?:tingkat )?([\d,]+).*?(\d+) dari (\d+)", says).groups()
    results = soup(client.get(link["href"]))
    shown = words(results)
    assert f"Rata-rata {mean} pada skala sampai 5, {n} dari {asked} orang menjawab" in shown
    assert (n, asked) == ("12", "12")
    assert "Bisa aplikasi?" in shown
    assert "Jujur?" not in shown
    selected = results.select_one("select[name=unit] option[selected]")
    assert selected["value"] == town.units["one"].public_id


def test_results_by_competency_of_a_unit_in_which_nobody_answered_say_so(town, client):
    campaign = survey(town, {"one": 12})
    unit = town.units["two"].public_id
    address = reverse("surveys:results", args=[campaign.public_id])
    found = soup(client.get(address, {"unit": unit, "perihal": "competency:2.1"}))
    assert "Tampilan ini tidak ditampilkan" in words(found)
    assert "Tidak ada angka tentang hal ini" in words(found)
    assert found.select_one("select[name=unit] option[selected]")["value"] == unit


def test_the_reader_is_told_the_name_of_the_subject_and_never_its_key(town, client):
    campaign = survey(town, {"one": 12})
    page = soup(client.get(reverse("surveys:results", args=[campaign.public_id]), {"perihal": "competency:2.1"}))
    assert f"Hanya pertanyaan tentang “{town.competencies['2.1'].name}”" in words(page)
    assert "competency:" not in words(page)
    editor = soup(client.get(reverse("surveys:instrument", args=[campaign.version.instrument.public_id])))
    assert f"tentang {town.competencies['2.1'].name}" in words(editor)
    assert "competency:" not in words(editor)


def test_the_file_of_a_part_of_the_results_holds_that_part(town, client):
    campaign = survey(town, {"one": 12})
    address = reverse("surveys:results", args=[campaign.public_id])
    told = client.get(address, {"perihal": "competency:2.1", "export": "csv"}).content.decode("utf-8-sig")
    assert "Bisa aplikasi?" in told
    assert "Jujur?" not in told
    assert "Jujur?" in client.get(address, {"export": "csv"}).content.decode("utf-8-sig")


def test_results_that_were_not_promised_by_unit_say_that_they_are_everybodys(town, client):
    campaign = survey(town, {"one": 12, "two": 14}, by_unit=False)
    query = {"unit": town.units["one"].public_id, "perihal": "competency:2.1"}
    shown = words(soup(client.get(reverse("surveys:results", args=[campaign.public_id]), query)))
    assert "jadi ini hasil semua orang" in shown
    assert "26 dari 26 orang menjawab" in shown


def test_who_may_not_read_results_is_told_who_may(town):
    survey(town, {"one": 12, "two": 14})
    collected(town)
    client = Client()
    client.force_login(town.users["approver"])
    page = need_page(town, client)
    assert not page.select("a[href*='/hasil/']")
    assert "dibaca oleh analis pengembangan" in words(page)


def said(town, unit, number, *, competency="2.1", cause="competence", on=ON, state="triaged"):
    """A citizen's words about a service of a unit, read and coded."""
    service, _new = Service.objects.get_or_create(
        agency=town.agency, unit=town.units[unit], name=f"Layanan {unit}", defaults={}
    )
    feedback = Feedback.objects.create(
        agency=town.agency, service=service, channel="paper", cause=cause, received_on=on, state=state,
        competency=town.competencies[competency] if competency else None, receipt_hash=f"{unit}{number}{on}{cause}",
    )  # fmt: skip
    FeedbackMessage.objects.create(feedback=feedback, by_citizen=True, text=f"Kata {number}", written_on=on)
    return feedback


def test_the_number_of_complaints_is_the_number_of_rows_behind_it(town, client):
    for number in range(4):
        said(town, "one", number)
    said(town, "inner", 9)  # below the unit: counts
    said(town, "two", 1)
    said(town, "one", 5, competency="m1")
    said(town, "one", 6, cause="tools", competency=None)
    said(town, "one", 7, on=date(2025, 6, 1))
    page = need_page(town, client)
    link = next(each for each in page.select("a[href*='/suara/']") if re.search(r"\d", each.get_text()))
    assert "5" in link.get_text()
    desk = soup(client.get(link["href"]))
    assert len(desk.select("main table tbody tr")) == 5
    assert "5 warga menyebut “Layanan digital” tentang Satu pada 2026" in words(desk)
    narrowed = soup(client.get(link["href"] + "&state=closed"))
    assert not narrowed.select("main table tbody tr a")
    assert narrowed.select_one("input[type=hidden][name=competency]")  # the filters keep what the address asked for


@pytest.mark.parametrize("query", [{"unit": "tidakada"}, {"competency": "x"}, {"year": "2026"}, {"year": "9" * 30},
                                   {"unit": "'", "competency": "'", "year": "٢٠٢٦"}])  # fmt: skip
def test_an_address_that_names_nothing_known_shows_nothing_and_says_so(town, client, query):
    said(town, "one", 1)
    desk = soup(client.get(reverse("voice:feedback-list"), query))
    assert "tidak dikenal di sini" in words(desk)
    assert not desk.select("main table tbody a")


def test_survey_evidence_names_the_campaign_it_came_from(town):
    campaign = survey(town, {"one": 12, "two": 14})
    collected(town)
    origins = set(Evidence.objects.filter(source="survey").values_list("origin", flat=True))
    assert origins == {f"survey:{campaign.public_id}"}


def test_what_an_evaluation_found_leads_to_its_finding_for_who_may_read_it(town, client):
    Evidence.objects.create(
        agency=town.agency, unit=town.units["one"], competency=town.competencies["2.1"], source="evaluation",
        weight=1.2, reason="Isi 88, metode 61", recorded_on=ON, origin="finding:abcdefgh234567",
    )  # fmt: skip
    address = reverse("evaluation:finding", args=["abcdefgh234567"])
    assert need_page(town, client).select_one(f'a[href="{address}"]') is not None
    other = Client()
    other.force_login(town.users["operator"])
    page = need_page(town, other)
    assert "Isi 88, metode 61" in words(page)
    assert page.select_one(f'a[href="{address}"]') is None

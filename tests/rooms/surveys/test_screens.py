"""One question a screen: without a script, without a cookie, without anything kept on the server until it is sent."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from tests.rooms.surveys.people import AT, campaign_of, employee_actor, with_people
from tests.rooms.surveys.test_answering_pages import browser, ticket_address

from binacore.sheets import UNKNOWN
from renbina import ui
from renbina.surveys.actions import AnswersIncomplete, answer_named, import_questionnaire
from renbina.surveys.models import InstrumentVersion, NamedAnswer, SealedSheet

EVERY_KIND = Path(__file__).with_name("every_kind.toml").read_bytes()
AT_COUNTER = ["loket", "alat", "setuju", "urut", "tingkat", "sejak", "sebut", "cerita", "setuju_umum"]


@pytest.fixture
def version(town) -> InstrumentVersion:
    return import_questionnaire(content=EVERY_KIND, by=town.actor("analyst"), at=AT)


class Phone:
    """Presses buttons on the screen that is shown, as a browser without script does."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.show(client.get(address))

    def show(self, page):
        self.page, self.soup = page, BeautifulSoup(page.content, "html.parser")

    def text(self):
        return re.sub(r"\s+", " ", self.soup.get_text(" "))

    def shown(self):
        return self.soup.select_one("main form input[name=layar]")["value"]

    def press(self, go="lanjut", **typed):
        form = self.soup.select_one("main form")
        values = {}
        for field in form.select("input[type=hidden]"):
            values.setdefault(field["name"], []).append(field["value"])
        values |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        self.show(self.client.post(self.address, {**values, "ke": go}))
        return self


ANSWERS = {
    "loket": {"loket": "yes"},
    "alat": {"alat": ["Pemindai", "Mesin antrean"]},
    "setuju": {"setuju_0": "4", "setuju_1": "2"},
    "urut": {"urut_0": "2", "urut_1": "3", "urut_2": "1"},
    "tingkat": {"tingkat-unknown": "1"},
    "sejak": {"sejak": "2024-03-01"},
    "sebut": {"sebut": "Rekap harian"},
    "cerita": {"cerita": 'Baris satu\r\n"><img src=x onerror=alert(1)>'},
    "setuju_umum": {"setuju_umum": "5"},
}
STORED = {
    "loket": "yes", "alat": ["Mesin antrean", "Pemindai"], "setuju": [4, 2], "urut": ["Waktu", "Alat", "Aturan"],
    "sejak": "2024-03-01", "sebut": "Rekap harian", "cerita": 'Baris satu\n"><img src=x onerror=alert(1)>',
    "setuju_umum": 5, UNKNOWN: ["tingkat"],
}  # fmt: skip


def walk(phone, **changed):
    seen = []
    while phone.shown() != "periksa":
        seen.append(phone.shown())
        phone.press(**(ANSWERS | changed)[seen[-1]])
    return seen


def test_every_kind_is_answered_screen_by_screen_and_sent_at_the_end(town, version):
    person = with_people(town, 2)[0]
    campaign = campaign_of(town, [person], version=version, mode="named")
    phone = Phone(browser(town, "orang", person), reverse("surveys:answer-named", args=[campaign.public_id]))
    assert walk(phone) == AT_COUNTER
    assert not NamedAnswer.objects.exists()
    assert "1. Waktu 2. Alat 3. Aturan" in phone.text()
    assert "Tidak tahu" in phone.text()
    assert "<img" not in phone.page.content.decode()
    phone.press("kirim")
    assert NamedAnswer.objects.get().answers == STORED


def test_a_question_whose_condition_does_not_hold_is_never_shown_nor_stored(town, version):
    person = with_people(town, 2)[0]
    campaign = campaign_of(town, [person], version=version, mode="named")
    phone = Phone(browser(town, "orang", person), reverse("surveys:answer-named", args=[campaign.public_id]))
    walk(phone)
    phone.press("loket").press(loket="no")  # changed from the last screen: what followed from "yes" falls away
    assert phone.shown() == "setuju"
    phone.press("lanjut", **ANSWERS["setuju"])
    while phone.shown() != "periksa":
        phone.press("lanjut", **ANSWERS[phone.shown()])
    phone.press("kirim")
    assert NamedAnswer.objects.get().answers == {
        code: value for code, value in STORED.items() if code != "alat"
    } | {"loket": "no"}  # fmt: skip


def test_a_half_finished_answer_with_a_name_goes_on_where_it_stopped_and_is_not_counted(town, version):
    person = with_people(town, 2)[0]
    campaign = campaign_of(town, [person], version=version, mode="named")
    address = reverse("surveys:answer-named", args=[campaign.public_id])
    client = browser(town, "orang", person)
    Phone(client, address).press(**ANSWERS["loket"]).press(**ANSWERS["alat"]).press(setuju_0="4")
    assert not NamedAnswer.objects.exists()
    phone = Phone(client, address)
    assert phone.shown() == "setuju"
    phone.press("kembali")
    assert phone.soup.select_one("input[name=alat][value=Pemindai]").has_attr("checked")
    while phone.shown() != "periksa":
        phone.press(**ANSWERS[phone.shown()])
    phone.press("kirim")
    assert NamedAnswer.objects.get().answers == STORED


def test_without_a_name_the_page_carries_the_answers_and_the_server_nothing(town, version):
    people = with_people(town, 5)
    client = Client(enforce_csrf_checks=True)
    phone = Phone(client, ticket_address(campaign_of(town, people, version=version), people[0]))
    assert walk(phone) == AT_COUNTER
    assert not SealedSheet.objects.exists()
    phone.press("kirim")
    assert phone.page.status_code == 302
    assert SealedSheet.objects.count() == 1
    assert not client.cookies


def test_a_missing_answer_stays_on_its_screen_and_the_way_back_keeps_what_was_answered(town, version):
    people = with_people(town, 5)
    phone = Phone(Client(), ticket_address(campaign_of(town, people, version=version), people[0]))
    assert phone.press().page.status_code == 422
    assert "jawab pertanyaan ini" in phone.text()
    phone.press(loket="yes").press(alat=["Printer"]).press(setuju_0="3")
    assert phone.page.status_code == 422
    assert "Mohon jawab setiap baris" in phone.text()
    assert phone.soup.select_one("input[name=setuju_0][value='3']").has_attr("checked")
    phone.press("kembali")
    assert phone.soup.select_one("input[name=alat][value=Printer]").has_attr("checked")


def test_an_order_with_the_same_place_twice_is_refused(town, version):
    people = with_people(town, 5)
    phone = Phone(Client(), ticket_address(campaign_of(town, people, version=version), people[0]))
    phone.press(loket="no").press(**ANSWERS["setuju"]).press(urut_0="1", urut_1="1", urut_2="2")
    assert phone.page.status_code == 422
    assert phone.shown() == "urut"


def test_the_whole_page_takes_the_same_answers_and_says_when_a_question_counts(town, version):
    person = with_people(town, 2)[0]
    campaign = campaign_of(town, [person], version=version, mode="named")
    address = reverse("surveys:answer-named", args=[campaign.public_id]) + "?cara=semua"
    client = browser(town, "orang", person)
    page = re.sub(r"\s+", " ", client.get(address).content.decode())
    assert "Hanya bila “Apakah Anda bekerja di loket?”: Ya" in page
    everything = {name: value for each in ANSWERS.values() for name, value in each.items()}
    assert client.post(address, {k: v for k, v in everything.items() if k != "loket"}).status_code == 422
    assert client.post(address, everything).status_code == 302
    assert NamedAnswer.objects.get().answers == STORED


def test_the_other_language_is_one_tap_away_and_the_answers_stay_the_same(town, version):
    person = with_people(town, 2)[0]
    campaign = campaign_of(town, [person], version=version, mode="named")
    address = reverse("surveys:answer-named", args=[campaign.public_id])
    client = browser(town, "orang", person)
    assert "bahasa=en" in client.get(address).content.decode()
    phone = Phone(client, address + "?bahasa=en")
    assert "Do you work at a counter?" in phone.text()
    assert "Question 1 of" in phone.text()
    phone.press(loket="yes")
    assert "Queue machine" in phone.text()
    assert phone.soup.select_one("input[name=alat][value='Mesin antrean']")


def test_only_answers_that_every_kind_offers_are_taken(town, version):
    person = with_people(town, 2)[0]
    campaign = campaign_of(town, [person], version=version, mode="named")
    for code, value in (("urut", ["Alat"]), ("setuju", [4]), ("sejak", "kemarin"), ("tingkat", 0), ("loket", "ya")):
        with pytest.raises(AnswersIncomplete) as caught:
            answer_named(campaign=campaign, answers={**STORED, code: value}, by=employee_actor(person), at=AT)
        assert caught.value.field == code


def test_a_first_visit_weighs_at_most_60_kilobytes_without_fonts(town, version):
    people = with_people(town, 5)
    address = ticket_address(campaign_of(town, people, version=version), people[0])
    build = Path(ui.__file__).parent / "static" / "ui" / "build"
    if not (build / "draft.js").exists():
        pytest.skip("the assets are not built")
    assets = [(build / name).read_bytes() for name in ("app.css", "app.js", "draft.js", "icons.svg")]
    for way in ("satu", "semua"):
        page = Client().get(f"{address}?cara={way}").content
        assert sum(len(gzip.compress(each)) for each in (page, *assets)) <= 60_000

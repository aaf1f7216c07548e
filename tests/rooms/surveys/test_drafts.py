"""What is entered without a name and not sent stays in the browser: the server stores and logs nothing of it."""

import logging
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from tests.rooms.surveys.attack import dump
from tests.rooms.surveys.people import LAST, answer, campaign_of, with_people
from tests.rooms.surveys.test_answering_pages import browser, ticket_address
from tests.rooms.surveys.test_screens import ANSWERS, Phone, version, walk  # noqa: F401 - a fixture

from renbina.surveys.access import token_for
from renbina.surveys.models import SealedSheet

CANARY = "jawaban-rahasia-7391"


class Heard(logging.Handler):
    """Everything that a log of the product would hold, once it is set to tell all that is worth a line."""

    def __init__(self):
        super().__init__(level=logging.INFO)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def heard(monkeypatch):
    for each in logging.getLogger("django.request").filters:  # a minute ago another test was turned away
        monkeypatch.setattr(each, "_told_at", 0.0, raising=False)
    root, found = logging.getLogger(), Heard()
    level = root.level
    root.addHandler(found)
    root.setLevel(logging.INFO)
    yield found
    root.setLevel(level)
    root.removeHandler(found)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_no_request_before_the_last_one_stores_or_logs_an_answer(town, version, heard):  # noqa: F811
    people = with_people(town, 6)
    campaign = campaign_of(town, people, version=version)
    before = dump()
    phone = Phone(Client(), ticket_address(campaign, people[0]))
    told = {"cerita": {"cerita": CANARY}, "sebut": {"sebut": CANARY}}
    walk(phone, **told)
    phone.press("sebut").press(**ANSWERS["sebut"] | {"sebut": CANARY})
    assert CANARY in phone.text() or phone.soup.select(f'input[value="{CANARY}"]')  # it travels with the page
    refused = Client().post(phone.address, {"cerita": CANARY})  # the whole page, not complete
    assert refused.status_code == 422
    assert dump() == before
    assert not phone.client.cookies
    while phone.shown() != "periksa":
        phone.press(**(ANSWERS | told)[phone.shown()])
    phone.press("kirim")
    assert phone.page.status_code == 302
    assert SealedSheet.objects.count() == 1
    changed = dump()
    assert {name for name in changed if changed[name] != before[name]} == {"surveys_ticket", "surveys_sealedsheet"}
    said = "\n".join(heard.lines)
    assert "Unprocessable" in said  # the page that was refused is worth a line
    assert CANARY not in said
    token = token_for(campaign, people[0].pk)
    assert not any(part in said for part in (token, *token.split(":")))  # a line with a ticket would tell when it came


def test_the_form_says_what_it_keeps_and_what_it_does_not(town):
    people = with_people(town, 5)
    address = ticket_address(campaign_of(town, people), people[0])
    page = soup(Client().get(address))
    form = page.select_one("main form")
    assert form["data-draft"] == LAST.isoformat()
    assert form.has_attr("data-fresh")
    assert form["autocomplete"] == "off"  # nor does the browser offer one person's words to the next
    shown = [each for each in page.select("[data-not-kept]") if not each.has_attr("hidden")]
    assert "tidak disimpan" in shown[0].get_text()  # without a script
    assert page.select_one("[data-kept]").has_attr("hidden")
    assert "perangkat ini dipakai bersama" in re.sub(r"\s+", " ", page.select_one("[data-kept]").get_text())
    assert all(each["type"] == "button" for each in page.select("[data-forget]"))
    refused = soup(Client().post(address, {"q1": "4"}))
    assert not refused.select_one("main form").has_attr("data-fresh")  # what was just sent is never written over


def test_the_page_that_opens_is_fresh_also_after_somebody_only_asked_for_its_head(town):
    people = with_people(town, 5)
    address = ticket_address(campaign_of(town, people), people[0])
    Client().head(address)
    assert soup(Client().get(address)).select_one("main form").has_attr("data-fresh")


def test_a_form_with_a_name_keeps_its_draft_on_the_server_and_none_in_the_browser(town):
    person = with_people(town, 2)[0]
    campaign = campaign_of(town, [person], mode="named")
    page = soup(browser(town, "orang", person).get(reverse("surveys:answer-named", args=[campaign.public_id])))
    assert not page.select("[data-draft], [data-kept], script[src*='draft']")


def test_a_browser_in_which_paper_is_keyed_in_keeps_nobodys_answers(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    address = ticket_address(campaign, people[0]) + "?cara=semua&kertas=1"
    page = soup(Client().get(address))
    assert not page.select("[data-draft], [data-kept], [data-not-kept]")
    sent = Client().post(address, {"q1": "4", "q2": "Ini", "q3": "2"})
    thanks = soup(Client().get(sent["Location"]))
    assert thanks.select_one(f"a[href='{reverse('surveys:paper', args=[campaign.public_id])}']")


def test_a_ticket_that_is_used_or_over_tells_the_browser_to_forget(town, settings):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    answer(campaign, people[0])
    assert soup(Client().get(ticket_address(campaign, people[0]))).select("[data-draft-over]")
    assert soup(Client().get(reverse("surveys:thanks"))).select("[data-draft-sent]")
    settings.RENBINA_FROZEN_ON = LAST.replace(month=12)
    assert soup(Client().get(ticket_address(campaign, people[1]))).select("[data-draft-over]")


@pytest.mark.parametrize("campaign", ["../../keluar", "a/b", "%2e%2e", "<b>", ""])
def test_the_page_of_thanks_leads_nowhere_else(db, campaign):
    page = soup(Client().get(reverse("surveys:thanks"), {"kertas": campaign}))
    assert not page.select("main a")

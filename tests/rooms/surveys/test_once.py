"""A form that makes something new makes it once, however often it is sent."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from renbina.surveys.models import Instrument

pytestmark = pytest.mark.django_db
NEW = "surveys:instrument-new"


@pytest.fixture
def strict(town) -> Client:
    """As in the browser: every form carries the token of its page."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.users["analyst"])
    return client


def form_of(client: Client) -> dict[str, str]:
    page = BeautifulSoup(client.get(reverse(NEW)).content, "html.parser")
    token = page.select_one("main form [name=csrfmiddlewaretoken]")
    return {"csrfmiddlewaretoken": str(token["value"]), "name": "Kuesioner loket"}


def test_a_second_click_makes_nothing_and_says_so_kindly(strict: Client) -> None:
    form = form_of(strict)
    first = strict.post(reverse(NEW), form)
    second = strict.post(reverse(NEW), form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Instrument.objects.filter(name="Kuesioner loket").count() == 1
    assert "dihitung sekali" in strict.get(second["Location"]).content.decode()


def test_the_same_words_from_a_page_opened_anew_are_a_new_thing(strict: Client) -> None:
    for _time in range(2):
        strict.post(reverse(NEW), form_of(strict))
    assert Instrument.objects.filter(name="Kuesioner loket").count() == 2


def test_a_form_that_was_refused_can_be_corrected_and_sent(strict: Client) -> None:
    form = form_of(strict)
    assert strict.post(reverse(NEW), form | {"name": ""}).status_code == 422
    assert strict.post(reverse(NEW), form).status_code == 302
    assert Instrument.objects.filter(name="Kuesioner loket").count() == 1

"""Every wrong turn of a citizen: a kind answer in the language of the page, nothing lost, nothing stored."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.rooms.planning.town import DAY
from tests.rooms.voice.conftest import VoiceTown
from tests.rooms.voice.test_citizen import code_in, look_up, page, token_of

from renbina.voice.models import Feedback, FeedbackMessage
from renbina.voice.views import gate

pytestmark = pytest.mark.slow  # each wrong turn in two languages: not in the quick subset

WORDS = "antre <b>lama</b>"
TURNS = {
    "quick": ("satu ketukan", "one tap is enough", 422),
    "old": ("lama terbuka", "open for a long time", 403),
    "trap": ("sekali lagi", "send once more", 422),
    "scale": ("Pilih salah satu", "Choose one of the four", 422),
    "links": ("Paling banyak dua tautan", "At most two links", 422),
    "crowd": ("satu menit lagi", "in a minute", 429),
    "late": ("sudah ditutup", "point is closed", 410),
}


def visitor(language: str) -> Client:
    client = Client()
    client.cookies["renbina_language"] = language
    return client


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("turn", TURNS)
def test_a_wrong_turn_is_told_kindly_and_keeps_the_words(
    here: VoiceTown, settings: Any, monkeypatch: Any, language: str, turn: str
) -> None:
    client = visitor(language)
    data = {"token": token_of(client.get(page(here)).content.decode()), "u1": "4", "text": WORDS}
    if turn == "quick":
        settings.RENBINA_FORM_SECONDS = 3
    elif turn == "old":
        monkeypatch.setattr(gate, "FRESH_SECONDS", -1)
    elif turn == "trap":
        data["website"] = "x"
    elif turn == "scale":
        data["u2"] = "9"
    elif turn == "links":
        data["text"] = f"{WORDS} http://a http://b http://c"
    elif turn == "crowd":
        monkeypatch.setattr(gate, "over", lambda *_given: True)
    elif turn == "late":
        here.point.valid_to = DAY - timedelta(days=1)
        here.point.save()
    got = client.post(page(here), data)
    text = got.content.decode()
    assert got.status_code == TURNS[turn][2]
    assert TURNS[turn][language == "en"] in text
    assert "antre &lt;b&gt;lama" in text
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(("language", "told"), [("id", "sudah kami terima"), ("en", "had reached us before")])
def test_a_form_sent_again_with_other_words_keeps_the_first_and_says_so(
    here: VoiceTown, language: str, told: str
) -> None:
    client = visitor(language)
    data = {"token": token_of(client.get(page(here)).content.decode()), "u1": "4", "text": "pertama"}
    first = client.post(page(here), data).content.decode()
    again = client.post(page(here), {**data, "text": "kedua"}).content.decode()
    assert told in again
    assert told not in first
    assert code_in(first) == code_in(again)
    assert FeedbackMessage.objects.get().text == "pertama"


@pytest.mark.parametrize(("language", "covered"), [("id", "[nama]"), ("en", "[name]")])
def test_a_complaint_that_names_an_official_reaches_others_with_the_name_covered(
    here: VoiceTown, language: str, covered: str
) -> None:
    official = here.town.people[1]  # works at the counter of this service
    code = here.say(f"{official.name} membentak saya, telepon 0812-3456-7890").code
    desk = here.login("analyst")
    desk.cookies["renbina_language"] = language
    public_id = Feedback.objects.get().public_id
    text = desk.get(reverse("voice:feedback-detail", args=[public_id])).content.decode()
    assert covered in text
    unit = here.login("unit_operator", "CAPIL")
    unit.cookies["renbina_language"] = language
    assert official.name not in unit.get(reverse("voice:feedback-detail", args=[public_id])).content.decode()
    assert official.name in look_up(visitor(language), code).content.decode()  # who wrote it reads it whole

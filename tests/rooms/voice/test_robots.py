"""Robots are turned away kindly and cheaply; a waiting room behind one address loses nothing."""

import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.planning.town import AT
from tests.rooms.voice.conftest import VoiceTown
from tests.rooms.voice.test_citizen import page, send, token_of

from renbina.config.logs import SILENCE, TurnedAway
from renbina.foundation.rates import sender
from renbina.voice import actions
from renbina.voice.models import Feedback
from renbina.voice.views import gate, public

pytestmark = pytest.mark.slow  # hundreds of forms: not in the quick subset

PROXY = "10.0.0.1"


def behind(client: Client, here: VoiceTown, address: str, **data: Any) -> int:
    """The status of an answer that came through a proxy of our own."""
    token = gate.form_token(here.point.public_id)
    sent = client.post(page(here), {"token": token, **data}, HTTP_X_FORWARDED_FOR=address, REMOTE_ADDR=PROXY)
    return int(sent.status_code)


def test_a_hundred_people_behind_one_address_lose_nothing(here: VoiceTown) -> None:
    client = Client()
    form = here.point.public_id
    got = [send(here, client, token=gate.form_token(form), u1="4", text=f"orang {n}") for n in range(100)]
    assert {each.status_code for each in got} == {200}
    assert Feedback.objects.count() == 100


def test_a_flood_leaves_a_minutes_worth_and_each_refusal_costs_one_query(here: VoiceTown, monkeypatch: Any) -> None:
    monkeypatch.setattr(public, "ANSWERS_A_MINUTE", 5)
    client = Client()
    tokens = [gate.form_token(here.point.public_id) for _ in range(40)]
    got = [client.post(page(here), {"token": token, "text": "beli obat"}) for token in tokens]
    assert Feedback.objects.count() <= 10  # five, or ten where the minute turned in between
    assert got[-1].status_code == 429
    assert "semenit lagi" in got[-1].content.decode()
    assert got[-1].headers["Retry-After"] == "60"
    with CaptureQueriesContext(connection) as asked:
        last = client.post(page(here), {"token": tokens[0], "text": "beli obat"})
    if last.headers.get("Retry-After"):
        assert len(asked) <= 1
        assert len(last.content) < 300


def test_one_token_sent_again_and_again_is_one_answer(here: VoiceTown, monkeypatch: Any) -> None:
    client = Client()
    token = token_of(client.get(page(here)).content.decode())
    for _ in range(50):
        send(here, client, token=token, text="beli obat")
    assert Feedback.objects.count() == 1


def test_a_form_that_comes_back_too_fast_is_asked_for_again_with_its_words_and_its_name(
    here: VoiceTown, settings: Any
) -> None:
    client = Client()
    token = token_of(client.get(page(here)).content.decode())
    settings.RENBINA_FORM_SECONDS = 3
    refused = send(here, client, token=token, text="kata saya", u1="4")
    assert refused.status_code == 422
    assert "kata saya" in refused.content.decode()
    assert 'type="submit" form="answer"' in refused.content.decode()  # one tap beside the reason, without a script
    assert re.search(r'value="4"[^>]* checked', refused.content.decode())
    assert token_of(refused.content.decode()) == token  # so that the second press is old enough, and still one answer
    assert not Feedback.objects.exists()
    settings.RENBINA_FORM_SECONDS = 0
    assert send(here, client, token=token, text="kata saya", u1="4").status_code == 200


def test_a_header_that_anybody_can_write_does_not_help_a_robot(here: VoiceTown, monkeypatch: Any) -> None:
    monkeypatch.setattr(public, "ANSWERS_A_MINUTE", 3)
    client = Client()
    got = [behind(client, here, f"203.0.113.{n}", u1="4") for n in range(9)]
    assert got.count(200) <= 6  # as if it had written nothing: three, or six where the minute turned


def test_behind_our_own_proxy_each_visitor_counts_alone_and_a_forged_start_is_ignored(
    here: VoiceTown, settings: Any, monkeypatch: Any
) -> None:
    settings.RENBINA_PROXIES = 1
    monkeypatch.setattr(public, "ANSWERS_A_MINUTE", 30)
    client = Client()
    assert {behind(client, here, f"203.0.113.{n}", u1="4") for n in range(20)} == {200}

    class Asked:
        META = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}

    assert sender(Asked()) == "203.0.113.9"  # type: ignore[arg-type]  # only META is read
    settings.RENBINA_PROXIES = 3
    assert sender(Asked()) == PROXY  # type: ignore[arg-type]  # a header that is too short proves nothing


def test_a_house_with_a_whole_ipv6_network_is_one_sender(settings: Any) -> None:
    def of(address: str) -> str:
        class Asked:
            META = {"REMOTE_ADDR": address}

        return sender(Asked())  # type: ignore[arg-type]  # only META is read

    assert of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff::9") != of("2001:db8:1:3::1")
    assert of("::ffff:203.0.113.5") == of("203.0.113.5")


def test_many_addresses_cannot_fill_one_counter_and_the_next_counter_stays_open(
    here: VoiceTown, settings: Any, monkeypatch: Any
) -> None:
    settings.RENBINA_PROXIES = 1
    monkeypatch.setattr(public, "ANSWERS_A_MINUTE", 4)
    client = Client()
    got = [behind(client, here, f"203.0.113.{n}", u1="4") for n in range(12)]
    assert 429 in got
    assert Feedback.objects.count() <= 8
    here.point = actions.add_point(service=here.service, name="Loket 4", since=here.point.valid_from,
                                   by=here.town.system, at=AT)  # fmt: skip
    assert behind(client, here, "203.0.113.200", u1="4") == 200


def test_a_text_full_of_links_is_sent_back(here: VoiceTown) -> None:
    links = " ".join(f"https://contoh{n}.id" for n in range(3))
    refused = send(here, Client(), text=f"lihat {links}")
    assert refused.status_code == 422
    assert "contoh2.id" in refused.content.decode()
    assert send(here, Client(), text="lihat https://contoh.id").status_code == 200


def test_the_page_does_not_look_who_opens_it(here: VoiceTown) -> None:
    client = here.login("analyst")
    with CaptureQueriesContext(connection) as asked:
        text = client.get(page(here)).content.decode()
    assert not [each["sql"] for each in asked.captured_queries if "session" in each["sql"] or "user" in each["sql"]]
    assert "Uji analyst" not in text


def test_a_receipt_form_of_another_purpose_opens_no_counter(here: VoiceTown) -> None:
    token = token_of(Client().get(reverse("voice:receipt")).content.decode())
    assert send(here, Client(), token=token, u1="4").status_code == 403
    assert gate.nonce_of(token, "code") is not None


def test_refused_visitors_are_one_line_a_minute_with_their_number_and_staff_keep_theirs(here: VoiceTown) -> None:
    client = Client()
    lines: list[str] = []
    told = TurnedAway()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    ear, log = Ear(), logging.getLogger("django.request")
    ear.addFilter(told)
    kept, log.filters = log.filters, []
    log.addHandler(ear)
    try:
        for _ in range(20):
            send(here, client, token="x")
        here.login("employee").get(reverse("voice:feedback-list"))
        told._told_at -= SILENCE
        send(here, client, token="x")
    finally:
        log.removeHandler(ear)
        log.filters = kept
    assert len(lines) == 3
    assert "/suara/masukan/" in lines[1]
    assert lines[2].endswith("(and 19 more visitors were turned away since the last such line)")

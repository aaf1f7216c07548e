import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.dashboards.town import add_user
from tests.rooms.surveys.people import (
    AT,
    LAST,
    SHEET,
    answer,
    campaign_of,
    employee_actor,
    version_of,
    with_people,
)

from renbina.surveys.access import token_for
from renbina.surveys.actions import add_section, answer_named, close_campaign, create_instrument, save_item
from renbina.surveys.models import AnonymousAnswer, NamedAnswer, SealedSheet

FORM = {"q1": "4", "q2": "Ini", "q3": "2", "q4": ""}
EVIL = '"><img src=x onerror=alert(1)><b>{{ 7|add:7 }}'


def ticket_address(campaign, person):
    return reverse("surveys:answer", args=[token_for(campaign, person.pk)])


def browser(town, name, person):
    add_user(town, name, None, employee=person)
    client = Client()
    client.force_login(town.users[name])
    return client


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_form_without_a_name_works_for_a_stranger_without_cookie_or_script(town):
    people = with_people(town, 5)
    address = ticket_address(campaign_of(town, people), people[0])
    client = Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert page.status_code == 200
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in text(page)
    sent = client.post(address, FORM)
    assert sent.status_code == 302
    assert client.get(sent["Location"]).status_code == 200
    assert not client.cookies
    assert SealedSheet.objects.count() == 1


def test_the_form_does_not_look_who_is_logged_in(town):
    people = with_people(town, 5)
    address = ticket_address(campaign_of(town, people), people[0])
    client = browser(town, "orang", people[0])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
        client.post(address, FORM)
    assert people[0].name not in text(page)
    touched = [query["sql"] for query in asked if re.search("session|accounts_user|employee|foundation_", query["sql"])]
    assert touched == []


def test_what_was_typed_stays_when_something_is_missing(town):
    people = with_people(town, 5)
    address = ticket_address(campaign_of(town, people), people[0])
    page = Client().post(address, {"q1": "4", "q3": "tiga", "q4": "Latihannya kurang"})
    assert page.status_code == 422
    words = text(page)
    assert "Latihannya kurang" in words
    assert 'value="tiga"' in words
    assert re.search(r'<input[^>]*name="q1"[^>]*value="4"[^>]*checked', words)
    assert "2 jawaban masih perlu" in words
    assert 'href="#id_q2_0"' in words or 'href="#id_q2"' in words
    assert not SealedSheet.objects.exists()


def test_a_double_submit_counts_once_and_is_thanked_twice(town):
    people = with_people(town, 5)
    address = ticket_address(campaign_of(town, people), people[0])
    first, second = Client().post(address, FORM), Client().post(address, {**FORM, "q1": "1"})
    assert first.status_code == 302
    assert second.status_code == 409
    assert "sudah masuk" in text(second)
    assert SealedSheet.objects.count() == 1


def test_a_late_answer_is_refused_kindly_and_changes_nothing(town, settings):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    address = ticket_address(campaign, people[0])
    settings.RENBINA_FROZEN_ON = LAST.replace(month=12, day=1)
    assert Client().get(address).status_code == 200
    late = Client().post(address, FORM)
    assert late.status_code == 409
    assert "sudah ditutup" in text(late)
    close_campaign(campaign=campaign, by=town.system, at=AT)
    assert "sudah ditutup" in text(Client().get(address))
    assert not AnonymousAnswer.objects.exists()


def test_a_campaign_closed_early_says_the_day_on_which_it_closed_and_whether_the_own_answer_counts(town):
    people = with_people(town, 6)
    campaign = campaign_of(town, people, mode="named")
    answer_named(campaign=campaign, answers=SHEET, by=employee_actor(people[0]), at=AT)
    close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)
    address = reverse("surveys:answer-named", args=[campaign.public_id])
    told = [text(browser(town, f"orang{n}", people[n]).get(address)) for n in (0, 1)]
    assert all("menerima jawaban sampai 23 November 2026" in page for page in told)
    assert "Jawaban Anda sudah masuk dan dihitung" in told[0]
    assert "Jawaban Anda sudah masuk" not in told[1]


@pytest.mark.parametrize("token", ["x", "e30:abc", "0" * 400, "'; DROP TABLE--", "%00"])
def test_a_damaged_token_is_told_what_to_do(town, token):
    page = Client().get(f"/jawab/{token}/")
    assert page.status_code == 404
    assert "daftar kuesioner" in text(page)


def test_markup_in_questions_and_answers_is_only_ever_text(town):
    by = town.actor("analyst")
    version = create_instrument(name=EVIL, purpose=EVIL, intro=EVIL, by=by, at=AT).versions.get()
    section = add_section(version=version, title=EVIL, intro=EVIL, by=by, at=AT)
    save_item(
        section=section, values={"kind": "likert", "text": EVIL, "low_label": EVIL, "high_label": EVIL}, by=by, at=AT
    )
    save_item(section=section, values={"kind": "choice", "text": "x", "choices": [EVIL, "b"]}, by=by, at=AT)
    save_item(section=section, values={"kind": "text", "text": "y"}, by=by, at=AT)
    people = with_people(town, 5)
    campaign = campaign_of(town, people, version=version, title=EVIL)
    address = ticket_address(campaign, people[0])
    for page in (Client().get(address), Client().post(address, {"q3": EVIL})):
        assert "<img" not in text(page)
        assert "{{ 7|add:7 }}" in text(page)
    assert Client().post(address, {"q1": "1", "q2": EVIL, "q3": EVIL}).status_code == 302


def test_the_list_says_what_waits_and_leads_to_it(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    named = campaign_of(town, people, mode="named", title="Dengan nama")
    client = browser(town, "orang", people[0])
    page = client.get(reverse("surveys:mine"))
    assert "2 kuesioner menunggu Anda" in text(page)
    assert ticket_address(campaign, people[0]) in text(page)
    client.post(reverse("surveys:answer-named", args=[named.public_id]), FORM)
    answer(campaign, people[0])
    page = text(client.get(reverse("surveys:mine")))
    assert "1 kuesioner menunggu Anda" in page  # whose ticket was used is not known, so it goes on waiting
    assert "Lihat atau ubah" in page


def test_the_list_costs_the_same_queries_for_one_and_for_many(town):
    people = with_people(town, 5)
    version = version_of(town)
    client = browser(town, "orang", people[0])
    campaign_of(town, people, version=version, by_unit=True)
    counts = []
    for _ in range(2):
        client.get(reverse("surveys:mine"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("surveys:mine"))
        counts.append(len(asked))
        for _ in range(6):
            campaign_of(town, people, version=version, by_unit=True)
    assert counts[0] == counts[1] <= 12


def test_a_named_answer_comes_back_to_be_changed(town):
    people = with_people(town, 2)
    campaign = campaign_of(town, people, mode="named")
    client = browser(town, "orang", people[0])
    address = reverse("surveys:answer-named", args=[campaign.public_id])
    assert client.post(address, {**FORM, "q4": "Semula"}, follow=True).status_code == 200
    assert "Semula" in text(client.get(address))
    client.post(address, {**FORM, "q1": "1"})
    assert NamedAnswer.objects.get().answers == {**SHEET, "q1": 1}


def test_a_named_campaign_is_not_found_by_who_was_not_asked(town):
    people = with_people(town, 2)
    campaign = campaign_of(town, people[:1], mode="named")
    answer_named(campaign=campaign, answers={**SHEET, "q4": "rahasia"}, by=employee_actor(people[0]), at=AT)
    page = browser(town, "lain", people[1]).get(reverse("surveys:answer-named", args=[campaign.public_id]))
    assert page.status_code == 404
    assert "rahasia" not in text(page)


def test_a_half_finished_named_answer_is_kept_with_every_step_and_counted_only_when_sent(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people, mode="confidential")
    client = browser(town, "orang", people[0])
    address = reverse("surveys:answer-named", args=[campaign.public_id])
    assert "Jawaban ini rahasia" in text(client.get(address))
    later = client.post(address, {"q1": "4", "q3": "", "ke": "nanti"}, follow=True)
    assert "Sudah dimulai, belum dikirim" in text(later)
    assert not NamedAnswer.objects.exists()
    page = text(client.get(address))
    assert "masih ada di sini" in page
    assert re.search(r'<input[^>]*name="q1"[^>]*value="4"[^>]*checked', page)
    assert client.post(address, {"q1": "5", "q2": "Ini"}).status_code == 422  # the second is missing: kept all the same
    assert re.search(r'<input[^>]*name="q1"[^>]*value="5"[^>]*checked', text(client.get(address)))
    client.post(address, FORM)
    assert NamedAnswer.objects.get().answers == SHEET


def test_links_that_are_not_ones_own_lead_kindly_back_to_the_own_list(town):
    people = with_people(town, 6)
    campaign = campaign_of(town, people[:5], mode="named", title="Rahasia dapur")
    client = browser(town, "lain", people[5])
    pages = [
        client.get(reverse("surveys:answer-named", args=[name])) for name in (campaign.public_id, "tidakada234567")
    ]
    assert [page.status_code for page in pages] == [404, 404]
    assert all("Buka daftar kuesioner saya" in text(page) for page in pages)
    assert not any("dapur" in text(page) for page in pages)


def test_the_page_without_a_name_is_the_same_bytes_for_everybody_and_drawn_once(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    first, second = ticket_address(campaign, people[0]), ticket_address(campaign, people[1])
    page = Client().get(first + "?cara=%22%3Ejahat")
    with CaptureQueriesContext(connection) as asked:
        again = Client().get(second)
    assert page.content == again.content
    assert not any(token_for(campaign, person.pk)[:40] in text(page) for person in people)
    assert "jahat" not in text(page)
    assert len(asked) == 2  # the campaign, and whether this ticket was used
    assert Client().get(second + "?bahasa=en").content != again.content
    Client().post(second, FORM)
    assert "sudah masuk" in text(Client().get(second))
    assert Client().get(first).content == page.content

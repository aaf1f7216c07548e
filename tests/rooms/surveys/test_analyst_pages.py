import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.surveys.people import AT, SHEET, answer, campaign_of, employee_actor, version_of, with_people, words

from renbina.foundation.errors import Forbidden, NotFound
from renbina.surveys.actions import answer_named, close_campaign, load_ready
from renbina.surveys.models import Campaign, Instrument, Item
from renbina.surveys.previews import results_of, units_of

EVIL = '"><img src=x onerror=alert(1)>'


def page_of(client, campaign):
    return words(client.get(reverse("surveys:campaign", args=[campaign.public_id])))


def results_page(client, campaign):
    return words(client.get(reverse("surveys:results", args=[campaign.public_id])))


def answered(town, count, *, people=12, **changes):
    asked = with_people(town, people)
    campaign = campaign_of(town, asked, **changes)
    for number, person in enumerate(asked[:count]):
        answer(campaign, person, q1=1 + number % 5, q4=f"Saran {number} {EVIL}")
    return campaign


def closed(town, campaign):
    return close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)


def test_an_open_campaign_without_names_shows_no_result_and_a_rate_in_steps(town, client):
    campaign = answered(town, 5)
    text = page_of(client, campaign)
    # five of twelve: below the first step
    assert "12 orang ditanya; yang menjawab dihitung bertahap, tahap pertama belum tercapai" in text
    assert "Hasil muncul sesudah ditutup" in text
    assert results_of(town.actor("analyst"), campaign) is None


def test_a_closed_campaign_shows_distribution_mean_and_n(town, client):
    campaign = answered(town, 10)
    closed(town, campaign)
    text = page_of(client, campaign)
    assert "10 dari 12 orang menjawab" in text
    assert "Rata-rata seluruh skala 3,00 dari 5" in text
    assert "Saran 3" not in text  # the questions have a page of their own
    text = results_page(client, campaign)
    assert "10 jawaban" in text
    raw = client.get(reverse("surveys:results", args=[campaign.public_id])).content.decode()
    assert "<img" not in raw


def test_four_answers_show_nothing_and_say_why(town, client):
    campaign = answered(town, 4)
    closed(town, campaign)
    assert "Rata-rata" not in page_of(client, campaign)
    text = results_page(client, campaign)
    assert "Kurang dari 5 jawaban" in text or "tidak ditampilkan" in text
    assert "Rata-rata seluruh skala" not in text
    assert "Saran" not in text.replace("Saran Kurang", "")


def test_nine_answers_show_no_words(town, client):
    campaign = answered(town, 9)
    closed(town, campaign)
    text = results_page(client, campaign)
    assert "Kurang dari 10 jawaban tertulis" in text
    assert "Saran 3" not in text


def test_results_by_unit_leave_out_the_small_one_and_the_one_that_would_tell_it(town):
    people = with_people(town, 17, "one") + with_people(town, 3, "two")
    campaign = campaign_of(town, people, by_unit=True)
    for number, person in enumerate(people):
        answer(campaign, person, q1=1 + number % 5)
    report = units_of(town.actor("analyst"), closed(town, campaign))
    assert [(line.n, line.overall) for line in report.lines] == [(None, None)] * 2  # neither: one would tell the other
    assert report.elsewhere == 20


def test_results_by_unit_show_units_that_are_large_enough(town):
    people = with_people(town, 12, "one") + with_people(town, 8, "two")
    campaign = campaign_of(town, people, by_unit=True)
    for number, person in enumerate(people):
        answer(campaign, person, q1=1 + number % 5)
    report = units_of(town.actor("analyst"), closed(town, campaign))
    assert [(line.name, line.n) for line in report.lines] == [("Dua", 8), ("Satu", 12)]
    assert report.elsewhere == 0


def test_results_are_for_analysts_of_the_agency(town, elsewhere):
    campaign = closed(town, answered(town, 10))
    with pytest.raises(Forbidden):
        results_of(town.actor("employee"), campaign)
    with pytest.raises(NotFound):
        results_of(elsewhere.actor("analyst"), campaign)


def test_named_results_are_computed_while_it_runs(town, client):
    people = with_people(town, 6)
    campaign = campaign_of(town, people, mode="named")
    for number, person in enumerate(people):
        answers = {**SHEET, "q1": 1 + number % 5}
        answer_named(campaign=campaign, answers=answers, by=employee_actor(person), at=AT)
    assert "6 dari 6 orang menjawab" in page_of(client, campaign)
    assert "6 jawaban" in results_page(client, campaign)


def test_an_analyst_asks_chosen_people_by_nip_and_a_wrong_one_is_named(town, client):
    people, version = with_people(town, 5), version_of(town)
    form = {
        "version": version.public_id, "title": "Kelas 3", "mode": "anonymous", "audience": "list",
        "closes_on": "2026-12-01", "low": 1, "nips": "\n".join([*(each.nip for each in people), "199001012015019999"]),
    }  # fmt: skip
    page = client.post(reverse("surveys:campaign-new"), form)
    assert page.status_code == 422
    assert "199001012015019999" in words(page)
    assert "Kelas 3" in page.content.decode()
    assert not Campaign.objects.exists()
    form["nips"] = " \n".join(each.nip for each in people)
    assert client.post(reverse("surveys:campaign-new"), form).status_code == 302
    assert Campaign.objects.get().invited == 5


def test_an_audience_that_is_too_small_is_refused_beside_its_field(town, client):
    version = version_of(town)
    form = {
        "version": version.public_id, "title": "x", "mode": "anonymous", "audience": "unit",
        "unit": town.units["inner"].public_id, "closes_on": "2026-12-01",
    }  # fmt: skip
    page = client.post(reverse("surveys:campaign-new"), form)
    assert page.status_code == 422
    assert "tak seorang pun tetap anonim" in words(page)


def test_a_questionnaire_is_written_on_the_pages_and_frozen_when_asked(town, client):
    client.post(reverse("surveys:instrument-new"), {"name": "Baru", "purpose": "", "intro": ""})
    instrument = Instrument.objects.get(name="Baru")
    page = reverse("surveys:instrument", args=[instrument.public_id])
    assert "Belum ada pertanyaan" in words(client.get(page))
    client.post(reverse("surveys:section-add", args=[instrument.public_id]), {"title": "Satu", "intro": ""})
    section = instrument.versions.get().sections.get()
    add = reverse("surveys:item-add", args=[section.public_id])
    bad = client.post(add, {"kind": "choice", "text": "Mana?", "choices": "satu saja", "low": 1, "high": 5})
    assert bad.status_code == 422
    assert "satu saja" in bad.content.decode()
    for text in ("Pertama?", "Kedua?"):
        assert client.post(add, {"kind": "likert", "text": text, "low": 1, "high": 5}).status_code == 302
    second = Item.objects.get(text="Kedua?")
    client.post(reverse("surveys:item-move", args=[second.public_id]), {"to": "up"})
    assert [item.text for item in section.items.all()] == ["Kedua?", "Pertama?"]
    client.post(reverse("surveys:item-remove", args=[second.public_id]))
    campaign_of(town, with_people(town, 5), version=instrument.versions.get())
    last = Item.objects.get(text="Pertama?")
    assert "tetap seperti adanya" in words(
        client.post(reverse("surveys:item-remove", args=[last.public_id]), follow=True)
    )
    client.post(reverse("surveys:instrument-revise", args=[instrument.public_id]))
    assert "Versi 2" in words(client.get(page))


def test_the_lists_say_how_to_fill_them_when_they_are_empty(town, client):
    assert "Belum ada yang ditanya" in words(client.get(reverse("surveys:campaign-list")))
    assert "Ambil yang tersedia" in words(client.get(reverse("surveys:instrument-list")))
    client.post(reverse("surveys:instrument-load"))
    assert "Reaksi peserta" in words(client.get(reverse("surveys:instrument-list")))


def test_pages_cost_the_same_queries_for_few_and_for_many(town, client):
    load_ready(by=town.actor("analyst"), at=AT)
    version = version_of(town)
    first = answered(town, 6, version=version)
    addresses = [reverse("surveys:campaign-list"), reverse("surveys:instrument-list"),
                 reverse("surveys:campaign", args=[first.public_id])]  # fmt: skip
    counts = []
    for _ in range(2):
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        for number in range(4):
            campaign = campaign_of(town, town.people[-12:], version=version, mode=("named", "anonymous")[number % 2])
            if number == 3:
                closed(town, campaign)
    assert counts[:3] == counts[3:]
    assert max(counts) <= 12

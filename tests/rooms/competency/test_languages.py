"""The dictionary in two languages: each reader in theirs, and Indonesian that says so where nobody wrote English."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.rooms.dashboards.town import AT, Town

from binacore.dictionary import ready_entries
from renbina.competency.actions import (
    AssessmentRow,
    CompetencyRow,
    EnglishRow,
    NewWords,
    load_dictionary,
    record_assessments,
    reword,
)
from renbina.competency.models import Competency
from renbina.competency.queries import LevelWords, versions_of
from renbina.ui.spoken import Spoken, tagged

FIVE = ("satu", "dua", "tiga", "empat", "lima")
ENGLISH = EnglishRow(
    "Digital service", "Digital", "What it is", "", ("one", "two", "three", "four", "five"), (("signs in",),)
)


def load(town: Town, english: EnglishRow | None, *, levels: tuple[str, ...] = FIVE) -> Competency:
    row = CompetencyRow(
        "2.1",
        "Layanan digital",
        "technical",
        "Digital dan data",
        levels,
        "Artinya",
        (("dapat masuk",),),
        english=english,
    )
    load_dictionary(rows=[row], since=date(2026, 1, 1), by=town.actor("analyst"), at=AT)
    return Competency.objects.get(agency=town.agency, code="2.1")


def reader(town: Town, name: str, language: str) -> Client:
    client = Client()
    client.force_login(town.users[name])
    client.cookies["renbina_language"] = language
    return client


def read(town: Town, language: str, page: str, *args: str, name: str = "analyst") -> str:
    answer = reader(town, name, language).get(reverse(f"competency:{page}", args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_each_reader_sees_the_words_of_their_language(town):
    entry = load(town, ENGLISH)
    english, indonesian = (read(town, each, "entry", entry.public_id) for each in ("en", "id"))
    for said in ("Digital service", "What it is", "three", "signs in", "· Digital<"):
        assert said in english
        assert said not in indonesian
    for said in ("Layanan digital", "Artinya", "tiga", "dapat masuk", "Digital dan data"):
        assert said in indonesian
        assert said not in english


def test_what_has_no_english_is_indonesian_and_says_so(town):
    entry = load(town, EnglishRow("Digital service", levels=("one",)))
    page = read(town, "en", "entry", entry.public_id)
    assert "<b>one</b>" in page
    assert '<b><span lang="id">dua</span></b>' in page
    assert '<span lang="id">dapat masuk</span>' in page
    assert "6 texts have no English yet" in page
    assert "no English yet" not in read(town, "en", "entry", entry.public_id, name="employee")
    assert 'lang="id"' not in read(town, "id", "entry", entry.public_id).split("<main", 1)[1].split("</main>")[0]


def test_the_list_is_read_sorted_and_searched_in_the_readers_language(town):
    load(town, ENGLISH)
    page = read(town, "en", "dictionary")
    assert "Digital service</a>" in page
    assert '<span lang="id">Integritas</span></a>' in page
    answer = reader(town, "analyst", "en").get(reverse("competency:dictionary"), {"q": "digital serv"})
    assert "Digital service" in answer.content.decode()
    assert "Integritas" not in answer.content.decode().split("<main", 1)[1]
    sheet = reader(town, "analyst", "en").get(reverse("competency:dictionary"), {"export": "csv", "sort": "name"})
    names = b"".join(sheet.streaming_content if sheet.streaming else [sheet.content]).decode()
    assert names.index("Digital service") < names.index("Integritas")


def test_english_may_be_corrected_at_any_time_and_begins_no_version(town):
    entry = load(town, None)
    row = AssessmentRow(
        town.people[2].pk, "2.1", 3, "superior", date(2026, 5, 4), date(2026, 5, 4) + timedelta(days=700)
    )
    record_assessments(rows=[row], by=town.actor("analyst"), at=AT)
    form = {
        "name": "Layanan digital", "name_en": "Digital service", "definition": "Artinya", "definition_en": "Means",
        "since": "2026-01-01", "reason": "", "signs_1": "dapat masuk", "signs_1_en": "signs in",
    }  # fmt: skip
    form |= {f"level_{n}": text for n, text in enumerate(FIVE, start=1)} | {"level_3_en": "three"}
    client, address = reader(town, "analyst", "en"), reverse("competency:entry-edit", args=[entry.public_id])
    assert client.post(address, form | {"signs_1_en": "signs in\nsigns out"}).status_code == 422
    answer = client.post(address, form, follow=True)
    assert "No new version begins" in answer.content.decode()
    (only,) = versions_of(entry)
    assert (only.name_en, only.levels[0].indicators_en, only.levels[2].description_en) == (
        "Digital service", ("signs in",), "three",
    )  # fmt: skip
    assert only.untranslated == 4  # four levels
    assert client.post(address, form, follow=True).content.decode().count("Nothing changed.") == 1


def test_other_indonesian_words_keep_the_english_of_what_stays(town):
    entry = load(town, ENGLISH)
    record_assessments(
        rows=[AssessmentRow(town.people[2].pk, "2.1", 3, "superior", date(2026, 5, 4), date(2028, 5, 4))],
        by=town.actor("analyst"), at=AT,
    )  # fmt: skip
    load_dictionary(
        rows=[CompetencyRow("2.1", "Layanan digital", "technical", levels=("baru", *FIVE[1:]))],
        by=town.actor("analyst"), at=AT,
    )  # fmt: skip
    newest, first = versions_of(entry)
    assert [each.description_en for each in newest.levels] == ["", "two", "three", "four", "five"]
    assert [each.description_en for each in first.levels] == ["one", "two", "three", "four", "five"]
    assert (newest.name_en, newest.definition_en) == ("Digital service", "What it is")
    assert Competency.objects.get(pk=entry.pk).name_en == "Digital service"


def test_a_version_that_is_reworded_keeps_the_english_of_the_old_one_apart(town):
    entry = load(town, ENGLISH)
    levels = tuple(LevelWords(n, f"kata {n}", (), f"word {n}") for n in range(1, 6))
    reword(
        competency=entry, words=NewWords("Layanan daring", "", levels, "Online service"), since=date(2026, 12, 1),
        reason="Disepakati", by=town.actor("analyst"), at=AT,
    )  # fmt: skip
    assert (
        "word 1"
        in reader(town, "analyst", "en")
        .get(reverse("competency:entry", args=[entry.public_id]), {"version": "2"})
        .content.decode()
    )
    assert "one" in read(town, "en", "entry", entry.public_id)


def test_the_ready_dictionary_is_read_and_taken_over_in_both_languages(town):
    integrity = ready_entries()["m4"]
    english, indonesian = (read(town, each, "ready") for each in ("en", "id"))
    assert integrity.definition_en in english
    assert integrity.definition not in english
    assert integrity.levels[2].signs[1] in indonesian
    reader(town, "analyst", "en").post(reverse("competency:ready"), {"code": ["m4"]})
    entry = Competency.objects.get(agency=town.agency, code="m4")
    assert (entry.name, entry.name_en) == (integrity.name, integrity.name_en)
    assert versions_of(entry)[0].untranslated == 0


def test_a_rating_superior_and_somebody_who_rates_themselves_read_the_anchors_in_their_language(town):
    entry = load(town, ENGLISH)
    page = read(town, "en", "assess", entry.public_id, name="employee")
    assert "signs in" in page
    assert "dapat masuk" not in page
    if any(each == "superior" for each in town.users):
        team = read(town, "en", "topic", entry.public_id, name="superior")
        assert "four" in team
        assert "empat" not in team


@pytest.mark.parametrize(("lang", "html"), [("", "a &amp; b"), ("id", '<span lang="id">a &amp; b</span>')])
def test_a_text_says_its_language_only_where_it_is_another_one(lang, html):
    assert tagged(Spoken("a & b", lang)) == html

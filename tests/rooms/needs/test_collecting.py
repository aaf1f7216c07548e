"""Real campaigns through `collect_evidence`: who answered what becomes evidence of the right unit, or none at all."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from pytest_django import Settings
from tests.rooms.dashboards.town import Town
from tests.rooms.surveys.people import AT, DAY, SHEET, answer, campaign_of, employee_actor, version_of, with_people

from binacore.need_score import caution_of
from renbina.foundation.errors import Forbidden
from renbina.needs.actions import Collected, collect_evidence
from renbina.needs.models import Evidence
from renbina.needs.queries.evidence import evidence_words
from renbina.organisation.models import Employee
from renbina.surveys.actions import answer_from_paper, answer_named, close_campaign
from renbina.surveys.models import Campaign, Item

SUBJECT = "competency:2.1"


@pytest.fixture(autouse=True)
def day(settings: Settings) -> None:
    settings.RENBINA_FROZEN_ON = DAY


def asked(town: Town, people: list[Employee], subject: str = SUBJECT, **changes: Any) -> Campaign:
    """A questionnaire of which the first question, on a scale from 1 to 5, is about a competency."""
    version = version_of(town)
    campaign = campaign_of(town, people, **{"version": version, "by_unit": True, **changes})
    Item.objects.filter(section__version=version, code="q1").update(subject=subject)
    return campaign


def closed(town: Town, campaign: Campaign) -> Campaign:
    return close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)


def collect(town: Town) -> Collected:
    return collect_evidence(year=2027, on=DAY, by=town.actor("analyst"), at=AT)


def surveys(town: Town) -> dict[str, Evidence]:
    """Evidence of campaigns by the short name of its unit."""
    rows = Evidence.objects.filter(agency=town.agency, source="survey").select_related("unit", "competency")
    return {row.unit.short_name if row.unit else "": row for row in rows}


def mean(town: Town, unit: str) -> str:
    """The mean level as the reason tells it."""
    return surveys(town)[unit].reason.split("rata-rata ")[1].split(" ")[0]


@pytest.mark.parametrize("mode", ["anonymous", "confidential", "named"])
def test_a_closed_campaign_speaks_for_the_unit_with_weight_people_and_confidence(town: Town, mode: str) -> None:
    people = with_people(town, 12, "one") + with_people(town, 10, "two")
    campaign = asked(town, people, mode=mode)
    for number, person in enumerate(people[:20]):  # all of one at 1 or 2, eight of two at 3 or 4
        level = 1 + number % 2 if number < 12 else 3 + number % 2
        if mode == "anonymous":
            answer(campaign, person, q1=level)
        else:
            answer_named(campaign=campaign, answers={**SHEET, "q1": level}, by=employee_actor(person), at=AT)
    closed(town, campaign)
    told = collect(town)
    assert set(surveys(town)) == {"Satu"}  # at 3.5 of 5 the staff of two say that nothing is missing
    row = surveys(town)["Satu"]
    assert row.competency == town.competencies["2.1"]
    assert row.origin == f"survey:{campaign.public_id}"
    assert row.people == 12
    assert row.weight == pytest.approx(1.5)  # a mean of 1.5: everything is missing, the limit of what staff say
    assert row.confidence == pytest.approx(caution_of(12), abs=1e-4)  # everybody asked has answered
    assert row.reason == "Kuesioner uji: tingkat rata-rata 1,5 dari skala 5, 12 dari 12 menjawab"
    with override("en"):
        words = evidence_words(row.facts, row.reason)
    assert words == "Kuesioner uji: mean level 1.5 on a scale to 5, 12 of 12 answered"
    assert told.added == Evidence.objects.exclude(origin="").count()


def test_the_weight_lies_between_nothing_and_the_limit_and_silence_lowers_confidence(town: Town) -> None:
    people = with_people(town, 20)
    campaign = asked(town, people)
    for number, person in enumerate(people[:10]):
        answer(campaign, person, q1=2 + number % 2)
    closed(town, campaign)
    collect(town)
    row = surveys(town)["Dua"]
    assert row.weight == pytest.approx(1.2812, abs=1e-4)  # place 0.375: 0.225 of 0.4 below calm
    assert row.confidence == pytest.approx(0.5 * caution_of(10), abs=1e-4)
    assert row.people == 10


def test_collecting_twice_gives_the_same_rows(town: Town) -> None:
    people = with_people(town, 12)
    campaign = asked(town, people)
    for number, person in enumerate(people):
        answer(campaign, person, q1=1 + number % 2)
    closed(town, campaign)
    first = collect(town)
    before = list(Evidence.objects.order_by("pk").values())
    assert collect(town) == Collected(0, 0, first.added, 0)
    assert list(Evidence.objects.order_by("pk").values()) == before


def test_an_open_campaign_speaks_for_nothing_even_with_names(town: Town) -> None:
    people = with_people(town, 8)
    campaign = asked(town, people, mode="named")
    for number, person in enumerate(people):
        answer_named(campaign=campaign, answers={**SHEET, "q1": 1 + number % 2}, by=employee_actor(person), at=AT)
    collect(town)
    assert surveys(town) == {}
    closed(town, campaign)
    assert collect(town).added == 1
    assert set(surveys(town)) == {"Dua"}


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_a_unit_with_too_few_answers_gives_no_row(town: Town, mode: str) -> None:
    people = with_people(town, 12, "one") + with_people(town, 4, "two")
    campaign = asked(town, people, mode=mode)
    for number, person in enumerate(people):
        if mode == "anonymous":
            answer(campaign, person, q1=1 + number % 2)
        else:
            answer_named(campaign=campaign, answers={**SHEET, "q1": 1 + number % 2}, by=employee_actor(person), at=AT)
    closed(town, campaign)
    collect(town)
    assert "Dua" not in surveys(town)
    # Shown for one, the rest of the whole would be the four of two: nobody may be found by subtracting.
    assert all(row.unit is None or row.people != 4 for row in surveys(town).values())


def test_a_questionnaire_that_does_not_tell_units_apart_speaks_for_none(town: Town) -> None:
    people = with_people(town, 12)
    campaign = asked(town, people, by_unit=False)
    for number, person in enumerate(people):
        answer(campaign, person, q1=1 + number % 2)
    closed(town, campaign)
    collect(town)
    assert surveys(town) == {}


def test_a_competency_that_the_agency_does_not_have_is_passed_over(town: Town) -> None:
    people = with_people(town, 12)
    campaign = asked(town, people, subject="competency:99.9")
    for number, person in enumerate(people):
        answer(campaign, person, q1=1 + number % 2)
    closed(town, campaign)
    collect(town)
    assert surveys(town) == {}


def test_paper_counts_like_the_phone_and_a_changed_answer_before_closing_counts_as_changed(town: Town) -> None:
    people = with_people(town, 10)
    campaign = asked(town, people, mode="confidential")
    by = town.actor("analyst")
    for number, person in enumerate(people):
        sheet = {**SHEET, "q1": 2 + number % 2}
        if number < 5:
            answer_named(campaign=campaign, answers=sheet, by=employee_actor(person), at=AT)
        else:
            answer_from_paper(campaign=campaign, employee=person, answers=sheet, by=by, at=AT)
    for person in people[:5]:
        answer_named(campaign=campaign, answers={**SHEET, "q1": 1}, by=employee_actor(person), at=AT)
    closed(town, campaign)
    collect(town)
    assert (surveys(town)["Dua"].people, mean(town, "Dua")) == (10, "1,8")  # five ones, three threes, two twos


def test_the_newest_campaign_takes_the_place_of_what_was_collected_before(town: Town) -> None:
    """A closed campaign takes no answer any more; who wants to know again asks again."""
    people = with_people(town, 10)
    first = asked(town, people, closes_on=date(2026, 11, 25))
    for number, person in enumerate(people):
        answer(first, person, q1=1 + number % 2)
    closed(town, first)
    collect(town)
    old = surveys(town)["Dua"]
    second = asked(town, people, closes_on=date(2026, 11, 27), title="Sekali lagi")
    for number, person in enumerate(people):
        answer(second, person, q1=2 + number % 2)
    assert collect(town).added == 0  # it is still open
    assert surveys(town)["Dua"].pk == old.pk
    closed(town, second)
    told = collect(town)
    assert (told.added, told.removed) == (1, 1)
    now = surveys(town)["Dua"]
    assert now.origin == f"survey:{second.public_id}"
    assert now.reason.startswith("Sekali lagi")
    assert now.weight < old.weight


def test_what_people_recorded_themselves_stays_and_other_agencies_are_not_touched(town: Town, elsewhere: Town) -> None:
    kept = Evidence.objects.create(
        agency=town.agency, source="survey", unit=town.units["two"], competency=town.competencies["2.1"], weight=1.3,
        reason="Ditulis sendiri", recorded_on=DAY,
    )  # fmt: skip
    people = with_people(elsewhere, 12)
    campaign = asked(elsewhere, people)
    for number, person in enumerate(people):
        answer(campaign, person, q1=1 + number % 2)
    closed(elsewhere, campaign)
    collect(elsewhere)
    collect(town)
    assert set(surveys(elsewhere)) == {"Dua"}
    assert [row.pk for row in surveys(town).values()] == [kept.pk]


@pytest.mark.parametrize("name", ["auditor", "operator", "superior"])
def test_only_who_runs_the_analysis_collects(town: Town, name: str) -> None:
    with pytest.raises(Forbidden):
        collect_evidence(year=2027, on=DAY, by=town.actor(name), at=AT)
    assert not Evidence.objects.exclude(origin="").exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"says": "talks", "people": 7, "quotes": 12}, "7 people in talks said that it lacks: 12 quotes"),
        (
            {"says": "proposals", "proposals": 3, "people": 1200, "asked": 4100},
            "3 proposals for 1,200 people, of 4,100 whose post asks for it",
        ),
        ({"says": "predicates", "year": 2025, "people": 31}, "Predicates of 2025 of 31 people who miss the standard"),
        ({"says": "studies", "people": 31}, "What is coming changes the work of 31 people"),
        (
            {"says": "citizens", "count": 5, "year": 2026, "service": "KTP-el"},
            "5 citizens in 2026 about KTP-el",
        ),
        ({"says": "written", "en": "64 complaints"}, "64 complaints"),
        ({"says": "written"}, "Tertulis saja"),
        ({}, "Tertulis saja"),
        ({"says": "something of a later version"}, "Tertulis saja"),
    ],
)
def test_evidence_speaks_the_language_of_its_reader(facts: dict[str, Any], said: str) -> None:
    with override("en"):
        assert evidence_words(facts, "Tertulis saja") == said
    with override("id"):
        assert (evidence_words(facts, "Tertulis saja") == said) == (said == "Tertulis saja")

"""Scores by subject, as higher rooms read them: real sums, small groups absent."""

import pytest
from tests.rooms.surveys.people import AT, SHEET, answer, campaign_of, employee_actor, version_of, with_people

from renbina.foundation.errors import Forbidden, NotFound
from renbina.surveys.actions import answer_named, close_campaign
from renbina.surveys.models import Item
from renbina.surveys.queries.scores import scores_by_subject

SUBJECT = "competency:2.1"


def asked_about(town, people, **changes):
    version = version_of(town)
    campaign = campaign_of(town, people, version=version, **changes)
    Item.objects.filter(section__version=version, code="q1").update(subject=SUBJECT)
    return campaign


def closed(town, campaign):
    return close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)


def test_a_subject_has_its_mean_with_an_interval_over_all_and_by_large_units(town):
    people = with_people(town, 12, "one") + with_people(town, 10, "two")
    campaign = asked_about(town, people, by_unit=True)
    one, two = town.units["one"].public_id, town.units["two"].public_id
    for number, person in enumerate(people[:20]):
        answer(campaign, person, q1=1 + number % 2 if number < 12 else 3 + number % 2)
    assert scores_by_subject(town.actor("analyst")) == ()  # open: nothing is told
    closed(town, campaign)
    found = {score.group: score for score in scores_by_subject(town.actor("analyst"))}
    assert set(found) == {"", one, two}
    assert (found[""].n, found[""].invited, found[""].subject) == (20, 22, SUBJECT)
    assert [(found[unit].n, found[unit].invited) for unit in (one, two)] == [(12, 12), (8, 10)]
    assert found[one].mean == pytest.approx(1.5)
    assert found[two].mean == pytest.approx(3.5)
    assert found[one].low < 1.5 < found[one].high
    assert (found[""].scale_low, found[""].scale_high, found[""].campaign_public_id) == (1, 5, campaign.public_id)


def test_a_subject_on_which_all_agree_is_not_told_as_certainty(town):
    people = with_people(town, 12)
    campaign = asked_about(town, people)
    for person in people:
        answer(campaign, person, q1=4)
    closed(town, campaign)
    (found,) = scores_by_subject(town.actor("analyst"))
    assert (found.mean, round(found.low, 4), round(found.high, 4)) == (4, 3.2061, 4.2646)


def test_units_that_are_small_or_would_tell_of_a_small_one_are_absent(town):
    people = with_people(town, 17, "one") + with_people(town, 3, "two")
    campaign = asked_about(town, people, by_unit=True)
    for number, person in enumerate(people):
        answer(campaign, person, q1=1 + number % 5)
    assert {score.group for score in scores_by_subject(town.actor("analyst"), campaign=closed(town, campaign))} == {""}


def test_confidential_answers_count_in_the_unit_of_the_day_of_asking(town):
    people = with_people(town, 6, "one") + with_people(town, 6, "two")
    campaign = asked_about(town, people, by_unit=True, mode="confidential")
    for number, person in enumerate(people):
        answers = {**SHEET, "q1": 1 + number % 3}
        answer_named(campaign=campaign, answers=answers, by=employee_actor(person), at=AT)
    assert scores_by_subject(town.actor("analyst"), campaign=campaign) == ()
    found = scores_by_subject(town.actor("analyst"), campaign=closed(town, campaign))
    assert [score.n for score in found] == [12, 6, 6]


def test_four_answers_give_no_score(town):
    people = with_people(town, 8)
    campaign = asked_about(town, people)
    for number, person in enumerate(people[:4]):
        answer(campaign, person, q1=1 + number)
    closed(town, campaign)
    assert scores_by_subject(town.actor("analyst")) == ()


def test_scores_are_for_readers_of_the_agency(town, elsewhere):
    people = with_people(town, 8)
    campaign = closed(town, asked_about(town, people))
    with pytest.raises(Forbidden):
        scores_by_subject(town.actor("employee"), campaign=campaign)
    with pytest.raises(NotFound):
        scores_by_subject(elsewhere.actor("analyst"), campaign=campaign)
    assert scores_by_subject(elsewhere.actor("analyst")) == ()

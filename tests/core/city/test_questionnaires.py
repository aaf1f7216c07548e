"""The two questionnaires of the city: whole, as the questionnaires allow, and as its story tells."""

from collections import Counter

import pytest

from binacity.generate import generate
from binacity.questionnaires import homes_of, make
from binacore.instruments import ready_instruments
from binacore.sheets import clean_sheet


@pytest.fixture(scope="module")
def city():
    return generate(size=400)


def test_every_answer_is_one_that_its_questionnaire_takes(city):
    known = {each.code: each for each in ready_instruments()}
    asked = make(city)
    assert [row.mode for row in asked] == ["confidential", "anonymous"]
    for row in asked:
        assert {sheet.employee for sheet in row.sheets} <= set(row.asked)
        for sheet in row.sheets:
            assert clean_sheet(known[row.code], sheet.answers) == dict(sheet.answers)


def test_the_same_seed_gives_the_same_answers(city):
    assert make(city) == make(city)
    assert make(city, seed=1) != make(city)


def test_units_answer_at_rates_of_their_own_and_the_counters_nearly_all(city):
    needs = make(city)[0]
    homes = homes_of(city)
    home_of = {person.key: homes[person.unit] for person in city.employees}
    asked, answered = Counter(map(home_of.get, needs.asked)), Counter(home_of[sheet.employee] for sheet in needs.sheets)
    assert answered["disdukcapil"] == min(38, asked["disdukcapil"])
    rates = {home: answered[home] / asked[home] for home in asked if asked[home] >= 10}
    assert max(rates.values()) - min(rates.values()) > 0.2

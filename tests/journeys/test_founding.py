"""The founding example: a unit says that it is weak in digital service, the need rises, the plan gives it seats.

In the small agency beside the city, in a copy of its own: here the plan is computed twice, before and after.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.journeys import founding_plan as plan
from tests.journeys import founding_voice as voice
from tests.journeys.conftest import Demo
from tests.journeys.year import Year

pytestmark = pytest.mark.journey


def test_what_a_unit_says_becomes_seats_and_an_employee_reads_why(browser: Browser, fresh: Demo, shots: Path) -> None:
    year = Year(browser, fresh, shots, story="founding")
    analyst = year.person("analyst_kincir")
    assert plan.rank_of(analyst) == 29
    drafted = plan.the_plan_is_asked_for(analyst)  # computed by the worker while people are asked
    campaign = voice.the_unit_is_asked(year, analyst)
    voice.an_employee_answers_on_a_phone(year)
    voice.papers_are_keyed_in(year, analyst, campaign)
    voice.it_is_closed_and_read(year, analyst, campaign)
    plan.it_is_computed(analyst, drafted)
    plan.nothing_speaks_loudly_yet(year, analyst)
    voice.a_talk_is_held(year, analyst)
    voice.the_superior_rates_the_team(year)
    plan.evidence_is_collected(year, analyst)
    assert plan.rank_of(analyst) == 1
    plan.everything_speaks_for_it(year, analyst)
    plan.it_is_computed(analyst, plan.the_plan_is_asked_for(analyst))
    plan.it_has_seats(year, analyst, drafted)
    plan.an_employee_reads_why(year)

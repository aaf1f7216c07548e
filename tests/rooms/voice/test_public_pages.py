"""The door for everybody and the table of satisfaction."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.rooms.planning.town import AT, DAY
from tests.rooms.voice.conftest import FULL, VoiceTown

from renbina.voice import actions

pytestmark = pytest.mark.slow  # whole pages: not in the quick subset


def test_the_public_table_folds_older_half_years_and_names_the_weakest_element(here: VoiceTown) -> None:
    here.point.valid_from = date(2025, 1, 1)
    for number in range(6):
        for day in (date(2025, 11, 3), date(2026, 3, 2)):
            here.say(form=f"{day} {number}", scores={**FULL, "u3": 2}, on=day)
    for year, half in ((2025, 2), (2026, 1)):
        actions.publish_satisfaction(
            service=here.service, year=year, half=half, on=DAY, by=here.town.analyst, at=AT
        )  # fmt: skip
    text = Client().get(reverse("voice:published")).content.decode()
    newest, older = re.findall(r'<details class="card[^>]*>.*?</table>', text, re.DOTALL)
    assert newest.startswith('<details class="card mb-3" open>')
    assert "1 Januari 2026" in newest
    assert " open" not in older.partition(">")[0]
    assert "Waktu 2,00" in newest
    assert "Mutu" in newest
    assert "kurang baik" in newest


def test_the_public_page_costs_the_same_queries_however_much_is_published(
    here: VoiceTown, django_assert_max_num_queries: Any
) -> None:
    for number in range(2):
        service = actions.add_service(unit=here.service.unit, name=f"Akta {number}", by=here.town.system, at=AT)
        for year, half in ((2025, 1), (2025, 2), (2026, 1)):
            actions.publish_satisfaction(service=service, year=year, half=half, on=DAY, by=here.town.analyst, at=AT)
        with django_assert_max_num_queries(1):
            Client().get(reverse("voice:published"))


def test_the_door_shows_everybody_what_can_be_done_and_staff_their_desk(here: VoiceTown) -> None:
    visitor, desk = Client(), here.login("analyst")
    text = visitor.get(reverse("voice:door")).content.decode()
    assert all(reverse(f"voice:{name}") in text for name in ("receipt", "published", "forums"))
    assert "/suara/masukan/" not in text
    assert not visitor.cookies
    assert "/suara/masukan/" in desk.get(reverse("voice:door")).content.decode()
    assert "/suara/masukan/" not in here.login("employee").get(reverse("voice:door")).content.decode()

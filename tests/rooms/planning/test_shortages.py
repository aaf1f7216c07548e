"""The card of owed places that stay empty: what is short, and its cheapest cure, on the page of a small agency."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.rooms.planning.town import AT, FAST, PlanTown

from renbina.catalogue.models import Offer
from renbina.foundation import queue
from renbina.needs.models import Nomination
from renbina.organisation.models import Employee
from renbina.planning import actions
from renbina.planning.models import Fund, Plan

CARD = "Owed places that stay empty, and what would help"
MUCH = 1_000_000_000  # rupiah; more than everything in the town costs


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RENBINA_FILES", tmp_path)
    monkeypatch.setattr(settings, "RENBINA_FROZEN_ON", AT.date())


def owe(town: PlanTown, code: str, people: list[Employee]) -> None:
    programme = town.agency.programmes.get(code=code)
    for person in people:
        fields = {"mandatory": True, "reason": "Wajib"}
        Nomination.objects.update_or_create(employee=person, programme=programme, year=2027, defaults=fields)


def enough_money(town: PlanTown) -> None:
    Plan.objects.filter(pk=town.plan.pk).update(budget=MUCH)
    Fund.objects.filter(agency=town.agency).update(amount=MUCH)
    town.plan.refresh_from_db()


def page(client: Client, town: PlanTown) -> str:
    """The plan page after a run, as an analyst reads it in English."""
    actions.request_run(plan=town.plan, seed=1, parameters=FAST, by=town.analyst, at=AT)
    queue.drain()
    client.force_login(town.users["analyst"])
    client.cookies["renbina_language"] = "en"
    return client.get(reverse("planning:plan", args=[town.plan.public_id])).content.decode()


def test_short_money_is_told_with_how_much_more_the_fund_would_need(client: Client, town: PlanTown) -> None:
    Offer.objects.filter(programme__code="A03").update(batches_max=4)
    owe(town, "A03", town.people[:4])
    text = page(client, town)
    assert CARD in text
    assert "1 of 4 owed places are filled" in text
    assert "3 people: money is missing;" in text
    assert "more in “APBD BKPSDM” would seat" in text


def test_short_seats_are_told_with_one_more_class_and_its_cost(client: Client, town: PlanTown) -> None:
    enough_money(town)
    owe(town, "A03", [*town.people[:4:2], town.people[4]])
    text = page(client, town)
    assert CARD in text
    assert "2 of 3 owed places are filled" in text
    assert "1 person: seats are missing; one more class in April would seat 1 of them" in text


def test_short_absence_is_told_with_the_unit_and_the_month(client: Client, town: PlanTown) -> None:
    """Two of the six go, two stay at the counter, and two have reached the hours of their contracts."""
    enough_money(town)
    keep = actions.CalendarLine("Loket buka", (5,), units=("CAPIL",), families=("siak",), effect="keep", at_work_min=4)
    actions.load_calendar(year=2027, rules=[keep], by=town.system, at=AT)
    owe(town, "C02", town.people[1:12:2])
    text = page(client, town)
    assert CARD in text
    assert "2 of 6 owed places are filled" in text
    assert "2 people: in May “Disdukcapil” can spare at most 2 people at the same time" in text


def test_no_card_where_every_owed_place_is_filled(client: Client, town: PlanTown) -> None:
    assert CARD not in page(client, town)

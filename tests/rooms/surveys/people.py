"""A town with people enough to ask, and shortcuts to ask them."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from tests.rooms.dashboards.town import Town, add_person, add_user

from binacore.survey import Kind
from renbina.foundation.actor import Actor, Grant, Role
from renbina.organisation.models import Employee
from renbina.surveys.access import token_for
from renbina.surveys.actions import add_section, answer_anonymously, create_campaign, create_instrument, save_item
from renbina.surveys.models import Campaign, InstrumentVersion

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LAST = date(2026, 11, 30)


def with_people(town: Town, count: int, unit: str = "two") -> list[Employee]:
    start = len(town.people) + 20
    return [add_person(town, f"Orang {start + n}", unit, "clerk", number=start + n) for n in range(count)]


def employee_actor(person: Employee) -> Actor:
    grants = frozenset({Grant(Role.EMPLOYEE)})
    return Actor(user_id=None, agency_id=person.agency_id, employee_id=person.pk, label=person.name, grants=grants)


MIXED = (
    {"kind": Kind.LIKERT, "text": "Setuju?", "low": 1, "high": 5},
    {"kind": Kind.CHOICE, "text": "Yang mana?", "choices": ["Ini", "Itu"]},
    {"kind": Kind.NUMBER, "text": "Berapa hari?", "low": 0, "high": 300},
    {"kind": Kind.TEXT, "text": "Saran", "required": False},
)


def version_of(
    town: Town, rows: Sequence[Mapping[str, Any]] = MIXED, *, at: datetime = AT
) -> InstrumentVersion:  # fmt: skip
    """A questionnaire of these questions under one heading, q1, q2, ...; of `MIXED` the words are optional."""
    by = town.actor("analyst")
    version = create_instrument(name="Uji", purpose="", intro="", by=by, at=at).versions.get()
    section = add_section(version=version, title="Bagian", by=by, at=at)
    for values in rows:
        save_item(section=section, values=values, by=by, at=at)
    return version


def operator_of(town: Town, unit: str, name: str = "petugas") -> Client:
    """The browser of the operator of a unit, logged in."""
    add_user(town, name, Role.UNIT_OPERATOR, unit=unit)
    client = Client()
    client.force_login(town.users[name])
    return client


def words(response: HttpResponse, part: str = "") -> str:
    """What a reader reads of a page, or of a part of it, on one line."""
    page = BeautifulSoup(response.content, "html.parser")
    found = page.select_one(part) if part else page
    assert found is not None, part
    return re.sub(r"\s+", " ", found.get_text(" "))


SHEET = {"q1": 4, "q2": "Ini", "q3": 2}


def campaign_of(town: Town, people: list[Employee], **changes: object) -> Campaign:
    values = {"title": "Kuesioner uji", "mode": "anonymous", "audience": "list", "closes_on": LAST, "employees": people}
    values = {"version": None, **values, **changes}
    values["version"] = values["version"] or version_of(town)
    return create_campaign(**values, by=town.actor("analyst"), at=AT)


def answer(campaign: Campaign, person: Employee, **changes: object) -> None:
    answer_anonymously(token=token_for(campaign, person.pk), answers={**SHEET, **changes}, on=DAY)

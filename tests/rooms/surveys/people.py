"""A town with people enough to ask, and shortcuts to ask them."""

from datetime import UTC, date, datetime

from tests.rooms.dashboards.town import Town, add_person

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


def version_of(town: Town) -> InstrumentVersion:
    """One item of every kind; the words are optional."""
    by = town.actor("analyst")
    instrument = create_instrument(name="Uji", purpose="", intro="", by=by, at=AT)
    version = instrument.versions.get()
    section = add_section(version=version, title="Bagian", by=by, at=AT)
    for values in (
        {"kind": Kind.LIKERT, "text": "Setuju?", "low": 1, "high": 5},
        {"kind": Kind.CHOICE, "text": "Yang mana?", "choices": ["Ini", "Itu"]},
        {"kind": Kind.NUMBER, "text": "Berapa hari?", "low": 0, "high": 300},
        {"kind": Kind.TEXT, "text": "Saran", "required": False},
    ):
        save_item(section=section, values=values, by=by, at=AT)
    return version


SHEET = {"q1": 4, "q2": "Ini", "q3": 2}


def campaign_of(town: Town, people: list[Employee], **changes: object) -> Campaign:
    values = {"title": "Kuesioner uji", "mode": "anonymous", "audience": "list", "closes_on": LAST, "employees": people}
    values = {"version": None, **values, **changes}
    values["version"] = values["version"] or version_of(town)
    return create_campaign(**values, by=town.actor("analyst"), at=AT)


def answer(campaign: Campaign, person: Employee, **changes: object) -> None:
    answer_anonymously(token=token_for(campaign, person.pk), answers={**SHEET, **changes}, on=DAY)

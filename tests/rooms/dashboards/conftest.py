import pytest
from django.test import Client
from tests.photograph import photographed
from tests.rooms.dashboards.town import AT, ON, Town, add_plan, build_town

from renbina.competency.actions import refresh_gaps


@pytest.fixture(autouse=True)
def the_day(settings) -> None:
    settings.RENBINA_FROZEN_ON = ON


@photographed
def planned_town(name: str = "Kota Uji", people: int = 6, *, first: int = 0) -> Town:
    """The town with its gaps and its plan."""
    town = build_town(name, people, first=first)
    refresh_gaps(on=ON, by=town.system, at=AT)
    add_plan(town)
    return town


@pytest.fixture
def town(db: None, request: pytest.FixtureRequest) -> Town:
    return planned_town() if "planned" in request.fixturenames else build_town()


@pytest.fixture
def planned(town: Town) -> Town:
    """The same town: whoever asks for this finds it with its plan."""
    return town


@pytest.fixture
def elsewhere(db: None) -> Town:
    return planned_town("Kota Lain", 3, first=500)


@pytest.fixture
def login():
    """login(town, "analyst") -> a client that is this person."""

    def make(town: Town, name: str) -> Client:
        client = Client()
        client.force_login(town.users[name])
        return client

    return make

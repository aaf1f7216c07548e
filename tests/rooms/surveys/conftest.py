import pytest
from django.test import Client
from tests.rooms.dashboards.town import Town, build_town
from tests.rooms.surveys.people import DAY


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def elsewhere(db: None) -> Town:
    return build_town("Kota Lain", 2, first=500)


@pytest.fixture(autouse=True)
def day(settings) -> None:
    """The day on which these questionnaires are open."""
    settings.RENBINA_FROZEN_ON = DAY


@pytest.fixture
def client(town: Town) -> Client:
    """The analyst's browser."""
    client = Client()
    client.force_login(town.users["analyst"])
    return client

import pytest
from django.test import Client
from tests.rooms.dashboards.town import Town
from tests.rooms.surveys.people import DAY


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

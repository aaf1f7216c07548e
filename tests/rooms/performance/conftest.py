from collections.abc import Iterator

import pytest
from django.utils import translation
from tests.rooms.performance.office import Office, build_office
from tests.rooms.planning.town import DAY


@pytest.fixture(autouse=True)
def in_english(settings) -> Iterator[None]:
    """The refusals that tests read do not depend on whether catalogues are compiled."""
    settings.RENBINA_FROZEN_ON = DAY
    with translation.override("en"):
        yield


@pytest.fixture
def office(db: None) -> Office:
    return build_office()

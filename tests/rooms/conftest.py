"""The town of rooms that have none of their own."""

import pytest
from tests.rooms.dashboards.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def elsewhere(db: None) -> Town:
    return build_town("Kota Lain", 2, first=500)

import pytest
from tests.rooms.planning.town import PlanTown, build


@pytest.fixture
def town(db: None) -> PlanTown:
    return build()


@pytest.fixture
def elsewhere(db: None) -> PlanTown:
    return build("Kota Lain", 3, first=600)

import pytest
from tests.rooms.planning.town import PlanTown, build


@pytest.fixture
def town(db: None) -> PlanTown:
    return build(people=2)


@pytest.fixture
def elsewhere(db: None) -> PlanTown:
    return build("Kota Lain", 2, first=600)

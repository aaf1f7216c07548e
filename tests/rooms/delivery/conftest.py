import pytest
from tests.rooms.delivery.school import School, build_school


@pytest.fixture
def school(db: None) -> School:
    return build_school()

from collections.abc import Iterator

import pytest
from django.utils import translation
from tests.rooms.delivery.school import School, build_school


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The refusals that tests read do not depend on whether catalogues are compiled."""
    with translation.override("en"):
        yield


@pytest.fixture
def school(db: None) -> School:
    return build_school()

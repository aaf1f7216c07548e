from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation
from tests.rooms.delivery.school import School, build_school
from tests.rooms.planning.town import DAY

from renbina.records.models import LearningRecord


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The refusals that tests read do not depend on whether catalogues are compiled."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.RENBINA_FROZEN_ON = DAY


@pytest.fixture
def school(db: None) -> School:
    """Everybody has finished C02, which raises competency 1.1."""
    built = build_school()
    LearningRecord.objects.bulk_create(
        LearningRecord(
            employee=person, programme_code="C02", name="Komunikasi pelayanan di loket", form="KL07",
            started_on=date(2026, 5, 4), ended_on=date(2026, 5, 5), certificate_hours=16, counted_hours=16,
        )
        for person in built.people
    )  # fmt: skip
    return built

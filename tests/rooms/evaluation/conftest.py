"""Evaluation is tried on a day after the class; the refusals read here are English."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from tests.rooms.delivery.school import School, build_school
from tests.rooms.evaluation.classroom import NOW, finished

from renbina.delivery.models import Batch


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.RENBINA_FROZEN_ON = NOW


@pytest.fixture
def school(db: None) -> School:
    return build_school()


@pytest.fixture
def batch(school: School) -> Batch:
    return finished(school)

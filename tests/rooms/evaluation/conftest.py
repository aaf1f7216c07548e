"""Evaluation is tried on a day after the class; the refusals read here are English."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from tests.photograph import photographed
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


@photographed
def attended_school() -> School:
    """With one finished class."""
    school = build_school()
    finished(school)
    return school


@pytest.fixture
def school(db: None, request: pytest.FixtureRequest) -> School:
    return attended_school() if "batch" in request.fixturenames else build_school()


@pytest.fixture
def batch(school: School) -> Batch:
    """The finished class of that school: it is there when somebody asks for it."""
    return Batch.objects.get()

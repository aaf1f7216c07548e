"""An agency, its neighbour, and an importable list of people kept in the real employee table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from renbina.foundation.actor import Actor, Grant, Role
from renbina.organisation.models import Agency


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(name="Kota Uji", short_name="Kota Uji", kind="kota")


@pytest.fixture
def neighbour(db: None) -> Agency:
    return Agency.objects.create(name="Kota Sebelah", short_name="Kota Sebelah", kind="kota")


@pytest.fixture
def analyst(agency: Agency) -> Actor:
    return _analyst(agency)


@pytest.fixture
def other_analyst(neighbour: Agency) -> Actor:
    return _analyst(neighbour)


@pytest.fixture
def employee(agency: Agency) -> Actor:
    return Actor(user_id=None, agency_id=agency.pk, employee_id=None, label="Pegawai")


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[Path]:
    """The engine with the list of people as its one kind, and files in a folder of this test."""
    with override_settings(
        RENBINA_FILES=tmp_path,
        RENBINA_IMPORTS="tests.rooms.foundation.people.IMPORTS",
        RENBINA_JOBS="tests.rooms.foundation.people.JOBS",
    ):
        yield tmp_path


def _analyst(agency: Agency) -> Actor:
    return Actor(
        user_id=None,
        agency_id=agency.pk,
        employee_id=None,
        label="Analis",
        grants=frozenset({Grant(Role.ANALYST)}),
    )

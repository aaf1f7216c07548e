"""A small city with two departments, and a second agency that must never be seen."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from tests.photograph import photographed

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.organisation import actions
from renbina.organisation.models import Agency, Employee, EmploymentStatus, Placement, Position, Unit

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def make_employee(agency: Agency, unit: Unit, position: Position, number: int, **values: object) -> Employee:
    """An active invented person; NIP serials stay between 900 and 999."""
    employee = Employee.objects.create(
        **{
            "agency": agency,
            "nip": f"1990{number // 28 % 12 + 1:02}{number % 28 + 1:02}2015011{900 + number % 100}",
            "name": f"Orang {number:04}",
            "sex": "m",
            "birth_date": date(1990, number // 28 % 12 + 1, number % 28 + 1),
            "employment": "pns",
            **values,
        }
    )
    EmploymentStatus.objects.create(employee=employee, status="active", valid_from=date(2015, 1, 1))
    Placement.objects.create(employee=employee, unit=unit, position=position, valid_from=date(2020, 1, 1))
    return employee


@dataclass
class Town:
    """One agency: Dinas Satu with a section below it, and Dinas Dua."""

    agency: Agency
    system: Actor
    units: dict[str, Unit]
    positions: dict[str, Position]
    people: dict[str, Employee] = field(default_factory=dict)

    def actor(self, *grants: Grant, employee: Employee | None = None) -> Actor:
        return Actor(
            user_id=1,
            agency_id=self.agency.pk,
            employee_id=employee.pk if employee else None,
            label="Penguji",
            grants=frozenset(grants),
        )

    def analyst(self) -> Actor:
        return self.actor(Grant(Role.ANALYST))


@photographed
def make_town(name: str, first_number: int) -> Town:
    agency = actions.create_agency(name=name, short_name=name, kind="kota", by=Actor.system(None), at=AT)
    system = Actor.system(agency.pk)
    units = actions.add_units(
        agency=agency,
        units=[
            actions.NewUnit("one", None, "Dinas Satu", "Disatu", "department", code="A1", aliases=("Din. 1",)),
            actions.NewUnit("one.s", "one", "Seksi Pelayanan", "Seksi Pelayanan", "section", code="A1S1"),
            actions.NewUnit("two", None, "Dinas Dua", "Didua", "department", code="B2"),
        ],
        by=system,
        at=AT,
    )
    positions = actions.add_positions(
        agency=agency,
        positions=[
            actions.NewPosition("head", "Kepala Dinas", "jpt", "jpt_pratama"),
            actions.NewPosition("staff", "Penelaah Teknis Kebijakan", "executive", "executive"),
        ],
        by=system,
        at=AT,
    )
    town = Town(agency, system, units, positions)
    for offset, (key, unit, position) in enumerate(
        [("head", "one", "head"), ("staff", "one.s", "staff"), ("other", "two", "staff")]
    ):
        town.people[key] = make_employee(agency, units[unit], positions[position], first_number + offset)
    return town


@pytest.fixture
def town(db: None) -> Town:
    return make_town("Kota Uji", 1)


@pytest.fixture
def other_town(db: None) -> Town:
    return make_town("Kota Lain", 40)


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user(username="penguji", password="kata sandi yang panjang")

"""A person while the city is being made."""

from dataclasses import dataclass
from datetime import date

from binacity.positions import key_of
from binacity.units import Slot

FROZEN_ON = date(2026, 11, 23)


@dataclass(slots=True)
class Draft:
    """A person while the city is being made; frozen into an EmployeeRecord at the end."""

    key: str
    slot: Slot
    employment: str
    education: str = ""
    sex: str = "f"
    birth: date = date(1980, 1, 1)
    retire_on: date = date(2038, 2, 1)
    near: bool = False
    appointed: date = date(2005, 1, 1)
    position_since: date = date(2020, 1, 1)
    contract_end: date | None = None
    grade: str = ""
    nip: str = ""
    true_nip: str = ""
    name: str = ""
    front: str = ""
    back: str = ""
    education_name: str = ""
    status: str = "active"
    exported_position: str = ""
    exported_unit: str = ""
    exported_birth: date | None = None

    @property
    def level(self) -> str:
        return self.slot.level

    @property
    def family(self) -> str:
        return self.slot.family

    @property
    def agency(self) -> str:
        return self.slot.agency

    @property
    def position(self) -> str:
        return key_of(self.slot.title)

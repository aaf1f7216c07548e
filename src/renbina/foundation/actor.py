"""Who acts: a frozen description of a person (or the system) with the rights held at that moment."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of the product. What each may do is decided in the rooms' `access` modules."""

    ANALYST = "analyst"
    HEAD_OF_DEVELOPMENT = "head_of_development"
    AGENCY_HEAD = "agency_head"
    APPROVER_PYB = "approver_pyb"
    APPROVER_PPK = "approver_ppk"
    UNIT_OPERATOR = "unit_operator"
    SUPERIOR = "superior"
    EMPLOYEE = "employee"
    AUDITOR = "auditor"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, in one unit and everything below it (`unit_path`), or in the whole agency (empty path)."""

    role: Role
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Handed to every query and action. `agency_id` bounds everything the actor can ever see."""

    user_id: int | None
    agency_id: int | None
    employee_id: int | None
    label: str
    grants: frozenset[Grant] = frozenset()
    is_system: bool = False
    # Of the agency, read with the rights so that no page asks for it again; empty for the system and for visitors.
    agency_name: str = ""
    timezone: str = ""

    @classmethod
    def anonymous(cls) -> "Actor":
        return cls(user_id=None, agency_id=None, employee_id=None, label="anonymous")

    @classmethod
    def system(cls, agency_id: int | None, label: str = "system") -> "Actor":
        """The worker or a command: sees one agency whole, is named as such in the audit."""
        return cls(user_id=None, agency_id=agency_id, employee_id=None, label=label, is_system=True)

    def has(self, *roles: Role) -> bool:
        """True when one of the roles is held anywhere in the agency."""
        return any(grant.role in roles for grant in self.grants)

    def unit_paths(self, *roles: Role) -> tuple[str, ...]:
        """Unit paths in which one of the roles is held; an empty string means the whole agency."""
        return tuple(sorted({grant.unit_path for grant in self.grants if grant.role in roles}))

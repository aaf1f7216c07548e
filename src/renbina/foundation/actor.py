"""Who acts: a frozen description of a person (or the system) with the rights held at that moment."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext


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
    MENTOR = "mentor"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, in one unit and everything below it (`unit_path`), or in the whole agency (empty path)."""

    role: Role
    unit_path: str = ""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A right held for somebody else who is away: `employee_id` and `name` say whose it is.

    `kind` is "plh" (away for some days), "plt" (the office is vacant) or "delegation". One entry for each role of the
    office; `Role.SUPERIOR` for the people whom the absent official rates or leads.
    """

    employee_id: int
    name: str
    kind: str
    role: Role
    unit_path: str = ""
    office: str = ""  # the absent official's position, as letters name it


def acting_for(who: str, *, kind: str, name: str, office: str = "") -> str:
    """Who did it and for whom, for a trail: "Sari, Plh. Sekretaris Daerah, atas nama Budi"."""
    how = gettext("by delegation") if kind == "delegation" else f"{kind.capitalize()}."
    title = f"{how} {office}".strip() if kind != "delegation" else how
    return gettext("%(who)s, %(title)s, on behalf of %(name)s") % {"who": who, "title": title, "name": name}


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
    # What is held for somebody else today; `has` and `unit_paths` count it, `grants` are the actor's own.
    stands_in: tuple[StandIn, ...] = ()
    # Looks at what another role sees: reads with the grants above and writes nothing (ADR 0013).
    previews: bool = False

    @classmethod
    def anonymous(cls) -> "Actor":
        return cls(user_id=None, agency_id=None, employee_id=None, label="anonymous")

    @classmethod
    def system(cls, agency_id: int | None, label: str = "system") -> "Actor":
        """The worker or a command: sees one agency whole, is named as such in the audit."""
        return cls(user_id=None, agency_id=agency_id, employee_id=None, label=label, is_system=True)

    def has(self, *roles: Role) -> bool:
        """True when one of the roles is held anywhere in the agency, in one's own right or for somebody else."""
        return self.holds(*roles) or any(each.role in roles for each in self.stands_in)

    def holds(self, *roles: Role) -> bool:
        """True when one of the roles is the actor's own."""
        return any(grant.role in roles for grant in self.grants)

    def unit_paths(self, *roles: Role) -> tuple[str, ...]:
        """Unit paths in which one of the roles is held; an empty string means the whole agency."""
        own = {grant.unit_path for grant in self.grants if grant.role in roles}
        return tuple(sorted(own | {each.unit_path for each in self.stands_in if each.role in roles}))

    def behalf_for(self, *roles: Role, path: str = "") -> StandIn | None:
        """For whom the actor acts with one of these roles; None where the right is the actor's own, or there is none.

        `path` asks about one unit: a right covers the units below its own. What it returns belongs to `record(...)`.
        """
        covers = [grant for grant in self.grants if grant.role in roles and path.startswith(grant.unit_path)]
        if covers:
            return None
        held = (each for each in self.stands_in if each.role in roles and path.startswith(each.unit_path))
        return next(held, None)

    def signature(self, behalf: StandIn | None = None) -> str:
        """The name under a decision; an acting officer's names the absent official too. At most 200 characters."""
        if behalf is None:
            return self.label[:200]
        return acting_for(self.label, kind=behalf.kind, name=behalf.name, office=behalf.office)[:200]

    @property
    def superior_ids(self) -> tuple[int, ...]:
        """Keys of the officials whose people the actor leads today: oneself, and those one stands in for."""
        own = () if self.employee_id is None else (self.employee_id,)
        return own + tuple(each.employee_id for each in self.stands_in if each.role is Role.SUPERIOR)

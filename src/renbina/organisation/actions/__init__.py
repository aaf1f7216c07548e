"""All writes of the organisation, one module a noun."""

from renbina.organisation.actions.access import (
    EmployeeHasLogin,
    LoginHasEmployee,
    grant_role,
    link_user,
    revoke_role,
)
from renbina.organisation.actions.agency import AgencyNameTaken, create_agency
from renbina.organisation.actions.positions import (
    NewPosition,
    PositionTitleTwice,
    add_position_aliases,
    add_positions,
)
from renbina.organisation.actions.roster import RosterRowUnknown, apply_roster
from renbina.organisation.actions.substitutions import (
    NewSubstitution,
    SubstitutionRefused,
    end_substitution,
    name_substitute,
)
from renbina.organisation.actions.supervisions import (
    NewSupervision,
    SuperiorIsSelf,
    set_supervisions,
)
from renbina.organisation.actions.units import (
    NewUnit,
    UnitKeyTwice,
    UnitParentUnknown,
    add_unit_aliases,
    add_units,
)

__all__ = [
    "AgencyNameTaken",
    "EmployeeHasLogin",
    "LoginHasEmployee",
    "NewPosition",
    "NewSubstitution",
    "NewSupervision",
    "NewUnit",
    "PositionTitleTwice",
    "RosterRowUnknown",
    "SubstitutionRefused",
    "SuperiorIsSelf",
    "UnitKeyTwice",
    "UnitParentUnknown",
    "add_position_aliases",
    "add_positions",
    "add_unit_aliases",
    "add_units",
    "apply_roster",
    "create_agency",
    "end_substitution",
    "grant_role",
    "link_user",
    "name_substitute",
    "revoke_role",
    "set_supervisions",
]

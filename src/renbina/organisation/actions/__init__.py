"""All writes of the organisation, one module a noun."""

from renbina.organisation.actions.access import (
    EmployeeHasLogin,
    LoginHasEmployee,
    grant_role,
    link_user,
    revoke_role,
)
from renbina.organisation.actions.agency import AgencyNameTaken, create_agency
from renbina.organisation.actions.careers import (
    MoveRefused,
    NewPost,
    StatusRefused,
    move_employee,
    set_status,
)
from renbina.organisation.actions.correcting import (
    Correction,
    DerivationStale,
    SuperiorRefused,
    correct_superiors,
    derive_superiors,
    digest_of,
)
from renbina.organisation.actions.positions import (
    NewPosition,
    PositionTitleTwice,
    add_position_aliases,
    add_positions,
)
from renbina.organisation.actions.reorganising import (
    Decree,
    NewPart,
    UnitChangeRefused,
    close_unit,
    merge_units,
    move_unit,
    open_unit,
    rename_unit,
    split_unit,
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
    "Correction",
    "Decree",
    "DerivationStale",
    "EmployeeHasLogin",
    "LoginHasEmployee",
    "MoveRefused",
    "NewPart",
    "NewPosition",
    "NewPost",
    "NewSubstitution",
    "NewSupervision",
    "NewUnit",
    "PositionTitleTwice",
    "RosterRowUnknown",
    "StatusRefused",
    "SubstitutionRefused",
    "SuperiorIsSelf",
    "SuperiorRefused",
    "UnitChangeRefused",
    "UnitKeyTwice",
    "UnitParentUnknown",
    "add_position_aliases",
    "add_positions",
    "add_unit_aliases",
    "add_units",
    "apply_roster",
    "close_unit",
    "correct_superiors",
    "create_agency",
    "derive_superiors",
    "digest_of",
    "end_substitution",
    "grant_role",
    "link_user",
    "merge_units",
    "move_employee",
    "move_unit",
    "name_substitute",
    "open_unit",
    "rename_unit",
    "revoke_role",
    "set_status",
    "set_supervisions",
    "split_unit",
]

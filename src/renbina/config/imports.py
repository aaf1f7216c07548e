"""What can be imported: the one list, composed of the rooms' declarations."""

from renbina.foundation.imports import ImportKind
from renbina.organisation.actions import apply_roster
from renbina.organisation.imports import roster_import
from renbina.performance.actions import apply_predicates
from renbina.performance.imports import performance_import

_KINDS = (roster_import(apply_roster), performance_import(apply_predicates))
IMPORTS: dict[str, ImportKind] = {kind.key: kind for kind in _KINDS}

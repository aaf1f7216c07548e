"""What the plan adds to a person's levels, as far as a room above tells it (RENBINA_PLANNED_LEVELS)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Planned:
    """Levels after the plan of a year, by the key of the competency; `state` of that plan in words.

    `is_set`: set by decree; until then the plan may still change.
    """

    after: Mapping[int, int]
    year: int
    state: str
    is_set: bool


Teller = Callable[[int, int], Planned | None]


def planned_for(agency_id: int, employee_id: int) -> Planned | None:
    """None where nobody tells, or no plan was computed."""
    path: str = getattr(settings, "RENBINA_PLANNED_LEVELS", "")
    if not path:
        return None
    tell: Teller = import_string(path)
    return tell(agency_id, employee_id)

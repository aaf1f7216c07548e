"""Citizens' praise of the service in which a person works, as far as another room tells it (RENBINA_PRAISE)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from renbina.foundation.base import holds_on
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Employee, Placement


@dataclass(frozen=True, slots=True)
class Praise:
    """How many citizens' praise of the services of `unit` was read and answered since a day; never of whom."""

    unit: str
    count: int
    since: date


Teller = Callable[[int, str, date], Praise | None]


def praise_of(employee: Employee, on: date) -> Praise | None:
    """Praise of the nearest unit above the person that serves citizens; None where nobody tells, or nobody praised."""
    path: str = getattr(settings, "RENBINA_PRAISE", "")
    if not path:
        return None
    held = Placement.objects.filter(holds_on(on), employee=employee, kind=PlacementKind.DEFINITIVE)
    place = held.order_by("-valid_from", "-pk").values_list("unit__path", flat=True).first()
    tell: Teller = import_string(path)
    return tell(employee.agency_id, place, on) if place else None

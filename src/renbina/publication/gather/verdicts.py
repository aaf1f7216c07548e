"""Verdicts of programmes on services. `config` says who gives them: the room that computes them keeps how to itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from renbina.organisation.models import Agency


@dataclass(frozen=True, slots=True)
class ServiceVerdict:
    """What is known of a programme's effect on what citizens say of the units it trained.

    indicator: u1..u9, or "skm"; verdict: success | not_seen | undecided; why: see binacore.verdict.Why; rise: how much
    more the trained units rose than the others (None: cannot be said); units, compared: how many of each.
    """

    unit_id: int
    indicator: str
    programme: str
    verdict: str
    why: str
    rise: float | None
    units: int
    compared: int


Judge = Callable[[Agency, date], list[ServiceVerdict]]


def verdicts_of(agency: Agency, on: date) -> list[ServiceVerdict]:
    """Verdicts of the year and the year before, the newest first; none where nobody gives any."""
    path: str = getattr(settings, "RENBINA_VERDICTS", "")
    if not path:
        return []
    judge: Judge = import_string(path)
    return judge(agency, on)

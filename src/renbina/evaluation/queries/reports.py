"""How many participants told what changed in their work, and for how many the superior confirmed it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from renbina.organisation.models import Agency


@dataclass(frozen=True, slots=True)
class Reports:
    """Work-change reports of a programme in a year: due by now, written, and confirmed by the superior."""

    due: int = 0
    written: int = 0
    confirmed: int = 0

    @property
    def share(self) -> float | None:
        """Of those due; None while none is."""
        return self.confirmed / self.due if self.due else None


def reports_of(agency: Agency, year: int, programmes: Collection[int], on: date) -> Mapping[int, Reports]:
    """Programme key -> its reports."""
    return {}

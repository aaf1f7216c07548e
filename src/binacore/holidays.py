"""Days on which offices are closed: Sundays, and the public holidays of a year as the rules list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_SUNDAY: Final = 6
_DAY_LETTERS: Final = 10  # of "2026-08-17"


class HolidaysMalformed(ValueError):
    """An entry that does not begin with a day, has no name, or names a day twice."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which offices are closed. `name`: of the holiday; empty for a mere Sunday."""

    day: date
    name: str = ""


def holidays_of(entries: Sequence[str]) -> dict[date, str]:
    """Entries such as "2026-08-17 Proklamasi Kemerdekaan" as day -> name. Raises HolidaysMalformed naming the entry."""
    found: dict[date, str] = {}
    for entry in entries:
        name = entry[_DAY_LETTERS:].strip()
        try:
            day = date.fromisoformat(entry[:_DAY_LETTERS])
        except ValueError as error:
            raise HolidaysMalformed(f"{entry!r} does not begin with a day such as 2026-08-17") from error
        if not name:
            raise HolidaysMalformed(f"{entry!r} names no holiday")
        if day in found:
            raise HolidaysMalformed(f"{entry!r}: this day stands in the list twice")
        found[day] = name
    return found


def days_off(days: Iterable[date], holidays: Mapping[date, str]) -> tuple[DayOff, ...]:
    """Those of the days on which offices are closed, in their order."""
    return tuple(DayOff(day, holidays.get(day, "")) for day in days if day in holidays or day.weekday() == _SUNDAY)

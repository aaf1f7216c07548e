"""Days of a class on which offices are closed: Sundays and the public holidays of the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from binacore.holidays import days_off, holidays_of
from binacore.rules import Confidence, RuleNotInForce
from renbina.organisation.models import Agency
from renbina.rulebook.queries import rulebook_for

HOLIDAYS: Final = "holidays.national"


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """`name`: of the holiday, empty for a Sunday. `is_sure`: the list of that year is decided."""

    day: date
    name: str
    is_sure: bool


def closed_days(agency: Agency, moments: Iterable[datetime]) -> tuple[ClosedDay, ...]:
    """Those days in the agency's zone on which offices are closed, each once; one query.

    A year before the first list has Sundays only.
    """
    days = sorted({at.astimezone(ZoneInfo(agency.timezone)).date() for at in moments})
    if not days:
        return ()
    book = rulebook_for(agency)
    found: list[ClosedDay] = []
    for year in sorted({day.year for day in days}):
        own = [day for day in days if day.year == year]
        try:
            value = book.value(HOLIDAYS, own[-1])
        except RuleNotInForce:
            found += [ClosedDay(off.day, "", True) for off in days_off(own, {})]
            continue
        sure = value.confidence in (Confidence.CONFIRMED, Confidence.AGENCY_DECISION)
        found += [ClosedDay(off.day, off.name, sure or not off.name) for off in days_off(own, holidays_of(value.value))]
    return tuple(found)


def list_is_missing(agency: Agency, year: int) -> bool:
    """Whether no list of public holidays is known for a year; one query."""
    try:
        value = rulebook_for(agency).value(HOLIDAYS, date(year, 12, 31))
    except RuleNotInForce:
        return True
    return not any(day.year == year for day in holidays_of(value.value))

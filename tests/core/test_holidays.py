"""Public holidays are dated data that say how sure they are."""

from datetime import date, timedelta

import pytest

from binacore.holidays import DayOff, HolidaysMalformed, days_off, holidays_of
from binacore.rules import AgencyOverride, Confidence, OverrideMalformed, Rulebook, load_rules

BOOK = Rulebook(load_rules())
RULE = "holidays.national"


def of(year: int) -> dict[date, str]:
    return holidays_of(BOOK.at(date(year, 6, 1)).items(RULE))


@pytest.mark.parametrize(("year", "national", "joint"), [(2025, 17, 11), (2026, 17, 8), (2027, 17, 0)])
def test_every_year_has_as_many_days_as_its_list_announces(year: int, national: int, joint: int) -> None:
    names = of(year)
    assert {day.year for day in names} == {year}
    assert list(names) == sorted(names)
    leave = [name for name in names.values() if name.startswith("Cuti bersama")]
    assert (len(names) - len(leave), len(leave)) == (national, joint)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_days_that_follow_from_easter_lie_where_easter_puts_them(year: int) -> None:
    easter = {2025: date(2025, 4, 20), 2026: date(2026, 4, 5), 2027: date(2027, 3, 28)}[year]
    names = of(year)
    assert (names[easter - timedelta(days=2)], names[easter + timedelta(days=39)]) == (
        "Wafat Yesus Kristus", "Kenaikan Yesus Kristus",
    )  # fmt: skip


def test_only_decreed_years_are_shown_as_law() -> None:
    sure = [BOOK.value(RULE, date(year, 1, 1)).confidence for year in (2025, 2026, 2027)]
    assert sure == [Confidence.CONFIRMED, Confidence.CONFIRMED, Confidence.GENERAL_KNOWLEDGE]
    assert "Unconfirmed" in BOOK.value(RULE, date(2027, 1, 1)).note


def test_sundays_and_holidays_are_days_off_and_saturdays_are_not() -> None:
    week = [date(2026, 8, 14) + timedelta(days=n) for n in range(5)]
    assert days_off(week, of(2026)) == (
        DayOff(date(2026, 8, 16)), DayOff(date(2026, 8, 17), "Proklamasi Kemerdekaan"),
    )  # fmt: skip


@pytest.mark.parametrize("entry", ["17 August 2026 X", "2026-08-17", "2026-02-30 X"])
def test_an_entry_without_a_day_or_a_name_is_refused_by_name(entry: str) -> None:
    with pytest.raises(HolidaysMalformed, match=entry):
        holidays_of([entry])
    with pytest.raises(HolidaysMalformed, match="twice"):
        holidays_of(["2026-08-17 A", "2026-08-17 B"])


def test_an_agency_may_decide_its_own_list_but_not_a_broken_one() -> None:
    day = date(2026, 1, 1)
    own = AgencyOverride(RULE, day, ("2026-10-01 Hari Jadi Kota",), "SE Wali Kota 1/2026")
    assert holidays_of(Rulebook(load_rules(), (own,)).at(day).items(RULE)) == {date(2026, 10, 1): "Hari Jadi Kota"}
    with pytest.raises(OverrideMalformed, match="does not begin with a day"):
        Rulebook(load_rules(), (AgencyOverride(RULE, day, ("1 Oktober",), "SE Wali Kota 1/2026"),))

"""Who is planned for: their limits of hours, when they cannot leave, and until when they are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from binacore.rules import RulesAt
from renbina.organisation.enums import Employment, Status
from renbina.organisation.models import Unit
from renbina.planning.gather.calendar import YEAR, Calendar
from renbina.planning.gather.keys import person_keys
from renbina.planning.gather.parameters import PlanningParameters
from renbina.planning.gather.rows import Rows

PNS = (Employment.PNS, Employment.CPNS)
PPPK = (Employment.PPPK, Employment.PPPK_PART_TIME)


@dataclass(frozen=True, slots=True)
class Person:
    """One plannable person.

    hours_max: JP of the law or of usage in the year (a long programme somebody is named for comes on top elsewhere).
    duty_months: the calendar keeps the person at work; away_months: leave keeps the person away; free_months: no
    minimum of staff.
    leave_month: the first month in which the person is gone (13: stays); last_month: the last month in which a class
    that names nobody may end (0: none); last_month_long: the same for long programmes.
    """

    pk: int
    public_id: str
    key: str
    employment: str
    kind: str
    level: str
    family: str
    unit: int
    unit_path: str
    plan_unit: int
    root_unit: int
    hours_max: float
    hours_target: float
    hours_done: float
    entitled: bool
    duty_months: frozenset[int]
    away_months: frozenset[int]
    free_months: frozenset[int]
    keep: tuple[tuple[str, ...], int] | None
    leave_month: int
    last_month: int
    last_month_long: int

    def last_month_of(self, hours: float, parameters: PlanningParameters) -> int:
        return self.last_month_long if hours >= parameters.long_hours else self.last_month

    @property
    def closed_months(self) -> frozenset[int]:
        return self.duty_months | self.away_months

    @property
    def is_pns(self) -> bool:
        return self.employment in PNS

    @property
    def is_pppk(self) -> bool:
        return self.employment in PPPK

    @property
    def signature(self) -> tuple[str, str, str, str, int]:
        """What an audience asks for; thousands of people share a few hundred of these."""
        return self.employment, self.kind, self.level, self.family, self.unit


class People:
    """Makes persons of rows, and says who is left out and why."""

    def __init__(self, rows: Rows, rules: RulesAt, parameters: PlanningParameters) -> None:
        self.rows, self.rules, self.parameters = rows, rules, parameters
        self.year = rows.plan.year
        self.keys = person_keys(rows.employees)
        self.by_path = {unit.path: unit for unit in rows.units.values()}
        self.limits = {unit.pk: _limiting_unit(unit, self.by_path) for unit in rows.units.values()}
        self.calendar = Calendar(rows.calendar)
        self.left_out: dict[str, str] = {}  # public id -> why

    def all(self) -> list[Person]:
        """Left out is who has no post, or is away, retired or gone in the whole of the plan year."""
        found = []
        for row in self.rows.employees:
            place = self.rows.placements.get(row["pk"])
            away = self._months_away(row["pk"])
            leaves = _leave_month(row, self.year)
            if leaves <= 1 or _gone(row, self.rows.on):
                self.left_out[row["public_id"]] = str(Status.RETIRED)
            elif set(away) == YEAR:
                self.left_out[row["public_id"]] = str(away[12])
            elif place is None:
                self.left_out[row["public_id"]] = "no_placement"
            else:
                found.append(self._person(row, place, away, leaves))
        return found

    def _person(self, row: Mapping[str, Any], place: Mapping[str, Any], away: Mapping[int, str], leaves: int) -> Person:
        unit = self.rows.units[place["unit_id"]]
        family = place["position__family"]
        duties = self.calendar.duties(unit.path, family)
        pppk = row["employment"] in PPPK
        target = self.rules.number("learning.pppk_target_hours" if pppk else "learning.pns_minimum_hours")
        return Person(
            pk=row["pk"],
            public_id=row["public_id"],
            key=self.keys[row["pk"]],
            employment=row["employment"],
            kind=place["position__kind"],
            level=place["position__level"],
            family=family,
            unit=unit.pk,
            unit_path=unit.path,
            plan_unit=self.limits[unit.pk],
            root_unit=self.by_path[unit.path[: Unit.steplen]].pk,
            hours_max=(self.rules.number("learning.pppk_maximum_hours") if pppk else self.parameters.usual_hours_max),
            hours_target=target,
            hours_done=self.rows.hours_done.get(row["pk"], 0.0),
            entitled=target > 0 and leaves == 13 and self._at_work_enough(away),
            duty_months=duties.closed,
            away_months=frozenset(away),
            free_months=duties.free - frozenset(away),
            keep=duties.keep,
            leave_month=leaves,
            last_month=self._last_month(row, self.parameters.months_before_leaving),
            last_month_long=self._last_month(
                row, max(self.parameters.months_before_leaving, self.parameters.months_before_retiring)
            ),
        )

    def _months_away(self, employee: int) -> dict[int, str]:
        """Months of the plan year in which another status than active service holds -> that status."""
        found = {}
        for row in self.rows.statuses.get(employee, ()):
            for month in range(1, 13):
                begin, end = date(self.year, month, 1), date(self.year + month // 12, month % 12 + 1, 1)
                if row["valid_from"] < end and (row["valid_to"] is None or row["valid_to"] > begin):
                    found[month] = row["status"]
        return found

    def _at_work_enough(self, away: Mapping[int, str]) -> bool:
        """Study counts as having met the year's hours; other leave does where it takes most of the year."""
        studies = Status.STUDY_LEAVE in away.values()
        return not studies and 12 - len(away) >= self.parameters.months_at_work_min

    def _last_month(self, row: Mapping[str, Any], before: int) -> int:
        """A class ends at least the agreed months before retirement, and before a contract ends."""
        months = [12]
        if row["retire_on"]:
            months.append(_month_of(row["retire_on"], self.year) - 1 - before)
        if row["contract_end"]:
            months.append(_month_of(row["contract_end"] + timedelta(days=1), self.year) - 1)
        return max(0, min(months))


def _gone(row: Mapping[str, Any], on: date) -> bool:
    retires, ends = row["retire_on"], row["contract_end"]
    return bool((retires and retires <= on) or (ends and ends < on))


def _leave_month(row: Mapping[str, Any], year: int) -> int:
    """The first month of the plan year that the person does not see to its end; 13 for who stays into the next."""
    months = [13]
    if row["retire_on"]:
        months.append(_month_of(row["retire_on"], year))
    if row["contract_end"]:
        months.append(_month_of(row["contract_end"] + timedelta(days=1), year))
    return max(0, min(months))


def _month_of(day: date, year: int) -> int:
    """Counted from January of the plan year as 1, beyond it too."""
    return (day.year - year) * 12 + day.month


def _limiting_unit(unit: Unit, by_path: Mapping[str, Unit]) -> int:
    """The nearest unit, this one or above, that limits absence; else the top one. Its people share one limit."""
    path = unit.path
    while path:
        found = by_path.get(path)
        if found is not None and (found.away_max is not None or len(path) == Unit.steplen):
            return int(found.pk)
        path = path[: -Unit.steplen]
    return int(unit.pk)

"""Who is planned for, in which unit of the problem, until when, and in which months they cannot leave."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from renbina.organisation.enums import Employment, Status
from renbina.organisation.models import Unit
from renbina.planning.gather.rows import Rows
from renbina.planning.models import CalendarRule

PNS = (Employment.PNS, Employment.CPNS)
PPPK = (Employment.PPPK, Employment.PPPK_PART_TIME)


@dataclass(frozen=True, slots=True)
class Person:
    """One plannable person. `last_month` is the last month of the plan year in which a class may start (0: none)."""

    pk: int
    public_id: str
    employment: str
    kind: str
    level: str
    family: str
    unit: int
    unit_path: str
    plan_unit: int
    root_unit: int
    leaves_in_year: bool
    last_month: int
    closed_months: frozenset[int]

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


def people_of(rows: Rows, months_before_leaving: int) -> tuple[list[Person], dict[str, int]]:
    """(people to plan for, how many were left out by reason: their status, or `no_placement`).

    Somebody on leave, suspended, retired or moved away on the day is left out. Who retires in the plan year, or whose
    contract ends before its last day, stays, but only for programmes they are named for.
    """
    by_path = {unit.path: unit for unit in rows.units.values()}
    limits = {unit.pk: _limiting_unit(unit, by_path) for unit in rows.units.values()}
    rules = _Calendar(rows.calendar)
    left_out: Counter[str] = Counter()
    people = []
    for row in rows.employees:
        place = rows.placements.get(row["pk"])
        status = row["status"] or Status.ACTIVE
        if status != Status.ACTIVE or place is None:
            left_out[str(status) if status != Status.ACTIVE else "no_placement"] += 1
            continue
        retires, ends = row["retire_on"], row["contract_end"]
        if (retires and retires <= rows.on) or (ends and ends < rows.on):
            left_out[str(Status.RETIRED)] += 1
            continue
        last_day = date(rows.plan.year, 12, 31)
        unit = rows.units[place["unit_id"]]
        people.append(
            Person(
                pk=row["pk"],
                public_id=row["public_id"],
                employment=row["employment"],
                kind=place["position__kind"],
                level=place["position__level"],
                family=place["position__family"],
                unit=unit.pk,
                unit_path=unit.path,
                plan_unit=limits[unit.pk],
                root_unit=by_path[unit.path[: Unit.steplen]].pk,
                leaves_in_year=bool((retires and retires <= last_day) or (ends and ends < last_day)),
                last_month=_last_month(retires, rows.plan.year, months_before_leaving),
                closed_months=rules.months(unit.path, place["position__family"]),
            )
        )
    return people, dict(left_out)


def _limiting_unit(unit: Unit, by_path: Mapping[str, Unit]) -> int:
    """The nearest unit, this one or above, that limits absence; else the top one. Its people share one limit."""
    path = unit.path
    while path:
        found = by_path.get(path)
        if found is not None and (found.away_max is not None or len(path) == Unit.steplen):
            return int(found.pk)
        path = path[: -Unit.steplen]
    return int(unit.pk)


def _last_month(retires: date | None, year: int, months_before: int) -> int:
    """A class must start at least `months_before` months before retirement."""
    if retires is None:
        return 12
    months_left = (retires.year - year) * 12 + retires.month - months_before - 1
    return max(0, min(12, months_left))


class _Calendar:
    """Months in which people of some units (and below) or families cannot leave. A rule names one or both."""

    def __init__(self, rules: Iterable[CalendarRule]) -> None:
        self.rules = [
            (frozenset(rule.months), tuple(unit.path for unit in rule.units.all()), frozenset(rule.families))
            for rule in rules
        ]
        self._known: dict[tuple[str, str], frozenset[int]] = {}

    def months(self, unit_path: str, family: str) -> frozenset[int]:
        key = (unit_path, family)
        if key not in self._known:
            held = [months for months, paths, families in self.rules if _concerns(paths, families, unit_path, family)]
            self._known[key] = frozenset().union(*held)
        return self._known[key]


def _concerns(paths: tuple[str, ...], families: frozenset[str], unit_path: str, family: str) -> bool:
    inside = unit_path.startswith(paths) if paths else True
    return (bool(paths) or bool(families)) and inside and (not families or family in families)

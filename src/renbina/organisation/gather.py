"""Rows of the organisation as the core reads them: people, names to match, and the roster as it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from binacore.names import NameIndex, fold_name
from binacore.people import EmploymentKind, Person, PositionClass, retirement_day
from binacore.people import Position as CorePosition
from binacore.rules import RulesAt
from renbina.foundation.base import holds_on
from renbina.organisation.enums import Employment, PlacementKind
from renbina.organisation.models import (
    Employee,
    EmploymentStatus,
    Placement,
    Position,
    PositionAlias,
    Unit,
    UnitAlias,
)

EMPLOYEE_FIELDS: Final = (
    "name", "front_title", "back_title", "sex", "birth_date", "employment", "grade", "education", "education_name",
    "appointed_on", "contract_end",
)  # fmt: skip
_KINDS: Final = {
    Employment.PNS: EmploymentKind.PNS,
    Employment.CPNS: EmploymentKind.PNS,
    Employment.PPPK: EmploymentKind.PPPK,
    Employment.PPPK_PART_TIME: EmploymentKind.PPPK_PART_TIME,
}
# families of positions whose retirement age is a rule of its own
_PROFESSIONS: Final = {
    "guru_tk": "teacher",
    "guru_sd": "teacher",
    "guru_smp": "teacher",
    "guru_sma": "teacher",
    "kepala_sekolah": "teacher",
    "dokter": "doctor",
    "dokter_gigi": "doctor",
    "pengawas_sekolah": "school_supervisor",
    "penilik": "school_supervisor",
}
_CLASSES: Final = {"supervisor": PositionClass.PENGAWAS, "executive": PositionClass.PELAKSANA}


@dataclass(frozen=True, slots=True)
class People:
    """People of an agency on a day with their positions, both by the text of their key. Two queries."""

    people: dict[str, Person]
    positions: dict[str, CorePosition]


def position_class(level: str) -> PositionClass | None:
    """The class of a position level; None for a level that has no class in the rules."""
    found = _CLASSES.get(level)
    if found is None and level in PositionClass._value2member_map_:
        found = PositionClass(level)
    return found


def people_of(agency_id: int, on: date, employees: Iterable[int] | None = None) -> People:
    """Everybody of an agency who holds a post on the day (or only these people); ids are `public_id`s. One query."""
    rows = Placement.objects.filter(holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE)
    if employees is not None:
        rows = rows.filter(employee__in=list(employees))
    found = People({}, {})
    for row in rows.select_related("employee", "position", "unit").order_by("employee_id"):
        kind = position_class(row.position.level)
        if kind is not None:
            found.positions[row.position.public_id] = CorePosition(row.position.public_id, kind, row.unit.public_id)
        found.people[row.employee.public_id] = Person(
            person_id=row.employee.public_id,
            kind=_KINDS[Employment(row.employee.employment)],
            unit_id=row.unit.public_id,
            position_id=row.position.public_id,
            born=row.employee.birth_date,
        )
    return found


def retires_on(born: date | None, position: Position | None, rules: RulesAt) -> date | None:
    """First day after service, from the retirement age of the position's class; None where one of them is unknown."""
    kind = position_class(position.level) if position is not None else None
    if born is None or position is None or kind is None:
        return None
    return retirement_day(born, kind, rules, profession=_PROFESSIONS.get(position.family, ""))


@dataclass(frozen=True, slots=True)
class Directory:
    """All names of an agency's units and positions, to match what files say; each unit has a label of its own."""

    units: NameIndex[Unit] = field(default_factory=NameIndex)
    positions: NameIndex[Position] = field(default_factory=NameIndex)
    labels: dict[int, str] = field(default_factory=dict)
    by_label: dict[str, Unit] = field(default_factory=dict)
    by_code: dict[str, Unit] = field(default_factory=dict)
    by_path: dict[str, Unit] = field(default_factory=dict)
    by_title: dict[str, Position] = field(default_factory=dict)

    def ancestors(self, unit: Unit) -> list[Unit]:
        """The units above, the nearest first."""
        step = Unit.steplen
        return [self.by_path[unit.path[:length]] for length in range(len(unit.path) - step, 0, -step)]


def directory_of(agency_id: int) -> Directory:
    """Four queries."""
    found = Directory()
    units = list(Unit.objects.filter(agency_id=agency_id).order_by("path"))
    found.by_path.update({unit.path: unit for unit in units})
    aliases = _spellings(UnitAlias.objects.filter(agency_id=agency_id).values_list("unit_id", "name_key"))
    _label_units(found, units)
    for unit in units:
        label = found.labels[unit.pk]
        found.by_label[label] = unit
        if unit.code:
            found.by_code[unit.code] = unit
        short = fold_name(unit.short_name)
        others = {*aliases.get(unit.pk, ()), short} - {fold_name(unit.name)}
        found.units.add(unit, unit.name, label, shown=label, folded_aliases=others)
    titles = _spellings(PositionAlias.objects.filter(agency_id=agency_id).values_list("position_id", "title_key"))
    for position in Position.objects.filter(agency_id=agency_id).order_by("pk"):
        found.by_title[position.title] = position
        found.positions.add(position, position.title, folded_aliases=titles.get(position.pk, ()))
    return found


def _spellings(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, spelling in pairs:
        found.setdefault(key, []).append(spelling)
    return found


def _label_units(found: Directory, units: list[Unit]) -> None:
    """A unit is called by its name, with as many units above it as it takes to be the only one."""
    together: dict[str, list[Unit]] = {}
    for unit in units:
        together.setdefault(fold_name(unit.name), []).append(unit)
    taken: set[str] = set()
    for unit in units:
        names = [unit.name]
        above = found.ancestors(unit)
        if len(together[fold_name(unit.name)]) > 1:
            names += [each.name for each in above[:1]]
            while " – ".join(names) in taken and len(names) <= len(above):
                names.append(above[len(names) - 1].name)
        label = " – ".join(names)
        found.labels[unit.pk] = label if label not in taken else f"{label} ({unit.code or unit.public_id})"
        taken.add(found.labels[unit.pk])


def roster_of(agency_id: int, on: date) -> dict[str, dict[str, Any]]:
    """NIP -> what is stored of a person on a day, in the types of the import. Four queries."""
    labels = directory_labels(agency_id)
    placed = {
        row[0]: row[1:]
        for row in Placement.objects.filter(
            holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE
        ).values_list("employee_id", "unit_id", "position__title", "valid_from")
    }
    statuses = dict(
        EmploymentStatus.objects.filter(holds_on(on), employee__agency_id=agency_id)
        .order_by("valid_from", "pk")
        .values_list("employee_id", "status")
    )
    stored: dict[str, dict[str, Any]] = {}
    people = Employee.objects.filter(agency_id=agency_id).order_by("nip")
    for person in people.values("pk", "nip", "retire_on", *EMPLOYEE_FIELDS):
        key = person.pop("pk")
        unit, position, since = placed.get(key, (None, None, None))
        stored[person["nip"]] = person | {
            "unit": labels.get(unit) if unit else None,
            "position": position,
            "position_since": since,
            "status": statuses.get(key),
        }
    return stored


def directory_labels(agency_id: int) -> dict[int, str]:
    """Unit key -> the label that names only this unit. One query."""
    found = Directory()
    units = list(Unit.objects.filter(agency_id=agency_id).order_by("path"))
    found.by_path.update({unit.path: unit for unit in units})
    _label_units(found, units)
    return found.labels

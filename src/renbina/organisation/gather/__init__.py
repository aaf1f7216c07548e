"""Rows of the organisation as the core reads them: people, names to match, and the roster as it is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from binacore.names import NameIndex, fold_name
from binacore.people import EmploymentKind, Person, PositionClass, retirement_day
from binacore.people import Position as CorePosition
from binacore.rules import RulesAt
from binacore.superiors import Derived, Lead, Post, Why, derive, heads_of, is_top_title, lead_of
from renbina.foundation.base import holds_on
from renbina.organisation.enums import (
    HEADS,
    Employment,
    PlacementKind,
    PositionKind,
    Relation,
    Source,
    Standing,
    Status,
    UnitEvent,
    UnitKind,
)
from renbina.organisation.models import (
    Employee,
    EmploymentStatus,
    Placement,
    Position,
    PositionAlias,
    Substitution,
    Supervision,
    Unit,
    UnitAlias,
    UnitChange,
)
from renbina.organisation.queries import UnitState, not_gone, unit_states

POSITION_NOT_TOLD: Final = "Jabatan belum diisi"  # held by whoever came from a list without positions
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
    not_told: list[Position] = field(default_factory=list)  # the position of people who came without one

    @property
    def takes_units(self) -> bool:
        """While all units come from rosters (or there is none), a roster may add more: no list says what there is."""
        return all(unit.from_roster for unit in self.by_path.values())

    @property
    def takes_positions(self) -> bool:
        """The same of positions."""
        return all(position.from_roster for position in self.by_title.values())

    def ancestors(self, unit: Unit) -> list[Unit]:
        """The units above, the nearest first."""
        step = Unit.steplen
        return [self.by_path[unit.path[:length]] for length in range(len(unit.path) - step, 0, -step)]


def directory_of(agency_id: int) -> Directory:
    """Names of today's units; what was merged answers by its old name and code. Five queries."""
    found = Directory()
    units = list(Unit.objects.filter(agency_id=agency_id, closed_on__isnull=True).order_by("path"))
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
    for code, unit in _merged_codes(agency_id, {unit.pk: unit for unit in units}).items():
        found.by_code.setdefault(code, unit)
    titles = _spellings(PositionAlias.objects.filter(agency_id=agency_id).values_list("position_id", "title_key"))
    for position in Position.objects.filter(agency_id=agency_id).order_by("pk"):
        if position.title == POSITION_NOT_TOLD:
            found.not_told.append(position)
            continue
        found.by_title[position.title] = position
        found.positions.add(position, position.title, folded_aliases=titles.get(position.pk, ()))
    return found


def _merged_codes(agency_id: int, units: Mapping[int, Unit]) -> dict[str, Unit]:
    """SIASN codes of units that were merged -> the unit of today."""
    merged = UnitChange.objects.filter(unit__agency_id=agency_id, kind=UnitEvent.MERGED)
    rows = list(merged.order_by("day", "pk").values_list("unit_id", "other_id", "unit__code"))
    into = {unit: other for unit, other, _code in rows}
    found = {}
    for unit, _other, code in rows:
        step, seen = unit, {unit}
        while (after := into.get(step)) is not None and after not in seen:
            seen.add(after)
            step = after
        if code and step in units:
            found[code] = units[step]
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


_RANKS: Final = {PositionKind.JPT: 3, PositionKind.ADMINISTRATOR: 2, PositionKind.SUPERVISOR: 1}
_FEW: Final = 500  # units that a query names one by one
_LEADING: Final = ("kepala sekolah", "kepala puskesmas")  # functional posts that lead a unit
_SMALL: Final = (UnitKind.SECTION, UnitKind.TEAM)


@dataclass(frozen=True, slots=True)
class OrganisationChart:
    """Units of a day and posts in them, as the derivation of superiors reads them; keys as text."""

    units: dict[int, UnitState]
    posts: list[Post]
    titles: dict[tuple[int, int], str]  # (employee, unit) -> what the post is called
    standing: list[Substitution]  # who stands in on the day, with both people and the position

    @property
    def parents(self) -> dict[str, str | None]:
        return {str(pk): None if unit.parent is None else str(unit.parent) for pk, unit in self.units.items()}

    def derived(self) -> dict[int, Derived]:
        """Employee key -> the superior of the rule."""
        return {int(person): row for person, row in derive(self.parents, self.posts).items()}

    def heads(self) -> dict[int, int]:
        """Unit key -> employee key of its head."""
        return {int(unit): int(person) for unit, person in heads_of(self.posts).items()}


def chart_of(
    agency_id: int, on: date, *, people: Iterable[int] | None = None, units: Mapping[int, UnitState] | None = None
) -> OrganisationChart:
    """The chart of a day. Five queries; `units` saves two of them.

    people: only these are derived, and only posts that may lead are read of all others.
    """
    states = units if units is not None else unit_states(agency_id, on)
    held = Placement.objects.filter(holds_on(on), employee__agency_id=agency_id)
    if units is not None and len(units) < _FEW:
        held = held.filter(unit__in=list(units))
    if people is not None:
        titles = Q(position__kind__in=HEADS)
        for title in _LEADING:
            titles |= Q(position__title_key__startswith=title)
        held = held.filter(titles | Q(employee__in=list(people)))
    fields = ("employee_id", "unit_id", "position__kind", "position__title", "kind")
    rows = [(*row[:4], row[4] == PlacementKind.ACTING) for row in held.values_list(*fields)]
    letters = Substitution.objects.filter(holds_on(on), agency_id=agency_id).order_by("valid_from", "pk")
    standing = list(letters.select_related("absent", "substitute", "position"))
    rows += [
        (each.substitute_id, each.unit_id, each.position.kind, each.position.title, True)
        for each in standing
        if each.kind == Standing.PLT
    ]
    away = [status for status in Status.values if status != Status.ACTIVE]
    absent = set(EmploymentStatus.objects.filter(holds_on(on), status__in=away).values_list("employee_id", flat=True))
    leads = _Leads(states)
    posts = [leads.post(*row, away=row[0] in absent) for row in rows if row[1] in states]
    return OrganisationChart(dict(states), posts, {(row[0], row[1]): row[3] for row in rows}, standing)


def units_above(agency_id: int, on: date, people: Iterable[int]) -> dict[int, UnitState]:
    """Today's units of these people, all above them, and that of the regional secretary. Two queries."""
    # By keys alone: with words of a title, or the agency of a person, the posts of everybody would be read.
    secretaries = Position.objects.filter(agency_id=agency_id, title_key__startswith="sekretaris daerah")
    held = Placement.objects.filter(holds_on(on)).order_by()
    held = held.filter(Q(employee__in=list(people)) | Q(position__in=secretaries.values("pk")))
    units = Unit.objects.filter(agency_id=agency_id, pk__in=held.values("unit_id"))
    paths = {
        path[:end]
        for path in units.values_list("path", flat=True)
        for end in range(Unit.steplen, len(path) + 1, Unit.steplen)
    }
    return unit_states(agency_id, on, Unit.objects.filter(agency_id=agency_id, path__in=paths), is_today=True)


@dataclass(frozen=True, slots=True)
class SuperiorChange:
    """What the rule says of a person, and what is stored; keys of employees. `superior` None: the rule finds nobody."""

    employee: int
    old: int | None
    superior: int | None
    why: Why
    unit_name: str


def superior_changes(agency_id: int, on: date, people: QuerySet[Employee]) -> list[SuperiorChange]:
    """Serving people of a set whose rating official is missing, or was derived and the tree says another now.

    What was recorded or corrected is no difference. Seven queries.
    """
    chart = chart_of(agency_id, on)
    derived = chart.derived()
    held = Supervision.objects.filter(holds_on(on), relation=Relation.RATER, employee__agency_id=agency_id)
    stored = {
        employee: (superior, source)
        for employee, superior, source in held.order_by("valid_from", "pk").values_list(
            "employee_id", "superior_id", "source"
        )
    }
    found = []
    for employee in not_gone(people, on).order_by("pk").values_list("pk", flat=True):
        row = derived.get(employee)
        old, source = stored.get(employee, (None, Source.DERIVED))
        if row is None or row.why is Why.IS_TOP or source != Source.DERIVED:
            continue
        superior = int(row.superior) if row.superior is not None else None
        if superior != old:
            name = chart.units[int(row.unit)].name if row.unit else ""
            found.append(SuperiorChange(employee, old, superior, row.why, name))
    return found


@dataclass(slots=True)
class _Leads:
    """What each title means in each unit, worked out once."""

    units: Mapping[int, UnitState]
    known: dict[tuple[int, str], Lead] = field(default_factory=dict)

    def post(self, person: int, unit: int, kind: str, title: str, acting: bool, *, away: bool) -> Post:
        """Who is away, suspended or gone heads nothing."""
        rank = 0 if away else _RANKS.get(PositionKind(kind), 0)
        may_lead = not away and (
            rank > 0 or title.casefold().startswith(("ke", "ka"))
        )  # "Kepala ..." of functional posts
        lead = self._lead(unit, title) if may_lead else Lead.OTHER
        is_top = not away and rank == _RANKS[PositionKind.JPT] and is_top_title(title)
        return Post(str(person), str(unit), rank, lead, acting, is_top)

    def _lead(self, unit: int, title: str) -> Lead:
        key = (unit, title)
        if key not in self.known:
            state = self.units[unit]
            self.known[key] = lead_of(title, state.name, is_section=state.kind in _SMALL)
        return self.known[key]


def roster_of(agency_id: int, on: date) -> dict[str, dict[str, Any]]:
    """NIP -> what is stored of a person on a day, in the types of the import. Five queries."""
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
    superiors = superiors_on(agency_id, on)
    stored: dict[str, dict[str, Any]] = {}
    people = Employee.objects.filter(agency_id=agency_id).order_by("nip")
    for person in people.values("pk", "nip", "retire_on", *EMPLOYEE_FIELDS):
        key = person.pop("pk")
        unit, position, since = placed.get(key, (None, None, None))
        stored[person["nip"]] = person | {
            "unit": labels.get(unit) if unit else None,
            "position": None if position == POSITION_NOT_TOLD else position,
            "position_since": since,
            "status": statuses.get(key),
            "superior_nip": superiors.get(person["nip"]),
        }
    return stored


def superiors_on(agency_id: int, on: date, relation: str = Relation.RATER) -> dict[str, str]:
    """NIP -> NIP of the superior on a day. One query."""
    held = Supervision.objects.filter(holds_on(on), employee__agency_id=agency_id, relation=relation)
    return dict(held.order_by("valid_from", "pk").values_list("employee__nip", "superior__nip"))


def directory_labels(agency_id: int) -> dict[int, str]:
    """Unit key -> the label that names only this unit; a closed one yields its name to one of today. One query."""
    found = Directory()
    units = list(Unit.objects.filter(agency_id=agency_id).order_by(F("closed_on").asc(nulls_first=True), "path"))
    found.by_path.update({unit.path: unit for unit in units})
    _label_units(found, units)
    return found.labels

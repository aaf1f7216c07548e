"""Which unit and position a roster row means; where none is known yet, those of the file are added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from binacore.names import fold_name
from binacore.siasn import position_kind_of, position_level_of
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.actions.units import NewUnit, units_to_make
from renbina.organisation.enums import PositionKind
from renbina.organisation.gather import POSITION_NOT_TOLD, Directory
from renbina.organisation.imports.structure import unit_kind_of
from renbina.organisation.models import Agency, Position, Unit

_Key = tuple[str, str]  # folded name of the unit above ("" for none), folded name


@dataclass(slots=True)
class Places:
    """The directory and what the file adds to it."""

    directory: Directory = field(default_factory=Directory)
    new_units: dict[_Key, Unit] = field(default_factory=dict)
    new_positions: dict[str, Position] = field(default_factory=dict)
    not_told: Position | None = None

    def unit(self, row: Row) -> Unit | None:
        """None where the unit was removed since the row was checked."""
        return self.directory.by_label.get(row.values["unit"]) or self.new_units.get(_unit_key(row))

    def position(self, row: Row) -> Position | None:
        """None where it was removed since the row was checked."""
        title = row.values.get("position")
        if not title:
            return self.not_told
        return self.directory.by_title.get(title) or self.new_positions.get(fold_name(title))


def places_for(rows: Sequence[Row], agency_id: int, directory: Directory, journal: Journal) -> Places:
    """Units come from rosters only until there is a list of units, positions likewise; then a new name is an error."""
    found = Places(directory)
    agency = Agency.objects.get(pk=agency_id)
    if directory.takes_units:
        fresh = [row for row in rows if row.values.get("unit") and row.values["unit"] not in directory.by_label]
        found.new_units = _add_units(fresh, agency, directory, journal)
    if directory.takes_positions:
        fresh = [row for row in rows if row.values.get("position") and row.values["position"] not in directory.by_title]
        found.new_positions = _add_positions(fresh, agency, journal)
    found.not_told = next(iter(directory.not_told), None)
    if found.not_told is None and any(not row.values.get("position") for row in rows):
        found.not_told = _position(agency, POSITION_NOT_TOLD, PositionKind.EXECUTIVE, "")
        journal.create([found.not_told])
    return found


def _unit_key(row: Row) -> _Key:
    name, above = fold_name(row.values.get("unit") or ""), fold_name(row.values.get("unit_above") or "")
    return ("" if above == name else above, name)


def _add_units(rows: Sequence[Row], agency: Agency, directory: Directory, journal: Journal) -> dict[_Key, Unit]:
    """Units below the unit above that the file names; the same name below two others is two units."""
    names: dict[_Key, str] = {}
    for row in rows:
        names.setdefault(_unit_key(row), row.values["unit"])
    here = {name for _, name in names}
    stored: dict[str, Unit] = {}
    for row in rows:
        above = _unit_key(row)[0]
        if not above or above in here:
            continue
        known = directory.units.find(row.values["unit_above"]).one
        if known is not None:
            stored[above] = known
        else:
            names["", above] = row.values["unit_above"]
            here.add(above)
    parents = {key: _parent(key, names) for key in names}
    ordered = sorted(names, key=lambda key: (len(_way(key, parents)), key))
    wanted = []
    for key in ordered:
        parent: _Key | Unit | None = parents[key] if len(_way(key, parents)) > 1 else stored.get(key[0])
        if isinstance(parent, Unit):
            parent.numchild += 1
        wanted.append(_new_unit(key, names[key], parent))
    made = units_to_make(agency, wanted)
    for unit in made.values():
        unit.from_roster = True
    journal.create([made[new.key] for new in wanted])
    journal.update(stored.values(), ["numchild"])
    return {key: made["\n".join(key)] for key in ordered}


def _parent(key: _Key, names: Mapping[_Key, str]) -> _Key | None:
    """The one unit of the file that has the name of the unit above; where several have it, none is guessed."""
    above = [each for each in names if each[1] == key[0] and each != key] if key[0] else []
    return above[0] if len(above) == 1 else None


def _way(key: _Key, parents: Mapping[_Key, _Key | None]) -> list[_Key]:
    """From a unit to the top. A circle in the file ends where it began: that unit stands at the top."""
    way: list[_Key] = []
    at: _Key | None = key
    while at is not None and at not in way:
        way.append(at)
        at = parents[at]
    return way if at is None else [key]


def _new_unit(key: _Key, name: str, parent: "_Key | Unit | None") -> NewUnit:
    above = "\n".join(parent) if isinstance(parent, tuple) else parent
    return NewUnit("\n".join(key), above, name[:255], name[:100], unit_kind_of(name, top=parent is None))


def _add_positions(rows: Sequence[Row], agency: Agency, journal: Journal) -> dict[str, Position]:
    wanted: dict[str, Position] = {}
    for row in rows:
        title = row.values.get("position")
        if title and fold_name(title) not in wanted:
            kind, level = position_kind_of(row.values.get("position_kind") or "", title) or ("executive", "")
            if kind == PositionKind.FUNCTIONAL.value:
                level = position_level_of(title)
            wanted[fold_name(title)] = _position(agency, title, kind, level)
            wanted[fold_name(title)].from_roster = True
    journal.create(list(wanted.values()))
    return wanted


def _position(agency: Agency, title: str, kind: str, level: str) -> Position:
    return Position(agency=agency, title=title, title_key=fold_name(title), kind=PositionKind(kind), level=level)

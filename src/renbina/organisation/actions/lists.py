"""Storing checked lists of units, positions and superiors, through the journal, so that they can be taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from binacore.names import fold_name
from binacore.siasn import position_level_of
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import digest
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.access import Verb, own_agency, require
from renbina.organisation.actions.roster_superiors import open_supervisions
from renbina.organisation.actions.units import NewUnit, UnitParentUnknown, units_to_make
from renbina.organisation.enums import PositionKind, Relation
from renbina.organisation.gather.lists import unit_chains
from renbina.organisation.imports.structure import unit_kind_of
from renbina.organisation.models import Agency, Position, Unit, UnitAlias


@action
def apply_units(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """New units below the ones that the file names, and changed short names, kinds and codes; returns counts.

    A short name is a spelling under which later files may name the unit.
    """
    require(by, Verb.CHANGE_ORGANISATION)
    agency = Agency.objects.get(pk=own_agency(by))
    stored = unit_chains(agency.pk)
    new = sorted((row for row in rows if row.verdict == "new"), key=lambda row: (row.values["depth"], row.number))
    keys = {row.key for row in new}
    wanted = []
    for row in new:
        above = row.values["parent_key"]
        if above and above not in keys and above not in stored:
            raise UnitParentUnknown(_gone() % {"row": row.number})
        parent: str | Unit | None = above if above in keys else stored.get(above)
        wanted.append(_new_unit(row, parent if above else None))
    children = {unit.parent.pk: unit.parent for unit in wanted if isinstance(unit.parent, Unit)}
    for unit in wanted:
        if isinstance(unit.parent, Unit):
            children[unit.parent.pk].numchild += 1
    made = units_to_make(agency, wanted)
    journal.create([made[unit.key] for unit in wanted])
    journal.update(children.values(), ["numchild"])
    units = made | {row.key: stored[row.key] for row in rows if row.verdict == "changed"}
    changed = [_changed(units[row.key], row) for row in rows if row.verdict == "changed"]
    journal.update(changed, ["short_name", "kind", "code"])
    journal.create(_aliases(agency, [(units[row.key], row.values.get("short_name")) for row in rows]))
    counts = {"units_added": len(new), "units_changed": len(changed)}
    record(obj=agency, new=counts | {"digest": _digest(rows)})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return counts


def _gone() -> str:
    return _("Row %(row)s names a unit or position that was removed meanwhile. Upload the file again.")


def _new_unit(row: Row, parent: "str | Unit | None") -> NewUnit:
    name = row.values["name"]
    return NewUnit(
        key=row.key,
        parent=parent,
        name=name,
        short_name=(row.values.get("short_name") or name)[:100],
        kind=row.values.get("kind") or unit_kind_of(name, top=parent is None),
        code=row.values.get("code") or "",
    )


def _changed(unit: Unit, row: Row) -> Unit:
    for name in row.changes:
        setattr(unit, name, row.values[name])
    return unit


def _aliases(agency: Agency, spellings: Sequence[tuple[Unit, str | None]]) -> list[UnitAlias]:
    known = set(UnitAlias.objects.filter(agency=agency).values_list("unit_id", "name_key"))
    wanted = {
        (unit.pk, fold_name(text)): unit for unit, text in spellings if text and fold_name(text) != fold_name(unit.name)
    }
    return [
        UnitAlias(agency=agency, unit=unit, name_key=key)
        for (pk, key), unit in wanted.items()
        if (pk, key) not in known
    ]


@action
def apply_positions(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """New positions, and changed kinds and levels; returns counts."""
    require(by, Verb.CHANGE_ORGANISATION)
    agency = Agency.objects.get(pk=own_agency(by))
    new = [row for row in rows if row.verdict == "new"]
    journal.create([_position(agency, row.values) for row in new])
    stored = {digest([each.title_key]): each for each in Position.objects.filter(agency=agency)}
    changed = []
    for row in rows:
        if row.verdict == "changed":
            for name in row.changes:
                setattr(stored[row.key], name, row.values[name])
            changed.append(stored[row.key])
    journal.update(changed, ["kind", "level"])
    counts = {"positions_added": len(new), "positions_changed": len(changed)}
    record(obj=agency, new=counts | {"digest": _digest(rows)})
    return counts


def _position(agency: Agency, values: dict[str, Any]) -> Position:
    """A level that only functional positions have says the kind; else a position without its kind is an executive's."""
    title = values["title"]
    level = values.get("level") or ("" if values.get("kind") else position_level_of(title))
    guessed = PositionKind.FUNCTIONAL if level.startswith("jf_") else PositionKind.EXECUTIVE
    kind = PositionKind(values["kind"]) if values.get("kind") else guessed
    return Position(agency=agency, title=title, title_key=fold_name(title), kind=kind, level=level)


@action
def apply_superiors(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """The superiors of a list from their day on (the day of the import where none is given); returns counts."""
    require(by, Verb.CHANGE_ORGANISATION)
    agency_id = own_agency(by)
    on = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    count = 0
    for relation in Relation:
        wanted = {
            row.values["nip"]: (row.values["superior_nip"], row.values.get("since") or on)
            for row in rows
            if row.values["relation"] == relation.value
        }
        count += open_supervisions(wanted, relation, agency_id, on, journal)
    record(new={"superiors_set": count, "digest": _digest(rows)})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return {"superiors_set": count}


def _digest(rows: Sequence[Row]) -> str:
    return digest([[row.key, row.verdict] for row in rows])

"""The unit tree, written in bulk: thousands of units are three statements, not thousands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from binacore.names import fold_name
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import digest
from renbina.foundation.errors import Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.enums import UnitKind
from renbina.organisation.models import Agency, Unit, UnitAlias


class UnitKeyTwice(Refused):
    """Two units of one call share a key."""


class UnitParentUnknown(Refused):
    """A unit names a parent that comes neither before it in the call nor is stored."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to add. `key` names it within one call; `parent` is such a key, a stored unit, or None for the top."""

    key: str
    parent: "str | Unit | None"
    name: str
    short_name: str
    kind: str
    code: str = ""
    away_max: int | None = None
    minimum_staff_note: str = ""
    aliases: tuple[str, ...] = ()


@action
def add_units(*, agency: Agency, units: Sequence[NewUnit], by: Actor, at: datetime) -> dict[str, Unit]:
    """Adds units, parents before children, below stored units or at the top; returns them by key.

    Raises UnitKeyTwice, UnitParentUnknown.
    """
    require(by, Verb.CHANGE_ORGANISATION, agency)
    if len({unit.key for unit in units}) < len(units):
        raise UnitKeyTwice(_("Two units have the same key. Give every unit a key of its own."), field="key")
    made = units_to_make(agency, units)
    Unit.objects.bulk_create(made.values(), batch_size=500)
    _count_children({unit.parent for unit in units if isinstance(unit.parent, Unit)})
    UnitAlias.objects.bulk_create(_aliases(agency, [(made[unit.key], unit.aliases) for unit in units]), batch_size=500)
    record(obj=agency, new={"count": len(units), "digest": digest([[unit.path, unit.name] for unit in made.values()])})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return made


def units_to_make(agency: Agency, units: Sequence[NewUnit]) -> dict[str, Unit]:
    """The rows of new units with their places in the tree, not stored yet. Raises UnitParentUnknown."""
    made: dict[str, Unit] = {}
    places = _Places()
    for unit in units:
        parent = made.get(unit.parent) if isinstance(unit.parent, str) else unit.parent
        if unit.parent is not None and (parent is None or parent.agency_id != agency.pk):
            raise UnitParentUnknown(
                _("The unit “%(name)s” names a parent that does not exist. List parents before their children.")
                % {"name": unit.name},
                field="parent",
            )
        if parent is not None and isinstance(unit.parent, str):
            parent.numchild += 1
        made[unit.key] = Unit(
            agency=agency,
            path=places.next_below(parent),
            depth=(parent.depth if parent else 0) + 1,
            numchild=0,
            name=unit.name,
            short_name=unit.short_name,
            kind=UnitKind(unit.kind),
            code=unit.code,
            away_max=unit.away_max,
            minimum_staff_note=unit.minimum_staff_note,
        )
    return made


class _Places:
    """Free paths of the tree, each parent asked once. Paths are treebeard's own: base-36 steps of fixed length."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def next_below(self, parent: Unit | None) -> str:
        base = parent.path if parent else ""
        last = self._last.get(base) or self._stored_last(parent)
        path: str = Unit(path=last)._inc_path() if last else Unit._get_path(base, len(base) // Unit.steplen + 1, 1)
        self._last[base] = path
        return path

    def _stored_last(self, parent: Unit | None) -> str:
        if parent is not None and parent.pk is None:
            return ""
        found = Unit.objects.filter(
            depth=(parent.depth if parent else 0) + 1, path__startswith=parent.path if parent else ""
        )
        last: str | None = found.aggregate(last=models.Max("path"))["last"]
        return last or ""


def _count_children(parents: set[Unit]) -> None:
    for parent in parents:
        children = Unit.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).count()
        Unit.objects.filter(pk=parent.pk).update(numchild=children)


@action
def add_unit_aliases(*, agency: Agency, aliases: Mapping[Unit, Sequence[str]], by: Actor, at: datetime) -> int:
    """Other spellings under which files name units; spellings already known are skipped. Returns how many are new.

    One spelling may stand for two units: then the importer asks instead of choosing.
    """
    require(by, Verb.CHANGE_ORGANISATION, agency)
    for unit in aliases:
        require(by, Verb.CHANGE_ORGANISATION, unit)
    known = set(UnitAlias.objects.filter(agency=agency).values_list("unit_id", "name_key"))
    rows = [row for row in _aliases(agency, aliases.items()) if (row.unit_id, row.name_key) not in known]
    UnitAlias.objects.bulk_create(rows, batch_size=500)
    record(obj=agency, new={"count": len(rows), "digest": digest(sorted([row.unit_id, row.name_key] for row in rows))})
    return len(rows)


def _aliases(agency: Agency, spellings: Iterable[tuple[Unit, Sequence[str]]]) -> list[UnitAlias]:
    keys = {
        (unit, fold_name(spelling)): None
        for unit, names in spellings
        for spelling in names
        if fold_name(spelling) != fold_name(unit.name)
    }
    return [UnitAlias(agency=agency, unit=unit, name_key=key) for unit, key in keys]

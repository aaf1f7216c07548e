"""A unit is renamed, moved, merged, split, opened or closed on a day, by a decree, and remembers what it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from binacore.names import fold_name
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.actions.units import NewUnit, add_unit_aliases, add_units
from renbina.organisation.enums import UnitEvent
from renbina.organisation.models import Employee, Placement, RoleGrant, Unit, UnitAlias, UnitChange
from renbina.organisation.queries import agency_of, day_for


class UnitChangeRefused(Refused):
    """The unit cannot change like this on this day; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Decree:
    """From which day, by which decree, and why."""

    number: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part that a unit is split into, and the people who go there."""

    name: str
    short_name: str
    people: tuple[Employee, ...] = ()


@action
def rename_unit(*, unit: Unit, name: str, short_name: str, decree: Decree, by: Actor, at: datetime) -> Unit:
    """Another name from a day on; the old one still matches files. Raises UnitChangeRefused, Forbidden, NotFound."""
    held = _held(unit, decree, by)
    name, short_name = " ".join(name.split())[:255], " ".join(short_name.split())[:100]
    if not name or not short_name:
        raise UnitChangeRefused(_("Write the new name and its short form."), field="name")
    if (name, short_name) == (held.name, held.short_name):
        raise UnitChangeRefused(_("This is what the unit is called already. Write the new name."), field="name")
    _check_siblings(held, _above(held), name)
    _note(held, UnitEvent.RENAMED, decree)
    old = {"name": held.name, "short_name": held.short_name}
    held.name, held.short_name = name, short_name
    held.save(update_fields=["name", "short_name"])
    add_unit_aliases(agency=held.agency, aliases={held: list(old.values())}, by=by, at=at)
    record(obj=held, old=old, new={"name": name, "short_name": short_name, "decree": decree.number, "on": decree.on})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return held


@action
def move_unit(*, unit: Unit, parent: Unit | None, decree: Decree, by: Actor, at: datetime) -> Unit:
    """The unit and all below it stand under another unit (None: at the top) from a day on. Raises as `rename_unit`."""
    held = _held(unit, decree, by)
    above = _held(parent, decree, by) if parent is not None else None
    before = _above(held)
    if above is not None and above.path.startswith(held.path):
        raise UnitChangeRefused(_("A unit cannot stand below itself. Choose another one."), field="parent")
    if (before.pk if before else None) == (above.pk if above else None):
        raise UnitChangeRefused(_("The unit stands there already. Choose another one."), field="parent")
    _check_siblings(held, above, held.name)
    _move(held, above, decree)
    record(
        obj=held,
        old={"parent": before.public_id if before else None},
        new={"parent": above.public_id if above else None, "decree": decree.number, "on": decree.on},
    )
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return Unit.objects.get(pk=held.pk)


@action
def close_unit(*, unit: Unit, decree: Decree, by: Actor, at: datetime) -> Unit:
    """There is no such unit from a day on. Refused while people or units are in it. Raises as `rename_unit`."""
    held = _held(unit, decree, by)
    inside = Placement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=decree.on), unit=held).count()
    parts = _parts(held)
    if inside or parts:
        raise UnitChangeRefused(
            _("%(people)s people and %(units)s units are still in it. Move them first, or merge the unit into another.")
            % {"people": inside, "units": len(parts)}
        )
    ended = _close(held, UnitEvent.CLOSED, decree, None)
    record(obj=held, new={"closed_on": decree.on, "decree": decree.number, "roles_ended": ended})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return held


@action
def merge_units(*, units: Sequence[Unit], into: Unit, decree: Decree, by: Actor, at: datetime) -> Unit:
    """Units end on a day and another takes in their people, their parts and their names.

    Roles in a unit that ends, end with it: whoever gives roles says who looks after more. Raises as `rename_unit`.
    """
    target = _held(into, decree, by)
    going = [_held(unit, decree, by) for unit in units]
    if not going or any(target.path.startswith(unit.path) for unit in going):
        raise UnitChangeRefused(_("Choose a unit that stays, and others that are merged into it."), field="into")
    moved, ended = 0, 0
    for unit in going:
        for part in _parts(unit):
            _move(_held(part, decree, by), target, decree)
        moved += _replace(Placement.objects.filter(unit=unit), target, decree)
        spellings = [
            unit.name,
            unit.short_name,
            *UnitAlias.objects.filter(unit=unit).values_list("name_key", flat=True),
        ]
        add_unit_aliases(agency=target.agency, aliases={target: spellings}, by=by, at=at)
        ended += _close(Unit.objects.get(pk=unit.pk), UnitEvent.MERGED, decree, target)
    told = {"units": [unit.public_id for unit in going], "people": moved, "roles_ended": ended}
    record(obj=target, new=told | {"decree": decree.number, "on": decree.on})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return Unit.objects.get(pk=target.pk)


@action
def split_unit(*, unit: Unit, parts: Sequence[NewPart], decree: Decree, by: Actor, at: datetime) -> list[Unit]:
    """New units beside this one take some of its people from a day on. What stays empty may then be closed.

    Raises as `rename_unit`.
    """
    held = _held(unit, decree, by)
    above = _above(held)
    for part in parts:
        _check_siblings(held, above, part.name)
    people = [person.pk for part in parts for person in part.people]
    if not parts or len(set(people)) < len(people):
        raise UnitChangeRefused(_("Name at least one new unit, and give everybody one place."), field="parts")
    new = [NewUnit(str(place), above, part.name, part.short_name, held.kind) for place, part in enumerate(parts)]
    made = list(add_units(agency=held.agency, units=new, by=by, at=at).values())
    moved = 0
    for part, fresh in zip(parts, made, strict=True):
        fresh.opened_on = decree.on
        fresh.save(update_fields=["opened_on"])
        _note(fresh, UnitEvent.SPLIT, decree, other=held)
        keys = [person.pk for person in part.people]
        moved += _replace(Placement.objects.filter(unit=held, employee__in=keys), fresh, decree)
    told = {"parts": [part.public_id for part in made], "people": moved}
    record(obj=held, new=told | {"decree": decree.number, "on": decree.on})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return made


@action
def open_unit(
    *, parent: Unit | None, name: str, short_name: str, kind: str, decree: Decree, by: Actor, at: datetime
) -> Unit:
    """A new unit from a day on. Raises as `rename_unit`; Forbidden for the top of another agency."""
    above = _held(parent, decree, by) if parent is not None else None
    agency = above.agency if above is not None else agency_of(by)
    require(by, Verb.CHANGE_ORGANISATION, agency)
    _check_decree(decree, by)
    name, short_name = " ".join(name.split())[:255], " ".join(short_name.split())[:100]
    if not name or not short_name:
        raise UnitChangeRefused(_("Write the new name and its short form."), field="name")
    _check_siblings(None, above, name, agency.pk)
    new = NewUnit("new", above, name, short_name, kind)
    made = add_units(agency=agency, units=[new], by=by, at=at)["new"]
    made.opened_on = decree.on
    made.save(update_fields=["opened_on"])
    _note(made, UnitEvent.OPENED, decree)
    record(obj=made, new={"name": made.name, "decree": decree.number, "on": decree.on})
    return made


def _held(unit: Unit, decree: Decree, by: Actor) -> Unit:
    """The unit as it stands, held until commit. History is written forwards: never before the last change."""
    require(by, Verb.CHANGE_ORGANISATION, unit)
    held = Unit.objects.select_for_update(of=("self",)).select_related("agency").get(pk=unit.pk)
    if held.closed_on is not None:
        raise UnitChangeRefused(_("%(name)s is closed. Choose a unit of today.") % {"name": held.name})
    _check_decree(decree, by)
    last = UnitChange.objects.filter(unit=held).order_by("-day").values_list("day", flat=True).first()
    if (last and decree.on < last) or (held.opened_on and decree.on < held.opened_on):
        raise UnitChangeRefused(
            _("%(name)s changed later than that. Choose the day of that change or a later one.") % {"name": held.name},
            field="on",
        )
    return held


def _check_decree(decree: Decree, by: Actor) -> None:
    if not decree.number.strip():
        raise UnitChangeRefused(_("Write the number of the decree or letter."), field="number")
    if not decree.reason.strip():
        raise UnitChangeRefused(_("Say briefly why."), field="reason")
    if decree.on > day_for(by):
        raise UnitChangeRefused(_("Enter a reorganisation on its first day, not before it."), field="on")


def _check_siblings(unit: Unit | None, parent: Unit | None, name: str, agency_id: int = 0) -> None:
    beside = Unit.objects.filter(agency_id=unit.agency_id if unit else agency_id, closed_on__isnull=True)
    beside = beside.filter(path__startswith=parent.path, depth=parent.depth + 1) if parent else beside.filter(depth=1)
    folded = fold_name(name)
    others = beside.exclude(pk=unit.pk) if unit else beside
    if any(fold_name(other) == folded for other in others.values_list("name", flat=True)):
        raise UnitChangeRefused(
            _("There is already a unit called “%(name)s” there. Choose another name or merge them.") % {"name": name},
            field="name",
        )


def _note(unit: Unit, kind: UnitEvent, decree: Decree, other: Unit | None = None) -> None:
    UnitChange.objects.create(
        unit=unit,
        kind=kind,
        day=decree.on,
        decree=decree.number.strip()[:100],
        reason=decree.reason.strip()[:255],
        old_name=unit.name,
        old_short_name=unit.short_name,
        old_parent=_above(unit),
        other=other,
    )


def _above(unit: Unit) -> Unit | None:
    return Unit.objects.filter(path=unit.path[: -Unit.steplen]).first()


def _parts(unit: Unit) -> list[Unit]:
    below = Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1, closed_on__isnull=True)
    return list(below.order_by("path"))


def _move(unit: Unit, parent: Unit | None, decree: Decree) -> None:
    """treebeard writes the paths of all below with it; the rows are read anew because their paths have changed."""
    fresh = Unit.objects.get(pk=unit.pk)
    _note(fresh, UnitEvent.MOVED, decree)
    if parent is None:
        Unit.objects.move(fresh, Unit.objects.get_last_root_node(), "last-sibling")
    else:
        Unit.objects.move(fresh, Unit.objects.get(pk=parent.pk), "last-child")


def _close(unit: Unit, kind: UnitEvent, decree: Decree, other: Unit | None) -> int:
    """Returns how many roles ended with it."""
    _note(unit, kind, decree, other)
    unit.closed_on = decree.on
    unit.save(update_fields=["closed_on"])
    roles = RoleGrant.objects.filter(unit=unit)
    running = roles.filter(holds_on(decree.on), valid_from__lt=decree.on)
    later = roles.filter(valid_from__gte=decree.on)
    ended = running.update(valid_to=decree.on)
    return ended + later.delete()[0]


def _replace(rows: QuerySet[Placement], target: Unit, decree: Decree) -> int:
    """Posts of that day go on in another unit: the row until then ends, the next begins. Later rows just move over."""
    running = list(rows.filter(holds_on(decree.on), valid_from__lt=decree.on))
    moved = rows.filter(valid_from__gte=decree.on).update(unit=target)
    Placement.objects.filter(pk__in=[row.pk for row in running]).update(valid_to=decree.on)
    for row in running:
        row.pk, row.unit, row.valid_from, row.decree = None, target, decree.on, decree.number.strip()[:100]
        row._state.adding = True
    Placement.objects.bulk_create(running, batch_size=500)
    return moved + len(running)

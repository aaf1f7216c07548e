"""Storing a checked roster: people as they are told, where and what they are as dated facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from binacore.nip import parse_nip
from binacore.rules import Rulebook, RulesAt, load_rules
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.canonical import digest_of_many
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.access import Verb, own_agency, require
from renbina.organisation.actions.roster_places import Places, places_for
from renbina.organisation.actions.roster_superiors import set_superiors
from renbina.organisation.enums import PlacementKind, Status
from renbina.organisation.gather import EMPLOYEE_FIELDS, Directory, directory_of, retires_on
from renbina.organisation.models import Employee, EmploymentStatus, Placement

_TEXTS: Final = frozenset({"front_title", "back_title", "grade", "education", "education_name"})


class RosterRowUnknown(Refused):
    """A row names a unit or position that is not there any more."""


@dataclass(slots=True)
class _Writes:
    """What one roster changes, collected so that each kind is one statement."""

    on: date
    rules: RulesAt
    directory: Directory
    placed: dict[int, Placement] = field(default_factory=dict)
    standing: dict[int, EmploymentStatus] = field(default_factory=dict)
    new: list[tuple[Employee, Row]] = field(default_factory=list)
    changed: list[Employee] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    corrected: list[Placement] = field(default_factory=list)
    closed: list[Placement] = field(default_factory=list)
    statuses: list[EmploymentStatus] = field(default_factory=list)
    restated: list[EmploymentStatus] = field(default_factory=list)
    ended: list[EmploymentStatus] = field(default_factory=list)
    places: Places = field(default_factory=Places)

    @property
    def objects(self) -> int:
        """About how many will be written: somebody new is a person, a placement and a status."""
        of_known = len(self.changed) + len(self.closed) + len(self.corrected) + len(self.ended) + len(self.restated)
        return 3 * len(self.new) + of_known + len(self.placements) + len(self.statuses)


@action
def apply_roster(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Stores new and changed rows of a checked roster; returns counts by kind of write.

    A changed unit or position ends the placement before on the day of the new one: TMT JABATAN where it lies after
    the old one's beginning, else the day of the import. The same day is the first of a new superior. Units and
    positions of the file are added where none was known before. Nobody is removed. Raises RosterRowUnknown.
    """
    require(by, Verb.IMPORT_ROSTER)
    agency_id = own_agency(by)
    on = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()  # the day the import engine compared with
    directory = directory_of(agency_id)
    writes = _Writes(
        on, Rulebook(load_rules()).at(on), directory, places=places_for(rows, agency_id, directory, journal)
    )
    known = {each.nip: each for each in Employee.objects.filter(agency_id=agency_id, nip__in=[row.key for row in rows])}
    _load_facts(writes, [each.pk for each in known.values()])
    for row in rows:
        employee = known.get(row.key)
        if employee is None:
            writes.new.append((_person(agency_id, row, writes), row))
        else:
            _change(employee, row, writes)
    _save(writes, journal)
    superiors = set_superiors(rows, agency_id, on, journal)
    counts = {
        "people_added": len(writes.new),
        "people_changed": sum(row.verdict == "changed" for row in rows),
        "placements_opened": len(writes.placements),
        "statuses_opened": len(writes.statuses),
        "superiors_set": superiors,
    }
    record(
        new=counts
        | {
            "digest": digest_of_many([row.key, row.values] for row in rows),
            "changes": _changes(rows, known),
        }
    )
    outbox.publish("organisation.roster_applied", {}, by=by, at=at)
    return counts


def _load_facts(writes: _Writes, people: list[int]) -> None:
    held = Placement.objects.filter(holds_on(writes.on), employee__in=people, kind=PlacementKind.DEFINITIVE)
    held = held.select_related("position")
    writes.placed.update({row.employee_id: row for row in held})
    standing = EmploymentStatus.objects.filter(holds_on(writes.on), employee__in=people).order_by("valid_from", "pk")
    writes.standing.update({row.employee_id: row for row in standing})


def _person(agency_id: int, row: Row, writes: _Writes) -> Employee:
    """Somebody new. What the list does not say about birth, sex and kind, the NIP says."""
    nip = parse_nip(row.key)
    employee = Employee(agency_id=agency_id, nip=row.key)
    for name in EMPLOYEE_FIELDS:
        value = row.values.get(name)
        setattr(employee, name, "" if value is None and name in _TEXTS else value)
    employee.birth_date = employee.birth_date or nip.born
    employee.sex = employee.sex or nip.sex
    employee.employment = employee.employment or row.values.get("kind") or nip.kind
    employee.retire_on = retires_on(employee.birth_date, writes.places.position(row), writes.rules)
    return employee


def _change(employee: Employee, row: Row, writes: _Writes) -> None:
    """Only what came out different: an empty cell, or a column that the file lacks, leaves things as they are."""
    for name in EMPLOYEE_FIELDS:
        if name in row.changes:
            setattr(employee, name, row.values[name])
    before = writes.placed.get(employee.pk)
    held = writes.places.position(row) if row.values.get("position") else before and before.position
    employee.retire_on = retires_on(employee.birth_date, held or None, writes.rules)
    writes.changed.append(employee)
    if "unit" in row.changes or "position" in row.changes:
        _replace(employee, row, writes)
    if "status" in row.changes:
        _change_status(employee, row, writes)


def _replace(employee: Employee, row: Row, writes: _Writes) -> None:
    before = writes.placed.get(employee.pk)
    after = _placement(employee, row, writes, before)
    if before is None:
        writes.placements.append(after)
        return
    same_decree = "position" in row.changes and row.values.get("position_since") == before.valid_from
    if same_decree or before.valid_from >= after.valid_from:
        # the old row was never true (another name for the same decree, or no day between): it is corrected
        before.unit, before.position = after.unit, after.position
        writes.corrected.append(before)
        return
    before.valid_to = after.valid_from
    writes.closed.append(before)
    writes.placements.append(after)


def _placement(employee: Employee, row: Row, writes: _Writes, before: Placement | None) -> Placement:
    unit = writes.places.unit(row)
    position = before.position if before and not row.values.get("position") else writes.places.position(row)
    if unit is None or position is None:
        raise RosterRowUnknown(
            _("Row %(row)s names a unit or position that was removed meanwhile. Upload the file again.")
            % {"row": row.number}
        )
    since = row.values.get("position_since")
    if before is not None and (since is None or since <= before.valid_from):
        since = writes.on
    begun = employee.appointed_on if employee.appointed_on and employee.appointed_on <= writes.on else None
    return Placement(employee=employee, unit=unit, position=position, valid_from=since or begun or writes.on)


def _change_status(employee: Employee, row: Row, writes: _Writes) -> None:
    before = writes.standing.get(employee.pk)
    status = Status(row.values["status"])
    if before is not None and before.valid_from >= writes.on:
        before.status = status
        writes.restated.append(before)
        return
    if before is not None:
        before.valid_to = writes.on
        writes.ended.append(before)
    writes.statuses.append(EmploymentStatus(employee=employee, status=status, valid_from=writes.on))


def _save(writes: _Writes, journal: Journal) -> None:
    journal.expect(writes.objects)
    journal.create([employee for employee, _row in writes.new])
    for employee, row in writes.new:
        first = _placement(employee, row, writes, None)
        writes.placements.append(first)
        status = Status(row.values.get("status") or Status.ACTIVE)
        # somebody is in service from the appointment on; any other status is known only from today on
        service = min(first.valid_from, employee.appointed_on or first.valid_from)
        if status is not Status.ACTIVE and service < writes.on:
            writes.statuses.append(
                EmploymentStatus(employee=employee, status=Status.ACTIVE, valid_from=service, valid_to=writes.on)
            )
            service = writes.on
        writes.statuses.append(EmploymentStatus(employee=employee, status=status, valid_from=service))
    journal.update(writes.changed, [*EMPLOYEE_FIELDS, "retire_on"])
    journal.update(writes.closed, ["valid_to"])
    journal.update(writes.corrected, ["unit", "position"])
    journal.create(writes.placements)
    journal.update(writes.ended, ["valid_to"])
    journal.update(writes.restated, ["status"])
    journal.create(writes.statuses)


def _changes(rows: Sequence[Row], known: Mapping[str, Employee]) -> dict[str, dict[str, list[Any]]]:
    """Public id -> field -> [old, new] of people who were known before. No NIP enters the audit record."""
    return {
        known[row.key].public_id: {name: list(pair) for name, pair in row.changes.items()}
        for row in rows
        if row.key in known and row.changes
    }

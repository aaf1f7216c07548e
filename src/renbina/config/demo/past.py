"""Loads what the organisation went through, as an analyst would have entered it: by decrees and letters."""

from datetime import datetime

from binacity.records import City
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor
from renbina.organisation.actions import (
    Decree,
    NewSubstitution,
    NewUnit,
    add_units,
    merge_units,
    name_substitute,
    rename_unit,
    set_status,
)


def load_units(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Units get the names of today, and those that are no more end in the one that took them in."""
    names = {unit.key: unit for unit in city.units}
    for row in city.past.renamed:
        unit = names[row.unit]
        keys.units[row.unit] = rename_unit(
            unit=keys.units[row.unit], name=unit.name, short_name=unit.short_name,
            decree=Decree(row.decree, row.on, row.reason), by=by, at=at,
        )  # fmt: skip
    for merged in city.past.merged:
        new = NewUnit(merged.short_name, keys.units[merged.parent], merged.name, merged.short_name, merged.kind)
        gone = add_units(agency=keys.agency, units=[new], by=by, at=at)[merged.short_name]
        decree = Decree(merged.decree, merged.on, merged.reason)
        keys.units[merged.into] = merge_units(units=[gone], into=keys.units[merged.into], decree=decree, by=by, at=at)


def load_people(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Leave that has ended, and who stood in for whom."""
    people = keys.employees
    for leave in city.past.leaves:
        set_status(
            employee=people[leave.employee], status="unpaid_leave", since=leave.since, until=leave.until,
            note=leave.note, by=by, at=at,
        )  # fmt: skip
    for row in city.past.substitutions:
        new = NewSubstitution(
            people[row.absent], people[row.substitute], row.kind, row.since, row.until, row.letter_number,
            row.letter_date, row.reason,
        )  # fmt: skip
        name_substitute(new=new, by=by, at=at)

"""A spelling of a unit or position that somebody explained while importing, kept for the next file."""

from datetime import datetime
from typing import Final

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.access import Verb, own_agency, require
from renbina.organisation.actions.positions import PositionTitleTwice, add_position_aliases
from renbina.organisation.actions.units import add_unit_aliases
from renbina.organisation.gather import directory_of
from renbina.organisation.models import Agency

REMEMBERED: Final = ("unit", "position")


@action
def remember_spelling(*, field: str, written: str, meant: str, by: Actor, at: datetime) -> bool:
    """`written` in a file means the one unit (or position) that `meant` names. False where that is not one only, or
    where the spelling already stands for another position: then the next file asks again."""
    require(by, Verb.IMPORT_ROSTER)
    agency = Agency.objects.get(pk=own_agency(by))
    directory = directory_of(agency.pk)
    kept = False
    if field == "unit" and (unit := directory.units.find(meant).one) is not None:
        kept = bool(add_unit_aliases(agency=agency, aliases={unit: [written]}, by=by, at=at))
    elif field == "position" and (position := directory.positions.find(meant).one) is not None:
        try:
            kept = bool(add_position_aliases(agency=agency, aliases={position: [written]}, by=by, at=at))
        except PositionTitleTwice:
            kept = False
    record(obj=agency, new={"field": field, "written": written, "kept": kept})
    return kept

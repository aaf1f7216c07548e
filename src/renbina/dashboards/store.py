"""Drawn figures -> rows. Pictures are derived: they are replaced whole, so that none outlives its facts."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from renbina.dashboards.models import UnitPicture
from renbina.dashboards.queries.tally import UnitRow
from renbina.organisation.models import Unit

BATCH = 200


class Drawn(Protocol):
    """The figures of a unit by the path that names it, or of the agency (path empty), with what its page shows."""

    @property
    def path(self) -> str: ...
    @property
    def row(self) -> UnitRow | None: ...
    @property
    def detail(self) -> dict[str, Any]: ...


def replace_pictures(agency_id: int, drawn: Iterable[Drawn], *, on: date, run_id: int, minimum: int, stamp: int) -> int:
    """Delete the agency's pictures and write these; returns how many were written."""
    units = dict(Unit.objects.filter(agency_id=agency_id).values_list("path", "pk"))
    rows = []
    for each in drawn:
        row = UnitPicture(agency_id=agency_id, on=on, run_id=run_id, minimum=minimum, stamp=stamp, detail=each.detail)
        if each.row is not None:
            row.unit_id = units[each.path]
            row.people = each.row.people
            row.civil_servants = each.row.civil_servants
            row.at_minimum = each.row.at_minimum
            row.gaps = each.row.gaps
            row.planned_people = each.row.planned_people
            row.planned_hours = each.row.planned_hours
        rows.append(row)
    UnitPicture.objects.filter(agency_id=agency_id).delete()
    UnitPicture.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)

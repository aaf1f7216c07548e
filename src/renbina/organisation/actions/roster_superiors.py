"""The superiors that a file names, as dated facts: the one before ends on the day of the new one."""

from collections.abc import Mapping, Sequence
from datetime import date

from renbina.foundation.base import holds_on
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.enums import Relation, Source
from renbina.organisation.models import Employee, Supervision

FROM_FILE = "dari berkas impor"  # stored beside the fact, read by people of the agency


def set_superiors(rows: Sequence[Row], agency_id: int, on: date, journal: Journal) -> int:
    """The rating superiors of new and changed rows, from `on`; returns how many changed."""
    wanted = {
        row.key: row.values["superior_nip"]
        for row in rows
        if row.values.get("superior_nip") and (row.verdict == "new" or "superior_nip" in row.changes)
    }
    return open_supervisions(
        {nip: (above, on) for nip, above in wanted.items()}, Relation.RATER, agency_id, on, journal
    )


def open_supervisions(
    wanted: Mapping[str, tuple[str, date]], relation: str, agency_id: int, on: date, journal: Journal
) -> int:
    """NIP -> (NIP of the superior, first day). What stands already stays as it is."""
    if not wanted:
        return 0
    keys = dict(Employee.objects.filter(agency_id=agency_id).values_list("nip", "pk"))
    open_rows = Supervision.objects.filter(
        holds_on(on), employee__agency_id=agency_id, relation=relation, employee__nip__in=wanted
    ).order_by("valid_from", "pk")
    before = {row.employee_id: row for row in open_rows}
    closed, replaced, opened = [], [], []
    for nip, (above, since) in wanted.items():
        employee, superior = keys[nip], keys.get(above)
        held = before.get(employee)
        if superior is None or (held is not None and held.superior_id == superior):
            continue
        if held is not None and held.valid_from >= since:
            held.superior_id, held.reason, held.source = superior, FROM_FILE, Source.RECORDED
            replaced.append(held)
            continue
        if held is not None:
            held.valid_to = since
            closed.append(held)
        opened.append(
            Supervision(
                employee_id=employee, superior_id=superior, relation=relation, valid_from=since, reason=FROM_FILE
            )
        )
    journal.update(closed, ["valid_to"])
    journal.update(replaced, ["superior", "reason", "source"])
    journal.create(opened)
    return len(opened) + len(replaced)

"""The writes of what positions ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from binacore.names import fold_name
from renbina.competency.access import require
from renbina.competency.imports import LOADED, Names, closed_standards, names_of, open_standards
from renbina.competency.models import CompetencyAlias, PositionStandard
from renbina.competency.queries.dictionary import codes_of
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.actions import add_position_aliases
from renbina.organisation.models import Agency, Position
from renbina.organisation.queries import agency_of, day_for

BATCH = 1000
TOP_LEVEL = 5


class StandardRefused(Refused):
    """A standard for a position or competency the agency does not have, with a level outside 1 to 5, or twice."""


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A position asks a level (1 to 5) of a competency from a day on."""

    position_id: int
    competency_code: str
    level: int
    is_critical: bool
    valid_from: date
    reason: str = ""


@action
def load_standards(*, rows: Sequence[StandardRow], by: Actor, at: datetime) -> int:
    """Write what positions ask. A different open standard of the pair ends where the new one begins.

    A row that says what already holds changes nothing. Returns how many standards were written.
    """
    require(by, "load_standards")
    agency = agency_of(by)
    codes = codes_of(agency.pk)
    positions = set(Position.objects.filter(agency=agency).values_list("pk", flat=True))
    seen: set[tuple[int, str]] = set()
    for number, row in enumerate(rows, start=1):
        if row.position_id not in positions or row.competency_code not in codes:
            raise StandardRefused(
                _("Row %(row)s: the position or the competency is not of this agency.") % {"row": number}
            )
        if not 1 <= row.level <= TOP_LEVEL:
            raise StandardRefused(
                _("Row %(row)s: the level %(value)s is not 1 to 5.") % {"row": number, "value": row.level}
            )
        if (row.position_id, row.competency_code) in seen:
            raise StandardRefused(_("Row %(row)s: this position and competency stand here twice.") % {"row": number})
        seen.add((row.position_id, row.competency_code))
    new, ended, changed = _standards(rows, codes, agency)
    PositionStandard.objects.bulk_update(ended, ["valid_to"], batch_size=BATCH)
    PositionStandard.objects.bulk_update(changed, ["level", "is_critical"], batch_size=BATCH)
    PositionStandard.objects.bulk_create(new, batch_size=BATCH)
    record(obj=agency, old=None, new={"standards": len(new) + len(changed), "ended": len(ended)})
    return len(new) + len(changed)


def _standards(
    rows: Sequence[StandardRow], codes: dict[str, int], agency: Agency
) -> tuple[list[PositionStandard], list[PositionStandard], list[PositionStandard]]:
    """Standards to add, to end and to correct, against the open ones of the agency."""
    still_open = {
        (each.position_id, each.competency_id): each
        for each in PositionStandard.objects.filter(position__agency=agency, valid_to__isnull=True)
    }
    closed = closed_standards(agency.pk)
    new, ended, changed = [], [], []
    for number, row in enumerate(rows, start=1):
        competency = codes[row.competency_code]
        if any(
            row.valid_from < each.valid_to for each in closed.get((row.position_id, competency), ()) if each.valid_to
        ):
            raise StandardRefused(
                _("Row %(row)s: another standard of this position and competency stands on that day.") % {"row": number}
            )
        before = still_open.get((row.position_id, competency))
        if before is not None:
            if (before.level, before.is_critical) == (row.level, row.is_critical):
                continue
            if before.valid_from > row.valid_from:
                raise StandardRefused(
                    _("Row %(row)s: a newer standard of this position and competency stands already.") % {"row": number}
                )
            if before.valid_from == row.valid_from:
                before.level, before.is_critical = row.level, row.is_critical
                changed.append(before)
                continue
            before.valid_to = row.valid_from
            ended.append(before)
        new.append(
            PositionStandard(
                position_id=row.position_id,
                competency_id=competency,
                level=row.level,
                is_critical=row.is_critical,
                valid_from=row.valid_from,
                reason=row.reason,
            )
        )
    return new, ended, changed


@action
def apply_standards(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store checked rows of a file of standards: another level ends the one that stands. Returns counts.

    Raises StandardRefused where a newer standard came in meanwhile.
    """
    require(by, "load_standards")
    agency = agency_of(by)
    names = names_of(agency.pk)
    standing = open_standards(agency.pk, names)
    wanted = [_standard_row(row, names, standing.get(row.key), day_for(by)) for row in rows]
    new, ended, changed = _standards(wanted, codes_of(agency.pk), agency)
    journal.update(ended, ["valid_to"])
    journal.update(changed, ["level", "is_critical"])
    journal.create(new)
    counts = {"standards_written": len(new) + len(changed), "standards_ended": len(ended)}
    record(obj=agency, old=None, new=counts)
    outbox.publish(LOADED, {}, by=by, at=at)
    return counts


def _standard_row(row: Row, names: Names, before: PositionStandard | None, on: date) -> StandardRow:
    position = names.positions.find(row.values["position"]).one
    competency = names.competencies.find(row.values["competency"]).one
    if position is None or competency is None:
        raise StandardRefused(_("Positions or competencies were changed meanwhile. Upload the file again."))
    critical = row.values.get("critical")
    return StandardRow(
        position_id=position.pk,
        competency_code=competency.code,
        level=row.values["level"],
        is_critical=critical if critical is not None else before is not None and before.is_critical,
        valid_from=row.values.get("since") or on,
    )


@action
def remember_spelling(*, field: str, written: str, meant: str, by: Actor, at: datetime) -> None:
    """From now on files that write a position or a competency so mean this one.

    Raises StandardRefused where what is meant is not known, and PositionTitleTwice where the spelling is taken.
    """
    require(by, "load_standards")
    agency = agency_of(by)
    names = names_of(agency.pk)
    position, competency = names.positions.find(meant).one, names.competencies.find(meant).one
    if field == "position" and position is not None:
        add_position_aliases(agency=agency, aliases={position: [written]}, by=by, at=at)
    elif field == "competency" and competency is not None:
        key = fold_name(written)
        if any(each != competency for each in names.competencies.find(written).items):
            raise StandardRefused(_("“%(name)s” means another competency already.") % {"name": written})
        CompetencyAlias.objects.get_or_create(agency=agency, name_key=key[:255], defaults={"competency": competency})
    else:
        raise StandardRefused(_("“%(name)s” is not known.") % {"name": meant})
    record(obj=agency, old=None, new={"field": field, "spelling": fold_name(written)[:80]})

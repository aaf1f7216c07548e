"""The writes of competency: dictionary, standards, assessments, and the gaps that follow from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from binacore.gaps import gaps_of
from binacore.names import fold_name
from renbina.competency.access import require
from renbina.competency.enums import CompetencyKind, Method
from renbina.competency.gather import gap_material
from renbina.competency.imports import (
    LOADED,
    Names,
    assessments_of,
    names_of,
    open_standards,
)
from renbina.competency.models import Assessment, Competency, CompetencyAlias, CompetencyLevel, PositionStandard
from renbina.competency.store import replace_gaps, replace_unit_gaps
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.foundation.queue import JobContext, enqueue
from renbina.organisation.actions import add_position_aliases
from renbina.organisation.models import Agency, Employee, Position
from renbina.organisation.queries import agency_of, day_for
from renbina.rulebook.queries import rulebook_for

BATCH = 1000
TOP_LEVEL = 5


class CompetencyRefused(Refused):
    """A dictionary entry without a code, name or known kind, or two with one code."""


class StandardRefused(Refused):
    """A standard for a position or competency the agency does not have, with a level outside 1 to 5, or twice."""


class AssessmentRefused(Refused):
    """An assessment of somebody or something the agency does not have, with an impossible level or dates."""


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """A dictionary entry; `levels` are the five descriptions from level 1 on (fewer are allowed)."""

    code: str
    name: str
    kind: str  # CompetencyKind
    family: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A position asks a level (1 to 5) of a competency from a day on."""

    position_id: int
    competency_code: str
    level: int
    is_critical: bool
    valid_from: date


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A level (0 to 5) found by a method; it counts from `assessed_on` up to, not including, `valid_until`."""

    employee_id: int
    competency_code: str
    level: int
    method: str  # Method
    assessed_on: date
    valid_until: date


def _codes(agency: Agency) -> dict[str, int]:
    return dict(Competency.objects.filter(agency=agency).values_list("code", "pk"))


@action
def load_dictionary(*, rows: Sequence[CompetencyRow], by: Actor, at: datetime) -> int:
    """Write competencies by their code (new ones added, known ones renamed) with their levels; none is removed."""
    require(by, "load_dictionary")
    agency = agency_of(by)
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not row.code or not row.name or row.kind not in CompetencyKind.values or len(row.levels) > TOP_LEVEL:
            raise CompetencyRefused(
                _("Row %(row)s: a competency needs a code, a name, a known kind and at most five levels.")
                % {"row": number}
            )
        if row.code in seen:
            raise CompetencyRefused(
                _("Row %(row)s: the code “%(code)s” is used twice.") % {"row": number, "code": row.code}
            )
        seen.add(row.code)
    Competency.objects.bulk_create(
        [Competency(agency=agency, code=row.code, name=row.name, kind=row.kind, family=row.family) for row in rows],
        update_conflicts=True,
        unique_fields=["agency", "code"],
        update_fields=["name", "kind", "family"],
    )
    codes = _codes(agency)
    CompetencyLevel.objects.bulk_create(
        [
            CompetencyLevel(competency_id=codes[row.code], level=level, description=text)
            for row in rows
            for level, text in enumerate(row.levels, start=1)
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["competency", "level"],
        update_fields=["description"],
    )
    record(obj=agency, old=None, new={"competencies": len(rows)})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return len(rows)


@action
def load_standards(*, rows: Sequence[StandardRow], by: Actor, at: datetime) -> int:
    """Write what positions ask. A different open standard of the pair ends where the new one begins.

    A row that says what already holds changes nothing. Returns how many standards were written.
    """
    require(by, "load_standards")
    agency = agency_of(by)
    codes = _codes(agency)
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
    new, ended, changed = [], [], []
    for number, row in enumerate(rows, start=1):
        competency = codes[row.competency_code]
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
            )
        )
    return new, ended, changed


@action
def record_assessments(*, rows: Sequence[AssessmentRow], by: Actor, at: datetime) -> int:
    """Add assessments; the same one (person, competency, method, day) is written once. Returns how many are new."""
    require(by, "record_assessments")
    agency = agency_of(by)
    codes = _codes(agency)
    people = set(Employee.objects.filter(agency=agency).values_list("pk", flat=True))
    known = set(
        Assessment.objects.filter(employee__agency=agency).values_list(
            "employee_id", "competency_id", "method", "assessed_on", "level"
        )
    )
    new = []
    for number, row in enumerate(rows, start=1):
        _check_assessment(number, row, codes, people)
        key = (row.employee_id, codes[row.competency_code], row.method, row.assessed_on, row.level)
        if key in known:
            continue
        known.add(key)
        new.append(
            Assessment(
                employee_id=row.employee_id,
                competency_id=codes[row.competency_code],
                level=row.level,
                method=row.method,
                assessed_on=row.assessed_on,
                valid_until=row.valid_until,
            )
        )
    Assessment.objects.bulk_create(new, batch_size=BATCH)
    record(obj=agency, old=None, new={"assessments": len(new)})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return len(new)


def _check_assessment(number: int, row: AssessmentRow, codes: dict[str, int], people: set[int]) -> None:
    if row.employee_id not in people or row.competency_code not in codes:
        raise AssessmentRefused(_("Row %(row)s: the person or the competency is not of this agency.") % {"row": number})
    if not 0 <= row.level <= TOP_LEVEL:
        raise AssessmentRefused(
            _("Row %(row)s: the level %(value)s is not 0 to 5.") % {"row": number, "value": row.level}
        )
    if row.method not in Method.values:
        raise AssessmentRefused(
            _("Row %(row)s: the method “%(value)s” is not known.") % {"row": number, "value": row.method}
        )
    if row.valid_until <= row.assessed_on:
        raise AssessmentRefused(_("Row %(row)s: the assessment ends before it begins.") % {"row": number})


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
    new, ended, changed = _standards(wanted, _codes(agency), agency)
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
def apply_assessments(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store checked rows of a file of assessments: new ones, and corrections of those that stand. Returns counts.

    Raises AssessmentRefused for somebody or something that the agency does not have any more.
    """
    require(by, "record_assessments")
    agency = agency_of(by)
    names = names_of(agency.pk, positions=False)
    codes = {shown: key for key, shown in names.shown.items()}
    people = dict(Employee.objects.filter(agency=agency).values_list("nip", "pk"))
    stored = assessments_of(agency.pk, names)
    for row in rows:  # their roster may have been taken back since the file was compared
        if row.values["nip"] not in people or row.values["competency"] not in codes:
            words = _("Row %(row)s: the person or the competency is not of this agency.")
            raise AssessmentRefused(words % {"row": row.number})
    new = [
        Assessment(
            employee_id=people[row.values["nip"]],
            competency_id=codes[row.values["competency"]],
            **{name: row.values[name] for name in ("level", "method", "assessed_on", "valid_until")},
            assessor=row.values.get("assessor") or "",
        )
        for row in rows
        if row.verdict == "new"
    ]
    changes = {stored[row.key][0]: row.changes for row in rows if row.verdict == "changed"}
    every = Assessment.objects.filter(employee__agency=agency).order_by("pk") if changes else ()
    changed = [each for each in every if each.pk in changes]
    for each in changed:
        for name, (_old, value) in changes[each.pk].items():
            setattr(each, name, value if value is not None else "")
    journal.create(new)
    journal.update(changed, ["level", "valid_until", "assessor"])
    counts = {"assessments_added": len(new), "assessments_changed": len(changed)}
    record(obj=agency, old=None, new=counts)
    outbox.publish(LOADED, {}, by=by, at=at)
    return counts


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


@action
def refresh_gaps(*, on: date, by: Actor, at: datetime) -> int:
    """Compute everybody's gaps on a day and replace the stored ones of the actor's agency, and their sums by unit.

    Returns the lines written. The query count does not grow with the people, apart from the batches of the insert.
    """
    require(by, "refresh_gaps")
    agency = agency_of(by)
    material = gap_material(agency.pk, on)
    gaps = gaps_of(material.requirements, material.assessments, on, rulebook_for(agency))
    written = replace_gaps(agency.pk, gaps, on)
    replace_unit_gaps(agency.pk, gaps, {each.person_id: each.unit_id for each in material.requirements})
    record(obj=agency, old=None, new={"gaps": written, "on": on.isoformat()})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return written


@action
def refresh_gaps_later(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Hears that people came or moved: queues the computation of the gaps, once for an event."""
    require(by, "refresh_gaps")
    agency = agency_of(by)
    day = at.astimezone(ZoneInfo(agency.timezone)).date().isoformat()
    job = enqueue("competency.refresh_gaps", {"on": day}, by=by, at=at, idempotency_key=f"event {event_id}")
    record(obj=agency, old=None, new={"job": job.public_id, "on": day})


def run_refresh(context: JobContext) -> dict[str, object]:
    """The job kind `competency.refresh_gaps`: payload {"on": ISO day}; the agency is the actor's own."""
    context.progress("gaps", 0.1)
    return {"gaps": refresh_gaps(on=date.fromisoformat(context.payload["on"]), by=context.actor, at=context.at)}

"""The writes of assessments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.competency.access import require
from renbina.competency.enums import Method
from renbina.competency.imports import LOADED, assessments_of, names_of
from renbina.competency.models import Assessment
from renbina.competency.queries.dictionary import codes_of
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.models import Employee
from renbina.organisation.queries import agency_of, day_for

BATCH = 1000
TOP_LEVEL = 5


class AssessmentRefused(Refused):
    """An assessment of somebody or something the agency does not have, with an impossible level or dates."""


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A level (0 to 5) found by a method; it counts from `assessed_on` up to, not including, `valid_until`."""

    employee_id: int
    competency_code: str
    level: int
    method: str  # Method
    assessed_on: date
    valid_until: date
    rater_id: int | None = None  # of the agency


@action
def record_assessments(*, rows: Sequence[AssessmentRow], by: Actor, at: datetime) -> int:
    """Add assessments; the same one (person, competency, method, day) is written once. Returns how many are new."""
    require(by, "record_assessments")
    agency = agency_of(by)
    codes = codes_of(agency.pk)
    people = set(Employee.objects.filter(agency=agency).values_list("pk", flat=True))
    known = set(
        Assessment.objects.filter(employee__agency=agency).values_list(
            "employee_id", "competency_id", "method", "assessed_on", "level"
        )
    )
    new = []
    today = day_for(by)
    for number, row in enumerate(rows, start=1):
        _check_assessment(number, row, codes, people)
        if row.assessed_on > today:
            words = _("Row %(row)s: the day %(day)s is still to come.")
            raise AssessmentRefused(words % {"row": number, "day": row.assessed_on.isoformat()})
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
                rater_id=row.rater_id,
            )
        )
    Assessment.objects.bulk_create(new, batch_size=BATCH)
    record(obj=agency, old=None, new={"assessments": len(new)})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return len(new)


def _check_assessment(number: int, row: AssessmentRow, codes: dict[str, int], people: set[int]) -> None:
    rated_from_outside = row.rater_id is not None and row.rater_id not in people
    if row.employee_id not in people or row.competency_code not in codes or rated_from_outside:
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

"""Rows -> the core's learning entries, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from binacore.learning import LearningEntry
from binacore.people import EmploymentKind
from renbina.organisation.enums import Employment
from renbina.organisation.models import Employee
from renbina.records.models import LearningRecord

EDUCATION = "PDK"  # the code by which the rules know further education; our forms call it EDU
MANY = 500  # above this many people the whole agency is read: a shorter query than a list of keys
SELF_PACED = frozenset({"NKL03", "NKL09"})  # e-learning and self-study
_KIND = {
    Employment.PPPK: EmploymentKind.PPPK,
    Employment.PPPK_PART_TIME: EmploymentKind.PPPK_PART_TIME,
}


@dataclass(frozen=True, slots=True)
class LearningMaterial:
    """Stored records by person, and under which law each person serves."""

    records: Mapping[int, tuple[LearningRecord, ...]]
    kinds: Mapping[int, EmploymentKind]


def learning_material(agency_id: int, employee_ids: Collection[int]) -> LearningMaterial:
    """What is stored about these people of the agency; two queries."""
    wanted = set(employee_ids)
    employees = Employee.objects.filter(agency_id=agency_id)
    rows = LearningRecord.objects.filter(employee__agency_id=agency_id).order_by("pk")
    if len(wanted) <= MANY:
        employees, rows = employees.filter(pk__in=wanted), rows.filter(employee_id__in=wanted)
    kinds = {
        pk: _KIND.get(Employment(employment), EmploymentKind.PNS)
        for pk, employment in employees.values_list("pk", "employment")
        if pk in wanted
    }
    records: dict[int, list[LearningRecord]] = defaultdict(list)
    for row in rows:
        if row.employee_id in wanted:
            records[row.employee_id].append(row)
    return LearningMaterial({pk: tuple(each) for pk, each in records.items()}, kinds)


def entry_of(row: LearningRecord) -> LearningEntry:
    """A record, stored or not yet, as the core reads it. A certificate never counts more than its whole hours."""
    classroom = row.form.startswith("KL")  # only there is the organiser also the place where the person must have been
    # A self-paced certificate carries the day it was issued; hours against days would say nothing about it.
    days = (row.ended_on - row.started_on).days + 1
    spread = max(days, int(row.certificate_hours)) if row.form in SELF_PACED else None
    return LearningEntry(
        entry_id=row.public_id,
        form=EDUCATION if row.form == "EDU" else row.form,
        started_on=row.started_on,
        finished_on=row.ended_on,
        certificate_hours=int(row.certificate_hours) or None,
        certificate=row.certificate_number,
        days=spread,
        sessions=row.sessions,
        place=row.organiser if classroom else "",
    )


def certificates(rows: Iterable[LearningRecord]) -> list[tuple[str, str]]:
    """(record, certificate number) in the order of finishing, so that the first use comes first."""
    ordered = sorted(rows, key=lambda row: (row.ended_on, row.started_on, row.public_id))
    return [(row.public_id, row.certificate_number) for row in ordered]

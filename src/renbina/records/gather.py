"""Rows -> the core's learning entries, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from binacore.learning import LearningEntry, certificate_key
from binacore.names import fold_name
from binacore.people import EmploymentKind
from renbina.organisation.enums import Employment
from renbina.organisation.models import Employee
from renbina.records.models import LearningRecord

__all__ = [
    "SELF_PACED", "Activity", "LearningMaterial", "activities_of", "certificate_key", "certificates", "days_key",
    "entry_of", "holders_of", "learning_material", "owners_key",
]  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Activity:
    """A finished activity of one person as a file or a record tells it; `pk` 0: not stored."""

    nip: str
    name: str
    started_on: date | None
    ended_on: date | None
    certificate: str = ""
    form: str = ""
    hours: float = 0
    organiser: str = ""
    programme_code: str = ""
    sessions: int = 1
    pk: int = 0


def owners_key(each: Activity) -> str:
    """Person and certificate number, or person, name and days; "" where neither is there."""
    number = certificate_key(each.certificate)
    if each.nip and number:
        return f"{each.nip} {_short(number)}"
    return days_key(each)


def days_key(each: Activity) -> str:
    """Person, first day, and the name and last day as a digest that keeps the key short; "" where one is missing."""
    if not (each.nip and each.name and each.started_on and each.ended_on):
        return ""
    digest = sha256(f"{fold_name(each.name)}|{each.ended_on.isoformat()}".encode()).hexdigest()[:12]
    return f"{each.nip} {each.started_on.isoformat()} {digest}"


def _short(number: str) -> str:
    return number if len(number) <= 40 else f"{number[:27]}-{sha256(number.encode()).hexdigest()[:12]}"


def activities_of(agency_id: int, employee_ids: Collection[int] | None = None) -> dict[str, Activity]:
    """Key -> what is stored, of the whole agency or at least of some of its people; one query.

    Of two records that one key would name, the older has it; the other is named by its days, or not at all.
    """
    rows = LearningRecord.objects.filter(employee__agency_id=agency_id).order_by("pk")
    if employee_ids is not None and len(employee_ids) <= MANY:
        rows = rows.filter(employee_id__in=list(employee_ids))
    fields = (
        "employee__nip", "name", "started_on", "ended_on", "certificate_number", "form", "certificate_hours",
        "organiser", "programme_code", "sessions", "pk",
    )  # fmt: skip
    found: dict[str, Activity] = {}
    for values in rows.values_list(*fields):
        each = Activity(*values)
        key = owners_key(each)
        found.setdefault(key if key not in found else days_key(each), each)
    return found


def holders_of(agency_id: int, numbers: Collection[str]) -> set[int]:
    """Keys of the people of the agency who have one of these certificate numbers; one query."""
    wanted = {key for number in numbers if (key := certificate_key(number))}
    if not wanted:
        return set()
    rows = LearningRecord.objects.filter(employee__agency_id=agency_id).exclude(certificate_number="")
    pairs = rows.order_by("pk").values_list("employee_id", "certificate_number")
    return {person for person, number in pairs if certificate_key(number) in wanted}

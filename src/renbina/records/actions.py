"""The writes of records: finished learning with its ledger, and yearly performance results."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from binacore.hours_caps import Span
from binacore.learning import EntryStatus, LedgerLine, ledger, repeated_certificates
from binacore.people import EmploymentKind
from binacore.reasons import ReasonCode
from binacore.rules import Rulebook, RuleNotInForce
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.models import Employee
from renbina.organisation.queries import agency_of
from renbina.records.access import require
from renbina.records.enums import Predicate, Rating
from renbina.records.gather import activities_of, certificates, entry_of, holders_of, learning_material
from renbina.records.imports import ATTRIBUTES
from renbina.records.models import LearningRecord, PerformanceResult
from renbina.records.store import Counted, count_afresh, save_learning
from renbina.rulebook.queries import rulebook_for

BATCH = 500


class LearningRefused(Refused):
    """A learning activity of somebody the agency does not have, or with impossible dates, hours or sessions."""


class PerformanceRefused(Refused):
    """A performance result of somebody the agency does not have, with an unknown word, or twice for one year."""


@dataclass(frozen=True, slots=True)
class LearningRow:
    """A finished activity as its certificate states it. `hours` in JP (0: none stated); days inclusive."""

    employee_id: int
    name: str
    form: str  # KL01 .. KL12, NKL01 .. NKL13, EDU
    started_on: date
    ended_on: date
    hours: float = 0
    sessions: int = 1
    programme_code: str = ""
    certificate_number: str = ""
    organiser: str = ""


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    """The result of one person and year: two ratings and the predicate that follows from them."""

    employee_id: int
    year: int
    result: str  # Rating
    behaviour: str  # Rating
    predicate: str  # Predicate


@action
def record_learning(*, rows: Sequence[LearningRow], by: Actor, at: datetime) -> int:
    """Add finished activities and bring the ledgers of these people up to date; returns how many are new.

    An activity that is stored already (same person, name, days and certificate) is not added again.
    """
    require(by, "record_learning")
    agency = agency_of(by)
    material = learning_material(agency.pk, {row.employee_id for row in rows})
    for number, row in enumerate(rows, start=1):
        _check_learning(number, row, material.kinds.keys())
    stored = [row for each in material.records.values() for row in each]
    known = {_identity(row) for row in stored}
    new = [_learning(row) for row in rows]
    new = [row for row in new if _identity(row) not in known]
    counted = _count([*stored, *new], material.kinds, rulebook_for(agency))
    added, corrected = save_learning(new, stored, counted)
    record(obj=agency, old=None, new={"learning": added, "corrected": corrected})
    outbox.publish("records.changed", {}, by=by, at=at)
    return added


@action
def apply_learning(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store checked rows of a file and bring the ledgers of everybody concerned up to date. Returns counts.

    Concerned is also who has a certificate number of the file: of two people only the first counts.
    Raises LearningRefused for somebody whom the agency does not have any more.
    """
    require(by, "record_learning")
    agency = agency_of(by)
    nips = {row.values["nip"] for row in rows}
    everybody = Employee.objects.filter(agency=agency).values_list("nip", "pk")
    people = {nip: pk for nip, pk in everybody if nip in nips}  # a file may name more people than a statement takes
    gone = next((row for row in rows if row.values["nip"] not in people), None)
    if gone is not None:  # their roster was taken back since the file was compared
        raise LearningRefused(_("Row %(row)s: the person is not of this agency.") % {"row": gone.number})
    numbers = {row.values.get("certificate") or "" for row in rows}
    material = learning_material(agency.pk, {*people.values(), *holders_of(agency.pk, numbers)})
    stored = {each.pk: each for own in material.records.values() for each in own}
    keys = {key: each.pk for key, each in activities_of(agency.pk, set(people.values())).items()}
    new = [_imported(row, people[row.values["nip"]]) for row in rows if row.verdict == "new"]
    changed = [_changed(stored[keys[row.key]], row) for row in rows if row.verdict == "changed"]
    counted = _count([*stored.values(), *new], material.kinds, rulebook_for(agency))
    touched = {each.pk for each in changed}
    journal.create(count_afresh(new, counted)[0])
    count_afresh(changed, counted)
    journal.update(changed, [*ATTRIBUTES.values(), "counted_hours", "counted_note"])
    corrected = count_afresh([each for each in stored.values() if each.pk not in touched], counted)[1]
    journal.update(corrected, ["counted_hours", "counted_note"])
    counts = {"learning_added": len(new), "learning_changed": len(changed), "ledgers_corrected": len(corrected)}
    record(obj=agency, old=None, new=counts)
    outbox.publish("records.changed", {}, by=by, at=at)
    return counts


def _imported(row: Row, employee_id: int) -> LearningRecord:
    values = {column: row.values.get(name) for name, column in ATTRIBUTES.items()}
    words = {name: values[name] or "" for name in ("certificate_number", "organiser")}
    hours = float(values["certificate_hours"] or 0)
    numbers = {"certificate_hours": hours, "sessions": values["sessions"] or 1}
    return LearningRecord(**values | words | numbers | {"employee_id": employee_id})


def _changed(stored: LearningRecord, row: Row) -> LearningRecord:
    for name, (_old, new) in row.changes.items():
        value = float(new or 0) if name == "hours" else new
        setattr(stored, ATTRIBUTES[name], "" if value is None else value)
    return stored


def _check_learning(number: int, row: LearningRow, people: Collection[int]) -> None:
    if row.employee_id not in people:
        raise LearningRefused(_("Row %(row)s: the person is not of this agency.") % {"row": number})
    if row.ended_on < row.started_on:
        raise LearningRefused(_("Row %(row)s: the activity ends before it begins.") % {"row": number})
    if row.hours < 0 or row.sessions < 0:
        raise LearningRefused(_("Row %(row)s: hours and sessions are not below 0.") % {"row": number})


def _learning(row: LearningRow) -> LearningRecord:
    return LearningRecord(
        employee_id=row.employee_id,
        programme_code=row.programme_code,
        name=row.name,
        form=row.form,
        started_on=row.started_on,
        ended_on=row.ended_on,
        certificate_hours=row.hours,
        sessions=row.sessions,
        certificate_number=row.certificate_number,
        organiser=row.organiser,
    )


def _identity(row: LearningRecord) -> tuple[object, ...]:
    return (row.employee_id, row.name, row.form, row.started_on, row.ended_on, row.certificate_number)


def _count(
    rows: Sequence[LearningRecord], kinds: Mapping[int, EmploymentKind], rulebook: Rulebook
) -> dict[str, Counted]:
    """Counted hours of every record of these people, each in the year in which it finished."""
    people: dict[int, list[LearningRecord]] = defaultdict(list)
    for row in rows:
        people[row.employee_id].append(row)
    counted: dict[str, Counted] = {}
    for person, own in people.items():
        counted |= _count_person(own, kinds[person], rulebook)
    # The same number on the certificates of two people cannot both be right: all but the first wait for a look.
    for used in repeated_certificates(certificates(rows)).values():
        for later in used[1:]:
            counted[later] = Counted(0, ReasonCode.CERTIFICATE_REPEATED.value)
    return counted


def _count_person(own: Sequence[LearningRecord], kind: EmploymentKind, rulebook: Rulebook) -> dict[str, Counted]:
    entries = [entry_of(row) for row in own]
    counted = {row.public_id: Counted(0, ReasonCode.HOURS_NO_RULE.value) for row in own}
    for year in sorted({row.ended_on.year for row in own}):
        try:
            lines = ledger(entries, Span.year(year), rulebook, kind).lines
        except RuleNotInForce:
            continue  # older than the rules: it stays in the history and counts nothing
        for line in lines:
            if line.entry.finished_on.year == year:
                counted[line.entry.entry_id] = Counted(line.counted, _note(line))
    return counted


def _note(line: LedgerLine) -> str:
    if line.status is EntryStatus.FULFILS_MINIMUM:
        return ReasonCode.HOURS_FULFILLED_BY_STUDY.value
    told = [reason.code for reason in line.reasons if reason.code is not ReasonCode.HOURS_COUNTED]
    return told[0].value if told else ""


@action
def record_performance(*, rows: Sequence[PerformanceRow], by: Actor, at: datetime) -> int:
    """Write yearly results; a year that is known already is replaced. Returns how many rows were given."""
    require(by, "record_performance")
    agency = agency_of(by)
    people = set(Employee.objects.filter(agency=agency).values_list("pk", flat=True))
    seen: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, start=1):
        if row.employee_id not in people:
            raise PerformanceRefused(_("Row %(row)s: the person is not of this agency.") % {"row": number})
        if not {row.result, row.behaviour} <= set(Rating.values) or row.predicate not in Predicate.values:
            raise PerformanceRefused(_("Row %(row)s: a rating or the predicate is not a known word.") % {"row": number})
        if (row.employee_id, row.year) in seen:
            raise PerformanceRefused(_("Row %(row)s: this person and year stand here twice.") % {"row": number})
        seen.add((row.employee_id, row.year))
    PerformanceResult.objects.bulk_create(
        [
            PerformanceResult(
                employee_id=row.employee_id,
                year=row.year,
                result=row.result,
                behaviour=row.behaviour,
                predicate=row.predicate,
            )
            for row in rows
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["employee", "year"],
        update_fields=["result", "behaviour", "predicate"],
    )
    record(obj=agency, old=None, new={"performance": len(rows)})
    return len(rows)

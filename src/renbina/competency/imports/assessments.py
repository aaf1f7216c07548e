"""The import of what was assessed: in rows, or with a column for each competency.

A cell that holds no level is held: it never becomes a level 0.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from binacore.names import fold_name
from binacore.people import AssessmentMethod
from binacore.proof import valid_until
from binacore.rules import RulesAt
from renbina.competency.access import can
from renbina.competency.enums import Method
from renbina.competency.imports.messages import MESSAGES
from renbina.competency.imports.names import (
    COMPETENCY,
    LOADED,
    NOT_COMPETENCIES,
    TOP_LEVEL,
    Names,
    match_competency,
    names_of,
)
from renbina.competency.models import Assessment
from renbina.foundation.actor import Actor
from renbina.foundation.imports import CellProblem, Field, ImportContext, ImportKind, Row
from renbina.foundation.imports.spread import Spread, rows_of_columns
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee
from renbina.rulebook.queries import rules_on
from renbina.ui import formats


def _level(value: Any) -> int:
    """A level, or why the cell is none. Scores of other scales are never turned into levels."""
    number = int(value)
    if TOP_LEVEL < number <= 100:
        raise CellProblem("score_not_level")
    if not 0 <= number <= TOP_LEVEL:
        raise CellProblem("out_of_range", low=0, high=TOP_LEVEL)
    return number


ASSESSMENT_FIELDS: Final = (
    Field("nip", _("NIP"), "nip", ("NIP", "NIP BARU", "NIP/NI PPPK", "NIP PEGAWAI"), required=True),
    COMPETENCY,
    Field("level", _("Level"), "int",
          ("LEVEL", "LEVEL DICAPAI", "CAPAIAN", "LEVEL CAPAIAN", "NILAI", "SKOR", "HASIL"), required=True,
          minimum=0, clean=_level),
    Field("method", _("Method"), "choice", ("METODE", "METODE PENILAIAN", "CARA PENILAIAN", "SUMBER"), required=True,
          choices={
              "Assessment center": "assessment_centre", "Assessment centre": "assessment_centre",
              "AC": "assessment_centre", "Pusat penilaian": "assessment_centre", "Asesmen": "assessment_centre",
              "Pemetaan": "mapping", "Pemetaan kompetensi": "mapping", "Mapping": "mapping", "ProASN": "mapping",
              "Metode sederhana": "mapping", "Penilaian atasan": "superior", "Atasan": "superior",
              "Atasan langsung": "superior", "Penilaian diri": "self", "Penilaian mandiri": "self", "Mandiri": "self",
              "Diri sendiri": "self", "Tes": "test", "Uji kompetensi": "test", "Ujian": "test", "CACT": "test",
              "Sertifikat": "certificate", "Sertifikasi": "certificate", "Sertifikat kompetensi": "certificate",
              "Wawancara": "interview", "Wawancara kompetensi": "interview",
              **{each.value: each.value for each in Method},
          }),
    Field("assessed_on", _("Assessed on"), "date",
          ("TANGGAL PENILAIAN", "TANGGAL ASESMEN", "TANGGAL", "TGL PENILAIAN", "TANGGAL PELAKSANAAN"), required=True),
    Field("valid_until", _("Valid until"), "date",
          ("BERLAKU SAMPAI", "MASA BERLAKU", "BERLAKU S.D.", "BERLAKU HINGGA")),
    Field("assessor", _("Assessor"), synonyms=("ASESOR", "PENILAI", "LEMBAGA PENILAI", "NAMA ASESOR"), max_length=200),
)  # fmt: skip


def assessment_import(apply: Callable[..., Mapping[str, int]], remember: Callable[..., object]) -> ImportKind:
    """The declaration; `config.imports` gives it the actions that store, and that keep a spelling."""
    return ImportKind(
        key="assessments",
        label=_("Assessments"),
        description=_("NIP, competency, level, method and day: a row each, or a column for each competency."),
        may=lambda actor: can(actor, "record_assessments"),
        fields=ASSESSMENT_FIELDS,
        key_of=assessment_key,
        stored=stored_assessments,
        check_rows=check_assessments,
        apply=apply,
        dropped=("NIK", "TANGGAL LAHIR", "NOMOR HP", "EMAIL", "ALAMAT"),
        report_missing=False,
        row_by_row=True,
        remembers=("competency",),
        remember=remember,
        announces=LOADED,
        title_of=lambda values: str(values.get("competency") or ""),
        messages=MESSAGES,
        reshape=rows_of_columns(Spread("nip", "competency", "level", ASSESSMENT_FIELDS, NOT_COMPETENCIES)),
    )


def assessment_key(values: Mapping[str, Any]) -> str:
    """Person, method, day and competency; "" where one is missing."""
    if any(values.get(name) is None for name in ("nip", "method", "assessed_on", "competency")):
        return ""
    competency = fold_name(values["competency"])
    digest = sha256(competency.encode()).hexdigest()[:12]
    return f"{values['nip']}/{values['method']}/{values['assessed_on'].isoformat()}/{competency[:16]} {digest}"


def assessments_of(agency_id: int, names: Names) -> dict[str, tuple[int, dict[str, Any]]]:
    """Key -> (key of the row, values) of every assessment of the agency; of two with one key the newer; one query."""
    rows = Assessment.objects.filter(employee__agency_id=agency_id).order_by("pk")
    fields = ("pk", "employee__nip", "competency_id", "level", "method", "assessed_on", "valid_until", "assessor")
    found = {}
    for pk, nip, competency, level, method, day, until, assessor in rows.values_list(*fields):
        values = {
            "nip": nip, "competency": names.shown[competency], "level": level, "method": method, "assessed_on": day,
            "valid_until": until, "assessor": assessor or None,
        }  # fmt: skip
        found[assessment_key(values)] = (pk, values)
    return found


def stored_assessments(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """Every assessment of the agency; two queries."""
    agency = own_agency(actor)
    found = assessments_of(agency, names_of(agency, positions=False))
    return {key: values for key, (_pk, values) in found.items()}


def check_assessments(rows: Sequence[Row], context: ImportContext) -> None:
    """Person, competency and days; three queries and the rules."""
    agency = own_agency(context.actor)
    rules = rules_on(agency, context.on)
    people = set(Employee.objects.filter(agency_id=agency).values_list("nip", flat=True))
    names = names_of(agency, positions=False)
    stored = assessments_of(agency, names)
    for row in rows:
        if row.values.get("nip") and row.values["nip"] not in people:
            row.hold("nip", "person_unknown")
        match_competency(row, names)
        known = stored.get(assessment_key(row.values))
        if known is not None and row.values.get("assessor") is None:
            row.values["assessor"] = known[1]["assessor"]
        _check_validity(row, known[1]["valid_until"] if known else None, context.on, rules)


def _check_validity(row: Row, known_until: date | None, on: date, rules: RulesAt) -> None:
    since, until = row.values.get("assessed_on"), row.values.get("valid_until")
    if since is None or any(each.field == "valid_until" and each.origin == "cell" for each in row.problems):
        return
    if since > on:
        row.hold("assessed_on", "not_yet", day=formats.day(since))
    if until is None or until.isoformat() == row.values.get("valid_until_assumed"):
        method = row.values.get("method")
        if method is None and known_until is None:
            return  # the row is held for its method
        until = known_until or valid_until(AssessmentMethod(str(method)), since, rules)
        row.values |= {"valid_until": until, "valid_until_assumed": until.isoformat()}
    if until <= since:
        row.hold("valid_until", "valid_until_before", day=formats.day(until))
    elif until <= on:
        row.warn("valid_until", "expired", day=formats.day(until))

"""What competency imports: what positions ask, and what was assessed. In rows, or with a column for each competency.

Positions and competencies are found by their folded names, short forms and codes; what is not found is held with the
nearest names. A cell that holds no level is held too: it never becomes a level 0.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from binacore.names import NameIndex, fold_name
from renbina.competency.access import can
from renbina.competency.enums import Method
from renbina.competency.models import Assessment, Competency, CompetencyAlias, PositionStandard
from renbina.foundation.actor import Actor
from renbina.foundation.imports import CellProblem, Field, ImportContext, ImportKind, Message, Row
from renbina.foundation.imports.spread import Spread, rows_of_columns
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee, Position, PositionAlias
from renbina.ui import formats

TOP_LEVEL: Final = 5
LOADED: Final = "competency.loaded"
VALID_YEARS: Final = 3
"""An assessment counts so long where the file does not say it (usual practice: three years)."""
_NOT_COMPETENCIES: Final = (
    "NO", "NOMOR", "NO URUT", "NAMA", "NAMA PEGAWAI", "NAMA LENGKAP", "UNIT", "UNIT KERJA", "UNOR NAMA",
    "UNIT ORGANISASI", "OPD", "PERANGKAT DAERAH", "GOLONGAN", "GOL AKHIR NAMA", "PANGKAT", "JENIS JABATAN",
    "KELAS JABATAN", "ESELON", "JENJANG", "RUMPUN", "KETERANGAN", "CATATAN", "TOTAL", "JUMLAH", "RATA RATA", "JPM",
    "JPM %", "POTENSI DIRI", "SARAN", "SARAN PENGEMBANGAN", "REKOMENDASI", "KATEGORI", "TAHUN",
)  # fmt: skip


def _level(value: Any) -> int:
    """A level, or why the cell is none. Scores of other scales are never turned into levels."""
    number = int(value)
    if TOP_LEVEL < number <= 100:
        raise CellProblem("score_not_level")
    if not 0 <= number <= TOP_LEVEL:
        raise CellProblem("out_of_range", low=0, high=TOP_LEVEL)
    return number


_COMPETENCY: Final = Field(
    "competency", _("Competency"), synonyms=("KOMPETENSI", "NAMA KOMPETENSI", "KODE KOMPETENSI", "UNIT KOMPETENSI"),
    required=True,
)  # fmt: skip
STANDARD_FIELDS: Final = (
    Field("position", _("Position"), synonyms=("JABATAN NAMA", "JABATAN", "NAMA JABATAN", "POSISI"), required=True),
    _COMPETENCY,
    Field("level", _("Required level"), "int",
          ("LEVEL", "LEVEL YANG DIPERSYARATKAN", "LEVEL STANDAR", "STANDAR", "LEVEL DIBUTUHKAN", "SYARAT LEVEL"),
          required=True, minimum=1, maximum=TOP_LEVEL),
    Field("critical", _("Critical"), "bool", ("KRITIS", "PENTING", "WAJIB")),
    Field("since", _("Valid from"), "date", ("BERLAKU MULAI", "TMT STANDAR", "MULAI BERLAKU"), compare=False),
)  # fmt: skip
ASSESSMENT_FIELDS: Final = (
    Field("nip", _("NIP"), "nip", ("NIP", "NIP BARU", "NIP/NI PPPK", "NIP PEGAWAI"), required=True),
    _COMPETENCY,
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
              "Diri sendiri": "self", **{each.value: each.value for each in Method},
          }),
    Field("assessed_on", _("Assessed on"), "date",
          ("TANGGAL PENILAIAN", "TANGGAL ASESMEN", "TANGGAL", "TGL PENILAIAN", "TANGGAL PELAKSANAAN"), required=True),
    Field("valid_until", _("Valid until"), "date",
          ("BERLAKU SAMPAI", "MASA BERLAKU", "BERLAKU S.D.", "BERLAKU HINGGA")),
    Field("assessor", _("Assessor"), synonyms=("ASESOR", "PENILAI", "LEMBAGA PENILAI", "NAMA ASESOR"), max_length=200),
)  # fmt: skip

MESSAGES: Final[Mapping[str, Message]] = {
    "person_unknown": Message(
        _("Nobody of this agency has this NIP."), _("Correct the NIP, or load the roster first.")
    ),
    "position_unknown": Message(
        _("No position is called “%(value)s”."),
        _("Choose one of the nearest names, or add the position with its standard first."),
    ),
    "competency_unknown": Message(
        _("No competency of the dictionary is called “%(value)s” or has this code."),
        _("Choose one of the nearest names, or add it to the dictionary first."),
    ),
    "other_name": Message(
        _("The file writes “%(written)s”; it was taken for “%(value)s”."),
        _("Nothing to do if that is right; otherwise correct the name in the file."),
    ),
    "competency_ambiguous": Message(
        _("“%(value)s” can be %(count)s different competencies."), _("Write the code of the one that is meant.")
    ),
    "score_not_level": Message(
        _("%(value)s is a score of another scale, not a level."),
        _("Write the level from 0 to 5 that stands in the report. Renbina never works one out of a score."),
    ),
    "newer_standard": Message(
        _("A standard from %(day)s stands already for this position and competency."),
        _("Write a day on or after it, or leave the column empty."),
    ),
    "not_yet": Message(_("The day %(day)s is still to come."), _("Correct the date.")),
    "valid_until_before": Message(
        _("It would end on %(day)s, before it begins."), _("Correct one of the two days.")
    ),
    "expired": Message(
        _("It has not counted any more since %(day)s."), _("Nothing to do; it is kept in the history.")
    ),
}  # fmt: skip


def standards_import(apply: Callable[..., Mapping[str, int]], remember: Callable[..., object]) -> ImportKind:
    """The declaration; `config.imports` gives it the actions that store, and that keep a spelling."""
    return ImportKind(
        key="standards",
        label=_("Position standards"),
        description=_("Position, competency and required level: a row each, or a column for each competency."),
        may=lambda actor: can(actor, "load_standards"),
        fields=STANDARD_FIELDS,
        key_of=standard_key,
        stored=stored_standards,
        check_rows=check_standards,
        apply=apply,
        report_missing=False,
        row_by_row=True,
        remembers=("position", "competency"),
        remember=remember,
        announces=LOADED,
        title_of=lambda values: str(values.get("position") or ""),
        messages=MESSAGES,
        reshape=rows_of_columns(Spread("position", "competency", "level", STANDARD_FIELDS, _NOT_COMPETENCIES)),
    )


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
        reshape=rows_of_columns(Spread("nip", "competency", "level", ASSESSMENT_FIELDS, _NOT_COMPETENCIES)),
    )


@dataclass(frozen=True, slots=True)
class Names:
    """The agency's positions and competencies, by what files call them, and what rows call a competency."""

    positions: NameIndex[Position] = field(default_factory=NameIndex)
    competencies: NameIndex[Competency] = field(default_factory=NameIndex)
    shown: dict[int, str] = field(default_factory=dict)


def names_of(agency_id: int, *, positions: bool = True) -> Names:
    """Two queries, or four with the positions. A competency is called by its name, or its code where two share one."""
    competencies = list(Competency.objects.filter(agency_id=agency_id).order_by("pk"))
    times = Counter(fold_name(each.name) for each in competencies)
    spellings: dict[int, list[str]] = {}
    for key, spelling in CompetencyAlias.objects.filter(agency_id=agency_id).values_list("competency_id", "name_key"):
        spellings.setdefault(key, []).append(spelling)
    found = Names()
    for competency in competencies:
        others = {fold_name(competency.code), *spellings.get(competency.pk, ())} - {fold_name(competency.name)}
        found.competencies.add(competency, competency.name, folded_aliases=others)
        alone = times[fold_name(competency.name)] == 1
        found.shown[competency.pk] = competency.name if alone else competency.code
    if not positions:
        return found
    aliases: dict[int, list[str]] = {}
    for key, spelling in PositionAlias.objects.filter(agency_id=agency_id).values_list("position_id", "title_key"):
        aliases.setdefault(key, []).append(spelling)
    for position in Position.objects.filter(agency_id=agency_id).order_by("pk"):
        found.positions.add(position, position.title, folded_aliases=aliases.get(position.pk, ()))
    return found


def _match_competency(row: Row, names: Names) -> Competency | None:
    """The one competency that the cell names, under whose stored name the row goes on; held where there is none."""
    written = row.values.get("competency")
    if not written:
        return None
    match = names.competencies.find(written)
    if match.one is not None:
        by_code = fold_name(written) == fold_name(match.one.code)
        _taken_for(row, "competency", names.shown[match.one.pk], other_name=match.by_alias and not by_code)
    elif match.items:
        suggestions = [each.code for each in match.items]
        row.hold("competency", "competency_ambiguous", count=len(match.items), suggestions=suggestions)
    else:
        row.hold("competency", "competency_unknown", suggestions=names.competencies.nearest(written))
    return match.one


def _match_position(row: Row, names: Names) -> Position | None:
    written = row.values.get("position")
    if not written:
        return None
    match = names.positions.find(written)
    if match.one is not None:
        _taken_for(row, "position", match.one.title, other_name=match.by_alias)
    else:
        row.hold("position", "position_unknown", suggestions=names.positions.nearest(written))
    return match.one


def _taken_for(row: Row, field: str, name: str, *, other_name: bool) -> None:
    """Put the stored name in the row; say so when the file wrote another one, also when the check runs again."""
    written, taken = f"{field}_written", f"{field}_taken"
    if other_name:
        row.values |= {written: row.values[field], taken: name}
    elif row.values.get(taken) != name:  # somebody has chosen another one since
        row.values.pop(written, None)
    row.values[field] = name
    if written in row.values:
        row.warn(field, "other_name", written=row.values[written])


# --- what positions ask


def standard_key(values: Mapping[str, Any]) -> str:
    """Position and competency, short enough for a key: the whole of both is in its last signs."""
    position, competency = fold_name(values["position"]), fold_name(values["competency"])
    digest = sha256(f"{position}|{competency}".encode()).hexdigest()[:12]
    return f"{position[:36]}/{competency[:24]} {digest}"


def open_standards(agency_id: int, names: Names) -> dict[str, PositionStandard]:
    """Key -> the standard of each position and competency that has no end; one query."""
    rows = PositionStandard.objects.filter(position__agency_id=agency_id, valid_to__isnull=True)
    return {
        standard_key({"position": each.position.title, "competency": names.shown[each.competency_id]}): each
        for each in rows.select_related("position").order_by("valid_from", "pk")
    }


def stored_standards(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """What positions ask now; two queries."""
    agency = own_agency(actor)
    names = names_of(agency, positions=False)
    return {
        key: {
            "position": each.position.title, "competency": names.shown[each.competency_id], "level": each.level,
            "critical": each.is_critical,
        }
        for key, each in open_standards(agency, names).items()
    }  # fmt: skip


def check_standards(rows: Sequence[Row], context: ImportContext) -> None:
    """Positions and competencies by name, and no day before what stands; four queries."""
    agency = own_agency(context.actor)
    names = names_of(agency)
    standing = open_standards(agency, names)
    for row in rows:
        position, competency = _match_position(row, names), _match_competency(row, names)
        if position is None or competency is None:
            continue
        before = standing.get(standard_key(row.values))
        if "critical" in row.values and row.values["critical"] is None:
            row.values["critical"] = before is not None and before.is_critical  # an empty cell says nothing
        since = row.values.get("since") or context.on
        if since > context.on:
            row.hold("since", "not_yet", day=formats.day(since))
        if before is not None and before.valid_from > since:
            row.hold("since", "newer_standard", day=formats.day(before.valid_from))


# --- what was assessed


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
    """Person, competency and days; three queries."""
    agency = own_agency(context.actor)
    people = set(Employee.objects.filter(agency_id=agency).values_list("nip", flat=True))
    names = names_of(agency, positions=False)
    stored = assessments_of(agency, names)
    for row in rows:
        if row.values.get("nip") and row.values["nip"] not in people:
            row.hold("nip", "person_unknown")
        _match_competency(row, names)
        known = stored.get(assessment_key(row.values))
        if known is not None and row.values.get("assessor") is None:
            row.values["assessor"] = known[1]["assessor"]
        _check_validity(row, known[1]["valid_until"] if known else None, context.on)


def _check_validity(row: Row, known_until: date | None, on: date) -> None:
    since, until = row.values.get("assessed_on"), row.values.get("valid_until")
    if since is None or any(each.field == "valid_until" and each.origin == "cell" for each in row.problems):
        return
    if since > on:
        row.hold("assessed_on", "not_yet", day=formats.day(since))
    if until is None or until.isoformat() == row.values.get("valid_until_assumed"):
        until = known_until or years_after(since, VALID_YEARS)
        row.values |= {"valid_until": until, "valid_until_assumed": until.isoformat()}
    if until <= since:
        row.hold("valid_until", "valid_until_before", day=formats.day(until))
    elif until <= on:
        row.warn("valid_until", "expired", day=formats.day(until))


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 28 February for the 29th where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)

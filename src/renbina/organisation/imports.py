"""What the organisation imports: the staff roster as SIASN exports it (reference tables: `binacore.siasn`).

Names of units and positions are matched by folding and by the spellings an analyst confirmed before; what does not
match is held with the nearest names. Personal data that planning does not need is never read into the product.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from binacore.names import fold_name
from binacore.nip import NipInvalid, parse_nip
from binacore.rules import Rulebook, RuleNotInForce, RulesAt, load_rules
from binacore.siasn import STANDING_NAMES, employment_of, grade_of, schooling_of, standing_of
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row
from renbina.organisation.access import Verb, can, own_agency
from renbina.organisation.enums import Employment, Status
from renbina.organisation.gather import Directory, directory_of, retires_on, roster_of
from renbina.organisation.models import Position, Unit
from renbina.organisation.queries import agency_of

_GONE: Final = (Status.RETIRED, Status.MOVED_OUT)
CONTRACT_SOON: Final = timedelta(days=183)

FIELDS: Final = (
    Field("nip", _("NIP"), "nip", ("NIP BARU", "NIP", "NIP/NI PPPK", "NI PPPK", "NIPPPK"), required=True),
    Field("name", _("Name"), synonyms=("NAMA", "NAMA PEGAWAI", "NAMA LENGKAP"), required=True, max_length=200),
    Field("front_title", _("Title before the name"), synonyms=("GELAR DEPAN",), max_length=60),
    Field("back_title", _("Title after the name"), synonyms=("GELAR BELAKANG",), max_length=120),
    Field("birth_date", _("Birth date"), "date", ("TANGGAL LAHIR", "TGL LAHIR"), required=True),
    Field(
        "sex",
        _("Sex"),
        "choice",
        ("JENIS KELAMIN", "JK"),
        required=True,
        choices={
            "M": "m", "F": "f", "L": "m", "P": "f", "Laki-laki": "m", "Perempuan": "f", "Pria": "m", "Wanita": "f",
            "1": "m", "2": "f",
        },
    ),
    Field("employment", _("Kind of employment"), synonyms=("STATUS CPNS PNS", "STATUS KEPEGAWAIAN", "STATUS PEGAWAI")),
    Field("status", _("Employment status"), synonyms=("KEDUDUKAN HUKUM NAMA", "KEDUDUKAN HUKUM")),
    Field("status_code", _("Code of the employment status"), synonyms=("KEDUDUKAN HUKUM ID",), compare=False),
    Field("grade", _("Grade"), synonyms=("GOL AKHIR NAMA", "GOLONGAN AKHIR NAMA", "GOLONGAN"), max_length=10),
    Field(
        "education",
        _("Level of education"),
        synonyms=("TINGKAT PENDIDIKAN NAMA", "TINGKAT PENDIDIKAN", "PENDIDIKAN TERAKHIR"),
        max_length=60,
    ),
    Field(
        "education_name",
        _("Education"),
        synonyms=("PENDIDIKAN NAMA", "PENDIDIKAN TERAKHIR NAMA", "JURUSAN"),
        max_length=200,
    ),
    Field("appointed_on", _("Appointed on"), "date", ("TMT CPNS", "TMT PPPK", "TMT PENGANGKATAN", "TMT CPNS/PPPK")),
    Field(
        "contract_end",
        _("End of the contract"),
        "date",
        (
            "TMT AKHIR KONTRAK", "TANGGAL AKHIR KONTRAK", "AKHIR KONTRAK", "AKHIR PERJANJIAN KERJA",
            "TANGGAL AKHIR PERJANJIAN KERJA", "MASA PERJANJIAN KERJA SELESAI", "TMT KONTRAK AKHIR",
        ),
    ),
    Field("unit", _("Unit"), synonyms=("UNOR NAMA", "UNIT ORGANISASI", "UNIT KERJA", "UNIT KERJA NAMA"), required=True),
    Field("unit_code", _("Code of the unit"), synonyms=("UNOR ID",), compare=False),
    Field(
        "unit_above",
        _("Unit above"),
        synonyms=("UNOR INDUK NAMA", "SATUAN KERJA KERJA NAMA", "SATUAN KERJA", "PERANGKAT DAERAH", "OPD"),
        compare=False,
    ),
    Field("employer", _("Works for"), synonyms=("INSTANSI KERJA NAMA", "INSTANSI KERJA"), compare=False),
    Field("position", _("Position"), synonyms=("JABATAN NAMA", "JABATAN", "NAMA JABATAN"), required=True),
    Field("position_since", _("In the position since"), "date", ("TMT JABATAN",), compare=False),
)  # fmt: skip

DROPPED: Final = (
    "NIK", "NOMOR IDENTITAS", "NPWP", "NPWP NOMOR", "BPJS", "ALAMAT", "NOMOR HP", "NO HP", "AGAMA", "AGAMA ID",
    "AGAMA NAMA", "JENIS KAWIN", "JENIS KAWIN ID", "JENIS KAWIN NAMA", "EMAIL", "TEMPAT LAHIR ID",
    "TEMPAT LAHIR NAMA", "IS VALID NIK", "FLAG IKD", "KARTU ASN VIRTUAL", "NIP LAMA",
)  # fmt: skip

MESSAGES: Final[Mapping[str, Message]] = {
    "birth_date_differs": Message(
        _("The birth date is not the one in the NIP, %(in_nip)s."),
        _("Correct the birth date or the NIP. If the decree really says so, confirm the row."),
    ),
    "sex_differs": Message(
        _("The NIP says another sex than the column."), _("Compare both with the decree and correct the wrong one.")
    ),
    "employment_unknown": Message(
        _("“%(value)s” does not say whether this is a PNS, a CPNS or a PPPK."),
        _("Write PNS, CPNS, PPPK or PPPK Paruh Waktu, or name the sheet so."),
    ),
    "employment_not_nip": Message(
        _("The NIP is that of a %(kind)s, but the row stands among other employees."),
        _("Move the row to the right sheet, or correct the NIP."),
    ),
    "status_unknown": Message(
        _("The employment status “%(value)s” is not known, or says that the person has left without a pension."),
        _("Choose one of the suggestions, or take the row out of the list."),
    ),
    "status_not_active": Message(
        _("This person is not at work: %(status)s."),
        _("Nothing to do if that is right; the plan leaves the person out until the status changes."),
    ),
    "works_elsewhere": Message(
        _("The list says that this person works for “%(value)s”."),
        _("Write Pindah Instansi as the employment status, or take the row out; confirm it for a secondment to you."),
    ),
    "grade_unknown": Message(
        _("There is no grade “%(value)s” for this kind of employee."),
        _("Write it as in the decree, such as III/b for a PNS or IX for a PPPK."),
    ),
    "education_unknown": Message(
        _("The level of education “%(value)s” is not known; it is kept as written."),
        _("Write S3, S2, S1, D4, D3, D2, D1, SMA, SMP or SD."),
    ),
    "unit_unknown": Message(
        _("No unit is called “%(value)s”."), _("Choose one of the nearest names, or add the unit first.")
    ),
    "unit_ambiguous": Message(
        _("“%(value)s” can be %(count)s different units."), _("Choose which one; the choices name the unit above.")
    ),
    "unit_code_differs": Message(
        _("The unit's code belongs to “%(by_code)s”, not to “%(value)s”."),
        _("Correct the name or the code of the unit."),
    ),
    "unit_other_name": Message(
        _("The file calls the unit “%(written)s”; it was taken for “%(value)s”."),
        _("Nothing to do if that is right; otherwise choose the unit."),
    ),
    "position_unknown": Message(
        _("No position is called “%(value)s”."),
        _("Choose one of the nearest names, or add the position with its standard first."),
    ),
    "position_other_name": Message(
        _("The file calls the position “%(written)s”; it was taken for “%(value)s”."),
        _("Nothing to do if that is right; otherwise choose the position."),
    ),
    "position_not_begun": Message(
        _("The position begins on %(day)s, which is still to come."),
        _("Correct the date, or import the list again on or after that day."),
    ),
    "past_retirement": Message(
        _("This person reached the retirement age of the position on %(day)s."),
        _("Check the pension decree: take the row out, or write Pensiun as the employment status."),
    ),
    "contract_over": Message(
        _("The contract ended on %(day)s."), _("Write the end of the new contract, or take the row out.")
    ),
    "contract_ends": Message(
        _("The contract ends on %(day)s."), _("Nothing to do; the plan offers nothing after that day.")
    ),
}


def roster_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="roster",
        label=_("Staff roster (SIASN)"),
        description=_("The list of employees as SIASN exports it: sheets PNS, PPPK and PPPK Paruh Waktu."),
        may=lambda actor: can(actor, Verb.IMPORT_ROSTER),
        fields=FIELDS,
        key_of=lambda values: str(values["nip"] or ""),
        stored=lambda actor, on: roster_of(own_agency(actor), on),
        check_rows=check_roster,
        apply=apply,
        dropped=DROPPED,
        sheets=("PNS", "CPNS", "PPPK", "PPPK Paruh Waktu"),
        title_of=lambda values: str(values.get("name") or ""),
        messages=MESSAGES,
        announces="organisation.roster_applied",
    )


def check_roster(rows: Sequence[Row], context: ImportContext) -> None:
    """Everything that needs more than one cell. May run again over rows that it has already seen."""
    agency = agency_of(context.actor)
    here = {fold_name(name) for name in (agency.name, agency.short_name, f"Pemerintah {agency.short_name}")}
    directory = directory_of(agency.pk)
    rules = Rulebook(load_rules()).at(context.on)
    for row in rows:
        _check_nip(row)
        _check_employment(row, context)
        _check_status(row)
        _check_employer(row, here)
        _check_schooling(row)
        _match_unit(row, directory)
        position = _match_position(row, directory)
        _check_days(row, position, rules, context.on)


def _check_nip(row: Row) -> None:
    try:
        nip = parse_nip(row.values.get("nip"))
    except NipInvalid:
        return  # the cell itself was held already
    born = row.values.get("birth_date")
    if born is not None and born != nip.born:
        row.hold("birth_date", "birth_date_differs", confirmable=True, in_nip=_day(nip.born))
    if row.values.get("sex") not in (None, nip.sex):
        row.warn("sex", "sex_differs")


def _check_employment(row: Row, context: ImportContext) -> None:
    kind = employment_of(row.values.get("employment"), row.sheet)
    if kind is None:
        row.hold("employment", "employment_unknown", suggestions=("PNS", "CPNS", "PPPK", "PPPK Paruh Waktu"))
        return
    row.values["employment"] = kind
    pppk = kind in (Employment.PPPK, Employment.PPPK_PART_TIME)
    try:
        nip = parse_nip(row.values.get("nip"))
    except NipInvalid:
        nip = None
    if nip is not None and (nip.kind == "pppk") is not pppk:
        row.hold("nip", "employment_not_nip", kind=nip.kind.upper())
    written = row.values.get("grade")
    if written:
        grade = grade_of(written, pppk=pppk)
        if grade is None:
            row.hold("grade", "grade_unknown")
        else:
            row.values["grade"] = grade


def _check_status(row: Row) -> None:
    if "status" not in row.values and "status_code" not in row.values:
        return
    standing = standing_of(row.values.get("status"), row.values.get("status_code"))
    if standing is None:
        row.hold("status", "status_unknown", suggestions=STANDING_NAMES)
        return
    row.values["status"] = standing
    if standing != "active":
        row.warn("status", "status_not_active", status=str(Status(standing).label))


def _check_employer(row: Row, here: set[str]) -> None:
    employer = row.values.get("employer")
    if employer and fold_name(employer) not in here and row.values.get("status") not in _GONE:
        row.hold("employer", "works_elsewhere", confirmable=True)


def _check_schooling(row: Row) -> None:
    written = row.values.get("education")
    if written:
        level = schooling_of(written)
        if level is None:
            row.warn("education", "education_unknown")
        row.values["education"] = (level or written)[:20]


def _match_unit(row: Row, directory: Directory) -> Unit | None:
    written = row.values.get("unit")
    if not written:
        return None
    match = directory.units.find(written)
    by_code = directory.by_code.get(row.values.get("unit_code") or "")
    if by_code is not None and (by_code in match.items or not match.items):
        unit: Unit | None = by_code
    elif by_code is not None:
        row.hold(
            "unit",
            "unit_code_differs",
            by_code=directory.labels[by_code.pk],
            suggestions=_labels(directory, match.items),
        )
        return None
    else:
        unit = match.one or _below_named(match.items, row.values.get("unit_above"), directory)
    if unit is None and match.items:
        row.hold("unit", "unit_ambiguous", count=len(match.items), suggestions=_labels(directory, match.items[:8]))
    elif unit is None:
        row.hold("unit", "unit_unknown", suggestions=directory.units.nearest(written))
    else:
        _taken_for(row, "unit", directory.labels[unit.pk], other_name=match.by_alias)
    return unit


def _below_named(units: Sequence[Unit], above: str | None, directory: Directory) -> Unit | None:
    """The only one of several units that lies below (or is) what the column of the unit above names."""
    if not above:
        return None
    tops = set(directory.units.find(above).items)
    fitting = [unit for unit in units if tops & {unit, *directory.ancestors(unit)}]
    return fitting[0] if len(fitting) == 1 else None


def _labels(directory: Directory, units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(directory.labels[unit.pk] for unit in units)


def _match_position(row: Row, directory: Directory) -> Position | None:
    written = row.values.get("position")
    if not written:
        return None
    match = directory.positions.find(written)
    if match.one is None:
        row.hold("position", "position_unknown", suggestions=directory.positions.nearest(written))
        return None
    _taken_for(row, "position", match.one.title, other_name=match.by_alias)
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
        row.warn(field, f"{field}_other_name", written=row.values[written])


def _check_days(row: Row, position: Position | None, rules: RulesAt, on: date) -> None:
    since = row.values.get("position_since")
    if since is not None and since > on:
        row.hold("position_since", "position_not_begun", day=_day(since))
    end = row.values.get("contract_end")
    if end is not None and end <= on:
        row.warn("contract_end", "contract_over", day=_day(end))
    elif end is not None and end <= on + CONTRACT_SOON:
        row.warn("contract_end", "contract_ends", day=_day(end))
    if row.values.get("status") in _GONE:
        return
    try:
        retirement = retires_on(row.values.get("birth_date"), position, rules)
    except RuleNotInForce:
        return
    if retirement is not None and retirement <= on:
        row.warn("birth_date", "past_retirement", day=_day(retirement))


def _day(day: date) -> str:
    """As exports write it; the words of a problem are kept without a language."""
    return f"{day:%d-%m-%Y}"

"""What the staff roster is: its columns as SIASN exports them (reference tables: `binacore.siasn`), and its words.

Needed are NIP, name and unit only, because that is what every list has. Birth date and sex stand in the NIP, so a list
without these columns is no worse: they are taken from the NIP where the person is stored, and checked against it where
the columns are there. An empty cell says nothing: it never takes away what is stored.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from renbina.foundation.imports import Field, ImportKind, Message, titled
from renbina.organisation.access import Verb, can
from renbina.organisation.gather import roster_of
from renbina.organisation.gather.lists import people_stored
from renbina.organisation.imports.roster_checks import check_people, check_roster

_BIRTH_DATES: Final = ("TANGGAL LAHIR", "TGL LAHIR", "TGL. LAHIR", "TANGGAL KELAHIRAN", "TGL KELAHIRAN")
FIELDS: Final = (
    Field(
        "nip",
        _("NIP"),
        "nip",
        ("NIP BARU", "NIP", "NIP/NI PPPK", "NI PPPK", "NIPPPK", "NOMOR INDUK PEGAWAI"),
        required=True,
    ),
    Field("name", _("Name"), synonyms=("NAMA", "NAMA PEGAWAI", "NAMA LENGKAP"), required=True),
    Field("front_title", _("Title before the name"), synonyms=("GELAR DEPAN",), empty_keeps=True),
    Field("back_title", _("Title after the name"), synonyms=("GELAR BELAKANG",), empty_keeps=True),
    Field("birth_date", _("Birth date"), "date", _BIRTH_DATES, empty_keeps=True),
    Field("sex", _("Sex"), synonyms=("JENIS KELAMIN", "JK", "L/P"), empty_keeps=True),
    Field(
        "employment",
        _("Kind of employment"),
        synonyms=(
            "STATUS CPNS PNS", "STATUS KEPEGAWAIAN", "STATUS PEGAWAI", "STATUS ASN", "JENIS ASN", "JENIS PEGAWAI",
            "JENIS PEGAWAI NAMA",
        ),
        empty_keeps=True,
    ),
    Field(
        "status", _("Employment status"), synonyms=("KEDUDUKAN HUKUM NAMA", "KEDUDUKAN HUKUM"), empty_keeps=True
    ),
    Field("status_code", _("Code of the employment status"), synonyms=("KEDUDUKAN HUKUM ID",), compare=False),
    Field(
        "grade",
        _("Grade"),
        synonyms=(
            "GOL AKHIR NAMA", "GOLONGAN AKHIR NAMA", "GOLONGAN", "GOL. RUANG", "GOLONGAN RUANG", "PANGKAT/GOLONGAN",
            "PANGKAT/GOL. RUANG", "PANGKAT GOLONGAN RUANG", "GOL",
        ),
        empty_keeps=True,
    ),
    Field(
        "education",
        _("Level of education"),
        synonyms=("TINGKAT PENDIDIKAN NAMA", "TINGKAT PENDIDIKAN", "PENDIDIKAN TERAKHIR"),
        empty_keeps=True,
    ),
    Field(
        "education_name",
        _("Education"),
        synonyms=("PENDIDIKAN NAMA", "PENDIDIKAN TERAKHIR NAMA", "JURUSAN"),
        empty_keeps=True,
    ),
    Field(
        "appointed_on",
        _("Appointed on"),
        "date",
        ("TMT CPNS", "TMT PPPK", "TMT PENGANGKATAN", "TMT CPNS/PPPK"),
        empty_keeps=True,
    ),
    Field(
        "contract_end",
        _("End of the contract"),
        "date",
        (
            "TMT AKHIR KONTRAK", "TANGGAL AKHIR KONTRAK", "AKHIR KONTRAK", "AKHIR PERJANJIAN KERJA",
            "TANGGAL AKHIR PERJANJIAN KERJA", "MASA PERJANJIAN KERJA SELESAI", "TMT KONTRAK AKHIR",
        ),
        empty_keeps=True,
    ),
    Field("unit", _("Unit"), synonyms=("UNOR NAMA", "UNIT ORGANISASI", "UNIT KERJA", "UNIT KERJA NAMA"), required=True),
    Field("unit_code", _("Code of the unit"), synonyms=("UNOR ID",), compare=False),
    Field(
        "unit_above",
        _("Unit above"),
        synonyms=(
            "UNOR INDUK NAMA", "UNOR INDUK", "SATUAN KERJA KERJA NAMA", "SATUAN KERJA", "PERANGKAT DAERAH", "OPD",
        ),
        compare=False,
    ),
    Field("employer", _("Works for"), synonyms=("INSTANSI KERJA NAMA", "INSTANSI KERJA"), compare=False),
    Field("position", _("Position"), synonyms=("JABATAN NAMA", "JABATAN", "NAMA JABATAN"), empty_keeps=True),
    Field("position_kind", _("Kind of position"), synonyms=("JENIS JABATAN NAMA", "JENIS JABATAN"), compare=False),
    Field("position_since", _("In the position since"), "date", ("TMT JABATAN",), compare=False),
    Field(
        "service_years",
        _("Years of service"),
        "int",
        ("MK TAHUN", "MASA KERJA TAHUN"),
        minimum=0,
        maximum=50,
        compare=False,
    ),
    Field(
        "superior_nip",
        _("NIP of the superior"),
        "nip",
        ("NIP ATASAN", "NIP ATASAN LANGSUNG", "ATASAN NIP", "NIP PEJABAT PENILAI"),
        empty_keeps=True,
    ),
)  # fmt: skip

DROPPED: Final = (
    "NIK", "NO NIK", "NOMOR NIK", "NO KTP", "NOMOR KTP", "NO NPWP", "NOMOR NPWP", "NO BPJS", "NOMOR BPJS",
    "ALAMAT RUMAH", "ALAMAT LENGKAP", "NO TELEPON", "NOMOR TELEPON", "STATUS KAWIN",
    "NOMOR IDENTITAS", "NPWP", "NPWP NOMOR", "BPJS", "ALAMAT", "NOMOR HP", "NO HP", "AGAMA", "AGAMA ID",
    "AGAMA NAMA", "JENIS KAWIN", "JENIS KAWIN ID", "JENIS KAWIN NAMA", "EMAIL", "TEMPAT LAHIR ID",
    "TEMPAT LAHIR NAMA", "IS VALID NIK", "FLAG IKD", "KARTU ASN VIRTUAL", "NIP LAMA",
)  # fmt: skip

MESSAGES: Final[Mapping[str, Message]] = {
    "birth_date_differs": Message(
        _("The birth date is not the one in the NIP, %(in_nip)s."),
        _("Compare both with the decree and correct the wrong one. Nothing to do if the decree really says so."),
    ),
    "sex_unknown": Message(
        _("“%(value)s” does not say whether this is a man or a woman; the NIP says it."), _("Write L or P.")
    ),
    "age_implausible": Message(
        _("By the NIP this person was %(age)s years old at the appointment."),
        _("Compare the NIP with the appointment letter."),
    ),
    "age_today": Message(
        _("By the NIP this person is %(age)s years old."), _("Compare the NIP with the appointment letter.")
    ),
    "name_conflict": Message(
        _("The NIP belongs to somebody with quite another name."),
        _("Compare the NIP with the appointment letter. If it is the same person, confirm the row."),
    ),
    "nip_other_agency": Message(
        _("This NIP cannot be imported here."),
        _("Check the NIP. If it is right, ask the administrator of the installation."),
    ),
    "superior_unknown": Message(
        _("Nobody with this NIP is stored, nor stands in the file; the superior is not stored."),
        _("Correct the NIP of the superior, or import the superior too."),
    ),
    "superior_self": Message(
        _("The superior is the person; the superior is not stored."), _("Fill in the NIP of the real superior.")
    ),
    "superior_cycle": Message(
        _("Going from superior to superior leads back to this person (rows %(rows)s); the superior is not stored."),
        _("Correct the NIP of one of these superiors."),
    ),
    "sex_differs": Message(
        _("The NIP says another sex than the column."), _("Compare both with the decree and correct the wrong one.")
    ),
    "employment_unknown": Message(
        _("“%(value)s” does not say whether this is a PNS, a CPNS or a PPPK; the NIP was taken for it."),
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


def roster_import(apply: Callable[..., Mapping[str, int]], remember: Callable[..., object] | None = None) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="roster",
        label=_("Staff roster (SIASN)"),
        description=_("The list of employees as SIASN exports it: sheets PNS, PPPK and PPPK Paruh Waktu."),
        may=lambda actor: can(actor, Verb.IMPORT_ROSTER),
        fields=FIELDS,
        key_of=lambda values: str(values["nip"] or ""),
        stored=lambda actor, on: roster_of(actor.agency_id, on) if actor.agency_id is not None else {},
        check_rows=check_roster,
        apply=apply,
        dropped=DROPPED,
        sheets=("PNS", "CPNS", "PPPK", "PPPK Paruh Waktu"),
        title_of=titled("name"),
        messages=MESSAGES,
        announces="organisation.roster_applied",
        row_by_row=True,
        across=("superior_nip", "employer"),
        remembers=("unit", "position"),
        remember=remember,
    )


_PEOPLE: Final = ("nip", "name", "unit", "unit_code", "unit_above")


def people_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """People with nothing but NIP, name and unit, each with the agency that employs them."""
    return ImportKind(
        key="people",
        label=_("People already known (NIP, name, unit)"),
        description=_("A short list: agency, NIP, name and unit. For an installation that several agencies share."),
        may=lambda actor: can(actor, Verb.IMPORT_ROSTER),
        fields=(
            Field(
                "agency",
                _("Agency"),
                synonyms=("INSTANSI", "NAMA INSTANSI", "INSTANSI KERJA NAMA", "INSTANSI KERJA"),
                required=True,
                compare=False,
            ),
            *(field for field in FIELDS if field.name in _PEOPLE),
        ),
        key_of=lambda values: str(values["nip"] or ""),
        stored=lambda actor, on: people_stored(actor.agency_id, on) if actor.agency_id is not None else {},
        check_rows=check_people,
        apply=apply,
        dropped=DROPPED,
        report_missing=False,
        title_of=titled("name"),
        messages=dict(MESSAGES)
        | {
            "other_agency": Message(
                _("This row is about another agency."), _("Take the row out, or let the other agency import it.")
            ),
        },
        announces="organisation.roster_applied",
    )

"""What records import: learning that has happened, in the shapes of SIASN (kursus, diklat) or as people list it.

The same activity is recognised by the number of its certificate, or by person, name and days; it is never stored
twice. An empty cell says nothing and takes nothing away. What counts is decided by the rules when it is stored.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from binacore.rules import RulesAt
from binacore.siasn_codes import (
    FORM_CHOICES,
    OTHER_CLASSROOM,
    STRUCTURAL_CHOICES,
    STRUCTURAL_FORM,
    form_in_name,
    structural_name,
)
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.foundation.imports.difference import numbers_beside
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee
from renbina.records.access import can
from renbina.records.gather import SELF_PACED, Activity, activities_of, certificate_key, days_key, owners_key
from renbina.rulebook.queries import rules_on
from renbina.ui import formats

HOURS_OF_A_DAY: Final = 24
MOST_HOURS: Final = 2000
ATTRIBUTES: Final[Mapping[str, str]] = {
    "name": "name", "form": "form", "started_on": "started_on", "ended_on": "ended_on", "hours": "certificate_hours",
    "certificate": "certificate_number", "organiser": "organiser", "sessions": "sessions",
}  # fmt: skip
"""Field of the file -> column of the record."""
_KEPT: Final = ("name", "form", "hours", "certificate", "organiser", "sessions")

FIELDS: Final = (
    Field("nip", _("NIP"), "nip",
          ("NIP", "NIP BARU", "nipBaru", "NIP/NI PPPK", "NIP PEGAWAI", "pnsOrangId", "PNS ORANG ID"), required=True),
    Field("name", _("Name of the training"),
          synonyms=("namaKursus", "NAMA KURSUS", "NAMA DIKLAT", "NAMA PELATIHAN", "NAMA KEGIATAN", "JUDUL DIKLAT",
                    "DIKLAT", "PELATIHAN")),
    Field("form", _("Form of development"), "choice",
          ("jenisDiklatId", "JENIS DIKLAT ID", "JENIS DIKLAT", "JENIS PELATIHAN", "BENTUK", "BENTUK PENGEMBANGAN",
           "JENIS PENGEMBANGAN"), choices=FORM_CHOICES),
    Field("structural", _("Structural training"), "choice",
          ("latihanStrukturalId", "LATIHAN STRUKTURAL ID", "LATIHAN STRUKTURAL", "LATIHAN STRUKTURAL NAMA"),
          choices=STRUCTURAL_CHOICES, compare=False),
    Field("started_on", _("First day"), "date",
          ("tanggalKursus", "TANGGAL KURSUS", "TANGGAL MULAI", "TGL MULAI", "MULAI", "TANGGAL", "TANGGAL DIKLAT"),
          required=True),
    Field("ended_on", _("Last day"), "date",
          ("tanggalSelesaiKursus", "TANGGAL SELESAI KURSUS", "TANGGAL SELESAI", "tanggalSelesai", "TGL SELESAI",
           "SELESAI", "TANGGAL AKHIR")),
    Field("hours", _("Hours (JP)"), "decimal",
          ("jumlahJam", "JUMLAH JAM", "JP", "JUMLAH JP", "JAM PELAJARAN", "JUMLAH JAM PELAJARAN", "JAM", "DURASI JP"),
          minimum=0, maximum=MOST_HOURS),
    Field("certificate", _("Certificate number"),
          synonyms=("nomorSertipikat", "NOMOR SERTIPIKAT", "NOMOR SERTIFIKAT", "NO SERTIFIKAT", "NO SERTIPIKAT",
                    "nomor", "NOMOR STTPP", "NO STTPP", "SERTIFIKAT"), max_length=80),
    Field("organiser", _("Organiser"),
          synonyms=("institusiPenyelenggara", "INSTITUSI PENYELENGGARA", "PENYELENGGARA", "LEMBAGA PENYELENGGARA"),
          max_length=200),
    Field("sessions", _("Sessions"), "int", ("JUMLAH PERTEMUAN", "PERTEMUAN", "JUMLAH SESI", "SESI"),
          minimum=1, maximum=366),
    Field("year", _("Year"), "int", ("tahunKursus", "TAHUN KURSUS", "TAHUN", "TAHUN DIKLAT"), compare=False,
          minimum=1950, maximum=2100),
)  # fmt: skip

MESSAGES: Final[Mapping[str, Message]] = {
    "person_unknown": Message(
        _("Nobody of this agency has this NIP."), _("Correct the NIP, or load the roster first.")
    ),
    "name_missing": Message(_("The training has no name."), _("Write what stands on the certificate.")),
    "form_from_name": Message(
        _("No form is written; the name says “%(form)s”."), _("Nothing to do if that is right; otherwise choose it.")
    ),
    "form_not_said": Message(
        _("No form is written; it is kept as other classroom training (KL12)."),
        _("Add a column JENIS DIKLAT where that matters, for example e-learning or coaching."),
    ),
    "ends_before_start": Message(
        _("It ends on %(end)s, before it begins."), _("Correct the first or the last day.")
    ),
    "end_not_said": Message(
        _("No last day is written; it is taken for one day."), _("Write the last day if it took longer.")
    ),
    "in_the_future": Message(
        _("It ends on %(day)s, which is still to come."), _("Correct the date, or import it when it is over.")
    ),
    "before_appointment": Message(
        _("It ended before this person was appointed (%(day)s)."),
        _("Correct the date or the NIP. If the certificate really says so, confirm the row."),
    ),
    "year_differs": Message(
        _("The year %(value)s is neither that of the first nor of the last day."), _("Correct the year or the days.")
    ),
    "hours_impossible_day": Message(
        _("%(value)s JP do not fit into %(days)s day(s)."), _("Correct the hours or the last day.")
    ),
    "hours_wait": Message(
        _("%(value)s JP in %(days)s day(s) are more than the rules believe (%(limit)s a day); they count nothing."),
        _("Compare hours and days with the certificate."),
    ),
    "certificate_of_another": Message(
        _("Somebody else has this certificate number too; the later one counts nothing."),
        _("Compare both certificates."),
    ),
    "same_days_twice": Message(
        _("The same training on the same days also stands in row %(rows)s, with another certificate number."),
        _("Remove the row that is wrong. If they really are two trainings, confirm the row."),
    ),
    "own_class_differs": Message(
        _("This comes from a class of your own agency, and the file says something else."),
        _("Take the row out, or confirm that the file is right."),
    ),
}  # fmt: skip


def learning_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="learning",
        label=_("Learning history (SIASN kursus, diklat)"),
        description=_("NIP, training, form, days, hours (JP), certificate number and organiser."),
        may=lambda actor: can(actor, "record_learning"),
        fields=FIELDS,
        key_of=key_of,
        stored=stored_learning,
        check_rows=check_learning,
        apply=apply,
        dropped=("NIK", "NOMOR HP", "EMAIL", "ALAMAT", "NPWP", "TANGGAL LAHIR", "AGAMA"),
        report_missing=False,
        announces="records.changed",
        title_of=titled("name"),
        messages=MESSAGES,
    )


def key_of(values: Mapping[str, Any]) -> str:
    """The record that this row was found to be, else what tells the activity from others."""
    known = values.get("same_as")
    return str(known) if known else owners_key(_activity(values))


def stored_learning(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """Key -> values of everything that the agency's people have learned; one query."""
    return {key: _values(each) for key, each in activities_of(own_agency(actor)).items()}


def _values(each: Activity) -> dict[str, Any]:
    return {
        "nip": each.nip, "name": each.name, "form": each.form, "started_on": each.started_on,
        "ended_on": each.ended_on, "hours": Decimal(f"{each.hours:g}") if each.hours else None,
        "certificate": each.certificate or None, "organiser": each.organiser or None, "sessions": each.sessions or None,
    }  # fmt: skip


def _activity(values: Mapping[str, Any]) -> Activity:
    return Activity(
        nip=values.get("nip") or "",
        name=values.get("name") or "",
        started_on=values.get("started_on"),
        ended_on=values.get("ended_on"),
        certificate=values.get("certificate") or "",
    )


def check_learning(rows: Sequence[Row], context: ImportContext) -> None:
    """Person, days, hours and what is known already; row by row. Three queries."""
    agency = own_agency(context.actor)
    people = dict(Employee.objects.filter(agency_id=agency).order_by("pk").values_list("nip", "appointed_on"))
    stored = activities_of(agency)
    by_days = {days_key(each): key for key, each in reversed(stored.items())}
    rules = rules_on(agency, context.on)
    for row in rows:
        if row.values.get("nip") and row.values["nip"] not in people:
            row.hold("nip", "person_unknown")
        _complete(row)
        known = _recognise(row, stored, by_days)
        _check_name_and_form(row)
        if known is not None and _stands(row, known):
            continue  # what the certificate says of days and hours was judged when it was stored
        _check_days(row, people.get(row.values.get("nip") or ""), context.on)
        _check_hours(row, rules, context.columns)
        if known is not None and known.programme_code:
            row.hold("name", "own_class_differs", confirmable=True)
    _check_among_rows(rows, stored)


def _complete(row: Row) -> None:
    """What the shape of the file says in other words: a code instead of a name, one day instead of two.

    What was put in when the row was seen before is taken out again first, unless a person has typed over it.
    """
    values, code = row.values, row.values.get("structural")
    for name in values.pop("filled", ()):
        values[name] = None
    if code:
        values["name"] = values.get("name") or structural_name(code)
        values["form"] = values.get("form") or STRUCTURAL_FORM
    if _assumed(row, "ended_on"):
        values["ended_on"] = values.get("started_on")
        _assume(row, "ended_on")


def _assumed(row: Row, field: str) -> bool:
    """Whether the field is empty, or holds only what was put there before."""
    before = row.values.pop(f"{field}_assumed", None)
    value = row.values.get(field)
    return (value is None or str(value) == before) and not _cell_is_wrong(row, field)


def _assume(row: Row, field: str) -> None:
    if row.values.get(field) is not None:
        row.values[f"{field}_assumed"] = str(row.values[field])


def _cell_is_wrong(row: Row, field: str) -> bool:
    return any(each.field == field and each.severity == "error" for each in row.problems)


def _recognise(row: Row, stored: Mapping[str, Activity], by_days: Mapping[str, str]) -> Activity | None:
    """The record that stands already, whose values fill the empty cells of the row."""
    row.values.pop("same_as", None)
    this = _activity(row.values)
    key = owners_key(this)
    if key not in stored:
        key = by_days.get(days_key(this), "") if days_key(this) else ""
    known = stored.get(key)
    if known is None:
        return None
    values, was = row.values, _values(known)
    values["same_as"] = key
    values["filled"] = [name for name in _KEPT if values.get(name) is None and not _cell_is_wrong(row, name)]
    values.update({name: was[name] for name in values["filled"]})
    if "ended_on_assumed" in values and known.started_on == values.get("started_on"):
        values.pop("ended_on_assumed")
        values["ended_on"], values["filled"] = known.ended_on, [*values["filled"], "ended_on"]
    return known


def _check_name_and_form(row: Row) -> None:
    values = row.values
    if not values.get("name"):
        if not _cell_is_wrong(row, "name"):
            row.hold("name", "name_missing")
        return
    if _assumed(row, "form"):
        said = form_in_name(values["name"])
        values["form"] = said or OTHER_CLASSROOM
        _assume(row, "form")
        if said:
            row.warn("form", "form_from_name", form=said)
        else:
            row.warn("form", "form_not_said")


def _check_days(row: Row, appointed: date | None, on: date) -> None:
    start, end, year = (row.values.get(name) for name in ("started_on", "ended_on", "year"))
    if start is None or end is None:
        return
    if "ended_on_assumed" in row.values:
        row.warn("ended_on", "end_not_said")
    if end < start:
        row.hold("ended_on", "ends_before_start", end=formats.day(end))
        return
    if end > on:
        field = "started_on" if "ended_on_assumed" in row.values else "ended_on"
        row.hold(field, "in_the_future", day=formats.day(end))
    if appointed is not None and end < appointed:
        row.hold("ended_on", "before_appointment", confirmable=True, day=formats.day(appointed))
    if year is not None and year not in (start.year, end.year):
        row.hold("year", "year_differs")


def _check_hours(row: Row, rules: RulesAt, columns: frozenset[str]) -> None:
    start, end, hours = (row.values.get(name) for name in ("started_on", "ended_on", "hours"))
    if not hours or start is None or end is None or end < start or row.values.get("form") in SELF_PACED:
        return
    days, limit = (end - start).days + 1, rules.integer("learning.plausible_hours_per_day")
    if hours > HOURS_OF_A_DAY * days:
        row.hold("hours", "hours_impossible_day", days=days)
        if "ended_on_assumed" in row.values and "ended_on" in columns:
            row.hold("ended_on", "end_not_said")  # the day can be typed where it is missing
    elif hours > limit * days:
        row.warn("hours", "hours_wait", days=days, limit=limit)


def _stands(row: Row, known: Activity) -> bool:
    """Whether the file says of form, days and hours what is stored."""
    was = _values(known)
    return all(
        row.values.get(name, was[name]) == was[name] for name in ("form", "started_on", "ended_on", "hours", "sessions")
    )


def _check_among_rows(rows: Sequence[Row], stored: Mapping[str, Activity]) -> None:
    """A certificate of two people, and one training under two numbers."""
    holders: dict[str, set[str]] = defaultdict(set)
    for each in stored.values():
        holders[certificate_key(each.certificate)].add(each.nip)
    same: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        this = _activity(row.values)
        holders[certificate_key(this.certificate)].add(this.nip)
        if (days := days_key(this)) and not row.values.get("same_as"):
            same[days][owners_key(this)].append(row)
    for row in rows:
        number = certificate_key(row.values.get("certificate") or "")
        if number and len(holders[number] - {""}) > 1:
            row.warn("certificate", "certificate_of_another")
    for group in same.values():
        if len(group) < 2:
            continue
        among = [row for each in group.values() for row in each]
        for row in among:
            row.hold("certificate", "same_days_twice", confirmable=True, rows=numbers_beside(row, among))

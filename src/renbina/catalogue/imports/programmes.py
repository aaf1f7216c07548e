"""Programmes with what they raise and whom they are for."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.catalogue.access import LOAD, can, own_agency
from renbina.catalogue.imports import texts
from renbina.catalogue.models import Audience, Effect, Partner, Programme
from renbina.competency.models import Competency
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.foundation.imports.cells import as_read
from renbina.foundation.imports.declare import key_text
from renbina.organisation.models import Unit

_FORMS: Final = {
    "Pelatihan struktural kepemimpinan": "KL01", "Pelatihan manajerial": "KL02", "Pelatihan teknis": "KL03",
    "Pelatihan fungsional": "KL04", "Pelatihan sosial kultural": "KL05", "Seminar": "KL06", "Lokakarya": "KL07",
    "Kursus": "KL08", "Penataran": "KL09", "Bimbingan teknis": "KL10", "Sosialisasi": "KL11",
    "Pelatihan klasikal lain": "KL12", "Coaching": "NKL01", "Mentoring": "NKL02", "E-learning": "NKL03",
    "Pelatihan jarak jauh": "NKL04", "Detasering": "NKL05", "Outbound": "NKL06", "Patok banding": "NKL07",
    "Pertukaran dengan swasta": "NKL08", "Belajar mandiri": "NKL09", "Komunitas belajar": "NKL10",
    "Bimbingan di tempat kerja": "NKL11", "Magang": "NKL12", "Nonklasikal lain": "NKL13", "Pendidikan lanjutan": "EDU",
    "Bimtek": "KL10", "Workshop": "KL07", "Benchmarking": "NKL07", "Tugas belajar": "EDU",
}  # fmt: skip
_AREAS: Final = {
    "Wajib dan kepemimpinan": "leadership", "Fungsional dan sertifikasi": "functional",
    "Layanan, digital, dan data": "service", "Perencanaan, keuangan, pengawasan, dan hukum": "planning",
    "Pendidikan dan kesehatan": "people", "Lapangan, manajerial, dan sosial kultural": "field",
    "Nonklasikal dan pendidikan": "nonclassical",
}  # fmt: skip
_DELIVERIES: Final = {
    "Kelas sendiri": "S", "Swakelola": "S", "S": "S", "Kursi di penyelenggara lain": "K", "Kontribusi": "K", "K": "K",
    "Fasilitasi bersama provinsi": "F", "Fasilitasi": "F", "F": "F", "Daring gratis": "G", "Gratis": "G", "G": "G",
    "Di tempat kerja": "U", "U": "U",
}  # fmt: skip
_MONEY: Final = 10**12
FIELDS: Final = (
    Field("code", _("Code"), synonyms=("KODE PROGRAM", "KODE"), required=True, max_length=20),
    Field("name", _("Programme"), synonyms=("NAMA PROGRAM", "PROGRAM", "NAMA PELATIHAN", "NAMA DIKLAT"), required=True),
    Field("form", _("Form"), "choice", ("BENTUK", "BENTUK PENGEMBANGAN", "JENIS"), required=True,
          choices=_FORMS | {code: code for code in _FORMS.values()}),
    Field("area", _("Area"), "choice", ("BIDANG", "RUMPUN PROGRAM"), required=True, choices=_AREAS),
    Field("hours", _("Hours (JP)"), "decimal", ("JP", "JAM PELAJARAN", "JUMLAH JP"), required=True, minimum=0,
          maximum=100_000),
    Field("days", _("Days"), "decimal", ("HARI", "LAMA HARI", "JUMLAH HARI"), minimum=0, maximum=2000),
    Field("delivery", _("Delivery"), "choice", ("CARA", "CARA PENYELENGGARAAN", "METODE"), required=True,
          choices=_DELIVERIES),
    Field("synchronous", _("Away from work"), "bool", ("MENINGGALKAN TUGAS", "SERENTAK", "SINKRON"), required=True,
          help=_("ya: participants are away at fixed hours; tidak: they learn beside daily work.")),
    Field("capacity", _("Seats of a class"), "int", ("KAPASITAS", "KURSI", "PESERTA MAKSIMAL"), required=True,
          minimum=1, maximum=100_000),
    Field("batch_min", _("Fewest participants"), "int", ("PESERTA MINIMAL", "MINIMAL"), minimum=1, maximum=100_000,
          help=_("Empty: one.")),
    Field("cost_per_person", _("Cost of each participant"), "int", ("BIAYA PER ORANG", "BIAYA PER PESERTA"), minimum=0,
          maximum=_MONEY, help=_("Rupiah; empty: nothing.")),
    Field("cost_per_batch", _("Cost of each class"), "int", ("BIAYA PER ANGKATAN", "BIAYA PER KELAS"), minimum=0,
          maximum=_MONEY, help=_("Rupiah; empty: nothing.")),
    Field("effects", _("Competencies raised"), synonyms=("KOMPETENSI", "KOMPETENSI YANG NAIK"), max_length=4000,
          help=_("Code, levels gained, highest level, for example: 2.1 +2 maks 4; 1.3 +1 maks 3.")),
    Field("audience", _("Who it is for"), synonyms=("SASARAN", "SASARAN PESERTA", "PESERTA"), max_length=8000,
          help=_("“semua”, or conditions such as: asn: PNS, PPPK; jenjang: Pengawas; unit: code. Another way after |. "
                 "Words: asn, jabatan, jenjang, rumpun, kecuali rumpun, unit. Empty: only people who are named.")),
    Field("prerequisite", _("Needs first"), synonyms=("PRASYARAT", "KODE PRASYARAT"), max_length=20,
          help=_("The code of the programme that comes before.")),
    Field("partner", _("Partner"), synonyms=("MITRA", "PENYELENGGARA"), max_length=200),
    Field("note", _("Note"), synonyms=("CATATAN", "KETERANGAN")),
    Field("retired_on", _("No longer held since"), "date", ("TIDAK DIADAKAN SEJAK", "BERAKHIR")),
)  # fmt: skip
DEFAULTS: Final = {"days": Decimal(0), "batch_min": 1, "cost_per_person": 0, "cost_per_batch": 0}
MESSAGES: Final[Mapping[str, Message]] = {
    "least_above_seats": Message(
        _("A class would need more people (%(least)s) than it has seats (%(most)s)."), _("Correct one of the numbers.")
    ),
    "partner_unknown": Message(
        _("No partner is called “%(value)s”."), _("Choose one of these names, or load the partners first.")
    ),
    "prerequisite_unknown": Message(
        _("No programme has the code “%(value)s”."), _("Correct the code, or add the programme to this file.")
    ),
    "prerequisite_circle": Message(
        _("These programmes wait for each other: %(codes)s."), _("Take the condition out of one of them.")
    ),
    "effect_unreadable": Message(
        _("“%(part)s” cannot be read as a competency with levels."), _("Write it like this: 2.1 +2 maks 4.")
    ),
    "competency_unknown": Message(
        _("No competency has the code “%(part)s”."), _("Correct the code, or load the competencies first.")
    ),
    "competency_twice": Message(_("Competency “%(part)s” stands twice."), _("Keep one of them.")),
    "audience_unreadable": Message(
        _("“%(part)s” is no condition."), _("Begin with asn:, jabatan:, jenjang:, rumpun:, kecuali rumpun: or unit:.")
    ),
    "audience_word_unknown": Message(_("“%(part)s” is not known here."), _("Choose one of these words.")),
    "audience_unit_unknown": Message(
        _("No unit has the code or name “%(part)s”."), _("Write the code or the name as the list of units has it.")
    ),
    "audience_nobody": Message(
        _("Nobody is named as audience."),
        _("Nothing to do if only people who are named may attend; else write “semua”."),
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are read against: folded names to what they mean. Five queries."""

    competencies: Mapping[str, str]
    units: Mapping[str, int]
    unit_names: Mapping[int, str]
    partners: Mapping[str, str]

    @classmethod
    def of(cls, agency: int) -> "Known":
        units = list(
            Unit.objects.filter(agency_id=agency).order_by("path").values_list("pk", "code", "name", "public_id")
        )
        names: dict[str, list[int]] = defaultdict(list)
        for pk, _code, name, _public_id in units:
            names[name.casefold()].append(pk)
        found = {name: keys[0] for name, keys in names.items() if len(keys) == 1 and not set(name) & set(",;|:")}
        # What is written: the code, which no two units share and no other separator is part of.
        written = {pk: code or public_id for pk, code, _name, public_id in units}
        codes = Competency.objects.filter(agency_id=agency).values_list("code", flat=True)
        partners = Partner.objects.filter(agency_id=agency).values_list("name", flat=True)
        return cls(
            competencies={code.casefold(): code for code in codes},
            units=found | {name.casefold(): pk for pk, name in written.items()},
            unit_names=written,
            partners={key_text(name): name for name in partners},
        )


def programmes_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="programmes",
        label=_("Programmes"),
        description=_("The catalogue: what can be learnt, what it raises, whom it is for, what a class costs."),
        may=lambda actor: can(actor, LOAD),
        fields=FIELDS,
        key_of=lambda values: key_text(values["code"]) if values["code"] else "",
        stored=stored_programmes,
        check_rows=check_programmes,
        apply=apply,
        title_of=titled("name"),
        messages=MESSAGES,
    )


def stored_programmes(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """Every programme with its effects and audience as cells. Seven queries."""
    agency = own_agency(actor)
    unit_names = Known.of(agency).unit_names
    effects: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for effect in Effect.objects.filter(programme__agency_id=agency).select_related("competency").order_by("pk"):
        effects[effect.programme_id].append(texts.effect_of(effect))
    ways: dict[int, list[texts.Way]] = defaultdict(list)
    for audience in Audience.objects.filter(programme__agency_id=agency).prefetch_related("units").order_by("pk"):
        ways[audience.programme_id].append(texts.way_of(audience))
    found = {}
    for each in Programme.objects.filter(agency_id=agency).select_related("partner", "prerequisite").order_by("code"):
        plain = (
            "code",
            "name",
            "form",
            "area",
            "delivery",
            "synchronous",
            "capacity",
            "batch_min",
            "note",
            "retired_on",
        )
        found[key_text(each.code)] = {name: getattr(each, name) for name in plain} | {
            "hours": exact(each.hours),
            "days": exact(each.days),
            "cost_per_person": each.cost_per_person,
            "cost_per_batch": each.cost_per_batch,
            "effects": texts.effects_text(effects[each.pk]),
            "audience": texts.ways_text(ways[each.pk], unit_names),
            "prerequisite": each.prerequisite.code if each.prerequisite else None,
            "partner": each.partner.name if each.partner else None,
        }
    return found


def exact(number: float) -> Decimal:
    """20.0 -> 20, 7.5 -> 7.5."""
    return Decimal(int(number)) if float(number).is_integer() else Decimal(repr(float(number)))


def check_programmes(rows: Sequence[Row], context: ImportContext) -> None:
    """References, the two cells with a language of their own, class sizes, and circles of conditions."""
    known = Known.of(own_agency(context.actor))
    stored = stored_programmes(context.actor, context.on)
    codes = {key: values["code"] for key, values in stored.items()}
    codes |= {
        key_text(row.values["code"]): row.values["code"] for row in rows if row.values.get("code") and not row.held
    }
    for row in rows:
        for name, value in DEFAULTS.items():
            if name in row.values and row.values[name] is None:
                row.values[name] = value
        _check_texts(row, known)
        _check_named(row, known, codes)
        _check_size(row, stored.get(row.key, {}))
    _check_circles(rows, stored)


def _check_texts(row: Row, known: Known) -> None:
    try:
        if row.values.get("effects"):
            row.values["effects"] = texts.effects_text(texts.effects_of(row.values["effects"], known.competencies))
    except texts.TextWrong as wrong:
        near = [code for code in known.competencies.values() if code.casefold()[:1] == wrong.part.casefold()[:1]]
        row.hold("effects", wrong.code, part=wrong.part, suggestions=sorted(near)[:8])
    try:
        if row.values.get("audience"):
            ways = texts.ways_of(row.values["audience"], known.units)
            row.values["audience"] = texts.ways_text(ways, known.unit_names)
        elif "audience" in row.values:
            row.warn("audience", "audience_nobody")
    except texts.TextWrong as wrong:
        row.hold("audience", wrong.code, part=wrong.part, suggestions=wrong.suggestions)


def _check_named(row: Row, known: Known, codes: Mapping[str, str]) -> None:
    partner, first = row.values.get("partner"), row.values.get("prerequisite")
    if partner and key_text(partner) not in known.partners:
        row.hold("partner", "partner_unknown", suggestions=sorted(known.partners.values())[:8])
    elif partner:
        row.values["partner"] = as_read(known.partners[key_text(partner)])
    if first and key_text(first) not in codes:
        row.hold("prerequisite", "prerequisite_unknown")
    elif first:
        row.values["prerequisite"] = codes[key_text(first)]


def _check_size(row: Row, before: Mapping[str, Any]) -> None:
    least = row.values.get("batch_min", before.get("batch_min", 1))
    most = row.values.get("capacity", before.get("capacity"))
    if least and most and least > most:
        row.hold("batch_min", "least_above_seats", least=least, most=most)


def _check_circles(rows: Sequence[Row], stored: Mapping[str, Mapping[str, Any]]) -> None:
    """Following what comes before must end somewhere."""
    above = {key: key_text(values["prerequisite"]) for key, values in stored.items() if values["prerequisite"]}
    for row in rows:
        if "prerequisite" in row.values and row.values.get("code"):
            above.pop(key_text(row.values["code"]), None)
            if row.values["prerequisite"]:
                above[key_text(row.values["code"])] = key_text(row.values["prerequisite"])
    for row in rows:
        start = key_text(row.values.get("code") or "")
        trail, step = [start], above.get(start)
        while step is not None and step not in trail:
            trail.append(step)
            step = above.get(step)
        if step is not None and step == start and row.values.get("prerequisite"):
            row.hold("prerequisite", "prerequisite_circle", codes=" → ".join([*trail, start]))

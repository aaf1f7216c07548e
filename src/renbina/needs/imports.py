"""What units proposed for a year: a row a proposal, with the number of people and what became of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from binacore.names import fold_name
from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row
from renbina.foundation.imports.declare import key_text
from renbina.needs.access import LOAD_PROPOSALS, can
from renbina.needs.enums import ProposalStatus
from renbina.needs.models import Proposal
from renbina.organisation.access import own_agency
from renbina.organisation.queries.unit_names import UnitNames, UnitUnclear, unit_names

_STATUSES: Final = {
    "Baru": "new", "Belum diputus": "new", "Diusulkan": "new", "Diterima": "accepted", "Disetujui": "accepted",
    "Digabung": "merged", "Ditolak": "declined", "Tidak disetujui": "declined",
}  # fmt: skip
FIELDS: Final = (
    Field("year", _("Year"), "int", ("TAHUN", "TAHUN USULAN"), required=True, minimum=2015, maximum=2100),
    Field("unit", _("Unit that proposes"), synonyms=("UNIT PENGUSUL", "UNIT", "PERANGKAT DAERAH", "PD", "UNIT KERJA"),
          required=True, help=_("Name or code of the unit.")),
    Field("title", _("Proposal"), synonyms=("USULAN", "NAMA USULAN", "JUDUL", "NAMA PELATIHAN", "KEGIATAN"),
          required=True),
    Field("programme", _("Programme of the catalogue"), synonyms=("KODE PROGRAM", "PROGRAM"),
          help=_("Its code or its name; empty where none fits.")),
    Field("people", _("Number of people"), "int", ("JUMLAH PESERTA", "PESERTA", "JUMLAH ORANG", "ORANG"), required=True,
          minimum=1, maximum=100_000),
    Field("amount", _("Expected cost in rupiah"), "int", ("PERKIRAAN BIAYA", "BIAYA", "ANGGARAN"), minimum=0,
          maximum=10**13),
    Field("place", _("Place"), synonyms=("TEMPAT", "LOKASI")),
    Field("reason", _("Why it is needed"), synonyms=("ALASAN", "KEBUTUHAN", "LATAR BELAKANG"), max_length=1000),
    Field("status", _("What became of it"), "choice", ("HASIL", "STATUS", "STATUS USULAN"), choices=_STATUSES),
    Field("status_reason", _("Reason of the decision"), synonyms=("KETERANGAN HASIL", "ALASAN KEPUTUSAN")),
)  # fmt: skip
MESSAGES: Final[Mapping[str, Message]] = {
    "unit_unknown": Message(
        _("No unit is called “%(part)s”."), _("Write the name or the code as the list of units has it.")
    ),
    "unit_unclear": Message(_("“%(part)s” may be several units."), _("Choose one of these.")),
    "programme_unknown": Message(
        _("No programme has the code or name “%(value)s”."), _("Correct it, or leave the cell empty.")
    ),
    "same_elsewhere": Message(
        _("Other units propose the same: %(units)s."), _("Nothing to do here; they can be merged later.")
    ),
    "reason_missing": Message(_("It is not said why this is needed."), _("Nothing to do; better if the unit adds it.")),
    "declined_without_reason": Message(
        _("It was declined without a reason."), _("Nothing to do; better if the reason is added, the unit will ask.")
    ),
}


def proposals_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="proposals",
        label=_("Proposals of units"),
        description=_("What units asked for in a year: title, programme, people, cost, reason and what became of it."),
        may=lambda actor: can(actor, LOAD_PROPOSALS),
        fields=FIELDS,
        key_of=_key_of,
        stored=stored_proposals,
        check_rows=check_proposals,
        apply=apply,
        dropped=("NIP", "NAMA PEGAWAI", "NAMA PESERTA", "NIK", "NOMOR HP"),
        report_missing=False,
        title_of=lambda values: str(values.get("title") or ""),
        messages=MESSAGES,
    )


def _key_of(values: Mapping[str, Any]) -> str:
    named = [values[name] for name in ("year", "unit", "title")]
    return key_text(*named) if all(named) else ""


def stored_proposals(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """Every proposal of the agency. Three queries."""
    agency = own_agency(actor)
    units = unit_names(agency)
    plain = ("year", "title", "people", "amount", "place", "reason", "status", "status_reason")
    found = {}
    rows = Proposal.objects.filter(agency_id=agency).order_by("year", "unit__path", "title", "pk")
    for values in rows.values("unit_id", "programme__code", *plain):
        told = {name: values[name] for name in plain} | {
            "unit": units.written[values["unit_id"]],
            "programme": values["programme__code"],
        }
        found[_key_of(told)] = told
    return found


def check_proposals(rows: Sequence[Row], context: ImportContext) -> None:
    """Unit and programme; the same proposal of several units is said, and merged by a person later."""
    agency = own_agency(context.actor)
    units = unit_names(agency)
    programmes: dict[str, set[str]] = defaultdict(set)
    for code, name in Programme.objects.filter(agency_id=agency).order_by("pk").values_list("code", "name"):
        programmes[code.casefold()].add(code)
        programmes[fold_name(name)].add(code)
    for row in rows:
        if "status" in row.values and row.values["status"] is None and not row.held:
            row.values["status"] = ProposalStatus.NEW.value
        _check_unit(row, units)
        _check_programme(row, programmes)
        if "reason" in row.values and not row.values["reason"]:
            row.warn("reason", "reason_missing")
        if row.values.get("status") == ProposalStatus.DECLINED and not row.values.get("status_reason"):
            row.warn("status", "declined_without_reason")
    _tell_alike(rows)


def _check_unit(row: Row, units: UnitNames) -> None:
    if not row.values.get("unit"):
        return
    try:
        row.values["unit"] = units.written[units.find(row.values["unit"])]
    except UnitUnclear as unclear:
        code = "unit_unclear" if unclear.several else "unit_unknown"
        row.hold("unit", code, part=unclear.text, suggestions=unclear.suggestions)


def _check_programme(row: Row, programmes: Mapping[str, set[str]]) -> None:
    asked = row.values.get("programme")
    if not asked:
        return
    found = programmes.get(asked.casefold()) or programmes.get(fold_name(asked)) or set()
    if len(found) == 1:
        row.values["programme"] = next(iter(found))
    else:
        row.hold("programme", "programme_unknown", suggestions=sorted(found)[:8])


def _tell_alike(rows: Sequence[Row]) -> None:
    together: dict[tuple[Any, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.values.get("title") and row.values.get("unit"):
            together[row.values.get("year"), fold_name(row.values["title"])].add(row.values["unit"])
    for row in rows:
        others = together.get((row.values.get("year"), fold_name(row.values.get("title") or "")), set())
        if len(others) > 1:
            named = sorted(others - {row.values.get("unit")})
            row.warn("title", "same_elsewhere", units=", ".join(named[:3]) + (", …" if len(named) > 3 else ""))

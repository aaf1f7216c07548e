"""Cost standards of a year: what an item may cost, and in which decision or regulation that stands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.catalogue.access import LOAD, can, own_agency
from renbina.catalogue.enums import Certainty
from renbina.catalogue.models import CostStandard
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Row, titled
from renbina.foundation.imports.declare import key_text

_CERTAINTIES: Final = {
    "Keputusan instansi": "agency-decision", "Terkonfirmasi": "confirmed", "Belum dikonfirmasi": "general-knowledge",
    "Sumber berbeda": "sources-conflict",
}  # fmt: skip
FIELDS: Final = (
    Field("year", _("Year"), "int", ("TAHUN", "TAHUN ANGGARAN", "TA"), required=True, minimum=2020, maximum=2100),
    Field("code", _("Code"), synonyms=("KODE BARANG", "KODE", "KODE SSH", "KODE SBU"), max_length=60),
    Field("item", _("Item"), synonyms=("URAIAN", "KOMPONEN", "NAMA BARANG", "URAIAN BARANG", "ITEM"), required=True),
    Field("unit", _("Unit of measure"), synonyms=("SATUAN", "VOLUME SATUAN"), required=True, max_length=60),
    Field("amount", _("Highest amount in rupiah"), "int", ("HARGA", "HARGA SATUAN", "RUPIAH", "BESARAN", "NILAI"),
          required=True, minimum=0),
    Field("source", _("Where it is written"), synonyms=("SUMBER", "DASAR", "DASAR HUKUM", "PERATURAN"), required=True,
          help=_("The decision or regulation with number and year, such as Perwali 12/2026.")),
    Field("certainty", _("How well it is known"), "choice", ("KEYAKINAN", "STATUS SUMBER"), choices=_CERTAINTIES,
          help=_("Empty: not yet confirmed. Only a confirmed price may be shown as law.")),
    Field("note", _("Note"), synonyms=("CATATAN", "KETERANGAN")),
)  # fmt: skip
MESSAGES: Final[Mapping[str, Message]] = {
    "amount_leaps": Message(
        _("The amount is more than double, or less than half, of what stands here (%(stored)s)."),
        _("Look whether a zero is missing or too many; if it is right, nothing to do."),
    ),
}
_LEAP: Final = 2


def cost_standards_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="cost-standards",
        label=_("Cost standards"),
        description=_("What an item may cost in a year, with unit of measure and source (SSH, SBU, standard costs)."),
        may=lambda actor: can(actor, LOAD),
        fields=FIELDS,
        key_of=lambda values: key_text(values["year"], values["item"], values["unit"]) if all(
            values[name] for name in ("year", "item", "unit")) else "",
        stored=stored_costs,
        check_rows=check_costs,
        apply=apply,
        title_of=titled("item"),
        messages=MESSAGES,
    )  # fmt: skip


def stored_costs(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    rows = CostStandard.objects.filter(agency_id=own_agency(actor)).order_by("year", "code", "item", "pk")
    found = {}
    for values in rows.values(*(field.name for field in FIELDS)):
        found[key_text(values["year"], values["item"], values["unit"])] = values
    return found


def check_costs(rows: Sequence[Row], context: ImportContext) -> None:
    """An empty mark is the careful one; a price that leaps is said."""
    known = stored_costs(context.actor, context.on)
    for row in rows:
        if "certainty" in row.values and row.values["certainty"] is None and not row.held:
            row.values["certainty"] = Certainty.UNCONFIRMED.value
        before, amount = known.get(row.key, {}).get("amount"), row.values.get("amount")
        if before and amount is not None and not before <= amount * _LEAP <= before * _LEAP * _LEAP:
            row.warn("amount", "amount_leaps", stored=f"Rp{before:,}".replace(",", "."))

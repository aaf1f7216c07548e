"""The list of programmes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from renbina.catalogue.enums import Certainty
from renbina.catalogue.models import CostStandard
from renbina.catalogue.queries import ProgrammeRow
from renbina.ui.tables import Column, Table


def _link(row: ProgrammeRow) -> str:
    return reverse("catalogue:programme-detail", args=[row.public_id])


PROGRAMMES = Table(
    caption=_("Programmes"),
    columns=[
        Column("code", _("Code"), sort="text"),
        Column(
            "name",
            _("Programme"),
            sort="text",
            heading=True,
            link=_link,
            note=lambda row: row.area,
            note_label=_("Field"),
        ),
        Column("form", _("Form"), sort="text"),
        Column("delivery", _("Delivery"), sort="text"),
        Column("hours", _("Hours"), kind="hours", sort="number"),
        Column("cost_per_seat", _("Cost of a seat"), kind="money", sort="number"),
        Column("seats", _("Seats on offer"), kind="number", sort="number"),
        Column("raises", _("Competencies raised"), kind="number", sort="number"),
    ],
    search=("code", "name", "form"),
    default_sort="code",
    empty_title=_("No programme here yet"),
    empty_text=_("Load the catalogue, or choose other filters."),
)

_TONES = {Certainty.DECIDED: "good", Certainty.CONFIRMED: "good", Certainty.CONFLICT: "warn"}


def _certainty(row: CostStandard) -> tuple[str, str]:
    return str(Certainty(row.certainty).label), _TONES.get(Certainty(row.certainty), "amber")


COSTS = Table(
    caption=_("Cost standards"),
    columns=[
        Column("item", _("Item"), sort="item", heading=True, note=lambda row: row.note, note_label=_("Note")),
        Column("code", _("Code"), sort="code"),
        Column("unit", _("Unit of measure"), sort="unit"),
        Column("amount", _("Highest amount in rupiah"), kind="money", sort="amount"),
        Column("year", _("Year"), sort="year", value=lambda row: str(row.year)),
        Column("source", _("Where it is written"), sort="source"),
        Column("certainty", _("How well it is known"), kind="badge", value=_certainty, sort="certainty"),
    ],
    search=("item", "code", "source"),
    default_sort="item",
    empty_title=_("No cost standard here yet"),
    empty_text=_(
        "Bring in the standard price list of the agency; nothing is built in, because every agency decides its own."
    ),
)

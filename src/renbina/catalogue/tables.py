"""The list of programmes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from renbina.catalogue.queries import ProgrammeRow
from renbina.ui.tables import Column, Table


def _link(row: ProgrammeRow) -> str:
    return reverse("catalogue:programme-detail", args=[row.public_id])


PROGRAMMES = Table(
    caption=_("Programmes"),
    columns=[
        Column("code", _("Code"), sort="text"),
        Column("name", _("Programme"), sort="text", heading=True, link=_link, note=lambda row: row.area),
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

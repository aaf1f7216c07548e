"""The list of proposals."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from renbina.needs.enums import ProposalStatus
from renbina.needs.models import Proposal
from renbina.ui.tables import Column, Table

_TONES = {ProposalStatus.ACCEPTED: "good", ProposalStatus.DECLINED: "warn", ProposalStatus.NEW: "amber"}


def _status(row: Proposal) -> tuple[str, str]:
    return str(ProposalStatus(row.status).label), _TONES.get(ProposalStatus(row.status), "")


def _programme(row: Proposal) -> str:
    return row.programme.name if row.programme else ""


def _programme_link(row: Proposal) -> str:
    return reverse("catalogue:programme-detail", args=[row.programme.public_id]) if row.programme else ""


PROPOSALS = Table(
    caption=_("Proposals of units"),
    columns=[
        Column("title", _("Proposal"), sort="title", heading=True, note=lambda row: row.reason),
        Column("unit", _("Unit"), sort="unit__name", value=lambda row: row.unit.name),
        Column("programme", _("Programme"), sort="programme__name", value=_programme, link=_programme_link),
        Column("people", _("Number of people"), kind="number", sort="people"),
        Column("amount", _("Expected cost"), kind="money", sort="amount"),
        Column("year", _("Year"), sort="year", value=lambda row: str(row.year)),
        Column("status", _("What became of it"), kind="badge", value=_status, sort="status",
               note=lambda row: row.status_reason),
    ],
    search=("title", "unit__name", "programme__name", "reason"),
    default_sort="title",
    empty_title=_("No proposal here yet"),
    empty_text=_("Bring in last year's proposals of the units, or choose other filters."),
)  # fmt: skip

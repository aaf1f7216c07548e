"""The sheet that hangs at a service point: its QR code, and what happens with what citizens say."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from renbina.ui import typesetting
from renbina.ui.qr import qr_svg
from renbina.voice.models import ServicePoint

TEMPLATE = "voice/documents/sheet.typ"


class Paper(StrEnum):
    """A5 for a counter, A4 for a wall."""

    A5 = "a5"
    A4 = "a4"


def sheet_pdf(point: ServicePoint, address: str, paper: Paper, *, at: datetime) -> bytes:
    """One upright page in the active language; `address` is the page behind the QR code.

    Raises ui.typesetting.DocumentNotMade.
    """
    return typesetting.pdf_bytes(TEMPLATE, sheet_data(point, address, paper), at=at.replace(microsecond=0))


def file_name(point: ServicePoint, paper: Paper) -> str:
    return f"{_('qr-sheet')}-{paper}-{point.public_id}.pdf"


def sheet_data(point: ServicePoint, address: str, paper: Paper) -> dict[str, Any]:
    """Finished words for the template; needs the service with its unit and agency."""
    service = point.service
    return {
        "title": _("How was our service today?"),
        "agency": service.agency.name,
        "paper": paper.value,
        "over": f"{service.agency.name} · {service.unit.short_name}",
        "service": service.name,
        "point": point.name,
        "how": _("Point your phone's camera here. Nine taps, about a minute. No name, no account."),
        "address": address,
        "qr": str(qr_svg(address, label=address)),
        "qr_words": _("QR code that leads to the questions about this service"),
        "then": _("What happens with your answers"),
        "steps": [
            _("They are counted in the satisfaction of this service (SKM), which is published every half year."),
            _("A moderator reads your words and covers names and numbers of people before staff read them."),
            _("Your receipt code shows the answer, and opens the matter again when it did not help."),
        ],
        "else": _("No phone? Ask for a paper slip; it counts the same."),
    }

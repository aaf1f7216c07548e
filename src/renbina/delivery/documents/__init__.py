"""The certificate, and the sheet that people sign, as PDF."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from renbina.delivery.models import Certificate
from renbina.delivery.queries import AttendancePage
from renbina.ui import formats, typesetting
from renbina.ui.qr import qr_svg

TEMPLATE = "delivery/documents/certificate.typ"
SHEET = "delivery/documents/sheet.typ"


def certificate_pdf(certificate: Certificate, address: str) -> bytes:
    """One landscape page in the active language; `address` is the public page that its QR leads to.

    Raises ui.typesetting.DocumentNotMade.
    """
    return typesetting.pdf_bytes(
        TEMPLATE, certificate_data(certificate, address), at=certificate.issued_at.replace(microsecond=0)
    )


def file_name(certificate: Certificate) -> str:
    """Random, never a name or number of a person."""
    return f"{_('certificate')}-{certificate.public_id}.pdf"


def certificate_data(certificate: Certificate, address: str) -> dict[str, Any]:
    """Finished words for the template; needs the batch with its agency and partner."""
    batch = certificate.registration.batch
    issued = certificate.issued_at.astimezone(ZoneInfo(batch.agency.timezone)).date()
    when = formats.day_range(certificate.started_on, certificate.ended_on)
    words = {"when": when, "hours": formats.hours(certificate.hours)}
    return {
        "title": _("Certificate"),
        "agency": batch.agency.name,
        "flipped": True,
        "footer": f"{batch.agency.short_name} · {certificate.number}",
        "number": _("No. %(number)s") % {"number": certificate.number},
        "given": _("is given to"),
        "name": certificate.name,
        "for_words": _("for completing"),
        "programme": certificate.programme_name,
        "facts": _("%(when)s · %(hours)s") % words,
        "partner": _("With %(partner)s") % {"partner": batch.partner.name} if batch.partner else "",
        "issued": _("Issued on %(day)s") % {"day": formats.day(issued)},
        "check": _("Whether this certificate is genuine can be checked by anybody:"),
        "address": address,
        "qr": str(qr_svg(address, label=address)),
        "qr_words": _("QR code that leads to the check of this certificate"),
    }


def sheet_pdf(page: AttendancePage, when: str, *, at: datetime) -> bytes:
    """One line with room for a signature for everybody with a seat. Raises ui.typesetting.DocumentNotMade."""
    return typesetting.pdf_bytes(SHEET, sheet_data(page, when), at=at.replace(microsecond=0))


def sheet_data(page: AttendancePage, when: str) -> dict[str, Any]:
    """Finished words for the template."""
    batch = page.session.batch
    return {
        "title": _("Attendance list"),
        "agency": batch.agency.name,
        "over": batch.agency.name,
        "lead": f"{batch.programme.name} · {_('Class %(number)s') % {'number': batch.number}}",
        "facts": [when, batch.place, _("Trainer: %(name)s") % {"name": batch.trainer}],
        "footer": f"{batch.agency.short_name} · {batch.programme.name}",
        "head": [_("No."), _("Name"), _("Unit"), _("Signature")],
        "rows": [[formats.number(n), row.name, row.unit] for n, row in enumerate(page.rows, start=1)],
        "empty": _("Nobody has a seat yet."),
        "signed": _("Signature of the trainer"),
    }

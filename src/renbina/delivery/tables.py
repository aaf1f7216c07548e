"""The tables of delivery."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.delivery import wording
from renbina.delivery.models import Batch
from renbina.delivery.queries import PersonLine
from renbina.ui import formats
from renbina.ui.tables import Column, Table


def batches_table(at: datetime, zone: str) -> Table:
    """All classes: when, seats, open answers, state."""

    def badge(row: Any) -> tuple[str, str]:
        return wording.batch_badge(row, at, row.first_at, row.last_at)

    return Table(
        caption=_("Training classes"),
        columns=[
            Column(
                "name",
                _("Class"),
                heading=True,
                sort="programme__name",
                value=lambda row: row.programme.name,
                link=lambda row: reverse("delivery:batch", args=[row.public_id]),
                note=lambda row: gettext("Class %(number)s · %(place)s") % {"number": row.number, "place": row.place},
                note_label=_("Class and place"),
            ),
            Column("first_at", _("When"), sort="first_at", value=lambda row: _days(row, zone)),
            Column("taken", _("Seats taken"), kind="progress", sort="taken", value=seats),
            Column(
                "unanswered", _("No answer yet"), kind="number", sort="unanswered", value=lambda r: r.unanswered or 0
            ),
            Column("state", _("State"), kind="badge", value=badge, export=lambda row: badge(row)[0]),
        ],
        search=("programme__name", "programme__code", "place", "trainer"),
        default_sort="-first_at",
        empty_title=_("No class has been opened yet"),
        empty_text=_("Above stands what the plan wants to hold. Open the first class there."),
        count=lambda n: ngettext("%(n)s class", "%(n)s classes", n) % {"n": formats.number(n)},
    )


def _days(row: Any, zone: str) -> str:
    if row.first_at is None:
        return "–"
    first, last = row.first_at.astimezone(ZoneInfo(zone)), row.last_at.astimezone(ZoneInfo(zone))
    return formats.day_range(first.date(), last.date(), short=True)


def seats(row: Batch) -> tuple[float, float, str]:
    words = {"taken": formats.number(row.taken), "all": formats.number(row.capacity)}
    return row.taken, row.capacity, gettext("%(taken)s of %(all)s seats") % words


def people_table(sessions: int, *, has_begun: bool, is_closed: bool) -> Table:
    """The people of one class with their answers, and as far as it has come, presence and certificates."""
    columns = [
        Column("name", _("Name"), sort="text", heading=True, note=lambda row: row.unit, note_label=_("Unit")),
        Column(
            "state",
            _("State"),
            kind="badge",
            sort="text",
            value=lambda row: wording.state_badge(row.state),
            note=_why,
            note_label=_("Reason"),
        ),
        Column(
            "superior",
            _("Superior"),
            sort="text",
            value=lambda row: wording.superior_words(row.superior),
            note=lambda row: row.superior_name,
            note_label=_("Name of the superior"),
        ),
    ]
    if has_begun:
        columns.append(_presence(sessions))
    if is_closed:
        columns.append(
            Column("number", _("Certificate"), sort="text", link=_certificate, note=_revoked, note_label=_("Revoked"))
        )
    return Table(
        caption=_("People of this class"),
        columns=columns,
        search=("name", "unit", "number"),
        per_page=50,
        empty_title=_("Nobody has been invited yet"),
        empty_text=_("Invite the planned people with the button above."),
        count=lambda n: ngettext("%(n)s person", "%(n)s people", n) % {"n": formats.number(n)},
    )


def _presence(sessions: int) -> Column:
    return Column(
        "attended",
        _("Present"),
        sort="number",
        value=lambda row: gettext("%(n)s of %(all)s") % {"n": row.attended, "all": sessions},
        order=lambda row: row.attended,
        align="end",
    )


def _certificate(row: PersonLine) -> str | None:
    return reverse("delivery:certificate", args=[row.certificate]) if row.certificate else None


def _why(row: PersonLine) -> str:
    named = gettext("Invited by name: %(why)s") % {"why": row.named_reason} if row.named_reason else ""
    return row.superior_reason or row.reason or named


def _revoked(row: PersonLine) -> str:
    return gettext("revoked") if row.revoked else ""

"""Columns of the desk."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from renbina.ui.tables import Column, Table
from renbina.voice.enums import Cause, State
from renbina.voice.queries import FeedbackRow

TONES: Final = {
    State.RECEIVED: "amber",
    State.REOPENED: "warn",
    State.TRIAGED: "amber",
    State.ANSWERED: "good",
    State.CLOSED: "",
}
_LONG = 140


def _excerpt(row: FeedbackRow) -> str:
    words = " ".join(row.excerpt.split()) or str(_("Words are being checked by a moderator"))
    return words if len(words) <= _LONG else f"{words[: _LONG - 1].rstrip()}…"


def _days(row: FeedbackRow) -> str:
    if not row.days:
        return str(_("Today"))
    return ngettext("%(n)s day ago", "%(n)s days ago", row.days) % {"n": row.days}


FEEDBACK: Final = Table(
    columns=[
        Column(
            "excerpt", _("What was said"), heading=True, value=_excerpt,
            link=lambda row: reverse("voice:feedback-detail", args=[row.public_id]),
        ),
        Column("service", _("Service"), sort="text", note=lambda row: f"{row.unit} · {row.point}"),
        Column("received_on", _("Received"), kind="date", sort="date", note=_days),
        Column("cause", _("Cause"), sort="text", value=lambda row: str(Cause(row.cause).label) if row.cause else ""),
        Column(
            "state", _("State"), kind="badge", sort="text",
            value=lambda row: (State(row.state).label, TONES[State(row.state)]),
            order=lambda row: State.values.index(row.state), export=lambda row: str(State(row.state).label),
        ),
    ],
    caption=_("What citizens wrote"),
    search=("excerpt", "service", "unit", "point"),
    empty_title=_("No words of citizens here"),
    empty_text=_("They come from the QR pages of the service points and from paper slips."),
)  # fmt: skip

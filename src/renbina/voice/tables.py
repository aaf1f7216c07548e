"""Columns of the desk."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from renbina.ui.tables import Column, Table
from renbina.voice.enums import Cause, ForumStage, State, Theme
from renbina.voice.queries import FeedbackRow, ForumRow

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
        Column("service", _("Service"), sort="service__name", note=lambda row: f"{row.unit} · {row.place}",
               note_label=_("Unit and place")),
        Column("received_on", _("Received"), kind="date", sort="received_on", note=_days),
        Column(
            "theme", _("Theme"), sort="theme", value=lambda row: str(Theme(row.theme).label) if row.theme else "",
            note=lambda row: str(Cause(row.cause).label) if row.cause else "", note_label=_("Cause"),
        ),
        Column(
            "state", _("State"), kind="badge", sort="state",
            value=lambda row: (State(row.state).label, TONES[State(row.state)]),
            export=lambda row: str(State(row.state).label),
        ),
    ],
    caption=_("What citizens wrote"),
    search=("excerpt", "service__name", "service__unit__short_name", "point__name", "ticket"),
    empty_title=_("No words of citizens here"),
    empty_text=_("They come from the QR pages of the service points, from paper slips, LAPOR! and forums."),
)  # fmt: skip


STAGE_TONES: Final = {
    ForumStage.DRAFT: "",
    ForumStage.ANNOUNCED: "good",
    ForumStage.HELD: "warn",
    ForumStage.WRITTEN: "amber",
    ForumStage.PUBLISHED: "good",
}


def _promises(row: ForumRow) -> str:
    return str(_("%(kept)s of %(all)s") % {"kept": row.kept, "all": row.promises}) if row.promises else ""


def _late(row: ForumRow) -> str:
    return ngettext("%(n)s overdue", "%(n)s overdue", row.overdue) % {"n": row.overdue} if row.overdue else ""


FORUMS: Final = Table(
    columns=[
        Column(
            "title", _("Forum"), heading=True, note=lambda row: f"{row.unit} · {row.place}",
            note_label=_("Unit and place"),
            link=lambda row: reverse("voice:forum-desk", args=[row.public_id]),
        ),
        Column("held_on", _("Day"), kind="date", sort="date"),
        Column("present", _("People"), kind="number", sort="number"),
        Column("kept", _("Promises kept"), value=_promises, note=_late, note_label=_("Overdue")),
        Column(
            "stage", _("State"), kind="badge", sort="text",
            value=lambda row: (ForumStage(row.stage).label, STAGE_TONES[ForumStage(row.stage)]),
            order=lambda row: ForumStage.values.index(row.stage),
            export=lambda row: str(ForumStage(row.stage).label),
        ),
    ],
    caption=_("Public consultation forums"),
    search=("title", "unit", "place"),
    empty_title=_("No forum yet"),
    empty_text=_("A unit drafts one with day, place and agenda; a moderator announces it to everybody."),
)  # fmt: skip

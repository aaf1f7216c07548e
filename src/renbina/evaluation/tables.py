"""The tables of evaluation."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from binacore.verdict import Verdict
from renbina.evaluation import wording
from renbina.evaluation.enums import Outcome, ReportState
from renbina.evaluation.models import WorkReport
from renbina.evaluation.previews import Result
from renbina.evaluation.queries import FollowUpRow, OwnScore, ScoreRow
from renbina.ui import formats
from renbina.ui.tables import Column, Table

NOT_KNOWN: Final = "–"


def programmes_table() -> Table:
    """The programmes of a year with their four marks and the verdict."""
    return Table(
        caption=_("Evaluation of programmes"),
        columns=[
            Column(
                "name", _("Programme"), heading=True, sort="text", value=lambda row: row.programme.name,
                link=lambda row: reverse("evaluation:programme", args=[row.programme.public_id, row.year]), note=_held,
                note_label=_("Classes"),
            ),
            Column(
                "reaction", _("Reaction"), sort="number", value=_reaction, align="end",
                order=lambda row: row.reaction.overall or -1,
            ),
            Column(
                "gain", _("Learning"), sort="number", value=_gain, align="end",
                order=lambda row: row.gain.value if row.gain else -1000,
            ),
            Column("work", _("Work"), sort="number", value=_work, order=lambda r: r.reports.share or -1, align="end"),
            Column("service", _("Service"), value=_service, align="end"),
            Column(
                "verdict", _("Verdict"), kind="badge", sort="text", value=verdict_badge,
                order=lambda row: list(Verdict).index(row.judgement.verdict), export=lambda row: verdict_badge(row)[0],
            ),
        ],
        search=("programme.name", "programme.code"),
        empty_title=_("No programme was held this year"),
        empty_text=_("Programmes appear here with their first finished class or with a target."),
        count=lambda n: ngettext("%(n)s programme", "%(n)s programmes", n) % {"n": formats.number(n)},
    )  # fmt: skip


def verdict_badge(row: Result) -> tuple[str, str]:
    words, tone = wording.VERDICTS[row.judgement.verdict]
    return str(words), tone


def _held(row: Result) -> str:
    classes = len(row.classes)
    words = ngettext(
        "%(code)s · %(n)s class, %(people)s people", "%(code)s · %(n)s classes, %(people)s people", classes
    )
    numbers = {"code": row.programme.code, "n": formats.number(classes), "people": formats.number(row.people)}
    return words % numbers


def _reaction(row: Result) -> str:
    return formats.number(row.reaction.overall) if row.reaction.overall is not None else NOT_KNOWN


def _gain(row: Result) -> str:
    return formats.signed(row.gain.value) if row.gain else NOT_KNOWN


def _work(row: Result) -> str:
    if row.reports.share is None:
        return NOT_KNOWN
    numbers = {"n": formats.number(row.reports.confirmed), "all": formats.number(row.reports.due)}
    return gettext("%(n)s of %(all)s") % numbers


def _service(row: Result) -> str:
    if row.target is None or row.effect is None or row.effect.estimate is None:
        return NOT_KNOWN
    return formats.signed(row.effect.estimate.value, wording.digits_of(row.target))


def follow_ups_table() -> Table:
    """What units do about findings."""
    return Table(
        caption=_("Follow-up"),
        columns=[
            Column(
                "text", _("What is done"), heading=True, sort="text",
                link=lambda row: reverse("evaluation:follow-up", args=[row.public_id]),
                note=lambda row: row.finding_text,
                note_label=_("Finding"),
            ),
            Column("programme", _("Programme"), sort="text", note=lambda row: str(row.year), note_label=_("Year")),
            Column("unit", _("Owner"), sort="text"),
            Column("due_on", _("Due"), kind="date", sort="date", note=_due, note_label=_("Time left")),
            Column("state", _("State"), kind="badge", value=_state, export=lambda row: _state(row)[0]),
        ],
        search=("text", "finding_text", "programme", "unit"),
        empty_title=_("Nothing has to be followed up here"),
        empty_text=_("A follow-up begins with a finding on the page of a programme."),
        count=lambda n: ngettext("%(n)s follow-up", "%(n)s follow-ups", n) % {"n": formats.number(n)},
    )  # fmt: skip


def _due(row: FollowUpRow) -> str:
    if row.done_on is not None:
        return gettext("done on %(day)s") % {"day": formats.day(row.done_on, short=True)}
    return formats.days_left(row.days)


def _state(row: FollowUpRow) -> tuple[str, str]:
    if row.done_on is not None:
        return gettext("Done"), "good"
    return (gettext("Overdue"), "warn") if row.late else (gettext("Open"), "amber")


def scores_table(remedial: float, advanced: float) -> Table:
    """The points of one class; for the analyst only."""

    def badge(row: ScoreRow) -> tuple[str, str]:
        if row.after is None:
            return gettext("No score"), ""
        if row.after < remedial:
            return gettext("Below the standard"), "warn"
        return (gettext("Ready for more"), "good") if row.after >= advanced else (gettext("Reached"), "")

    return Table(
        caption=_("Scores of this class"),
        columns=[
            Column("name", _("Name"), heading=True, sort="text", note=lambda row: row.nip, note_label=_("NIP")),
            Column("before", _("Before"), kind="decimal", sort="number"),
            Column("after", _("After"), kind="decimal", sort="number"),
            Column("gain", _("Gain"), value=_points, align="end"),
            Column("state", _("State"), kind="badge", value=badge, export=lambda row: badge(row)[0]),
        ],
        search=("name", "nip"),
        per_page=50,
        empty_title=_("Nobody has a seat in this class"),
        empty_text=_("Scores belong to people who sat in the class."),
        count=lambda n: ngettext("%(n)s person", "%(n)s people", n) % {"n": formats.number(n)},
    )


def _points(row: ScoreRow | OwnScore) -> str:
    if row.before is None or row.after is None:
        return NOT_KNOWN
    return formats.signed(row.after - row.before)


REPORT_TONES = {ReportState.ASKED: "amber", ReportState.SENT: "amber", ReportState.CONFIRMED: ""}
OUTCOME_TONES = {Outcome.SEEN: "good", Outcome.PARTLY: "amber", Outcome.NOT_YET: "warn"}


def reports_table(on: date) -> Table:
    """Work-change reports of the agency."""
    return Table(
        caption=_("Work-change reports"),
        columns=[
            Column(
                "person",
                _("Name"),
                heading=True,
                sort="registration__employee__name",
                value=lambda row: row.registration.employee.full_name,
                note=lambda row: row.unit_name or "",
                note_label=_("Unit"),
                link=lambda row: reverse("evaluation:report", args=[row.public_id]),
            ),
            Column(
                "programme",
                _("Programme"),
                sort="registration__batch__programme__name",
                value=lambda row: row.registration.batch.programme.name,
            ),
            Column(
                "due_on",
                _("Due"),
                kind="date",
                sort="due_on",
                note=lambda row: _report_note(row, on),
                note_label=_("Time left"),
            ),
            Column("state", _("State"), kind="badge", sort="state", value=_report_badge, export=_report_words),
        ],
        search=("registration__employee__name", "registration__batch__programme__name"),
        default_sort="-due_on",
        empty_title=_("No report has been asked for yet"),
        empty_text=_("Ninety days after a class is finished, its participants are asked; nothing needs to be done."),
        count=lambda n: ngettext("%(n)s report", "%(n)s reports", n) % {"n": formats.number(n)},
    )


def _report_note(row: WorkReport, on: date) -> str:
    if row.state == ReportState.ASKED and row.due_on < on:
        words = ngettext("%(n)s day overdue", "%(n)s days overdue", (on - row.due_on).days)
        return words % {"n": formats.number((on - row.due_on).days)}
    return gettext("sent late") if row.is_late else ""


def _report_words(row: WorkReport) -> str:
    return str(Outcome(row.outcome).label if row.outcome else ReportState(row.state).label)


def _report_badge(row: WorkReport) -> tuple[str, str]:
    tone = OUTCOME_TONES[Outcome(row.outcome)] if row.outcome else REPORT_TONES[ReportState(row.state)]
    return _report_words(row), tone

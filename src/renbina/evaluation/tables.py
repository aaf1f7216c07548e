"""The tables of evaluation."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.evaluation.enums import Outcome, ReportState
from renbina.evaluation.models import WorkReport
from renbina.evaluation.queries import ProgrammeRow
from renbina.ui import formats
from renbina.ui.tables import Column, Table


def programmes_table() -> Table:
    """The programmes of a year."""
    return Table(
        caption=_("Evaluation of programmes"),
        columns=[
            Column("name", _("Programme"), heading=True, sort="name", note=lambda row: row.code),
            Column("finished", _("Classes finished"), value=_classes),
            Column("has_target", _("Target"), kind="badge", value=_target),
        ],
        search=("name", "code"),
        empty_title=_("No programme was held this year"),
        empty_text=_("Programmes appear here with their first class or with a target."),
        count=lambda n: ngettext("%(n)s programme", "%(n)s programmes", n) % {"n": formats.number(n)},
    )


def _classes(row: ProgrammeRow) -> str:
    return gettext("%(n)s of %(all)s") % {"n": formats.number(row.finished), "all": formats.number(row.opened)}


def _target(row: ProgrammeRow) -> tuple[str, str]:
    return (gettext("Set"), "good") if row.has_target else (gettext("Not set"), "")


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
                link=lambda row: reverse("evaluation:report", args=[row.public_id]),
            ),
            Column(
                "programme",
                _("Programme"),
                sort="registration__batch__programme__name",
                value=lambda row: row.registration.batch.programme.name,
            ),
            Column("due_on", _("Due"), kind="date", sort="due_on", note=lambda row: _report_note(row, on)),
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

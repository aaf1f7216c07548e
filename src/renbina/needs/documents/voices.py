"""The chapters of the report in which people speak: survey, talks, proposals, causes that training does not cure."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from renbina.needs.enums import GateVerdict, NeedCause, ProposalStatus, StudyKind
from renbina.needs.queries.report import ReportMaterial
from renbina.surveys.queries.scores import SubjectScore
from renbina.ui import formats, reports
from renbina.ui.reports import Block, Column, Section

SUBJECT: Final = "competency:"
PRINTED: Final = 30


def staff(material: ReportMaterial) -> Section:
    """What the staff say: questionnaires by subject, talks by code, and some of their words."""
    scores = [score for score in material.scores if score.subject.startswith(SUBJECT)]
    blocks: list[Block] = [
        reports.table(
            _("Questionnaires"),
            [
                Column(_("Questionnaire"), width=4), Column(_("Closed on"), "day"),
                Column(_("Competency"), width=1.5), Column(_("Unit"), width=0.5), Column(_("Answers"), "count"),
                Column(_("Response"), "percent"), Column(_("Mean"), "decimal"), Column(_("from"), "decimal"),
                Column(_("to"), "decimal"),
            ],
            [_score_cells(material, score) for score in scores],
            first=PRINTED,
            note=_("Groups so small that somebody could be found out are left out."),
        ),
        reports.table(
            _("Talks by code"),
            [
                Column(_("Cause"), width=2), Column(_("Competency"), width=3), Column(_("Quotes"), "count"),
                Column(_("People"), "count"), Column(_("Units"), "count"),
            ],
            [
                (str(line.cause.label), line.competency, line.count.quotes, line.count.people, line.count.units)
                for line in material.codes
            ],
        ),
    ]  # fmt: skip
    for line in material.quotes:
        told = " · ".join(each for each in (line.cause, line.competency, line.part) if each)
        blocks.append(reports.quote(f"“{line.text}” ({told})"))
    return Section(_("Voice of the staff"), blocks)


def _score_cells(material: ReportMaterial, score: SubjectScore) -> Sequence[Any]:
    code = score.subject.removeprefix(SUBJECT)
    unit = material.summary.units.get(score.group, "") if score.group else _("whole agency")
    rate = score.n / score.invited if score.invited else None
    subject = material.summary.subjects.get(code, code)
    return (
        score.title, score.closed_on, subject, unit, score.n, rate, score.mean, score.low, score.high,
    )  # fmt: skip


def proposals(material: ReportMaterial) -> Section:
    """What became of what was asked for."""
    statuses = material.summary.statuses
    by_status = [(str(status.label), number, people, amount or None) for status, number, people, amount in statuses]
    rows = [
        (
            each.title, each.unit.name, each.people, each.amount, str(ProposalStatus(each.status).label),
            each.status_reason,
        )
        for each in material.proposals
    ]  # fmt: skip
    return Section(_("Proposals"), [
        reports.table(
            _("Proposals by what became of them"),
            [
                Column(_("What became of it"), width=3), Column(_("Proposals"), "count"),
                Column(_("People"), "count"), Column(_("Expected cost"), "money"),
            ],
            by_status,
        ),
        reports.table(
            _("All proposals"),
            [
                Column(_("Proposal"), width=2.5), Column(_("Unit"), width=2), Column(_("People"), "count"),
                Column(_("Expected cost"), "money"), Column(_("What became of it"), width=1.3),
                Column(_("Reason"), width=2),
            ],
            rows,
            first=PRINTED,
        ),
    ])  # fmt: skip


def other_causes(material: ReportMaterial) -> Section:
    """Where training is not, or not all of, the answer, and who was asked to do what."""
    gates = [
        (
            gate.problem, gate.unit.name, gate.competency.said_name, gate.training_share,
            str(GateVerdict(gate.verdict).label) if gate.verdict else None,
        )
        for gate in material.gates
    ]  # fmt: skip
    handed = [
        (
            str(NeedCause(each.cause).label), each.text, each.unit.name, each.due_on,
            _("done on %(day)s") % {"day": formats.day(each.done_on)} if each.done_on
            else _("late") if each.due_on < material.summary.on else _("open"),
        )
        for each in material.handovers
    ]  # fmt: skip
    return Section(_("What training does not cure"), [
        reports.table(
            _("Is training the answer?"),
            [
                Column(_("Shortcoming"), width=2.5), Column(_("Unit"), width=2), Column(_("Competency"), width=2),
                Column(_("Cured by training"), "percent"), Column(_("Verdict"), width=1.5),
            ],
            gates,
        ),
        reports.table(
            _("Handed to those who can remove the cause"),
            [
                Column(_("Cause"), width=1.3), Column(_("What is to be done"), width=3), Column(_("Unit"), width=2),
                Column(_("Until"), "day", 1.3), Column(_("State"), width=1.3),
            ],
            handed,
        ),
    ])  # fmt: skip


def coming(material: ReportMaterial) -> Section:
    """Technology and law on the way."""
    rows = [
        (
            each.title, str(StudyKind(each.kind).label), each.effective_on, each.competency.said_name,
            each.unit.name if each.unit else _("whole agency"), each.people, each.source,
        )
        for each in material.studies
    ]  # fmt: skip
    columns = [
        Column(_("What is coming"), width=2.5), Column(_("Kind")), Column(_("From"), "day", 1.2),
        Column(_("Competency"), width=2), Column(_("Unit"), width=1.5), Column(_("People"), "count"),
        Column(_("Source"), width=2),
    ]  # fmt: skip
    return Section(_("What is coming"), [reports.table(_("Technology and regulation"), columns, rows)])

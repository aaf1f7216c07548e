"""The report of a needs analysis (AKPK): the rows of the screens in sentences and tables. Reads nothing itself."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from binacore.priority import Component
from renbina.needs.documents.goals import strategy
from renbina.needs.documents.voices import coming, other_causes, proposals, staff
from renbina.needs.gather.around import Asking
from renbina.needs.queries.cycles import StageLine
from renbina.needs.queries.ranking import FIRM, LOOSE, TOP, Need
from renbina.needs.queries.report import GapSum, ReportMaterial, ReportSummary
from renbina.ui import formats, reports
from renbina.ui.reports import Block, Column, Report, Section

PRINTED: Final = 20
"""Rows of a long table that are printed; the workbook holds all."""


def file_name(summary: ReportSummary, ending: str) -> str:
    """`analisis-kebutuhan-2027.pdf`: the year, never a name or number of a person."""
    return f"{_('needs-analysis')}-{summary.year}.{ending}"


def needs_report(material: ReportMaterial, asking: Sequence[Asking] = ()) -> Report:
    """The report with all chapters; each says so where there is nothing yet. `asking`: what goals ask for."""
    summary = material.summary
    return Report(
        title=_("Analysis of Development Needs of Civil Servants %(year)s") % {"year": summary.year},
        agency=summary.agency.name,
        over=_("%(agency)s · AKPK · draft for the team") % {"agency": summary.agency.name},
        lead=headline(summary),
        made=formats.day(summary.on),
        figures=figures(summary),
        sections=[
            _basis(summary),
            _stages(material),
            _gaps(summary),
            _priorities(summary),
            strategy(summary, asking),
            staff(material),
            proposals(material),
            other_causes(material),
            coming(material),
            _open_questions(summary),
        ],
    )


def chapters() -> list[str]:
    """The titles of the chapters, in their order."""
    return [
        _("How needs are counted and weighed"), _("Stages"), _("Competency gaps"), _("Needs by rank"),
        _("Goals behind the needs"), _("Voice of the staff"), _("Proposals"), _("What training does not cure"),
        _("What is coming"),
        _("What is not known"),
    ]  # fmt: skip


def headline(summary: ReportSummary) -> str:
    """The one sentence of the report and of its page."""
    if not summary.ranking.needs:
        return _("No need can be told yet: nobody has been assessed against the standard of their post.")
    first = summary.ranking.needs[0]
    return _("First need: %(competency)s in %(unit)s. %(below)s of %(known)s assessed people miss the standard.") % {
        "competency": first.competency.name,
        "unit": first.unit.name,
        "below": formats.number(first.counts.below),
        "known": formats.number(first.counts.known),
    }


def figures(summary: ReportSummary) -> list[tuple[str, str, str]]:
    """(label, value, note) of the four that the page shows too."""
    people, known = (sum(getattr(row, name) for row in summary.by_competency) for name in ("people", "known"))
    talks, speakers, quotes = summary.talks
    return [
        (
            _("Needs"),
            formats.number(len(summary.ranking.needs)),
            _("unit and competency, with levels missing"),
        ),
        (
            _("Assessed"),
            formats.percent(known / people if people else None, 0),
            _("%(known)s of %(people)s levels asked") % _numbers(known=known, people=people),
        ),
        (
            _("Interviews and group discussions"),
            formats.number(talks),
            _("%(people)s people, %(quotes)s quotes") % _numbers(people=speakers, quotes=quotes),
        ),
        (
            _("Proposals of units"),
            formats.number(summary.asked.units),
            _("%(left)s after merging; %(own)s of employees beside them")
            % _numbers(left=summary.asked.left, own=summary.asked.own),
        ),
    ]


def _numbers(**numbers: int) -> dict[str, str]:
    return {name: formats.number(number) for name, number in numbers.items()}


# --- chapters


def component_words(component: Component) -> str:
    """What a component is called in the tables."""
    return {
        Component.CRITICALITY: _("Importance for the post"),
        Component.VOICE: _("Citizens' voice"),
        Component.STRATEGY: _("Strategy of the agency"),
        Component.PERFORMANCE: _("Performance"),
        Component.EVALUATION: _("Evaluation of classes"),
        Component.STAFF: _("Voice of the staff"),
    }[component]


def _basis(summary: ReportSummary) -> Section:
    limits = summary.ranking.limits
    rows = [(component_words(each), getattr(limits, each.value)) for each in Component]
    return Section(_("How needs are counted and weighed"), [
        reports.text(_(
            "A need is what the people of one unit lack in one competency against the standard of their posts. "
            "What nobody has assessed is unknown: it is neither zero nor met."
        )),
        reports.text(_(
            "Score = share of the assessed who miss the standard × caution for few assessed × levels they lack × "
            "importance for the post × citizens' voice × strategy × performance × evaluation × voice of the staff. "
            "Evidence that is not there counts 1 and moves nobody down. The plan weighs the same levels with the "
            "same numbers."
        )),
        reports.table(
            _("Most that each component can multiply by"),
            [Column(_("Component"), width=3), Column(_("At most"), "decimal")], rows,
        ),
    ])  # fmt: skip


def _stages(material: ReportMaterial) -> Section:
    if material.cycle is None:
        return Section(_("Stages"), [reports.text(_("No schedule of the seven stages has been set for this year."))])
    states = {"done": _("done"), "late": _("late"), "current": _("running"), "next": _("to come")}

    def cells(line: StageLine) -> Sequence[Any]:
        state = _("done on %(day)s") % {"day": formats.day(line.done_on)} if line.done_on else states[line.state]
        return (str(line.stage.label), line.owner, line.days, line.first, line.last, state)

    columns = [
        Column(_("Stage"), width=2), Column(_("Owner"), width=2), Column(_("Working days"), "count"),
        Column(_("From"), "day"), Column(_("Until"), "day"), Column(_("State"), width=1.3),
    ]  # fmt: skip
    rows = [cells(line) for line in material.cycle.stages]
    return Section(_("Stages"), [reports.table(_("The seven stages of the analysis"), columns, rows)])


def _gaps(summary: ReportSummary) -> Section:
    return Section(_("Competency gaps"), [
        reports.table(
            _("Gaps by competency"), _gap_columns(_("Competency")), _gap_rows(summary.by_competency), first=PRINTED
        ),
        reports.table(_("Gaps by unit"), _gap_columns(_("Unit")), _gap_rows(summary.by_unit), first=40),
    ])  # fmt: skip


def _gap_columns(first: str) -> list[Column]:
    return [
        Column(first, width=3), Column(_("People asked"), "count"), Column(_("Assessed"), "percent"),
        Column(_("Below the standard"), "count"), Column(_("Levels missing"), "count"),
    ]  # fmt: skip


def _gap_rows(sums: Sequence[GapSum]) -> list[Sequence[Any]]:
    return [(row.name, row.people, row.known / row.people, row.below, row.missing) for row in sums if row.people]


def _priorities(summary: ReportSummary) -> Section:
    needs = summary.ranking.needs
    columns = [
        Column(_("Rank"), "count"), Column(_("Unit"), width=2), Column(_("Competency"), width=2),
        Column(_("People"), "count"), Column(_("Assessed"), "count"), Column(_("Below"), "count"),
        Column(_("Levels missing"), "count"), Column(_("Score"), "decimal"), Column(_("from"), "decimal"),
        Column(_("to"), "decimal"), Column(_("How firm"), width=1.2),
    ]  # fmt: skip
    parts = [
        Column(_("Rank"), "count"), Column(_("Unit"), width=1.8), Column(_("Competency"), width=2.4),
        Column(_("Reach"), "decimal"), Column(_("Gap"), "decimal"),
        *(Column(component_words(each), "decimal") for each in Component), Column(_("Score"), "decimal"),
    ]  # fmt: skip
    return Section(_("Needs by rank"), [
        reports.text(_("Points per assessed person rank the needs, so that a small unit can come first.")),
        reports.table(
            _("Needs by rank"), columns, [_need_cells(need) for need in needs], first=PRINTED,
            note=_("From and to: where the score lies in 95 of 100 cases, given who is not assessed."),
        ),
        reports.table(
            _("The sum of each score"), parts, [_sum_cells(need) for need in needs], first=PRINTED,
            note=_("The parts of a row add up to its score."),
        ),
    ])  # fmt: skip


def _need_cells(need: Need) -> Sequence[Any]:
    counts, score = need.counts, need.score
    return (
        need.rank, need.unit.name, need.competency.name, counts.people, counts.known, counts.below, counts.missing,
        score.value, score.low, score.high, firm_words(need),
    )  # fmt: skip


def _sum_cells(need: Need) -> Sequence[Any]:
    score = need.score
    points = {part.component: part.points for part in score.parts}
    return (
        need.rank, need.unit.short_name or need.unit.name, need.competency.name, score.base, score.gap_points,
        *(points[each] for each in Component), score.value,
    )  # fmt: skip


def firm_words(need: Need) -> str:
    """How sure it is that the need belongs to the first ones, or does not."""
    if need.stability >= FIRM:
        return _("firm")
    return _("likely") if need.stability >= LOOSE else _("open") if need.rank <= TOP else ""


def _open_questions(summary: ReportSummary) -> Section:
    unasked = summary.ranking.unasked
    people = sum(each.people for each in unasked)
    columns = [Column(_("Unit"), width=3), Column(_("Competency"), width=3), Column(_("People"), "count")]
    rows = [(each.unit.name, each.competency.name, each.people) for each in unasked]
    blocks: list[Block] = [
        reports.text(_(
            "%(groups)s groups of unit and competency have no score at all, because nobody in them has been "
            "assessed (%(people)s levels asked). They may hold needs that this report cannot see."
        ) % _numbers(groups=len(unasked), people=people)),
        reports.table(_("Nobody assessed"), columns, rows, first=PRINTED),
    ]  # fmt: skip
    return Section(_("What is not known"), blocks)

"""The chapter that says which goals ask for what people must be able to do, and which needs weigh more by it."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from renbina.needs.gather.around import Asking
from renbina.needs.queries.ranking import Need, Ranking
from renbina.needs.queries.report import ReportSummary
from renbina.ui import formats, reports
from renbina.ui.reports import Column, Section

NEEDS_A_ROW: Final = 5
"""Needs named beside a goal, the first by rank; the others are counted."""


def strategy(summary: ReportSummary, asking: Sequence[Asking]) -> Section:
    """Every goal that asks for a competency, with its way from the top, and the needs it weighs in."""
    if not asking:
        return Section(_("Goals behind the needs"), [
            reports.text(_("No goal asks for a competency in this year. The needs weigh without strategy."))
        ])  # fmt: skip
    columns = [
        Column(_("Goal"), width=4), Column(_("Indicators"), width=2), Column(_("Competency"), width=2),
        Column(_("Weight"), "decimal"), Column(_("Units that carry it"), width=1.5),
        Column(_("Needs by rank"), width=3),
    ]  # fmt: skip
    return Section(_("Goals behind the needs"), [
        reports.text(_(
            "A goal makes the needs of the people who carry it weigh more, by at most its weight. Several goals that "
            "ask for the same competency do not add up: the strongest holds."
        )),
        reports.table(
            _("What goals ask people to be able to do"), columns, [_cells(summary, each) for each in asking],
        ),
    ])  # fmt: skip


def _cells(summary: ReportSummary, asked: Asking) -> Sequence[Any]:
    found = needs_of(summary.ranking, asked)
    named = [f"{formats.number(need.rank)}. {need.unit.short_name}" for need in found[:NEEDS_A_ROW]]
    if len(found) > NEEDS_A_ROW:
        named.append(_("%(n)s more") % {"n": formats.number(len(found) - NEEDS_A_ROW)})
    return (
        " › ".join(text for _kind, text in asked.goal.steps),
        "; ".join(asked.goal.indicators) or None,
        summary.names.get(asked.competency_id),
        asked.weight,
        ", ".join(name for _path, name in asked.units) or _("everybody"),
        ", ".join(named) or None,
    )


def needs_of(ranking: Ranking, asked: Asking) -> list[Need]:
    """The needs in which the goal weighs, in order of rank."""
    return [
        need for need in ranking.needs
        if need.competency.pk == asked.competency_id and asked.concerns(need.unit.path)
    ]  # fmt: skip

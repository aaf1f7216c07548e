"""The report of the needs analysis: its page, and the report as PDF, Word and workbook."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.needs import documents
from renbina.needs.gather.around import around
from renbina.needs.queries.cycles import cycle_years
from renbina.needs.queries.report import report_material, report_summary
from renbina.organisation.queries import day_for
from renbina.ui import reports
from renbina.ui.sheets import file_response

_FORMS: Final[dict[str, Callable[[reports.Report], bytes]]] = {
    "pdf": reports.pdf_of, "docx": reports.docx_of, "xlsx": reports.xlsx_of,
}  # fmt: skip


@require_safe
def needs_report(request: Request) -> HttpResponse:
    """What the report says first, its chapters with their screens, and the three forms."""
    day = day_for(request.actor)
    years = cycle_years(request.actor)
    year = _year(request, day.year + 1)
    summary = report_summary(request.actor, year, day)
    context = {
        "headline": documents.headline(summary), "figures": documents.figures(summary), "year": year,
        "years": sorted({*years, day.year + 1}, reverse=True), "day": day, "first": summary.ranking.needs[:5],
        "chapters": documents.chapters(),
    }  # fmt: skip
    return render(request, "needs/report.html", context)


@require_safe
def needs_report_file(request: Request, form: str) -> HttpResponse:
    """The report in one of its forms."""
    day = day_for(request.actor)
    year = _year(request, day.year + 1)
    material = report_material(request.actor, year, day)
    content = _FORMS[form](documents.needs_report(material, around().asking(request.actor, year)))
    return file_response(content, documents.file_name(material.summary, form))


def _year(request: Request, usual: int) -> int:
    """The plan year asked for, next year's by default."""
    said = request.GET.get("tahun", "")
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) == 4):
        raise Http404
    return int(said)

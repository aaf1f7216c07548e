"""The heat map of needs: units by competencies."""

from functools import lru_cache

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.needs.gather.heat import COLUMNS, Cell, HeatPage, heat_page
from renbina.needs.wording.priorities import dots_of
from renbina.organisation.queries import day_for
from renbina.ui import formats
from renbina.ui.charts import Chart, heat_map

DARKEST = 2.0  # mean missing levels that have the darkest shade, so that maps of two days compare


@require_safe
def heat(request: Request) -> HttpResponse:
    """Mean missing levels by unit and competency, with dots for how sure; each cell leads to its evidence."""
    text = request.GET.get("mulai", "")
    start = int(text) if text.isdecimal() and len(text) < 5 else 0
    found = heat_page(request.actor, day_for(request.actor), inside=request.GET.get("unit", "")[:20], start=start)
    address = reverse("needs:heat")
    inside = f"unit={found.inside.public_id}&" if found.inside else ""
    context = {
        "page": found,
        "chart": chart_of(found) if found.rows and found.columns else None,
        "parts": [unit for unit in found.rows if unit.public_id in found.divided and unit != found.inside],
        "before": f"{address}?{inside}mulai={max(0, start - COLUMNS)}" if start else "",
        "after": f"{address}?{inside}mulai={start + COLUMNS}" if found.more_columns else "",
    }
    return render(request, "needs/heat.html", context)


def chart_of(found: HeatPage) -> Chart:
    """The map with its table. Addresses are put together here: reversing 1,500 of them takes longer than drawing."""
    pattern = reverse("needs:need", args=["UNIT", "COMPETENCY"])
    before, _unit, rest = pattern.partition("UNIT")
    between, _competency, behind = rest.partition("COMPETENCY")
    language = get_language()
    ends = [f"{between}{competency.public_id}{behind}" for competency in found.columns]
    return heat_map(
        _("Missing levels by unit and competency"),
        _("Mean missing levels of those assessed; the darker, the larger the gap; the more dots, the surer."),
        [unit.short_name for unit in found.rows],
        [competency.name for competency in found.columns],
        [[cell.mean if cell else None for cell in row] for row in found.cells],
        head=_("Unit"),
        show=lambda value: _told(round(value, 1), language),
        maximum=DARKEST,
        note=_("%(known)s of %(all)s levels were assessed; the others are unknown and not counted.")
        % {"known": formats.number(found.known), "all": formats.number(found.people)},
        sure=[[_dots(cell) for cell in row] for row in found.cells],
        links=[
            [f"{before}{unit.public_id}{end}" if cell else None for cell, end in zip(row, ends, strict=True)]
            for unit, row in zip(found.rows, found.cells, strict=True)
        ],
    )


@lru_cache(maxsize=200)  # a map has 1,500 cells and some thirty different words
def _told(value: float, language: str | None) -> str:
    return formats.number(value, 1)


def _dots(cell: Cell | None) -> int:
    return dots_of(cell.below, cell.known, cell.people) if cell else 0

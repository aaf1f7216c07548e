"""The way in for everybody, and satisfaction as published."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binacore.skm import Element
from renbina.foundation.http import Request, asks_nobody
from renbina.voice import queries, wording
from renbina.voice.access import VIEW, can
from renbina.voice.models import PublishedSatisfaction

HALVES_A_PAGE: Final = 4


@login_not_required
@require_safe
def door(request: Request) -> HttpResponse:
    """What a citizen can do here; whoever works at the desk finds the way there."""
    return render(request, "voice/door.html", {"works_here": can(request.actor, VIEW)})


@asks_nobody
@require_safe
def published(request: Request) -> HttpResponse:
    """Satisfaction by half year, the newest open, one line a service; groups under five are not shown."""
    halves = [_half(rows) for _day, rows in groupby(queries.published(), key=lambda row: row.starts_on)]
    page = Paginator(halves, HALVES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "halves": page,
        "pages": page.paginator.num_pages,
        "many": len({key for each in halves for key in each["agencies"]}) > 1,
    }
    return render(request, "voice/published.html", context)


def _half(rows: Iterable[PublishedSatisfaction]) -> dict[str, Any]:
    found = list(rows)
    shown = [row for row in found if row.respondents is not None]
    return {
        "starts_on": found[0].starts_on,
        "last_day": found[0].last_day,
        "answers": sum(row.respondents or 0 for row in shown),
        "agencies": {row.service.agency_id for row in found},
        "published_on": max(row.published_on for row in found),
        "weights": sorted({str(wording.WEIGHTS[row.weight_mode]) for row in shown}),
        "rows": [_line(row) for row in found],
    }


def _line(row: PublishedSatisfaction) -> dict[str, Any]:
    """One service: its index in words, and its elements, of which the weakest is named."""
    known = [
        (wording.NAMES[Element(each["element"])], each["mean"]) for each in row.elements if each["mean"] is not None
    ]
    return {
        "row": row,
        "grade": wording.GRADES[row.grade] if row.grade else None,
        "weakest": min(known, key=lambda each: each[1]) if known else None,
        "elements": known,
    }

"""One person's dated facts in one line."""

from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.dashboards.enums import FactKind
from renbina.dashboards.queries.timeline import TimelinePage, timeline_of
from renbina.foundation.http import Request


@require_safe
def employee_timeline(request: Request, public_id: str) -> HttpResponse:
    """Newest first, by year; `kind` narrows it, `on` goes back to a day."""
    kind = request.GET.get("kind", "")
    on = _day(request.GET.get("on", ""))
    page = timeline_of(request.actor, public_id, on=on, kind=kind if kind in FactKind.values else "")
    years = [(year, list(facts)) for year, facts in groupby(page.facts, key=lambda fact: fact.day.year)]
    context = {"page": page, "years": years, "on": on, "kind": kind, "tabs": _tabs(page, kind, on)}
    return render(request, "dashboards/employee_timeline.html", context)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # well formed, but no such day
        return None


def _tabs(page: TimelinePage, kind: str, on: date | None) -> list[dict[str, object]]:
    here = reverse("dashboards:employee-timeline", args=[page.public_id])

    def tab(value: str, label: str) -> dict[str, object]:
        asked = {name: text for name, text in (("kind", value), ("on", on.isoformat() if on else "")) if text}
        query = "&".join(f"{name}={text}" for name, text in asked.items())
        return {"label": label, "url": f"{here}?{query}" if query else here, "active": value == kind}

    return [tab("", _("All")), *(tab(each, str(FactKind(each).label)) for each in page.kinds)]

"""The tree of units on a day, and the page of one."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.organisation.access import Verb, can
from renbina.organisation.filters import day_filter
from renbina.organisation.previews.tree import tree_page
from renbina.organisation.previews.unit import unit_page
from renbina.organisation.queries import day_for
from renbina.organisation.queries.substitutions import may_name
from renbina.organisation.tables import draw_found, draw_tree, unit_people_table
from renbina.organisation.wording import change_words, office_words

FOUND = 40  # units that a search shows
LISTED = 12  # problems of one kind that are named


@require_safe
def tree(request: Request) -> HttpResponse:
    """All units with people, heads and problems; opened and closed without a script."""
    today = day_for(request.actor)
    on = day_filter(request.GET, today)
    page = tree_page(request.actor, on)
    words = request.GET.get("cari", "").strip()[:100]
    matching = page.matching(words) if words else []
    day = "" if on == today else on.isoformat()
    context = {
        "page": page,
        "units": len(page.lines),
        "on": on,
        "today": today,
        "is_past": on != today,
        "words": words,
        "found": draw_found(matching[:FOUND], page, day) if matching else "",
        "matches": len(matching),
        "drawn": draw_tree(page, opened=request.GET.get("buka", ""), day=day),
        "headless": page.headless[:LISTED],
        "empty": page.empty[:LISTED],
        "may_correct": can(request.actor, Verb.CORRECT_SUPERIORS) and on == today,
        "may_open": can(request.actor, Verb.CHANGE_ORGANISATION) and on == today,
    }
    return render(request, "organisation/tree.html", context)


@require_safe
def unit(request: Request, public_id: str) -> HttpResponse:
    """Head, acting officers, people, problems and history of one unit."""
    today = day_for(request.actor)
    on = day_filter(request.GET, today)
    page = unit_page(request.actor, public_id, on)
    table = unit_people_table(may_correct=page.may_correct and on == today)
    export = table.export(request.GET, page.people, filename=page.state.short_name)
    if export is not None:
        return export
    day = "" if on == today else on.isoformat()
    context = {
        "page": page,
        "unit": page.unit,
        "on": on,
        "today": today,
        "is_past": on != today,
        "table": table.page(request.GET, page.people),
        "acting": [(row, office_words(row), _last(row.valid_to)) for row in page.acting],
        "history": [(change, change.get_kind_display(), change_words(change)) for change in page.history],
        "parts": draw_tree(page.tree, opened="", day=day, below=page.line),
        "may_name": may_name(request.actor) and on == today,
        "state_words": _("This unit does not exist on that day.") if page.line is None else "",
    }
    return render(request, "organisation/unit.html", context)


def _last(until: date | None) -> date | None:
    return date.fromordinal(until.toordinal() - 1) if until else None

"""The rules that results rest on, for everybody who must stand behind them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.rulebook import queries, tables


@require_safe
def rule_list(request: Request) -> HttpResponse:
    """Every rule on the agency's day, its source, and how sure it is."""
    page = queries.rules_page(request.actor)
    rows = tables.rows_of(page)
    file = tables.RULES.export(request.GET, tables.chosen(request.GET, rows), filename="aturan")
    if file is not None:
        return file
    shown = tables.view_of(request.GET, page, rows)
    return render(request, "rulebook/rule_list.html", {"rules": page, "shown": shown})

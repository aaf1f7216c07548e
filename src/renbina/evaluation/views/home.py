"""The programmes of a year and what became of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renbina.evaluation import queries
from renbina.evaluation.tables import programmes_table
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for


@require_safe
def home(request: Request) -> HttpResponse:
    """Every programme that was held or has a target in the chosen year."""
    years = queries.years(request.actor)
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isdecimal() and int(asked) in years
        else (years[0] if years else day_for(request.actor).year)
    )
    rows = queries.programme_rows(request.actor, year)
    table = programmes_table()
    export = table.export(request.GET, rows, filename="evaluasi")
    if export is not None:
        return export
    return render(
        request,
        "evaluation/home.html",
        {"year": year, "years": years, "rows": rows, "table": table.page(request.GET, rows)},
    )

"""The programmes of a year and what became of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binacore.verdict import Verdict
from renbina.evaluation import previews, queries, wording
from renbina.evaluation.access import REPORTS, can
from renbina.evaluation.tables import programmes_table
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for


@require_safe
def home(request: Request) -> HttpResponse:
    """Every programme that was held or has a target in the chosen year, counted by verdict."""
    on = day_for(request.actor)
    years = queries.years(request.actor)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), years[0] if years else on.year)
    every = previews.results(request.actor, year, on)
    verdict = request.GET.get("verdict", "")
    rows = [each for each in every if each.judgement.verdict == verdict] if verdict in set(Verdict) else every
    table = programmes_table()
    export = table.export(request.GET, rows, filename=f"evaluasi-{year}")
    if export is not None:
        return export
    counts = queries.follow_up_counts(request.actor, on)
    context = {
        "year": year,
        "years": years,
        "total": len(every),
        "success": sum(each.judgement.verdict is Verdict.SUCCESS for each in every),
        "without_target": sum(each.target is None for each in every),
        "verdicts": [
            (words, f"?year={year}&verdict={key.value}", sum(each.judgement.verdict is key for each in every))
            for key, (words, _tone) in wording.VERDICTS.items()
        ],
        "verdict": verdict if verdict in set(Verdict) else "",
        "follow_up": counts,
        "may_read_reports": can(request.actor, REPORTS),
        "table": table.page(request.GET, rows),
    }
    return render(request, "evaluation/home.html", context)

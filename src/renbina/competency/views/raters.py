"""How raters lean: shown to who judges the evidence, never applied to a level."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.competency.previews.raters import rater_page
from renbina.competency.queries.raters import rater_figures
from renbina.competency.queries.raters import raters as leaning
from renbina.competency.tables.raters import raters_table
from renbina.competency.wording import leans
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for

CLEAR = "jelas"


@require_safe
def raters(request: Request) -> HttpResponse:
    """Everybody who rates, and the self-assessments of each unit; those who lean most first."""
    figures = rater_figures(request.actor)
    striking = request.GET.get("hanya") == CLEAR
    rows = leaning(request.actor, day_for(request.actor), striking=striking).select_related("rater", "unit")
    table = raters_table()
    if (export := table.export(request.GET, rows, filename=_("raters"))) is not None:
        return export
    here = reverse("competency:rater-list")
    tabs = [
        {"label": _("Everybody"), "url": here, "active": not striking},
        {"label": _("Who leans clearly"), "url": f"{here}?hanya={CLEAR}", "active": striking},
    ]
    context = {"figures": figures, "table": table.page(request.GET, rows), "tabs": tabs}
    return render(request, "competency/raters.html", context)


@require_safe
def rater(request: Request, lean_id: str) -> HttpResponse:
    """One superior's values beside other proof of the same, as given and less the lean."""
    page = rater_page(request.actor, lean_id)
    context = {
        "page": page,
        "size": leans.size_words(page.lean),
        "interval": leans.interval(page.lean),
        "pattern": leans.pattern(page.lean),
    }
    return render(request, "competency/rater.html", context)

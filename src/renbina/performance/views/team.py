"""A superior's people: rating them on a phone, with the predicate shown as it follows."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.performance import queries, wording
from renbina.performance.actions import rate
from renbina.performance.forms import RatingForm
from renbina.performance.tables import team_table
from renbina.performance.views.overview import period_tabs


@require_safe
def team(request: Request) -> HttpResponse:
    """Who is to be rated, who waits for a coaching plan or a talk."""
    page = queries.team_page(request.actor, day_for(request.actor), request.GET.get("periode", "")[:40])
    table = team_table(page.period)
    rows = (
        page.rows.order_by(F("predicate_now").asc(nulls_first=True), "name", "pk")
        if not request.GET.get("sort")
        else page.rows
    )
    export = table.export(request.GET, rows, filename=_("my team"))
    if export is not None:
        return export
    context = {
        "page": page,
        "period": page.period,
        "period_name": wording.period_name(page.period) if page.period else "",
        "tabs": period_tabs(page.periods, page.period, reverse("performance:team")),
        "table": table.page(request.GET, rows),
        "missing": page.people - page.rated,
        "equal": wording.equal_words(page.own, page.agency) if page.own and page.agency else "",
        "coaching": [(row, wording.coaching_badge(row), wording.late_words(row)) for row in page.coaching],
    }
    return render(request, "performance/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rate_person(request: Request, period_id: str, employee_id: str) -> HttpResponse:
    """Two judgements, the predicate of the matrix, and what it rests on."""
    on = day_for(request.actor)
    page = queries.rating_page(request.actor, period_id, employee_id, on)
    form = RatingForm(request.POST) if request.method == "POST" else RatingForm(initial=_initial(page))
    if request.method == "POST" and form.is_valid():
        try:
            made = rate(
                period=page.period, employee=page.person, on=on, by=request.actor, at=request.at, **form.cleaned_data
            )
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            words = _("%(name)s: %(predicate)s. The person can read it now.")
            messages.success(
                request, words % {"name": page.person.name, "predicate": wording.predicate_words(made.predicate)}
            )
            return redirect(f"{reverse('performance:team')}?periode={page.period.public_id}")
    rule = page.rules.value("predicate.matrix")
    context = {
        "page": page,
        "period": page.period,
        "period_name": wording.period_name(page.period),
        "form": form,
        "matrix": wording.matrix(page.rules),
        "source": rule.citation_in(get_language()),
        "confidence": wording.how_sure(rule),
        "badge": wording.predicate_badge(page.rating.predicate) if page.rating else None,
        "earlier": [(row, wording.period_name(row.period), wording.predicate_badge(row.predicate))
                    for row in page.earlier],
    }  # fmt: skip
    return render(request, "performance/rate.html", context, status=422 if form.errors else 200)


def _initial(page: queries.RatingPage) -> dict[str, str]:
    if page.rating is None:
        return {}
    return {name: getattr(page.rating, name) for name in ("result", "behaviour", "reason")}

"""The figures of a period, and opening and closing one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from binacore.indices import Predicate as CorePredicate
from binacore.objectivity import Spread
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.performance import queries, wording
from renbina.performance.access import PERIODS, VIEW, can, leads, require
from renbina.performance.actions import close_period, open_period
from renbina.performance.forms import PeriodForm
from renbina.performance.models import RatingPeriod
from renbina.performance.tables import raters_table, units_table
from renbina.ui import formats
from renbina.ui.charts import Bar, Chart, bar_chart

_TONES = {CorePredicate.VERY_GOOD: "s1", CorePredicate.GOOD: "s1", CorePredicate.NEEDS_IMPROVEMENT: "s2"}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    active: bool


@require_safe
def overview(request: Request) -> HttpResponse:
    """Coverage, distribution and spread of a period; what waits beside them. Others are led to their own page."""
    if not can(request.actor, VIEW) and request.actor.employee_id is not None:
        return redirect("performance:team" if leads(request.actor) else "performance:mine")
    on = day_for(request.actor)
    page = queries.overview(request.actor, on, request.GET.get("periode", "")[:40])
    units, raters = units_table(), raters_table()
    for table, rows, name in ((units, page.units, _("rated people")), (raters, page.raters, _("spread"))):
        export = table.export(request.GET, rows, filename=name)
        if export is not None:
            return export
    context = {
        "page": page,
        "period": page.period,
        "period_name": wording.period_name(page.period) if page.period else "",
        "tabs": period_tabs(page.periods, page.period, reverse("performance:overview")),
        "units": units.page(request.GET, page.units),
        "raters": raters.page(request.GET, page.raters) if page.raters else None,
        "equal": sum(row.spread.equal is not None for row in page.raters),
        "chart": _distribution(page.spread) if page.spread and page.spread.people else None,
        "leads": leads(request.actor),
        "share": page.rated / page.people if page.people else 0,
        "may_close": page.may_manage and page.period is not None and page.period.is_open and on > page.period.last_day,
        "form": PeriodForm(initial={"year": on.year}) if page.may_manage else None,
    }
    return render(request, "performance/overview.html", context)


def period_tabs(periods: tuple[RatingPeriod, ...], chosen: RatingPeriod | None, url: str) -> list[Tab]:
    """The newest periods as tabs, and the chosen one in any case."""
    shown = [each for place, each in enumerate(periods) if place < 6 or each == chosen]
    return [Tab(wording.period_name(each), f"{url}?periode={each.public_id}", each == chosen) for each in shown]


def _distribution(found: Spread) -> Chart:
    bars = [
        Bar(
            wording.predicate_words(each.value),
            found.counts.get(each, 0),
            _("%(people)s (%(share)s)")
            % {"people": formats.number(found.counts.get(each, 0)), "share": formats.percent(found.share(each))},
            _TONES.get(each, "s3"),
        )
        for each in CorePredicate
    ]
    return bar_chart(
        _("Predicates"),
        _("How many people have which predicate in this period."),
        bars,
        head=(_("Predicate"), _("People")),
    )


@require_POST
def period_open(request: Request) -> HttpResponse:
    """Let superiors rate another period."""
    require(request.actor, PERIODS)
    form = PeriodForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose a year and a period."))
        return redirect("performance:overview")
    try:
        made = open_period(
            year=form.cleaned_data["year"],
            quarter=form.cleaned_data["quarter"],
            on=day_for(request.actor),
            by=request.actor,
            at=request.at,
        )
    except Refused as error:
        messages.warning(request, error.message)
        return redirect("performance:overview")
    messages.success(request, _("%(period)s is open: superiors can rate now.") % {"period": wording.period_name(made)})
    return redirect(f"{reverse('performance:overview')}?periode={made.public_id}")


@require_POST
def period_close(request: Request, period_id: str) -> HttpResponse:
    """Lock the predicates of a period."""
    require(request.actor, PERIODS)
    period = queries.period_for(request.actor, period_id)
    try:
        count = close_period(period=period, on=day_for(request.actor), by=request.actor, at=request.at)
    except Refused as error:
        messages.warning(request, error.message)
    else:
        words = ngettext("Closed: %(n)s predicate stands.", "Closed: %(n)s predicates stand.", count)
        messages.success(request, words % {"n": formats.number(count)})
    return redirect(f"{reverse('performance:overview')}?periode={period.public_id}")

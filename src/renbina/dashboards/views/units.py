"""The list of units and the page of one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.dashboards.queries.units import Heat
from renbina.dashboards.queries.units import unit_detail as unit_page
from renbina.dashboards.queries.units import unit_list as unit_rows
from renbina.dashboards.tables import units_table
from renbina.dashboards.wording import waiting
from renbina.foundation.http import Request
from renbina.ui import formats
from renbina.ui.charts import Chart, heat_map
from renbina.ui.spoken import spoken

SHOWN = 12  # programmes that stand open; the others are folded away


@require_safe
def unit_list(request: Request) -> HttpResponse:
    """The units the actor may open, with people, learning hours and gaps."""
    page = unit_rows(request.actor)
    table = units_table(page.year, page.plan.year if page.plan else None)
    export = table.export(request.GET, page.rows, filename=_("units"))
    if export is not None:
        return export
    shown = table.page(request.GET, page.rows)
    people = sum(row.people for row in page.rows)
    context = {"table": shown, "total": len(page.rows), "people": people, "minimum": page.minimum}
    return render(request, "dashboards/unit_list.html", context)


@require_safe
def unit_detail(request: Request, public_id: str) -> HttpResponse:
    """One unit: its parts, its gaps, its part of the plan, and what is open in its data."""
    page = unit_page(request.actor, public_id)
    table = units_table(page.year, page.plan.year if page.plan else None, _("Parts of this unit"), per_page=12)
    export = table.export(request.GET, page.parts, filename=_("units"))
    if export is not None:
        return export
    context = {
        "page": page,
        "unit": page.unit,
        "plan": page.plan,
        "parts": table.page(request.GET, page.parts) if page.parts else None,
        "heat": _heat(page.heat, page.unit.short_name) if page.heat.columns else None,
        "first_seats": page.seats[:SHOWN],
        "more_seats": page.seats[SHOWN:],
        "problems": [waiting.problem_waiting(problem, people) for problem, people in page.problems.items() if people],
    }
    return render(request, "dashboards/unit_detail.html", context)


def _heat(heat: Heat, name: str) -> Chart:
    return heat_map(
        _("Gaps by part and competency"),
        _("Mean missing levels of the people of %(unit)s who were assessed; the darker, the larger the gap.")
        % {"unit": name},
        heat.rows,
        [spoken(*names) for names in heat.columns],
        heat.values,
        head=_("Unit"),
        show=lambda value: formats.number(value, 1),
        note=_("%(known)s of %(all)s levels were assessed; the others are unknown and not counted.")
        % {"known": formats.number(heat.known), "all": formats.number(heat.people)},
    )

"""The list of employees and the page of one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.dashboards.filters import PeopleFilterForm, kept_query, people_filter
from renbina.dashboards.queries.filters import saved_filters
from renbina.dashboards.queries.people import employee_detail as employee_page
from renbina.dashboards.queries.people import employee_list as employee_rows
from renbina.dashboards.queries.remembered import remembered
from renbina.dashboards.tables import people_sheet, people_table
from renbina.dashboards.wording import reasons
from renbina.foundation.http import Request
from renbina.organisation import access as organisation
from renbina.planning import access as planning
from renbina.ui.shapes import Level
from renbina.ui.tables import Known

MOST_SAVED = 30


@require_safe
def employee_list(request: Request) -> HttpResponse:
    """The people the actor looks after: sort, filter, search, export what is shown."""
    page = employee_rows(request.actor, people_filter(request.GET))
    plan_year = page.plan.year if page.plan else None
    sheet = people_sheet(page.year, plan_year, shows_nip=page.shows_nip)
    export = sheet.export(request.GET, page.rows, filename=_("employees"))
    if export is not None:
        return export
    table = people_table(page.year, plan_year, shows_nip=page.shows_nip)
    keys = remembered(request.actor, request.GET, page.on)
    shown = table.page(request.GET, page.rows, known=Known(keys, page.everybody) if keys else None)
    manages = organisation.can(request.actor, organisation.Verb.CHANGE_ORGANISATION)
    context = {
        "filter": PeopleFilterForm(request.GET, page.units, page.families, page.grades),
        "keep": [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")],
        "table": shown,
        "total": page.rows.count() if request.GET.get("q") else shown.total,  # a search leaves the heading alone
        "on": page.on if page.on != page.today else None,
        "saved": [(each, each.owner_id == request.actor.user_id) for each in saved_filters(request.actor)[:MOST_SAVED]],
        "query": kept_query(request.GET),
        "may_share": request.actor.has(*organisation.MANAGERS),
        "may_change": manages,
        "may_see_quality": organisation.can(request.actor, organisation.Verb.VIEW_QUALITY),
    }
    return render(request, "dashboards/employee_list.html", context)


@require_safe
def employee_detail(request: Request, public_id: str) -> HttpResponse:
    """Posts, superiors, levels, learning, predicates and plan of one person."""
    page = employee_page(request.actor, public_id)
    context = {
        "page": page,
        "plan": page.plan,
        "may_read_plan": planning.can(request.actor, planning.VIEW),
        "may_list": organisation.can(request.actor, organisation.Verb.VIEW_EMPLOYEES),
        "post": page.post,
        "levels": [(line, Level(line.held, line.required, line.after)) for line in page.levels],
        "seats": [(seat, reasons.seat_note(seat)) for seat in page.seats],
        "learning": [
            (
                year,
                [(each, reasons.form_name(each.form), reasons.counted_words(each.counted_note)) for each in year.lines],
            )
            for year in page.learning
        ],
    }
    return render(request, "dashboards/employee_detail.html", context)

"""Studies of technology and law that is coming."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.http import Request, counts_once
from renbina.needs import actions
from renbina.needs.access import RUN_NEEDS, can
from renbina.needs.forms.analysis import StudyForm
from renbina.needs.models import Study
from renbina.needs.queries.cycles import year_of
from renbina.needs.queries.studies import studies
from renbina.needs.tables import STUDIES
from renbina.needs.views.new import NewPage, begun, new_page
from renbina.organisation.queries import day_for


@require_safe
def study_list(request: Request) -> HttpResponse:
    """What is coming, and what staff must then be able to do."""
    year = year_of(request.actor, request.GET.get("year", ""), day_for(request.actor))
    rows = studies(request.actor, year)
    export = STUDIES.export(request.GET, rows, filename=_("studies"))
    if export is not None:
        return export
    context = {"table": STUDIES.page(request.GET, rows), "year": year, "runs": can(request.actor, RUN_NEEDS)}
    return render(request, "needs/study_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("needs:study-list")
def study_new(request: Request) -> HttpResponse:
    """Keep one more."""
    on, form = begun(request, StudyForm)
    page = NewPage(
        heading=_("What is coming?"),
        lead=_("A technology or a regulation asks for something that staff cannot do yet."),
        button=_("Keep it"),
        above=(_("Studies"), reverse("needs:study-list")),
        done=_("Kept."),
    )

    def act(kept: dict[str, Any]) -> Study:
        new = actions.NewStudy(year=year_of(request.actor, "", on), **kept)
        return actions.record_study(study=new, on=on, by=request.actor, at=request.at)

    return new_page(request, form, page, act, lambda made: reverse("needs:study-list"))

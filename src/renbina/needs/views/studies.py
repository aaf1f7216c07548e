"""Studies of technology and law that is coming."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.needs import actions
from renbina.needs.access import RUN_NEEDS, can, require, units_to_propose_for
from renbina.needs.forms.analysis import StudyForm
from renbina.needs.queries.cycles import year_of
from renbina.needs.queries.studies import studies
from renbina.needs.tables import STUDIES
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
    require(request.actor, RUN_NEEDS)
    on = day_for(request.actor)
    units = units_to_propose_for(request.actor, on)
    form = StudyForm(
        request.POST if request.method == "POST" else None, agency_id=request.actor.agency_id or 0, units=units
    )
    if request.method == "POST" and form.is_valid():
        new = actions.NewStudy(year=year_of(request.actor, "", on), **form.cleaned_data)
        try:
            actions.record_study(study=new, on=on, by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("needs:study-list")
    context = {
        "form": form, "heading": _("What is coming?"), "button": _("Keep it"), "eyebrow": _("Studies"),
        "lead": _("A technology or a regulation asks for something that staff cannot do yet."),
        "crumbs": [(_("Needs"), reverse("needs:home")), (_("Studies"), reverse("needs:study-list"))],
    }  # fmt: skip
    return render(request, "needs/form.html", context, status=422 if form.errors else 200)

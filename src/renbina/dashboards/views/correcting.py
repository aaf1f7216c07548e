"""Setting a fact about a person right: post, status. Superiors have a page of their own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.dashboards.forms import PostForm, StatusForm
from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation.access import Verb, require, visible_employees
from renbina.organisation.actions import NewPost, move_employee, set_status
from renbina.organisation.models import Employee
from renbina.organisation.queries import day_for


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("dashboards:employee-timeline", "public_id")
def employee_correct(request: Request, public_id: str) -> HttpResponse:
    """Another post or another status from a day on, with the decree; `do` says which."""
    require(request.actor, Verb.CHANGE_ORGANISATION)
    on = day_for(request.actor)
    person = visible_employees(request.actor, on).filter(public_id=public_id).first()
    if person is None:
        raise NotFound
    doing = request.POST.get("do", "")
    post = PostForm(request.POST if doing == "post" else None, initial={"since": on}, agency_id=person.agency_id, on=on)
    status = StatusForm(request.POST if doing == "status" else None, initial={"since": on})
    form: forms.Form = post if doing == "post" else status
    if request.method == "POST" and form.is_valid() and _correct(request, person, doing, form):
        messages.success(request, _("Recorded. What held before stays in the timeline."))
        return redirect("dashboards:employee-timeline", public_id)
    context = {"person": person, "post": post, "status": status, "superior_url": _superior_page(person)}
    return render(request, "dashboards/employee_correct.html", context, status=422 if request.method == "POST" else 200)


def _correct(request: Request, person: Employee, doing: str, form: forms.Form) -> bool:
    """Whether it was recorded; what was wrong stands on the form."""
    data: dict[str, Any] = form.cleaned_data
    try:
        if doing == "post":
            new = NewPost(data["unit"], data["position"], data["since"], data["decree"])
            move_employee(employee=person, post=new, by=request.actor, at=request.at)
        else:
            set_status(employee=person, by=request.actor, at=request.at, **data)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _superior_page(person: Employee) -> str:
    """The page where superiors are set right; empty where this installation has none."""
    try:
        return reverse("organisation:superior", args=[person.public_id])
    except NoReverseMatch:
        return ""

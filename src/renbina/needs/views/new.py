"""The page on which one more of something is noted: a talk, a gate, a study."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.needs.access import RUN_NEEDS, require, units_to_propose_for
from renbina.organisation.queries import day_for

Asked = TypeVar("Asked", bound=forms.Form)


@dataclass(frozen=True, slots=True)
class NewPage:
    """Words of the page. `above`: the list that it belongs to, as its name and its address; `done`: said once kept."""

    heading: str
    lead: str
    button: str
    above: tuple[str, str]
    done: str


def begun(request: Request, form: Callable[..., Asked]) -> tuple[date, Asked]:
    """The day, and the form about a competency and a unit with what was sent. Raises Forbidden."""
    require(request.actor, RUN_NEEDS)
    on = day_for(request.actor)
    data = request.POST if request.method == "POST" else None
    return on, form(data, agency_id=request.actor.agency_id or 0, units=units_to_propose_for(request.actor, on))


def new_page(
    request: Request, form: forms.Form, page: NewPage, act: Callable[[dict[str, Any]], Any],
    then: Callable[[Any], str],
) -> HttpResponse:  # fmt: skip
    """Show the form; what was sent and is valid goes to `act`, and `then` says where its result is looked at.

    What the action refuses stands in the form, beside its field where it names one.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, page.done)
            return redirect(then(made))
    context = {
        "form": form, "heading": page.heading, "button": page.button, "eyebrow": page.above[0], "lead": page.lead,
        "crumbs": [(_("Needs"), reverse("needs:home")), page.above],
    }  # fmt: skip
    return render(request, "needs/form.html", context, status=422 if form.errors else 200)

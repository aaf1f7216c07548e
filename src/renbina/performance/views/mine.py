"""What was written about me, my answer to it, my coaching plan, my awards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.performance import queries, wording
from renbina.performance.actions import respond
from renbina.performance.forms import ResponseForm


@require_safe
def mine(request: Request) -> HttpResponse:
    """Made for a phone."""
    rows = queries.written_about_me(request.actor)
    context = {
        "ratings": [
            (
                row,
                wording.period_name(row.period),
                wording.predicate_badge(row.predicate),
                wording.rating_words(row.result),
                wording.rating_words(row.behaviour),
                row.period.is_open or not row.response,
            )
            for row in rows
        ],
        "coaching": queries.own_coaching(request.actor),
        "past": queries.ended_coaching(request.actor),
        "awards": queries.own_awards(request.actor),
    }
    return render(request, "performance/mine.html", context)


@require_POST
def answer(request: Request, rating_id: str) -> HttpResponse:
    """The person's own words beside a predicate."""
    found = queries.own_rating(request.actor, rating_id)
    form = ResponseForm(request.POST)
    form.is_valid()
    try:
        respond(rating=found, text=form.cleaned_data.get("text", ""), by=request.actor, at=request.at)
    except Refused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Your answer stands beside the predicate."))
    return redirect("performance:mine")

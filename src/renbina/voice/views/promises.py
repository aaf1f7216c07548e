"""What units promised to citizens: overdue first, kept with a proof."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.ui import formats
from renbina.voice import actions, queries
from renbina.voice.access import VIEW, can, may_keep
from renbina.voice.forms import ProofForm

A_PAGE: Final = 20


@require_http_methods(["GET", "HEAD", "POST"])
def remedy_list(request: Request) -> HttpResponse:
    """Promises of one state at a time; without asking, those that are still to keep."""
    refusal = ""
    if request.method == "POST":
        refusal = _keep(request)
        if not refusal:
            messages.success(request, _("Noted as done."))
            return redirect("voice:remedy-list")
    on = day_for(request.actor)
    counts = queries.promise_counts(request.actor, on)
    asked = request.GET.get("state", "")
    state = asked if asked in counts else "open" if counts["open"] or not counts["kept"] else "kept"
    page = Paginator(queries.promises_in(request.actor, state, on), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "counts": counts,
        "state": state,
        "page": page,
        "rows": [
            (row, formats.days_left((row.due_on - on).days), row.due_on < on, may_keep(request.actor, row),
             can(request.actor, VIEW, row.about))
            for row in page
        ],
        "refusal": refusal,
        "typed": (request.POST.get("remedy", ""), request.POST.get("proof", "")[:255]),
    }  # fmt: skip
    return render(request, "voice/remedy_list.html", context, status=422 if refusal else 200)


def _keep(request: Request) -> str:
    """What was wrong, or nothing."""
    form = ProofForm(request.POST)
    remedy = queries.remedy_for(request.actor, request.POST.get("remedy", ""))
    if not form.is_valid():
        return _("Write by what one can see that it is done.")
    try:
        actions.finish_remedy(
            remedy=remedy, proof=form.cleaned_data["proof"], on=day_for(request.actor), by=request.actor, at=request.at
        )
    except Refused as problem:
        return problem.message
    return ""

"""Ask for a plan to be put together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renbina.foundation.http import Request
from renbina.planning import queries
from renbina.planning.actions import PlanNotDraft, RunAlreadyGoing, request_run


@require_POST
def run_request(request: Request, public_id: str) -> HttpResponse:
    """Queue the computation and go back to the plan, which shows its progress."""
    plan = queries.plan_for(request.actor, public_id)
    try:
        request_run(plan=plan, by=request.actor, at=request.at)
    except (RunAlreadyGoing, PlanNotDraft) as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The plan is being put together. You may leave this page; the work goes on."))
    return redirect("planning:plan", public_id=public_id)

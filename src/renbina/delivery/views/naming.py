"""Finding somebody by name for a class that has room, and inviting them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.delivery import queries
from renbina.delivery.access import MANAGE, require
from renbina.delivery.actions import invite_by_name
from renbina.delivery.enums import BatchState, InviteObstacle
from renbina.delivery.forms import reason_of
from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.http import Request
from renbina.organisation.access import visible_employees
from renbina.organisation.queries import day_for


@require_http_methods(["GET", "HEAD", "POST"])
def invite_named(request: Request, public_id: str) -> HttpResponse:
    """The search, the people found with what stands against each, and inviting one of them."""
    batch = queries.batch_for(request.actor, public_id)
    require(request.actor, MANAGE, batch)
    on = day_for(request.actor)
    given = request.POST if request.method == "POST" else request.GET
    refusal, chosen = "", given.get("person", "")
    if request.method == "POST":
        person = visible_employees(request.actor, on).filter(public_id=chosen).first()
        if person is None:
            raise NotFound
        try:
            made = invite_by_name(
                batch=batch, employee=person, reason=reason_of(request.POST),
                unit_agrees=bool(request.POST.get("unit_agrees")), by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as error:
            refusal = error.message
        else:
            words = {"name": made.employee.full_name}
            messages.success(request, _("%(name)s is invited and can answer under “My classes”.") % words)
            return redirect("delivery:batch", public_id=public_id)
    search = queries.candidates(request.actor, batch, given.get("q", "")[:200], on)
    context = {
        "batch": batch,
        "search": search,
        "lines": [(each, InviteObstacle(each.obstacle).label if each.obstacle else "") for each in search.found],
        "refusal": refusal,
        "chosen": chosen if refusal else "",
        "reason": request.POST.get("reason", "")[:300],
        "is_full": batch.taken >= batch.capacity,
        "is_settled": batch.state != BatchState.OPEN or batch.sessions.filter(starts_at__lte=request.at).exists(),
        "missing": max(0, batch.programme.batch_min - batch.taken),
    }
    return render(request, "delivery/invite_named.html", context, status=422 if refusal else 200)

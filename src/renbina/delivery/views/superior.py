"""The superior agrees or objects, from a phone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renbina.delivery import queries, wording
from renbina.delivery.actions import answer_as_superior
from renbina.delivery.forms import reason_of
from renbina.delivery.views.mine import dressed
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for


@require_safe
def led_classes(request: Request) -> HttpResponse:
    """The classes to which one's people are invited."""
    to_answer, answered = queries.led_classes(request.actor, day_for(request.actor), request.at)
    zone = request.actor.timezone or "Asia/Jakarta"
    context = {
        "to_answer": dressed(to_answer, zone),
        "answered": [(*row, wording.superior_words(row[0].superior)) for row in dressed(answered, zone)],
    }
    return render(request, "delivery/led.html", context)


@require_POST
def answer(request: Request, registration_id: str) -> HttpResponse:
    found = queries.led_registration(request.actor, registration_id, day_for(request.actor))
    agrees = request.POST.get("answer") == "agree"
    try:
        answer_as_superior(
            registration=found, agrees=agrees, reason=reason_of(request.POST), by=request.actor, at=request.at
        )
    except Refused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Noted: you agree.") if agrees else _("Noted: you object. The seat is free again."))
    return redirect("delivery:led")

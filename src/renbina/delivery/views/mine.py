"""My classes: invitations answered in two taps, what comes, and certificates."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renbina.delivery import queries, wording
from renbina.delivery.actions import BEFORE, confirm_seat, decline_seat
from renbina.delivery.enums import SeatState
from renbina.delivery.forms import reason_of
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request


@require_safe
def my_classes(request: Request) -> HttpResponse:
    """Made for a phone."""
    page = queries.my_classes(request.actor, request.at, request.at + BEFORE)
    zone = request.actor.timezone or "Asia/Jakarta"
    context = {
        "page": page,
        "invitations": dressed(page.invitations, zone),
        "coming": dressed(page.coming, zone),
        "cancelled": dressed(page.cancelled, zone),
        "taught": [(line, wording.days_words(line.sessions, zone)) for line in page.taught],
        "settled": dressed(page.settled, zone),
    }
    return render(request, "delivery/mine.html", context)


def dressed(lines: tuple[queries.ClassLine, ...], zone: str) -> list[tuple[queries.ClassLine, str, tuple[str, str]]]:
    """(line, when in words, badge)."""
    return [(line, wording.days_words(line.sessions, zone), wording.state_badge(line.state)) for line in lines]


@require_POST
def confirm(request: Request, registration_id: str) -> HttpResponse:
    return _answer(request, registration_id, confirm_seat)


@require_POST
def decline(request: Request, registration_id: str) -> HttpResponse:
    return _answer(request, registration_id, decline_seat, reason=reason_of(request.POST))


def _answer(request: Request, registration_id: str, action: Callable[..., Any], **more: str) -> HttpResponse:
    found = queries.own_registration(request.actor, registration_id)
    try:
        mine = action(registration=found, by=request.actor, at=request.at, **more)
    except Refused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _told(mine.state))
    return redirect("delivery:mine")


def _told(state: str) -> str:
    if state == SeatState.CONFIRMED:
        return _("You have a seat. See you there!")
    if state == SeatState.WAITING:
        return _("The class is full. You are on the waiting list and hear from us as soon as a seat is free.")
    return _("Thank you for saying so. The seat goes to somebody else.")

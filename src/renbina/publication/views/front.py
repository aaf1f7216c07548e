"""The public front page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from renbina.catalogue.enums import Area
from renbina.foundation.http import Request
from renbina.publication.queries import front_page, plan_to_start_with

FRESH_SECONDS = 60


@login_not_required
@require_safe
def front(request: Request) -> HttpResponse:
    """A visitor reads what Renbina is and what was published; whoever is logged in goes to their own work."""
    if request.user.is_authenticated:
        return redirect(_start(request))
    page = front_page()
    areas = sorted(page.figures.get("areas", {}).items(), key=lambda area: -area[1])
    context = {"page": page, "figures": page.figures, "areas": [(Area(code).label, people) for code, people in areas]}
    response = render(request, "publication/front.html", context)
    # Private, because the page carries the visitor's own form token; the browser asks again once someone logs in.
    patch_cache_control(response, private=True, max_age=FRESH_SECONDS)
    patch_vary_headers(response, ["Cookie"])
    return response


def _start(request: Request) -> str:
    """An analyst begins on the plan, everybody else on their home page."""
    if public_id := plan_to_start_with(request.actor):
        try:
            return reverse("planning:plan", args=[public_id])
        except NoReverseMatch:
            return "/beranda/"
    return "/beranda/"

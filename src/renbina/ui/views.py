"""The choices of appearance and language, and the gallery of components."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from renbina.ui import gallery as samples
from renbina.ui.enums import THEME_COOKIE, YEAR_IN_SECONDS, Theme


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to where the person was."""
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, "language", list(dict(settings.LANGUAGES)))


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the appearance in a cookie and go back to where the person was."""
    return _remember(request, THEME_COOKIE, "theme", Theme.values)


def _remember(request: HttpRequest, cookie: str, field: str, allowed: list[str]) -> HttpResponse:
    wanted = request.POST.get("next", "")
    # A foreign address in `next` would turn our own link into a bait.
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if safe else "/")
    value = request.POST.get(field, "")
    if value in allowed:
        response.set_cookie(
            cookie, value, max_age=YEAR_IN_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its empty, normal, long and wrong states."""
    table = samples.people_table()
    if download := table.export(request.GET, samples.PEOPLE, filename="galeri"):
        return download
    return render(request, "ui/gallery.html", samples.page(request.GET, table))

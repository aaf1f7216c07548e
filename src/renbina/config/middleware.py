"""What every request gets: its language, its actor, its time, and safe headers (ADR 0004)."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.clock import now
from renbina.organisation.queries import actor_for
from renbina.organisation.queries.roles import seen_as

Handler = Callable[[HttpRequest], HttpResponse]


class ZeroByteMiddleware:
    """No zero byte reaches a page: PostgreSQL refuses it, and nobody types it.

    In an address it becomes the sign for an unknown letter, so that each page says in its own words that it does not
    know it; in a query and a form it is left out. Files and the fields beside them are looked at where they are read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            request.path_info = request.path_info.replace("\0", "\ufffd")
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        if request.content_type == "application/x-www-form-urlencoded" and b"%00" in request.body:
            request._body = request.body.replace(b"%00", b"")
        return self.get_response(request)


class LanguageMiddleware:
    """Indonesian unless the cookie says otherwise. The browser's preference is not asked: staff share machines."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NobodyMiddleware:
    """On pages that ask nobody (`foundation.http.asks_nobody`) the session is not even read; before the login is."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object) -> None:
        if getattr(view, "asks_nobody", False):
            request.user = AnonymousUser()


def _looking(request: HttpRequest) -> dict[str, Any] | None:
    """What the session says of looking as another role; None for visitors, whose session is not even read."""
    if not request.user.is_authenticated:
        return None
    found: dict[str, Any] | None = request.session.get("looking")
    return found if found is not None and found["until"] > request.at.timestamp() else None  # type: ignore[attr-defined]


def _actor(request: HttpRequest) -> Actor:
    """The rights of this moment; those of another role, to read with, while the person looks as that role."""
    own = actor_for(request.user, at=request.at)  # type: ignore[attr-defined]  # put on by the middleware below
    found = _looking(request)
    if found is None:
        return own
    seen = seen_as(own, [Grant(Role(role), path) for role, path in found["grants"]])
    request.looking = found["words"] if seen is not None else ""  # type: ignore[attr-defined]  # read by the frame
    return own if seen is None else seen


class LookingMiddleware:
    """Whoever looks as another role sends no form: only the way out, signing out, and what their own screen is like."""

    _OPEN: Final = frozenset({"organisation:look-stop", "account_logout", "ui:language", "ui:theme"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        if request.method in ("GET", "HEAD") or getattr(view, "asks_nobody", False):
            return None
        match = request.resolver_match
        if (match is not None and match.view_name in self._OPEN) or _looking(request) is None:
            return None
        return render(request, "organisation/looking_only.html", status=403)


class ActorMiddleware:
    """`request.actor` (rights as of now, never cached between requests) and `request.at`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = now()  # type: ignore[attr-defined]  # typed in foundation.http
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class BusyMiddleware:
    """A form that met SQLite's one writer for too long says so, instead of that something broke.

    A large import is stored in one transaction (ADR 11); who writes meanwhile waits, and is told to send again after
    the time that the connection waits at most. PostgreSQL has no such wait.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError) or "database is locked" not in str(error):
            return None
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "60"
        return response


class SecureHeadersMiddleware:
    """Nothing private is ever stored by a cache; public pages ask for it themselves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

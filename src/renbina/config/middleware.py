"""What every request gets: its language, its actor, its time, and safe headers (ADR 0004)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from renbina.foundation.clock import now
from renbina.organisation.queries import actor_for

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


class ActorMiddleware:
    """`request.actor` (rights as of now, never cached between requests) and `request.at`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = now()  # type: ignore[attr-defined]  # typed in foundation.http
        request.actor = SimpleLazyObject(lambda: actor_for(request.user, at=request.at))  # type: ignore[attr-defined]
        return self.get_response(request)


class SecureHeadersMiddleware:
    """Nothing private is ever stored by a cache; public pages ask for it themselves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

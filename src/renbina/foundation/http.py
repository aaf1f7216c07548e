"""The request as our views see it: typed with what the middleware puts on it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from renbina.foundation.actor import Actor

View = TypeVar("View", bound=Callable)


class Request(HttpRequest):
    """Annotation only. `actor` holds the rights of this moment; `at` is the time of the business, read once."""

    actor: Actor
    at: datetime
    htmx: HtmxDetails


def asks_nobody(view: View) -> View:
    """A page that must not know who opens it: the session is not read, everybody is a visitor. Outermost decorator."""
    view = login_not_required(view)
    view.asks_nobody = True  # type: ignore[attr-defined]  # read by config.middleware.NobodyMiddleware
    return view

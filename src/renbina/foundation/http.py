"""The request as our views see it: typed with what the middleware puts on it; and forms that count once."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from renbina.foundation import rates
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


_HOUR: Final = 3600


def counts_once(back: str, *names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A form that makes something new makes it once, also when it is sent twice: a second click, a reload, a way back.

    Every page that is shown carries a token of its own, so the same words with the same token are the same form. The
    second time the reader is led to `back`, an address name that takes the view's arguments called `names`.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def run(request: Request, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and _came_before(request):
                messages.info(
                    request, _("This form came twice; it counts once. If it is not here, open the form again.")
                )
                return redirect(back, **{name: kwargs[name] for name in names})
            return view(request, **kwargs)

        return run

    return decorate


def _came_before(request: Request) -> bool:
    if not request.POST.get("csrfmiddlewaretoken"):
        return False
    return rates.hits("form", f"{request.path}?{request.POST.urlencode()}", _HOUR) > 1

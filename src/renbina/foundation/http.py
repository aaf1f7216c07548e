"""The request as our views see it: typed with what the middleware puts on it."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from renbina.foundation.actor import Actor


class Request(HttpRequest):
    """Annotation only. `actor` holds the rights of this moment; `at` is the time of the business, read once."""

    actor: Actor
    at: datetime
    htmx: HtmxDetails

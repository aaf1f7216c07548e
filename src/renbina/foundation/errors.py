"""What actions and queries raise. Rooms subclass `Refused` and name what was wrong (`PlanAlreadySubmitted`)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise


class NotFound(Http404):
    """Out of the actor's scope, or not there at all: the two must look the same (404)."""


class Forbidden(PermissionDenied):
    """In scope, but this actor may not do it (403)."""


class Refused(Exception):
    """A domain rule says no. `message` is a translated sentence that says what to do; `field` names a form field."""

    def __init__(self, message: str | Promise, field: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.field = field

    @property
    def message(self) -> str:
        return str(self._message)

    def __str__(self) -> str:
        return str(self._message)

"""Whom a list of employees holds and in which order, remembered in large agencies while nothing has changed."""

import hashlib
from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.core.cache import cache, caches
from django.db.models import Q, QuerySet

from renbina.foundation.actor import Actor
from renbina.foundation.models import AuditEvent
from renbina.organisation.access import own_agency, sees_agency
from renbina.organisation.models import Employee

LARGE: Final = 5_000  # people: with fewer, working it out again costs less than looking whether it still holds
SECONDS: Final = 3_600
_SHAPE: Final = 1  # of what is kept; another shape is worked out anew after an upgrade
_ASKED: Final = (
    "q", "sort", "unit", "status", "problem", "employment", "kind", "family", "grade", "hours",
)  # fmt: skip
# Writes after which somebody may belong to another list: of people and their posts, of hours, levels and logins.
_CHANGING: Final = ("organisation.", "foundation.", "records.", "competency.", "accounts.", "dashboards.", "planning.")


def remembered(actor: Actor, params: Mapping[str, str], on: date) -> Callable[[QuerySet[Any]], Sequence[int]] | None:
    """What gives the keys of a list in their order; None where nobody remembers them. One query, two more for keys.

    Only for who reads the whole agency: the same question then has the same answer for everybody.
    """
    agency = own_agency(actor)
    people = Employee.objects.filter(agency_id=agency).order_by()
    if not sees_agency(actor) or not people[LARGE : LARGE + 1].exists():
        return None
    asked = "&".join(f"{name}={params.get(name, '')}" for name in _ASKED)

    def keys(rows: QuerySet[Any]) -> Sequence[int]:
        changing = Q()
        for verb in _CHANGING:
            changing |= Q(verb__startswith=verb)
        last = AuditEvent.objects.filter(changing, agency_id=agency).order_by("-sequence")
        mark = f"{on}:{asked}:{last.values_list('hash', flat=True).first()}"
        name = f"people:{_SHAPE}:{agency}:{hashlib.sha256(mark.encode()).hexdigest()}"
        # Unpacking 50,000 keys from the table costs a fifth of the page; the same process has them at hand.
        near = caches["process"]
        known = near.get(name)
        if known is None:
            known = cache.get(name)
            if known is None:
                known = array("q", rows.values_list("pk", flat=True)).tobytes()
                cache.set(name, known, SECONDS)
            near.set(name, known, SECONDS)
        return array("q", known)

    return keys

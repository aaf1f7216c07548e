"""Promises to citizens: who owes what, by when, and what was kept."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.voice.access import visible_promises
from renbina.voice.models import Feedback, Remedy, Service


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise to citizens that was kept, and the day."""

    promise: str
    done_on: date


def kept_promises(service: int, unit: int, count: int = 2) -> tuple[Kept, ...]:
    """The newest promises kept for a service, at forums of its unit too: what changed; keys in, one query."""
    of_service = Q(feedback__service=service) | Q(forum__unit=unit, forum__published_on__isnull=False)
    rows = Remedy.objects.filter(of_service, done_on__isnull=False).order_by("-done_on", "-pk")
    found = rows.values_list("promise", "done_on")[:count]
    return tuple(Kept(promise, done_on) for promise, done_on in found if done_on is not None)


def promises_of(feedback: Feedback) -> list[Remedy]:
    """What was promised about one matter, or before about the same shortcoming; one query."""
    rows = Remedy.objects.filter(Q(feedback=feedback) | Q(pk=feedback.remedy_id))
    return list(rows.select_related("unit").order_by("due_on", "pk"))


def promises_to_lean_on(service: Service, on: date) -> list[Remedy]:
    """Promises about a service that are open, or were kept within the year, newest first; one query."""
    rows = Remedy.objects.filter(feedback__service=service)
    fresh = rows.filter(Q(done_on=None) | Q(done_on__gte=on.replace(day=1, month=1)))
    return list(fresh.select_related("unit").order_by("-due_on", "-pk"))


def remedies(actor: Actor, *, open_only: bool = False) -> QuerySet[Remedy]:
    """Promises the actor may read, the earliest day first."""
    rows = visible_promises(actor)
    if open_only:
        rows = rows.filter(done_on=None)
    return rows.select_related("unit", "feedback__service__unit", "forum__unit").order_by("due_on", "pk")


def promise_counts(actor: Actor, on: date) -> dict[str, int]:
    """How many are overdue, open (those overdue too) and kept; one query."""
    late, still = Q(done_on=None, due_on__lt=on), Q(done_on=None)
    counts: dict[str, int] = visible_promises(actor).aggregate(
        overdue=Count("pk", filter=late), open=Count("pk", filter=still), kept=Count("pk", filter=~still)
    )
    return counts


def promises_in(actor: Actor, state: str, on: date) -> QuerySet[Remedy]:
    """Promises of one of the states of `promise_counts`; to keep: the earliest day first, kept: the newest first."""
    if state == "kept":
        return remedies(actor).filter(done_on__isnull=False).order_by("-done_on", "-pk")
    rows = remedies(actor, open_only=True)
    return rows.filter(due_on__lt=on) if state == "overdue" else rows


def overdue_promises(actor: Actor, on: date) -> int:
    """How many promises are open beyond their day; one query."""
    return remedies(actor, open_only=True).filter(due_on__lt=on).count()


def remedy_for(actor: Actor, public_id: str) -> Remedy:
    found = remedies(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found

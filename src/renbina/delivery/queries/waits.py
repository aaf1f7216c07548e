"""What waits in the classes for somebody: to open, to fill, to close, to agree to, to answer, to teach."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from renbina.delivery.access import MANAGE, can, own_registrations
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Session
from renbina.delivery.queries.people import open_answers_of_superior
from renbina.delivery.queries.planned import OWN_CLASSES
from renbina.foundation.actor import Actor
from renbina.planning.models import OpenedOffer
from renbina.planning.queries import latest_plan

SOON: Final = timedelta(days=60)  # a class needs that long from its opening to its first day
THIN: Final = timedelta(days=14)  # so near, a class with too few people must be filled or called off


@dataclass(frozen=True, slots=True)
class ClassWaits:
    """Counts; what the actor has no part in is 0."""

    to_open: int = 0  # offers of the plan that begin soon and have no class
    thin: int = 0  # classes about to begin with fewer people than the programme needs
    to_close: int = 0
    to_agree: int = 0  # invitations of one's people
    to_answer: int = 0  # one's own invitations


def class_waits(actor: Actor, on: date, at: datetime) -> ClassWaits:
    """Six queries at most: two for who keeps the classes, two for a superior, one for an employee."""
    thin, to_close, to_open = _kept(actor, on, at) if can(actor, MANAGE) else (0, 0, 0)
    return ClassWaits(
        to_open=to_open,
        thin=thin,
        to_close=to_close,
        to_agree=open_answers_of_superior(actor, on, at),
        to_answer=_own(actor, at) if actor.employee_id is not None else 0,
    )


def _kept(actor: Actor, on: date, at: datetime) -> tuple[int, int, int]:
    spans = (
        Batch.objects.filter(agency_id=actor.agency_id, state=BatchState.OPEN)
        .annotate(first=Min("sessions__starts_at"), last=Max("sessions__ends_at"))
        .aggregate(
            thin=Count("pk", filter=Q(first__gt=at, first__lte=at + THIN, taken__lt=F("programme__batch_min"))),
            over=Count("pk", filter=Q(last__lte=at)),
        )
    )
    return spans["thin"], spans["over"], _to_open(actor, on)


def _to_open(actor: Actor, on: date) -> int:
    plan = latest_plan(actor)
    if plan is None:
        return 0
    held = Batch.objects.filter(plan=plan, offer=OuterRef("offer")).exclude(state=BatchState.CANCELLED)
    wanted = OpenedOffer.objects.filter(run=plan.current_run, offer__programme__delivery__in=OWN_CLASSES)
    months = wanted.exclude(Exists(held)).values_list("offer__month", flat=True)
    return sum(month is not None and on - SOON / 2 <= date(plan.year, month, 1) <= on + SOON for month in months)


def _own(actor: Actor, at: datetime) -> int:
    begun = Session.objects.filter(batch=OuterRef("batch"), starts_at__lte=at)
    asked = own_registrations(actor).filter(state=SeatState.INVITED, batch__state=BatchState.OPEN)
    return asked.exclude(Exists(begun)).count()

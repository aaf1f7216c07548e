"""What waits in the classes for somebody: to open, to fill, to close, to agree to, to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value

from renbina.delivery.access import MANAGE, can, led_registrations, own_registrations
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Session
from renbina.delivery.queries.planned import OWN_CLASSES
from renbina.foundation.actor import Actor, Role
from renbina.organisation.access import own_agency
from renbina.organisation.models import Agency
from renbina.planning.models import OpenedOffer

SOON: Final = timedelta(days=60)  # a class needs that long from its opening to its first day
THIN: Final = timedelta(days=14)  # so near, a class with too few people must be filled or called off
_ASKED: Final = (SeatState.INVITED, SeatState.CONFIRMED, SeatState.WAITING)


@dataclass(frozen=True, slots=True)
class ClassWaits:
    """Counts; what the actor has no part in is 0."""

    to_open: int = 0  # offers of the plan that begin soon and have no class
    thin: int = 0  # classes about to begin with fewer people than the programme needs
    to_close: int = 0
    to_agree: int = 0  # invitations of one's people
    to_answer: int = 0  # one's own invitations


def class_waits(actor: Actor, on: date, at: datetime, *, run_id: int | None = None, year: int = 0) -> ClassWaits:
    """One query for everybody; `run_id` and `year` are those of the plan in force, if there is one."""
    return class_waits_and(actor, on, at, {}, run_id=run_id, year=year)[0]


def class_waits_and(
    actor: Actor,
    on: date,
    at: datetime,
    also: Mapping[str, QuerySet[Any]],
    *,
    run_id: int | None = None,
    year: int = 0,
) -> tuple[ClassWaits, dict[str, int]]:
    """The same, and how many rows each of `also` has, in the same query: a home page counts for many rooms."""
    wanted: dict[str, QuerySet[Any]] = {}
    if can(actor, MANAGE):
        wanted |= _kept(actor, on, at, run_id, year)
    if actor.employee_id is not None:
        mine = own_registrations(actor).filter(state=SeatState.INVITED, batch__state=BatchState.OPEN)
        wanted["to_answer"] = mine.exclude(Exists(_begun("batch", at)))
        if actor.has(Role.SUPERIOR):
            theirs = led_registrations(actor, on).filter(batch__state=BatchState.OPEN, state__in=_ASKED)
            wanted["to_agree"] = theirs.filter(superior_answer="").exclude(Exists(_begun("batch", at)))
    rows = [*wanted.values(), *also.values()]
    if not rows:
        return ClassWaits(), {}
    found = Agency.objects.filter(pk=own_agency(actor)).values_list(*(_count(each) for each in rows)).first() or ()
    counts = {name: count or 0 for name, count in zip([*wanted, *also], found, strict=False)}
    return ClassWaits(**{name: counts.get(name, 0) for name in wanted}), {name: counts.get(name, 0) for name in also}


def _kept(actor: Actor, on: date, at: datetime, run_id: int | None, year: int) -> dict[str, QuerySet[Any]]:
    """Of who keeps the classes."""
    batches = Batch.objects.filter(agency_id=own_agency(actor), state=BatchState.OPEN)
    sessions = Session.objects.filter(batch=OuterRef("pk"))
    ahead = batches.exclude(Exists(sessions.filter(starts_at__lte=at)))
    near = ahead.filter(Exists(sessions.filter(starts_at__lte=at + THIN)))
    months = [n for n in range(1, 13) if run_id and on - SOON / 2 <= date(year, n, 1) <= on + SOON]
    held = Batch.objects.filter(plan__approved_run=run_id, offer=OuterRef("offer")).exclude(state=BatchState.CANCELLED)
    rows = OpenedOffer.objects.filter(run=run_id, offer__month__in=months, offer__programme__delivery__in=OWN_CLASSES)
    return {
        "to_open": rows.exclude(Exists(held)),
        "thin": near.filter(taken__lt=F("programme__batch_min")),
        "to_close": batches.filter(Exists(sessions)).exclude(Exists(sessions.filter(ends_at__gt=at))),
    }


def _begun(way: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(batch=OuterRef(way), starts_at__lte=at)


def _count(rows: QuerySet[Any]) -> Subquery:
    """How many rows, as a column of another query; None for none."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())

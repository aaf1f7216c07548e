"""Who the plan places in a programme and has no class yet."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from renbina.catalogue.enums import Delivery
from renbina.catalogue.models import Offer, Programme
from renbina.delivery.access import MANAGE, require
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Registration
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.planning.enums import Stage
from renbina.planning.models import Assignment, OpenedOffer, Plan
from renbina.planning.queries import STAGE_ORDER, plan_in_force

_SETTLED: Final = (SeatState.PASSED, SeatState.DECLINED, SeatState.OBJECTED)
# Seats bought elsewhere and free online courses have no class of ours.
OWN_CLASSES: Final = (Delivery.OWN, Delivery.FACILITATED, Delivery.WORKPLACE)


@dataclass(frozen=True, slots=True)
class Unopened:
    """What a plan wants to hold of one offer, and how many of its people have no invitation yet."""

    offer: str  # public id
    programme: str
    code: str
    month: int | None
    classes: int
    opened: int
    people: int


@dataclass(frozen=True, slots=True)
class OfferToOpen:
    """What the page that opens a class needs to know."""

    plan: Plan
    offer: Offer
    people: int  # planned without an invitation
    opened: int


def _without_class(plan: Plan) -> QuerySet[Assignment]:
    """Seats without an invitation. Who was left waiting or missed a class may be invited again."""
    same = Registration.objects.filter(
        employee=OuterRef("employee"), batch__plan=plan, batch__programme=OuterRef("offer__programme")
    )
    settled = same.filter(Q(batch__state=BatchState.OPEN) | Q(state__in=_SETTLED))
    return Assignment.objects.filter(run=plan.approved_run_id).exclude(Exists(settled))


def planned_people(plan: Plan, offer: Offer | None) -> QuerySet[Assignment, int]:
    """Employee keys of an offer's seats without an invitation: those who must attend first, then by name.

    Nobody for a class without an offer: no run of this plan placed people in it.
    """
    seats = _without_class(plan).filter(offer=offer) if offer is not None else Assignment.objects.none()
    return seats.order_by("-mandatory", "employee__name", "employee_id").values_list("employee_id", flat=True)


def unopened(actor: Actor) -> tuple[Plan | None, tuple[Unopened, ...]]:
    """The plan in force and its offers with people who wait for a class; four queries. None: no plan has been set."""
    require(actor, MANAGE)
    plan = plan_in_force(actor)
    if plan is None:
        return None, ()
    left = dict(_without_class(plan).order_by().values_list("offer_id").annotate(people=Count("pk")))
    classes = (
        Batch.objects.filter(plan=plan)
        .exclude(state=BatchState.CANCELLED)
        .order_by()
        .values_list("offer_id")
        .annotate(n=Count("pk"))
    )
    opened = dict(classes)
    rows = (
        OpenedOffer.objects.filter(run=plan.approved_run_id, offer__programme__delivery__in=OWN_CLASSES)
        .select_related("offer__programme")
        .order_by(F("offer__month").asc(nulls_last=True), "offer__programme__name", "offer_id")
    )
    found = (
        Unopened(
            offer=row.offer.public_id,
            programme=row.offer.programme.name,
            code=row.offer.programme.code,
            month=row.offer.month,
            classes=row.batches,
            opened=opened.get(row.offer_id, 0),
            people=left.get(row.offer_id, 0),
        )
        for row in rows
    )
    return plan, tuple(line for line in found if line.people)


def offer_waiting(actor: Actor, plan: Plan, programme: Programme) -> str:
    """The first offer of one programme whose people wait for a class; empty where nobody does; one query.

    Also empty for a plan that another one has replaced: its classes are opened from that one.
    """
    require(actor, MANAGE)
    seats = _without_class(plan).filter(offer__programme=programme, offer__programme__delivery__in=OWN_CLASSES)
    later = STAGE_ORDER[STAGE_ORDER.index(Stage(plan.stage)) + 1 :]
    replaced = Plan.objects.filter(
        Q(year__gt=plan.year) | Q(year=plan.year, stage__in=later), agency=plan.agency_id, approved_run__isnull=False
    )
    first = seats.exclude(Exists(replaced)).order_by(F("offer__month").asc(nulls_last=True), "offer_id")
    return first.values_list("offer__public_id", flat=True).first() or ""


def offer_to_open(actor: Actor, offer_id: str) -> OfferToOpen:
    """One offer of the plan in force. Raises NotFound, Forbidden."""
    require(actor, MANAGE)
    plan = plan_in_force(actor)
    if plan is None:
        raise NotFound
    row = (
        OpenedOffer.objects.filter(run=plan.approved_run_id, offer__public_id=offer_id)
        .select_related("offer__programme__partner")
        .first()
    )
    if row is None:
        raise NotFound
    opened = Batch.objects.filter(plan=plan, offer=row.offer).exclude(state=BatchState.CANCELLED).count()
    return OfferToOpen(plan, row.offer, planned_people(plan, row.offer).count(), opened)

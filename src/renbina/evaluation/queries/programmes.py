"""Which years and programmes there are to evaluate, and when a programme began."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, Subquery

from renbina.catalogue.models import Offer, Programme
from renbina.delivery.enums import BatchState
from renbina.delivery.models import Batch, Session
from renbina.evaluation.access import VIEW, require
from renbina.evaluation.models import Target
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.models import Agency
from renbina.planning.queries import latest_plan_of


def years(actor: Actor) -> list[int]:
    """Years with finished classes or targets, the newest first; one query."""
    require(actor, VIEW)
    agency = own_agency(actor)
    held = (
        Batch.objects.filter(agency_id=agency, state=BatchState.CLOSED).order_by().values_list("plan__year", flat=True)
    )
    aimed = Target.objects.filter(agency_id=agency).order_by().values_list("year", flat=True)
    return sorted(held.union(aimed), reverse=True)


def programme_for(actor: Actor, public_id: str, year: int) -> tuple[Programme, date | None]:
    """A programme of the actor's agency, and the day of its first class in a year; one query.

    With `raises` (how many competencies), `offered` (in a later year), `planned` (public id of the plan that counts
    now), `earlier` and `later` (the nearest years in which a class of it was finished). Raises Forbidden, NotFound.
    """
    require(actor, VIEW)
    sessions = Session.objects.filter(batch__programme=OuterRef("pk"), batch__plan__year=year).order_by()
    first = sessions.exclude(batch__state=BatchState.CANCELLED).order_by("starts_at").values("starts_at")[:1]
    rows = Programme.objects.filter(agency_id=own_agency(actor), public_id=public_id).select_related("agency")
    next_year = Offer.objects.filter(programme=OuterRef("pk"), year__gt=year).order_by().values("programme")
    held = Batch.objects.filter(programme=OuterRef("pk"), state=BatchState.CLOSED).values("plan__year")
    found = rows.annotate(
        first_at=Subquery(first),
        raises=Count("effects", distinct=True),
        offered=Exists(next_year),
        planned=Subquery(latest_plan_of(OuterRef("agency"))[:1]),
        earlier=Subquery(held.filter(plan__year__lt=year).order_by("-plan__year")[:1]),
        later=Subquery(held.filter(plan__year__gt=year).order_by("plan__year")[:1]),
    ).first()
    if found is None:
        raise NotFound
    return found, _day(found.first_at, found.agency)


def targets_until(actor: Actor, programme: Programme, year: int) -> list[Target]:
    """Targets of one programme up to a year, the newest first, each with its programme; one query. Raises Forbidden."""
    require(actor, VIEW, programme.agency_id)
    rows = Target.objects.filter(programme=programme, year__lte=year)
    return list(rows.select_related("programme", "agency").order_by("-year"))


def first_class_on(agency: Agency, programme_id: int, year: int) -> date | None:
    """The day of the first session of a programme in a year of the plan, held or still to come; one query."""
    rows = Session.objects.filter(batch__programme_id=programme_id, batch__plan__year=year, batch__agency=agency)
    rows = rows.exclude(batch__state=BatchState.CANCELLED)
    return _day(rows.aggregate(first=Min("starts_at"))["first"], agency)


def _day(moment: datetime | None, agency: Agency) -> date | None:
    return moment.astimezone(ZoneInfo(agency.timezone)).date() if moment else None

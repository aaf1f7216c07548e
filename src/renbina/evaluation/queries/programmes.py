"""The programmes of a year that were held or have a target."""

from dataclasses import dataclass

from django.db.models import Count, Q

from renbina.catalogue.models import Programme
from renbina.delivery.enums import BatchState
from renbina.delivery.models import Batch
from renbina.evaluation.access import VIEW, require
from renbina.evaluation.models import Target
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme in a year: classes finished of those opened, and whether a target was set."""

    public_id: str
    code: str
    name: str
    finished: int
    opened: int
    has_target: bool


def years(actor: Actor) -> list[int]:
    """Years with classes or targets, the newest first; two queries."""
    require(actor, VIEW)
    agency = own_agency(actor)
    held = Batch.objects.filter(agency_id=agency).order_by().values_list("plan__year", flat=True).distinct()
    aimed = Target.objects.filter(agency_id=agency).order_by().values_list("year", flat=True).distinct()
    return sorted({*held, *aimed}, reverse=True)


def programme_rows(actor: Actor, year: int) -> list[ProgrammeRow]:
    """Programmes of a year by name; two queries."""
    require(actor, VIEW)
    of_year = Q(classes__plan__year=year)
    aimed = set(Target.objects.filter(agency_id=own_agency(actor), year=year).values_list("programme_id", flat=True))
    found = Programme.objects.filter(agency_id=own_agency(actor)).annotate(
        opened=Count("classes", filter=of_year),
        finished=Count("classes", filter=of_year & Q(classes__state=BatchState.CLOSED)),
    )
    rows = found.filter(Q(opened__gt=0) | Q(pk__in=aimed)).order_by("name", "pk")
    return [ProgrammeRow(row.public_id, row.code, row.name, row.finished, row.opened, row.pk in aimed) for row in rows]

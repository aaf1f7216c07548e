"""Where people stand on a day, to annotate employees with."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from renbina.foundation.base import holds_on
from renbina.organisation.enums import PlacementKind, Relation
from renbina.organisation.models import Employee, Placement
from renbina.organisation.queries import GONE, status_on, superior_name


def placed(people: QuerySet[Employee], on: date) -> QuerySet[Employee]:
    """People in service with `position_title`, `unit_name` and `rater_name`."""
    post = Placement.objects.filter(holds_on(on), employee=OuterRef("pk"), kind=PlacementKind.DEFINITIVE)
    post = post.order_by("-valid_from")
    return in_service(people, on).annotate(
        position_title=Subquery(post.values("position__title")[:1]),
        unit_name=Subquery(post.values("unit__short_name")[:1]),
        rater_name=superior_name(Relation.RATER, on),
    )


def in_service(people: QuerySet[Employee], on: date) -> QuerySet[Employee]:
    """Without those who have retired or moved out; somebody of whom nothing is known counts as in service."""
    stated = people.annotate(status_now=status_on(on))
    return stated.filter(status_now__isnull=True) | stated.exclude(status_now__in=GONE)

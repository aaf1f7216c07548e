"""Reads of how raters lean."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Abs, Coalesce

from renbina.competency.access import visible_leans
from renbina.competency.models import RaterLean
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Placement


@dataclass(frozen=True, slots=True)
class RaterFigures:
    """How many superiors there are, how many lean clearly, and how many cannot be compared."""

    raters: int
    clear: int
    alone: int
    computed_on: date | None


def raters(actor: Actor, on: date, *, striking: bool = False) -> QuerySet[RaterLean]:
    """Every rater of the agency with `unit_name` and `size`; those only who lean clearly. Raises Forbidden."""
    post = Placement.objects.filter(holds_on(on), employee=OuterRef("rater"), kind=PlacementKind.DEFINITIVE)
    rows = visible_leans(actor).annotate(
        unit_name=Coalesce(
            Subquery(post.order_by("-valid_from").values("unit__short_name")[:1]), F("unit__short_name")
        ),
        size=Case(When(shared__gt=0, then=Abs("lean")), default=0.0),
    )
    return rows.filter(is_clear=True) if striking else rows


def rater_figures(actor: Actor) -> RaterFigures:
    """Of superiors, without the self-assessments; one query."""
    rows = visible_leans(actor).filter(rater__isnull=False)
    found = rows.aggregate(
        raters=Count("pk"), clear=Count("pk", filter=Q(is_clear=True)), alone=Count("pk", filter=Q(shared=0))
    )
    day = rows.order_by().values_list("computed_on", flat=True).first()
    return RaterFigures(found["raters"], found["clear"], found["alone"], day)

"""What of performance waits for somebody: a few counts for the home pages, asked together with the number of people.

The home pages ask little; so everything here is one aggregate over the people in somebody's care, besides the rules.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear

from binacore.rules import Rulebook
from renbina.foundation.actor import Actor
from renbina.organisation.access import led_by, own_agency
from renbina.organisation.enums import Relation
from renbina.organisation.queries import GONE, status_on
from renbina.performance.access import DECIDE, PERIODS, PROPOSE, can, leads
from renbina.performance.enums import Stage
from renbina.performance.models import CheckIn, CoachingPlan, PeriodRating, RatingPeriod, Recognition
from renbina.records.models import PerformanceResult
from renbina.rulebook.queries import rulebook_for

HERE = Q(status_now__isnull=True) | ~Q(status_now__in=GONE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counts behind the sentences; zero where the actor has no part in it."""

    people: int = 0  # in the actor's care
    to_rate: int = 0  # of one's own people, in the newest open period
    check_ins: int = 0  # of one's own people with a talk that is due
    to_coach: int = 0  # of one's own people below expectation last year, without a plan
    must: int = 0  # people of the agency below expectation last year
    missing: int = 0  # of those, without a plan
    overdue: int = 0  # of those, with a talk that is overdue
    to_propose: int = 0
    to_decide: int = 0


def waiting(
    actor: Actor, on: date, people: QuerySet[Any], rulebook: Rulebook | None = None, **others: Any
) -> tuple[Waiting, dict[str, Any]]:
    """What waits among the people in the actor's care, and the values of other aggregates asked along.

    Two queries; one where the rules are given.
    """
    figures: dict[str, Any] = {"people": Count("pk")}
    if can(actor, PERIODS) or leads(actor):
        people = _with_coaching(people, rulebook or rulebook_for(own_agency(actor)), on)
    if can(actor, PERIODS):
        owed = HERE & Q(below=True)
        figures |= {
            "must": Count("pk", filter=owed),
            "missing": Count("pk", filter=owed & Q(planned=False)),
            "overdue": Count("pk", filter=owed & Q(late=True)),
        }
    if leads(actor):
        people = _with_ratings(people, actor, on)
        mine = HERE & Q(mine=True)
        figures |= {
            "to_rate": Count("pk", filter=mine & Q(rated=False) & _served()),
            "check_ins": Count("pk", filter=Q(mine=True, due=True)),
            "to_coach": Count("pk", filter=mine & Q(below=True, planned=False)),
        }
    for name, verb, stage in (("to_propose", PROPOSE, Stage.NOMINATED), ("to_decide", DECIDE, Stage.PROPOSED)):
        if can(actor, verb):
            figures[name] = Max(_at(actor, stage))
    found = people.aggregate(**figures, **others)
    told = {name: found.pop(name) for name in others}
    return Waiting(**{name: count or 0 for name, count in found.items()}), told


def _with_coaching(people: QuerySet[Any], rulebook: Rulebook, on: date) -> QuerySet[Any]:
    below = rulebook.at(on).items("performance.coaching_for")
    plans = CoachingPlan.objects.filter(employee=OuterRef("pk"), year=on.year - 1)
    return people.annotate(
        status_now=status_on(on),
        below=Exists(PerformanceResult.objects.filter(employee=OuterRef("pk"), year=on.year - 1, predicate__in=below)),
        planned=Exists(plans),
        late=Exists(_open_talks().filter(plan__year=on.year - 1, due_on__lt=on)),
    )


def _open_talks() -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(plan__employee=OuterRef("pk"), plan__ended_on__isnull=True, held_on__isnull=True)


def _with_ratings(people: QuerySet[Any], actor: Actor, on: date) -> QuerySet[Any]:
    """With the newest open period; a year's own stands after its quarters."""
    order = Case(When(quarter=0, then=Value(5)), default=F("quarter"), output_field=IntegerField())
    periods = RatingPeriod.objects.filter(agency_id=own_agency(actor), closed_at=None).order_by("-year", order.desc())
    rater = led_by(actor, on).filter(employee=OuterRef("pk"), relation=Relation.RATER)
    return people.annotate(
        mine=Exists(rater),
        due=Exists(_open_talks().filter(due_on__lte=on)),
        open_year=Subquery(periods.values("year")[:1]),
        open_month=Subquery(periods.annotate(last=order * 3).values("last")[:1]),
        rated=Exists(PeriodRating.objects.filter(employee=OuterRef("pk"), period=Subquery(periods.values("pk")[:1]))),
        came_year=ExtractYear("appointed_on"),
        came_month=ExtractMonth("appointed_on"),
    )


def _served() -> Q:
    """There is an open period, and the person was in service before it ended."""
    before = Q(came_year__lt=F("open_year")) | Q(came_year=F("open_year"), came_month__lte=F("open_month"))
    return Q(open_year__isnull=False) & (Q(appointed_on__isnull=True) | before)


def _at(actor: Actor, stage: Stage) -> Subquery:
    """Nominations at a stage that are not about the actor."""
    rows = Recognition.objects.filter(agency_id=own_agency(actor), stage=stage)
    if actor.employee_id is not None:
        rows = rows.exclude(employee_id=actor.employee_id)
    counted = rows.order_by().values("agency_id").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())

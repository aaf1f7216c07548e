"""Questions about the stored data that somebody should answer, counted and listed by the same conditions."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from binacore.reasons import ReasonCode
from renbina.competency.models import Assessment
from renbina.dashboards.enums import Problem
from renbina.foundation.base import holds_on
from renbina.organisation.enums import PlacementKind, Relation, Status
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Supervision
from renbina.records.models import LearningRecord

GONE = (Status.RETIRED, Status.MOVED_OUT)
HELD = (ReasonCode.CERTIFICATE_REPEATED, ReasonCode.HOURS_IMPOSSIBLE, ReasonCode.TWO_PLACES_AT_ONCE)


def _condition(problem: str, on: date) -> Q:
    if problem == Problem.NO_SUPERIOR:
        # Almost everybody is in these lists: reading each once is cheaper than a look per person.
        rated = Supervision.objects.filter(holds_on(on), relation=Relation.RATER).values("employee_id")
        placed = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE).values("employee_id")
        return Q(pk__in=placed) & ~Q(pk__in=rated)
    if problem == Problem.NOT_ASSESSED:
        valid = Assessment.objects.filter(employee=OuterRef("pk"), assessed_on__lte=on, valid_until__gt=on)
        return ~Q(Exists(valid))
    if problem == Problem.HELD_HOURS:
        # Few records are held, so the list of their people is cheaper than a look at every person.
        held = LearningRecord.objects.filter(counted_note__in=[code.value for code in HELD]).order_by()
        return Q(pk__in=held.values("employee_id"))
    if problem == Problem.NO_HOURS:
        since = date(on.year - 1, 1, 1)
        some = LearningRecord.objects.filter(employee=OuterRef("pk"), ended_on__gte=since, counted_hours__gt=0)
        return ~Q(Exists(some))
    return Q(retire_on__lte=on)


def not_gone(on: date) -> Q:
    """The filter for people who have neither retired nor moved out."""
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=GONE)
    return ~Q(pk__in=gone.values("employee_id"))


def with_problem(people: QuerySet[Employee], problem: str, on: date) -> QuerySet[Employee]:
    """The serving people of a queryset about whom this question is open."""
    return people.filter(not_gone(on), _condition(problem, on))


def problem_counts(people: QuerySet[Employee], on: date) -> dict[str, int]:
    """Problem -> number of serving people, for all problems; one query."""
    counts = {problem: Count("pk", filter=_condition(problem, on)) for problem in Problem.values}
    return people.filter(not_gone(on)).aggregate(**counts)

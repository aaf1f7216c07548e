"""Questions about the stored data that somebody should answer, counted and listed by the same conditions."""

from datetime import date

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace

from binacore.reasons import ReasonCode
from renbina.competency.models import Assessment
from renbina.competency.queries import asking_positions
from renbina.dashboards.enums import DataProblem, Problem
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import Verb, own_agency, require
from renbina.organisation.enums import PlacementKind, Relation, Status
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Supervision
from renbina.organisation.queries import circles_in
from renbina.records.models import LearningRecord

GONE = (Status.RETIRED, Status.MOVED_OUT)
HELD = (ReasonCode.CERTIFICATE_REPEATED, ReasonCode.HOURS_IMPOSSIBLE, ReasonCode.TWO_PLACES_AT_ONCE)


def problem_filter(problem: str, on: date) -> Q:
    """The people of whom this is true; nobody for a circle, which no condition finds."""
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
    if problem == Problem.PAST_RETIREMENT:
        return Q(retire_on__lte=on)
    return _data_condition(problem, on)


def _data_condition(problem: str, on: date) -> Q:
    """What is wrong or missing in the data of a person; nobody for a circle, which no condition finds."""
    posts = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE).order_by()
    if problem == DataProblem.NO_POST:
        return ~Q(pk__in=posts.values("employee_id"))
    if problem == DataProblem.NO_STANDARD:
        return Q(pk__in=posts.exclude(position__in=asking_positions(on)).values("employee_id"))
    if problem == DataProblem.BIRTH_DIFFERS:
        # Days as text are written alike by both databases: 1990-01-31.
        told = Replace(Cast("birth_date", CharField()), Value("-"), Value(""))
        return ~Q(nip__startswith=told)
    if problem == DataProblem.DOUBLED:
        same = {"agency": OuterRef("agency"), "name": OuterRef("name"), "birth_date": OuterRef("birth_date")}
        return Q(Exists(Employee.objects.filter(**same).exclude(pk=OuterRef("pk"))))
    if problem == DataProblem.CONTRACT_ENDED:
        return Q(contract_end__lt=on)
    if problem == DataProblem.NO_LOGIN:
        return Q(user__isnull=True) | Q(user__email="")
    return Q(pk__in=[])


def circle_keys(actor: Actor, on: date) -> list[int]:
    """Keys of the people of the agency who rate each other in a circle; one query. Raises Forbidden."""
    require(actor, Verb.VIEW_QUALITY)
    return [key for circle in circles_in(own_agency(actor), on) for key in circle]


def not_gone(on: date) -> Q:
    """The filter for people who have neither retired nor moved out."""
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=GONE)
    return ~Q(pk__in=gone.values("employee_id"))


def serving(agency_id: int, on: date) -> QuerySet[Employee]:
    """The people of an agency who have neither retired nor moved out."""
    return Employee.objects.filter(not_gone(on), agency_id=agency_id)


def with_problem(people: QuerySet[Employee], problem: str, on: date) -> QuerySet[Employee]:
    """The serving people of a queryset about whom this question is open."""
    return people.filter(not_gone(on), problem_filter(problem, on))


def problem_counts(people: QuerySet[Employee], on: date) -> dict[str, int]:
    """Problem -> number of serving people, for all problems; one query."""
    counts = {problem: Count("pk", filter=problem_filter(problem, on)) for problem in Problem.values}
    return people.filter(not_gone(on)).aggregate(**counts)

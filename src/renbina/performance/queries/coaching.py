"""Coaching: who needs a plan, how far the plans are, and one plan with its words for the two people it joins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from binacore.rules import RulesAt
from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency, visible_employees
from renbina.organisation.models import Employee
from renbina.performance.access import COACHING, joined_plans, rated_people, require, require_rater
from renbina.performance.models import CheckIn, CoachingPlan, PeriodRating
from renbina.performance.queries.places import placed
from renbina.planning.models import Assignment, Plan
from renbina.records.models import PerformanceResult
from renbina.rulebook.queries import rules_on

STATES = ("overdue", "to_end", "missing", "running", "ended")  # in the order in which they want attention


@dataclass(frozen=True, slots=True)
class DueResult:
    """The result that a coaching plan answers."""

    year: int
    predicate: str


@dataclass(frozen=True, slots=True)
class CoachingRow:
    """Somebody below expectation last year, and the days of their plan; never its words."""

    employee: str  # public id
    name: str
    unit: str
    superior: str  # name; empty: nobody rates this person
    predicate: str
    state: str  # one of STATES
    plan: str  # public id; empty: none yet
    starts_on: date | None
    ends_on: date | None
    next_due: date | None
    held: int
    planned: int
    ended_on: date | None
    outcome: str
    next_step: str
    days_late: int


@dataclass(frozen=True, slots=True)
class CoachingCounts:
    """Of those who must have a plan: how many have one, and what waits."""

    year: int
    must: int
    filled: int
    overdue: int
    to_end: int
    ended: int

    @property
    def missing(self) -> int:
        return self.must - self.filled


@dataclass(frozen=True, slots=True)
class CoachingPage:
    """A plan with its words."""

    plan: CoachingPlan
    check_ins: tuple[CheckIn, ...]
    next_one: CheckIn | None  # the first that was not held
    is_own: bool
    leads: bool


def due_result(employee: Employee, on: date, rules: RulesAt) -> DueResult | None:
    """The result below expectation that a plan of today would answer: last year's, else one of this year."""
    below = rules.items("performance.coaching_for")
    yearly = PerformanceResult.objects.filter(employee=employee, year=on.year - 1, predicate__in=below)
    found = yearly.values_list("predicate", flat=True).first()
    if found:
        return DueResult(on.year - 1, found)
    recent = PeriodRating.objects.filter(employee=employee, period__year=on.year, predicate__in=below)
    newest = recent.order_by("-period__quarter").values_list("predicate", flat=True).first()
    return DueResult(on.year, newest) if newest else None


def coaching_rows(actor: Actor, on: date) -> list[CoachingRow]:
    """Everybody below expectation last year in the actor's view, what is overdue first; three queries."""
    require(actor, COACHING)
    return _rows(visible_employees(actor, on), on, rules_on(own_agency(actor), on))


def team_coaching(actor: Actor, on: date, rules: RulesAt) -> list[CoachingRow]:
    """The same of the people whom the actor rates; two queries."""
    return _rows(rated_people(actor, on), on, rules)


def coaching_counts(rows: Iterable[CoachingRow], on: date) -> CoachingCounts:
    states = [row.state for row in rows]
    return CoachingCounts(
        year=on.year - 1,
        must=len(states),
        filled=len(states) - states.count("missing"),
        overdue=states.count("overdue"),
        to_end=states.count("to_end"),
        ended=states.count("ended"),
    )


def _rows(people: QuerySet[Employee], on: date, rules: RulesAt) -> list[CoachingRow]:
    below = PerformanceResult.objects.filter(
        year=on.year - 1, predicate__in=rules.items("performance.coaching_for"), employee=OuterRef("pk")
    )
    wanted = placed(people, on).annotate(below=Subquery(below.values("predicate")[:1])).filter(below__isnull=False)
    found = list(wanted.order_by("name", "pk"))
    plans = _plans_of([person.pk for person in found], on.year - 1)
    rows = [_row(person, plans.get(person.pk), on) for person in found]
    return sorted(rows, key=lambda row: (STATES.index(row.state), -row.days_late, row.name))


def _plans_of(people: list[int], year: int) -> dict[int, Any]:
    plans = CoachingPlan.objects.filter(employee_id__in=people, year=year).annotate(
        planned=Count("check_ins"),
        held=Count("check_ins", filter=Q(check_ins__held_on__isnull=False)),
        next_due=_next_due(),
    )
    return {plan.employee_id: plan for plan in plans.order_by("starts_on", "pk")}


def _next_due() -> Subquery:
    open_ones = CheckIn.objects.filter(plan=OuterRef("pk"), held_on__isnull=True).order_by("due_on")
    return Subquery(open_ones.values("due_on")[:1])


def _row(person: Any, plan: Any, on: date) -> CoachingRow:
    state, late = _state(plan, on)
    return CoachingRow(
        employee=person.public_id,
        name=person.full_name,
        unit=person.unit_name or "",
        superior=person.rater_name or "",
        predicate=person.below,
        state=state,
        plan=plan.public_id if plan else "",
        starts_on=plan.starts_on if plan else None,
        ends_on=plan.ends_on if plan else None,
        next_due=plan.next_due if plan and plan.ended_on is None else None,
        held=plan.held if plan else 0,
        planned=plan.planned if plan else 0,
        ended_on=plan.ended_on if plan else None,
        outcome=plan.outcome if plan else "",
        next_step=plan.next_step if plan else "",
        days_late=late,
    )


def _state(plan: Any, on: date) -> tuple[str, int]:
    """Where a plan stands, and by how many days it is late."""
    if plan is None:
        return "missing", 0
    if plan.ended_on is not None:
        return "ended", 0
    if plan.next_due is not None and plan.next_due < on:
        return "overdue", (on - plan.next_due).days
    if plan.ends_on <= on:
        return "to_end", (on - plan.ends_on).days
    return "running", 0


def coaching_page(actor: Actor, public_id: str, on: date) -> CoachingPage:
    """For the person and their superior. Raises NotFound for everybody else: not even that there is a plan."""
    found = joined_plans(actor, on).filter(public_id=public_id)
    plan = found.select_related("employee", "written_by", "programme").first()
    if plan is None:
        raise NotFound
    check_ins = tuple(plan.check_ins.order_by("due_on", "pk"))
    is_own = plan.employee_id == actor.employee_id
    open_ones = (each for each in check_ins if each.held_on is None)
    return CoachingPage(plan, check_ins, next(open_ones, None), is_own, not is_own)


def check_in_for(actor: Actor, plan_id: str, check_in_id: str, on: date) -> CheckIn:
    """Raises NotFound for everybody but the two."""
    plans = joined_plans(actor, on).filter(public_id=plan_id)
    found = CheckIn.objects.filter(public_id=check_in_id, plan__in=plans).select_related("plan__employee").first()
    if found is None:
        raise NotFound
    return found


def person_to_coach(actor: Actor, public_id: str, on: date) -> tuple[Employee, DueResult | None, CoachingPlan | None]:
    """A person whom the actor rates, the result a plan would answer, and a plan that runs already."""
    person = placed(rated_people(actor, on), on).filter(public_id=public_id).first()
    if person is None:
        raise NotFound
    require_rater(actor, person, on)
    running = CoachingPlan.objects.filter(employee=person, ended_on=None).first()
    return person, due_result(person, on, rules_on(person.agency_id, on)), running


def programmes_for(person: Employee) -> tuple[list[Programme], list[Programme]]:
    """(those in which the person has a seat in a plan, all others) of the agency; two queries."""
    runs = Plan.objects.filter(agency_id=person.agency_id, current_run__isnull=False).values(
        in_force=Coalesce("approved_run", "current_run")
    )
    seats = set(Assignment.objects.filter(employee=person, run__in=runs).values_list("offer__programme_id", flat=True))
    rows = list(Programme.objects.filter(agency_id=person.agency_id).order_by("name", "pk"))
    return [row for row in rows if row.pk in seats], [row for row in rows if row.pk not in seats]


def own_coaching(actor: Actor) -> CoachingPlan | None:
    """The actor's running plan with `next_due`; one query, None where there is none."""
    if actor.employee_id is None:
        return None
    plans = CoachingPlan.objects.filter(employee_id=actor.employee_id, ended_on=None)
    return plans.annotate(next_due=_next_due()).first()


def running_plan() -> Subquery:
    """Public id of a person's running plan, to annotate employees with (None: no plan)."""
    plans = CoachingPlan.objects.filter(employee=OuterRef("pk"), ended_on=None)
    return Subquery(plans.values("public_id")[:1])


def next_talk() -> Subquery:
    """The day on which a person's next coaching talk is due, to annotate employees with."""
    talks = CheckIn.objects.filter(plan__employee=OuterRef("pk"), plan__ended_on__isnull=True, held_on__isnull=True)
    return Subquery(talks.order_by("due_on").values("due_on")[:1])


def ended_coaching(actor: Actor) -> list[CoachingPlan]:
    """The actor's own plans that have ended, newest first; one query. Raises NotFound without an employee."""
    if actor.employee_id is None:
        raise NotFound
    rows = CoachingPlan.objects.filter(employee_id=actor.employee_id, ended_on__isnull=False)
    return list(rows.order_by("-ended_on", "-pk"))

"""The list of employees and the page of one."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from binacore.siasn import GRADES_PNS, GRADES_PPPK
from renbina.competency.queries import AssessmentLine, assessments_of_person, gap_count
from renbina.dashboards.enums import DataProblem, HoursReached
from renbina.dashboards.queries.plans import (
    LevelLine,
    PlanNow,
    Seat,
    levels_of,
    plan_now,
    planned_hours,
    seats_of,
)
from renbina.dashboards.queries.quality import circle_keys, with_problem
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import (
    AGENCY_READERS,
    Verb,
    employees_in_care,
    own_agency,
    require,
    sees_agency,
    visible_employees,
    visible_units,
)
from renbina.organisation.enums import PlacementKind, Relation, Status
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Position
from renbina.organisation.queries import (
    PlacementLine,
    day_for,
    placement_history,
    status_on,
    superior_name,
)
from renbina.records.queries import (
    LearningYear,
    PerformanceLine,
    hours_in_year,
    learning_history,
    people_at_hours,
    performance_results,
)
from renbina.rulebook.queries import rules_on

SOMETHING: Final = 0.01  # counted hours that are not none
GRADES: Final = (*GRADES_PNS, *GRADES_PPPK)  # to choose from, without reading what everybody has


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What the list is narrowed to; empty fields narrow nothing."""

    unit: str = ""  # public_id of a unit, with everything below
    employment: str = ""
    problem: str = ""
    status: str = ""
    kind: str = ""  # of the position
    family: str = ""
    grade: str = ""
    hours: str = ""  # HoursReached, of the year of the day
    on: date | None = None  # the day whose state is shown; None: today


@dataclass(frozen=True, slots=True)
class EmployeeList:
    """Rows carry position_title, unit_name, status_now, gaps, hours and planned beside the person."""

    rows: QuerySet[Employee]
    everybody: QuerySet[Employee]  # of the agency, with the same columns: to read rows by keys that are known
    on: date
    year: int
    plan: PlanNow | None
    units: tuple[tuple[str, str], ...]  # (public_id, name) to choose from
    shows_nip: bool
    today: date
    families: tuple[str, ...]
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmployeeDetail:
    """Everything about one person that the actor may see. `nip` is empty for those who need not know it."""

    public_id: str
    full_name: str
    nip: str
    employment: str
    status: str
    status_label: str
    grade: str
    education: str
    retire_on: date | None
    contract_end: date | None
    on: date
    placements: tuple[PlacementLine, ...]
    rater: str  # names; empty: nobody
    team_lead: str
    levels: tuple[LevelLine, ...]
    assessments: tuple[AssessmentLine, ...]
    learning: tuple[LearningYear, ...]
    performance: tuple[PerformanceLine, ...]
    plan: PlanNow | None
    seats: tuple[Seat, ...]

    @property
    def post(self) -> PlacementLine | None:
        """What the person holds on the day; a definitive post before an acting one."""
        held = [p for p in self.placements if p.since <= self.on and (p.until is None or self.on < p.until)]
        return min(held, key=lambda post: post.is_acting, default=None)

    @property
    def planned(self) -> float:
        return sum(seat.hours for seat in self.seats)

    @property
    def hours_now(self) -> float:
        return next((year.counted for year in self.learning if year.year == self.on.year), 0.0)

    @property
    def gaps(self) -> int:
        return sum(1 for line in self.levels if line.held is not None and line.held < line.required)


def may_see_nip(actor: Actor, employee_id: int | None = None) -> bool:
    """Agency readers, and everybody for themselves."""
    return actor.has(*AGENCY_READERS) or (employee_id is not None and actor.employee_id == employee_id)


def employee_list(actor: Actor, wanted: PeopleFilter) -> EmployeeList:
    """The people the actor looks after, ready to be sorted and paged. Raises Forbidden for plain employees."""
    require(actor, Verb.VIEW_EMPLOYEES)
    today = day_for(actor)
    on = wanted.on or today
    plan = plan_now(own_agency(actor))
    everybody = _with_columns(own_agency(actor), on, plan)
    # Whom one looks after is decided by today, also where the state of another day is shown.
    people = narrowed(actor, employees_in_care(actor, today, everybody), wanted, on)
    choices = Position.objects.filter(agency_id=own_agency(actor)).exclude(family="").order_by("family")
    shown = Q(depth=1) | Q(public_id=wanted.unit)  # the parts of a unit are reached from its page
    units = visible_units(actor).filter(shown if sees_agency(actor) else Q()).values_list("public_id", "short_name")
    return EmployeeList(
        rows=people,
        everybody=everybody,
        on=on,
        year=on.year,
        plan=plan,
        units=tuple(units),
        shows_nip=may_see_nip(actor),
        today=today,
        families=tuple(choices.values_list("family", flat=True).distinct()),
        grades=GRADES,
    )


def narrowed(actor: Actor, people: QuerySet[Employee], wanted: PeopleFilter, on: date) -> QuerySet[Employee]:
    if wanted.unit:
        below = visible_units(actor).filter(public_id=wanted.unit).values("path")[:1]
        people = people.filter(pk__in=_placed(on).filter(unit__path__startswith=Subquery(below)))
    if wanted.kind:
        people = people.filter(pk__in=_placed(on).filter(position__kind=wanted.kind))
    if wanted.family:
        people = people.filter(pk__in=_placed(on).filter(position__family=wanted.family))
    if wanted.grade:
        people = people.filter(grade=wanted.grade)
    if wanted.status:
        stated = EmploymentStatus.objects.filter(holds_on(on), status=wanted.status).order_by()
        people = people.filter(pk__in=stated.values("employee_id"))
    if wanted.hours:
        people = people.filter(_with_hours(actor, wanted.hours, on))
    if wanted.employment:
        people = people.filter(employment=wanted.employment)
    if wanted.problem == DataProblem.CIRCLE:
        people = people.filter(pk__in=circle_keys(actor, on))
    elif wanted.problem:
        people = with_problem(people, wanted.problem, on)
    return people


def _placed(on: date) -> QuerySet[Any, Any]:
    """Keys of who holds a definitive post on a day, to be narrowed: read once, not once a person."""
    posts = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE)
    return posts.order_by().values("employee_id")


def _with_hours(actor: Actor, reached: str, on: date) -> Q:
    """Who has reached the yearly minimum of the agency's rules, has something, or nothing."""
    least = rules_on(own_agency(actor), on).integer("learning.pns_minimum_hours")
    if reached == HoursReached.REACHED:
        return Q(pk__in=people_at_hours(on.year, least))
    if reached == HoursReached.NONE:
        return ~Q(pk__in=people_at_hours(on.year, SOMETHING))
    return Q(pk__in=people_at_hours(on.year, SOMETHING, least))


def _with_columns(agency_id: int, on: date, plan: PlanNow | None) -> QuerySet[Employee]:
    """Everybody of an agency with what a line of the list says of them on a day."""
    return _columns(on, plan.run_id if plan else None).filter(agency_id=agency_id)


@lru_cache(maxsize=16)  # a query that is not asked yet: composing it takes longer than asking it for one page
def _columns(on: date, run_id: int | None) -> QuerySet[Employee]:
    post = Placement.objects.filter(holds_on(on), employee=OuterRef("pk"), kind=PlacementKind.DEFINITIVE).order_by(
        "-valid_from"
    )
    return Employee.objects.annotate(
        position_title=Subquery(post.values("position__title")[:1]),
        unit_name=Subquery(post.values("unit__short_name")[:1]),
        status_now=status_on(on),
        gap_count=gap_count(),
        hours=hours_in_year(on.year),
        planned=planned_hours(run_id),
    )


def employee_detail(actor: Actor, public_id: str) -> EmployeeDetail:
    """One visible person. Raises NotFound for everybody out of sight."""
    on = day_for(actor)
    employee = (
        visible_employees(actor, on)
        .filter(public_id=public_id)
        .annotate(
            status_now=status_on(on),
            rater=superior_name(Relation.RATER, on),
            team_lead=superior_name(Relation.TEAM_LEAD, on),
        )
        .first()
    )
    if employee is None:
        raise NotFound
    plan = plan_now(employee.agency_id)
    levels = levels_of(actor, employee.pk, plan.run_id if plan else None, on=on)
    status = employee.status_now
    return EmployeeDetail(
        public_id=employee.public_id,
        full_name=employee.full_name,
        nip=employee.nip if may_see_nip(actor, employee.pk) else "",
        employment=employee.get_employment_display(),
        status=status or "",
        status_label=str(Status(status).label) if status else "",
        grade=employee.grade,
        education=employee.education_name or employee.education,
        retire_on=employee.retire_on,
        contract_end=employee.contract_end,
        on=on,
        placements=placement_history(employee),
        rater=employee.rater or "",
        team_lead=employee.team_lead or "",
        levels=levels,
        assessments=assessments_of_person(actor, employee.pk, on=on),
        learning=learning_history(actor, employee.pk, on=on),
        performance=performance_results(actor, employee.pk, on=on),
        plan=plan,
        seats=seats_of(actor, employee.pk, plan, levels, on=on),
    )

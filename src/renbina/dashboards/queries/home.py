"""What waits for whom, and what happens if nothing is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import SimpleLazyObject

from renbina.dashboards.access import DECIDE, FOLLOW_UP, FOLLOW_UP_AGENCY, can
from renbina.dashboards.queries.pictures import pictures
from renbina.dashboards.queries.plans import PlanNow, plan_now
from renbina.dashboards.queries.quality import problem_counts
from renbina.delivery.queries import ClassWaits, class_waits_and
from renbina.evaluation.queries.follow_ups import overdue_follow_ups
from renbina.evaluation.queries.reports import reports_to_confirm
from renbina.foundation.actor import Actor, Role
from renbina.foundation.models import ImportBatch, ImportRow
from renbina.needs.models import Nomination
from renbina.needs.queries.cycles import StageLine, stages_waiting
from renbina.organisation import access as organisation
from renbina.organisation.access import (
    AGENCY_READERS,
    MANAGERS,
    employees_in_care,
    own_agency,
    sees_agency,
    visible_units,
)
from renbina.organisation.models import Employee
from renbina.organisation.queries import agency_name, day_for, rating_circles
from renbina.organisation.queries.roles import leaving
from renbina.performance.queries import Waiting as PerformanceWaiting
from renbina.performance.queries import waiting as performance_waiting
from renbina.planning import access as planning
from renbina.planning.enums import PlanStatus
from renbina.planning.models import Assignment
from renbina.rulebook.queries import rulebook_for
from renbina.voice.queries import VoiceWaits, voice_waits


@dataclass(frozen=True, slots=True)
class HeldRows:
    """Rows of the newest unfinished import that cannot be taken over as they are."""

    batch_public_id: str
    file_name: str
    rows: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """Counts behind the sentences of the home page. What the actor has no part in is None or empty."""

    agency_name: str
    on: date
    scope: str  # agency | unit | people
    people: int
    unit_public_id: str
    unit_name: str
    problems: dict[str, int]
    circles: int
    circle_people: tuple[tuple[str, str], ...]  # (name, public_id) of one person of each circle
    held: HeldRows | None
    mandatory: int
    mandatory_seated: int
    plan: PlanNow | None
    data_changed_at: datetime | None
    may_change: bool  # have the plan computed and the data imported
    may_follow_up: bool  # answer the open questions about the people, not only read them
    decides: bool
    plan_step: str = ""  # what the plan waits for from this actor: propose | endorse | set
    classes: ClassWaits = field(default_factory=ClassWaits)
    reports_waiting: int = 0  # work-change reports of the actor's people that wait for an answer
    follow_ups_overdue: int = 0  # of findings, past their day; of the actor's units, or of the whole agency
    voice: VoiceWaits = field(default_factory=VoiceWaits)
    performance: PerformanceWaiting = field(default_factory=PerformanceWaiting)
    stages: tuple[tuple[int, StageLine], ...] = ()  # of needs analyses, by plan year: those that are with the actor
    leavers: int = 0  # gone, or going within a month, with roles or people still in their hands

    @property
    def plan_is_stale(self) -> bool:
        """The data changed after the plan was computed from them."""
        if self.plan is None or self.plan.requested_at is None or self.data_changed_at is None:
            return False
        return self.data_changed_at > self.plan.requested_at


def landing(actor: Actor) -> str:
    """Where a person begins: "home" where something waits, "roles" for who only gives those, "me" for employees,
    "none" for everybody else.

    "none" has two reasons: no role in an agency, or one whose pages are not built yet (`roles_held` tells).
    """
    if actor.agency_id is None:
        return "none"
    if actor.has(*AGENCY_READERS, Role.UNIT_OPERATOR, Role.SUPERIOR):
        return "home"
    if actor.has(Role.ADMINISTRATOR):
        return "roles"
    return "me" if actor.employee_id is not None else "none"


def roles_held(actor: Actor) -> tuple[Role, ...]:
    """What was given to the login in its agency, in the order of the roles."""
    return tuple(role for role in Role if actor.agency_id is not None and actor.has(role))


def home_page(actor: Actor, at: datetime) -> HomePage:
    """What waits for the actor: of the agency, of the unit, or of the people they lead."""
    agency_id = own_agency(actor)
    on = day_for(actor)
    whole = sees_agency(actor)
    unit = None if whole else visible_units(actor).first()
    people = employees_in_care(actor, on)
    plan = plan_now(agency_id)
    manager = actor.has(*MANAGERS)
    book: Any = SimpleLazyObject(lambda: rulebook_for(agency_id))  # read once, and only if something here needs it
    performance, told = performance_waiting(actor, on, people, book, changed_at=Max(_changed_at(agency_id)))
    drawn = pictures(agency_id, on, plan).filter(unit=None).values_list("detail", flat=True).first() if whole else None
    circles = _circles(actor, on, drawn) if manager else []
    follows = can(actor, FOLLOW_UP_AGENCY if whole else FOLLOW_UP)
    may_view = follows or organisation.can(actor, organisation.Verb.VIEW_QUALITY)
    may_plan = planning.can(actor, planning.RUN)
    mandatory, seated = _mandatory(agency_id, plan) if may_plan else (0, 0)
    classes, counted = class_waits_and(
        actor, on, at,
        {
            "reports": reports_to_confirm(actor, on), "follow_ups": overdue_follow_ups(actor, on),
            "leavers": leaving(actor, on),
        },
        run_id=plan.in_force_id if plan else None, year=plan.year if plan else 0,
    )  # fmt: skip
    return HomePage(
        agency_name=agency_name(actor),
        on=on,
        scope="agency" if whole else "unit" if unit is not None else "people",
        people=performance.people,
        unit_public_id=unit.public_id if unit else "",
        unit_name=unit.short_name if unit else "",
        problems=_problems(people, on, drawn) if may_view else {},
        circles=len(circles),
        circle_people=_first_names(circles),
        held=_held(agency_id) if manager else None,
        mandatory=mandatory,
        mandatory_seated=seated,
        plan=plan,
        data_changed_at=told["changed_at"] if manager else None,
        may_change=manager,
        may_follow_up=follows,
        decides=can(actor, DECIDE),
        plan_step=_plan_step(actor, plan),
        classes=classes,
        reports_waiting=counted["reports"],
        follow_ups_overdue=counted["follow_ups"],
        voice=voice_waits(actor, on),
        performance=performance,
        stages=tuple(stages_waiting(actor, on, book)),
        leavers=counted["leavers"],
    )


_STEPS = {
    PlanStatus.DRAFT: ("propose", planning.PROPOSE),
    PlanStatus.PROPOSED: ("endorse", planning.ENDORSE),
    PlanStatus.ENDORSED: ("set", planning.SET),
}


def _plan_step(actor: Actor, plan: PlanNow | None) -> str:
    """What the newest version waits for, where this actor's office is to give it."""
    if plan is None or not plan.is_computed or plan.state not in _STEPS:
        return ""
    step, right = _STEPS[PlanStatus(plan.state)]
    return step if planning.can(actor, right) else ""


def _problems(people: QuerySet[Employee], on: date, drawn: Mapping[str, Any] | None) -> dict[str, int]:
    found: dict[str, int] = drawn["problems"] if drawn is not None else problem_counts(people, on)
    return found


def _circles(actor: Actor, on: date, drawn: Mapping[str, Any] | None) -> list[list[int]]:
    """Keys of the people who rate each other in a circle."""
    if drawn is not None:
        found: list[list[int]] = drawn["circles"]
        return found
    return [[person.pk for person in circle] for circle in rating_circles(actor, on)]


def _first_names(circles: list[list[int]]) -> tuple[tuple[str, str], ...]:
    """Name and public_id of one person of each circle; no query without a circle."""
    people = Employee.objects.in_bulk([circle[0] for circle in circles]) if circles else {}
    return tuple((people[circle[0]].full_name, people[circle[0]].public_id) for circle in circles)


def _mandatory(agency_id: int, plan: PlanNow | None) -> tuple[int, int]:
    """Mandatory places of the plan's year, and how many of them the plan holds; one query."""
    if plan is None:
        return 0, 0
    seat = Assignment.objects.filter(
        run_id=plan.run_id or 0, employee=OuterRef("employee"), offer__programme=OuterRef("programme")
    )
    owed = Nomination.objects.filter(employee__agency_id=agency_id, year=plan.year, mandatory=True)
    found = owed.aggregate(owed=Count("pk"), held=Count("pk", filter=Q(Exists(seat))))
    return found["owed"], found["held"]


def _held(agency_id: int) -> HeldRows | None:
    batch = (
        ImportBatch.objects.filter(agency_id=agency_id, state=ImportBatch.State.STAGED)
        .annotate(held=Count("rows", filter=Q(rows__verdict=ImportRow.Verdict.HELD)))
        .order_by("-uploaded_at", "-pk")
        .values_list("public_id", "file_name", "held")
        .first()
    )
    return HeldRows(*batch) if batch is not None and batch[2] else None


def _changed_at(agency_id: int) -> Subquery:
    """When a file was last taken over."""
    applied = ImportBatch.objects.filter(agency_id=agency_id, state=ImportBatch.State.APPLIED)
    return Subquery(applied.order_by("-applied_at").values("applied_at")[:1])

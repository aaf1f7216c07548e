"""An employee's own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from binacore.reasons import ReasonCode
from renbina.community.queries import hidden_notes
from renbina.dashboards.queries.plans import (
    LevelLine,
    NotPlaced,
    PlanNow,
    Seat,
    levels_of,
    not_placed,
    plan_now,
    seats_of,
)
from renbina.delivery.actions import BEFORE
from renbina.delivery.queries import open_invitations, teaching_now
from renbina.evaluation.queries.reports import open_reports, report_due
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries import sources_speaking
from renbina.organisation.access import own_agency
from renbina.organisation.enums import Employment
from renbina.organisation.models import Employee, Placement
from renbina.organisation.queries import day_for
from renbina.performance.queries import next_talk, running_plan
from renbina.records.queries import LearningYear, PerformanceLine, learning_history, performance_results
from renbina.rulebook.queries import rulebook_for
from renbina.surveys.queries import questionnaires_waiting

CIVIL_SERVANTS = (Employment.PNS, Employment.CPNS)


@dataclass(frozen=True, slots=True)
class HoursRule:
    """What the rules ask of the person in a year, in JP: a minimum for PNS, a limit for PPPK; None: no such rule."""

    minimum: int | None
    limit: int | None
    citation: str


@dataclass(frozen=True, slots=True)
class MyPage:
    """What Pembinaan saya shows."""

    name: str
    position: str
    unit: str
    invitations: int  # to classes, not answered yet
    teaches: str  # public id of the session that the person gives at this moment
    hidden_notes: int  # own notes that were hidden
    questionnaires: int  # that wait for an answer
    reports: int  # work-change reports that wait for the person
    report_due: date | None  # of the first of them
    on: date
    rule: HoursRule
    this_year: LearningYear
    past: tuple[LearningYear, ...]
    plan: PlanNow | None
    seats: tuple[Seat, ...]
    levels: tuple[LevelLine, ...]
    performance: tuple[PerformanceLine, ...]
    not_placed: tuple[NotPlaced, ...]
    speaking: Mapping[int, tuple[EvidenceSource, ...]]  # by competency: what says that it is lacking
    coaching: str  # public id of a coaching plan of one's own that runs; empty: none
    next_talk: date | None  # of that plan

    @property
    def planned(self) -> float:
        return sum(seat.hours for seat in self.seats)

    @property
    def met_by_study(self) -> bool:
        return any(line.counted_note == ReasonCode.HOURS_FULFILLED_BY_STUDY for line in self.this_year.lines)

    @property
    def below(self) -> int:
        """Competencies known to be below the standard."""
        return sum(1 for line in self.levels if line.held is not None and line.held < line.required)


def my_page(actor: Actor, at: datetime) -> MyPage:
    """The actor's own page. Raises NotFound for a login that is no employee's."""
    if actor.employee_id is None:
        raise NotFound
    on = day_for(actor)
    held = Placement.objects.filter(holds_on(on), employee=OuterRef("pk"))
    held = held.order_by("-kind", "-valid_from")  # "definitive" comes before "acting" this way
    employee = (
        Employee.objects.filter(pk=actor.employee_id, agency_id=own_agency(actor))
        .annotate(
            position_title=Subquery(held.values("position__title")[:1]),
            unit_name=Subquery(held.values("unit__short_name")[:1]),
            unit_path=Subquery(held.values("unit__path")[:1]),
            invited=open_invitations(at),
            teaches=teaching_now(at, at + BEFORE),
            hidden_notes=hidden_notes(),
            questionnaires=questionnaires_waiting(actor.employee_id, on),
            open_reports=open_reports(),
            report_due=report_due(),
            coaching=running_plan(),
            next_talk=next_talk(),
        )
        .first()
    )
    if employee is None:
        raise NotFound
    plan = plan_now(employee.agency_id)
    run_id = plan.run_id if plan else None
    levels = levels_of(actor, employee.pk, run_id, on=on)
    history = learning_history(actor, employee.pk, on=on)
    return MyPage(
        name=employee.full_name,
        position=employee.position_title or "",
        unit=employee.unit_name or "",
        invitations=employee.invited or 0,
        teaches=employee.teaches or "",
        hidden_notes=employee.hidden_notes or 0,
        questionnaires=employee.questionnaires,
        reports=employee.open_reports or 0,
        report_due=employee.report_due,
        on=on,
        rule=_rule(employee, on),
        this_year=next((year for year in history if year.year == on.year), LearningYear(on.year, 0, ())),
        past=tuple(year for year in history if year.year < on.year),
        plan=plan,
        seats=seats_of(actor, employee.pk, plan, levels, on=on),
        levels=levels,
        performance=performance_results(actor, employee.pk, on=on),
        not_placed=not_placed(actor, employee.pk, run_id, on=on),
        speaking=sources_speaking(employee.agency_id, employee.unit_path or ""),
        coaching=employee.coaching or "",
        next_talk=employee.next_talk,
    )


def _rule(employee: Employee, on: date) -> HoursRule:
    rules = rulebook_for(employee.agency_id).at(on)
    if employee.employment in CIVIL_SERVANTS:
        found = rules.value("learning.pns_minimum_hours")
        return HoursRule(int(found.value), None, found.citation_in(get_language()))
    target, limit = rules.value("learning.pppk_target_hours"), rules.value("learning.pppk_maximum_hours")
    return HoursRule(int(target.value) or None, int(limit.value), limit.citation_in(get_language()))

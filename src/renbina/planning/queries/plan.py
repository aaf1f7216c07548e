"""The plan page, and one programme in a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from renbina.catalogue.models import Offer, Programme
from renbina.catalogue.queries import seat_cost
from renbina.competency.models import Gap
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.foundation.models import Job
from renbina.organisation.models import Agency, Employee
from renbina.planning.access import VIEW, require
from renbina.planning.enums import RunFailure, RunStatus
from renbina.planning.models import Assignment, CandidateReason, OpenedOffer, Plan, Run
from renbina.planning.queries.lines import PlanLine, RowLine, plan_lines, row_lines
from renbina.planning.queries.people import seat_rows


@dataclass(frozen=True, slots=True)
class Going:
    """A computation on its way, which also waits for another attempt, or the last one when it failed for good."""

    job: Job | None  # None when it is gone, and with it the computation
    failed: bool
    failure: str  # a code of RunFailure; empty while it is on its way


@dataclass(frozen=True, slots=True)
class Inputs:
    """How much a plan rests on."""

    people: int
    gaps: int
    programmes: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    plan: Plan
    agency: Agency
    run: Run | None
    going: Going | None
    rows: tuple[RowLine, ...]
    versions: tuple[PlanLine, ...]
    past: tuple[PlanLine, ...]
    inputs: Inputs

    @property
    def figures(self) -> Mapping[str, Any]:
        """Figures of the current run as `planning.store.figures` names them; empty without a run."""
        return self.run.figures if self.run else {}


LOT = 100_000_000  # rupiah: by so much money programmes are compared


@dataclass(frozen=True, slots=True)
class Worth:
    """What money brings in one programme and in the plan as a whole. None where a plan holds nothing to compare with.

    Seats and hours in whole rupiah, a seat in a full class; levels of the gap that LOT rupiah close in the plan.
    """

    seat: int
    hour: int | None
    plan_seat: int | None
    plan_hour: int | None
    plan_levels: float | None


@dataclass(frozen=True, slots=True)
class ProgrammeInPlan:
    """One programme in a plan: who attends, when, at what cost, and why others do not.

    raises: competencies of the catalogue; offered: whether it is among the programmes that the plan weighs.
    """

    plan: Plan
    run: Run
    programme: Programme
    months: tuple[tuple[int | None, int, int, int], ...]  # month, batches, people, rupiah
    people: int
    cost: int
    seats: QuerySet[Assignment, dict[str, Any]]  # as `seat_rows` gives them
    refused: tuple[tuple[str, int], ...]  # code, people
    example: Mapping[str, Mapping[str, Any]]  # code -> numbers of one of them
    raises: int
    offered: bool
    worth: Worth


def plan_page(actor: Actor, plan: Plan) -> PlanPage:
    """Everything the plan page shows, without people's names. At most seven queries. Raises NotFound, Forbidden."""
    require(actor, VIEW, plan)
    lines = plan_lines(actor)
    run = plan.current_run
    return PlanPage(
        plan=plan,
        agency=plan.agency,
        run=run,
        going=_going(plan),
        rows=tuple(row_lines(plan)),
        versions=tuple(line for line in lines if line.year == plan.year),
        past=tuple(line for line in lines if line.year < plan.year),
        inputs=_inputs(plan),
    )


def programme_in_plan(actor: Actor, plan: Plan, programme_id: str, on: date) -> ProgrammeInPlan:
    """A programme of the current run. NotFound when there is no run, or the programme is not the agency's."""
    require(actor, VIEW, plan)
    offered = Offer.objects.filter(programme=OuterRef("pk"), year=plan.year)
    rows = Programme.objects.filter(agency_id=plan.agency_id, public_id=programme_id)
    programme = rows.annotate(raises=Count("effects"), offered=Exists(offered)).first()
    if programme is None or plan.current_run is None:
        raise NotFound
    opened = OpenedOffer.objects.filter(run=plan.current_run).order_by("offer__month", "pk")
    every = list(opened.values_list(*_OPENED))
    offers = [row for row in every if row[0] == programme.pk]
    months = tuple((month, batches, people, cost) for _, _, month, batches, people, cost, _ in offers)
    reasons = CandidateReason.objects.filter(run=plan.current_run, programme=programme).exclude(code="chosen")
    refused = list(reasons.order_by().values_list("code").annotate(people=Count("pk"), first=Min("pk")))
    told = CandidateReason.objects.filter(pk__in=[first for _, _, first in refused])
    people = sum(month[2] for month in months)
    return ProgrammeInPlan(
        plan=plan,
        run=plan.current_run,
        programme=programme,
        months=months,
        people=people,
        cost=sum(month[3] for month in months),
        seats=seat_rows(actor, plan, on, [offer for _, offer, *_ in offers]),
        refused=tuple(sorted(((code, n) for code, n, _ in refused), key=lambda pair: (-pair[1], pair[0]))),
        example=dict(told.order_by("pk").values_list("code", "numbers")),
        raises=programme.raises,
        offered=programme.offered,
        worth=_worth(programme, plan.current_run, every),
    )


_OPENED: Final = (
    "offer__programme_id",
    "offer_id",
    "offer__month",
    "batches",
    "people",
    "cost",
    "offer__programme__hours",
)


def _worth(programme: Programme, run: Run, opened: Sequence[tuple[Any, ...]]) -> Worth:
    """`opened`: rows of `_OPENED`, of the whole plan."""
    seat = seat_cost(programme)
    people = sum(row[4] for row in opened)
    money = sum(row[5] for row in opened)
    hours = sum(row[4] * row[6] for row in opened)
    levels = run.figures.get("steps_closed")
    return Worth(
        seat=seat,
        hour=round(seat / programme.hours) if programme.hours else None,
        plan_seat=money // people if people else None,
        plan_hour=round(money / hours) if hours else None,
        plan_levels=levels * LOT / money if money and levels is not None else None,
    )


def _going(plan: Plan) -> Going | None:
    """The last run of the plan, when it is on its way or brought nothing and nothing newer did."""
    run = Run.objects.filter(plan=plan).order_by("-pk").only("status", "job_public_id", "failure").first()
    if run is None or run.status in (RunStatus.DONE, RunStatus.CANCELLED):
        return None
    job = Job.objects.filter(public_id=run.job_public_id).first()
    if job is not None and job.state == Job.State.CANCELLED:
        return None
    failed = job is None or job.state == Job.State.FAILED
    return Going(job, failed, (run.failure or RunFailure.INTERRUPTED) if failed else "")


def _inputs(plan: Plan) -> Inputs:
    """From the run where there is one, so that the rail tells what the plan rests on; else counted now."""
    stored = plan.current_run.figures.get("inputs") if plan.current_run else None
    if stored:
        return Inputs(**stored)
    agency = plan.agency_id
    return Inputs(
        people=Employee.objects.filter(agency=agency).count(),
        gaps=Gap.objects.filter(employee__agency=agency, size__gt=0).count(),
        programmes=Programme.objects.filter(agency=agency, retired_on__isnull=True).count(),
    )

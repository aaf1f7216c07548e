"""Have a plan computed: ask, compute in the background, store. Pure work is between two short writes."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binacore.planner import NoProgress, ProblemInvalid, Result, Status, Stop, StopWhen, solve
from binacore.planner.explain import reasons_for
from binacore.planner.schema import ErrorCode
from renbina.foundation import clock, outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import digest
from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.models import Job
from renbina.foundation.queue import JobCancelled, JobContext, LeaseLost, enqueue
from renbina.organisation.queries import agency_of
from renbina.planning.access import RUN, own_agency, require
from renbina.planning.enums import PlanStatus, RunFailure, RunStatus
from renbina.planning.gather import Gathered, PlanningParameters, gather
from renbina.planning.models import Plan, Run
from renbina.planning.store import (
    ManualPlan,
    Reasons,
    keep_problem,
    money_of,
    outcomes,
    save_result,
    unpack_problem,
)
from renbina.rulebook.queries import rulebook_for

_log = logging.getLogger(__name__)
KIND: Final = "planning.run"
# Over a plan in force a newer version may be drafted; the one in force stays until the newer is set by decree.
COMPUTABLE: Final = (PlanStatus.DRAFT, PlanStatus.APPROVED)
GOING: Final = (RunStatus.QUEUED, RunStatus.RUNNING)
STAGES: Final = {
    "gather": gettext_lazy("Reading people, gaps, programmes and money"),
    "baselines": gettext_lazy("Trying the simple methods"),
    "bound": gettext_lazy("Working out how good a plan can be at most"),
    "construction": gettext_lazy("Placing people"),
    "improvement": gettext_lazy("Improving the plan"),
    "exchange": gettext_lazy("Trading seats between people"),
    "neighbourhoods": gettext_lazy("Planning parts of it anew"),
    "exact": gettext_lazy("Looking for the best plan of all"),
    "tightening": gettext_lazy("Tightening the proof"),
    "core": gettext_lazy("Choosing the classes to hold"),
    "mandatory": gettext_lazy("Filling the seats that are owed"),
    "entitlement": gettext_lazy("Bringing people to their yearly hours"),
    "coverage": gettext_lazy("Closing gaps"),
    "cost": gettext_lazy("Looking for a cheaper plan of the same worth"),
    "fairness": gettext_lazy("Sharing more evenly between units"),
    "check": gettext_lazy("Checking every rule again"),
    "explain": gettext_lazy("Writing down the reasons"),
    "store": gettext_lazy("Storing the plan"),
}
_SOLVE_FROM, _SOLVE_TO = 0.05, 0.85
_LOOK_EVERY = timedelta(seconds=0.5)  # between two looks at the cancel button: each is a query, and steps are thousands


class RunAlreadyGoing(Refused):
    """The plan is being computed right now."""


class PlanNotDraft(Refused):
    """The plan waits for a decision, or its year is decided; it is not computed now."""


class ProblemNotKept(Refused):
    """The files of a run's problem are gone."""


class PlanNotComputable(Refused):
    """What is stored contradicts itself, so there is no problem to solve."""

    def __init__(self, failure: RunFailure) -> None:
        super().__init__(failure.label)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Solved:
    """Everything that was computed for a run, before a single row is written."""

    gathered: Gathered
    result: Result
    reasons: Reasons
    manual: ManualPlan
    seconds: float


@action
def request_run(
    *, plan: Plan, seed: int = 1, parameters: Mapping[str, Any] | None = None, by: Actor, at: datetime
) -> Run:
    """Queue a computation. Raises NotFound, Forbidden, PlanNotDraft, RunAlreadyGoing, ValueError (parameters)."""
    require(by, RUN, plan)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.status in (PlanStatus.PROPOSED, PlanStatus.ENDORSED):
        raise PlanNotDraft(_("This plan waits for a decision. Take it back first, then put it together again."))
    if locked.status not in COMPUTABLE:
        raise PlanNotDraft(
            _("Only a plan that is still being drafted can be put together. Choose the plan of a coming year.")
        )
    if is_going(locked):
        raise RunAlreadyGoing(_("This plan is being put together right now. Wait for it, or cancel it first."))
    chosen = PlanningParameters.from_record(parameters or {}).as_record()
    run = Run.objects.create(
        plan=locked, requested_by=by.label[:200], requested_at=at, seed=seed, parameters=chosen,
        parameters_sha256=digest(chosen),
    )  # fmt: skip
    job = enqueue(KIND, {"run": run.public_id, "plan": plan.public_id}, by=by, at=at)
    run.job_public_id = job.public_id
    run.save(update_fields=["job_public_id"])
    record(obj=run, new={"plan": plan.public_id, "seed": seed, "job": job.public_id})
    return run


def compute_run(context: JobContext) -> dict[str, Any]:
    """The job: gather, solve, explain, store. Cancelling leaves the plan as it was."""
    run = (
        Run.objects.select_related("plan")
        .filter(public_id=context.payload["run"], plan__agency_id=own_agency(context.actor))
        .first()
    )
    if run is None:
        raise NotFound
    begin_run(run=run, by=context.actor, at=context.at)
    try:
        solved = _solve(context, run)
        context.progress("store", 0.92)
        return complete_run(run=run, solved=solved, context=context, by=context.actor, at=context.at)
    except LeaseLost:
        raise
    except JobCancelled:
        end_run(run=run, status=RunStatus.CANCELLED, failure=None, by=context.actor, at=context.at)
        raise
    except PlanNotComputable as refused:
        _log.warning("Run %s has no problem to solve: %s", run.public_id, refused.__cause__)
        end_run(run=run, status=RunStatus.FAILED, failure=refused.failure, by=context.actor, at=context.at)
        raise
    except Exception:
        _log.exception("Run %s failed", run.public_id)
        if context.last_attempt:
            end_run(run=run, status=RunStatus.FAILED, failure=RunFailure.ERROR, by=context.actor, at=context.at)
        else:
            put_back_run(run=run, by=context.actor, at=context.at)
        raise


def save_problem_folder(run: Run, folder: Path) -> None:
    """Write the problem that a run solved, as it was, as a `renbina-problem/1` folder. Raises ProblemNotKept."""
    try:
        unpack_problem(run.public_id, folder)
    except FileNotFoundError as error:
        raise ProblemNotKept(_("The problem of this run is no longer there. Have the plan computed again.")) from error


def result_url(job: Job) -> str | None:
    """Where the progress page leads when the plan is ready."""
    return reverse("planning:plan", args=[job.payload["plan"]]) if "plan" in job.payload else None


def way_back(job: Job) -> tuple[str, str] | None:
    """Where one goes when no plan came of it: words and address of the plan, which is as it was."""
    url = result_url(job)
    return (_("Open the plan"), url) if url else None


@action
def begin_run(*, run: Run, by: Actor, at: datetime) -> None:
    """Mark a run as being computed."""
    require(by, RUN, run.plan)
    run.status = RunStatus.RUNNING
    run.failure = ""
    run.save(update_fields=["status", "failure"])
    record(obj=run, new={"status": run.status})


@action
def complete_run(*, run: Run, solved: Solved, context: JobContext, by: Actor, at: datetime) -> dict[str, Any]:
    """Store everything, make it the plan's current run and end the job: all or nothing. Raises LeaseLost."""
    require(by, RUN, run.plan)
    found = outcomes(solved.gathered.problem, solved.result.assignments)
    names = {key: person.public_id for key, person in solved.gathered.people.items()}
    keep_problem(run.public_id, solved.gathered.problem, names)
    save_result(
        run,
        solved.gathered,
        solved.result,
        found,
        solved.manual,
        solved.reasons,
        finished_at=at,
        seconds=solved.seconds,
    )
    Plan.objects.filter(pk=run.plan_id, status__in=COMPUTABLE).update(current_run=run, status=PlanStatus.DRAFT)
    digests = {"problem": run.problem_sha256, "rulebook": run.rulebook_sha256, "parameters": run.parameters_sha256}
    record(obj=run, new={"objective": run.objective, "bound": run.bound, "gap": run.gap, **digests})
    payload = {"plan": run.plan.public_id, "run": run.public_id, "year": run.plan.year}
    outbox.publish("planning.run_completed", payload, by=by, at=at)
    result = {"run": run.public_id, "plan": run.plan.public_id, "gap": run.gap}
    context.complete(result)
    return result


@action
def put_back_run(*, run: Run, by: Actor, at: datetime) -> None:
    """An attempt that failed and is not the last: the run waits again, and only its job says when it goes on."""
    require(by, RUN, run.plan)
    run.status = RunStatus.QUEUED
    run.save(update_fields=["status"])
    record(obj=run, new={"status": run.status})


@action
def end_run(*, run: Run, status: RunStatus, failure: RunFailure | None, by: Actor, at: datetime) -> None:
    """A run that brought no plan: cancelled or failed, with the code of the reason."""
    require(by, RUN, run.plan)
    run.status = status
    run.failure = failure.value if failure else ""
    run.finished_at = at
    run.save(update_fields=["status", "failure", "finished_at"])
    record(obj=run, new={"status": status})


def is_going(plan: Plan) -> bool:
    """Whether a run of the plan still has a living job. A job stopped before it began leaves its run behind."""
    left = Run.objects.filter(plan=plan, status__in=GOING)
    jobs = Job.objects.filter(public_id__in=left.values("job_public_id"))
    alive = jobs.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).values_list("public_id", flat=True)
    living = list(alive)
    left.exclude(job_public_id__in=living).update(status=RunStatus.CANCELLED)
    return bool(living)


def _solve(context: JobContext, run: Run) -> Solved:
    begun = clock.real_now()
    context.progress("gather", 0.0)
    parameters = PlanningParameters.from_record(run.parameters)
    agency = agency_of(context.actor)
    rulebook = rulebook_for(agency)
    try:
        gathered = gather(run.plan, rulebook, parameters, clock.today(agency.timezone))
    except ProblemInvalid as error:
        circle = any(each.code == ErrorCode.PREREQUISITE_CYCLE for each in error.errors)
        raise PlanNotComputable(RunFailure.PREREQUISITES if circle else RunFailure.DATA) from error
    result = solve(
        gathered.problem,
        rulebook,
        parameters.solve_params(),
        stop=_CancelStop.made(context),
        seed=run.seed,
        progress=_Reports(context),
    )
    if context.cancelled():
        raise JobCancelled
    context.progress("explain", 0.88)
    reasons = {(who, what): why for who, what, why in reasons_for(gathered.problem, result)}
    manual = _manual(gathered, result)
    seconds = (clock.real_now() - begun).total_seconds()
    return Solved(gathered, result, reasons, manual, seconds)


def _manual(gathered: Gathered, result: Result) -> ManualPlan:
    """The best of the simple methods again, seat by seat, so that its figures can stand beside the plan's."""
    name, plan = result.manual or ("", result.plan)
    simple = replace(result, plan=plan)
    seats = simple.assignments
    used = sum(money_of(gathered.problem, seats, simple.batches).values())
    return ManualPlan(name, result.baselines[name], outcomes(gathered.problem, seats), used)


class _CancelStop:
    """Looks at the cancel button now and then."""

    def __init__(self, context: JobContext) -> None:
        self.context = context
        self.look_at = clock.real_now()

    @classmethod
    def made(cls, context: JobContext) -> Stop:
        return StopWhen(cls(context), reason="cancelled")

    def __call__(self, status: Status) -> bool:
        now = clock.real_now()
        if now < self.look_at:
            return False
        self.look_at = now + _LOOK_EVERY
        return self.context.cancelled()


class _Reports(NoProgress):
    """The planner's progress as the job's."""

    def __init__(self, context: JobContext) -> None:
        self.context = context
        self.told = -1.0

    def advance(self, fraction: float, message_code: str) -> None:
        if fraction < self.told + 0.01:  # the search counts thousands of steps, and each report is a write
            return
        self.told = fraction
        self.context.progress(message_code, _SOLVE_FROM + (_SOLVE_TO - _SOLVE_FROM) * fraction)

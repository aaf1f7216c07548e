"""Plans and their rows as frozen lines: what the page, the document and the workbook all show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from renbina.catalogue.enums import Form
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.planning.access import own_agency, visible_plans
from renbina.planning.enums import ActivityKind, Stage
from renbina.planning.models import Plan, PlanRow

STAGE_ORDER: Final = (Stage.INDICATIVE, Stage.DEFINITIVE, Stage.REVISED)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list; `figures` of its current run, empty without one."""

    public_id: str
    year: int
    stage: str
    stage_label: str
    title: str
    budget: int
    status: str
    status_label: str
    realised: int | None
    people_at_target: int | None
    gap: float | None
    figures: Mapping[str, Any]
    note: str

    @property
    def used(self) -> int | None:
        """Rupiah that the run's plan uses."""
        used: int | None = self.figures.get("used")
        return used

    @property
    def closed_share(self) -> float | None:
        """Share of the weighted gap that the run's plan closes."""
        share: float | None = self.figures.get("closed_share")
        return share

    @property
    def reached(self) -> int | None:
        """People who reach the yearly hours: by the run, else as reported."""
        reached: int | None = self.figures.get("people_at_target", self.people_at_target)
        return reached

    @property
    def realised_share(self) -> float | None:
        return self.realised / self.budget if self.realised is not None and self.budget else None


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the plan, of either kind. Months 1..12 or None; money in rupiah."""

    public_id: str
    kind: str
    kind_label: str
    title: str
    goal: str
    indicator: str
    target: str
    owner: str
    month_from: int | None
    month_to: int | None
    participants: int
    batches: int
    amount: int
    fund: str
    output: str
    steps_wanted: int
    steps_closed: int
    programme: str  # public id, empty for other activities
    programme_code: str
    form: str
    delivery: str
    hours: float
    partner: str


def plan_for(actor: Actor, public_id: str) -> Plan:
    """One plan of the actor's agency. Raises Forbidden for who reads no plans, NotFound elsewhere."""
    plan = visible_plans(actor).select_related("agency", "current_run").filter(public_id=public_id).first()
    if plan is None:
        raise NotFound
    return plan


def plan_lines(actor: Actor) -> list[PlanLine]:
    """All plans of the agency, the newest year first; one query."""
    plans = visible_plans(actor).select_related("current_run").order_by("-year", "-stage", "pk")
    return [_plan_line(plan) for plan in plans]


def latest_plan(actor: Actor) -> Plan | None:
    """The plan that counts now: the last year with a computed run, the latest stage of it. For every role."""
    plans = Plan.objects.filter(agency_id=own_agency(actor), current_run__isnull=False).select_related("current_run")
    return max(plans.order_by("pk"), key=lambda plan: (plan.year, _stage_place(plan.stage)), default=None)


def row_lines(plan: Plan) -> list[RowLine]:
    """Rows of the plan as computed by its current run, and its other activities; one query."""
    rows = (
        PlanRow.objects.filter(plan=plan)
        .filter(Q(run=None) | Q(run=plan.current_run_id))
        .select_related("indicator__goal", "owner", "fund", "programme__partner")
        .order_by("-amount", "pk")
    )
    return [row_line(row) for row in rows]


def _stage_place(stage: str) -> int:
    return STAGE_ORDER.index(Stage(stage))


def _plan_line(plan: Plan) -> PlanLine:
    run = plan.current_run
    return PlanLine(
        public_id=plan.public_id,
        year=plan.year,
        stage=plan.stage,
        stage_label=str(Stage(plan.stage).label),
        title=plan.title,
        budget=plan.budget,
        status=plan.status,
        status_label=plan.get_status_display(),
        realised=plan.realised,
        people_at_target=plan.people_at_target,
        gap=run.gap if run else None,
        figures=run.figures if run else {},
        note=plan.note,
    )


def row_line(row: PlanRow) -> RowLine:
    programme, indicator = row.programme, row.indicator
    kind = str(ActivityKind(row.kind).label)  # get_kind_display builds its table of choices on every call
    return RowLine(
        public_id=row.public_id,
        kind=row.kind,
        kind_label=kind,
        title=row.title,
        goal=indicator.goal.text if indicator else "",
        indicator=indicator.name if indicator else "",
        target=f"{indicator.baseline:g} → {indicator.target:g} {indicator.unit}" if indicator else "",
        owner=row.owner.short_name if row.owner else (row.fund.spender if row.fund else ""),
        month_from=row.month_from,
        month_to=row.month_to,
        participants=row.participants,
        batches=row.batches,
        amount=row.amount,
        fund=row.fund.name if row.fund else "",
        output=row.output,
        steps_wanted=row.steps_wanted,
        steps_closed=row.steps_closed,
        programme=programme.public_id if programme else "",
        programme_code=programme.code if programme else "",
        form=str(Form(programme.form).label) if programme else kind,
        delivery=programme.delivery if programme else "",
        hours=programme.hours if programme else 0.0,
        partner=programme.partner.name if programme and programme.partner else "",
    )

"""Plans and their rows as frozen lines: what the page, the document and the workbook all show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, OuterRef, Q, QuerySet, Value, When

from renbina.catalogue.enums import Form
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.planning.access import DRAFTS, can, own_agency, visible_plans
from renbina.planning.enums import ActivityKind, PlanStatus, Stage
from renbina.planning.models import Plan, PlanRow

STAGE_ORDER: Final = (Stage.INDICATIVE, Stage.DEFINITIVE, Stage.REVISED)
_PLAN_FIELDS: Final = (
    "public_id",
    "year",
    "stage",
    "title",
    "budget",
    "status",
    "realised",
    "people_at_target",
    "note",
)


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


def plan_for(actor: Actor, public_id: str, *, in_force: bool = False) -> Plan:
    """One plan of the actor's agency. Raises Forbidden for who reads no plans, NotFound elsewhere.

    Its `current_run` is the newest version; the one set by decree where that is asked for (`in_force`), or where the
    actor reads no drafts. Such a plan is for reading: actions fetch their own.
    """
    plans = visible_plans(actor).select_related("agency", "current_run", "approved_run")
    plan = plans.filter(public_id=public_id).first()
    if plan is None:
        raise NotFound
    if plan.approved_run is not None and (in_force or not can(actor, DRAFTS, plan)):
        plan.current_run = plan.approved_run
    return plan


def plan_lines(actor: Actor) -> list[PlanLine]:
    """All plans of the agency, the newest year first; one query."""
    stages = {each.value: str(each.label) for each in Stage}
    states = {each.value: str(each.label) for each in PlanStatus}
    plans = visible_plans(actor).order_by("-year", "-stage", "pk")
    return [
        PlanLine(
            **{name: plan[name] for name in _PLAN_FIELDS},
            stage_label=stages[plan["stage"]],
            status_label=states[plan["status"]],
            gap=plan["current_run__gap"],
            figures=plan["current_run__figures"] or {},
        )
        for plan in plans.values(*_PLAN_FIELDS, "current_run__gap", "current_run__figures")
    ]


def latest_plan(actor: Actor) -> Plan | None:
    """The plan that counts now: the last year with a computed run, the latest stage of it. For every role."""
    plans = Plan.objects.filter(agency_id=own_agency(actor), current_run__isnull=False).select_related("current_run")
    return max(plans.order_by("pk"), key=lambda plan: (plan.year, _stage_place(plan.stage)), default=None)


def latest_plan_of(programme: OuterRef) -> QuerySet[Plan, Any]:
    """The public id of the plan that `latest_plan` means, to annotate programmes with as a Subquery."""
    places = [When(stage=stage, then=Value(place)) for place, stage in enumerate(STAGE_ORDER)]
    plans = Plan.objects.filter(agency=programme, current_run__isnull=False)
    return plans.annotate(place=Case(*places, default=Value(-1))).order_by("-year", "-place", "pk").values("public_id")


def row_lines(plan: Plan) -> list[RowLine]:
    """Rows of the plan as computed by its current run, and its other activities; one query."""
    rows = PlanRow.objects.filter(plan=plan).filter(Q(run=None) | Q(run=plan.current_run_id))
    return [line for _, line in rows_as_lines(rows.order_by("-amount", "pk"))]


def _stage_place(stage: str) -> int:
    return STAGE_ORDER.index(Stage(stage))


_ROW_FIELDS: Final = (
    "public_id",
    "kind",
    "title",
    "month_from",
    "month_to",
    "participants",
    "batches",
    "amount",
    "output",
    "steps_wanted",
    "steps_closed",
    "indicator_id",
    "indicator__goal__text",
    "indicator__name",
    "indicator__baseline",
    "indicator__target",
    "indicator__unit",
    "owner__short_name",
    "fund__name",
    "fund__spender",
    "programme__public_id",
    "programme__code",
    "programme__form",
    "programme__delivery",
    "programme__hours",
    "programme__partner__name",
)


def rows_as_lines(rows: QuerySet[PlanRow]) -> list[tuple[int | None, RowLine]]:
    """Each row with the key of the indicator it serves; one query. Values, not objects: a page shows a hundred."""
    kinds = {each.value: str(each.label) for each in ActivityKind}
    forms = {each.value: str(each.label) for each in Form}
    return [(row["indicator_id"], _row_line(row, kinds, forms)) for row in rows.values(*_ROW_FIELDS)]


def _row_line(row: Mapping[str, Any], kinds: Mapping[str, str], forms: Mapping[str, str]) -> RowLine:
    served, kind, owner = row["indicator_id"] is not None, kinds[row["kind"]], row["owner__short_name"]
    target = f"{row['indicator__baseline']:g} → {row['indicator__target']:g} {row['indicator__unit']}" if served else ""
    return RowLine(
        public_id=row["public_id"],
        kind=row["kind"],
        kind_label=kind,
        title=row["title"],
        goal=row["indicator__goal__text"] or "",
        indicator=row["indicator__name"] or "",
        target=target,
        owner=owner if owner is not None else row["fund__spender"] or "",
        month_from=row["month_from"],
        month_to=row["month_to"],
        participants=row["participants"],
        batches=row["batches"],
        amount=row["amount"],
        fund=row["fund__name"] or "",
        output=row["output"],
        steps_wanted=row["steps_wanted"],
        steps_closed=row["steps_closed"],
        programme=row["programme__public_id"] or "",
        programme_code=row["programme__code"] or "",
        form=forms[row["programme__form"]] if row["programme__form"] else kind,
        delivery=row["programme__delivery"] or "",
        hours=row["programme__hours"] or 0.0,
        partner=row["programme__partner__name"] or "",
    )

"""Counts of a plan, before anything is taken out."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from renbina.planning.enums import Stage
from renbina.planning.models import Assignment, Plan


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """Whole counts of the newest computed plan. Money in rupiah, hours in JP; `areas` maps an area to its people."""

    year: int
    budget: int
    people: int  # employees the plan was made for
    placed: int
    seats: int
    programmes: int
    hours: float
    pns_share: float | None
    areas: dict[str, int]


def plan_counts(agency_id: int) -> PlanCounts | None:
    """The plan that counts now (last computed year, latest stage) in numbers; three queries. None without one."""
    plans = Plan.objects.filter(agency_id=agency_id, current_run__isnull=False).select_related(
        "current_run", "approved_run"
    )
    plan = max(plans.order_by("pk"), key=lambda one: (one.year, Stage.values.index(one.stage)), default=None)
    run = (plan.approved_run or plan.current_run) if plan is not None else None
    if plan is None or run is None:
        return None
    seats = Assignment.objects.filter(run=run).order_by()
    totals = seats.aggregate(
        placed=Count("employee", distinct=True),
        seats=Count("pk"),
        programmes=Count("offer__programme", distinct=True),
        hours=Sum("offer__programme__hours"),
    )
    areas = seats.values_list("offer__programme__area").annotate(people=Count("employee", distinct=True))
    figures = run.figures
    return PlanCounts(
        year=plan.year,
        budget=plan.budget,
        people=figures.get("people") or totals["placed"],
        placed=totals["placed"],
        seats=totals["seats"],
        programmes=totals["programmes"],
        hours=totals["hours"] or 0,
        pns_share=figures["pns_at_target"] / figures["pns"] if figures.get("pns") else None,
        areas=dict(areas),
    )

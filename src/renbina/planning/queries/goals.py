"""The goal tree with the rows that serve it, past years, and names."""

from dataclasses import dataclass, field

from django.db.models import Count, Sum

from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor
from renbina.planning.access import VIEW, own_agency, require
from renbina.planning.models import Goal, Indicator, Plan, PlanHistory, PlanRow
from renbina.planning.queries.lines import RowLine, rows_as_lines


@dataclass(frozen=True, slots=True)
class IndicatorNode:
    """An indicator with the activities that serve it; its programmes are many, so they are counted."""

    indicator: Indicator
    rows: tuple[RowLine, ...]
    programmes: int = 0
    amount: int = 0  # rupiah of the programmes


@dataclass(slots=True)
class GoalNode:
    goal: Goal
    indicators: list[IndicatorNode] = field(default_factory=list)
    children: list["GoalNode"] = field(default_factory=list)


def goal_tree(actor: Actor, plan: Plan | None) -> list[GoalNode]:
    """Mission -> goals -> indicators -> what serves them in the plan; four queries."""
    require(actor, VIEW, plan)
    agency = own_agency(actor)
    rows, programmes = _serving(plan) if plan is not None else ({}, {})
    nodes = {goal.pk: GoalNode(goal) for goal in Goal.objects.filter(agency_id=agency).order_by("order", "pk")}
    for indicator in Indicator.objects.filter(goal__agency_id=agency).order_by("pk"):
        count, amount = programmes.get(indicator.pk, (0, 0))
        node = IndicatorNode(indicator, tuple(rows.get(indicator.pk, ())), count, amount)
        nodes[indicator.goal_id].indicators.append(node)
    tops: list[GoalNode] = []
    for branch in nodes.values():
        parent = nodes.get(branch.goal.parent_id or 0)
        (parent.children if parent else tops).append(branch)
    return tops


def _serving(plan: Plan) -> tuple[dict[int, list[RowLine]], dict[int, tuple[int, int]]]:
    """By indicator: the activities other than programmes, and how many programmes for how much."""
    served = PlanRow.objects.filter(plan=plan, indicator__isnull=False)
    activities = served.filter(run=None).order_by("kind", "pk")
    rows: dict[int, list[RowLine]] = {}
    for key, line in rows_as_lines(activities):
        rows.setdefault(key or 0, []).append(line)
    counted = served.filter(run=plan.current_run_id, programme__isnull=False).order_by("indicator_id")
    sums = counted.values_list("indicator_id").annotate(n=Count("pk"), amount=Sum("amount"))
    return rows, {indicator or 0: (n, amount) for indicator, n, amount in sums}


def history_of(actor: Actor, plan: Plan) -> list[PlanHistory]:
    """What a past year's plan held for each programme, planned and realised."""
    require(actor, VIEW, plan)
    return list(PlanHistory.objects.filter(plan=plan).select_related("programme").order_by("-planned_amount", "pk"))


def programme_names(actor: Actor) -> dict[str, str]:
    """Programme code -> name, for reasons that name another programme."""
    return dict(Programme.objects.filter(agency_id=own_agency(actor)).order_by("code").values_list("code", "name"))

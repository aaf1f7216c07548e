"""The goal tree with the rows that serve it, past years, and names."""

from dataclasses import dataclass, field

from django.db.models import Q

from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor
from renbina.planning.access import VIEW, own_agency, require
from renbina.planning.models import Goal, Indicator, Plan, PlanHistory, PlanRow
from renbina.planning.queries.lines import RowLine, row_line


@dataclass(frozen=True, slots=True)
class IndicatorNode:
    indicator: Indicator
    rows: tuple[RowLine, ...]


@dataclass(slots=True)
class GoalNode:
    goal: Goal
    indicators: list[IndicatorNode] = field(default_factory=list)
    children: list["GoalNode"] = field(default_factory=list)


def goal_tree(actor: Actor, plan: Plan | None) -> list[GoalNode]:
    """Mission -> goals -> indicators -> rows of the plan; three queries."""
    require(actor, VIEW, plan)
    rows: dict[int, list[RowLine]] = {}
    if plan is not None:
        found = PlanRow.objects.filter(plan=plan, indicator__isnull=False).filter(
            Q(run=None) | Q(run=plan.current_run_id)
        )
        for row in found.select_related("indicator__goal", "owner", "fund", "programme__partner").order_by(
            "kind", "pk"
        ):
            rows.setdefault(row.indicator_id or 0, []).append(row_line(row))
    goals = Goal.objects.filter(agency_id=own_agency(actor)).order_by("order", "pk")
    nodes = {goal.pk: GoalNode(goal) for goal in goals}
    for indicator in Indicator.objects.filter(goal__agency_id=own_agency(actor)).order_by("pk"):
        nodes[indicator.goal_id].indicators.append(IndicatorNode(indicator, tuple(rows.get(indicator.pk, ()))))
    tops: list[GoalNode] = []
    for node in nodes.values():
        parent = nodes.get(node.goal.parent_id or 0)
        (parent.children if parent else tops).append(node)
    return tops


def history_of(actor: Actor, plan: Plan) -> list[PlanHistory]:
    """What a past year's plan held for each programme, planned and realised."""
    require(actor, VIEW, plan)
    return list(PlanHistory.objects.filter(plan=plan).select_related("programme").order_by("-planned_amount", "pk"))


def programme_names(actor: Actor) -> dict[str, str]:
    """Programme code -> name, for reasons that name another programme."""
    return dict(Programme.objects.filter(agency_id=own_agency(actor)).order_by("code").values_list("code", "name"))

"""The goal tree with what it asks for and the rows that serve it, the page of one goal, past years, and names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, Sum

from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.planning.access import DRAFTS, VIEW, can, own_agency, require, visible_goals
from renbina.planning.models import Goal, GoalCompetency, Indicator, Plan, PlanHistory, PlanRow
from renbina.planning.queries.goal_asks import AskedOf, asked_of
from renbina.planning.queries.lines import RowLine, latest_plan, rows_as_lines


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
    asked: list[AskedOf] = field(default_factory=list)
    children: list["GoalNode"] = field(default_factory=list)
    above: tuple[Goal, ...] = ()  # from the mission down

    def walk(self) -> Iterator["GoalNode"]:
        """This goal, then all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def plan_of_goals(actor: Actor) -> Plan | None:
    """The plan whose rows and seats stand beside the goals: its newest version, or the one in force for who reads no
    drafts; one query."""
    require(actor, VIEW)
    plan = latest_plan(actor)
    if plan is not None and plan.approved_run_id is not None and not can(actor, DRAFTS, plan):
        plan.current_run_id = plan.approved_run_id
    return plan


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
    for top in tops:
        _place(top, ())
    return tops


def asking_tree(actor: Actor, plan: Plan | None, on: date) -> list[GoalNode]:
    """The tree, each goal with what it asks people to be able to do; eight queries."""
    tops = goal_tree(actor, plan)
    links = GoalCompetency.objects.filter(goal__agency_id=own_agency(actor)).select_related("competency")
    asked = asked_of(actor, links.prefetch_related("units").order_by("pk"), plan, on)
    for top in tops:
        for node in top.walk():
            node.asked = asked.get(node.goal.pk, [])
    return tops


def _place(node: GoalNode, above: tuple[Goal, ...]) -> None:
    node.above = above
    for child in node.children:
        _place(child, (*above, node.goal))


def goal_for(actor: Actor, public_id: str) -> Goal:
    """One goal of the actor's agency with what stands above it. Raises NotFound, Forbidden."""
    found = visible_goals(actor).select_related("parent__parent").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def goals_beside(actor: Actor, goal: Goal) -> list[Goal]:
    """The goals that serve the same one, itself among them, in their order; one query. Raises Forbidden."""
    return list(visible_goals(actor).filter(parent_id=goal.parent_id).order_by("order", "pk"))


def programmes_to_serve(actor: Actor, indicator: Indicator | None = None) -> list[Programme]:
    """The programmes that may serve an indicator: those on offer, and those that serve it already; one query."""
    rows = Programme.objects.filter(agency_id=own_agency(actor))
    wanted = Q(retired_on=None)
    if indicator is not None:
        wanted |= Q(pk__in=indicator.programmes.values("pk"))
    return list(rows.filter(wanted).order_by("code"))


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One goal: what stands above and below it, what shows that it is reached, what it asks people to be able to do."""

    goal: Goal
    above: tuple[Goal, ...]
    below: tuple[Goal, ...]
    indicators: tuple[IndicatorNode, ...]
    asked: tuple[AskedOf, ...]
    plan: Plan | None


def goal_page(actor: Actor, public_id: str, on: date) -> GoalPage:
    """Eleven queries. Raises NotFound, Forbidden."""
    goal = goal_for(actor, public_id)
    plan = plan_of_goals(actor)
    rows, programmes = _serving(plan, goal) if plan is not None else ({}, {})
    above, at = [], goal.parent
    while at is not None:
        above.append(at)
        at = at.parent
    links = goal.competencies.select_related("competency").prefetch_related("units").order_by("pk")
    return GoalPage(
        goal=goal,
        above=tuple(reversed(above)),
        below=tuple(goal.children.order_by("order", "pk")),
        indicators=tuple(
            IndicatorNode(each, tuple(rows.get(each.pk, ())), *programmes.get(each.pk, (0, 0)))
            for each in goal.indicators.order_by("pk")
        ),
        asked=tuple(asked_of(actor, links, plan, on, programmes=True).get(goal.pk, ())),
        plan=plan,
    )


def _serving(
    plan: Plan, goal: Goal | None = None
) -> tuple[dict[int, list[RowLine]], dict[int, tuple[int, int]]]:  # fmt: skip
    """By indicator: the activities other than programmes, and how many programmes for how much."""
    served = PlanRow.objects.filter(plan=plan, indicator__isnull=False)
    if goal is not None:
        served = served.filter(indicator__goal=goal)
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

"""What planning and voice tell needs: programmes and seats of the plan, goals they serve, citizens who said so."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from renbina.catalogue.models import Effect
from renbina.dashboards.queries.plans import PlanNow, plan_now
from renbina.evaluation import access as evaluation
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.needs.gather.around import Asking, Complaints, Cure, NeedAround, Origin
from renbina.needs.gather.around import Goal as NeedGoal
from renbina.needs.queries.evidence import EvidenceRow
from renbina.organisation.access import own_agency
from renbina.organisation.enums import PlacementKind
from renbina.organisation.queries import day_for
from renbina.planning import access as planning
from renbina.planning.enums import GoalLevel
from renbina.planning.models import Assignment, Goal, GoalCompetency, Indicator
from renbina.planning.queries.goal_links import ORIGIN, goal_evidence, held_in
from renbina.voice import access as voice
from renbina.voice.models import Feedback
from renbina.voice.queries import blaming


class _Around:
    def need(self, actor: Actor, path: str, competency_id: int, year: int, named: tuple[str, str]) -> NeedAround:
        """Five queries: the plan; programmes with their seats and the citizens (or these alone); goals that ask for the
        competency with their indicators, and those that a programme serves."""
        plan = plan_now(own_agency(actor)) if planning.can(actor, planning.VIEW) else None
        on = day_for(actor)
        hears = voice.can(actor, voice.VIEW)
        reads = evaluation.can(actor, evaluation.VIEW)
        said = _said(actor, path, competency_id, on) if hears else _nothing()
        effects = list(
            Effect.objects.filter(competency_id=competency_id, lift__gt=0, programme__retired_on=None)
            .annotate(seats=_seats(plan, path, on), said=Subquery(said))
            .select_related("programme")
            .order_by("programme__code")
        )
        counted = said.order_by("competency_id").values_list("n", flat=True)
        heard = effects[0].said if effects else counted.first()
        asking = _asking(actor, competency_id, year) if planning.can(actor, planning.VIEW) else []
        goals = _goals(asking, [each.programme_id for each in effects])
        return NeedAround(
            cures=tuple(sorted(map(_cure, effects), key=lambda one: -one.seats)),
            goals=goals,
            origins={f"{ORIGIN}{goal.public_id}": Origin(goal.text, _goal_url(goal)) for goal in asking},
            complaints=Complaints(heard or 0, _heard_url(*named, on)) if hears else None,
            plan=plan.title if plan else "",
            levels_closed=_closed(plan, year),
            finding_url=lambda public_id: reverse("evaluation:finding", args=[public_id]) if reads else "",
            plan_url=reverse("planning:plan", args=[plan.public_id]) if plan else "",
        )

    def levels_closed(self, actor: Actor, year: int) -> int | None:
        """Of the plan that counts now; one query."""
        return _closed(plan_now(own_agency(actor)), year)

    def asking(self, actor: Actor, year: int) -> list[Asking]:
        """What the goals ask for; three queries: links with their goals, indicators, units."""
        if not planning.can(actor, planning.VIEW):
            return []
        links = GoalCompetency.objects.filter(held_in(year), goal__in=planning.visible_goals(actor))
        links = links.select_related("goal__parent__parent").prefetch_related("units", "goal__indicators")
        return [
            Asking(
                NeedGoal(
                    _way(link.goal), tuple(each.name for each in link.goal.indicators.all()), _goal_url(link.goal)
                ),
                link.competency_id,
                link.weight,
                tuple(sorted((unit.path, unit.short_name) for unit in link.units.all())),
            )
            for link in links.order_by("goal__order", "goal_id", "-weight", "pk")
        ]

    def evidence(self, actor: Actor, year: int, on: date) -> list[EvidenceRow]:
        """What goals ask people to be able to do; two queries."""
        return goal_evidence(own_agency(actor), year, on)


AROUND = _Around()


def _closed(plan: PlanNow | None, year: int) -> int | None:
    return plan.figures.get("steps_closed") if plan is not None and plan.year == year else None


def _cure(effect: Any) -> Cure:
    """Of an effect with its programme and `seats`."""
    programme = effect.programme
    url = reverse("catalogue:programme-detail", args=[programme.public_id])
    return Cure(programme.code, programme.name, url, effect.lift, effect.ceiling, effect.seats)


def _seats(plan: PlanNow | None, path: str, on: date) -> Coalesce:
    """People of the unit whom the plan sends to the programme of an effect."""
    rows = Assignment.objects.filter(
        holds_on(on, "employee__placements__"),
        run=plan.run_id if plan else None, offer__programme=OuterRef("programme"),
        employee__placements__unit__path__startswith=path, employee__placements__kind=PlacementKind.DEFINITIVE,
    )  # fmt: skip
    counted = rows.order_by().values("offer__programme").annotate(n=Count("employee_id", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


def _asking(actor: Actor, competency_id: int, year: int) -> list[Goal]:
    """The goals that ask for the competency in the plan of a year."""
    asked = GoalCompetency.objects.filter(held_in(year), competency_id=competency_id)
    found = planning.visible_goals(actor).filter(pk__in=asked.values("goal_id"))
    return list(found.select_related("parent__parent").prefetch_related("indicators").order_by("order", "pk"))


def _goals(asking: Iterable[Goal], programmes: Iterable[int]) -> tuple[NeedGoal, ...]:
    """The goals that ask for the competency, then those whose indicators these programmes serve, each with its way."""
    measured = {goal: [each.name for each in goal.indicators.all()] for goal in asking}
    found = Indicator.objects.filter(programmes__in=list(programmes)).select_related("goal__parent__parent").distinct()
    for indicator in found.order_by("goal__order", "pk"):
        names = measured.setdefault(indicator.goal, [])
        if indicator.name not in names:
            names.append(indicator.name)
    return tuple(NeedGoal(_way(goal), tuple(names), _goal_url(goal)) for goal, names in measured.items())


def _way(goal: Goal) -> tuple[tuple[str, str], ...]:
    steps: list[tuple[str, str]] = []
    at: Goal | None = goal
    while at is not None:
        steps.append((str(GoalLevel(at.level).label), at.text))
        at = at.parent
    return tuple(reversed(steps))


def _goal_url(goal: Goal) -> str:
    return reverse("planning:goal", args=[goal.public_id])


def _said(actor: Actor, path: str, competency_id: int, on: date) -> QuerySet[Any]:
    """How many citizens named the competency about a service of the unit this year: one row with `n`, or none.

    Those whose words the reader may open: the number is that of the list behind it.
    """
    return _counted(blaming(actor, path, competency_id, on.year))


def _nothing() -> QuerySet[Any]:
    """For who reads no citizens' words."""
    return _counted(Feedback.objects.none())


def _counted(said: QuerySet[Feedback]) -> QuerySet[Any]:
    return said.order_by().values("competency_id").annotate(n=Count("pk")).values("n")


def _heard_url(unit: str, competency: str, on: date) -> str:
    """The list of exactly those."""
    return reverse("voice:feedback-list", query={"unit": unit, "competency": competency, "year": str(on.year)})

"""What planning and voice tell needs: programmes and seats of the plan, goals they serve, citizens who said so."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from renbina.catalogue.models import Effect
from renbina.dashboards.queries.plans import PlanNow, plan_now
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.needs.gather.around import Complaints, Cure, NeedAround
from renbina.needs.gather.around import Goal as NeedGoal
from renbina.organisation.access import own_agency
from renbina.organisation.enums import PlacementKind
from renbina.organisation.queries import day_for
from renbina.planning import access as planning
from renbina.planning.enums import GoalLevel
from renbina.planning.models import Assignment, Goal, Indicator
from renbina.voice import access as voice
from renbina.voice.enums import Cause
from renbina.voice.models import Feedback


class _Around:
    def need(self, actor: Actor, path: str, competency_id: int, year: int) -> NeedAround:
        """Three queries: the plan; programmes with their seats and the citizens; goals, or the citizens alone."""
        plan = plan_now(own_agency(actor)) if planning.can(actor, planning.VIEW) else None
        on = day_for(actor)
        said = _said(actor, path, competency_id, on)
        effects = list(
            Effect.objects.filter(competency_id=competency_id, lift__gt=0, programme__retired_on=None)
            .annotate(seats=_seats(plan, path, on), said=Subquery(said))
            .select_related("programme")
            .order_by("programme__code")
        )
        hears = voice.can(actor, voice.VIEW)
        counted = said.order_by("competency_id").values_list("n", flat=True)
        heard = effects[0].said if effects else counted.first() if hears else 0
        return NeedAround(
            cures=tuple(sorted(map(_cure, effects), key=lambda one: -one.seats)),
            goals=_goals([each.programme_id for each in effects]) if effects else (),
            complaints=Complaints(heard or 0, _heard_url()) if hears else None,
            plan=plan.title if plan else "",
            levels_closed=_closed(plan, year),
            plan_url=reverse("planning:plan", args=[plan.public_id]) if plan else "",
        )

    def levels_closed(self, actor: Actor, year: int) -> int | None:
        """Of the plan that counts now; one query."""
        return _closed(plan_now(own_agency(actor)), year)


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


def _goals(programmes: Iterable[int]) -> tuple[NeedGoal, ...]:
    """The goals whose indicators these programmes serve, each with what stands above it."""
    found = Indicator.objects.filter(programmes__in=list(programmes)).select_related("goal__parent__parent").distinct()
    goals: list[NeedGoal] = []
    for indicator in found.order_by("goal__order", "pk"):
        steps: list[tuple[str, str]] = []
        goal: Goal | None = indicator.goal
        while goal is not None:
            steps.append((str(GoalLevel(goal.level).label), goal.text))
            goal = goal.parent
        goals.append(NeedGoal(tuple(reversed(steps)), indicator.name))
    return tuple(goals)


def _said(actor: Actor, path: str, competency_id: int, on: date) -> QuerySet[Any]:
    """How many citizens named the competency about a service of the unit this year: one row with `n`, or none."""
    said = Feedback.objects.filter(
        service__unit__path__startswith=path, agency_id=own_agency(actor), competency_id=competency_id,
        cause=Cause.COMPETENCE, received_on__year=on.year,
    )  # fmt: skip
    return said.order_by().values("competency_id").annotate(n=Count("pk")).values("n")


def _heard_url() -> str:
    return reverse("voice:feedback-list", query={"cause": Cause.COMPETENCE.value})

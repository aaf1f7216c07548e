"""What is wrong in the data, ranked by what of the plan hangs on it: from the stored run, nothing computed anew."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from renbina.dashboards.enums import DataProblem, Problem
from renbina.dashboards.queries.plans import PlanNow, plan_now
from renbina.dashboards.queries.quality import circle_keys, problem_filter, serving
from renbina.foundation.actor import Actor
from renbina.foundation.models import ImportBatch, ImportRow
from renbina.needs.models import Nomination
from renbina.organisation.access import Verb, own_agency, require
from renbina.organisation.models import Employee
from renbina.organisation.queries import day_for
from renbina.planning.models import Assignment, PlannedLevel

RANKED: Final = (
    Problem.NO_SUPERIOR,
    Problem.NOT_ASSESSED,
    Problem.HELD_HOURS,
    Problem.PAST_RETIREMENT,
    DataProblem.NO_POST,
    DataProblem.NO_STANDARD,
    DataProblem.CIRCLE,
    DataProblem.BIRTH_DIFFERS,
    DataProblem.DOUBLED,
    DataProblem.CONTRACT_ENDED,
)
"""What can make the plan wrong. That somebody has no login makes it no less right, only slower to reach them."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A kind of problem, and what of the plan its people hold: seats, rupiah, levels to close, duties."""

    problem: str
    people: int
    seats: int
    rupiah: int
    levels: int
    duties: int

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """Money first, because it is what cannot be spent twice; then duties, seats, levels and people."""
        return (-self.rupiah, -self.duties, -self.seats, -self.levels, -self.people)


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of an import that nobody has corrected: people of whom the plan knows nothing, or something old."""

    batch_public_id: str
    file_name: str
    rows: int
    nips: int  # of them with a damaged NIP


@dataclass(frozen=True, slots=True)
class QualityPage:
    """Problems that somebody has, the heaviest first; the whole of the plan, to compare with."""

    on: date
    plan: PlanNow | None
    people: int
    weights: tuple[Weight, ...]
    unreachable: Weight
    seats: int
    rupiah: int
    held: tuple[Held, ...]


def quality_page(actor: Actor) -> QualityPage:
    """Raises Forbidden. The number of queries depends on neither people nor problems."""
    require(actor, Verb.VIEW_QUALITY)
    agency_id, on = own_agency(actor), day_for(actor)
    plan = plan_now(agency_id)
    circles = circle_keys(actor, on)
    people = serving(agency_id, on)
    kinds = (*RANKED, DataProblem.NO_LOGIN)
    having = {kind: _people_with(people, kind, on, circles) for kind in kinds}
    counted = people.aggregate(all=Count("pk"), **{kind: Count("pk", filter=Q(pk__in=having[kind])) for kind in kinds})
    held = {kind: Q(employee__in=having[kind]) for kind in kinds}
    run = Assignment.objects.filter(run_id=(plan.run_id if plan else None) or 0)
    seats = run.aggregate(all=Count("pk"), **{kind: Count("pk", filter=which) for kind, which in held.items()})
    money = run.aggregate(all=_sum("cost"), **{kind: _sum("cost", which) for kind, which in held.items()})
    levels = PlannedLevel.objects.filter(run_id=(plan.run_id if plan else None) or 0)
    steps = levels.aggregate(**{kind: _sum(F("after") - F("held"), which) for kind, which in held.items()})
    named = Nomination.objects.filter(year=plan.year if plan else on.year, mandatory=True)
    named = named.filter(employee__agency_id=agency_id)
    duties = named.aggregate(**{kind: Count("pk", filter=which) for kind, which in held.items()})
    found = [
        Weight(str(kind), counted[kind], seats[kind], money[kind], steps[kind], duties[kind])
        for kind in kinds
        if counted[kind] or kind == DataProblem.NO_LOGIN
    ]
    ranked = sorted((each for each in found if each.problem != DataProblem.NO_LOGIN), key=lambda each: each.order)
    return QualityPage(
        on=on,
        plan=plan,
        people=counted["all"],
        weights=tuple(ranked),
        unreachable=next(each for each in found if each.problem == DataProblem.NO_LOGIN),
        seats=seats["all"],
        rupiah=money["all"],
        held=_held(agency_id),
    )


def _people_with(people: QuerySet[Employee], kind: str, on: date, circles: list[int]) -> QuerySet[Any, Any]:
    which = Q(pk__in=circles) if kind == DataProblem.CIRCLE else problem_filter(kind, on)
    return people.filter(which).order_by().values("pk")


def _sum(what: Any, which: Q | None = None) -> Coalesce:
    return Coalesce(Sum(what, filter=which), 0)


def _held(agency_id: int) -> tuple[Held, ...]:
    """Held rows by file that is neither applied nor thrown away, the newest first; one query."""
    damaged = Q(problems__icontains="nip_")
    rows = (
        ImportRow.objects.filter(
            batch__agency_id=agency_id, batch__state=ImportBatch.State.STAGED, verdict=ImportRow.Verdict.HELD
        )
        .values_list("batch__public_id", "batch__file_name")
        .annotate(rows=Count("pk"), nips=Count("pk", filter=damaged))
        .order_by("-batch__uploaded_at")
    )
    return tuple(Held(*row) for row in rows[:5])

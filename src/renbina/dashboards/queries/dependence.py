"""What is wrong in the data, ranked by what of the plan hangs on it: from the stored run, nothing computed anew."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import CharField, Count, F, Q, QuerySet, Sum, Value

from renbina.dashboards.enums import DataProblem, Problem
from renbina.dashboards.queries.pictures import pictures
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
    """Raises Forbidden. From the figures drawn ahead as long as they hold; the queries grow with nothing, nine at most
    besides those of every page."""
    require(actor, Verb.VIEW_QUALITY)
    agency_id, on = own_agency(actor), day_for(actor)
    plan = plan_now(agency_id)
    drawn = pictures(agency_id, on, plan).filter(unit=None).values_list("detail", flat=True).first() or {}
    weighed = drawn.get("quality")
    if weighed is None:
        weighed = weigh(actor, on, plan)
    weights = [Weight(*row) for row in weighed["weights"]]
    # Nominations change without the figures being drawn anew: what they were drawn from is compared, and only duties
    # are counted again, among the few who were named.
    if "circles" in drawn and weighed["named"] != _named(agency_id, on, plan):
        duties = _duties(agency_id, on, plan, [key for circle in drawn["circles"] for key in circle])
        weights = [replace(each, duties=duties.get(each.problem, 0)) for each in weights]
    everybody, unreachable = _unreachable(agency_id, on, plan, weighed["seats"])
    return QualityPage(
        on=on,
        plan=plan,
        people=everybody,
        weights=tuple(sorted(weights, key=lambda each: each.order)),
        unreachable=unreachable,
        seats=weighed["seats"],
        rupiah=weighed["rupiah"],
        held=_held(agency_id),
    )


def weigh(actor: Actor, on: date, plan: PlanNow | None, circles: list[int] | None = None) -> dict[str, Any]:
    """The plain figures, to be stored: seats and rupiah of all, what is named, and a row for each problem that
    somebody has, with the fields of a Weight. Each problem is looked for once; four queries, five with the circles."""
    agency_id = own_agency(actor)
    found = _having(serving(agency_id, on), on, circle_keys(actor, on) if circles is None else circles)
    run_id = (plan.run_id if plan else None) or 0
    seats = Assignment.objects.filter(run_id=run_id).order_by().values_list("employee_id")
    # PostgreSQL adds up large integers to decimals, which no JSON takes.
    held = {key: (count, int(cost)) for key, count, cost in seats.annotate(Count("pk"), Sum("cost"))}
    levels = PlannedLevel.objects.filter(run_id=run_id).order_by().values_list("employee_id")
    steps = dict(levels.annotate(steps=Sum(F("after") - F("held"))))
    named = _mandatory(agency_id, on, plan).order_by().values_list("employee_id").annotate(Count("pk"), Sum("pk"))
    owed = {key: count for key, count, _keys in named}
    weights = []
    for problem, people in found.items():
        sums = [held.get(key, (0, 0)) for key in people]
        closed, duties = (sum(each.get(key, 0) for key in people) for each in (steps, owed))
        weights.append([problem, len(people), sum(row[0] for row in sums), sum(row[1] for row in sums), closed, duties])
    return {
        "seats": sum(row[0] for row in held.values()),
        "rupiah": sum(row[1] for row in held.values()),
        "named": [sum(owed.values()), sum(int(keys) for _key, _count, keys in named)],
        "weights": weights,
    }


def _mandatory(agency_id: int, on: date, plan: PlanNow | None) -> QuerySet[Nomination]:
    """Mandatory places of the plan's year."""
    year = plan.year if plan else on.year
    return Nomination.objects.filter(employee__agency_id=agency_id, year=year, mandatory=True)


def _named(agency_id: int, on: date, plan: PlanNow | None) -> list[int]:
    """How many mandatory places there are, and the sum of their keys: differs when one was added or taken away."""
    found = _mandatory(agency_id, on, plan).aggregate(n=Count("pk"), keys=Sum("pk"))
    return [found["n"], int(found["keys"] or 0)]


def _duties(agency_id: int, on: date, plan: PlanNow | None, circles: list[int]) -> dict[str, int]:
    """Problem -> mandatory places of the people who have it; two queries over those who were named."""
    owed = _mandatory(agency_id, on, plan).order_by()
    counts = dict(owed.values_list("employee_id").annotate(Count("pk")))
    found = _having(serving(agency_id, on).filter(pk__in=owed.values("employee_id")), on, circles)
    return {problem: sum(counts.get(key, 0) for key in people) for problem, people in found.items()}


def _having(people: QuerySet[Employee], on: date, circles: Iterable[int]) -> dict[str, list[int]]:
    """Problem -> keys of the people who have it; one query, in which each problem is looked for once."""
    plain = people.order_by()
    parts = [
        plain.filter(Q(pk__in=circles) if kind == DataProblem.CIRCLE else problem_filter(kind, on))
        .annotate(problem=Value(str(kind), CharField()))
        .values_list("problem", "pk")
        for kind in RANKED
        if kind != DataProblem.CIRCLE or circles
    ]
    found: dict[str, list[int]] = {}
    for problem, key in parts[0].union(*parts[1:], all=True):
        found.setdefault(problem, []).append(key)
    return found


def _unreachable(agency_id: int, on: date, plan: PlanNow | None, seats: int) -> tuple[int, Weight]:
    """How many serve, and who of them has no login with an e-mail address, with their part of all seats; two queries.

    Whoever can be reached is looked for: they have a login, which is quicker to find than that somebody has none.
    """
    without = Count("pk", filter=problem_filter(DataProblem.NO_LOGIN, on))
    people = serving(agency_id, on).aggregate(all=Count("pk"), without=without)
    run = Assignment.objects.filter(run_id=(plan.run_id if plan else None) or 0)
    reached = run.filter(employee__user__email__gt="").count()
    return people["all"], Weight(str(DataProblem.NO_LOGIN), people["without"], seats - reached, 0, 0, 0)


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

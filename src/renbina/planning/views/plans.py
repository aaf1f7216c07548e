"""All plans of the agency, year by year."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.planning import queries, wording
from renbina.planning.queries import PlanLine


@dataclass(slots=True)
class Year:
    year: int
    plans: list[tuple[PlanLine, str]] = field(default_factory=list)


@require_safe
def plan_list(request: Request) -> HttpResponse:
    """Years with their versions, the newest first."""
    years: dict[int, Year] = {}
    for line in queries.plan_lines(request.actor):
        proof = wording.proof_words(line.gap) if line.figures else ""
        years.setdefault(line.year, Year(line.year)).plans.append((line, proof))
    return render(request, "planning/plan_list.html", {"years": list(years.values())})


@require_safe
def plan_history(request: Request, public_id: str) -> HttpResponse:
    """A past year: planned and realised, programme by programme."""
    plan = queries.plan_for(request.actor, public_id)
    rows = queries.history_of(request.actor, plan)
    return render(request, "planning/plan_history.html", {"plan": plan, "rows": rows})

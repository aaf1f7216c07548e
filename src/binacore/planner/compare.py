"""Two plans of one problem side by side: what each is worth and costs, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from binacore.planner.check import CheckReport, check
from binacore.planner.explain_facts import PlanFacts
from binacore.planner.problem import Problem
from binacore.planner.result import Result
from binacore.planner.rules import total_cost
from binacore.planner.worth import persons_at_target


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans. Value points, rupiah, and counts of persons, seats, batches and programmes held."""

    accepted: bool
    objective: float
    bound: float
    gap: float | None
    components: Mapping[str, float]
    cost: int
    people: int
    seats: int
    batches: int
    programmes: int
    at_target: int
    unmet_mandatory: int

    def as_record(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changed` are the persons whose sessions differ; `opened` and `closed` the programmes held only in one plan."""

    first: Side
    second: Side
    changed: tuple[str, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    budget: int

    def as_record(self) -> dict[str, object]:
        lists = {name: list(getattr(self, name)) for name in ("changed", "opened", "closed")}
        return {"first": self.first.as_record(), "second": self.second.as_record(), "budget": self.budget} | lists


def compare(problem: Problem, first: Result, second: Result) -> Comparison:
    """Both judged by the independent check. KeyError if a plan names what the problem does not have."""
    facts = [PlanFacts.of(problem, result) for result in (first, second)]
    sides = [_side(plan, result, check(problem, result)) for plan, result in zip(facts, (first, second), strict=True)]
    pairs = [plan.facts.person * max(1, len(problem.session_ids)) + plan.facts.session for plan in facts]
    only = np.concatenate([np.setdiff1d(pairs[0], pairs[1]), np.setdiff1d(pairs[1], pairs[0])])
    changed = np.unique(only // max(1, len(problem.session_ids))).tolist()
    held = [_programmes(plan) for plan in facts]
    return Comparison(
        first=sides[0],
        second=sides[1],
        changed=tuple(problem.person_ids[person] for person in changed),
        opened=tuple(sorted(held[1] - held[0])),
        closed=tuple(sorted(held[0] - held[1])),
        budget=problem.header.budget,
    )


def _programmes(plan: PlanFacts) -> set[str]:
    problem = plan.problem
    held = np.unique(problem.session_programme[np.flatnonzero(plan.facts.count)])
    return {problem.programme_ids[programme] for programme in held.tolist()}


def _side(plan: PlanFacts, result: Result, report: CheckReport) -> Side:
    return Side(
        accepted=report.accepted,
        objective=report.objective,
        bound=result.bound,
        gap=result.gap,
        components=report.components.as_record(),
        cost=total_cost(plan.facts),
        people=len(np.unique(plan.facts.person)),
        seats=len(plan.facts.person),
        batches=int(plan.facts.count.sum()),
        programmes=len(_programmes(plan)),
        at_target=int(np.count_nonzero(persons_at_target(plan.facts))),
        unmet_mandatory=len(report.unmet_mandatory),
    )

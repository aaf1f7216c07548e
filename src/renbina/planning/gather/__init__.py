"""Rows of the database -> the frozen problem of one plan. Reads `rows.QUERIES` queries, decides nothing about seats."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from binacore.planner import Problem
from binacore.rules import Rulebook
from renbina.planning.gather.candidates import Candidate, Choice, GapFact
from renbina.planning.gather.parameters import PlanningParameters
from renbina.planning.gather.people import Person, people_of
from renbina.planning.gather.priorities import Priorities
from renbina.planning.gather.rows import QUERIES, Rows, read_rows
from renbina.planning.models import Plan

__all__ = ["QUERIES", "Gathered", "PlanningParameters", "gather"]

UNPAID: Final = "unpaid"
"""Fund of programmes that no fund pays for in the year: it holds nothing, so only free ones can be opened."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The problem and the way back to rows: public ids of people and offers, codes of the rest -> primary keys."""

    problem: Problem
    parameters: PlanningParameters
    rulebook: Rulebook
    rows: Rows
    people: Mapping[str, Person]
    programmes: Mapping[str, int]
    competencies: Mapping[str, int]
    offers: Mapping[str, int]
    funds: Mapping[str, int]
    left_out: Mapping[str, int]


def gather(plan: Plan, rulebook: Rulebook, parameters: PlanningParameters, on: date) -> Gathered:
    """The problem of a plan as the tables stand on `on`.

    Money: the plan's budget and the year's funds, less what the plan's other activities take. A plan whose budget is
    larger than its funds together (a proposal) has every fund raised in proportion. Raises ProblemInvalid when the
    rows contradict each other (a circle of prerequisites).
    """
    rows = read_rows(plan, on)
    rules = rulebook.at(date(plan.year, 1, 1))
    hours_target = rules.number("learning.pns_minimum_hours")
    people, left_out = people_of(rows, parameters.months_before_leaving)
    priorities = Priorities(rows)
    gaps = {person.pk: _gaps(rows, person, priorities) for person in people}
    choice = Choice(rows, parameters, hours_target, rules.number("learning.pppk_maximum_hours"))
    candidates = {person.pk: choice.of(person, gaps[person.pk]) for person in people}
    header = _header(rows, parameters, hours_target, candidates)
    problem = Problem.from_columns(header, _tables(rows, people, gaps, candidates))
    return Gathered(
        problem=problem,
        parameters=parameters,
        rulebook=rulebook,
        rows=rows,
        people={person.public_id: person for person in people},
        programmes={programme.code: programme.pk for programme in rows.programmes},
        competencies=_competencies(rows),
        offers={offer.public_id: offer.pk for offer in rows.offers},
        funds={fund.key: fund.pk for fund in rows.funds},
        left_out=left_out,
    )


def _gaps(rows: Rows, person: Person, priorities: Priorities) -> dict[str, GapFact]:
    return {
        row["competency__code"]: GapFact(
            row["held"],
            row["size"],
            priorities.weight(row["competency_id"], person.unit_path, critical=row["is_critical"]),
        )
        for row in rows.gaps.get(person.pk, ())
    }


def _competencies(rows: Rows) -> dict[str, int]:
    found = {row["competency__code"]: row["competency_id"] for held in rows.gaps.values() for row in held}
    found.update({each.competency.code: each.competency_id for held in rows.effects.values() for each in held})
    return found


def _header(
    rows: Rows, parameters: PlanningParameters, hours_target: float, candidates: Mapping[int, list[Candidate]]
) -> dict[str, object]:
    """Hours: the usual limit, or what the longest programme of somebody needs, with the yearly hours on top."""
    longest = max((each.programme.hours for held in candidates.values() for each in held), default=0.0)
    usual = parameters.usual_hours_max
    return {
        "format": "renbina-problem/1",
        "name": rows.plan.title,
        "periods": 12,
        "max_programmes": parameters.max_programmes,
        "hours_max": usual if longest <= usual else longest + hours_target,
        "hours_target": hours_target,
        "step_weights": list(parameters.step_weights),
        "weights": {name: getattr(parameters, name) for name in ("mandatory", "entitlement", "cost", "fairness")},
        "fairness_share": parameters.fairness_share,
        "budget": max(0, rows.plan.budget - sum(rows.spent.values())),
    }


def _tables(
    rows: Rows,
    people: list[Person],
    gaps: Mapping[int, Mapping[str, GapFact]],
    candidates: Mapping[int, list[Candidate]],
) -> dict[str, dict[str, list[Any]]]:
    units = [rows.units[pk] for pk in sorted({person.plan_unit for person in people})]
    gap_rows = [(person.public_id, code, gap) for person in people for code, gap in gaps[person.pk].items()]
    candidate_rows = [(person.public_id, each) for person in people for each in candidates[person.pk]]
    effects = [
        (programme.code, each)
        for programme in rows.programmes
        for each in rows.effects.get(programme.pk, ())
        if each.lift > 0
    ]
    return {
        "units": {
            "unit_id": [unit.public_id for unit in units],
            "budget": [None] * len(units),
            "away_max": [unit.away_max for unit in units],
        },
        "persons": {
            "person_id": [person.public_id for person in people],
            "unit_id": [rows.units[person.plan_unit].public_id for person in people],
        },
        "gaps": {
            "person_id": [person for person, _, _ in gap_rows],
            "competency_id": [code for _, code, _ in gap_rows],
            "held": [gap.held for _, _, gap in gap_rows],
            "gap": [gap.size for _, _, gap in gap_rows],
            "weight": [gap.weight for _, _, gap in gap_rows],
        },
        "programmes": _programmes(rows),
        "effects": {
            "programme_id": [code for code, _ in effects],
            "competency_id": [each.competency.code for _, each in effects],
            "lift": [each.lift for _, each in effects],
            "ceiling": [each.ceiling for _, each in effects],
        },
        "sessions": _sessions(rows),
        "candidates": {
            "person_id": [person for person, _ in candidate_rows],
            "programme_id": [each.programme.code for _, each in candidate_rows],
            "mandatory": [each.mandatory for _, each in candidate_rows],
            "needs_prerequisite": [each.needs_prerequisite for _, each in candidate_rows],
        },
        "funds": _funds(rows),
    }


def _programmes(rows: Rows) -> dict[str, list[Any]]:
    keys = {fund.pk: fund.key for fund in rows.funds}
    columns: dict[str, list[Any]] = defaultdict(list)
    for programme in rows.programmes:
        columns["programme_id"].append(programme.code)
        columns["hours"].append(programme.hours)
        columns["cost_per_person"].append(programme.cost_per_person)
        columns["cost_per_batch"].append(programme.cost_per_batch)
        columns["capacity"].append(programme.capacity)
        columns["batch_min"].append(programme.batch_min)
        columns["synchronous"].append(programme.synchronous)
        columns["fund_id"].append(keys.get(rows.fund_of.get(programme.pk, 0), UNPAID))
        columns["prerequisite_id"].append(programme.prerequisite.code if programme.prerequisite else None)
    names = ("programme_id", "hours", "cost_per_person", "cost_per_batch", "capacity", "batch_min", "synchronous")
    return {name: columns[name] for name in (*names, "fund_id", "prerequisite_id")}


def _sessions(rows: Rows) -> dict[str, list[Any]]:
    """A class that keeps people away from work needs a month; an offer without one cannot be planned."""
    away = {programme.pk: programme.synchronous for programme in rows.programmes}
    codes = {programme.pk: programme.code for programme in rows.programmes}
    offers = [offer for offer in rows.offers if offer.month is not None or not away[offer.programme_id]]
    return {
        "session_id": [offer.public_id for offer in offers],
        "programme_id": [codes[offer.programme_id] for offer in offers],
        "period": [offer.month for offer in offers],
        "batches_max": [offer.batches_max for offer in offers],
    }


def _funds(rows: Rows) -> dict[str, list[Any]]:
    total = sum(fund.amount for fund in rows.funds)
    budget = rows.plan.budget
    left = []
    for fund in rows.funds:
        amount = fund.amount * budget // total if total and budget > total else fund.amount
        left.append(max(0, amount - rows.spent.get(fund.pk, 0)))
    return {"fund_id": [*(fund.key for fund in rows.funds), UNPAID], "budget": [*left, 0]}

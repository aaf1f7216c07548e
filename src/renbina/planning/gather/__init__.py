"""Rows of the database -> the frozen problem of one plan: `QUERIES` queries, and nothing is decided about seats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from binacore.planner import Problem
from binacore.rules import Rulebook
from renbina.needs.queries.weights import Weights, weights_of
from renbina.planning.enums import NAMED
from renbina.planning.gather.candidates import Candidate, Choice, GapFact
from renbina.planning.gather.groups import groups_of
from renbina.planning.gather.keys import unit_keys
from renbina.planning.gather.money import UNPAID, Payers, used_by_begun
from renbina.planning.gather.parameters import PlanningParameters
from renbina.planning.gather.people import People, Person
from renbina.planning.gather.rows import QUERIES, Rows, read_rows
from renbina.planning.gather.sessions import Session, begun_of, sessions_of
from renbina.planning.gather.tables import Facts, tables_of
from renbina.planning.models import Plan

__all__ = ["NAMED", "QUERIES", "UNPAID", "Gathered", "PlanningParameters", "gather"]

Months = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The problem and the way back to rows: the problem's names of people and sessions, codes of the rest."""

    problem: Problem
    parameters: PlanningParameters
    rulebook: Rulebook
    rows: Rows
    people: Mapping[str, Person]
    programmes: Mapping[str, int]
    competencies: Mapping[str, int]
    offers: Mapping[str, int]
    funds: Mapping[str, int]
    left_out: Mapping[str, str]  # public id -> why
    held_out: Mapping[str, int]


def gather(plan: Plan, rulebook: Rulebook, parameters: PlanningParameters, on: date) -> Gathered:
    """The problem of a plan as the tables stand on `on`.

    Money: the plan's budget and the year's funds, less what the plan's other activities take. During the plan's own
    year what has begun stays: sessions of past months and of this one are closed, seats in those still going on are
    fixed, those that are over have used their money. Raises ProblemInvalid when the rows contradict each other.
    """
    rows = read_rows(plan, on)
    rules = rulebook.at(date(plan.year, 1, 1))
    makes = People(rows, rules, parameters)
    people = makes.all()
    sessions = sessions_of(rows, parameters)
    begun = begun_of(rows, sessions, frozenset(person.pk for person in people))
    payers = Payers(rows)
    weights = weights_of(plan.agency_id, plan.year, rulebook)
    gaps = {person.pk: _gaps(rows, person, weights) for person in people}
    choice = Choice(rows, parameters, payers, sessions, begun)
    candidates = {person.pk: choice.of(person, gaps[person.pk]) for person in people}
    wanted, owed, sitting = _months(people, candidates, sessions, begun.going)
    away_max = {pk: unit.away_max for pk, unit in rows.units.items()}
    facts = Facts(
        rows=rows,
        parameters=parameters,
        hours_target=rules.number("learning.pns_minimum_hours"),
        nomination_weight=rules.number("plan.nomination_weight"),
        payers=payers,
        people=people,
        gaps=gaps,
        candidates=candidates,
        sessions=sessions,
        begun=begun,
        used=used_by_begun(payers, begun, sessions, _paths(rows)),
        groups=groups_of(people, wanted, owed, away_max, unit_keys(rows.units.values()), sitting),
    )
    return Gathered(
        problem=Problem.from_columns(_header(facts), tables_of(facts)),
        parameters=parameters,
        rulebook=rulebook,
        rows=rows,
        people={person.key: person for person in people},
        programmes={programme.code: programme.pk for programme in rows.programmes},
        competencies=_competencies(rows),
        offers={session.key: session.pk for session in sessions},
        funds={fund.key: fund.pk for fund in rows.funds},
        left_out=dict(makes.left_out),
        held_out=dict(choice.held_out),
    )


def _gaps(rows: Rows, person: Person, weights: Weights) -> dict[str, GapFact]:
    return {
        row["competency__code"]: GapFact(
            row["held"],
            row["size"],
            weights.weight(row["competency_id"], person.unit_path, critical=row["is_critical"]),
        )
        for row in rows.gaps.get(person.pk, ())
    }


def _months(
    people: Iterable[Person],
    candidates: Mapping[int, Sequence[Candidate]],
    sessions: Iterable[Session],
    going: Iterable[tuple[int, int]],
) -> tuple[Months, Months, Months]:
    """Months of the classes that keep people away, by person: open to them, owed, and sat in already."""
    by_pk = {session.pk: session for session in sessions if session.programme.synchronous}
    of: dict[int, frozenset[int]] = defaultdict(frozenset)
    for session in by_pk.values():
        if not session.closed:
            of[session.programme.pk] |= session.months
    sitting: dict[int, frozenset[int]] = defaultdict(frozenset)
    for employee, pk in going:
        if pk in by_pk:
            sitting[employee] |= by_pk[pk].months
    wanted, owed = {}, {}
    for person in people:
        held = candidates[person.pk]
        wanted[person.pk] = sitting[person.pk].union(*(of[each.programme.pk] for each in held))
        owed[person.pk] = sitting[person.pk].union(*(of[each.programme.pk] for each in held if each.mandatory))
    return wanted, owed, sitting


def _paths(rows: Rows) -> dict[int, str]:
    return {employee: rows.units[place["unit_id"]].path for employee, place in rows.placements.items()}


def _competencies(rows: Rows) -> dict[str, int]:
    found = {row["competency__code"]: row["competency_id"] for held in rows.gaps.values() for row in held}
    found.update({each.competency.code: each.competency_id for held in rows.effects.values() for each in held})
    return found


def _header(facts: Facts) -> dict[str, object]:
    parameters = facts.parameters
    taken = sum(facts.rows.spent.values()) + sum(facts.used.values())
    return {
        "format": "renbina-problem/1",
        "name": facts.rows.plan.title,
        "periods": 12,
        "max_programmes": parameters.max_programmes,
        "hours_max": parameters.usual_hours_max,
        "hours_target": facts.hours_target,
        "step_weights": list(parameters.step_weights),
        "weights": {name: getattr(parameters, name) for name in ("mandatory", "entitlement", "cost", "fairness")},
        "fairness_share": parameters.fairness_share,
        "budget": max(0, facts.rows.plan.budget - taken),
    }

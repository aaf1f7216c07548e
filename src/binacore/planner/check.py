"""An independent judge of a plan, written from the text of the format with plain Python values.

It shares no code with the solver: it knows nothing of prices, options or kernels and adds money in Python integers.
`solve` never returns a plan that this check has not accepted.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from binacore.planner.problem import Problem
from binacore.planner.result import Components, gap_of

HOURS_TOLERANCE = 1e-6


class Plan(Protocol):
    """Anything with assignments and batches: a Result, a result read from a folder, a plan made by hand."""

    @property
    def assignments(self) -> Iterable[tuple[str, str]]: ...

    @property
    def batches(self) -> Mapping[str, int]: ...


class PlanRejected(AssertionError):
    """The independent check found a broken rule in a plan of the solver: a defect of ours, never of the input."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule by its name in section 5 of the format, what it concerns, and by how much."""

    rule: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    violations: tuple[Violation, ...]
    components: Components
    objective: float

    @property
    def accepted(self) -> bool:
        return not self.violations


@dataclass(frozen=True, slots=True)
class _Facts:
    """The problem as dictionaries; candidates and gaps only of the persons in the plan."""

    problem: Problem
    unit_of: dict[str, str]
    programme: dict[str, dict[str, Any]]
    effects: dict[str, list[tuple[str, int, int]]]
    session: dict[str, dict[str, Any]]
    candidates: dict[str, dict[str, tuple[bool, bool]]]
    gaps: dict[str, list[tuple[str, int, int, float]]]


def check(problem: Problem, result: Plan) -> CheckReport:
    """Every rule of section 2, the objective of section 3, and the certificate where the plan carries one."""
    pairs = [(str(person), str(session)) for person, session in result.assignments]
    facts = _facts(problem, {person for person, _ in pairs})
    found: list[Violation] = []
    attends: dict[str, list[str]] = defaultdict(list)
    for (person, session), times in Counter(pairs).items():
        subject = f"{person}/{session}"
        if times > 1:
            found.append(Violation("duplicate_assignment", subject, f"listed {times} times"))
        if person not in facts.unit_of:
            found.append(Violation("person_unknown", subject, "no such person"))
        elif session not in facts.session:
            found.append(Violation("session_unknown", subject, "no such session"))
        else:
            attends[person].append(session)
    for person, sessions in attends.items():
        found += _person_violations(facts, person, sessions)
    batches = _batches(facts, result.batches, found)
    found += _session_violations(facts, attends, batches)
    found += _money_violations(facts, attends, batches)
    found += _absence_violations(facts, attends)
    components = _components(facts, attends, batches)
    found += _certificate_violations(result, components)
    return CheckReport(tuple(found), components, components.objective)


def _facts(problem: Problem, persons: set[str]) -> _Facts:
    tables = problem.columns()

    def rows(table: str) -> Iterable[dict[str, Any]]:
        columns = tables[table]
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))

    effects: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in rows("effects"):
        effects[row["programme_id"]].append((row["competency_id"], row["lift"], row["ceiling"]))
    candidates: dict[str, dict[str, tuple[bool, bool]]] = defaultdict(dict)
    for person, programme, mandatory, needs in zip(*tables["candidates"].values(), strict=True):
        if person in persons:
            candidates[person][programme] = (mandatory, needs)
    gaps: dict[str, list[tuple[str, int, int, float]]] = defaultdict(list)
    for person, competency, held, gap, weight in zip(*tables["gaps"].values(), strict=True):
        if person in persons:
            gaps[person].append((competency, held, gap, weight))
    return _Facts(
        problem,
        dict(zip(tables["persons"]["person_id"], tables["persons"]["unit_id"], strict=True)),
        {row["programme_id"]: row for row in rows("programmes")},
        effects,
        {row["session_id"]: row for row in rows("sessions")},
        candidates,
        gaps,
    )


def _person_violations(facts: _Facts, person: str, sessions: list[str]) -> list[Violation]:
    header = facts.problem.header
    programmes = [facts.session[session]["programme_id"] for session in sessions]
    found = []
    found += [
        Violation("not_candidate", f"{person}/{programme}", "not among the person's candidates")
        for programme in programmes
        if programme not in facts.candidates[person]
    ]
    for programme, times in Counter(programmes).items():
        if times > 1:
            found.append(Violation("programme_twice", f"{person}/{programme}", f"{times} sessions"))
    if len(sessions) > header.max_programmes:
        message = f"{len(sessions)} sessions of at most {header.max_programmes}"
        found.append(Violation("too_many_programmes", person, message))
    hours = math.fsum(facts.programme[programme]["hours"] for programme in programmes)
    if hours > header.hours_max + HOURS_TOLERANCE:
        found.append(Violation("hours_exceeded", person, f"{hours:g} JP of at most {header.hours_max:g}"))
    return found + _period_violations(facts, person, sessions) + _prerequisite_violations(facts, person, sessions)


def _period_violations(facts: _Facts, person: str, sessions: list[str]) -> list[Violation]:
    away = Counter(
        facts.session[session]["period"]
        for session in sessions
        if facts.programme[facts.session[session]["programme_id"]]["synchronous"]
    )
    return [
        Violation("period_clash", person, f"{times} synchronous sessions in period {period}")
        for period, times in away.items()
        if times > 1
    ]


def _prerequisite_violations(facts: _Facts, person: str, sessions: list[str]) -> list[Violation]:
    found = []
    for session in sessions:
        programme = facts.session[session]["programme_id"]
        _, needs = facts.candidates[person].get(programme, (False, False))
        if not needs:
            continue
        wanted = facts.programme[programme]["prerequisite_id"]
        period = facts.session[session]["period"] or 0
        earlier = [
            other
            for other in sessions
            if facts.session[other]["programme_id"] == wanted and (facts.session[other]["period"] or 0) < period
        ]
        if not earlier:
            found.append(Violation("prerequisite_unmet", f"{person}/{session}", f"needs {wanted} earlier"))
    return found


def _batches(facts: _Facts, stated: Mapping[str, int], found: list[Violation]) -> dict[str, int]:
    batches = {}
    for session, count in stated.items():
        if session not in facts.session:
            found.append(Violation("session_unknown", session, "batches of no such session"))
        elif type(count) is not int or count < 0:
            found.append(Violation("batches_exceeded", session, f"{count!r} is not a number of batches"))
        else:
            batches[session] = count
    return batches


def _session_violations(facts: _Facts, attends: Mapping[str, list[str]], batches: Mapping[str, int]) -> list[Violation]:
    present = Counter(session for sessions in attends.values() for session in sessions)
    found = []
    for session in sorted(set(present) | set(batches)):
        row, count, seated = facts.session[session], batches.get(session, 0), present[session]
        programme = facts.programme[row["programme_id"]]
        if seated > programme["capacity"] * count:
            message = f"{seated} persons, {programme['capacity'] * count} seats"
            found.append(Violation("seats_exceeded", session, message))
        if seated < programme["batch_min"] * count:
            message = f"{seated} persons, {programme['batch_min'] * count} needed for {count} batches"
            found.append(Violation("batch_underfilled", session, message))
        if count > row["batches_max"]:
            found.append(Violation("batches_exceeded", session, f"{count} of at most {row['batches_max']}"))
    return found


def _money_violations(facts: _Facts, attends: Mapping[str, list[str]], batches: Mapping[str, int]) -> list[Violation]:
    funds: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for person, sessions in attends.items():
        for session in sessions:
            programme = facts.programme[facts.session[session]["programme_id"]]
            funds[programme["fund_id"]] += programme["cost_per_person"]
            units[facts.unit_of[person]] += programme["cost_per_person"]
    for session, count in batches.items():
        programme = facts.programme[facts.session[session]["programme_id"]]
        funds[programme["fund_id"]] += programme["cost_per_batch"] * count
    tables = facts.problem.columns()
    found = []
    total, budget = sum(funds.values()), facts.problem.header.budget
    if total > budget:
        found.append(Violation("budget_exceeded", "total", f"{total} of {budget} rupiah"))
    for rule, table, spent in (("fund_exceeded", "funds", funds), ("unit_budget_exceeded", "units", units)):
        columns = tables[table]
        for name, limit in zip(columns[table[:-1] + "_id"], columns["budget"], strict=True):
            if limit is not None and spent[name] > limit:
                found.append(Violation(rule, name, f"{spent[name]} of {limit} rupiah"))
    return found


def _absence_violations(facts: _Facts, attends: Mapping[str, list[str]]) -> list[Violation]:
    away: Counter[tuple[str, int]] = Counter()
    for person, sessions in attends.items():
        for session in sessions:
            row = facts.session[session]
            if facts.programme[row["programme_id"]]["synchronous"]:
                away[facts.unit_of[person], row["period"]] += 1
    units = facts.problem.columns()["units"]
    limit = dict(zip(units["unit_id"], units["away_max"], strict=True))
    return [
        Violation("away_exceeded", unit, f"{count} away in period {period}, at most {limit[unit]}")
        for (unit, period), count in sorted(away.items())
        if limit[unit] is not None and count > limit[unit]
    ]


def steps_closed(held: int, gap: int, effects: Iterable[tuple[int, int]]) -> int:
    """Section 3.1: levels closed by effects (lift, ceiling), learnt in ascending order of ceilings."""
    level = held
    for lift, ceiling in sorted(effects, key=lambda effect: effect[1]):
        level = max(level, min(level + lift, ceiling))
    return min(level - held, gap)


def _components(facts: _Facts, attends: Mapping[str, list[str]], batches: Mapping[str, int]) -> Components:
    header = facts.problem.header
    coverage: list[float] = []
    mandatory = spent = 0
    at_target: Counter[str] = Counter()
    for person, sessions in attends.items():
        programmes = [facts.session[session]["programme_id"] for session in sessions]
        mandatory += sum(facts.candidates[person].get(programme, (False, False))[0] for programme in programmes)
        spent += sum(facts.programme[programme]["cost_per_person"] for programme in programmes)
        hours = math.fsum(facts.programme[programme]["hours"] for programme in programmes)
        at_target[facts.unit_of[person]] += hours >= header.hours_target - HOURS_TOLERANCE
        for competency, held, gap, weight in facts.gaps[person]:
            learnt = [(lift, top) for p in programmes for c, lift, top in facts.effects.get(p, ()) if c == competency]
            coverage.append(weight * math.fsum(header.step_weights[: steps_closed(held, gap, learnt)]))
    spent += sum(
        facts.programme[facts.session[session]["programme_id"]]["cost_per_batch"] * count
        for session, count in batches.items()
    )
    size = Counter(facts.unit_of.values())
    if header.hours_target <= HOURS_TOLERANCE:
        at_target = size
    short = [max(0.0, header.fairness_share * size[unit] - at_target[unit]) for unit in size]
    return Components(
        coverage=math.fsum(coverage),
        mandatory=header.weights.mandatory * mandatory,
        entitlement=header.weights.entitlement * sum(at_target.values()),
        cost=header.weights.cost * spent / 1_000_000,
        fairness=header.weights.fairness * math.fsum(short),
    )


def _certificate_violations(result: Plan, components: Components) -> list[Violation]:
    stated, bound = getattr(result, "objective", None), getattr(result, "bound", None)
    found = []
    if stated is not None and not close(stated, components.objective):
        found.append(Violation("objective_wrong", "objective", f"stated {stated}, is {components.objective}"))
    parts = getattr(result, "components", None)
    if parts is not None:
        for name, value in components.as_record().items():
            if not close(getattr(parts, name), value):
                found.append(Violation("component_wrong", name, f"stated {getattr(parts, name)}, is {value}"))
    if bound is not None and bound < components.objective - 1e-6 * max(1.0, abs(components.objective)):
        found.append(Violation("bound_below_objective", "bound", f"{bound} < {components.objective}"))
    if stated is not None and bound is not None:
        expected, gap = gap_of(bound, stated), getattr(result, "gap", None)
        same = expected is gap if expected is None or gap is None else abs(expected - gap) <= 1e-6
        if not same:
            found.append(Violation("gap_wrong", "gap", f"stated {gap}, is {expected}"))
    return found


def close(a: float, b: float) -> bool:
    """Equality of objective and component values (section 5)."""
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))

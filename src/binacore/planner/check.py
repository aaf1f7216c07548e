"""An independent judge of a plan, written from the text of the format.

It shares no code with the solver. `solve` never returns a plan that this check has not accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import numpy as np

from binacore.planner.plan import Plan
from binacore.planner.problem import Ints, Problem
from binacore.planner.result import Components, gap_of
from binacore.planner.rules import RULES, Broken, Facts
from binacore.planner.schema import COUNT_MAX
from binacore.planner.worth import components_of, steps_closed, unmet_mandatory

SHOWN = 1000
"""Violations of one rule that are listed; a further one says how many more there are."""


class NamedPlan(Protocol):
    """Anything with assignments and batches: a result, a plan made by hand."""

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
    """`unmet_mandatory` are the rows of candidates that are mandatory and not served; that breaks no rule."""

    violations: tuple[Violation, ...]
    components: Components
    objective: float
    unmet_mandatory: Ints = field(default_factory=lambda: np.zeros(0, np.int64), compare=False, repr=False)

    @property
    def accepted(self) -> bool:
        return not self.violations


def check(problem: Problem, result: NamedPlan | Plan) -> CheckReport:
    """Every rule of sections 2 and 7, the objective, and the certificate where the plan carries one.

    A `Plan`, or a result whose `plan` counts the persons and sessions of this problem, is judged as it is; any other
    plan by its identifiers. What is listed twice or unknown is reported and else left out.
    """
    found: list[Violation] = []
    facts = _facts(problem, result, found)
    for rule in RULES.values():
        found += _listed(problem, rule(facts))
    components = components_of(facts)
    found += _certificate_violations(result, components)
    return CheckReport(tuple(found), components, components.objective, unmet_mandatory(facts))


def _listed(problem: Problem, broken: Iterator[Broken]) -> list[Violation]:
    found: list[Violation] = []
    more, rule = 0, ""
    for violation in broken:
        if len(found) < SHOWN:
            found.append(Violation(violation.rule, subject_of(problem, violation), violation.message))
        else:
            more, rule = more + 1, violation.rule
    if more:
        found.append(Violation(rule, "more", f"{more} more of the same kind"))
    return found


def subject_of(problem: Problem, broken: Broken) -> str:
    """What a broken rule concerns, in identifiers."""
    names = [
        ids[at]
        for ids, at in (
            (problem.person_ids, broken.person),
            (problem.session_ids, broken.session),
            (problem.unit_ids, broken.unit),
            (problem.fund_ids, broken.fund),
            (problem.organiser_ids, broken.organiser),
        )
        if at >= 0
    ]
    return "/".join(names) or "total"


def _facts(problem: Problem, result: NamedPlan | Plan, found: list[Violation]) -> Facts:
    plan = result if isinstance(result, Plan) else getattr(result, "plan", None)
    if not isinstance(plan, Plan):
        named = cast("NamedPlan", result)
        person, session = _positions(problem, named.assignments, found)
        count = _counts(problem, named.batches, found)
    elif plan is result or _same_ids(problem, result):
        person, session = plan.persons.astype(np.int64), plan.sessions.astype(np.int64)
        person, session = _known_pairs(problem, person, session, ((), ()), found)
        count = _known_counts(problem, plan.batches, found)
    else:
        ids = (result.person_ids, result.session_ids)  # type: ignore[union-attr]  # what has a Plan is a Result
        person = _translated(ids[0], problem.person_ids)[plan.persons]
        session = _translated(ids[1], problem.session_ids)[plan.sessions]
        person, session = _known_pairs(problem, person, session, ids, found)
        held = zip(ids[1], plan.batches.tolist(), strict=True)
        count = _counts(problem, {name: number for name, number in held if number}, found)
    person, session = _once(problem, person, session, found)
    return Facts.of(problem, person, session, count)


def _same_ids(problem: Problem, result: Any) -> bool:
    return bool(result.person_ids == problem.person_ids and result.session_ids == problem.session_ids)


def _translated(names: Sequence[str], ids: Sequence[str]) -> Ints:
    """The position in `ids` of each name; unknown ones follow behind all of them."""
    at = {name: position for position, name in enumerate(ids)}
    return np.array([at.get(name, len(ids) + own) for own, name in enumerate(names)], np.int64)


def _known_pairs(
    problem: Problem,
    person: Ints,
    session: Ints,
    ids: tuple[Sequence[str], Sequence[str]],
    found: list[Violation],
) -> tuple[Ints, Ints]:
    """Without the pairs whose person or session the problem does not have; `ids` name what was translated."""
    persons, sessions = problem.persons, len(problem.session_ids)
    no_person = (person < 0) | (person >= persons)
    no_session = (session < 0) | (session >= sessions)

    def shown(position: int, known: Sequence[str], own: Sequence[str]) -> str:
        if 0 <= position < len(known):
            return known[position]
        return own[position - len(known)] if 0 <= position - len(known) < len(own) else f"position {position}"

    for at in np.flatnonzero(no_person | no_session)[:SHOWN].tolist():
        rule, what = ("person_unknown", "person") if no_person[at] else ("session_unknown", "session")
        names = shown(person[at], problem.person_ids, ids[0]), shown(session[at], problem.session_ids, ids[1])
        found.append(Violation(rule, "/".join(names), f"no such {what}"))
    known = ~(no_person | no_session)
    return person[known], session[known]


def _known_counts(problem: Problem, count: Ints, found: list[Violation]) -> Ints:
    sessions = len(problem.session_ids)
    if len(count) != sessions:
        found.append(Violation("session_unknown", "batches", f"{len(count)} numbers for {sessions} sessions"))
        count = np.resize(np.append(count, 0), sessions)
    found += [
        Violation("batches_exceeded", problem.session_ids[at], f"{count[at]} is not a number of batches")
        for at in np.flatnonzero((count < 0) | (count > COUNT_MAX))[:SHOWN].tolist()
    ]
    return np.clip(count, 0, COUNT_MAX)


def _positions(problem: Problem, assignments: Iterable[tuple[str, str]], found: list[Violation]) -> tuple[Ints, Ints]:
    person_at = {name: at for at, name in enumerate(problem.person_ids)}
    session_at = {name: at for at, name in enumerate(problem.session_ids)}
    known: list[tuple[int, int]] = []
    unknown: Counter[tuple[str, str]] = Counter()
    for person, session in assignments:
        if person in person_at and session in session_at:
            known.append((person_at[person], session_at[session]))
        else:
            unknown[person, session] += 1
    for (person, session), times in unknown.items():
        rule = "session_unknown" if person in person_at else "person_unknown"
        found.append(Violation(rule, f"{person}/{session}", "no such person" if rule[0] == "p" else "no such session"))
        if times > 1:
            found.append(Violation("duplicate_assignment", f"{person}/{session}", f"listed {times} times"))
    index = np.array(known, np.int64).reshape(-1, 2)
    return index[:, 0], index[:, 1]


def _counts(problem: Problem, batches: Mapping[str, int], found: list[Violation]) -> Ints:
    session_at = {name: at for at, name in enumerate(problem.session_ids)}
    counts = np.zeros(len(session_at), np.int64)
    for session, count in batches.items():
        if session not in session_at:
            found.append(Violation("session_unknown", str(session), "batches of no such session"))
        elif type(count) is not int or not 0 <= count <= COUNT_MAX:
            found.append(Violation("batches_exceeded", session, f"{count!r} is not a number of batches"))
        else:
            counts[session_at[session]] = count
    return counts


def _once(problem: Problem, person: Ints, session: Ints, found: list[Violation]) -> tuple[Ints, Ints]:
    """Sorted and without repetition."""
    width = max(1, len(problem.session_ids))
    key = person * width + session
    if len(key) < 2 or bool(np.all(key[1:] > key[:-1])):
        return person, session
    keys, times = np.unique(key, return_counts=True)
    for at in np.flatnonzero(times > 1)[:SHOWN].tolist():
        who, where = divmod(int(keys[at]), width)
        subject = f"{problem.person_ids[who]}/{problem.session_ids[where]}"
        found.append(Violation("duplicate_assignment", subject, f"listed {times[at]} times"))
    return keys // width, keys % width


def _certificate_violations(result: object, components: Components) -> list[Violation]:
    stated, bound = getattr(result, "objective", None), getattr(result, "bound", None)
    found = []
    if stated is not None and not close(stated, components.objective):
        found.append(Violation("objective_wrong", "objective", f"stated {stated}, is {components.objective}"))
    parts = getattr(result, "components", None)
    if parts is not None:
        for name, value in components.as_record().items():
            if not close(getattr(parts, name), value):
                found.append(Violation("component_wrong", name, f"stated {getattr(parts, name)}, is {value}"))
    if bound is not None and not bound >= components.objective - 1e-6 * max(1.0, abs(components.objective)):
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


__all__ = ["CheckReport", "NamedPlan", "PlanRejected", "Violation", "check", "close", "steps_closed"]

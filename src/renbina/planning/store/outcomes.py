"""What a list of seats does for people: hours, levels and closed steps, by the format's own arithmetic.

Learning in ascending order of ceilings is section 3.1 of the open format.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from binacore.planner import Problem
from renbina.planning.enums import NAMED

HOURS_TOLERANCE = 1e-6
Table = Mapping[str, list[Any]]


@dataclass(slots=True)
class Steps:
    """Level steps of one programme: what it could close among all who were weighed for it, and what it closes."""

    wanted: int = 0
    closed: int = 0


@dataclass(slots=True)
class Outcomes:
    """Sums over the plan. `levels`: (person, competency) -> (held, after), only where something rises; `hours`: with
    those earned before the plan; `at_target`: entitled people only. Being named is no competency and is in no sum.
    """

    hours: dict[str, float] = field(default_factory=dict)
    at_target: set[str] = field(default_factory=set)
    levels: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    steps: dict[str, Steps] = field(default_factory=dict)
    weighted_closed: float = 0.0
    weighted_all: float = 0.0
    steps_closed: int = 0
    steps_all: int = 0

    @property
    def closed_share(self) -> float | None:
        """Share of the weighted gap that is closed; None when there is no gap at all."""
        return self.weighted_closed / self.weighted_all if self.weighted_all else None


def outcomes(problem: Problem, assignments: Iterable[tuple[str, str]]) -> Outcomes:
    """Work out what the seats (person, session) do."""
    tables = problem.columns()
    worth = [0.0, *accumulate(problem.header.step_weights)]
    programme_of = dict(zip(tables["sessions"]["session_id"], tables["sessions"]["programme_id"], strict=True))
    attends: dict[str, list[str]] = defaultdict(list)
    for person, session in assignments:
        attends[person].append(programme_of[session])
    effects = _effects(tables["effects"])
    found = Outcomes(steps={code: Steps() for code in tables["programmes"]["programme_id"]})
    _count_hours(found, problem, tables, attends)
    for person, gaps in _gaps(tables["gaps"]).items():
        _learn(found, person, gaps, attends.get(person, ()), effects, worth)
    _count_wanted(found, tables, effects)
    return found


def _effects(table: Table) -> dict[str, list[tuple[str, int, int]]]:
    found = defaultdict(list)
    rows = zip(table["programme_id"], table["competency_id"], table["lift"], table["ceiling"], strict=True)
    for programme, competency, lift, ceiling in rows:
        if competency.startswith(NAMED):
            continue
        found[programme].append((competency, lift, ceiling))
    return found


def _gaps(table: Table) -> dict[str, list[tuple[str, int, int, float]]]:
    found = defaultdict(list)
    rows = zip(table["person_id"], table["competency_id"], table["held"], table["gap"], table["weight"], strict=True)
    for person, competency, held, gap, weight in rows:
        if competency.startswith(NAMED):
            continue
        found[person].append((competency, held, gap, weight))
    return found


def _count_hours(
    found: Outcomes, problem: Problem, tables: Mapping[str, Table], attends: Mapping[str, list[str]]
) -> None:
    hours = dict(zip(tables["programmes"]["programme_id"], tables["programmes"]["hours"], strict=True))
    facts = zip(
        problem.person_ids,
        problem.person_hours_done.tolist(),
        problem.person_hours_target.tolist(),
        problem.person_entitled.tolist(),
        strict=True,
    )
    for person, done, target, entitled in facts:
        total = done + sum(hours[programme] for programme in attends.get(person, ()))
        found.hours[person] = total
        if entitled and total >= target - HOURS_TOLERANCE:
            found.at_target.add(person)


def _learn(
    found: Outcomes,
    person: str,
    gaps: Iterable[tuple[str, int, int, float]],
    attended: Iterable[str],
    effects: Mapping[str, list[tuple[str, int, int]]],
    worth: list[float],
) -> None:
    by_competency = defaultdict(list)
    for programme in attended:
        for competency, lift, ceiling in effects.get(programme, ()):
            by_competency[competency].append((ceiling, lift, programme))
    for competency, held, gap, weight in gaps:
        level = held
        for ceiling, lift, programme in sorted(by_competency.get(competency, ())):
            risen = max(level, min(level + lift, ceiling))
            # Steps above the standard close nothing; what is left of the gap goes to whoever raises it first.
            found.steps[programme].closed += min(risen, held + gap) - min(level, held + gap)
            level = risen
        closed = min(level - held, gap)
        found.steps_all += gap
        found.steps_closed += closed
        found.weighted_all += weight * worth[gap]
        found.weighted_closed += weight * worth[closed]
        if closed:
            found.levels[person, competency] = (held, level)


def _count_wanted(
    found: Outcomes, tables: Mapping[str, Table], effects: Mapping[str, list[tuple[str, int, int]]]
) -> None:
    gaps = tables["gaps"]
    held = {
        (person, competency): (level, gap)
        for person, competency, level, gap in zip(
            gaps["person_id"], gaps["competency_id"], gaps["held"], gaps["gap"], strict=True
        )
    }
    for person, programme in zip(tables["candidates"]["person_id"], tables["candidates"]["programme_id"], strict=True):
        for competency, lift, ceiling in effects.get(programme, ()):
            level, gap = held.get((person, competency), (0, 0))
            found.steps[programme].wanted += max(0, min(gap, lift, ceiling - level))

"""What the planner promises for each size, and the table in which it is shown whether it keeps it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

CITY = "city"
KINDS = ("agency", "regency", CITY)


@dataclass(frozen=True, slots=True)
class Target:
    """Seconds, certified gap in percent (what must and what should be), peak memory in MiB, up to so many people."""

    people: int
    seconds: float
    must: float
    aim: float
    memory: int


TARGETS: dict[str, tuple[Target, ...]] = {
    "agency": (
        Target(12, 1, 0.0001, 0.0001, 512),
        Target(500, 60, 0.5, 0.2, 512),
        Target(3_000, 60, 1.5, 0.5, 1024),
        Target(20_000, 120, 1.5, 0.5, 1024),
        Target(200_000, 180, 0.6, 0.3, 1024),
        Target(1_000_000, 600, 0.8, 0.4, 2048),
    ),
    "regency": (Target(3_000, 60, 2.0, 0.5, 1024), Target(12_000, 120, 2.0, 0.5, 1024)),
    CITY: (Target(10**9, 60, 1.0, 0.3, 512),),
}
LEAST_OVER_GREEDY = 1.1
LEAST_OVER_FIRST_COME, FIRST_COME_FROM = 5.0, 20_000
ALWAYS_PLANNED = 12
"""Up to so many people the optimum must be proved."""


def target_of(kind: str, people: int) -> Target:
    """The promise for the smallest size that is not smaller; the largest for still more people."""
    rows = TARGETS[kind]
    return next((row for row in rows if people <= row.people), rows[-1])


@dataclass(frozen=True, slots=True)
class Run:
    """What one process measured. `gap` in percent, NaN where there is none; `error` is empty if all went well."""

    kind: str
    people: int
    seed: int
    method: str
    seconds: float = math.nan
    gap: float = math.nan
    objective: float = math.nan
    bound: float = math.nan
    memory: float = math.nan
    violations: int = 0
    mandatory_unmet: int = 0
    baselines: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    digest: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """All seeds of one size and kind."""

    kind: str
    people: int
    runs: tuple[Run, ...]
    rivals: tuple[Run, ...]

    @property
    def good(self) -> list[Run]:
        return [run for run in self.runs if not run.error]

    def median(self, name: str) -> float:
        values = [getattr(run, name) for run in self.good]
        return statistics.median(values) if values else math.nan

    def over(self, baseline: str) -> float:
        """Median of plan value by value of a simple method."""
        pairs = [(run.objective, run.baselines.get(baseline, math.nan)) for run in self.good]
        ratios = [mine / theirs for mine, theirs in pairs if theirs > 0]
        return statistics.median(ratios) if ratios else math.nan


def rows_of(runs: Iterable[Run]) -> list[Row]:
    """Runs of the planner by kind and size, in the order in which they came, rivals beside them."""
    runs = list(runs)
    keys = list(dict.fromkeys((run.kind, run.people) for run in runs))
    rows = []
    for key in keys:
        mine = [run for run in runs if (run.kind, run.people) == key]
        own = tuple(run for run in mine if run.method == "renbina")
        rows.append(Row(*key, own, tuple(run for run in mine if run.method != "renbina")))
    return rows


def markdown(rows: Sequence[Row]) -> str:
    """The whole report."""
    parts = [_results(rows), _promises(rows), _rivals(rows), _curve(rows)]
    return "\n".join(part for part in parts if part)


def missed(rows: Sequence[Row]) -> int:
    """How many promises of kind "must" are not kept."""
    return sum(1 for row in rows for promise in _promised(row) if promise.must and not promise.kept)


def _results(rows: Sequence[Row]) -> str:
    head: tuple[str, ...] = (
        "people",
        "kind",
        "seeds",
        "seconds",
        "gap %",
        "worst gap %",
        "x greedy value/cost",
        "x first come",
    )
    head += ("peak MiB", "violations", "mandatory unmet", "ended by")
    lines = [
        (
            f"{row.people:,}",
            row.kind,
            str(len(row.good)) + (f" of {len(row.runs)}" if len(row.good) < len(row.runs) else ""),
            _number(row.median("seconds"), 1),
            _number(row.median("gap"), 3),
            _number(max((run.gap for run in row.good), default=math.nan), 3),
            _number(row.over("value_per_rupiah"), 3),
            _number(row.over("first_come_first_served"), 2),
            _number(max((run.memory for run in row.good), default=math.nan), 0),
            str(sum(run.violations for run in row.good)),
            _number(row.median("mandatory_unmet"), 0),
            ", ".join(sorted({run.reason for run in row.good})) or "; ".join(sorted({run.error for run in row.runs})),
        )
        for row in rows
    ]
    return "## The planner (medians of the seeds, memory the worst)\n\n" + _table(head, lines)


@dataclass(frozen=True, slots=True)
class _Promise:
    what: str
    measured: float
    bound: float
    digits: int
    must: bool = True
    at_least: bool = False

    @property
    def kept(self) -> bool:
        if math.isnan(self.measured):
            return False
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def _promised(row: Row) -> list[_Promise]:
    target = target_of(row.kind, row.people)
    worst_memory = max((run.memory for run in row.good), default=math.nan)
    found = [
        _Promise("seconds", row.median("seconds"), target.seconds, 1),
        _Promise("gap %, must", row.median("gap"), target.must, 3),
        _Promise("gap %, aim", row.median("gap"), target.aim, 3, must=False),
        _Promise("peak MiB", worst_memory, target.memory, 0),
        _Promise("violations", sum(run.violations for run in row.runs), 0, 0),
        _Promise("processes that failed", len(row.runs) - len(row.good), 0, 0),
    ]
    if row.kind == "agency" and row.people > ALWAYS_PLANNED:
        found.append(_Promise("x greedy", row.over("value_per_rupiah"), LEAST_OVER_GREEDY, 3, at_least=True))
        if row.people >= FIRST_COME_FROM:
            first = row.over("first_come_first_served")
            found.append(_Promise("x first come", first, LEAST_OVER_FIRST_COME, 2, at_least=True))
    return found


def _promises(rows: Sequence[Row]) -> str:
    lines = [
        (
            f"{row.people:,}",
            row.kind,
            promise.what,
            _number(promise.measured, promise.digits),
            f"{'>=' if promise.at_least else '<='} {promise.bound:g}",
            "ok" if promise.kept else "no",
        )
        for row in rows
        for promise in _promised(row)
    ]
    return "## Promises\n\n" + _table(("people", "kind", "figure", "measured", "bound", "kept"), lines)


def _rivals(rows: Sequence[Row]) -> str:
    lines = []
    for row in rows:
        for run in row.rivals:
            same = next((mine for mine in row.good if mine.seed == run.seed), None)
            share = 100 * run.objective / same.objective if same and same.objective > 0 else math.nan
            facts = (f"{row.people:,}", row.kind, str(run.seed), run.method)
            numbers = (_number(run.seconds, 1), _number(run.objective, 1), _number(run.gap, 2), _number(share, 1))
            lines.append((*facts, *numbers, _number(run.memory, 0), run.error or run.reason))
    if not lines:
        return ""
    head = ("people", "kind", "seed", "method", "seconds", "value", "own gap %", "% of our value", "peak MiB", "")
    return "## The same problems given to a general solver alone\n\n" + _table(head, lines)


def _curve(rows: Sequence[Row]) -> str:
    """Seconds and memory against people; a growth of 1 is linear, below 1 less than linear."""
    agency = sorted((row for row in rows if row.kind == "agency" and row.good), key=lambda row: row.people)
    lines = []
    before: Row | None = None
    for row in agency:
        seconds, memory = row.median("seconds"), row.median("memory")
        growth = ("", "")
        if before is not None and row.people > before.people:
            step = math.log(row.people / before.people)
            times = (seconds / before.median("seconds"), memory / before.median("memory"))
            growth = (_number(math.log(times[0]) / step, 2), _number(math.log(times[1]) / step, 2))
        each = (_number(1e3 * seconds / max(1, row.people), 3), _number(1024 * memory / max(1, row.people), 2))
        lines.append(
            (f"{row.people:,}", _number(seconds, 1), each[0], growth[0], _number(memory, 0), each[1], growth[1])
        )
        before = row
    if not lines:
        return ""
    head = ("people", "seconds", "ms a person", "growth of time", "peak MiB", "KiB a person", "growth of memory")
    note = "Growth: the power of the number of people from one line to the next; 1 is linear.\n"
    return "## Time and memory against people (agency)\n\n" + _table(head, lines) + "\n" + note


def _number(value: float, digits: int) -> str:
    return "-" if math.isnan(value) else f"{round(value, digits) + 0.0:,.{digits}f}"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    wide = [max(len(line[at]) for line in (head, *lines)) for at in range(len(head))]
    rule = ["-" * width for width in wide]
    shown = [
        "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(line, wide, strict=True)) + " |"
        for line in (head, rule, *lines)
    ]
    return "\n".join(shown) + "\n"

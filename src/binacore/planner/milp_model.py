"""What the exact model consists of: rows, the options of the free persons, and the matrix a solver gets."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from binacore.planner.milp_facts import TOLERANCE, Facts, spread
from binacore.planner.problem import Bools, Floats, Ints


@dataclass(slots=True)
class Rows:
    """A growing list of rows lower <= sum of value * column <= upper."""

    count: int = 0
    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)

    def add(self, lower: Floats | float, upper: Floats | float, *entries: tuple[Ints, Ints, Floats | float]) -> None:
        """Rows numbered from 0; `lower` or `upper` gives their number. Entries are (row, column, value)."""
        count = len(lower) if isinstance(lower, np.ndarray) else np.size(upper)
        for row, column, value in entries:
            self.row.append(np.asarray(row) + self.count)
            self.column.append(np.asarray(column))
            self.value.append(np.broadcast_to(np.asarray(value, float), np.shape(row)))
        self.lower.append(np.broadcast_to(np.asarray(lower, float), (count,)))
        self.upper.append(np.broadcast_to(np.asarray(upper, float), (count,)))
        self.count += count

    def matrix(self) -> tuple[Ints, Ints, Floats]:
        """(row starts, columns, values), rows in order."""
        row = np.concatenate(self.row) if self.row else np.zeros(0, np.int64)
        column = np.concatenate(self.column) if self.column else np.zeros(0, np.int64)
        value = np.concatenate(self.value) if self.value else np.zeros(0)
        order = np.argsort(row, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=self.count))])
        return starts, column[order], value[order]


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """What the free persons may choose. `person`, `candidate` and `session` by option, ascending in that order.

    `persons` are positions in the problem; `person` and `candidate` count from 0 within. `batches_low`, `batches_high`
    are by session of the problem (both 0 where nobody free can go), `demand` the options of each session.
    """

    persons: Ints
    rows: Ints
    row_person: Ints
    programme: Ints
    person: Ints
    candidate: Ints
    session: Ints
    fixed: Bools
    demand: Ints
    batches_low: Ints
    batches_high: Ints

    @property
    def count(self) -> int:
        return len(self.session)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """The model ready for a solver that maximises, with what is needed to read an answer or write a start."""

    objective: Floats
    low: Floats
    high: Floats
    whole: Bools
    rows: Rows
    options: Options
    steps: tuple[Ints, Ints]  # (gap row, steps) of each gap with steps, in order of z
    aims: Ints  # local persons with a column q
    sessions: Ints  # sessions with a column y
    units: Ints  # units with a shortage
    missing: Floats  # persons those units still need at target, before q

    @property
    def ends(self) -> Ints:
        """First column of x, z, q, y, shortage, and the number of columns."""
        parts = [self.options.count, int(self.steps[1].sum()), len(self.aims), len(self.sessions), len(self.units)]
        return np.concatenate([[0], np.cumsum(parts)])


def options_of(
    facts: Facts, persons: Ints, taken: Ints, batches: Ints | None = None, free: Bools | None = None
) -> Options:
    """`persons` ascending; `taken` seats of others. Sessions outside `free` keep their `batches`; None frees all."""
    p = facts.problem
    row_person, rows = spread(p.candidate_ptr[persons], np.diff(p.candidate_ptr)[persons])
    programme = p.candidate_programme[rows].astype(np.int64)
    candidate, at = spread(facts.session_ptr[programme], np.diff(facts.session_ptr)[programme])
    session = facts.session_of[at]
    person = row_person[candidate]
    fixed = facts.is_fixed(persons[person], session)
    fits = facts.hours[session] <= facts.room_hours[persons[person]] + TOLERANCE
    keep = fixed | (facts.openable[session] & fits)
    demand = np.bincount(session[keep], minlength=facts.sessions)
    present = taken + demand
    high = np.minimum(p.session_batches_max, -(-present // facts.capacity))
    high = np.minimum(high, facts.exempt + present // facts.least)
    low = np.minimum(high, np.maximum(-(-taken // facts.capacity), facts.exempt))
    if batches is not None and free is not None:
        low, high = np.where(free, low, batches), np.where(free, high, batches)
    keep &= high[session] > 0
    demand = np.bincount(session[keep], minlength=facts.sessions)
    return Options(
        persons=persons,
        rows=rows,
        row_person=row_person,
        programme=programme,
        person=person[keep],
        candidate=candidate[keep],
        session=session[keep],
        fixed=fixed[keep],
        demand=demand,
        batches_low=np.where(demand > 0, low, 0),
        batches_high=np.where(demand > 0, high, 0),
    )

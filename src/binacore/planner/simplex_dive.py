"""Classes and seats along the linear relaxation of the core: few options, but prices that are exactly right.

The ascent of the split bound tells which options matter. On these alone the linear relaxation is small enough to be
solved again after every decision, from the basis of the last time: a batch more or fewer, then seat after seat. What
is left fractional at the end goes to the branch and bound. Where the dives of the ascent take the prices for converged
that are not, this one knows what a decision costs; its people are relaxed, though, and theirs are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from binacore.planner.highs import Effort, Relaxation
from binacore.planner.milp import Task, search_task, task_around
from binacore.planner.milp_facts import Facts
from binacore.planner.model import Ints
from binacore.planner.plan import Plan
from binacore.planner.problem import Bools, Floats, Problem
from binacore.planner.split import SplitDual
from binacore.planner.tighten import Tightened

USED = 5e-4
"""Share in the average from which on an option belongs to the core."""
WHOLE = 1e-4
"""A value this close to a whole number is one."""
CHEAP = 5e-4
"""One batch more that costs less than this share of the value is taken without asking what one fewer would cost."""
DEAR = 2e-3
"""Seats given together that cost more than this share are given again, fewer at a time."""
SEATS = 24
"""Seats given together."""
KEPT = (0.75, 0.5, 0.25, 0.0)
"""Shares of the seats given, in their order, that stand while the rest is decided exactly; the next if that fails."""
LOOSE = 0.015
"""This share above the split bound the relaxation says too little about people: its dive is not made."""
NODES, CHECKS, GAP = 200, 4_000, 2e-4
"""Of the branch and bound that decides the rest."""


def simplex_dive(
    problem: Problem,
    split: SplitDual,
    at: Tightened,
    plan: Plan,
    rank: int,
    passed: Callable[[float], bool],
    stopped: Callable[[], bool],
) -> Plan | None:
    """The plan this dive ends with; None when it was stopped, finds no way, or the relaxation is too loose to follow.

    The core is what the average of `at` uses, what `plan` holds, what is owed, and everybody's `rank` best programmes
    at the prices. `passed` is asked with the value of the relaxation before it is solved, `stopped` meanwhile.
    """
    core = only_candidates(problem, _core(problem, split, at, plan, rank))
    task, _ = task_around(Facts.of(core), plan, np.arange(problem.persons), None, link=True)
    dive = _Dive(task, passed, stopped)
    if not dive.begun(at.bound + LOOSE * abs(at.bound)) or not dive.batches():
        return None
    given = dive.seats()
    return None if dive.stopped else _completed(task, dive.low, dive.high, given, stopped)


def only_candidates(problem: Problem, keep: Bools) -> Problem:
    """The problem with some of its candidate rows only."""
    before = np.concatenate([[0], np.cumsum(keep)]).astype(np.int64)
    return replace(
        problem,
        candidate_ptr=before[problem.candidate_ptr],
        candidate_programme=problem.candidate_programme[keep],
        candidate_mandatory=problem.candidate_mandatory[keep],
        candidate_needs=problem.candidate_needs[keep],
        candidate_fund=problem.candidate_fund[keep],
    )


def _core(problem: Problem, split: SplitDual, at: Tightened, plan: Plan, rank: int) -> Bools:
    """Which candidate rows belong to it."""
    model, options = split.model, split.options
    rows = len(problem.candidate_programme)
    row = np.repeat(np.arange(rows), np.diff(options.ptr))
    owner = np.repeat(np.arange(problem.persons), np.diff(problem.candidate_ptr))
    keep: Bools = model.cand_serves | problem.candidate_mandatory
    keep[row[(at.taken > USED) | (options.free == 0.0)]] = True
    wide = len(problem.programme_ids) + 1
    held = plan.persons.astype(np.int64) * wide + problem.session_programme[plan.sessions]
    keep |= np.isin(owner * wide + problem.candidate_programme, held)
    best = np.full(rows, -np.inf)
    np.maximum.at(best, row, _net(split, at, row, owner[row]))
    order = np.lexsort((-best, owner))
    place = np.empty(rows, np.int64)
    place[order] = np.arange(rows) - problem.candidate_ptr[owner[order]]
    return keep | (place < rank)


def _net(split: SplitDual, at: Tightened, row: Ints, person: Ints) -> Floats:
    """What each option alone would bring its person at the prices."""
    model, session, prices = split.model, split.options.session, split.vector.parts(at.x)
    programme, unit = model.programme[session], model.unit[person]
    money = model.cost_weight + prices.total + prices.funds[model.cand_fund[row]] + prices.units[unit]
    sums = np.concatenate([np.zeros((len(prices.absence), 1)), np.cumsum(prices.absence, axis=1)], axis=1)
    away = (sums[unit, model.end[session] + 1] - sums[unit, model.start[session]]) * model.load[programme]
    towards = np.minimum(1.0, model.hours[programme] / np.maximum(1e-9, model.aim[person]))
    bonus = np.where(model.aim[person] > 0.0, model.reward_target * towards, 0.0)
    dated = np.where(model.start[session] > 0, away, 0.0)
    net: Floats = model.cand_value[row] + bonus - at.option - money * model.cost_millions[programme] - dated
    return net


@dataclass(slots=True)
class _Dive:
    """The relaxation of one task, narrowed decision by decision; `low` and `high` of all columns."""

    task: Task
    passed: Callable[[float], bool]
    asked: Callable[[], bool]
    low: Floats = field(init=False)
    high: Floats = field(init=False)
    value: float = field(init=False, default=float("inf"))
    at: Floats = field(init=False)
    relaxation: Relaxation = field(init=False)
    stopped: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        matrix = self.task.matrix
        self.low, self.high = matrix.low.astype(np.float64), matrix.high.astype(np.float64)
        self.at = np.zeros(len(self.low))
        self.relaxation = Relaxation(matrix, self.asked)

    def begun(self, most: float) -> bool:
        """Whether there is an answer, worth no more than `most`."""
        return self._better_than_nothing() and self.value + self.task.offset <= most

    def batches(self) -> bool:
        """Decide the batches, the most fractional session first; whether a way was found."""
        matrix = self.task.matrix
        columns = np.arange(int(matrix.ends[3]), int(matrix.ends[4]))
        while True:
            fraction = self.at[columns] - np.floor(self.at[columns] + WHOLE)
            open_ = (np.minimum(fraction, 1.0 - fraction) > WHOLE) & (self.low[columns] < self.high[columns])
            if not open_.any():
                break
            column = columns[open_][np.argmax(fraction[open_])]
            if not self._one_more_or_fewer(column, float(np.floor(self.at[column] + WHOLE))):
                return False
        self.low[columns] = self.high[columns] = np.round(self.at[columns])
        self.relaxation.within(columns, self.low[columns], self.high[columns])
        return self._better_than_nothing()

    def seats(self) -> list[Ints]:
        """Give seats (and reached targets) in the order of how much of them is given anyway; those given, in order."""
        ends = self.task.matrix.ends
        columns = np.concatenate([np.arange(int(ends[1])), np.arange(int(ends[2]), int(ends[3]))])
        given: list[Ints] = []
        together = SEATS
        while not self.stopped:
            free = columns[self.low[columns] < self.high[columns]]
            value = self.at[free]
            if not (np.minimum(value, 1.0 - value) > WHOLE).any():
                given.append(free[value > 1.0 - WHOLE])
                break
            part = free[np.minimum(value, 1.0 - value) > WHOLE]
            part = part[np.argsort(-self.at[part], kind="stable")][:together]
            sure = part[self.at[part] > 0.5]
            some = sure if len(sure) else part[:1]
            added = np.concatenate([free[value > 1.0 - WHOLE], some])
            if self._given(added, alone=len(some) == 1):
                given.append(added)
                together = min(SEATS, 2 * together)
            elif len(some) > 1:
                together = max(1, len(some) // 3)
            elif not self._refused(some):
                break
        return given

    def _solved(self) -> tuple[float, Floats] | None:
        self.stopped = self.stopped or self.passed(self.value)
        return None if self.stopped else self.relaxation.solved()

    def _better_than_nothing(self) -> bool:
        found = self._solved()
        if found is not None:
            self.value, self.at = found
        return found is not None

    def _one_more_or_fewer(self, column: int, whole: float) -> bool:
        one, above, below = np.array([column]), np.array([whole + 1.0]), np.array([whole])
        low, high = self.low[one], self.high[one]
        self.relaxation.within(one, above, high)
        more = self._solved()
        if more is None or more[0] < self.value - CHEAP * abs(self.value):
            self.relaxation.within(one, low, below)
            fewer = self._solved()
            if fewer is not None and (more is None or fewer[0] > more[0]):
                self.high[one] = whole
                self.value, self.at = fewer
                return True
            self.relaxation.within(one, above, high)
        if more is None or self.stopped:
            return False
        self.low[one] = whole + 1
        self.value, self.at = more
        return True

    def _given(self, columns: Ints, *, alone: bool) -> bool:
        """Whether these can all be given without much loss; a single one at any loss."""
        self.relaxation.within(columns, self.high[columns], self.high[columns])
        found = self._solved()
        if found is None or (found[0] < self.value - DEAR * abs(self.value) and not alone):
            self.relaxation.within(columns, self.low[columns], self.high[columns])
            return False
        self.low[columns] = self.high[columns]
        self.value, self.at = found
        return True

    def _refused(self, column: Ints) -> bool:
        """Whether it goes without this one."""
        self.relaxation.within(column, self.low[column], self.low[column])
        found = self._solved()
        if found is None:
            return False
        self.high[column] = self.low[column]
        self.value, self.at = found
        return True


def _completed(task: Task, low: Floats, high: Floats, given: list[Ints], stopped: Callable[[], bool]) -> Plan | None:
    """The best plan found with these batches and most of the seats given; fewer of them where there is none."""
    matrix = task.matrix
    seats, batches = int(matrix.ends[1]), slice(int(matrix.ends[3]), int(matrix.ends[4]))
    order = np.concatenate(given) if given else np.zeros(0, np.int64)
    order = order[order < seats]
    for share in KEPT:
        lowest, highest = matrix.low.astype(np.float64), matrix.high.astype(np.float64)
        lowest[order[: int(share * len(order))]] = 1.0
        lowest[batches], highest[batches] = low[batches], high[batches]
        within = replace(task, matrix=replace(matrix, low=lowest, high=highest))
        found, _, _ = search_task(within, np.zeros(len(lowest)), Effort(NODES, CHECKS, GAP, stopped))
        if found is not None or stopped():
            return found
    return None

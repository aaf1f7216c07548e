"""What the exact model needs to know of a problem, computed once, and what a plan uses and is worth.

Plans are pairs of index arrays (person, session) and batches by session. Money is added exactly: amounts are split in
two halves whose sums stay inside the 53 bits of a double, and put together as Python integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.problem import NO_LIMIT, Bools, Floats, Ints, Problem

Whole = NDArray[np.integer[Any]]
"""Positions and counts of any width."""

TOLERANCE = 1e-6
"""The tolerance of hours and of absence loads in the format."""
HALF = 10**9


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """(owner, position) of all positions starts[k] .. starts[k]+counts[k]-1, owner after owner."""
    owner = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - before[owner] + np.asarray(starts, np.int64)[owner]


def exact_sums(group: Whole, amount: Whole, groups: int) -> list[int]:
    """Sum of whole amounts by group, exact for amounts to 10^18 and a few million rows."""
    high, low = np.divmod(np.asarray(amount, np.int64), HALF)
    highs = np.bincount(group, weights=high, minlength=groups)[:groups].tolist()
    lows = np.bincount(group, weights=low, minlength=groups)[:groups].tolist()
    return [int(h) * HALF + int(w) for h, w in zip(highs, lows, strict=True)]


def find(keys: Ints, wanted: Ints) -> Ints:
    """Positions of `wanted` in ascending `keys`, -1 where absent."""
    if not len(keys):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What is left for the free persons: rupiah, absence by (unit, period 0..T), batches; inf or NO_LIMIT = no limit.

    `present` are the seats held by others, `at_target` the others at target by unit.
    """

    total: int
    funds: list[int]
    units: list[int]
    absence: Floats
    organisers: list[int]
    organiser_periods: list[int]
    present: Ints
    at_target: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A problem with everything looked up by session, and its limits. Arrays are by session unless named otherwise."""

    problem: Problem
    hours: Floats
    cost: Ints
    batch_cost: Ints
    capacity: Ints
    least: Ints
    synchronous: Bools
    start: Ints
    end: Ints
    load: Floats
    fund: Ints
    organiser: Ints
    openable: Bools
    exempt: Ints
    session_ptr: Ints
    session_of: Ints
    fixed_key: Ints
    room_hours: Floats
    to_go: Floats
    quota: Floats
    absence: Floats
    step_sums: Floats
    plain_funds: bool

    @classmethod
    def of(cls, problem: Problem) -> Facts:
        p, programme = problem, problem.session_programme
        start = p.session_period.astype(np.int64)
        fixed = p.fixed_person.astype(np.int64) * max(1, len(p.session_ids)) + p.fixed_session
        seated = np.bincount(p.fixed_session, minlength=len(p.session_ids))
        size = np.bincount(p.person_unit, weights=p.person_entitled, minlength=len(p.unit_ids))
        counts = np.bincount(programme, minlength=len(p.programme_ids))
        payer = p.programme_fund[p.candidate_programme]
        to_go = p.person_hours_target - p.person_hours_done - TOLERANCE
        return cls(
            problem=p,
            hours=p.programme_hours[programme],
            cost=p.programme_cost_person[programme],
            batch_cost=p.programme_cost_batch[programme],
            capacity=p.programme_capacity[programme],
            least=p.programme_batch_min[programme],
            synchronous=p.programme_synchronous[programme],
            start=start,
            end=np.where(start > 0, start + p.session_duration - 1, 0),
            load=np.where(p.programme_synchronous[programme], p.programme_away_load[programme], 0.0),
            fund=p.programme_fund[programme].astype(np.int64),
            organiser=p.programme_organiser[programme].astype(np.int64),
            openable=~p.session_closed & (p.session_batches_max > 0),
            exempt=-(-seated // p.programme_capacity[programme]),
            session_ptr=np.concatenate([[0], np.cumsum(counts)]),
            session_of=np.argsort(programme, kind="stable"),
            fixed_key=np.sort(fixed),
            room_hours=np.maximum(0.0, p.person_hours_max - p.person_hours_done),
            to_go=np.where(p.person_entitled, to_go, np.inf),
            quota=p.unit_fairness * size,
            absence=_absence_limits(p),
            step_sums=np.concatenate([[0.0], np.cumsum(p.header.step_weights)]),
            plain_funds=bool(np.array_equal(payer, p.candidate_fund)),
        )

    @property
    def sessions(self) -> int:
        return len(self.start)

    def is_fixed(self, person: Ints, session: Ints) -> Bools:
        return find(self.fixed_key, person.astype(np.int64) * max(1, self.sessions) + session) >= 0

    def payer(self, person: Whole, session: Whole) -> Ints:
        """The fund that pays the participant cost of each assignment."""
        if self.plain_funds:
            return self.fund[session]
        rows = self.candidate_rows(person, session)
        return self.problem.candidate_fund[rows].astype(np.int64)

    def candidate_rows(self, person: Whole, session: Whole) -> Ints:
        """The row of candidates of each assignment; every assignment must have one."""
        p = self.problem
        who, local = np.unique(person, return_inverse=True)
        owner, rows = spread(p.candidate_ptr[who], np.diff(p.candidate_ptr)[who])
        width = max(1, len(p.programme_ids))
        keys = owner * width + p.candidate_programme[rows]
        return rows[find(keys, local * width + p.session_programme[session])]

    def room(self, person: Ints, session: Ints, batches: Ints, free: Ints) -> Room:
        """The limits less what these assignments and batches use; `free` persons are not among them."""
        p = self.problem
        funds, units = len(p.fund_ids), len(p.unit_ids)
        held = np.flatnonzero(batches > 0)
        paid = [int(n) * int(c) for n, c in zip(batches[held].tolist(), self.batch_cost[held].tolist(), strict=True)]
        by_fund = exact_sums(self.payer(person, session), self.cost[session], funds)
        for fund, amount in zip(self.fund[held].tolist(), paid, strict=True):
            by_fund[fund] += amount
        by_unit = exact_sums(p.person_unit[person], self.cost[session], units)
        there = np.bincount(person, weights=self.hours[session], minlength=p.persons) >= self.to_go
        there[free] = False
        year, period = self.organiser_use(batches)
        return Room(
            total=p.header.budget - sum(by_fund),
            funds=_left(p.fund_budget, by_fund),
            units=_left(p.unit_budget, by_unit),
            absence=self.absence - self.away(person, session),
            organisers=_left(p.organiser_batches_max, year),
            organiser_periods=_left(p.organiser_period_batches_max, period),
            present=np.bincount(session, minlength=self.sessions),
            at_target=np.bincount(p.person_unit[there], minlength=units),
        )

    def away(self, person: Ints, session: Ints) -> Floats:
        """Absence loads by (unit, period 0..T) of these assignments."""
        units, width = len(self.problem.unit_ids), self.problem.header.periods + 1
        takes = (self.load[session] > 0) & (self.start[session] > 0)
        person, session = person[takes], session[takes]
        owner, period = spread(self.start[session], self.end[session] - self.start[session] + 1)
        cell = self.problem.person_unit[person[owner]].astype(np.int64) * width + period
        loads = np.bincount(cell, weights=self.load[session[owner]], minlength=units * width)
        return loads.astype(np.float64).reshape(units, width)

    def organiser_use(self, batches: Ints) -> tuple[list[int], list[int]]:
        """Batches by organiser in the year, and by row of organiser_periods."""
        p = self.problem
        has = np.flatnonzero((self.organiser >= 0) & (batches > 0))
        year = exact_sums(self.organiser[has], batches[has], len(p.organiser_ids))
        rows, used = self.organiser_sessions()
        period = exact_sums(rows, batches[used], len(p.organiser_period_organiser))
        return year, period

    def organiser_sessions(self) -> tuple[Ints, Ints]:
        """(row of organiser_periods, session) for each session that counts in the row."""
        p = self.problem
        at = p.organiser_period_period[:, None]
        counts = (p.organiser_period_organiser[:, None] == self.organiser) & (self.start <= at) & (at <= self.end)
        rows, sessions = np.nonzero(counts)
        return rows, sessions

    def steps(self, persons: Ints, local: Ints, session: Whole) -> tuple[Ints, Ints]:
        """(gap rows, steps closed) of `persons`, local[k] (a position in it) attends session[k]: 3.1."""
        p = self.problem
        owner, gaps = spread(p.gap_ptr[persons], np.diff(p.gap_ptr)[persons])
        at, _, lift, ceiling = self.links(owner, gaps, local, p.session_programme[session])
        order = np.lexsort((ceiling, at))
        at, lift, ceiling = at[order], lift[order], ceiling[order]
        first = np.searchsorted(at, at)
        rank = np.arange(len(at)) - first
        held = p.gap_held[gaps].astype(np.int64)
        level = held.copy()
        for turn in range(int(rank.max(initial=-1)) + 1):
            now = rank == turn
            row = at[now]
            level[row] = np.maximum(level[row], np.minimum(level[row] + lift[now], ceiling[now]))
        return gaps, np.minimum(level - held, p.gap_size[gaps])

    def links(self, owner: Ints, gaps: Ints, person: Ints, programme: Whole) -> tuple[Ints, Ints, Ints, Ints]:
        """(position in `gaps`, row of person/programme, lift, ceiling): which programme of a person helps which gap.

        `owner` is the local person of each gap row, ascending.
        """
        p = self.problem
        width = max(1, len(p.competency_ids))
        keys = owner * width + p.gap_competency[gaps]
        row, effect = spread(p.effect_ptr[programme], np.diff(p.effect_ptr)[programme])
        at = find(keys, person[row] * width + p.effect_competency[effect])
        hit = at >= 0
        effect = effect[hit]
        lift, ceiling = p.effect_lift[effect].astype(np.int64), p.effect_ceiling[effect].astype(np.int64)
        return at[hit], row[hit], lift, ceiling

    def worth(self, persons: Ints, person: Whole, session: Whole, batches: Ints, at_target: Ints) -> float:
        """The part of the objective that depends on `persons` (ascending): all of whose assignments are given.

        `at_target` counts the other persons at target by unit.
        """
        p, weights = self.problem, self.problem.header.weights
        local = np.searchsorted(persons, person)
        gaps, steps = self.steps(persons, local, session)
        coverage = float(np.sum(p.gap_weight[gaps] * self.step_sums[steps]))
        mandatory = int(p.candidate_mandatory[self.candidate_rows(person, session)].sum())
        hours = np.bincount(local, weights=self.hours[session], minlength=len(persons))
        there = hours >= self.to_go[persons]
        reached = at_target + np.bincount(p.person_unit[persons[there]], minlength=len(p.unit_ids))
        short = np.maximum(0.0, self.quota - reached).sum()
        spent = float(self.cost[session].sum(dtype=np.float64) + (self.batch_cost * batches.astype(np.float64)).sum())
        rewards = weights.mandatory * mandatory + weights.entitlement * int(there.sum())
        return coverage + rewards - weights.cost * spent / 1e6 - weights.fairness * float(short)


def _absence_limits(problem: Problem) -> Floats:
    year = np.where(problem.unit_away_max >= NO_LIMIT, np.inf, problem.unit_away_max.astype(np.float64))
    limits = np.repeat(year[:, None], problem.header.periods + 1, axis=1)
    own = problem.unit_period_away_max
    at = problem.unit_period_unit, problem.unit_period_period
    limits[at] = np.where(own >= NO_LIMIT, np.inf, own.astype(np.float64))
    return limits


def _left(limits: Ints, used: list[int]) -> list[int]:
    pairs = zip(limits.tolist(), used, strict=True)
    return [limit if limit >= NO_LIMIT else limit - amount for limit, amount in pairs]

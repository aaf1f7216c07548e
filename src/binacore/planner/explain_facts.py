"""A plan beside its problem as whoever explains it needs it: what is used, what is left, and what it is priced at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from binacore.planner.plan import Plan
from binacore.planner.problem import NO_LIMIT, Bools, Floats, Ints, Problem
from binacore.planner.result import Prices, Result
from binacore.planner.rules import Facts, exact_sums, money_of_batches, payers, periods_of, person_hours, session_end

MILLION = 1_000_000


@dataclass(frozen=True, eq=False)
class PlanFacts:
    """`facts` is the plan in positions; `prices` are those of the result, zero where it has none."""

    problem: Problem
    facts: Facts
    prices: Prices

    @classmethod
    def of(cls, problem: Problem, result: Result) -> PlanFacts:
        plan = result.plan
        if (result.person_ids, result.session_ids) != (problem.person_ids, problem.session_ids):
            plan = Plan.named(problem, result.assignments, result.batches)
        facts = Facts.of(problem, plan.persons, plan.sessions, plan.batches)
        return cls(problem, facts, result.prices or _no_prices(problem))

    @cached_property
    def taken(self) -> Ints:
        """The assignment of each candidate row, -1 where the person does not attend."""
        taken = np.full(len(self.problem.candidate_programme), -1, np.int64)
        known = np.flatnonzero(self.facts.row >= 0)
        taken[self.facts.row[known]] = known
        return taken

    @cached_property
    def fixed(self) -> Bools:
        """Whether each assignment is a fixed one."""
        width = max(1, len(self.problem.session_ids))
        fixed = self.problem.fixed_person.astype(np.int64) * width + self.problem.fixed_session
        return np.isin(self.facts.person * width + self.facts.session, fixed)

    @cached_property
    def attend_ptr(self) -> Ints:
        """The assignments of person i are attend_ptr[i]:attend_ptr[i+1]."""
        return np.searchsorted(self.facts.person, np.arange(self.problem.persons + 1)).astype(np.int64)

    @cached_property
    def number(self) -> Ints:
        """Sessions of each person."""
        return np.diff(self.attend_ptr)

    @cached_property
    def hours(self) -> Floats:
        """Planned hours of each person, without those done before."""
        return person_hours(self.facts)

    @cached_property
    def end(self) -> Ints:
        return session_end(self.problem)

    @cached_property
    def away(self) -> Floats:
        """Load of absence by unit and period 0..T."""
        problem, facts = self.problem, self.facts
        at = np.flatnonzero(facts.synchronous)
        which, period = periods_of(problem, facts.session[at])
        used = np.zeros((len(problem.unit_ids), problem.header.periods + 1))
        unit = problem.person_unit[facts.person[at][which]]
        np.add.at(used, (unit, period), problem.programme_away_load[facts.programme[at][which]])
        return used

    @cached_property
    def away_max(self) -> Floats:
        """Limit of absence by unit and period 0..T, infinite where there is none."""
        problem = self.problem
        own = np.where(problem.unit_away_max == NO_LIMIT, np.inf, problem.unit_away_max.astype(np.float64))
        limit = np.repeat(own[:, None], problem.header.periods + 1, axis=1)
        row = problem.unit_period_away_max
        limit[problem.unit_period_unit, problem.unit_period_period] = np.where(row == NO_LIMIT, np.inf, row)
        return limit

    @cached_property
    def unit_left(self) -> Ints:
        """Rupiah left by unit, NO_LIMIT where there is no limit."""
        problem, facts = self.problem, self.facts
        costs = problem.programme_cost_person[facts.programme]
        spent = exact_sums(problem.person_unit[facts.person], costs, len(problem.unit_ids))
        return _left(problem.unit_budget, spent)

    @cached_property
    def fund_left(self) -> Ints:
        """Rupiah left by fund, NO_LIMIT where there is no limit."""
        return _left(self.problem.fund_budget, self._fund_spent)

    @cached_property
    def total_left(self) -> int:
        return self.problem.header.budget - sum(self._fund_spent)

    @cached_property
    def _fund_spent(self) -> list[int]:
        problem, facts = self.problem, self.facts
        spent = exact_sums(payers(facts), problem.programme_cost_person[facts.programme], len(problem.fund_ids))
        for fund, money in money_of_batches(facts):
            spent[fund] += money
        return spent

    @cached_property
    def offered(self) -> tuple[Ints, Ints]:
        """(ptr by programme, sessions): those that newcomers may still join, if they are or were held."""
        problem = self.problem
        joinable = np.flatnonzero(~problem.session_closed & (problem.session_batches_max > 0))
        order = joinable[np.argsort(problem.session_programme[joinable], kind="stable")]
        count = np.bincount(problem.session_programme[order], minlength=len(problem.programme_ids))
        return np.concatenate([[0], np.cumsum(count)]).astype(np.int64), order.astype(np.int64)

    @cached_property
    def open(self) -> Bools:
        """Sessions that are held and may be joined."""
        return (self.facts.count > 0) & ~self.problem.session_closed

    @cached_property
    def organiser_room(self) -> tuple[Ints, Ints, Ints]:
        """(room, period, limit) by session: batches its organiser could still hold, and what limits them (0: year).

        NO_LIMIT without limits. `room` never counts what the session itself may still hold.
        """
        problem = self.problem
        organiser = problem.programme_organiser[problem.session_programme]
        sessions = len(problem.session_ids)
        room, when = np.full(sessions, NO_LIMIT), np.zeros(sessions, np.int64)
        limit = np.full(sessions, NO_LIMIT)
        held = np.flatnonzero(organiser >= 0)
        used = np.zeros(len(problem.organiser_ids), np.int64)
        np.add.at(used, organiser[held], self.facts.count[held])
        year = problem.organiser_batches_max
        left = np.where(year == NO_LIMIT, NO_LIMIT, year - used)
        room[held], limit[held] = left[organiser[held]], year[organiser[held]]
        start = problem.session_period
        rows = zip(
            problem.organiser_period_organiser.tolist(),
            problem.organiser_period_period.tolist(),
            problem.organiser_period_batches_max.tolist(),
            strict=True,
        )
        for who, period, most in rows:
            mine = (organiser == who) & (start > 0) & (start <= period) & (period <= self.end)
            rest = most - int(self.facts.count[mine].sum())
            tighter = mine & (rest < room)
            room[tighter], when[tighter], limit[tighter] = rest, period, most
        return room, when, limit


def _left(limit: Ints, spent: list[int]) -> Ints:
    pairs = zip(limit.tolist(), spent, strict=True)
    return np.array([NO_LIMIT if most == NO_LIMIT else most - used for most, used in pairs], np.int64)


def _no_prices(problem: Problem) -> Prices:
    units, periods = len(problem.unit_ids), problem.header.periods
    return Prices(
        budget=0.0,
        fund_ids=problem.fund_ids,
        funds=np.zeros(len(problem.fund_ids)),
        unit_ids=problem.unit_ids,
        units=np.zeros(units),
        absence=np.zeros((units, periods)),
        fairness=np.zeros(units),
        session_ids=problem.session_ids,
        sessions=np.zeros(len(problem.session_ids)),
    )

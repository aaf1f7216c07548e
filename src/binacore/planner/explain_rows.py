"""Candidate rows weighed: what each is worth to its person beside the plan, and how it stands with every session.

Everything is computed for many rows at once; nothing here decides or speaks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from binacore.planner.explain_facts import MILLION, PlanFacts
from binacore.planner.explain_worth import coverage_of_sets, ranges
from binacore.planner.problem import NO_LIMIT, Bools, Floats, Ints
from binacore.planner.rules import TOLERANCE, find_rows, periods_of

TERMS = ("price_budget", "price_fund", "price_unit", "price_absence", "price_seat", "price_organiser")
FAR = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Rows:
    """Candidate rows, ascending, with their worth in value points beside what the person has in the plan.

    `alone`: coverage of the programme by itself with the reward of a mandatory place; `target`: what reaching the
    yearly hours by it is worth; `value`: what it adds (or, where it is attended, what it would take away) with both.
    """

    row: Ints
    person: Ints
    programme: Ints
    taken: Ints
    """The assignment, -1 where not attended."""
    alone: Floats
    target: Floats
    levels: Floats
    """The part of `value` that is closed levels."""
    value: Floats


@dataclass(frozen=True, eq=False)
class Options:
    """Every session of a row that newcomers may join, held or not: one line each, `at` is the position in `Rows`."""

    at: Ints
    session: Ints
    open: Bools
    free: Bools
    """A seat is left."""
    clash: Bools
    """The person is in another class that keeps him away at the same time."""
    late: Bools
    """A prerequisite that is needed has not ended before."""
    away: Bools
    """The unit's limit of absence is reached in one of the periods."""
    shut: Bools
    """The unit cannot spare anybody in one of the periods, whatever the plan."""
    period: Ints
    """The first period in which the unit's limit is in the way; 0 if it is not."""
    terms: Floats
    """The price of a seat in the terms of TERMS, one column each."""
    place: Floats
    """The same for the place alone: no share of a class, no scarce seat."""

    @property
    def price(self) -> Floats:
        return self.terms.sum(axis=1)


def rows_of(plan: PlanFacts, row: Ints) -> Rows:
    """Weigh these candidate rows."""
    problem = plan.problem
    person = np.searchsorted(problem.candidate_ptr, row, side="right") - 1
    programme = problem.candidate_programme[row].astype(np.int64)
    reward = problem.header.weights.mandatory * problem.candidate_mandatory[row]
    taken = plan.taken[row]
    each = np.arange(len(row))
    alone = coverage_of_sets(problem, person, each, programme) + reward
    target = _target(plan, person, programme, taken >= 0)
    added = np.abs(_coverage_with(plan, person, programme) - _coverage_now(plan, person))
    return Rows(row, person, programme, taken, alone, target, added, added + reward + target)


def _coverage_now(plan: PlanFacts, person: Ints) -> Floats:
    """Coverage of each of these persons in the plan."""
    who, back = np.unique(person, return_inverse=True)
    start = plan.attend_ptr[who]
    owner, at = ranges(start, plan.attend_ptr[who + 1] - start)
    return coverage_of_sets(plan.problem, who, owner, plan.facts.programme[at])[back]


def _coverage_with(plan: PlanFacts, person: Ints, programme: Ints) -> Floats:
    """Coverage of each person when he attends the programme too, or, where he attends it, does not."""
    start = plan.attend_ptr[person]
    owner, at = ranges(start, plan.attend_ptr[person + 1] - start)
    mine = plan.facts.programme[at]
    other = mine != programme[owner]
    has = np.zeros(len(person), np.bool_)
    has[owner[~other]] = True
    new = np.flatnonzero(~has)
    owners, programmes = np.append(owner[other], new), np.append(mine[other], programme[new])
    return coverage_of_sets(plan.problem, person, owners, programmes)


def _target(plan: PlanFacts, person: Ints, programme: Ints, attended: Bools) -> Floats:
    """Entitlement, and what fairness pays for one more person of the unit at target, where the programme decides it."""
    problem = plan.problem
    now = problem.person_hours_done[person] + plan.hours[person]
    hours = problem.programme_hours[programme]
    before, after = np.where(attended, now - hours, now), np.where(attended, now, now + hours)
    goal = problem.person_hours_target[person] - TOLERANCE
    decides = problem.person_entitled[person] & (before < goal) & (after >= goal)
    worth = problem.header.weights.entitlement + plan.prices.fairness[problem.person_unit[person]]
    return np.where(decides, worth, 0.0)


def prices_of(plan: PlanFacts, row: Ints, person: Ints, session: Ints, *, place_only: bool = False) -> Floats:
    """The price terms of one seat each; the true cost is counted with the budget, a batch by its share of a seat.

    `place_only` leaves out what a new class would not charge: its share, and the scarcity of seats in the present ones.
    """
    problem, prices = plan.problem, plan.prices
    programme = problem.session_programme[session]
    capacity = problem.programme_capacity[programme].astype(np.float64)
    seat = problem.programme_cost_person[programme] / MILLION
    share = np.where(place_only, 0.0, problem.programme_cost_batch[programme] / MILLION / capacity)
    batch_fund = prices.funds[problem.programme_fund[programme]]
    terms = np.empty((len(session), len(TERMS)))
    terms[:, 0] = (problem.header.weights.cost + prices.budget) * (seat + share)
    terms[:, 1] = prices.funds[problem.candidate_fund[row]] * seat + batch_fund * share
    terms[:, 2] = prices.units[problem.person_unit[person]] * seat
    terms[:, 3] = _absence_price(plan, person, session)
    terms[:, 4] = np.where(place_only, 0.0, prices.sessions[session])
    terms[:, 5] = np.where(place_only, 0.0, prices.batches[session] / capacity)
    return terms


def _absence_price(plan: PlanFacts, person: Ints, session: Ints) -> Floats:
    problem = plan.problem
    programme = problem.session_programme[session]
    start = problem.session_period[session].astype(np.int64)
    sums = np.pad(plan.prices.absence.cumsum(axis=1), ((0, 0), (1, 0)))
    unit = problem.person_unit[person]
    paid = sums[unit, plan.end[session]] - sums[unit, np.maximum(start - 1, 0)]
    counts = problem.programme_synchronous[programme] & (start > 0)
    return np.where(counts, problem.programme_away_load[programme] * paid, 0.0)


def options_of(plan: PlanFacts, rows: Rows, wanted: Bools) -> Options:
    """How the wanted rows stand with every session they could join."""
    problem, facts = plan.problem, plan.facts
    ptr, sessions = plan.offered
    at = np.flatnonzero(wanted)
    start = ptr[rows.programme[at]]
    which, place = ranges(start, ptr[rows.programme[at] + 1] - start)
    at, session = at[which], sessions[place]
    person, programme = rows.person[at], rows.programme[at]
    away, shut, period = _absences(plan, person, session)
    seats = problem.programme_capacity[programme] * facts.count[session]
    return Options(
        at,
        session,
        plan.open[session],
        facts.seated[session] < seats,
        _clashes(plan, person, session),
        _late(plan, rows, at, session),
        away,
        shut,
        period,
        prices_of(plan, rows.row[at], person, session),
        prices_of(plan, rows.row[at], person, session, place_only=True),
    )


def _clashes(plan: PlanFacts, person: Ints, session: Ints) -> Bools:
    """Whether another synchronous session of the person shares a period with this one."""
    problem, facts = plan.problem, plan.facts
    who = np.unique(person)
    start = plan.attend_ptr[who]
    owner, taken = ranges(start, plan.attend_ptr[who + 1] - start)
    keep = facts.synchronous[taken]
    owner, attended = owner[keep], facts.session[taken[keep]]
    which, period = periods_of(problem, attended)
    busy = np.zeros((len(who), problem.header.periods + 1), np.int32)
    busy[owner[which], period] = 1
    np.cumsum(busy, axis=1, out=busy)
    row = np.searchsorted(who, person)
    begin = problem.session_period[session].astype(np.int64)
    sync = problem.programme_synchronous[problem.session_programme[session]] & (begin > 0)
    within = busy[row, plan.end[session]] - busy[row, np.maximum(begin - 1, 0)]
    return np.where(sync, within > 0, np.False_)


def prerequisite_end(plan: PlanFacts, row: Ints, person: Ints, programme: Ints) -> Ints:
    """When the needed prerequisite ends in the plan: FAR if it is not attended, -1 if none is needed."""
    problem, facts = plan.problem, plan.facts
    needed = problem.candidate_needs[row]
    ends = np.where(needed, FAR, -1)
    at = np.flatnonzero(needed)
    before = problem.programme_prerequisite[programme[at]].astype(np.int64)
    prior = find_rows(problem.candidate_ptr, problem.candidate_programme, person[at], before)
    taken = np.where(prior >= 0, plan.taken[prior], -1)
    has = np.flatnonzero(taken >= 0)
    ends[at[has]] = plan.end[facts.session[taken[has]]]
    return ends.astype(np.int64)


def _late(plan: PlanFacts, rows: Rows, at: Ints, session: Ints) -> Bools:
    ends = prerequisite_end(plan, rows.row, rows.person, rows.programme)
    return ends[at] >= plan.problem.session_period[session]


def _absences(plan: PlanFacts, person: Ints, session: Ints) -> tuple[Bools, Bools, Ints]:
    """(limit reached, nobody can ever be spared, first period in the way) of each person and session."""
    problem = plan.problem
    programme = problem.session_programme[session]
    dated = np.flatnonzero(problem.programme_synchronous[programme])
    which, period = periods_of(problem, session[dated])
    line = dated[which]
    unit, load = problem.person_unit[person[line]], problem.programme_away_load[programme[line]]
    limit = plan.away_max[unit, period] + TOLERANCE
    reached, never = plan.away[unit, period] + load > limit, load > limit
    away, shut = np.zeros(len(session), np.bool_), np.zeros(len(session), np.bool_)
    first = np.full(len(session), FAR)
    away[line[reached]] = True
    shut[line[never]] = True
    np.minimum.at(first, line[reached], period[reached])
    return away, shut, np.where(first == FAR, 0, first)


def unpayable(plan: PlanFacts, rows: Rows, at: Ints) -> tuple[Ints, Ints, Ints]:
    """Rupiah left in (unit, own fund, total) for one more seat of these rows, NO_LIMIT where nothing limits it."""
    problem = plan.problem
    unit = plan.unit_left[problem.person_unit[rows.person[at]]]
    fund = plan.fund_left[problem.candidate_fund[rows.row[at]]]
    return unit, fund, np.full(len(at), min(plan.total_left, NO_LIMIT))

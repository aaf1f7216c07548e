"""The one binding reason of every candidate row. See `explain` for the order of the questions and why it is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from binacore.planner.explain_entry import Entry, entries_of, money_left, organiser_full
from binacore.planner.explain_facts import PlanFacts
from binacore.planner.explain_rows import (
    FAR,
    TERMS,
    Options,
    Rows,
    options_of,
    prerequisite_end,
    prices_of,
    rows_of,
    unpayable,
)
from binacore.planner.explain_worth import coverage_of_sets, ranges
from binacore.planner.problem import Bools, Floats, Ints
from binacore.planner.rules import TOLERANCE, find_rows
from binacore.reasons import Number, Reason, ReasonCode, reason

EPSILON = 1e-9
CHUNK = 120_000
"""Candidate rows looked at together: bounds the memory, not the answer."""

PRICE_CODES = (
    ReasonCode.PRICE_BUDGET,
    ReasonCode.PRICE_FUND,
    ReasonCode.PRICE_UNIT,
    ReasonCode.PRICE_ABSENCE,
    ReasonCode.PRICE_SEAT,
    ReasonCode.PRICE_ORGANISER,
)
VALUES = ("value_levels", "value_hours", "value_owed")
"""What the worth of a chosen programme is made of."""
Speak = Callable[[int], Reason]


def reasons_of_rows(plan: PlanFacts, row: Ints) -> Iterator[tuple[int, Reason]]:
    """(candidate row, reason) in the order of the rows given, which must be ascending."""
    classes: dict[int, ClassVerdict] = {}
    for start in range(0, len(row), CHUNK):
        rows = rows_of(plan, row[start : start + CHUNK])
        yield from zip(rows.row.tolist(), _Verdicts(plan, rows, classes).all(), strict=True)


@dataclass
class _Verdicts:
    """Answers question after question; a row that has its reason is asked no more."""

    plan: PlanFacts
    rows: Rows
    classes: dict[int, ClassVerdict]
    """Programme that is not held -> why, as far as it has been found out."""
    found: list[Reason | None] = field(init=False)
    open: Bools = field(init=False)

    def __post_init__(self) -> None:
        self.found = [None] * len(self.rows.row)
        self.open = np.ones(len(self.found), np.bool_)

    def answer(self, asked: Bools | Ints, speak: Speak) -> None:
        """Give `speak(position)` to every row that is asked for and has no reason yet."""
        at = np.flatnonzero(asked) if asked.dtype == np.bool_ else asked
        for position in at[self.open[at]].tolist():
            self.found[position] = speak(position)
        self.open[at] = False

    def all(self) -> Sequence[Reason]:
        self._attended()
        self._help()
        options = options_of(self.plan, self.rows, self.open)
        options = self._class(options)
        self._never(options)
        self._market(options)
        programme = self.rows.programme.tolist()
        why = [self.classes[j].reason if j in self.classes else None for j in programme]
        self.answer(self.open & _known(why), lambda at: why[at] or _unknown())
        self._tie(self.open)
        return [each for each in self.found if each is not None]

    def _tie(self, asked: Bools) -> None:
        value = np.round(self.rows.value, 6).tolist()
        self.answer(asked, lambda at: reason(ReasonCode.LOST_ON_TIE, value=value[at]))

    def _attended(self) -> None:
        plan, rows = self.plan, self.rows
        at = np.flatnonzero(rows.taken >= 0)
        session = plan.facts.session[rows.taken[at]]
        terms = np.zeros((len(rows.row), len(TERMS)))
        terms[at] = np.round(prices_of(plan, rows.row[at], rows.person[at], session), 6)
        net = np.round(rows.value - terms.sum(axis=1), 6).tolist()
        value, shown = np.round(rows.value, 6).tolist(), terms.tolist()
        parts = np.stack([rows.levels, rows.target, rows.value - rows.levels - rows.target], axis=1).round(6).tolist()
        names = dict(zip(at.tolist(), session.tolist(), strict=True))
        ids = plan.problem.session_ids

        def fixed(position: int) -> Reason:
            return reason(ReasonCode.FIXED, session=ids[names[position]], value=value[position])

        def chosen(position: int) -> Reason:
            numbers = dict(zip((*VALUES, *TERMS), (*parts[position], *shown[position]), strict=True))
            return reason(ReasonCode.CHOSEN, value=value[position], net=net[position], **numbers)

        self.answer(at[plan.fixed[rows.taken[at]]], fixed)
        self.answer(at, chosen)

    def _help(self) -> None:
        """May the person, and would it help him?"""
        plan, rows, problem = self.plan, self.rows, self.plan.problem
        useless = (rows.alone <= 0) & (rows.target <= 0) & self.open
        level, ceiling = _levels(plan, rows, np.flatnonzero(useless))
        self.answer(useless, lambda at: reason(ReasonCode.NO_GAP_LEFT, level=level[at], ceiling=ceiling[at]))
        ends = prerequisite_end(plan, rows.row, rows.person, rows.programme)
        before = problem.programme_prerequisite[rows.programme].tolist()
        ids = problem.programme_ids
        self.answer(ends == FAR, lambda at: reason(ReasonCode.PREREQUISITE, programme=ids[before[at]]))
        covered = (rows.value <= EPSILON) & self.open
        other = _overlapping(plan, rows, np.flatnonzero(covered))
        self.answer(covered, lambda at: reason(ReasonCode.OVERLAPS, programme=ids[other[at]]))

    def _class(self, options: Options) -> Options:
        """Is there a class at all? Returns the options as they are for those who alone keep one from being held."""
        plan, rows = self.plan, self.rows
        size = len(rows.row)
        offered = _any(size, options.at, np.ones(len(options.at), np.bool_))
        held = _any(size, options.at, options.open)
        over = _closed_periods(plan)
        closed = np.array([j in over for j in range(len(plan.problem.programme_ids))], np.bool_)
        gone = ~offered & closed[rows.programme]
        programme = rows.programme.tolist()
        self.answer(gone, lambda at: reason(ReasonCode.SESSION_CLOSED, period=over[programme[at]]))
        waiting = self.open & ~held
        missing = set(np.unique(rows.programme[waiting]).tolist()) - self.classes.keys()
        self.classes |= class_verdicts(plan, missing)
        verdict = [self.classes.get(j) for j in programme]
        priced = np.array([each is not None and each.priced for each in verdict], np.bool_)
        best = _first(size, options, np.ones(len(options.at), np.bool_), options.place.sum(axis=1))
        place = np.zeros((size, len(TERMS)))
        place[best >= 0] = options.place[best[best >= 0]]
        self._dear(place, waiting & priced & (place.sum(axis=1) > rows.value))
        decisive = waiting & np.array([each is not None and each.one_missing for each in verdict], np.bool_)
        why = [None if each is None else each.reason for each in verdict]
        self.answer(waiting & ~decisive & _known(why), lambda at: why[at] or _unknown())
        self._tie(waiting & ~decisive)
        own = decisive[options.at]
        return replace(options, open=options.open | own, free=options.free | own)

    def _never(self, options: Options) -> None:
        """Limits that leave no room whatever the plan: closed months, budgets smaller than one seat."""
        problem, rows = self.plan.problem, self.rows
        size = len(rows.row)
        possible = _any(size, options.at, options.open & ~options.shut)
        first = _first(size, options, options.open & options.shut, options.period)
        self._absence(~possible, options, first)
        cost = problem.programme_cost_person[rows.programme]
        unit = problem.unit_budget[problem.person_unit[rows.person]]
        fund = problem.fund_budget[problem.candidate_fund[rows.row]]
        self._money(cost > unit, ReasonCode.UNIT_BUDGET, unit, cost)
        self._money(cost > fund, ReasonCode.FUND_LIMIT, fund, cost)
        self._money(cost > problem.header.budget, ReasonCode.BUDGET_LIMIT, np.full(size, problem.header.budget), cost)

    def _market(self, options: Options) -> None:
        """Is it worth its price, is a seat left, do his own rules allow it, can the unit and the funds carry it?"""
        rows, size = self.rows, len(self.rows.row)
        place = options.open & ~options.shut
        seat = place & options.free
        some = _any(size, options.at, seat)
        price = options.price
        best = _first(size, options, np.where(some[options.at], seat, place), price)
        terms = np.zeros((size, len(TERMS)))
        terms[best >= 0] = options.terms[best[best >= 0]]
        self._dear(terms, (best >= 0) & (terms.sum(axis=1) > rows.value))
        seats = _seats(self.plan)[rows.programme].tolist()
        self.answer(~some, lambda at: reason(ReasonCode.FULL, seats=seats[at]))
        self._own(options, seat)
        left = seat & ~options.clash & ~options.late
        spare = _any(size, options.at, left & ~options.away)
        self._absence(~spare, options, _first(size, options, left & options.away, options.period))
        cost = self.plan.problem.programme_cost_person[rows.programme]
        codes = (ReasonCode.UNIT_BUDGET, ReasonCode.FUND_LIMIT, ReasonCode.BUDGET_LIMIT)
        for code, room in zip(codes, unpayable(self.plan, rows, np.arange(size)), strict=True):
            self._money(cost > room, code, room, cost)

    def _own(self, options: Options, seat: Bools) -> None:
        """The rules of the person himself; they bind, for a place is left and it is worth its price."""
        plan, rows, problem = self.plan, self.rows, self.plan.problem
        size = len(rows.row)
        apart = _any(size, options.at, seat & ~options.clash)
        first = _first(size, options, seat & options.clash, options.price)
        self.answer(~apart, lambda at: _same_period(plan, int(rows.person[at]), int(options.session[first[at]])))
        ready = _any(size, options.at, seat & ~options.clash & ~options.late)
        before = problem.programme_prerequisite[rows.programme].tolist()
        ids = problem.programme_ids
        self.answer(~ready, lambda at: reason(ReasonCode.PREREQUISITE, programme=ids[before[at]]))
        done = problem.person_hours_done[rows.person]
        total = done + plan.hours[rows.person] + problem.programme_hours[rows.programme]
        most = np.maximum(problem.person_hours_max, problem.person_hours_done)[rows.person]
        self.answer(
            total > most + TOLERANCE,
            lambda at: reason(ReasonCode.HOURS_LIMIT, hours=float(total[at]), limit=float(most[at])),
        )
        limit = problem.header.max_programmes
        self.answer(plan.number[rows.person] >= limit, lambda at: reason(ReasonCode.TOO_MANY_PROGRAMMES, limit=limit))

    def _absence(self, asked: Bools, options: Options, first: Ints) -> None:
        plan, rows = self.plan, self.rows
        told = asked & (first >= 0)

        def speak(at: int) -> Reason:
            period = int(options.period[first[at]])
            limit = plan.away_max[plan.problem.person_unit[rows.person[at]], period]
            return reason(ReasonCode.ABSENCE_LIMIT, period=period, limit=int(limit))

        self.answer(told, speak)

    def _money(self, asked: Bools, code: ReasonCode, left: Ints, cost: Ints) -> None:
        self.answer(asked, lambda at: reason(code, left=int(left[at]), cost=int(cost[at])))

    def _dear(self, terms: Floats, asked: Bools) -> None:
        problem, rows = self.plan.problem, self.rows
        largest = terms.argmax(axis=1).tolist()
        price = np.round(terms.max(axis=1, initial=0.0), 6).tolist()
        value = np.round(rows.value, 6).tolist()
        net = np.round(rows.value - terms.sum(axis=1), 6).tolist()
        cost = problem.programme_cost_person[rows.programme].tolist()

        def speak(at: int) -> Reason:
            numbers: dict[str, Number] = {"value": value[at], "price": price[at], "net": net[at], "cost": cost[at]}
            return reason(PRICE_CODES[largest[at]], **numbers)

        self.answer(asked, speak)


@dataclass(frozen=True, slots=True)
class ClassVerdict:
    """Why no class of a programme can be joined; None where nothing but the search stands between."""

    reason: Reason | None
    priced: bool
    """A price decides: who does not even gain the price of his own place is told that instead."""
    one_missing: bool
    """One more person would do, or nobody at all could come: then each one's own rules are what binds."""


def class_verdicts(plan: PlanFacts, programmes: set[int]) -> dict[int, ClassVerdict]:
    """The verdict on each of these programmes, of which no class can be joined."""
    found = {}
    for j, entry in (entries_of(plan, programmes) if programmes else {}).items():
        why = _class_reason(plan, j, entry)
        priced = why is not None and why.code in (ReasonCode.PRICE_BATCH, ReasonCode.PRICE_ORGANISER)
        short = (
            entry.session >= 0 and entry.able < entry.minimum and (not entry.able or entry.minimum <= entry.able + 1)
        )
        found[j] = ClassVerdict(why, priced, short)
    return found


def _class_reason(plan: PlanFacts, j: int, entry: Entry) -> Reason | None:
    if entry.session < 0 or entry.able < entry.minimum:
        return reason(ReasonCode.NOT_OPENED, demand=entry.able, minimum=entry.minimum)
    total, fund, needed = money_left(plan, entry)
    problem = plan.problem
    if needed > problem.header.budget:
        return reason(ReasonCode.BUDGET_LIMIT, left=total, cost=needed)
    if needed > int(problem.fund_budget[problem.programme_fund[j]]):
        return reason(ReasonCode.FUND_LIMIT, left=fund, cost=needed)
    if entry.net < -EPSILON:
        return _too_dear(entry)
    full = organiser_full(plan, j)
    if full is not None:
        return reason(ReasonCode.ORGANISER_FULL, period=full[0], limit=full[1])
    if needed > total:
        return reason(ReasonCode.BUDGET_LIMIT, left=total, cost=needed)
    return reason(ReasonCode.FUND_LIMIT, left=fund, cost=needed) if needed > fund else None


def _too_dear(entry: Entry) -> Reason:
    if entry.organiser > entry.price - entry.organiser:
        numbers = {"value": round(entry.gain, 6), "price": round(entry.organiser, 6), "net": round(entry.net, 6)}
        return reason(ReasonCode.PRICE_ORGANISER, cost=entry.cost, **numbers)
    return reason(ReasonCode.PRICE_BATCH, demand=entry.able, minimum=entry.minimum, cost=entry.cost, short=entry.rupiah)


def _known(reasons: Sequence[Reason | None]) -> Bools:
    return np.array([each is not None for each in reasons], np.bool_)


def _unknown() -> Reason:
    raise AssertionError("asked for a reason that is not known")


def _any(size: int, at: Ints, true: Bools) -> Bools:
    """Whether any option of each row is true."""
    found = np.zeros(size, np.bool_)
    found[at[true]] = True
    return found


def _first(size: int, options: Options, wanted: Bools, key: Floats | Ints) -> Ints:
    """The wanted option of each row with the smallest key, the earlier one at a tie; -1 if there is none."""
    line = np.flatnonzero(wanted)
    order = line[np.lexsort((key[line], options.at[line]))]
    rows, first = np.unique(options.at[order], return_index=True)
    found = np.full(size, -1, np.int64)
    found[rows] = order[first]
    return found


def _seats(plan: PlanFacts) -> Ints:
    """Seats by programme in classes that may be joined."""
    problem = plan.problem
    seats = np.zeros(len(problem.programme_ids), np.int64)
    at = np.flatnonzero(plan.open)
    programme = problem.session_programme[at]
    np.add.at(seats, programme, plan.facts.count[at] * problem.programme_capacity[programme])
    return seats


def _closed_periods(plan: PlanFacts) -> dict[int, int]:
    """Programme -> period of its last session that is closed."""
    problem = plan.problem
    over: dict[int, int] = {}
    for s in np.flatnonzero(problem.session_closed).tolist():
        j = int(problem.session_programme[s])
        over[j] = max(over.get(j, 0), int(problem.session_period[s]))
    return over


def _same_period(plan: PlanFacts, person: int, session: int) -> Reason:
    """Names the first of the person's own classes that keeps him away during the session."""
    problem, facts = plan.problem, plan.facts
    begin, end = int(problem.session_period[session]), int(plan.end[session])
    clashing = []
    for at in range(plan.attend_ptr[person], plan.attend_ptr[person + 1]):
        other = int(facts.session[at])
        first, last = int(problem.session_period[other]), int(plan.end[other])
        if facts.synchronous[at] and first and first <= end and begin <= last:
            clashing.append((max(first, begin), other))
    period, other = min(clashing)
    return reason(ReasonCode.SAME_PERIOD, period=period, session=problem.session_ids[other])


def _levels(plan: PlanFacts, rows: Rows, at: Ints) -> tuple[dict[int, int], dict[int, int]]:
    """(held level, ceiling) by row, in the competency where the ceiling is highest above the level; 0 without one."""
    problem = plan.problem
    level, ceiling = dict.fromkeys(at.tolist(), 0), dict.fromkeys(at.tolist(), 0)
    start = problem.effect_ptr[rows.programme[at]]
    line, effect = ranges(start, problem.effect_ptr[rows.programme[at] + 1] - start)
    competency = problem.effect_competency[effect].astype(np.int64)
    gap = find_rows(problem.gap_ptr, problem.gap_competency, rows.person[at[line]], competency)
    known = np.flatnonzero(gap >= 0)
    above, held = problem.effect_ceiling[effect[known]].astype(np.int64), problem.gap_held[gap[known]].astype(np.int64)
    order = np.argsort(above - held, kind="stable")  # the last one written is the widest
    for position, high, low in zip(
        at[line[known[order]]].tolist(), above[order].tolist(), held[order].tolist(), strict=True
    ):
        level[position], ceiling[position] = low, high
    return level, ceiling


def _overlapping(plan: PlanFacts, rows: Rows, at: Ints) -> dict[int, int]:
    """The attended programme without which each row would add most."""
    facts = plan.facts
    start = plan.attend_ptr[rows.person[at]]
    line, taken = ranges(start, plan.attend_ptr[rows.person[at] + 1] - start)
    left_out = facts.programme[taken]  # one trial for each row and attended programme that is left out
    person = rows.person[at[line]]
    start = plan.attend_ptr[person]
    trial, taken = ranges(start, plan.attend_ptr[person + 1] - start)
    kept = facts.programme[taken]
    stays = kept != left_out[trial]
    trial, kept = trial[stays], kept[stays]
    without = coverage_of_sets(plan.problem, person, trial, kept)
    owners, programmes = np.append(trial, np.arange(len(line))), np.append(kept, rows.programme[at[line]])
    gain = coverage_of_sets(plan.problem, person, owners, programmes) - without
    best = dict(zip(at.tolist(), rows.programme[at].tolist(), strict=True))
    order = np.lexsort((np.arange(len(line)), gain))
    best |= dict(zip(at[line[order]].tolist(), left_out[order].tolist(), strict=True))
    return best

"""The rules of sections 2 and 7.2 of the format, one function each, over all assignments at once.

Written from the text and sharing no code with the solver: it knows nothing of prices, bundles or kernels. Money is
added in integers that cannot overflow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from binacore.planner.data import NO_LIMIT, Bools, Floats, Int32s, Ints, ProblemData

TOLERANCE = 1e-6
"""Of hours and of absence (sections 2, 5 and 7.2)."""


class Broken(NamedTuple):
    """A broken rule by its name in section 5; positions say what it concerns, -1 what it does not."""

    rule: str
    message: str
    person: int = -1
    session: int = -1
    unit: int = -1
    fund: int = -1
    organiser: int = -1
    period: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A plan beside its problem: assignment k of `person[k]` to `session[k]`, none twice, sorted; `row` is the row in
    candidates (-1: not a candidate). `count` are the batches, `seated` the persons of each session."""

    problem: ProblemData
    person: Ints
    session: Ints
    programme: Ints
    row: Ints
    count: Ints
    seated: Ints

    @classmethod
    def of(cls, problem: ProblemData, person: NDArray[np.integer], session: NDArray[np.integer], count: Ints) -> Facts:
        """From sorted assignments without repetition."""
        who, where = person.astype(np.int64), session.astype(np.int64)
        programme = problem.session_programme[where].astype(np.int64)
        row = find_rows(problem.candidate_ptr, problem.candidate_programme, who, programme)
        return cls(problem, who, where, programme, row, count, np.bincount(where, minlength=len(count)))

    @property
    def synchronous(self) -> Bools:
        return self.problem.programme_synchronous[self.programme]


def find_rows(ptr: Ints, key: Int32s, owner: Ints, wanted: Ints) -> Ints:
    """The row of each owner's rows ptr[o]:ptr[o+1] (ascending in `key`) whose key is the wanted one; -1 if none."""
    low, high = ptr[owner], ptr[owner + 1]
    last = high.copy()
    for _ in range(int(np.max(high - low, initial=0)).bit_length()):
        middle = (low + high) // 2
        below = (low < high) & (key[np.minimum(middle, len(key) - 1)] < wanted)
        low = np.where(below, middle + 1, low)
        high = np.where(below, high, middle)
    if not len(key):
        return np.full(len(owner), -1, np.int64)
    found = (low < last) & (key[np.minimum(low, len(key) - 1)] == wanted)
    return np.where(found, low, -1)


def exact_sums(index: NDArray[np.integer], amounts: Ints, size: int) -> list[int]:
    """Sums of non-negative amounts by index, as Python integers: no number of rows can overflow them."""
    low, high = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(low, index, amounts & (2**30 - 1))
    np.add.at(high, index, amounts >> 30)
    return [(h << 30) + part for h, part in zip(high.tolist(), low.tolist(), strict=True)]


def session_end(problem: ProblemData) -> Ints:
    """The period in which each session ends; 0 when self-paced."""
    start = problem.session_period.astype(np.int64)
    return np.where(start > 0, start + problem.session_duration - 1, 0)


def periods_of(problem: ProblemData, session: Ints) -> tuple[Ints, Ints]:
    """(position in `session`, period) for every period each session occupies; nothing for the self-paced."""
    length = np.where(problem.session_period[session] > 0, problem.session_duration[session], 0).astype(np.int64)
    who = np.repeat(np.arange(len(session)), length)
    first = np.repeat(np.cumsum(length) - length, length)
    return who, problem.session_period[session[who]] + np.arange(len(who)) - first


def least_batches(problem: ProblemData) -> Ints:
    """y0: just enough batches for the fixed persons of each session."""
    fixed = np.bincount(problem.fixed_session, minlength=len(problem.session_ids))
    capacity = problem.programme_capacity[problem.session_programme]
    return -(-fixed // capacity)


def person_hours(facts: Facts) -> Floats:
    """Hours of the plan, by person."""
    hours = facts.problem.programme_hours[facts.programme]
    return np.bincount(facts.person, weights=hours, minlength=facts.problem.persons).astype(np.float64)


def _pair(facts: Facts, at: int) -> dict[str, int]:
    return {"person": int(facts.person[at]), "session": int(facts.session[at])}


def not_candidate(facts: Facts) -> Iterator[Broken]:
    """Rule 1."""
    for at in np.flatnonzero(facts.row < 0).tolist():
        yield Broken("not_candidate", "not among the person's candidates", **_pair(facts, at))


def programme_twice(facts: Facts) -> Iterator[Broken]:
    """Rule 2."""
    key = facts.person * max(1, len(facts.problem.programme_ids)) + facts.programme
    order = np.argsort(key, kind="stable")
    for at in order[1:][np.diff(key[order]) == 0].tolist():
        name = facts.problem.programme_ids[facts.programme[at]]
        yield Broken("programme_twice", f"another session of {name} as well", **_pair(facts, at))


def too_many_programmes(facts: Facts) -> Iterator[Broken]:
    """Rule 3."""
    most = facts.problem.header.max_programmes
    number = np.bincount(facts.person, minlength=facts.problem.persons)
    for person in np.flatnonzero(number > most).tolist():
        yield Broken("too_many_programmes", f"{number[person]} sessions of at most {most}", person=person)


def hours_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 4."""
    problem = facts.problem
    hours = person_hours(facts)
    room = np.maximum(0.0, problem.person_hours_max - problem.person_hours_done)
    for person in np.flatnonzero(hours > room + TOLERANCE).tolist():
        yield Broken("hours_exceeded", f"{hours[person]:g} JP of at most {room[person]:g}", person=person)


def period_clash(facts: Facts) -> Iterator[Broken]:
    """Rule 5: once for each person and period."""
    away = np.flatnonzero(facts.synchronous)
    which, period = periods_of(facts.problem, facts.session[away])
    width = facts.problem.header.periods + 1
    keys, times = np.unique(facts.person[away][which] * width + period, return_counts=True)
    for key, number in zip(keys[times > 1].tolist(), times[times > 1].tolist(), strict=True):
        person, at = divmod(key, width)
        yield Broken("period_clash", f"{number} synchronous sessions in period {at}", person=person, period=at)


def prerequisite_unmet(facts: Facts) -> Iterator[Broken]:
    """Rule 6: the prerequisite must have ended before."""
    problem = facts.problem
    width = max(1, len(problem.programme_ids))
    end = session_end(problem)[facts.session]
    key = facts.person * width + facts.programme
    order = np.lexsort((end, key))
    needing = np.flatnonzero(facts.row >= 0)
    needing = needing[problem.candidate_needs[facts.row[needing]]]
    wanted = problem.programme_prerequisite[facts.programme[needing]]
    prior = facts.person[needing] * width + wanted
    at = np.searchsorted(key[order], prior)
    first = order[np.minimum(at, len(order) - 1)] if len(order) else at  # its earliest session, if it is the one wanted
    met = (wanted >= 0) & (key[first] == prior) & (end[first] < problem.session_period[facts.session[needing]])
    for place in np.flatnonzero(~met).tolist():
        name = problem.programme_ids[wanted[place]] if wanted[place] >= 0 else "its prerequisite"
        yield Broken("prerequisite_unmet", f"needs {name} earlier", **_pair(facts, int(needing[place])))


def seats_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 7."""
    seats = facts.problem.programme_capacity[facts.problem.session_programme] * facts.count
    for session in np.flatnonzero(facts.seated > seats).tolist():
        yield Broken("seats_exceeded", f"{facts.seated[session]} persons, {seats[session]} seats", session=session)


def batch_underfilled(facts: Facts) -> Iterator[Broken]:
    """Rule 8: the batches that the fixed persons need are exempt."""
    problem = facts.problem
    needed = problem.programme_batch_min[problem.session_programme] * (facts.count - least_batches(problem))
    for session in np.flatnonzero(facts.seated < needed).tolist():
        message = f"{facts.seated[session]} persons, {needed[session]} needed for {facts.count[session]} batches"
        yield Broken("batch_underfilled", message, session=session)


def batches_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 9."""
    most = facts.problem.session_batches_max
    for session in np.flatnonzero(facts.count > most).tolist():
        yield Broken("batches_exceeded", f"{facts.count[session]} of at most {most[session]}", session=session)


def money_of_batches(facts: Facts) -> Iterator[tuple[int, int]]:
    """(fund, rupiah) of every session that is held."""
    problem = facts.problem
    for session in np.flatnonzero(facts.count).tolist():
        programme = problem.session_programme[session]
        yield (
            int(problem.programme_fund[programme]),
            int(facts.count[session]) * int(problem.programme_cost_batch[programme]),
        )


def total_cost(facts: Facts) -> int:
    """The sum of rule 10, in rupiah."""
    costs = facts.problem.programme_cost_person.tolist()
    taken = np.bincount(facts.programme, minlength=len(costs)).tolist()
    people = sum(cost * times for cost, times in zip(costs, taken, strict=True))
    return people + sum(money for _, money in money_of_batches(facts))


def budget_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 10."""
    total, budget = total_cost(facts), facts.problem.header.budget
    if total > budget:
        yield Broken("budget_exceeded", f"{total} of {budget} rupiah")


def payers(facts: Facts) -> Int32s:
    """The fund that pays the participant cost of each assignment."""
    payer = facts.problem.programme_fund[facts.programme]
    own = np.flatnonzero(facts.row >= 0)
    payer[own] = facts.problem.candidate_fund[facts.row[own]]
    return payer


def fund_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 11: the candidate row says who pays the participant cost, the programme who pays the batches."""
    problem = facts.problem
    spent = exact_sums(payers(facts), problem.programme_cost_person[facts.programme], len(problem.fund_ids))
    for fund, money in money_of_batches(facts):
        spent[fund] += money
    for fund, limit in enumerate(problem.fund_budget.tolist()):
        if limit != NO_LIMIT and spent[fund] > limit:
            yield Broken("fund_exceeded", f"{spent[fund]} of {limit} rupiah", fund=fund)


def unit_budget_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 12."""
    problem = facts.problem
    unit = problem.person_unit[facts.person]
    spent = exact_sums(unit, problem.programme_cost_person[facts.programme], len(problem.unit_ids))
    for at, limit in enumerate(problem.unit_budget.tolist()):
        if limit != NO_LIMIT and spent[at] > limit:
            yield Broken("unit_budget_exceeded", f"{spent[at]} of {limit} rupiah", unit=at)


def away_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 13."""
    problem = facts.problem
    away = np.flatnonzero(facts.synchronous)
    which, period = periods_of(problem, facts.session[away])
    at = away[which]
    width, programmes = problem.header.periods + 1, max(1, len(problem.programme_ids))
    place = problem.person_unit[facts.person[at]].astype(np.int64) * width + period
    # programme by programme first: counts are exact, and few terms remain to be added
    kinds, number = np.unique(place * programmes + facts.programme[at], return_counts=True)
    places, back = np.unique(kinds // programmes, return_inverse=True)
    load = np.bincount(back, weights=number * problem.programme_away_load[kinds % programmes], minlength=len(places))
    limit = _away_limits(problem, places, width)
    for found in np.flatnonzero((limit != NO_LIMIT) & (load > limit + TOLERANCE)).tolist():
        unit, when = divmod(int(places[found]), width)
        message = f"{load[found]:g} away in period {when}, at most {limit[found]}"
        yield Broken("away_exceeded", message, unit=unit, period=when)


def _away_limits(problem: ProblemData, places: Ints, width: int) -> Ints:
    """L(u,p) of each place u * width + p."""
    limit = problem.unit_away_max[places // width]
    own = problem.unit_period_unit.astype(np.int64) * width + problem.unit_period_period
    order = np.argsort(own, kind="stable")
    at = np.minimum(np.searchsorted(own[order], places), max(0, len(own) - 1))
    if len(own):
        limit = np.where(own[order][at] == places, problem.unit_period_away_max[order][at], limit)
    return limit


def _keys(problem: ProblemData, person: NDArray[np.integer], session: NDArray[np.integer]) -> Ints:
    return person.astype(np.int64) * max(1, len(problem.session_ids)) + session


def fixed_missing(facts: Facts) -> Iterator[Broken]:
    """Rule 14."""
    problem = facts.problem
    fixed = _keys(problem, problem.fixed_person, problem.fixed_session)
    missing = ~np.isin(fixed, _keys(problem, facts.person, facts.session))
    for row in np.flatnonzero(missing).tolist():
        person, session = int(problem.fixed_person[row]), int(problem.fixed_session[row])
        yield Broken("fixed_missing", "a fixed assignment is not in the plan", person=person, session=session)


def session_closed(facts: Facts) -> Iterator[Broken]:
    """Rule 15."""
    problem = facts.problem
    closed = np.flatnonzero(problem.session_closed[facts.session])
    fixed = _keys(problem, problem.fixed_person, problem.fixed_session)
    new = ~np.isin(_keys(problem, facts.person[closed], facts.session[closed]), fixed)
    for at in closed[new].tolist():
        yield Broken("session_closed", "the session is closed to new participants", **_pair(facts, at))


def organiser_exceeded(facts: Facts) -> Iterator[Broken]:
    """Rule 16, the year and single periods."""
    problem = facts.problem
    organiser = problem.programme_organiser[problem.session_programme]
    held = np.flatnonzero((organiser >= 0) & (facts.count > 0))
    year = np.zeros(len(problem.organiser_ids), np.int64)
    np.add.at(year, organiser[held], facts.count[held])
    limits = problem.organiser_batches_max
    for at in np.flatnonzero((limits != NO_LIMIT) & (year > limits)).tolist():
        yield Broken("organiser_exceeded", f"{year[at]} batches in the year, at most {limits[at]}", organiser=at)
    which, period = periods_of(problem, held)
    used = dict[tuple[int, int], int]()
    for at, when, number in zip(
        organiser[held][which].tolist(), period.tolist(), facts.count[held][which].tolist(), strict=True
    ):
        used[at, when] = used.get((at, when), 0) + number
    rows = zip(
        problem.organiser_period_organiser.tolist(),
        problem.organiser_period_period.tolist(),
        problem.organiser_period_batches_max.tolist(),
        strict=True,
    )
    for at, when, most in rows:
        if used.get((at, when), 0) > most:
            message = f"{used[at, when]} batches in period {when}, at most {most}"
            yield Broken("organiser_exceeded", message, organiser=at, period=when)


RULES = {
    1: not_candidate,
    2: programme_twice,
    3: too_many_programmes,
    4: hours_exceeded,
    5: period_clash,
    6: prerequisite_unmet,
    7: seats_exceeded,
    8: batch_underfilled,
    9: batches_exceeded,
    10: budget_exceeded,
    11: fund_exceeded,
    12: unit_budget_exceeded,
    13: away_exceeded,
    14: fixed_missing,
    15: session_closed,
    16: organiser_exceeded,
}
"""Each rule by its number in the format."""

"""What a programme that is not held would need to enter the plan, from the candidates it would suit best.

The prices of the plan tell what money, absence and the organiser's time would do elsewhere. A class is worth holding if
what its participants gain over the price of their own places covers the price of the class itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from binacore.planner.explain_facts import MILLION, PlanFacts
from binacore.planner.explain_rows import Options, Rows, options_of, rows_of, unpayable
from binacore.planner.problem import Bools, Floats
from binacore.planner.rules import TOLERANCE

SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Entry:
    """One more class of a programme in the session that suits it best (-1: no session can be joined).

    `able` people could come, `minimum` are needed. The best of them (`people`) gain `gain` points over the price of
    their places; the class costs `cost` rupiah, `price` points, of which `organiser` for its organiser's time.
    `more_people` at the average gain of those would carry it, or `rupiah` less, or the minimum `enough` (0: no number
    would do).
    """

    session: int
    able: int
    minimum: int
    people: int
    gain: float
    price: float
    organiser: float
    cost: int
    more_people: int
    rupiah: int
    enough: int

    @property
    def net(self) -> float:
        return self.gain - self.price


def entries_of(plan: PlanFacts, programmes: Iterable[int]) -> dict[int, Entry]:
    """The entry of each of these programmes."""
    problem = plan.problem
    wanted = np.zeros(len(problem.programme_ids), np.bool_)
    wanted[list(programmes)] = True
    rows = rows_of(plan, np.flatnonzero(wanted[problem.candidate_programme]))
    options = options_of(plan, rows, (rows.taken < 0) & (rows.value > SMALL))
    surplus = rows.value[options.at] - options.place.sum(axis=1)
    able = np.flatnonzero(may_come(plan, rows, options))
    order = able[np.lexsort((-surplus[able], options.session[able]))]
    edges = np.searchsorted(options.session[order], np.arange(len(problem.session_ids) + 1))
    ptr, sessions = plan.offered
    found = {}
    for j in np.flatnonzero(wanted).tolist():
        offers = [
            _entry(plan, s, surplus[order[edges[s] : edges[s + 1]]]) for s in sessions[ptr[j] : ptr[j + 1]].tolist()
        ]
        nothing = Entry(-1, 0, int(problem.programme_batch_min[j]), 0, 0.0, 0.0, 0.0, 0, 0, 0, 0)
        found[j] = max(offers, key=lambda each: (each.able >= each.minimum, each.net, each.able), default=nothing)
    return found


def may_come(plan: PlanFacts, rows: Rows, options: Options) -> Bools:
    """Whether no rule of the person or his unit forbids the session beside what he has."""
    problem, header = plan.problem, plan.problem.header
    person = rows.person[options.at]
    hours = plan.hours[person] + problem.programme_hours[rows.programme[options.at]]
    room = np.maximum(0.0, problem.person_hours_max - problem.person_hours_done)[person]
    fits = (hours <= room + TOLERANCE) & (plan.number[person] < header.max_programmes)
    cost = problem.programme_cost_person[rows.programme[options.at]]
    unit, _, _ = unpayable(plan, rows, options.at)
    return fits & ~options.clash & ~options.late & ~options.away & (cost <= unit)


def _entry(plan: PlanFacts, s: int, surplus: Floats) -> Entry:
    """`surplus` of those who could come, best first."""
    problem = plan.problem
    j = int(problem.session_programme[s])
    minimum, capacity = int(problem.programme_batch_min[j]), int(problem.programme_capacity[j])
    cost = int(problem.programme_cost_batch[j])
    fund_price = float(plan.prices.funds[problem.programme_fund[j]])
    rate = problem.header.weights.cost + plan.prices.budget + fund_price
    organiser = float(plan.prices.batches[s])
    price = cost / MILLION * rate + organiser
    sums = np.cumsum(surplus[:capacity])
    willing = sums[min(minimum, len(sums)) - 1 :] if len(sums) else sums
    people = int(np.argmax(willing)) + min(minimum, len(sums)) if len(sums) else 0
    gain = float(sums[people - 1]) if people else 0.0
    short = max(0.0, price - gain)
    mean = gain / people if people and gain > 0 else 0.0
    more = int(np.ceil(short / mean)) if mean else 0
    carried = np.flatnonzero(sums >= price)
    return Entry(
        session=s,
        able=len(surplus),
        minimum=minimum,
        people=people,
        gain=gain,
        price=price,
        organiser=organiser,
        cost=cost,
        more_people=more if people + more <= capacity else 0,
        rupiah=min(int(short / rate * MILLION), 10**18) if rate > 0 else 0,
        enough=int(carried[0]) + 1 if len(carried) else 0,
    )


def money_left(plan: PlanFacts, entry: Entry) -> tuple[int, int, int]:
    """(left in total, left in the programme's fund, what the class with its minimum of people costs), in rupiah."""
    problem = plan.problem
    j = int(problem.session_programme[entry.session])
    needed = entry.cost + max(1, entry.minimum) * int(problem.programme_cost_person[j])
    return plan.total_left, int(plan.fund_left[problem.programme_fund[j]]), needed


def organiser_full(plan: PlanFacts, programme: int) -> tuple[int, int] | None:
    """(period or 0 for the year, limit) if the organiser can hold no further class in any session; else None."""
    ptr, sessions = plan.offered
    mine = sessions[ptr[programme] : ptr[programme + 1]]
    room, period, limit = plan.organiser_room
    if not len(mine) or bool(np.any(room[mine] > 0)):
        return None
    return int(period[mine[0]]), int(limit[mine[0]])

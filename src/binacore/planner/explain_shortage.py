"""Places that must be filled and are not: what is short, and the cheapest thing that would help."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np

from binacore.planner.explain_facts import PlanFacts
from binacore.planner.explain_person import reasons_of_rows
from binacore.planner.explain_rows import Options, options_of, rows_of
from binacore.planner.problem import NO_LIMIT, Ints
from binacore.reasons import Reason, ReasonCode, reason

Cause = Literal["seats", "money", "absence", "person"]

_MONEY = (
    ReasonCode.BUDGET_LIMIT,
    ReasonCode.FUND_LIMIT,
    ReasonCode.UNIT_BUDGET,
    ReasonCode.PRICE_BUDGET,
    ReasonCode.PRICE_FUND,
    ReasonCode.PRICE_UNIT,
)
_SEATS = (
    ReasonCode.FULL,
    ReasonCode.NOT_OPENED,
    ReasonCode.SESSION_CLOSED,
    ReasonCode.PRICE_SEAT,
    ReasonCode.PRICE_BATCH,
    ReasonCode.PRICE_ORGANISER,
    ReasonCode.ORGANISER_FULL,
    ReasonCode.LOST_ON_TIE,
)
CAUSES: dict[ReasonCode, Cause] = {
    **dict.fromkeys(_MONEY, "money"),
    **dict.fromkeys(_SEATS, "seats"),
    ReasonCode.ABSENCE_LIMIT: "absence",
    ReasonCode.PRICE_ABSENCE: "absence",
}
"""What is short by the reason of the row; every other reason lies with the person himself."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """`people` of one programme owe it and do not get it for one cause.

    `places` owe the programme, `filled` of them attend. `reason` is the commonest reason among the people, `cure` the
    cheapest cure: CURE_BATCH, CURE_ORGANISER, CURE_MONEY, CURE_FUND, CURE_ABSENCE, or CURE_NONE where only the person's
    own programme can change.
    """

    programme_id: str
    places: int
    filled: int
    cause: Cause
    people: int
    reason: Reason
    cure: Reason


def shortages_of(plan: PlanFacts) -> tuple[Shortage, ...]:
    """By programme in key order, the largest group of a programme first."""
    problem = plan.problem
    unmet = np.flatnonzero(problem.candidate_mandatory & (plan.taken < 0))
    groups: dict[tuple[int, Cause], list[tuple[int, Reason]]] = defaultdict(list)
    for row, why in reasons_of_rows(plan, unmet):
        groups[int(problem.candidate_programme[row]), CAUSES.get(why.code, "person")].append((row, why))
    size = len(problem.programme_ids)
    owed = np.bincount(problem.candidate_programme[problem.candidate_mandatory], minlength=size).tolist()
    missing = np.bincount(problem.candidate_programme[unmet], minlength=size).tolist()
    found = []
    for (j, cause), members in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])):
        common = Counter(why for _, why in members).most_common(1)[0][0]
        cure = _cure(plan, j, cause, np.array([row for row, _ in members]))
        name, places = problem.programme_ids[j], owed[j]
        found.append(Shortage(name, places, places - missing[j], cause, len(members), common, cure))
    return tuple(found)


def _cure(plan: PlanFacts, j: int, cause: Cause, row: Ints) -> Reason:
    nothing = reason(ReasonCode.CURE_NONE, people=len(row))
    if cause == "person":
        return nothing
    rows = rows_of(plan, row)
    options = options_of(plan, rows, np.ones(len(row), np.bool_))
    if cause == "absence":
        return _absence_cure(plan, rows.person, options) or nothing
    return (_money_cure if cause == "money" else _seat_cure)(plan, j, rows.person, row, options) or nothing


def _absence_cure(plan: PlanFacts, person: Ints, options: Options) -> Reason | None:
    """The unit and month in which sparing one more person would help most of them."""
    problem = plan.problem
    held = options.away & ~options.clash & ~options.late
    places = {
        (int(problem.person_unit[person[at]]), period, at)
        for at, period in zip(options.at[held].tolist(), options.period[held].tolist(), strict=True)
    }
    if not places:
        return None
    helped = Counter((unit, period) for unit, period, _ in places)
    (unit, period), people = min(helped.items(), key=lambda item: (-item[1], item[0]))
    limit = int(plan.away_max[unit, period])
    return reason(ReasonCode.CURE_ABSENCE, unit=problem.unit_ids[unit], period=period, limit=limit, people=people)


def _best_session(plan: PlanFacts, options: Options) -> tuple[int, int]:
    """(session, how many of them could come to it): one with room at its organiser before one without."""
    fits = ~options.clash & ~options.late & ~options.away
    count = Counter(options.session[fits].tolist()) or Counter(options.session[~options.shut].tolist())
    room = plan.organiser_room[0]
    if not count:
        return -1, 0
    session = max(sorted(count), key=lambda s: (room[s] > 0, count[s]))
    return session, count[session]


def _batches(plan: PlanFacts, j: int, session: int, people: int) -> int:
    """Further classes that so many more people need in the session."""
    capacity = int(plan.problem.programme_capacity[j])
    free = capacity * int(plan.facts.count[session]) - int(plan.facts.seated[session])
    return max(0, -(-(people - max(0, free)) // capacity))


def _cost(plan: PlanFacts, j: int, batches: int, people: int) -> int:
    problem = plan.problem
    return batches * int(problem.programme_cost_batch[j]) + people * int(problem.programme_cost_person[j])


def _seat_cure(plan: PlanFacts, j: int, person: Ints, row: Ints, options: Options) -> Reason | None:
    """One or more further classes, or time of the organiser where he has none left."""
    session, people = _best_session(plan, options)
    if session < 0:
        session, people = _any_session(plan, j), len(row)
    if session < 0:
        return None
    name = plan.problem.session_ids[session]
    batches = max(1, _batches(plan, j, session, people))
    cost = _cost(plan, j, batches, people)
    room, period, limit = plan.organiser_room
    if room[session] < batches:
        numbers = {"period": int(period[session]), "limit": int(limit[session])}
        return reason(ReasonCode.CURE_ORGANISER, session=name, people=people, cost=cost, **numbers)
    when = int(plan.problem.session_period[session])
    return reason(ReasonCode.CURE_BATCH, session=name, period=when, batches=batches, people=people, cost=cost)


def _any_session(plan: PlanFacts, j: int) -> int:
    """The latest session of the programme, though nobody may join it as things are."""
    mine = np.flatnonzero(plan.problem.session_programme == j)
    return int(mine[np.argmax(plan.problem.session_period[mine])]) if len(mine) else -1


def _money_cure(plan: PlanFacts, j: int, person: Ints, row: Ints, options: Options) -> Reason | None:
    """So many rupiah more in the budget, or in the fund that pays for most of them."""
    problem = plan.problem
    session, people = _best_session(plan, options)
    if session < 0:
        return None
    cost = _cost(plan, j, _batches(plan, j, session, people), people)
    fund = Counter(problem.candidate_fund[row].tolist()).most_common(1)[0][0]
    left = int(plan.fund_left[fund])
    if left != NO_LIMIT and left < min(cost, plan.total_left):
        name = problem.fund_ids[fund]
        return reason(ReasonCode.CURE_FUND, fund=name, people=people, cost=cost, short=cost - left)
    short = max(0, cost - plan.total_left)
    return reason(ReasonCode.CURE_MONEY, people=people, cost=cost, short=short)

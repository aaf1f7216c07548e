"""Why this person has this programme, and why not that one: the one binding reason, with its numbers.

A reader checks a reason by undoing it: had it not been so, would the person attend? So the first question that ends the
matter is the reason, and the order of the questions is the order in which nothing asked later could change the answer:

1. *Would it help, and may I?* No candidate at all; nothing left to learn; the prerequisite is missing; what the person
   has in the plan already teaches the same.
2. *Is there a class?* It has begun; it is not held, and then why: too few who could come, not worth its price, the
   organiser's time, the money.
3. *Could there ever be a place?* Months in which the unit can spare nobody, budgets smaller than a single seat.
4. *Is it worth its price?* The prices say what the same money, seat, absence and organiser's time do for others. If the
   place that suits best costs more than it is worth here, the largest term is named.
5. *Is a seat left?* If not, the programme is full: who has reached his own limit as well is still told that it is full,
   because dropping another of his programmes would not give him a seat.
6. *Do my own rules allow it?* Another class at the same time, a prerequisite that ends too late, hours, number. Only
   here do they bind: a seat is left and worth its price.
7. *Can the unit and the funds carry it?* Absence used up, money used up.
8. Otherwise nothing stands between but the order in which equals were placed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from binacore.planner.explain_entry import Entry, entries_of
from binacore.planner.explain_facts import PlanFacts
from binacore.planner.explain_person import CHUNK, reasons_of_rows
from binacore.planner.explain_rows import rows_of
from binacore.planner.explain_shortage import Shortage, shortages_of
from binacore.planner.explain_worth import ranges, worth_of
from binacore.planner.problem import Ints, Problem
from binacore.planner.result import Result
from binacore.reasons import Reason, ReasonCode, reason

__all__ = [
    "PersonReason",
    "ProgrammeNote",
    "Shortage",
    "mandatory_shortages",
    "not_eligible",
    "programme_notes",
    "reasons_for",
    "worth_of",
]

PersonReason = tuple[str, str, Reason]


@dataclass(frozen=True, slots=True)
class ProgrammeNote:
    """What became of one programme. `demand` counts candidates whom it would help or who must attend it."""

    programme_id: str
    opened: bool
    batches: int
    participants: int
    seats: int
    demand: int
    reason: Reason | None
    """What it lacks: MANDATORY_SHORT, NOT_OPENED, FULL; None when nothing is missing."""
    needs: tuple[Reason, ...] = ()
    """Any one of these would bring a programme into the plan that is not held: NEEDS_PEOPLE, NEEDS_VALUE,
    NEEDS_MINIMUM, by the prices of the plan; each alone, everything else as it is."""


def reasons_for(problem: Problem, result: Result, person_ids: Iterable[str] | None = None) -> list[PersonReason]:
    """(person_id, programme_id, Reason) for every candidate row of the given persons (None = all), in key order.

    Unknown person ids are passed over.
    """
    row = _rows(problem, person_ids)
    person = np.searchsorted(problem.candidate_ptr, row, side="right") - 1
    people, programmes = problem.person_ids, problem.programme_ids
    named = zip(person.tolist(), problem.candidate_programme[row].tolist(), strict=True)
    told = reasons_of_rows(PlanFacts.of(problem, result), row)
    return [(people[i], programmes[j], why) for (i, j), (_, why) in zip(named, told, strict=True)]


def _rows(problem: Problem, person_ids: Iterable[str] | None) -> Ints:
    if person_ids is None:
        return np.arange(len(problem.candidate_programme))
    wanted = set(person_ids)
    person = np.array([i for i, name in enumerate(problem.person_ids) if name in wanted], np.int64)
    start = problem.candidate_ptr[person]
    return ranges(start, problem.candidate_ptr[person + 1] - start)[1]


def not_eligible() -> Reason:
    """The reason for a programme that is not among a person's candidates."""
    return reason(ReasonCode.NOT_ELIGIBLE)


def mandatory_shortages(problem: Problem, result: Result) -> tuple[Shortage, ...]:
    """Where places that are owed stay empty: what is short there, and the cheapest cure. Empty when all are filled."""
    return shortages_of(PlanFacts.of(problem, result))


def programme_notes(problem: Problem, result: Result) -> list[ProgrammeNote]:
    """One note a programme, in key order: held or not, demand, what it lacks and what it would need."""
    plan = PlanFacts.of(problem, result)
    size = len(problem.programme_ids)
    taken = plan.taken >= 0
    owed = np.bincount(problem.candidate_programme[problem.candidate_mandatory], minlength=size).tolist()
    served = np.bincount(problem.candidate_programme[problem.candidate_mandatory & taken], minlength=size).tolist()
    demand = _demand(plan)
    batches = np.zeros(size, np.int64)
    np.add.at(batches, problem.session_programme, plan.facts.count)
    people = np.bincount(plan.facts.programme, minlength=size).tolist()
    entries = entries_of(plan, np.flatnonzero((batches == 0) & (demand > 0)).tolist())
    notes = []
    for j, name in enumerate(problem.programme_ids):
        seats = int(batches[j]) * int(problem.programme_capacity[j])
        lacks: Reason | None = None
        if served[j] < owed[j]:
            lacks = reason(ReasonCode.MANDATORY_SHORT, places=owed[j], seats=served[j])
        elif not batches[j] and demand[j]:
            minimum = int(problem.programme_batch_min[j])
            lacks = reason(ReasonCode.NOT_OPENED, demand=int(demand[j]), minimum=minimum)
        elif batches[j] and people[j] >= seats and demand[j] > people[j]:
            lacks = reason(ReasonCode.FULL, seats=seats)
        held, needs = int(batches[j]), needs_of(entries[j]) if j in entries else ()
        notes.append(ProgrammeNote(name, held > 0, held, people[j], seats, int(demand[j]), lacks, needs))
    return notes


def _demand(plan: PlanFacts) -> Ints:
    problem = plan.problem
    wanted = np.zeros(len(problem.programme_ids), np.int64)
    rows = np.arange(len(problem.candidate_programme))
    for start in range(0, len(rows), CHUNK):
        found = rows_of(plan, rows[start : start + CHUNK])
        helped = (found.alone > 0) | problem.candidate_mandatory[found.row]
        np.add.at(wanted, found.programme[helped], 1)
    return wanted


def needs_of(entry: Entry) -> tuple[Reason, ...]:
    """What would bring in one more class."""
    if entry.able < entry.minimum:
        missing = entry.minimum - entry.able
        needs = [reason(ReasonCode.NEEDS_PEOPLE, people=missing, minimum=entry.minimum, able=entry.able)]
    elif entry.net < 0:
        numbers = {"cost": entry.cost, "short": entry.rupiah, "people": entry.more_people}
        needs = [reason(ReasonCode.NEEDS_VALUE, points=round(-entry.net, 6), **numbers)]
    else:
        needs = []
    if 0 < entry.enough < entry.minimum:
        needs.append(reason(ReasonCode.NEEDS_MINIMUM, minimum=entry.minimum, enough=entry.enough))
    return tuple(needs)

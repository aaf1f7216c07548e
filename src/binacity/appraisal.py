"""Predicates by period, coaching plans and nominations of the invented city: what follows from the results of 2025.

Its own stream of chance: nobody else in the city changes because of it. Families, people and shares as in the card of
the city (87 below expectation, 52 of them with a coaching plan, 12 nominated).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from binacity import appraisal_words as words

if TYPE_CHECKING:
    from binacity.records import City, PerformanceRecord

YEAR, QUARTERS = 2025, 2026
BELOW = ("needs_improvement", "poor", "very_poor")
SHAPES = {
    "very_good": ("above", "above"),
    "good": ("meets", "meets"),
    "needs_improvement": ("below", "meets"),
    "poor": ("meets", "below"),
    "very_poor": ("below", "below"),
}
PLANS_OF_87, NOMINEES = 52, 12
DAYS, EVERY = 90, timedelta(days=14)
TAKING_PART = 0.45  # superiors who rate by quarter
IMPROVED = {1: 0.2, 2: 0.45, 3: 0.65}  # of those below expectation, by quarter


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """A period in which superiors rate: quarter 1 to 4, or 0 for the year."""

    year: int
    quarter: int
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class RatingRecord:
    employee: str
    rater: str | None
    year: int
    quarter: int
    result: str
    behaviour: str
    predicate: str
    reason: str
    rated_on: date
    answer: str = ""


@dataclass(frozen=True, slots=True)
class CheckInRecord:
    due_on: date
    held_on: date | None = None
    superior_note: str = ""
    employee_note: str = ""


@dataclass(frozen=True, slots=True)
class CoachingRecord:
    employee: str
    superior: str
    predicate: str
    goals: str
    actions: str
    programme: str | None
    starts_on: date
    ends_on: date
    check_ins: tuple[CheckInRecord, ...]
    ended_on: date | None = None
    outcome: str = ""
    outcome_note: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class RecognitionRecord:
    """`stage`: nominated, proposed, awarded, returned (by the proposer) or refused (by the deciding official)."""

    employee: str
    criterion: str
    evidence: str
    links: str
    stage: str
    nominator: str | None
    nominated_on: date
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Everything of this topic."""

    periods: tuple[PeriodRecord, ...] = ()
    ratings: tuple[RatingRecord, ...] = ()
    coaching: tuple[CoachingRecord, ...] = ()
    recognitions: tuple[RecognitionRecord, ...] = ()


PERIODS = (
    PeriodRecord(2025, 0, date(2025, 12, 15), date(2026, 1, 30)),
    PeriodRecord(2026, 1, date(2026, 3, 23), date(2026, 4, 20)),
    PeriodRecord(2026, 2, date(2026, 6, 22), date(2026, 7, 20)),
    PeriodRecord(2026, 3, date(2026, 9, 21), None),
)


def make(city: City, seed: int) -> Appraisal:
    """From a finished city; the same for the same city and seed."""
    rater_of = {row.employee: row.superior for row in city.supervisions if row.relation == "rater"}
    shown = {row.employee for row in city.logins if row.employee}
    coaching = _coaching(city, rater_of, shown, Random(f"{seed}:coaching"))
    coached = {row.employee for row in coaching}
    return Appraisal(
        periods=PERIODS,
        ratings=(
            *_of_the_year(city, rater_of, shown, Random(f"{seed}:ratings")),
            *_of_quarters(city, rater_of, shown, Random(f"{seed}:quarters")),
        ),
        coaching=coaching,
        recognitions=_recognitions(city, rater_of, shown | coached, Random(f"{seed}:recognition")),
    )


def _of_the_year(city: City, rater_of: Mapping[str, str], shown: set[str], random: Random) -> list[RatingRecord]:
    rows = []
    for row in city.performance:
        extreme = row.predicate != "good"
        told = extreme or random.random() < 0.1 or row.employee in shown
        answers = random.random() < (0.5 if extreme else 0.02)
        rows.append(
            RatingRecord(
                row.employee, rater_of.get(row.employee), YEAR, 0, row.result, row.behaviour, row.predicate,
                random.choice(words.REASONS[row.predicate]) if told else "",
                date(2026, 1, 5) + timedelta(days=random.randrange(20)),
                random.choice(words.ANSWERS) if answers else "",
            )
        )  # fmt: skip
    return rows


def _of_quarters(city: City, rater_of: Mapping[str, str], shown: set[str], random: Random) -> list[RatingRecord]:
    """Of a part of the superiors; in the third quarter some of their people still wait."""
    before = {row.employee: row.predicate for row in city.performance}
    teams: dict[str, list[str]] = {}
    for person in city.employees:
        if person.key in rater_of and person.appointed_on.year < QUARTERS and person.status == "active":
            teams.setdefault(rater_of[person.key], []).append(person.key)
    rows = []
    for rater, team in teams.items():
        if random.random() >= TAKING_PART and rater not in shown and not shown & set(team):
            continue
        for quarter, opened in ((1, PERIODS[1].opened_on), (2, PERIODS[2].opened_on), (3, PERIODS[3].opened_on)):
            waits = _unrated(team, before, shown, random) if quarter == 3 else set()
            rows += [
                _quarterly(key, rater, quarter, opened, before.get(key, "good"), key in shown, random)
                for key in team
                if key not in waits
            ]
    return rows


def _unrated(team: Sequence[str], before: Mapping[str, str], shown: set[str], random: Random) -> set[str]:
    """Who has no predicate of the running period yet: one at least, so that the superior finds something to do."""
    ordinary = [key for key in team if before.get(key) not in BELOW and key not in shown]
    several = len(team) // 4 if random.random() < 0.4 else 1
    return set(ordinary[: max(1, several)])


def _quarterly(
    key: str, rater: str, quarter: int, opened: date, before: str, told: bool, random: Random
) -> RatingRecord:
    chance = random.random()
    if before in BELOW:
        now = "good" if chance < IMPROVED[quarter] else before
    elif before == "very_good":
        now = before if chance < 0.7 else "good"
    else:
        now = "very_good" if chance < 0.03 else "needs_improvement" if chance > 0.995 else "good"
    result, behaviour = SHAPES[now]
    reason = random.choice(words.REASONS[now]) if told or now != "good" or random.random() < 0.15 else ""
    answer = random.choice(words.ANSWERS) if now in BELOW and random.random() < 0.4 else ""
    day = opened + timedelta(days=random.randrange(2, 24))
    return RatingRecord(key, rater, QUARTERS, quarter, result, behaviour, now, reason, day, answer)


def _coaching(city: City, rater_of: Mapping[str, str], shown: set[str], random: Random) -> tuple[CoachingRecord, ...]:
    """Of those below expectation in 2025 whom somebody rates; people of the shown superiors are among them.

    Whoever the deciding official rates is not: that login finds a plan to write.
    """
    below = [row for row in city.performance if row.predicate in BELOW and row.employee in rater_of]
    random.shuffle(below)
    count = (2 * PLANS_OF_87 * len(below) + 87) // (2 * 87)
    phone = {row.employee for row in city.logins if row.role == "superior" and row.employee}
    waits = {row.employee for row in city.logins if row.role == "approver_pyb" and row.employee}
    order = {**dict.fromkeys(waits, 2), **dict.fromkeys(phone, 0)}
    below.sort(key=lambda row: order.get(rater_of[row.employee], 1))  # stable: the others keep their chance order
    codes = {programme.code for programme in city.programmes}
    today = city.agency.frozen_on
    return tuple(
        _plan(row, rater_of[row.employee], "due" if rater_of[row.employee] in phone else _stage(place), place, codes,
              today, random)
        for place, row in enumerate(below[:count])
    )  # fmt: skip


def _stage(place: int) -> str:
    """Of thirteen plans three have ended, one is at its end, three are late and six run."""
    return (
        "ended",
        "runs",
        "late",
        "runs",
        "ended",
        "runs",
        "to_end",
        "late",
        "runs",
        "ended",
        "runs",
        "late",
        "runs",
    )[place % 13]


def _plan(
    row: PerformanceRecord, superior: str, stage: str, place: int, codes: set[str], today: date, random: Random
) -> CoachingRecord:
    monday = today - timedelta(days=today.weekday())
    weeks = {
        "ended": 14 + place % 18, "to_end": 13, "late": (3, 5, 7, 9)[place % 4], "due": 4,
        "runs": (1, 3, 5, 7, 9, 11)[place % 6],
    }[stage]  # fmt: skip
    starts_on = monday - timedelta(weeks=weeks)
    ends_on = starts_on + timedelta(days=DAYS)
    bank = words.FOR_RESULTS if row.predicate == "needs_improvement" else words.FOR_BEHAVIOUR
    goals, actions = random.choice(bank)
    programme = random.choice(("C02", "C03", "C10", "C15")) if place % 3 == 0 else None
    outcome = ""
    if stage == "ended":
        outcome = ("improved", "not_yet", "improved", "improved", "stopped", "improved")[place % 6]
    ended_on = None
    if outcome:
        ended_on = starts_on + timedelta(days=45) if outcome == "stopped" else ends_on + timedelta(days=place % 4)
    steps = {"improved": "dialogue", "not_yet": "again", "stopped": "personnel"}
    return CoachingRecord(
        employee=row.employee, superior=superior, predicate=row.predicate, goals=goals, actions=actions,
        programme=programme if programme in codes else None, starts_on=starts_on, ends_on=ends_on,
        check_ins=_check_ins(starts_on, ends_on, stage, ended_on or today, place, random),
        ended_on=ended_on, outcome=outcome,
        outcome_note=random.choice(words.ENDINGS[outcome]) if outcome else "",
        next_step=steps.get(outcome, ""),
    )  # fmt: skip


def _check_ins(
    starts_on: date, ends_on: date, stage: str, until: date, place: int, random: Random
) -> tuple[CheckInRecord, ...]:
    days = []
    day = starts_on + EVERY
    while day <= ends_on:
        days.append(day)
        day += EVERY
    past = [day for day in days if day < until]
    missed = past[-(1 + place % 2) :] if stage == "late" else []
    rows = []
    for day in days:
        if day not in past or day in missed:
            rows.append(CheckInRecord(day))
            continue
        held = min(day + timedelta(days=random.randrange(3)), until)
        own = random.choice(words.OWN_NOTES) if random.random() < 0.6 else ""
        rows.append(CheckInRecord(day, held, random.choice(words.SUPERIOR_NOTES), own))
    return tuple(rows)


_STAGES = (
    "awarded", "proposed", "awarded", "nominated", "awarded", "returned", "proposed", "awarded", "nominated", "awarded",
    "refused", "nominated",
)  # fmt: skip
_WHY = {"returned": words.RETURNED, "refused": words.REFUSED}


def _recognitions(
    city: City, rater_of: Mapping[str, str], excluded: set[str], random: Random
) -> tuple[RecognitionRecord, ...]:
    """One of each kind of work among the very good of 2025, nominated by the official who rates them."""
    family = {position.key: position.family for position in city.positions}
    deciders = {
        row.employee for row in city.logins if row.role in ("head_of_development", "agency_head", "approver_pyb")
    }
    by_key = {person.key: person for person in city.employees}
    pool = [
        row.employee
        for row in city.performance
        if row.predicate == "very_good"
        and row.employee not in excluded
        and by_key[row.employee].status == "active"
        and rater_of.get(row.employee) not in {*deciders, None}
    ]
    random.shuffle(pool)
    most = max(1, (2 * NOMINEES * len(by_key) + 2914) // (2 * 2914))
    rows: list[RecognitionRecord] = []
    for place, (families, criterion, evidence, links) in enumerate(words.NOMINATIONS):
        chosen = next((key for key in pool if not families or family[by_key[key].position] in families), None)
        if chosen is None or len(rows) >= most:
            continue
        pool.remove(chosen)
        day = date(2026, 7, 6) + timedelta(days=9 * place)
        stage, rater = _STAGES[place], rater_of.get(chosen)
        rows.append(RecognitionRecord(chosen, criterion, evidence, links, stage, rater, day, _WHY.get(stage, "")))
    return tuple(rows)

"""The plan year of a generated city: who must go, what is on offer, money, goals, calendar and plans of the past.

Joined by short text keys like all records of the city; money is whole rupiah, months are 1..12.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NominationRecord:
    """A person must (mandatory) or may be placed in a programme in the plan year, and why."""

    employee: str
    programme: str
    mandatory: bool
    reason: str  # Indonesian


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """A dated (month 1..12) or self-paced (month None) session on offer in a year."""

    key: str
    programme: str
    year: int
    month: int | None
    batches_max: int
    own_class: bool  # counts among the 52 own face-to-face classes


@dataclass(frozen=True, slots=True)
class FundRecord:
    key: str
    name: str
    amount: int
    spender: str  # Indonesian, who spends it
    activity_code: str  # sub kegiatan, with its confidence mark in the note
    units: tuple[str, ...]  # unit keys whose people it may pay for; empty: everybody
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoalRecord:
    """A node of the goal tree RPJMD -> Renstra -> programme, with indicators on any level. Parents before children."""

    key: str
    parent: str | None
    level: str  # mission | strategic_goal | programme
    text: str


@dataclass(frozen=True, slots=True)
class GoalLinkRecord:
    """A competency that people must have for a goal, everywhere: it weighs `weight` times as much (1.0 neutral)."""

    goal: str
    competency: str
    weight: float
    reason: str  # Indonesian
    year_from: int
    year_to: int


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    key: str
    goal: str
    name: str
    unit: str  # "%", "indeks", "orang"
    baseline: float
    baseline_year: int
    target: float
    target_year: int
    source: str


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """A plan row that is not attending a programme."""

    key: str
    indicator: str
    # performance_dialogue | coaching_plan | recognition | discipline | knowledge_sharing | public_forum | mentoring
    kind: str
    title: str
    owner: str  # unit key
    month_from: int
    month_to: int
    participants: int
    amount: int
    fund: str | None
    output: str  # what will exist afterwards


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A yearly plan: 2025 finished, 2026 running, 2027 in two stages (proposal 5.10 bn, definitive 4.20 bn)."""

    year: int
    stage: str  # indicative | definitive | revised
    title: str
    budget: int
    status: str  # closed | running | draft
    realised: int | None  # rupiah spent, when known
    people_at_target: int | None  # people who reached 20 JP
    note: str


@dataclass(frozen=True, slots=True)
class PlanHistoryRow:
    """What the plan of a past year held for one programme: planned and realised."""

    year: int
    programme: str  # "" for an event outside the catalogue
    name: str
    planned_people: int
    realised_people: int
    planned_amount: int
    realised_amount: int


@dataclass(frozen=True, slots=True)
class CalendarRecord:
    """Months (1..12) in which people of these units or families cannot leave, and why."""

    key: str
    title: str
    months: tuple[int, ...]
    units: tuple[str, ...]
    families: tuple[str, ...]
    note: str
    effect: str = "closed"  # closed (nobody leaves) | free (no minimum of staff) | keep (at_work_min stay in each unit)
    at_work_min: int = 0


@dataclass(frozen=True, slots=True)
class OrganiserRecord:
    """Who can hold only so many classes: in the year, and by month where something is said."""

    key: str
    name: str
    batches_max: int
    by_month: tuple[tuple[int, int], ...]
    programmes: tuple[str, ...]
    note: str

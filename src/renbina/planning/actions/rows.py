"""What the bulk loads are handed: one frozen row a fact. Money in rupiah; months 1..12.

Units are named by their code (UNOR), programmes by code, funds by key, indicators by the public id that
`load_goals` gives back.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Updated by year and stage (indicative, definitive, revised)."""

    year: int
    stage: str
    title: str
    budget: int
    status: str
    realised: int | None = None
    people_at_target: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FundLine:
    """Updated by year and key. `units`: whose people it may pay for (empty: all); `programmes`: what it pays for."""

    year: int
    key: str
    name: str
    amount: int
    spender: str = ""
    activity_code: str = ""
    units: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """`key` and `parent` hold inside one load; a goal is updated by its parent and text. Parents come first."""

    key: str
    parent: str | None
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Updated by goal (its key in this load) and competency (code). `units`: codes of those that carry it."""

    goal: str
    competency: str
    weight: float
    reason: str
    year_from: int
    year_to: int | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """Updated by goal and name. `programmes` (codes) serve it; one that no indicator names serves the first of all."""

    key: str
    goal: str
    name: str
    unit: str
    baseline: float
    baseline_year: int
    target: float
    target_year: int
    source: str = ""
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """A plan row that is not attending a programme."""

    indicator: str | None
    kind: str
    title: str
    owner: str | None
    month_from: int | None
    month_to: int | None
    participants: int
    amount: int
    fund: str | None
    output: str = ""


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One rule of the year. `effect`: closed, free or keep (then `at_work_min` of the families stay in each unit)."""

    title: str
    months: tuple[int, ...]
    units: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    note: str = ""
    effect: str = "closed"
    at_work_min: int = 0


@dataclass(frozen=True, slots=True)
class OrganiserLine:
    """Updated by year and key. `by_month`: month -> most classes; `programmes` (codes) are what it holds."""

    year: int
    key: str
    name: str
    batches_max: int | None = None
    by_month: tuple[tuple[int, int], ...] = ()
    programmes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What a past plan held for one programme (`programme` is a code, empty when it is no longer in the catalogue)."""

    programme: str
    name: str
    planned_people: int
    realised_people: int
    planned_amount: int
    realised_amount: int

"""The past of an agency that begins with Renbina: periods, predicates, coaching and recognition in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency
from renbina.organisation.queries import agency_of
from renbina.performance.access import LOAD, require
from renbina.performance.models import CheckIn, CoachingPlan, PeriodRating, RatingPeriod, Recognition

BATCH = 500


@dataclass(frozen=True, slots=True)
class PastPeriod:
    year: int
    quarter: int
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastRating:
    """Keys of employees; `period` is (year, quarter). Words are kept as they are."""

    employee_id: int
    rater_id: int | None
    period: tuple[int, int]
    result: str
    behaviour: str
    predicate: str
    reason: str
    rated_at: datetime
    response: str = ""
    responded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PastCheckIn:
    due_on: date
    held_on: date | None = None
    superior_note: str = ""
    employee_note: str = ""


@dataclass(frozen=True, slots=True)
class PastCoaching:
    employee_id: int
    written_by_id: int | None
    year: int
    predicate: str
    goals: str
    actions: str
    programme_id: int | None
    starts_on: date
    ends_on: date
    check_ins: tuple[PastCheckIn, ...]
    ended_on: date | None = None
    outcome: str = ""
    outcome_note: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class PastRecognition:
    """Names stand where there was no login yet."""

    employee_id: int
    year: int
    criterion: str
    evidence: str
    links: str
    stage: str
    nominated_by_id: int | None
    nominated_name: str
    nominated_at: datetime
    proposed_name: str = ""
    proposed_at: datetime | None = None
    decided_name: str = ""
    decided_at: datetime | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that is loaded together."""

    periods: Sequence[PastPeriod] = ()
    ratings: Sequence[PastRating] = ()
    coaching: Sequence[PastCoaching] = ()
    recognitions: Sequence[PastRecognition] = field(default=())


@action
def load_performance(*, past: Past, by: Actor, at: datetime) -> Mapping[str, int]:
    """Store the past as it is told, for an agency that has none yet. Only the system may. Raises Forbidden."""
    require(by, LOAD)
    agency = own_agency(by)
    periods = {
        (each.year, each.quarter): RatingPeriod.objects.create(
            agency_id=agency, year=each.year, quarter=each.quarter, opened_at=each.opened_at, closed_at=each.closed_at
        )
        for each in past.periods
    }
    PeriodRating.objects.bulk_create(
        [PeriodRating(**_fields(row, "period"), period=periods[row.period]) for row in past.ratings], batch_size=BATCH
    )
    plans = CoachingPlan.objects.bulk_create([CoachingPlan(**_fields(row, "check_ins")) for row in past.coaching])
    CheckIn.objects.bulk_create(
        CheckIn(plan=plan, **_fields(each))
        for plan, row in zip(plans, past.coaching, strict=True)
        for each in row.check_ins
    )
    Recognition.objects.bulk_create(Recognition(agency_id=agency, **_fields(row)) for row in past.recognitions)
    counts = {"ratings": len(past.ratings), "coaching": len(plans), "recognitions": len(past.recognitions)}
    record(obj=agency_of(by), old=None, new=counts)
    return counts


def _fields(row: object, *without: str) -> dict[str, object]:
    names = [name for name in row.__dataclass_fields__ if name not in without]  # type: ignore[attr-defined]  # ours
    return {name: getattr(row, name) for name in names}

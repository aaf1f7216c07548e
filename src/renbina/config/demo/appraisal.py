"""Loads predicates by period, coaching plans and nominations of the city, as if superiors had worked here before."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from binacity.appraisal import CoachingRecord, RatingRecord, RecognitionRecord
from binacity.records import City
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor
from renbina.performance.actions import (
    Past,
    PastCheckIn,
    PastCoaching,
    PastPeriod,
    PastRating,
    PastRecognition,
    load_performance,
)

PROPOSED_AFTER, DECIDED_AFTER = timedelta(days=12), timedelta(days=26)


class _Loading:
    """What every row needs: the keys, the zone, and who proposes and decides in this agency."""

    def __init__(self, city: City, keys: Keys) -> None:
        self.keys = keys
        self.zone = ZoneInfo(city.agency.timezone)
        self.year = city.agency.frozen_on.year
        self.names = {row.role: self.name(row.employee) for row in reversed(city.logins) if row.employee}

    def at(self, day: date) -> datetime:
        return datetime.combine(day, time(10, 30), self.zone)

    def pk(self, key: str | None) -> int | None:
        person = self.keys.employees.get(key or "")
        return person.pk if person else None

    def name(self, key: str | None) -> str:
        person = self.keys.employees.get(key or "")
        return person.full_name if person else "BKPSDM"


def load_appraisal(city: City, keys: Keys, *, by: Actor, at: datetime) -> Mapping[str, int]:
    """One action for all of it. Needs employees, superiors, programmes and the results of 2025."""
    loading, rows = _Loading(city, keys), city.appraisal
    here = keys.employees
    past = Past(
        periods=[
            PastPeriod(p.year, p.quarter, loading.at(p.opened_on), loading.at(p.closed_on) if p.closed_on else None)
            for p in rows.periods
        ],
        ratings=[_rating(row, loading) for row in rows.ratings if row.employee in here],
        coaching=[_coaching(row, loading) for row in rows.coaching if row.employee in here],
        recognitions=[_recognition(row, loading) for row in rows.recognitions if row.employee in here],
    )
    return load_performance(past=past, by=by, at=at)


def _rating(row: RatingRecord, loading: _Loading) -> PastRating:
    rated_at = loading.at(row.rated_on)
    return PastRating(
        employee_id=loading.keys.employees[row.employee].pk,
        rater_id=loading.pk(row.rater),
        period=(row.year, row.quarter),
        result=row.result,
        behaviour=row.behaviour,
        predicate=row.predicate,
        reason=row.reason,
        rated_at=rated_at,
        response=row.answer,
        responded_at=rated_at + timedelta(days=2) if row.answer else None,
    )


def _coaching(row: CoachingRecord, loading: _Loading) -> PastCoaching:
    return PastCoaching(
        employee_id=loading.keys.employees[row.employee].pk,
        written_by_id=loading.pk(row.superior),
        year=loading.year - 1,
        predicate=row.predicate,
        goals=row.goals,
        actions=row.actions,
        programme_id=loading.keys.programmes.get(row.programme or ""),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        check_ins=tuple(PastCheckIn(c.due_on, c.held_on, c.superior_note, c.employee_note) for c in row.check_ins),
        ended_on=row.ended_on,
        outcome=row.outcome,
        outcome_note=row.outcome_note,
        next_step=row.next_step,
    )


def _recognition(row: RecognitionRecord, loading: _Loading) -> PastRecognition:
    """The head of development proposes, the authorised official decides; what was given back never reached him."""
    proposer = loading.names.get("head_of_development", "BKPSDM")
    decider = loading.names.get("approver_pyb", "BKPSDM")
    proposed = row.stage in ("proposed", "awarded", "refused")
    decided = row.stage in ("awarded", "refused", "returned")
    returned = row.stage == "returned"
    decided_on = row.nominated_on + (PROPOSED_AFTER if returned else DECIDED_AFTER)
    return PastRecognition(
        employee_id=loading.keys.employees[row.employee].pk,
        year=loading.year,
        criterion=row.criterion,
        evidence=row.evidence,
        links=row.links,
        stage="refused" if returned else row.stage,
        nominated_by_id=loading.pk(row.nominator),
        nominated_name=loading.name(row.nominator),
        nominated_at=loading.at(row.nominated_on),
        proposed_name=proposer if proposed else "",
        proposed_at=loading.at(row.nominated_on + PROPOSED_AFTER) if proposed else None,
        decided_name=(proposer if returned else decider) if decided else "",
        decided_at=loading.at(decided_on) if decided else None,
        refusal=row.refusal,
    )

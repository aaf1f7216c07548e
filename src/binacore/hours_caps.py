"""Spans of days, and the book that keeps how much of a cap is used in each day or month of a span."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from binacore.rules.hours import CapPeriod, HoursRule


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, the end excluded."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a span ends after it begins, not {self.start.isoformat()} to {self.end.isoformat()}")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    @classmethod
    def year(cls, year: int) -> Span:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def contract_year(cls, contract_start: date, on: date) -> Span:
        """The year of a contract that contains the day. Raises ValueError before the contract starts."""
        if on < contract_start:
            raise ValueError(f"the contract starts on {contract_start.isoformat()}, after {on.isoformat()}")
        years = on.year - contract_start.year
        start = _years_later(contract_start, years)
        if start > on:
            years -= 1
            start = _years_later(contract_start, years)
        return cls(start, _years_later(contract_start, years + 1))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February in a year without one
        return date(day.year + years, 3, 1)


class CapBook:
    """How many JP of each form are already counted in each day or month of the span of one person."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self._used: dict[tuple[str, int], int] = defaultdict(int)

    def take(
        self, form: str, rule: HoursRule, hours: int, session_days: Sequence[date], started_on: date, finished_on: date
    ) -> int:
        """Counts as many of `hours` as the cap leaves, and remembers them.

        Sessions with known days use the cap of their day or month. Otherwise the days or months from start to finish
        are filled in order: six mentoring sessions over three months keep all six, in one month two.
        """
        if rule.cap_hours is None or rule.cap_period is None:
            return hours
        if session_days:
            per_session = [(bucket, rule.jp) for bucket in map(_bucket(rule.cap_period), session_days)]
            return sum(self._fill(form, bucket, jp, rule.cap_hours) for bucket, jp in per_session)
        left = hours
        for bucket in self._buckets(rule.cap_period, started_on, finished_on):
            if left == 0:
                break
            left -= self._fill(form, bucket, left, rule.cap_hours)
        return hours - left

    def _fill(self, form: str, bucket: int, hours: int, cap: int) -> int:
        taken = max(0, min(hours, cap - self._used[form, bucket]))
        self._used[form, bucket] += taken
        return taken

    def _buckets(self, period: CapPeriod, started_on: date, finished_on: date) -> Iterator[int]:
        day, last = max(started_on, self.span.start), min(finished_on, self.span.last)
        to_bucket, seen = _bucket(period), -1
        while day <= last:
            bucket = to_bucket(day)
            if bucket != seen:
                yield bucket
            seen = bucket
            day += timedelta(days=1)


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _bucket(period: CapPeriod) -> Callable[[date], int]:
    return _month if period is CapPeriod.MONTH else date.toordinal

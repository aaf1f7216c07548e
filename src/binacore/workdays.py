"""Working days: Monday to Friday without the public holidays and the joint leave of the year.

A stage of so many working days begins on the first working day after the stage before it has ended; its first day
counts. The source of holidays is the caller's: the decree of three ministers names them for each year.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)
_MOST: Final = 2_000  # working days, eight years: more is a slip of the pen


class WorkdaysMalformed(ValueError):
    """A number of working days that no stage can have."""


@dataclass(frozen=True, slots=True)
class Span:
    """First and last working day of a stage, both inclusive."""

    first: date
    last: date


def is_workday(day: date, holidays: Container[date] = ()) -> bool:
    """Whether offices with a week of five days work on it."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_workday(day: date, holidays: Container[date] = ()) -> date:
    """The day itself when offices work on it, otherwise the first one after it on which they do."""
    while not is_workday(day, holidays):
        day += _DAY
    return day


def workday_number(first: date, count: int, holidays: Container[date] = ()) -> date:
    """The `count`-th working day from `first` on, which is the first when offices work on it. `count` at least 1.

    Raises WorkdaysMalformed below 1 or above 2,000.
    """
    if not 1 <= count <= _MOST:
        raise WorkdaysMalformed(f"a stage has 1 to {_MOST} working days, not {count}")
    day = next_workday(first, holidays)
    for _ in range(count - 1):
        day = next_workday(day + _DAY, holidays)
    return day


def schedule(first: date, durations: Sequence[int], holidays: Container[date] = ()) -> tuple[Span, ...]:
    """Stages one after the other, each of so many working days. Raises WorkdaysMalformed."""
    spans: list[Span] = []
    day = first
    for count in durations:
        begins = next_workday(day, holidays)
        ends = workday_number(begins, count, holidays)
        spans.append(Span(begins, ends))
        day = ends + _DAY
    return tuple(spans)


def workdays_until(on: date, due: date, holidays: Container[date] = ()) -> int:
    """Working days after `on` up to and with `due`; negative for those that have passed since `due`."""
    low, high = min(on, due), max(on, due)
    number = sum(is_workday(low + timedelta(days=step), holidays) for step in range(1, (high - low).days + 1))
    return number if due >= on else -number


AKPK_DAYS: Final = (4, 10, 7, 2, 6, 3, 10)
"""Working days of the seven stages of a needs analysis as Jakarta planned them in 2023, together 42.

Its guideline states the unit for the first stage only and is taken to mean it for all. Every agency sets its own.
"""

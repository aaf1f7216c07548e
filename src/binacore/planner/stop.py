"""When to stop. A criterion is called between two steps of the search and says True to end it.

The core has no clock: who wants a time limit hands in `StopWhen(lambda status: clock() > deadline)` with a clock of
their own. Criteria combine with `|` (any) and `&` (all).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """What the search knows between two steps. `objective` is minus infinity before the first plan."""

    iteration: int
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """(bound - objective) / |bound|; infinity where that means nothing."""
        return (self.bound - self.objective) / abs(self.bound) if abs(self.bound) >= 1e-6 else float("inf")


class Stop:
    """Base of all criteria; `reason` is stored with the result."""

    reason = "never"

    def __call__(self, status: Status) -> bool:
        return False

    def __or__(self, other: Stop) -> Stop:
        return _Combined((self, other), any)

    def __and__(self, other: Stop) -> Stop:
        return _Combined((self, other), all)


class NeverStop(Stop):
    """The search ends when its parameters say so."""


class MaxIterations(Stop):
    """Stop after `count` steps (dual passes and improvement rounds together). Raises ValueError below 0."""

    reason = "max_iterations"

    def __init__(self, count: int) -> None:
        if count < 0:
            raise ValueError(f"count must be at least 0, not {count}")
        self.count = count

    def __call__(self, status: Status) -> bool:
        return status.iteration >= self.count


class GapBelow(Stop):
    """Stop as soon as the certified gap is at most `share`. Raises ValueError below 0."""

    reason = "gap_reached"

    def __init__(self, share: float) -> None:
        if share < 0:
            raise ValueError(f"share must be at least 0, not {share}")
        self.share = share

    def __call__(self, status: Status) -> bool:
        return status.gap <= self.share


class StopWhen(Stop):
    """Stop when the caller's function says so: a time limit, a cancel button, a test."""

    def __init__(self, predicate: Callable[[Status], bool], reason: str = "asked") -> None:
        self.predicate = predicate
        self.reason = reason

    def __call__(self, status: Status) -> bool:
        return self.predicate(status)


class _Combined(Stop):
    def __init__(self, parts: tuple[Stop, ...], how: Callable[[list[bool]], bool]) -> None:
        self.parts = parts
        self.how = how
        self.reason = "combined"

    def __call__(self, status: Status) -> bool:
        answers = [part(status) for part in self.parts]
        if not self.how(answers):
            return False
        self.reason = next(part.reason for part, answer in zip(self.parts, answers, strict=True) if answer)
        return True

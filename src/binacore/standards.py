"""Which level a position asks on a day, when several things say so.

What the position itself asks goes before what its family asks, that before its class, and that before the general rule
of the class. Two claims of one origin that say different things on the same day are not weighed against each other:
neither is believed, the next origin holds, and the contradiction is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from binacore.people import holds

LOWEST, TOP = 1, 5


class Origin(StrEnum):
    """Where a level comes from, strongest first."""

    POSITION = "position"
    FAMILY = "family"
    CLASS = "class"
    RULE = "rule"


ORDER = tuple(Origin)


class Fault(StrEnum):
    """What can be wrong with claims about one pair of position and competency."""

    TWO_LEVELS = "two_levels"  # two levels, or critical and not, on one day
    OVERLAP = "overlap"  # the same thing said twice for one day
    OUTSIDE = "outside"  # a level that is not 1 to 5
    BACKWARDS = "backwards"  # ends on or before the day it begins


@dataclass(frozen=True, slots=True)
class Claim:
    """One origin says: this level (1 to 5), from a day up to, not including, another (None: open)."""

    origin: Origin
    level: int
    critical: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fault with the days it concerns; `second` is None where one claim is wrong by itself."""

    fault: Fault
    first: Claim
    second: Claim | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The level that holds, whose it is, and what would hold without it, strongest first."""

    claim: Claim
    lost: tuple[Claim, ...] = ()
    contradicting: tuple[Claim, ...] = ()

    @property
    def level(self) -> int:
        return self.claim.level


def asked_on(claims: Iterable[Claim], on: date) -> Asked | None:
    """What is asked on the day; None where nobody asks anything, or only claims that contradict each other do."""
    by_origin: dict[Origin, list[Claim]] = {}
    for claim in claims:
        if LOWEST <= claim.level <= TOP and holds(claim.valid_from, claim.valid_to, on):
            by_origin.setdefault(claim.origin, []).append(claim)
    believed: list[Claim] = []
    contradicting: list[Claim] = []
    for origin in ORDER:
        said = by_origin.get(origin, ())
        if len({(claim.level, claim.critical) for claim in said}) > 1:
            contradicting += said
        elif said:
            believed.append(said[0])
    return Asked(believed[0], tuple(believed[1:]), tuple(contradicting)) if believed else None


def contradictions_in(claims: Sequence[Claim]) -> tuple[Contradiction, ...]:
    """Everything wrong with the claims of one origin about one pair, in the order of their beginnings."""
    found = [
        Contradiction(fault, claim, None, claim.valid_from, claim.valid_to)
        for claim in claims
        for fault in (Fault.OUTSIDE, Fault.BACKWARDS)
        if _is(fault, claim)
    ]
    sound = sorted((claim for claim in claims if not _is(Fault.BACKWARDS, claim)), key=_begins)
    for place, first in enumerate(sound):
        for second in sound[place + 1 :]:
            if first.valid_to is not None and first.valid_to <= _begins(second):
                continue  # a later one may still begin inside: intervals are not sorted by their ends
            same = (first.level, first.critical) == (second.level, second.critical)
            ends = [each for each in (first.valid_to, second.valid_to) if each is not None]
            until = min(ends) if ends else None
            fault = Fault.OVERLAP if same else Fault.TWO_LEVELS
            found.append(Contradiction(fault, first, second, second.valid_from, until))
    return tuple(found)


def _is(fault: Fault, claim: Claim) -> bool:
    if fault is Fault.OUTSIDE:
        return not LOWEST <= claim.level <= TOP
    return claim.valid_from is not None and claim.valid_to is not None and claim.valid_to <= claim.valid_from


def _begins(claim: Claim) -> date:
    return claim.valid_from or date.min

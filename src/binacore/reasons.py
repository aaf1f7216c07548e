"""The shared vocabulary of the core: why something is so, as a code with the numbers that prove it.

A reason is not a sentence. `renbina.*.wording` turns codes into sentences in the reader's language; the core, the
command line, the stored runs and the tests all speak codes. Every code states which numbers it carries, and a reason
that lacks one cannot be built: an explanation without its numbers would only be a claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from binacore.frozen import Table

Number = int | float | str


class ReasonCode(StrEnum):
    # planner: why this person has, or has not, this programme
    CHOSEN = "chosen"
    FIXED = "fixed"
    NOT_ELIGIBLE = "not_eligible"
    NO_GAP_LEFT = "no_gap_left"
    OVERLAPS = "overlaps"
    SAME_PERIOD = "same_period"
    PRICE_BUDGET = "price_budget"
    PRICE_FUND = "price_fund"
    PRICE_UNIT = "price_unit"
    PRICE_ABSENCE = "price_absence"
    PRICE_SEAT = "price_seat"
    PRICE_ORGANISER = "price_organiser"
    PRICE_BATCH = "price_batch"
    TOO_MANY_PROGRAMMES = "too_many_programmes"
    HOURS_LIMIT = "hours_limit"
    PREREQUISITE = "prerequisite"
    FULL = "full"
    NOT_OPENED = "not_opened"
    SESSION_CLOSED = "session_closed"
    ORGANISER_FULL = "organiser_full"
    FUND_LIMIT = "fund_limit"
    BUDGET_LIMIT = "budget_limit"
    UNIT_BUDGET = "unit_budget"
    ABSENCE_LIMIT = "absence_limit"
    LOST_ON_TIE = "lost_on_tie"
    MANDATORY_SHORT = "mandatory_short"
    # planner: the cheapest cure where places that are owed stay empty
    CURE_BATCH = "cure_batch"
    CURE_MONEY = "cure_money"
    CURE_FUND = "cure_fund"
    CURE_ABSENCE = "cure_absence"
    CURE_ORGANISER = "cure_organiser"
    CURE_NONE = "cure_none"
    # planner: what a programme would need to enter the plan
    NEEDS_PEOPLE = "needs_people"
    NEEDS_VALUE = "needs_value"
    NEEDS_MINIMUM = "needs_minimum"
    # gaps: why this level is taken for the person's level
    LEVEL_FROM = "level_from"
    LEVEL_UNKNOWN = "level_unknown"
    LEVEL_EXPIRED = "level_expired"
    LEVEL_CONFLICT = "level_conflict"
    # learning hours: why this many hours count
    HOURS_COUNTED = "hours_counted"
    HOURS_CAPPED = "hours_capped"
    HOURS_FULFILLED_BY_STUDY = "hours_fulfilled_by_study"
    HOURS_NO_CERTIFICATE = "hours_no_certificate"
    HOURS_NO_RULE = "hours_no_rule"
    HOURS_IMPOSSIBLE = "hours_impossible"
    CERTIFICATE_REPEATED = "certificate_repeated"
    TWO_PLACES_AT_ONCE = "two_places_at_once"
    HOURS_MINIMUM_MET = "hours_minimum_met"
    HOURS_MINIMUM_SHORT = "hours_minimum_short"
    HOURS_LIMIT_KEPT = "hours_limit_kept"
    HOURS_LIMIT_EXCEEDED = "hours_limit_exceeded"


_PRICE = ("value", "price", "net", "cost")

NUMBERS: Mapping[ReasonCode, tuple[str, ...]] = MappingProxyType(
    {
        ReasonCode.CHOSEN: (
            "value",
            "value_levels",
            "value_hours",
            "value_owed",
            "price_budget",
            "price_fund",
            "price_unit",
            "price_absence",
            "price_seat",
            "price_organiser",
            "net",
        ),
        ReasonCode.FIXED: ("session", "value"),
        ReasonCode.NOT_ELIGIBLE: (),
        ReasonCode.NO_GAP_LEFT: ("level", "ceiling"),
        ReasonCode.OVERLAPS: ("programme",),
        ReasonCode.SAME_PERIOD: ("period", "session"),
        ReasonCode.PRICE_BUDGET: _PRICE,
        ReasonCode.PRICE_FUND: _PRICE,
        ReasonCode.PRICE_UNIT: _PRICE,
        ReasonCode.PRICE_ABSENCE: _PRICE,
        ReasonCode.PRICE_SEAT: _PRICE,
        ReasonCode.PRICE_ORGANISER: _PRICE,
        ReasonCode.PRICE_BATCH: ("demand", "minimum", "cost", "short"),
        ReasonCode.TOO_MANY_PROGRAMMES: ("limit",),
        ReasonCode.HOURS_LIMIT: ("hours", "limit"),
        ReasonCode.PREREQUISITE: ("programme",),
        ReasonCode.FULL: ("seats",),
        ReasonCode.NOT_OPENED: ("demand", "minimum"),
        ReasonCode.SESSION_CLOSED: ("period",),
        ReasonCode.ORGANISER_FULL: ("period", "limit"),
        ReasonCode.FUND_LIMIT: ("left", "cost"),
        ReasonCode.BUDGET_LIMIT: ("left", "cost"),
        ReasonCode.UNIT_BUDGET: ("left", "cost"),
        ReasonCode.ABSENCE_LIMIT: ("period", "limit"),
        ReasonCode.LOST_ON_TIE: ("value",),
        ReasonCode.MANDATORY_SHORT: ("places", "seats"),
        ReasonCode.CURE_BATCH: ("session", "period", "batches", "people", "cost"),
        ReasonCode.CURE_MONEY: ("people", "cost", "short"),
        ReasonCode.CURE_FUND: ("fund", "people", "cost", "short"),
        ReasonCode.CURE_ABSENCE: ("unit", "period", "limit", "people"),
        ReasonCode.CURE_ORGANISER: ("session", "period", "limit", "people", "cost"),
        ReasonCode.CURE_NONE: ("people",),
        ReasonCode.NEEDS_PEOPLE: ("people", "minimum", "able"),
        ReasonCode.NEEDS_VALUE: ("cost", "short", "points", "people"),
        ReasonCode.NEEDS_MINIMUM: ("minimum", "enough"),
        ReasonCode.LEVEL_FROM: ("method", "since", "level"),
        ReasonCode.LEVEL_UNKNOWN: ("competency",),
        ReasonCode.LEVEL_EXPIRED: ("method", "until", "level"),
        ReasonCode.LEVEL_CONFLICT: ("method", "level", "chosen_level"),
        ReasonCode.HOURS_COUNTED: ("hours", "basis", "units"),
        ReasonCode.HOURS_CAPPED: ("hours", "counted", "cap", "period"),
        ReasonCode.HOURS_FULFILLED_BY_STUDY: ("minimum",),
        ReasonCode.HOURS_NO_CERTIFICATE: ("form",),
        ReasonCode.HOURS_NO_RULE: ("form",),
        ReasonCode.HOURS_IMPOSSIBLE: ("hours", "days", "limit"),
        ReasonCode.CERTIFICATE_REPEATED: ("certificate", "first"),
        ReasonCode.TWO_PLACES_AT_ONCE: ("day", "other"),
        ReasonCode.HOURS_MINIMUM_MET: ("total", "minimum", "percent"),
        ReasonCode.HOURS_MINIMUM_SHORT: ("total", "minimum", "short"),
        ReasonCode.HOURS_LIMIT_KEPT: ("total", "limit"),
        ReasonCode.HOURS_LIMIT_EXCEEDED: ("total", "limit", "over"),
    }
)

_PROMISED = {code: frozenset(names) for code, names in NUMBERS.items()}


class ReasonMalformed(ValueError):
    """A reason was built without a number its code promises, or with one it does not know."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One code with exactly the numbers its code promises.

    `numbers` maps a name to an int, a float (shares, values) or a str (an identifier, an ISO date). Money is whole
    rupiah, hours are JP, levels are 1 to 5.
    """

    code: ReasonCode
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expected = _PROMISED[self.code]
        if self.numbers.keys() != expected:
            missing, unknown = expected - set(self.numbers), set(self.numbers) - expected
            raise ReasonMalformed(f"{self.code}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        for name, number in self.numbers.items():
            # bool is an int in Python; a flag is not a number and belongs into a code of its own
            if isinstance(number, bool) or not isinstance(number, (int, float, str)):
                raise ReasonMalformed(f"{self.code}: {name} is {type(number).__name__}, not a number or text")
        object.__setattr__(self, "numbers", Table(self.numbers))

    def as_record(self) -> dict[str, object]:
        """Plain JSON-ready form: {"code": ..., "numbers": {...}}."""
        return {"code": str(self.code), "numbers": dict(self.numbers)}

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> Reason:
        """Inverse of `as_record`; raises ValueError for an unknown code and ReasonMalformed for wrong numbers."""
        numbers = record.get("numbers", {})
        if not isinstance(numbers, Mapping):
            raise ReasonMalformed(f"numbers must be a mapping, not {type(numbers).__name__}")
        return cls(ReasonCode(str(record["code"])), dict(numbers))


def reason(code: ReasonCode, **numbers: Number) -> Reason:
    """Shorthand: `reason(ReasonCode.FULL, seats=30)`."""
    return Reason(code, numbers)

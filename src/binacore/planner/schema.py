"""The vocabulary of `renbina-problem/1`: tables, columns, ranges and error codes, as data.

Validation, reading and writing all follow this one description, so that none can know a column the others do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FORMAT = "renbina-problem/1"
MONEY_MAX = 10**18
COST_MAX = 10**15
COUNT_MAX = 10**9


class ErrorCode(StrEnum):
    PROBLEM_MISSING = "problem_missing"
    PROBLEM_NOT_JSON = "problem_not_json"
    FORMAT_UNKNOWN = "format_unknown"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_TYPE = "field_type"
    FIELD_RANGE = "field_range"
    STEP_WEIGHTS_INCREASING = "step_weights_increasing"
    TABLE_MISSING = "table_missing"
    TABLE_AMBIGUOUS = "table_ambiguous"
    TABLE_UNREADABLE = "table_unreadable"
    ENCODING = "encoding"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_DUPLICATE = "column_duplicate"
    ROW_SHAPE = "row_shape"
    VALUE_MISSING = "value_missing"
    VALUE_TYPE = "value_type"
    VALUE_RANGE = "value_range"
    DUPLICATE_KEY = "duplicate_key"
    REFERENCE_UNKNOWN = "reference_unknown"
    PREREQUISITE_CYCLE = "prerequisite_cycle"
    PREREQUISITE_NONE = "prerequisite_none"
    SYNCHRONOUS_SELF_PACED = "synchronous_self_paced"
    BATCH_MIN_ABOVE_CAPACITY = "batch_min_above_capacity"
    GAP_ABOVE_STEPS = "gap_above_steps"


@dataclass(frozen=True, slots=True)
class ProblemError:
    """One thing wrong with a problem. `row` counts data rows from 1; empty strings and None where not applicable."""

    code: ErrorCode
    table: str = ""
    column: str = ""
    row: int | None = None
    message: str = ""

    def __str__(self) -> str:
        place = ".".join(part for part in (self.table, self.column) if part)
        row = f" row {self.row}" if self.row is not None else ""
        return f"{self.code}: {place}{row}: {self.message}" if place else f"{self.code}: {self.message}"


class ProblemInvalid(ValueError):
    """The input is not a valid problem; `errors` lists everything that was found, never empty."""

    def __init__(self, errors: Sequence[ProblemError]) -> None:
        self.errors: tuple[ProblemError, ...] = tuple(errors)
        more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
        super().__init__(f"{self.errors[0]}{more}")


class Kind(StrEnum):
    ID = "id"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """`refers_to` names the table whose first column must hold the value; `low` and `high` are inclusive."""

    name: str
    kind: Kind
    low: float = 0
    high: float = 0
    key: bool = False
    may_be_empty: bool = False
    refers_to: str = ""


def _id(name: str, *, key: bool = False, refers_to: str = "", empty: bool = False) -> Column:
    return Column(name, Kind.ID, key=key, refers_to=refers_to, may_be_empty=empty)


def _integer(name: str, low: int, high: int, *, empty: bool = False) -> Column:
    return Column(name, Kind.INTEGER, low, high, may_be_empty=empty)


def _number(name: str, high: float) -> Column:
    return Column(name, Kind.NUMBER, 0, high)


def _boolean(name: str) -> Column:
    return Column(name, Kind.BOOLEAN)


TABLES: dict[str, tuple[Column, ...]] = {
    "units": (
        _id("unit_id", key=True),
        _integer("budget", 0, MONEY_MAX, empty=True),
        _integer("away_max", 0, COUNT_MAX, empty=True),
    ),
    "persons": (_id("person_id", key=True), _id("unit_id", refers_to="units")),
    "gaps": (
        _id("person_id", key=True, refers_to="persons"),
        _id("competency_id", key=True),
        _integer("held", 0, 100),
        _integer("gap", 0, 100),
        _number("weight", 1e9),
    ),
    "programmes": (
        _id("programme_id", key=True),
        _number("hours", 100_000),
        _integer("cost_per_person", 0, COST_MAX),
        _integer("cost_per_batch", 0, COST_MAX),
        _integer("capacity", 1, COUNT_MAX),
        _integer("batch_min", 1, COUNT_MAX),
        _boolean("synchronous"),
        _id("fund_id", refers_to="funds"),
        _id("prerequisite_id", refers_to="programmes", empty=True),
    ),
    "effects": (
        _id("programme_id", key=True, refers_to="programmes"),
        _id("competency_id", key=True),
        _integer("lift", 1, 100),
        _integer("ceiling", 0, 100),
    ),
    "sessions": (
        _id("session_id", key=True),
        _id("programme_id", refers_to="programmes"),
        _integer("period", 1, 366, empty=True),
        _integer("batches_max", 0, COUNT_MAX),
    ),
    "candidates": (
        _id("person_id", key=True, refers_to="persons"),
        _id("programme_id", key=True, refers_to="programmes"),
        _boolean("mandatory"),
        _boolean("needs_prerequisite"),
    ),
    "funds": (_id("fund_id", key=True), _integer("budget", 0, MONEY_MAX, empty=True)),
}

# Section 7 of the format. Known by name so that a folder that uses them is refused, never solved as another problem.
OPTIONAL_TABLES = ("fixed", "unit_periods", "organisers", "organiser_periods")

HEADER_NUMBERS: dict[str, tuple[type, float, float]] = {
    "periods": (int, 1, 366),
    "max_programmes": (int, 0, 100),
    "hours_max": (float, 0, 100_000),
    "hours_target": (float, 0, 100_000),
    "fairness_share": (float, 0, 1),
    "budget": (int, 0, MONEY_MAX),
}
HEADER_WEIGHTS = ("mandatory", "entitlement", "cost", "fairness")
WEIGHT_MAX = 1e12
STEP_WEIGHT_MAX = 1e9
HEADER_FIELDS = ("format", "name", *HEADER_NUMBERS, "step_weights", "weights")

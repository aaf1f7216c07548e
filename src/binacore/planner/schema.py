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
HOURS_MAX = 100_000
PERIODS_MAX = 366


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
    DURATION_SELF_PACED = "duration_self_paced"
    DURATION_BEYOND_END = "duration_beyond_end"
    FIXED_INFEASIBLE = "fixed_infeasible"


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
    """`refers_to` names the table whose first column must hold the value; `low` and `high` are inclusive.

    An optional column (section 7) may be absent, which means the same as empty in every row.
    """

    name: str
    kind: Kind
    low: float = 0
    high: float = 0
    key: bool = False
    may_be_empty: bool = False
    refers_to: str = ""
    optional: bool = False


def _id(name: str, *, key: bool = False, refers_to: str = "", empty: bool = False, optional: bool = False) -> Column:
    return Column(name, Kind.ID, key=key, refers_to=refers_to, may_be_empty=empty or optional, optional=optional)


def _integer(
    name: str, low: int, high: int, *, key: bool = False, empty: bool = False, optional: bool = False
) -> Column:
    return Column(name, Kind.INTEGER, low, high, key=key, may_be_empty=empty or optional, optional=optional)


def _number(name: str, high: float, *, optional: bool = False) -> Column:
    return Column(name, Kind.NUMBER, 0, high, may_be_empty=optional, optional=optional)


def _boolean(name: str, *, optional: bool = False) -> Column:
    return Column(name, Kind.BOOLEAN, may_be_empty=optional, optional=optional)


TABLES: dict[str, tuple[Column, ...]] = {
    "units": (
        _id("unit_id", key=True),
        _integer("budget", 0, MONEY_MAX, empty=True),
        _integer("away_max", 0, COUNT_MAX, empty=True),
        _number("fairness", 1, optional=True),
    ),
    "persons": (
        _id("person_id", key=True),
        _id("unit_id", refers_to="units"),
        _number("hours_max", HOURS_MAX, optional=True),
        _number("hours_target", HOURS_MAX, optional=True),
        _number("hours_done", HOURS_MAX, optional=True),
        _boolean("entitled", optional=True),
    ),
    "gaps": (
        _id("person_id", key=True, refers_to="persons"),
        _id("competency_id", key=True),
        _integer("held", 0, 100),
        _integer("gap", 0, 100),
        _number("weight", 1e9),
    ),
    "programmes": (
        _id("programme_id", key=True),
        _number("hours", HOURS_MAX),
        _integer("cost_per_person", 0, COST_MAX),
        _integer("cost_per_batch", 0, COST_MAX),
        _integer("capacity", 1, COUNT_MAX),
        _integer("batch_min", 1, COUNT_MAX),
        _boolean("synchronous"),
        _id("fund_id", refers_to="funds"),
        _id("prerequisite_id", refers_to="programmes", empty=True),
        _number("away_load", 1_000, optional=True),
        _id("organiser_id", refers_to="organisers", optional=True),
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
        _integer("period", 1, PERIODS_MAX, empty=True),
        _integer("batches_max", 0, COUNT_MAX),
        _integer("duration", 1, PERIODS_MAX, optional=True),
        _boolean("closed", optional=True),
    ),
    "candidates": (
        _id("person_id", key=True, refers_to="persons"),
        _id("programme_id", key=True, refers_to="programmes"),
        _boolean("mandatory"),
        _boolean("needs_prerequisite"),
        _id("fund_id", refers_to="funds", optional=True),
    ),
    "funds": (_id("fund_id", key=True), _integer("budget", 0, MONEY_MAX, empty=True)),
}

# Section 7 of the format. A table that is absent means the same as one without rows; present, it has all its columns.
OPTIONAL_TABLES: dict[str, tuple[Column, ...]] = {
    "fixed": (_id("person_id", key=True, refers_to="persons"), _id("session_id", key=True, refers_to="sessions")),
    "unit_periods": (
        _id("unit_id", key=True, refers_to="units"),
        _integer("period", 1, PERIODS_MAX, key=True),
        _integer("away_max", 0, COUNT_MAX, empty=True),
    ),
    "organisers": (_id("organiser_id", key=True), _integer("batches_max_year", 0, COUNT_MAX, empty=True)),
    "organiser_periods": (
        _id("organiser_id", key=True, refers_to="organisers"),
        _integer("period", 1, PERIODS_MAX, key=True),
        _integer("batches_max", 0, COUNT_MAX),
    ),
}
ALL_TABLES: dict[str, tuple[Column, ...]] = TABLES | OPTIONAL_TABLES

HEADER_NUMBERS: dict[str, tuple[type, float, float]] = {
    "periods": (int, 1, PERIODS_MAX),
    "max_programmes": (int, 0, 100),
    "hours_max": (float, 0, HOURS_MAX),
    "hours_target": (float, 0, HOURS_MAX),
    "fairness_share": (float, 0, 1),
    "budget": (int, 0, MONEY_MAX),
}
HEADER_WEIGHTS = ("mandatory", "entitlement", "cost", "fairness")
WEIGHT_MAX = 1e12
STEP_WEIGHT_MAX = 1e9
HEADER_FIELDS = ("format", "name", *HEADER_NUMBERS, "step_weights", "weights")

"""Every check of section 1.4 of the format that can be made on values in memory.

All errors of a stage are reported together. Later stages (keys, references, the specific rules) run only when the
values themselves are well formed, because the format lets the specific codes apply to well-formed values only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from binacore.planner.schema import (
    FORMAT,
    HEADER_FIELDS,
    HEADER_NUMBERS,
    HEADER_WEIGHTS,
    OPTIONAL_TABLES,
    STEP_WEIGHT_MAX,
    TABLES,
    WEIGHT_MAX,
    Column,
    ErrorCode,
    Kind,
    ProblemError,
)

Table = Mapping[str, Sequence[object]]
Header = Mapping[str, object]


def errors_of_header(header: Header) -> list[ProblemError]:
    """Errors of the fields of `problem.json`."""
    if header.get("format") != FORMAT:
        return [ProblemError(ErrorCode.FORMAT_UNKNOWN, column="format", message=f"format must be {FORMAT!r}")]
    errors = [
        ProblemError(ErrorCode.FIELD_UNKNOWN, column=name, message=f"unknown field {name!r}")
        for name in header
        if name not in HEADER_FIELDS and not name.startswith("x_")
    ]
    for name, (kind, low, high) in HEADER_NUMBERS.items():
        errors += _errors_of_field(header, name, kind, low, high)
    if "name" in header and not isinstance(header["name"], str):
        errors.append(ProblemError(ErrorCode.FIELD_TYPE, column="name", message="name must be text"))
    return errors + _errors_of_steps(header) + _errors_of_weights(header)


def _errors_of_field(header: Header, name: str, kind: type, low: float, high: float) -> list[ProblemError]:
    if name not in header:
        return [ProblemError(ErrorCode.FIELD_MISSING, column=name, message=f"field {name!r} is missing")]
    return _errors_of_number(name, header[name], kind, low, high)


def _errors_of_number(name: str, value: object, kind: type, low: float, high: float) -> list[ProblemError]:
    right = type(value) is int or (kind is float and type(value) is float and math.isfinite(value))
    if not right:
        wanted = "an integer" if kind is int else "a finite number"
        return [ProblemError(ErrorCode.FIELD_TYPE, column=name, message=f"must be {wanted}, not {value!r}")]
    if not low <= value <= high:  # type: ignore[operator]  # narrowed by `right`, which mypy cannot follow
        return [ProblemError(ErrorCode.FIELD_RANGE, column=name, message=f"{value!r} is outside {low:g} to {high:g}")]
    return []


def _errors_of_steps(header: Header) -> list[ProblemError]:
    name = "step_weights"
    if name not in header:
        return [ProblemError(ErrorCode.FIELD_MISSING, column=name, message=f"field {name!r} is missing")]
    steps = header[name]
    if not isinstance(steps, (list, tuple)):
        return [ProblemError(ErrorCode.FIELD_TYPE, column=name, message="must be a list of numbers")]
    if not 1 <= len(steps) <= 100:
        return [ProblemError(ErrorCode.FIELD_RANGE, column=name, message=f"has {len(steps)} steps, not 1 to 100")]
    errors = [e for value in steps for e in _errors_of_number(name, value, float, 0, STEP_WEIGHT_MAX)]
    if not errors and any(a < b for a, b in pairwise(steps)):
        errors.append(
            ProblemError(ErrorCode.STEP_WEIGHTS_INCREASING, column=name, message="a later step may not be worth more")
        )
    return errors


def _errors_of_weights(header: Header) -> list[ProblemError]:
    if "weights" not in header:
        return [ProblemError(ErrorCode.FIELD_MISSING, column="weights", message="field 'weights' is missing")]
    weights = header["weights"]
    if not isinstance(weights, Mapping):
        return [ProblemError(ErrorCode.FIELD_TYPE, column="weights", message="must be an object")]
    errors = [
        ProblemError(ErrorCode.FIELD_UNKNOWN, column=f"weights.{name}", message=f"unknown weight {name!r}")
        for name in weights
        if name not in HEADER_WEIGHTS
    ]
    for name in HEADER_WEIGHTS:
        place = f"weights.{name}"
        if name not in weights:
            errors.append(ProblemError(ErrorCode.FIELD_MISSING, column=place, message="is missing"))
        else:
            errors += _errors_of_number(place, weights[name], float, 0, WEIGHT_MAX)
    return errors


def errors_of_shape(tables: Mapping[str, Table]) -> list[ProblemError]:
    """Missing, unknown and optional tables and columns, and columns of unequal length."""
    errors = []
    for name in tables:
        if name in OPTIONAL_TABLES:
            message = f"optional table {name!r} (section 7) is not supported by this version"
            errors.append(ProblemError(ErrorCode.COLUMN_UNKNOWN, table=name, message=message))
        elif name not in TABLES:
            errors.append(ProblemError(ErrorCode.COLUMN_UNKNOWN, table=name, message=f"unknown table {name!r}"))
    for name, columns in TABLES.items():
        if name not in tables:
            errors.append(ProblemError(ErrorCode.TABLE_MISSING, table=name, message="table is missing"))
        else:
            errors += _errors_of_columns(name, columns, tables[name])
    return errors


def _errors_of_columns(name: str, columns: Sequence[Column], table: Table) -> list[ProblemError]:
    known = {column.name for column in columns}
    errors = [
        ProblemError(ErrorCode.COLUMN_MISSING, name, column.name, message="column is missing")
        for column in columns
        if column.name not in table
    ]
    errors += [
        ProblemError(ErrorCode.COLUMN_UNKNOWN, name, other, message=f"column {other!r} is not known or not supported")
        for other in table
        if other not in known and not other.startswith("x_")
    ]
    lengths = {len(table[column.name]) for column in columns if column.name in table}
    if len(lengths) > 1:
        errors.append(ProblemError(ErrorCode.ROW_SHAPE, name, message=f"columns of unequal length {sorted(lengths)}"))
    return errors


def errors_of_values(tables: Mapping[str, Table], periods: int) -> list[ProblemError]:
    """Empty, wrongly typed and out-of-range values."""
    errors: list[ProblemError] = []
    for name, columns in TABLES.items():
        for column in columns:
            high = periods if (name, column.name) == ("sessions", "period") else column.high
            for row, code, message in _wrong_values(column, tables[name][column.name], high):
                errors.append(ProblemError(code, name, column.name, row, message))
    return errors


_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.ID: (str,),
    Kind.INTEGER: (int,),
    Kind.NUMBER: (int, float),
    Kind.BOOLEAN: (bool,),
}


def _wrong_values(column: Column, values: Sequence[object], high: float) -> Iterator[tuple[int, ErrorCode, str]]:
    allowed = _TYPES[column.kind]
    numeric = column.kind in (Kind.INTEGER, Kind.NUMBER)
    for row, value in enumerate(values, start=1):
        if value is None or (column.kind is Kind.ID and value == ""):
            if not column.may_be_empty:
                yield row, ErrorCode.VALUE_MISSING, "a value is required"
        elif type(value) not in allowed:
            yield row, ErrorCode.VALUE_TYPE, f"{value!r} is not of type {column.kind}"
        elif isinstance(value, float) and not math.isfinite(value):
            yield row, ErrorCode.VALUE_TYPE, f"{value!r} is not finite"
        elif numeric and not column.low <= value <= high:  # type: ignore[operator]  # as above
            yield row, ErrorCode.VALUE_RANGE, f"{value!r} is outside {column.low:g} to {high:g}"


def errors_of_relations(tables: Mapping[str, Table], steps: int) -> list[ProblemError]:
    """Keys, references and the specific rules; the values must already be well formed."""
    errors: list[ProblemError] = []
    for name, columns in TABLES.items():
        errors += _duplicate_keys(name, columns, tables[name])
        errors += _unknown_references(name, columns, tables)
    errors += _cycles(tables["programmes"])
    errors += _specific(tables, steps)
    return errors


def _duplicate_keys(name: str, columns: Sequence[Column], table: Table) -> list[ProblemError]:
    keys = [column.name for column in columns if column.key]
    seen: set[object] = set()
    errors = []
    for row, key in enumerate(zip(*(table[k] for k in keys), strict=True), start=1):
        if key in seen:
            message = f"{', '.join(map(str, key))} appears twice"
            errors.append(ProblemError(ErrorCode.DUPLICATE_KEY, name, keys[-1], row, message))
        seen.add(key)
    return errors


def _unknown_references(name: str, columns: Sequence[Column], tables: Mapping[str, Table]) -> list[ProblemError]:
    errors = []
    for column in columns:
        if not column.refers_to:
            continue
        known = set(tables[column.refers_to][TABLES[column.refers_to][0].name])
        for row, value in enumerate(tables[name][column.name], start=1):
            if value not in known and value is not None and value != "":
                message = f"{value!r} is not in {column.refers_to}"
                errors.append(ProblemError(ErrorCode.REFERENCE_UNKNOWN, name, column.name, row, message))
    return errors


def _cycles(programmes: Table) -> list[ProblemError]:
    before = dict(zip(programmes["programme_id"], programmes["prerequisite_id"], strict=True))
    errors = []
    for row, start in enumerate(programmes["programme_id"], start=1):
        seen = {start}
        at = before[start]
        while at and at in before and at not in seen:
            seen.add(at)
            at = before[at]
        if at == start:
            message = f"the prerequisites of {start!r} lead back to it"
            errors.append(ProblemError(ErrorCode.PREREQUISITE_CYCLE, "programmes", "prerequisite_id", row, message))
    return errors


def _specific(tables: Mapping[str, Table], steps: int) -> list[ProblemError]:
    programmes, sessions, candidates = tables["programmes"], tables["sessions"], tables["candidates"]
    errors = []
    for row, (least, most) in enumerate(zip(programmes["batch_min"], programmes["capacity"], strict=True), start=1):
        if least > most:  # type: ignore[operator]  # integers by now
            message = f"{least} is above the capacity {most}"
            errors.append(ProblemError(ErrorCode.BATCH_MIN_ABOVE_CAPACITY, "programmes", "batch_min", row, message))
    synchronous = dict(zip(programmes["programme_id"], programmes["synchronous"], strict=True))
    for row, (programme, period) in enumerate(zip(sessions["programme_id"], sessions["period"], strict=True), start=1):
        if period is None and synchronous.get(programme):
            message = f"{programme!r} is synchronous and needs a period"
            errors.append(ProblemError(ErrorCode.SYNCHRONOUS_SELF_PACED, "sessions", "period", row, message))
    before = dict(zip(programmes["programme_id"], programmes["prerequisite_id"], strict=True))
    pairs = zip(candidates["programme_id"], candidates["needs_prerequisite"], strict=True)
    for row, (programme, needs) in enumerate(pairs, start=1):
        if needs and programme in before and not before[programme]:
            message = f"{programme!r} has no prerequisite"
            errors.append(ProblemError(ErrorCode.PREREQUISITE_NONE, "candidates", "needs_prerequisite", row, message))
    for row, gap in enumerate(tables["gaps"]["gap"], start=1):
        if gap > steps:  # type: ignore[operator]  # integers by now
            message = f"gap {gap} has only {steps} step weights"
            errors.append(ProblemError(ErrorCode.GAP_ABOVE_STEPS, "gaps", "gap", row, message))
    return errors

"""Checks of section 1.4 of the format on the fields of `problem.json` and on which tables and columns there are.

Single values are checked in `cells`, keys, references and the specific rules in `relations`. All errors of a stage are
reported together; later stages run only when the earlier found nothing, as the format wants it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from binacore.planner.schema import (
    ALL_TABLES,
    FORMAT,
    HEADER_FIELDS,
    HEADER_NUMBERS,
    HEADER_WEIGHTS,
    STEP_WEIGHT_MAX,
    TABLES,
    WEIGHT_MAX,
    Column,
    ErrorCode,
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
    if "name" in header and not _is_text(header["name"]):
        errors.append(ProblemError(ErrorCode.FIELD_TYPE, column="name", message="name must be text"))
    return errors + _errors_of_steps(header) + _errors_of_weights(header)


def _is_text(value: object) -> bool:
    """Lone surrogates, which JSON can spell, are not text: they cannot be written again."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


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
        # Python refuses to write integers of thousands of digits
        shown = "a number of very many digits" if isinstance(value, int) and value.bit_length() > 120 else repr(value)
        return [ProblemError(ErrorCode.FIELD_RANGE, column=name, message=f"{shown} is outside {low:g} to {high:g}")]
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
    """Missing and unknown tables and columns, and columns of unequal length."""
    errors = [
        ProblemError(ErrorCode.COLUMN_UNKNOWN, table=name, message=f"unknown table {name!r}")
        for name in tables
        if name not in ALL_TABLES
    ]
    for name, columns in ALL_TABLES.items():
        if name in tables:
            errors += errors_of_titles(name, columns, list(tables[name]))
            lengths = {len(tables[name][column.name]) for column in columns if column.name in tables[name]}
            if len(lengths) > 1:
                message = f"columns of unequal length {sorted(lengths)}"
                errors.append(ProblemError(ErrorCode.ROW_SHAPE, name, message=message))
        elif name in TABLES:
            errors.append(ProblemError(ErrorCode.TABLE_MISSING, table=name, message="table is missing"))
    return errors


def errors_of_titles(name: str, columns: Sequence[Column], titles: Sequence[str]) -> list[ProblemError]:
    """Columns that appear twice, are missing or unknown."""
    errors = [
        ProblemError(ErrorCode.COLUMN_DUPLICATE, name, title, message="appears twice")
        for title, times in Counter(titles).items()
        if times > 1
    ]
    errors += [
        ProblemError(ErrorCode.COLUMN_MISSING, name, column.name, message="column is missing")
        for column in columns
        if column.name not in titles and not column.optional
    ]
    known = {column.name for column in columns}
    errors += [
        ProblemError(ErrorCode.COLUMN_UNKNOWN, name, title, message=f"column {title!r} is not known")
        for title in dict.fromkeys(titles)
        if title not in known and not title.startswith("x_")
    ]
    return errors


def high_of(column: Column, periods: int) -> float:
    """The highest value allowed: no period lies after the end of the year."""
    return periods if column.name == "period" else column.high

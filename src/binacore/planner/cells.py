"""One column of a table as an array, and what is wrong with single values: empty, of another type, out of range.

The three ways in (Python values, CSV, Parquet) all end here, so that they cannot differ in what they accept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from binacore.planner.data import Bools, Int32s
from binacore.planner.schema import Column, ErrorCode, Kind, ProblemError

INT64_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cells:
    """`values` hold numbers or booleans, for identifiers positions into `names` (distinct, in no order; -1 = empty)."""

    values: NDArray[Any]
    empty: Bools
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)


class Fault(NamedTuple):
    """A wrong value; `row` counts from 0."""

    row: int
    code: ErrorCode
    message: str


_DTYPE: dict[Kind, type[np.generic]] = {
    Kind.ID: np.int32,
    Kind.INTEGER: np.int64,
    Kind.NUMBER: np.float64,
    Kind.BOOLEAN: np.bool_,
}
_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.ID: (str, type(None)),
    Kind.INTEGER: (int, type(None)),
    Kind.NUMBER: (int, float, type(None)),
    Kind.BOOLEAN: (bool, type(None)),
}


def empty_cells(column: Column, rows: int) -> Cells:
    """A column without a single value."""
    value = -1 if column.kind is Kind.ID else 0
    return Cells(np.full(rows, value, _DTYPE[column.kind]), np.ones(rows, np.bool_))


def faults_of_empty(column: Column, cells: Cells) -> list[Fault]:
    """Empty values where one is required."""
    if column.may_be_empty:
        return []
    return [Fault(row, ErrorCode.VALUE_MISSING, "a value is required") for row in np.flatnonzero(cells.empty).tolist()]


def faults_of_range(column: Column, cells: Cells, high: float) -> list[Fault]:
    """Numbers that are not finite or outside `column.low` to `high`."""
    if column.kind not in (Kind.INTEGER, Kind.NUMBER):
        return []
    values = cells.values
    wrong = ~cells.empty & ~((values >= column.low) & (values <= high))
    faults = []
    for row in np.flatnonzero(wrong).tolist():
        value = values[row].item()
        if isinstance(value, float) and not np.isfinite(value):
            faults.append(Fault(row, ErrorCode.VALUE_TYPE, f"{value!r} is not finite"))
        else:
            faults.append(out_of_range(column, row, value, high))
    return faults


def out_of_range(column: Column, row: int, value: object, high: float) -> Fault:
    shown = "a number of very many digits" if isinstance(value, int) and value.bit_length() > 120 else repr(value)
    return Fault(row, ErrorCode.VALUE_RANGE, f"{shown} is outside {column.low:.0f} to {high:.0f}")


def errors_from(table: str, column: Column, faults: Sequence[Fault]) -> list[ProblemError]:
    """The faults with their place; rows count from 1."""
    return [ProblemError(f.code, table, column.name, f.row + 1, f.message) for f in sorted(faults)]


def cells_of(column: Column, values: Sequence[object], high: float) -> tuple[Cells, list[Fault]]:
    """A column of Python values (None = empty; an empty identifier also) and every fault in it.

    A value with a fault is replaced by one that makes no other trouble.
    """
    if isinstance(values, np.ndarray):
        values = values.tolist()
    faults: list[Fault] = []
    if not set(map(type, values)) <= set(_TYPES[column.kind]):
        values, faults = _without_wrong_types(column, values)
    at_fault = {fault.row for fault in faults}
    if column.kind is Kind.ID:
        cells, more = _identifiers(values)
    else:
        cells, more = _numbers(column, values, high)
    more += faults_of_empty(column, cells) + faults_of_range(column, cells, high)
    return cells, faults + [fault for fault in more if fault.row not in at_fault]


def _without_wrong_types(column: Column, values: Sequence[object]) -> tuple[list[object], list[Fault]]:
    allowed = _TYPES[column.kind]
    faults, kept = [], list(values)
    for row, value in enumerate(values):
        if type(value) not in allowed:
            faults.append(Fault(row, ErrorCode.VALUE_TYPE, f"{value!r} is not of type {column.kind}"))
            kept[row] = None
    return kept, faults


def _identifiers(values: Sequence[Any]) -> tuple[Cells, list[Fault]]:
    names = [name for name in dict.fromkeys(values) if name]
    codes = {name: code for code, name in enumerate(names)} | {"": -1, None: -1}
    array = np.fromiter((codes[value] for value in values), np.int32, len(values))
    return cells_of_codes(array, names)


def cells_of_codes(codes: Int32s, names: Sequence[str]) -> tuple[Cells, list[Fault]]:
    """Identifiers from positions into distinct names; one that is not Unicode text is at fault."""
    faults: list[Fault] = []
    for code, name in enumerate(names):
        try:
            name.encode()
        except UnicodeEncodeError:
            rows = np.flatnonzero(codes == code).tolist()
            faults += [Fault(row, ErrorCode.VALUE_TYPE, f"{name!r} is not Unicode text") for row in rows]
    return Cells(codes, codes < 0, tuple(names)), faults


def _numbers(column: Column, values: Sequence[Any], high: float) -> tuple[Cells, list[Fault]]:
    empty = np.fromiter((value is None for value in values), np.bool_, len(values))
    if empty.any():
        values = [0 if value is None else value for value in values]
    faults: list[Fault] = []
    dtype = _DTYPE[column.kind]
    try:
        array = np.array(values, dtype)
    except OverflowError:  # an integer of more than 64 bits, or of more than a double can hold
        huge = [abs(value) > INT64_MAX if isinstance(value, int) else False for value in values]
        faults = [out_of_range(column, row, values[row], high) for row in np.flatnonzero(huge).tolist()]
        array = np.array([column.low if big else v for v, big in zip(values, huge, strict=True)], dtype)
    if column.kind is Kind.NUMBER:
        array = array + 0.0  # no negative zero
    return Cells(array, empty), faults

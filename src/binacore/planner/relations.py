"""Keys, references and the specific rules of sections 1.4 and 7.3, on columns whose single values are well formed.

Everything is found with arrays, so that tables of millions of rows take seconds; Python only writes the messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.cells import Cells
from binacore.planner.data import Bools, Int32s
from binacore.planner.schema import ALL_TABLES, Column, ErrorCode, Kind, ProblemError

Table = Mapping[str, Cells]
NOTHING, UNKNOWN = -1, -2


@dataclass(frozen=True, slots=True)
class Links:
    """`order`: rows of each table by key. `target`: for each referring column the row it names, NOTHING or UNKNOWN."""

    order: Mapping[str, Int32s]
    target: Mapping[tuple[str, str], Int32s]


def linked(tables: Mapping[str, Table], periods: int, steps: int) -> tuple[Links, list[ProblemError]]:
    """Resolve keys and references, with every error; the links are to be used only if there is none."""
    errors: list[ProblemError] = []
    order: dict[str, Int32s] = {}
    target: dict[tuple[str, str], Int32s] = {}
    for name, columns in ALL_TABLES.items():
        order[name], repeated = _ordered(tables[name], columns)
        errors += _duplicates(name, tables[name], columns, repeated)
        for column in columns:
            if column.refers_to:
                cells = tables[name][column.name]
                rows = _rows_named(cells, tables[column.refers_to][ALL_TABLES[column.refers_to][0].name])
                target[name, column.name] = rows
                errors += _unknown(name, column, cells, rows)
    errors += _cycles(tables["programmes"], target["programmes", "prerequisite_id"])
    errors += _of_programmes_and_gaps(tables, steps)
    errors += _of_sessions(tables, target["sessions", "programme_id"], periods)
    errors += _of_candidates(tables, target["candidates", "programme_id"])
    return Links(order, target), errors


def ranks_of(names: Sequence[str]) -> Int32s:
    """Position of each name in code point order."""
    ranks = np.empty(len(names), np.int32)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names), dtype=np.int32)
    return ranks


def _ordered(table: Table, columns: Sequence[Column]) -> tuple[Int32s, Bools]:
    """Rows in key order, and which rows repeat the key of an earlier row."""
    key = np.zeros(len(table[columns[0].name]), np.int64)
    for column in columns:
        if column.key:
            part = table[column.name].values
            if column.kind is Kind.ID:
                part = ranks_of(table[column.name].names)[part]
            key = key * (int(part.max(initial=0)) + 1) + part
    repeated = np.zeros(len(key), np.bool_)
    if len(key) < 2 or bool(np.all(key[1:] > key[:-1])):
        return np.arange(len(key), dtype=np.int32), repeated
    order = np.argsort(key, kind="stable").astype(np.int32)
    repeated[order[1:]] = key[order[1:]] == key[order[:-1]]
    return order, repeated


def shown(cells: Cells, row: int) -> str:
    """A value as a person would write it."""
    value = cells.values[row].item()
    return cells.names[value] if cells.names else str(value)


def _duplicates(name: str, table: Table, columns: Sequence[Column], repeated: Bools) -> list[ProblemError]:
    keys = [column.name for column in columns if column.key]
    errors = []
    for row in np.flatnonzero(repeated).tolist():
        message = f"{', '.join(shown(table[key], row) for key in keys)} appears twice"
        errors.append(ProblemError(ErrorCode.DUPLICATE_KEY, name, keys[-1], row + 1, message))
    return errors


def _rows_named(cells: Cells, known: Cells) -> Int32s:
    """The first row of the referred table that has the identifier of each cell."""
    first = np.zeros(len(known.names) + 1, np.int32)
    first[known.values[::-1]] = np.arange(len(known) - 1, -1, -1, dtype=np.int32)
    at = {name: code for code, name in enumerate(known.names)}
    rows = [int(first[at[name]]) if name in at else UNKNOWN for name in cells.names]
    return np.array([*rows, NOTHING], np.int32)[cells.values]


def _unknown(name: str, column: Column, cells: Cells, rows: Int32s) -> list[ProblemError]:
    return [
        ProblemError(
            ErrorCode.REFERENCE_UNKNOWN,
            name,
            column.name,
            row + 1,
            f"{shown(cells, row)!r} is not in {column.refers_to}",
        )
        for row in np.flatnonzero(rows == UNKNOWN).tolist()
    ]


def _cycles(programmes: Table, before: Int32s) -> list[ProblemError]:
    """Programmes that lead back to themselves; each is walked through once."""
    state = [0] * len(before)  # 0 not seen, otherwise the walk that saw it
    following = before.tolist()
    errors = []
    for walk in range(1, len(following) + 1):
        at = walk - 1
        while at >= 0 and not state[at]:
            state[at] = walk
            at = following[at]
        if at < 0 or state[at] != walk:
            continue
        start = at
        while True:
            message = f"the prerequisites of {shown(programmes['programme_id'], at)!r} lead back to it"
            errors.append(ProblemError(ErrorCode.PREREQUISITE_CYCLE, "programmes", "prerequisite_id", at + 1, message))
            at = following[at]
            if at == start:
                break
    return errors


def _where(wrong: NDArray[np.bool_], code: ErrorCode, table: str, column: str, message: Any) -> list[ProblemError]:
    """An error for each wrong row; `message` makes the text from the row counted from 0."""
    return [ProblemError(code, table, column, row + 1, message(row)) for row in np.flatnonzero(wrong).tolist()]


def _of_programmes_and_gaps(tables: Mapping[str, Table], steps: int) -> list[ProblemError]:
    least, most = tables["programmes"]["batch_min"].values, tables["programmes"]["capacity"].values
    gap = tables["gaps"]["gap"].values
    return _where(
        least > most,
        ErrorCode.BATCH_MIN_ABOVE_CAPACITY,
        "programmes",
        "batch_min",
        lambda row: f"{least[row]} is above the capacity {most[row]}",
    ) + _where(
        gap > steps,
        ErrorCode.GAP_ABOVE_STEPS,
        "gaps",
        "gap",
        lambda row: f"gap {gap[row]} has only {steps} step weights",
    )


def _of_sessions(tables: Mapping[str, Table], programme: Int32s, periods: int) -> list[ProblemError]:
    sessions = tables["sessions"]
    self_paced = sessions["period"].empty
    synchronous = np.append(tables["programmes"]["synchronous"].values, False)
    duration = np.where(sessions["duration"].empty, 1, sessions["duration"].values)
    start = sessions["period"].values
    return (
        _where(
            self_paced & synchronous[np.maximum(programme, -1)] & (programme >= 0),
            ErrorCode.SYNCHRONOUS_SELF_PACED,
            "sessions",
            "period",
            lambda row: f"{shown(sessions['programme_id'], row)!r} is synchronous and needs a period",
        )
        + _where(
            self_paced & (duration > 1),
            ErrorCode.DURATION_SELF_PACED,
            "sessions",
            "duration",
            lambda row: f"a self-paced session has no duration, not {duration[row]}",
        )
        + _where(
            ~self_paced & (start + duration - 1 > periods),
            ErrorCode.DURATION_BEYOND_END,
            "sessions",
            "duration",
            lambda row: f"{duration[row]} periods from {start[row]} on end after the last period {periods}",
        )
    )


def _of_candidates(tables: Mapping[str, Table], programme: Int32s) -> list[ProblemError]:
    candidates = tables["candidates"]
    without = np.append(tables["programmes"]["prerequisite_id"].empty, False)
    return _where(
        candidates["needs_prerequisite"].values & without[np.maximum(programme, -1)],
        ErrorCode.PREREQUISITE_NONE,
        "candidates",
        "needs_prerequisite",
        lambda row: f"{shown(candidates['programme_id'], row)!r} has no prerequisite",
    )

"""Parquet tables of the format. Needs pyarrow (the extra `parquet`); without it a table is refused, never skipped."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from binacore.planner.cells import (
    Cells,
    Fault,
    cells_of_codes,
    empty_cells,
    errors_from,
    faults_of_empty,
    faults_of_range,
)
from binacore.planner.schema import Column, ErrorCode, Kind, ProblemError
from binacore.planner.validate import errors_of_titles, high_of


def read_parquet(
    name: str, raw: bytes, columns: Sequence[Column], periods: int
) -> tuple[dict[str, Cells], list[ProblemError]]:
    """The known columns of a table and everything that is wrong in it (then the columns are not to be used)."""
    try:
        arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        message = f"{name}.parquet needs pyarrow; install the extra 'parquet' or use {name}.csv"
        return {}, [ProblemError(ErrorCode.TABLE_UNREADABLE, name, message=message)]
    try:
        file = parquet.ParquetFile(arrow.BufferReader(raw))
        titles = list(file.schema_arrow.names)
        wrong = errors_of_titles(name, columns, titles)
        if wrong:
            return {}, wrong
        known = [column for column in columns if column.name in titles]
        table = file.read(columns=[column.name for column in known])
        found = {column.name: _cells(arrow, column, table.column(column.name), periods) for column in known}
    except Exception as error:  # whatever pyarrow raises, the file cannot be read and the reason is passed on
        return {}, [ProblemError(ErrorCode.TABLE_UNREADABLE, name, message=f"{name}.parquet: {error}")]
    errors = [e for column in known for e in errors_from(name, column, found[column.name][1])]
    return {title: cells for title, (cells, _) in found.items()}, errors


def _cells(arrow: Any, column: Column, array: Any, periods: int) -> tuple[Cells, list[Fault]]:
    if arrow.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if array.null_count == len(array):
        cells = empty_cells(column, len(array))
        return cells, faults_of_empty(column, cells)
    if not _fits(arrow.types, column.kind, array.type):
        row = array.is_null().index(arrow.scalar(False)).as_py()
        message = f"the column is of type {array.type}, not {column.kind}"
        return empty_cells(column, len(array)), [Fault(row, ErrorCode.VALUE_TYPE, message)]
    if column.kind is Kind.ID:
        cells, faults = _identifiers(array)
    else:
        cells, faults = _numbers(column, array), []
    return cells, faults + faults_of_empty(column, cells) + faults_of_range(column, cells, high_of(column, periods))


def _fits(types: Any, kind: Kind, dtype: Any) -> bool:
    if kind is Kind.ID:
        return bool(types.is_string(dtype) or types.is_large_string(dtype) or types.is_string_view(dtype))
    if kind is Kind.BOOLEAN:
        return bool(types.is_boolean(dtype))
    return bool(types.is_integer(dtype) or (kind is Kind.NUMBER and types.is_floating(dtype)))


def _identifiers(array: Any) -> tuple[Cells, list[Fault]]:
    coded = array.dictionary_encode().combine_chunks()
    names = coded.dictionary.to_pylist()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    blank = {at for at, name in enumerate(names) if not name}
    if blank:  # an empty string is an empty value
        kept = [name for name in names if name]
        at = iter(range(len(kept)))
        moved = [-1 if old in blank else next(at) for old in range(len(names))]
        codes, names = np.array([*moved, -1], np.int32)[codes], kept
    return cells_of_codes(codes, names)


def _numbers(column: Column, array: Any) -> Cells:
    empty = array.is_null().to_numpy()
    values = array.fill_null(False if column.kind is Kind.BOOLEAN else 0).to_numpy()
    if values.dtype == np.uint64:
        values = np.minimum(values, np.uint64(2**63 - 1))  # far out of every range, as it was
    if column.kind is Kind.BOOLEAN:
        return Cells(values.astype(np.bool_), empty)
    values = values.astype(np.int64 if column.kind is Kind.INTEGER else np.float64)
    values = np.where(empty, np.array(column.low, values.dtype), values)
    return Cells(values + 0.0 if column.kind is Kind.NUMBER else values, empty)


_TYPE_NAMES = {Kind.ID: "string", Kind.INTEGER: "int64", Kind.NUMBER: "float64", Kind.BOOLEAN: "bool_"}


def parquet_bytes(columns: Sequence[Column], table: Mapping[str, Sequence[Any]]) -> bytes:
    """A table of Python values as Parquet; raises ImportError without pyarrow."""
    arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    types = {column.name: getattr(arrow, _TYPE_NAMES[column.kind])() for column in columns}
    arrays = {title: arrow.array(values, types[title]) for title, values in table.items()}
    sink = arrow.BufferOutputStream()
    parquet.write_table(arrow.table(arrays), sink)
    return bytes(sink.getvalue())

"""CSV of section 1.3 of the format, read strictly: usual files as arrays of bytes, odd ones value by value.

A file without quotes is cut into blocks at line ends and each block into fields by the positions of its separators, so
that a table of ten million rows never becomes ten million Python values. Whatever a block's fast reading does not
recognise is read again by the slow and simple way, which also words the errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from binacore.planner.cells import (
    Cells,
    Fault,
    cells_of,
    cells_of_codes,
    errors_from,
    faults_of_empty,
    faults_of_range,
)
from binacore.planner.data import Bools, Floats, Int32s, Ints
from binacore.planner.schema import Column, ErrorCode, Kind, ProblemError, ProblemInvalid
from binacore.planner.validate import errors_of_titles, high_of

_INTEGER = re.compile(r"-?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
_FIELD = re.compile(r'"((?:[^"]|"")*)"|([^",\r\n]*)')

BLOCK = 1 << 23
"""Bytes looked at together: bounds the memory, not the answer."""

Bytes = NDArray[np.uint8]
WIDE = 256
"""Longer identifiers are compared one by one."""
DIGITS = 15
"""Up to here an integer is a double exactly, and dividing it by a power of ten rounds as reading the text would."""


def read_csv(
    name: str, raw: bytes, columns: Sequence[Column], periods: int
) -> tuple[dict[str, Cells], list[ProblemError]]:
    """The known columns of a table and everything that is wrong in it (then the columns are not to be used)."""
    try:
        return _read(name, raw, columns, periods)
    except ProblemInvalid as error:
        return {}, list(error.errors)
    except UnicodeDecodeError:
        return {}, [ProblemError(ErrorCode.ENCODING, name, message="not UTF-8")]


def _read(
    name: str, raw: bytes, columns: Sequence[Column], periods: int
) -> tuple[dict[str, Cells], list[ProblemError]]:
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    plain = b'"' not in raw and b"\0" not in raw and not raw.endswith(b"\r")
    first = raw[start : _end_of_line(raw, start)].removesuffix(b"\r")
    plain = plain and b"\r" not in first
    titles = first.decode().split(",") if plain else []
    readers = _fast(raw, start, titles, columns, periods) if plain and raw[start:] else None
    if readers is None:
        titles, rows = csv_rows(name, raw)
    wrong = errors_of_titles(name, columns, titles)
    if wrong:
        return {}, wrong
    cells: dict[str, Cells] = {}
    errors: list[ProblemError] = []
    for column in columns:
        if column.name not in titles:
            continue
        if readers is None:
            at = titles.index(column.name)
            cells[column.name], faults = _slow_column(column, [row[at] for row in rows], high_of(column, periods))
        else:
            cells[column.name], faults = readers[column.name].finished()
        errors += errors_from(name, column, faults)
    return cells, errors


def _end_of_line(raw: bytes, start: int) -> int:
    end = raw.find(b"\n", start)
    return len(raw) if end < 0 else end


def _fast(
    raw: bytes, start: int, titles: list[str], columns: Sequence[Column], periods: int
) -> dict[str, _Reader] | None:
    """Readers that have seen every row, or None if the file is not of the plain kind (or is wrong in its shape)."""
    known = {column.name: column for column in columns}
    readers = {title: _Reader(known[title], high_of(known[title], periods)) for title in titles if title in known}
    if len(titles) < 2 or len(set(titles)) < len(titles):
        return None
    for block in _blocks(raw, _end_of_line(raw, start) + 1):
        fields = _fields(block, len(titles))
        if fields is None:
            return None
        begin, length = fields
        for at, title in enumerate(titles):
            if title in readers:
                readers[title].add(block, begin[:, at], length[:, at])
    return readers


def _blocks(raw: bytes, start: int) -> Iterator[Bytes]:
    """Pieces of whole lines, each ending in LF; raises UnicodeDecodeError."""
    while start < len(raw):
        end = start + BLOCK
        end = len(raw) if end >= len(raw) else _end_of_line(raw, end) + 1
        piece = raw[start:end]
        if not piece.isascii():
            piece.decode()
        if not piece.endswith(b"\n"):
            piece += b"\n"
        yield np.frombuffer(piece, np.uint8)
        start = end


def _fields(block: Bytes, count: int) -> tuple[Ints, Ints] | None:
    """(begin, length) of every field, rows x columns; None if some row has another number of fields or a stray CR."""
    separators = np.flatnonzero((block == 44) | (block == 10))
    if len(separators) % count:
        return None
    ends = separators.reshape(-1, count)
    if bool(np.any(block[ends[:, :-1]] != 44)) or bool(np.any(block[ends[:, -1]] != 10)):
        return None
    begin = np.concatenate([[0], separators[:-1] + 1]).reshape(-1, count)
    returns = np.flatnonzero(block == 13)
    length = ends - begin
    if len(returns):
        if bool(np.any(block[returns + 1] != 10)):
            return None
        length[:, -1] -= block[np.maximum(ends[:, -1] - 1, 0)] == 13
    return begin, length


class _Part(NamedTuple):
    values: NDArray[Any]
    empty: Bools


class _Reader:
    """One column, block after block."""

    def __init__(self, column: Column, high: float) -> None:
        self.column, self.high = column, high
        self.parts: list[_Part] = []
        self.faults: list[Fault] = []
        self.codes: dict[str, int] = {}
        self.rows = 0

    def add(self, block: Bytes, begin: Ints, length: Ints) -> None:
        if self.column.kind is Kind.ID:
            values = self._identifiers(block, begin, length)
        else:
            values, odd = _PARSE[self.column.kind](block, begin, length)
            for row in np.flatnonzero(odd).tolist():
                text = block[begin[row] : begin[row] + length[row]].tobytes().decode()
                values[row] = self._value(row, text)
        self.parts.append(_Part(values, length == 0))
        self.rows += len(begin)

    def _value(self, row: int, text: str) -> Any:
        """What the arrays did not recognise, read by itself."""
        cells, faults = _slow_column(self.column, [text], self.high)
        self.faults += [fault._replace(row=self.rows + row) for fault in faults]
        return self.column.low if faults else cells.values[0]

    def _identifiers(self, block: Bytes, begin: Ints, length: Ints) -> Int32s:
        first, inverse = _distinct(block, begin, length)
        mapped = np.empty(len(first), np.int32)
        for at, row in enumerate(first.tolist()):
            name = block[begin[row] : begin[row] + length[row]].tobytes().decode()
            mapped[at] = self.codes.setdefault(name, len(self.codes)) if name else -1
        return mapped[inverse]

    def finished(self) -> tuple[Cells, list[Fault]]:
        if not self.parts:
            return cells_of(self.column, [], self.high)
        values = np.concatenate([part.values for part in self.parts])
        empty = np.concatenate([part.empty for part in self.parts])
        self.parts.clear()
        if self.column.kind is Kind.ID:
            cells, faults = cells_of_codes(values, list(self.codes))
        else:
            values[empty] = self.column.low
            cells, faults = Cells(values, empty), []
        faults += faults_of_empty(self.column, cells) + faults_of_range(self.column, cells, self.high)
        return cells, self.faults + faults


def _distinct(block: Bytes, begin: Ints, length: Ints) -> tuple[Ints, Ints]:
    """(rows, inverse): a row for each different text, and which of them each row has."""
    if int(length.max(initial=0)) > WIDE:
        return _distinct_texts(
            [block[a : a + n].tobytes() for a, n in zip(begin.tolist(), length.tolist(), strict=True)]
        )
    words = _words(block, begin, length)
    mixed = words[:, 0].copy()
    for word in words.T[1:]:
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15) + word
    head = np.ones(len(begin), np.bool_)  # runs of the same text first: tables are mostly sorted
    head[1:] = np.any(words[1:] != words[:-1], axis=1)
    heads = np.flatnonzero(head)
    _, first, inverse = np.unique(mixed[heads], return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    if bool(np.any(words[heads] != words[heads[first]][inverse])):  # two texts of one hash
        _, first, inverse = np.unique(words[heads], axis=0, return_index=True, return_inverse=True)
        inverse = inverse.reshape(-1)
    return heads[first], inverse[np.cumsum(head) - 1]


def _distinct_texts(texts: list[bytes]) -> tuple[Ints, Ints]:
    codes: dict[bytes, int] = {}
    inverse = np.array([codes.setdefault(text, len(codes)) for text in texts], np.int64)
    return np.unique(inverse, return_index=True)[1], inverse


def _words(block: Bytes, begin: Ints, length: Ints) -> NDArray[np.uint64]:
    """The texts as rows of 8-byte words, filled up with zeros (which no text contains here)."""
    width = max(1, -(-int(length.max(initial=0)) // 8)) * 8
    signs = np.zeros((len(begin), width), np.uint8)
    last = len(block) - 1
    for at in range(width):
        inside = length > at
        signs[:, at] = np.where(inside, block[np.minimum(begin + at, last)], 0)
    return signs.view(np.uint64)


def _integers(block: Bytes, begin: Ints, length: Ints) -> tuple[Ints, Bools]:
    """Values, and the rows that are not plain integers of up to 18 digits."""
    minus = (length > 0) & (block[np.minimum(begin, len(block) - 1)] == 45)
    start, digits = begin + minus, length - minus
    values = np.zeros(len(begin), np.int64)
    good = (digits > 0) & (digits <= 18)
    for at in range(min(18, int(digits.max(initial=0)))):
        inside = digits > at
        sign = block[np.minimum(start + at, len(block) - 1)].astype(np.int64) - 48
        good &= ~inside | ((sign >= 0) & (sign <= 9))
        values = np.where(inside, values * 10 + sign, values)
    return np.where(minus, -values, values), ~good & (length > 0)


def _decimals(block: Bytes, begin: Ints, length: Ints) -> tuple[Floats, Bools]:
    """Values, and the rows that are not digits with at most one point among them, or have too many digits."""
    mantissa = np.zeros(len(begin), np.int64)
    places = np.zeros(len(begin), np.int64)
    pointed = np.zeros(len(begin), np.bool_)
    good = (length > 0) & (length <= DIGITS + 1)
    for at in range(min(DIGITS + 1, int(length.max(initial=0)))):
        inside = length > at
        sign = block[np.minimum(begin + at, len(block) - 1)].astype(np.int64) - 48
        point = inside & (sign == -2)
        digit = inside & (sign >= 0) & (sign <= 9)
        good &= ~inside | digit | (point & ~pointed & (at > 0) & (length > at + 1))
        pointed |= point
        mantissa = np.where(digit, mantissa * 10 + sign, mantissa)
        places += digit & pointed
    good &= length - pointed <= DIGITS
    return mantissa / 10.0 ** np.minimum(places, DIGITS), ~good & (length > 0)


def _booleans(block: Bytes, begin: Ints, length: Ints) -> tuple[Bools, Bools]:
    """Values, and the rows that are neither `true` nor `false`."""
    words = _words(block, begin, np.minimum(length, 8))[:, 0]
    true, false = (np.frombuffer(text.ljust(8, b"\0"), np.uint64)[0] for text in (b"true", b"false"))
    yes = (length == 4) & (words == true)
    return yes, ~yes & ~((length == 5) & (words == false)) & (length > 0)


_PARSE: dict[Kind, Any] = {Kind.INTEGER: _integers, Kind.NUMBER: _decimals, Kind.BOOLEAN: _booleans}


def csv_rows(name: str, raw: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file; raises ProblemInvalid for encoding, shape and broken quoting."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemInvalid([ProblemError(ErrorCode.ENCODING, name, message="not UTF-8")]) from error
    if not text:
        message = "the file is empty, it has no columns"
        raise ProblemInvalid([ProblemError(ErrorCode.COLUMN_MISSING, name, message=message)])
    header, *rows = _split(name, text)
    errors = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header) or (row == [""]):
            message = f"{len(row)} fields, the header has {len(header)}" if row != [""] else "blank line"
            errors.append(ProblemError(ErrorCode.ROW_SHAPE, name, "", number, message))
    if errors:
        raise ProblemInvalid(errors)
    return header, rows


def _split(name: str, text: str) -> list[list[str]]:
    """RFC 4180 to the letter: quotes only around a whole field, line ends LF or CRLF, no lone CR."""
    if '"' not in text and "\r" not in text:
        lines = text.split("\n")
        if lines[-1] == "":
            lines.pop()
        return [line.split(",") for line in lines]
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while True:
        match = _FIELD.match(text, at)
        if match is None:  # pragma: no cover - the pattern matches the empty string
            raise AssertionError("field pattern must match")
        quoted, plain = match.groups()
        row.append(quoted.replace('""', '"') if quoted is not None else plain)
        at = match.end()
        if text.startswith(",", at):
            at += 1
            continue
        rows.append(row)
        row = []
        end = 2 if text.startswith("\r\n", at) else 1 if text.startswith("\n", at) else 0
        at += end
        if at >= len(text):
            return rows
        if not end:
            error = ProblemError(ErrorCode.ROW_SHAPE, name, "", max(1, len(rows) - 1), "broken quoting")
            raise ProblemInvalid([error])


def _slow_column(column: Column, texts: list[str], high: float) -> tuple[Cells, list[Fault]]:
    """Value by value; a text that is not of the type is at fault and counts as empty."""
    values: list[Any] = []
    faults: list[Fault] = []
    for row, text in enumerate(texts):
        try:
            values.append(_value(column.kind, text) if text else None)
        except ValueError:
            values.append(None)
            shown = repr(text) if len(text) < 80 else f"{text[:60]!r}.."
            faults.append(Fault(row, ErrorCode.VALUE_TYPE, f"{shown} is not of type {column.kind}"))
    cells, more = cells_of(column, values, high)
    at_fault = {fault.row for fault in faults}
    return cells, faults + [fault for fault in more if fault.row not in at_fault]


def _value(kind: Kind, text: str) -> Any:
    if kind is Kind.ID:
        return text
    if kind is Kind.BOOLEAN:
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    if not (_INTEGER if kind is Kind.INTEGER else _NUMBER).fullmatch(text):
        raise ValueError(text)
    if kind is Kind.INTEGER:
        # Python refuses to read integers of thousands of digits; any of them is out of range anyway
        digits = text.lstrip("-").lstrip("0")
        size = int(digits or "0") if len(digits) < 400 else 10**400
        return -size if text[0] == "-" else size
    number = float(text)
    # a number too large for a double is well formed, only out of range
    return number if np.isfinite(number) else 10**400

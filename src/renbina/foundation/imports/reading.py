"""Reads a file in a child process that cannot take the server with it."""

import json
import subprocess
import sys
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, overload

from renbina.foundation.imports import limits
from renbina.foundation.imports.guard import FileRefused
from renbina.ui.sheets import plain

_CHILD: Final = Path(__file__).with_name("child.py")
_decode: Final = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True)
class Number:
    """A cell that holds a number, as it is written in the file. What it means is for the field to say.

    base1904: as a day it counts from 1904, not from 1900.
    """

    text: str
    base1904: bool = False


@dataclass(frozen=True, slots=True)
class OtherTime:
    """A time or a duration: no field of ours is one."""

    text: str


class Uncached:
    """A formula whose value the file does not hold."""


@dataclass(frozen=True, slots=True)
class SheetError:
    """What the spreadsheet shows where it could not compute: #REF!, #N/A ..."""

    text: str


@dataclass(frozen=True, slots=True)
class Calculated:
    """What a formula gave when the file was saved. It is never computed again."""

    value: Any


Cell = str | bool | date | Number | OtherTime | Uncached | SheetError | Calculated | None


class PackedRows(Sequence[list[Any]]):
    """Rows as the lines that the child wrote; each is unpacked when it is looked at, so that a large file fits.

    marked: the apostrophe that keeps a spreadsheet from computing a text of a CSV file is no part of the text.
    """

    def __init__(self, lines: list[bytes], *, marked: bool = False) -> None:
        self._lines = lines
        self._unpacked = _unmarked if marked else _unpacked

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[list[Any]]:
        return map(self._unpacked, self._lines)

    @overload
    def __getitem__(self, place: int) -> list[Any]: ...

    @overload
    def __getitem__(self, place: slice) -> "PackedRows": ...

    def __getitem__(self, place: int | slice) -> "list[Any] | PackedRows":
        if isinstance(place, slice):
            return PackedRows(self._lines[place], marked=self._unpacked is _unmarked)
        return self._unpacked(self._lines[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # like a list


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet; `rows[0]` is row 1 of the spreadsheet, unless `numbers` say otherwise.

    numbers: the row of the spreadsheet behind each of `rows`, where blank ones are left out, or for a sheet that was
        made of another one.
    merges: merged cells as (top, left, bottom, right), from 0, in rows and columns of the spreadsheet.
    hidden_rows, hidden_columns: how many that hold something cannot be seen. filtered: a filter hides some of them.
    torn_rows: a row may have lost or gained cells by a separator inside a text (CSV).
    """

    name: str
    hidden: bool
    rows: Sequence[list[Any]]
    numbers: Sequence[int] = ()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    filtered: bool = False
    torn_rows: bool = False

    def number_of(self, index: int) -> int:
        """What the spreadsheet shows beside `rows[index]`."""
        return self.numbers[index] if self.numbers else index + 1

    def index_of(self, number: int) -> int | None:
        """Where the spreadsheet's row stands in `rows`; None for a blank one."""
        if not self.numbers:
            return number - 1 if 0 < number <= len(self.rows) else None
        place = bisect_left(self.numbers, number)
        return place if place < len(self.numbers) and self.numbers[place] == number else None


def read_sheets(path: Path, kind: str) -> list[Sheet]:
    """Every sheet of the file; raises FileRefused."""
    command = [sys.executable, "-I", str(_CHILD), kind, str(path)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env={}, cwd="/", **pipes) as process:  # type: ignore[call-overload]  # of pipes
        slow = threading.Event()

        def stop() -> None:
            slow.set()
            process.kill()

        clock = threading.Timer(limits.CHILD_WALL_SECONDS, stop)
        clock.start()
        try:
            return sheets_from(process.stdout, kind)
        except _Unfinished as error:  # killed by its limits, or broken by what it read
            if slow.is_set():
                raise FileRefused("too_slow") from error
            raise FileRefused("too_many_cells" if process.wait() < 0 else "damaged") from error
        except ValueError as error:  # a line cut off where the child was stopped
            raise FileRefused("damaged") from error
        finally:
            clock.cancel()
            process.kill()


class _Unfinished(Exception):  # noqa: N818,RUF100 - what the lines are
    """The child stopped without its last line."""


@dataclass(slots=True)
class _Open:
    """A sheet whose rows are still coming."""

    about: Mapping[str, Any]
    numbers: "array[int]" = field(default_factory=lambda: array("I"))
    lines: list[bytes] = field(default_factory=list)

    def closed(self, marks: Mapping[str, Any]) -> Sheet:
        return Sheet(
            name=self.about["sheet"],
            hidden=self.about["hidden"],
            rows=PackedRows(self.lines, marked=self.about["text"]),
            numbers=self.numbers,
            merges=tuple(tuple(each) for each in marks.get("merges", ())),
            hidden_rows=marks.get("hidden_rows", 0),
            hidden_columns=marks.get("hidden_columns", 0),
            filtered=marks.get("filtered", False),
            torn_rows=self.about["text"],
        )


def sheets_from(lines: Any, kind: str) -> list[Sheet]:
    """What the child wrote, up to the end of one file. See `formats.stream`."""
    sheets: list[Sheet] = []
    current: _Open | None = None
    for line in lines:
        if line[:1] != b"{" and current is not None:
            number, _, cells = line.partition(b" ")
            current.numbers.append(int(number))
            current.lines.append(cells)
            continue
        value = json.loads(line)
        if "refused" in value:
            raise FileRefused(value["refused"], extension=kind, rows=limits.ROWS, columns=limits.COLUMNS)
        if "end" in value:
            return sheets
        if "sheet" in value:
            current = _Open(value)
        elif current is not None:
            sheets.append(current.closed(value["marks"]))
    raise _Unfinished


def _unpacked(line: bytes) -> list[Any]:
    cells: list[Any] = _decode(line.decode("ascii"))
    if line.count(b"[") > 1:  # otherwise there are only texts, and nothing to unpack
        for place, cell in enumerate(cells):
            if cell.__class__ is list:
                cells[place] = _tagged(*cell)
    return cells


def _unmarked(line: bytes) -> list[Any]:
    return [plain(cell) if cell.__class__ is str and cell[:1] == "'" else cell for cell in _unpacked(line)]


def _tagged(tag: str, value: Any) -> Cell:
    if tag == "n":
        return Number(value)
    if tag == "d":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return OtherTime(value)
    if tag == "m":
        return Number(value, base1904=True)
    if tag == "t":
        return OtherTime(value)
    if tag == "v":
        return Calculated(_tagged(*value) if isinstance(value, list) else value)
    return SheetError(value) if tag == "e" else Uncached()

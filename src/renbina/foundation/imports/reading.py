"""Reads a file in a child process that cannot take the server with it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.guard import FileRefused
from renbina.ui.sheets import plain

_CHILD: Final = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Number:
    """A cell that holds a number: its shortest exact text. What it means is for the field to say."""

    text: str


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


Cell = str | bool | date | Number | OtherTime | Uncached | SheetError | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet; `rows[0]` is row 1 of the spreadsheet, unless `numbers` say otherwise.

    numbers: the row of the spreadsheet behind each of `rows`, where blank ones are left out, or for a sheet that was
    made of another one. merges: merged cells as (top, left, bottom, right), from 0, in rows of the spreadsheet.
    """

    name: str
    hidden: bool
    rows: Sequence[list[Any]]
    numbers: Sequence[int] = ()
    merges: tuple[tuple[int, int, int, int], ...] = ()

    def number_of(self, index: int) -> int:
        """What the spreadsheet shows beside `rows[index]`."""
        return self.numbers[index] if self.numbers else index + 1


def read_sheets(path: Path, kind: str) -> list[Sheet]:
    """Every sheet of the file; raises FileRefused."""
    command = [sys.executable, "-I", str(_CHILD), kind, str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=limits.CHILD_WALL_SECONDS, check=False, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused("too_slow") from error
    sheets, ended = [], False
    for line in done.stdout.splitlines():
        value = json.loads(line)
        if "refused" in value:
            raise FileRefused(value["refused"], extension=kind, rows=limits.ROWS)
        if "end" in value:
            ended = True
        else:
            sheets.append(
                Sheet(
                    value["sheet"], value["hidden"], [list(_cells(row, marked=kind == "csv")) for row in value["rows"]]
                )
            )
    if not ended:  # killed by its limits, or broken by what it read
        raise FileRefused("too_many_cells" if done.returncode < 0 else "damaged")
    return sheets


def _cells(row: list[Any], *, marked: bool) -> Iterator[Cell]:
    """marked: the apostrophe that keeps a spreadsheet from computing a text of a CSV file is no part of the text."""
    for cell in row:
        if isinstance(cell, list):
            yield _tagged(*cell)
        else:
            yield plain(cell) if marked and isinstance(cell, str) else cell


def _tagged(tag: str, text: str) -> Cell:
    if tag == "n":
        return Number(text)
    if tag == "d":
        return datetime.fromisoformat(text).date()
    if tag == "t":
        return OtherTime(text)
    return SheetError(text) if tag == "e" else Uncached()

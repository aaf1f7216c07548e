"""What the child process says to its parent: lines of text, row by row, so that neither holds the whole file.

    {"sheet": name, "hidden": bool, "text": bool}    a sheet begins; text: lines with separators (CSV)
    12 [cell, cell, ...]                             its row 12; blank rows are left out
    {"marks": {...}}                                 the sheet ends: what was hidden, filtered, merged
    {"end": true} | {"refused": code}                the last line

A cell is text, null (empty), true or false, or `[tag, text]` with tag n (number), m (number where days count from
1904), d (date), t (other time), f (a formula whose value the file lacks), e (an error such as #REF!), or `["v", cell]`:
the value that a formula had when the file was saved.
"""

import json
import sys
from typing import Any

from renbina.foundation.imports import limits

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class Refused(Exception):  # noqa: N818,RUF100 - what happens to the file
    """The file is refused with this code."""


class Writer:
    """Counts and writes the rows of one file."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._rows = 0
        self._cells = 0
        self._bytes = 0

    def begin(self, name: str, *, hidden: bool, text: bool = False) -> None:
        self._rows = 0
        name = "".join(letter for letter in name if letter.isprintable())  # no database keeps a zero byte
        self._line({"sheet": name, "hidden": hidden, "text": text})

    def row(self, number: int, cells: list[Any]) -> None:
        """One row that holds something. Raises Refused past the limits."""
        self._rows += 1
        if self._rows > limits.ROWS:
            raise Refused("too_many_rows")
        if len(cells) > limits.COLUMNS:
            raise Refused("too_many_columns")
        self._cells += len(cells)
        if self._cells > limits.CELLS:
            raise Refused("too_many_cells")
        line = f"{number} {_encode(cells)}\n"
        self._bytes += len(line)
        if self._bytes > limits.PASSED_ON:
            raise Refused("too_many_cells")
        self._lines.append(line)
        if len(self._lines) > 500:
            self.flush()

    def close(self, **marks: Any) -> None:
        self._line({"marks": marks})

    def finish(self, last: dict[str, Any]) -> None:
        self._line(last)
        self.flush()

    def flush(self) -> None:
        sys.stdout.write("".join(self._lines))
        sys.stdout.flush()
        self._lines = []

    def _line(self, value: dict[str, Any]) -> None:
        self._lines.append(_encode(value) + "\n")


def fitting(text: str) -> str:
    """A text cell as it is passed on. Longer ones than a spreadsheet can hold are cut and named too long later."""
    if len(text) > limits.TEXT_CHARACTERS:
        raise Refused("line_too_long")
    return text[: limits.CELL_CHARACTERS + 1]

"""Reads OpenDocument spreadsheets in one pass. What is repeated a million times and empty costs nothing."""

import re
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.dates import iso_day
from renbina.foundation.imports.formats.package import Handlers, check_other_parts, check_size, opened, parse
from renbina.foundation.imports.formats.stream import Refused, Writer, fitting

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_ERROR: Final = re.compile(r"#[A-Z/0!?]{2,12}|Err:\d{3}")
_ASIDE: Final = frozenset({"annotation", "note", "tracked-changes", "dde-links", "shapes", "ruby-text"})
_NUMERIC: Final = frozenset({"float", "percentage", "currency"})


def read_ods(path: str, out: Writer) -> None:
    with opened(path) as package:
        check_size(package)
        check_other_parts(package, {"content.xml"})
        parse(package, "content.xml", _Content(out))


class _Content(Handlers):
    """Every table that is a sheet, row by row. Names come without prefix; attributes are looked up by their end."""

    prefixed = True

    def __init__(self, out: Writer) -> None:
        self._out = out
        self._depth = self._aside = self._tables = 0
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._spreadsheet = self._open = False
        self._number = self._repeat = 0
        self._row_hidden = False
        self._cells: list[Any] = []
        self._gap = 0
        self._about: dict[str, str] | None = None
        self._parts: list[str] = []
        self._takes = 0
        self._hidden_rows = self._hidden_columns = self._column = self._width = 0
        self._hidden_at: list[int] = []
        self._filtered = False
        self._merges: list[tuple[int, int, int, int]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ASIDE:
            self._aside += 1
        if self._aside:
            return
        about = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else attributes
        if name in ("table-cell", "covered-table-cell"):
            self._begin_cell(about, attributes)
        elif name in ("p", "h"):
            if self._takes == 0 and self._parts:
                self._parts.append("\n")
            self._takes += 1
        elif name == "table-row":
            self._begin_row(about)
        elif name in ("s", "tab", "line-break"):
            self._parts.append(" " * min(_count(about.get("c")), 1000) if name == "s" else "\n")
        else:
            self._structure(name, about)

    def _structure(self, name: str, about: dict[str, str]) -> None:
        self.pass_over()
        if name == "spreadsheet":
            self._spreadsheet = True
        elif name == "table":
            self._tables += 1
            if self._tables == 1 and self._spreadsheet:
                self._open = True
                self._number = self._column = self._width = self._hidden_rows = 0
                self._merges, self._hidden_at, self._filtered = [], [], False
                self._out.begin(about.get("name", "")[:100], hidden=about.get("style-name") in self._hidden_styles)
        elif name == "table-column":
            times = _count(about.get("number-columns-repeated"))
            if about.get("visibility", "visible") != "visible":
                self._hidden_at += range(self._column, min(self._column + times, limits.COLUMNS))
            self._column += times
        elif name == "style":
            self._style = about.get("name", "")
        elif name == "table-properties" and about.get("display") == "false":
            self._hidden_styles.add(self._style)

    def text(self, data: str) -> None:
        if self._takes and not self._aside:
            self._parts.append(data)

    def end(self, name: str) -> None:
        if name in _ASIDE:
            self._aside = max(self._aside - 1, 0)
        if self._aside:
            return
        if name in ("p", "h"):
            self._takes = max(self._takes - 1, 0)
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self._tables -= 1
            if self._tables == 0 and self._open:
                self._open = False
                hidden = sum(column < self._width for column in self._hidden_at)
                self._out.close(
                    hidden_rows=self._hidden_rows, hidden_columns=hidden, filtered=self._filtered, merges=self._merges
                )

    def _begin_row(self, about: dict[str, str]) -> None:
        if self._tables != 1 or not self._open:
            return
        self._repeat = _count(about.get("number-rows-repeated"))
        visibility = about.get("visibility", "visible")
        self._row_hidden = visibility != "visible"
        self._filtered = self._filtered or visibility == "filter"
        self._cells, self._gap = [], 0

    def _end_row(self) -> None:
        if self._tables != 1 or not self._open:
            return
        if self._cells:
            if self._repeat > limits.ROWS:
                raise Refused("too_many_rows")
            for number in range(self._number + 1, self._number + self._repeat + 1):
                self._out.row(number, self._cells)
            self._hidden_rows += self._repeat if self._row_hidden else 0
            self._width = max(self._width, len(self._cells))
        self._number += self._repeat

    def _begin_cell(self, about: dict[str, str], attributes: dict[str, str]) -> None:
        if self._tables != 1 or not self._open:
            return
        self._about, self._parts, self._takes = about, [], 0
        for key, value in attributes.items():  # calcext:value-type="error" beside office:value-type="string"
            if key.endswith(":value-type") and value == "error":
                self._about = about | {"value-type": "error"}
        wide, high = _count(about.get("number-columns-spanned")), _count(about.get("number-rows-spanned"))
        if wide * high > 1 and len(self._merges) < limits.MERGES:
            top, left = self._number, len(self._cells) + self._gap
            self._merges.append((top, left, top + high - 1, left + wide - 1))

    def _end_cell(self) -> None:
        about, self._about = self._about, None
        if about is None:
            return
        value = self._value(about)
        times = _count(about.get("number-columns-repeated"))
        if value is None:
            self._gap += times
            return
        if len(self._cells) + self._gap + times > limits.COLUMNS:
            raise Refused("too_many_columns")
        self._cells += [None] * self._gap + [value] * times
        self._gap = 0

    def _value(self, about: dict[str, str]) -> Any:
        kind = about.get("value-type", "")
        value = self._plain(kind, about)
        if "formula" not in about:
            return value
        if not kind:
            return ["f", ""]
        return None if value is None else ["v", value]

    def _plain(self, kind: str, about: dict[str, str]) -> Any:
        written = "".join(self._parts)
        if kind in _NUMERIC:
            number = about.get("value", "")
            return ["n", number] if len(number) < 400 and _NUMBER.fullmatch(number) else ["e", number[:50]]
        if kind == "date":
            return iso_day(about.get("date-value", ""))
        if kind == "time":
            return ["t", about.get("time-value", "")[:40]]
        if kind == "boolean":
            return about.get("boolean-value") == "true"
        if kind == "error" or (kind and "formula" in about and _ERROR.fullmatch(written)):
            return ["e", written[:50]]
        text = about.get("string-value", written) if kind == "string" else written
        return fitting(text) if text and not text.isspace() else None


def _count(text: str | None) -> int:
    if text is None:
        return 1
    if not text.isdecimal() or len(text) > 9:
        raise Refused("damaged")
    return int(text)

"""Reads the tables of a web page that was saved as .xls: its text only. Nothing is run, fetched or followed."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.stream import Refused, Writer, fitting
from renbina.foundation.imports.formats.text import encoding_of

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_ENCODINGS: Final = {"utf-8": "utf-8-sig", "utf8": "utf-8-sig", "windows-1252": "cp1252", "iso-8859-1": "cp1252",
                     "us-ascii": "utf-8-sig", "utf-16": "utf-16"}  # fmt: skip
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_SILENT: Final = frozenset({"script", "style", "title", "xml", "noscript", "template", "select"})
_BLOCKS: Final = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "center", "caption", "hr"})
_PIECE: Final = 1 << 16


def read_html(path: str, out: Writer) -> None:
    encoding = _encoding(path)
    page = _Page(out)
    out.begin("", hidden=False)
    try:
        with Path(path).open(encoding=encoding) as stream:
            while piece := stream.read(_PIECE):
                page.feed(piece)
                if len(page.rawdata) > limits.TEXT_CHARACTERS:
                    raise Refused("damaged")  # a mark that is opened and never closed
        page.close()
    except UnicodeError as error:
        raise Refused("encoding") from error
    page.finish()
    out.close(merges=page.merges, hidden_rows=page.hidden_rows)


def _encoding(path: str) -> str:
    with Path(path).open("rb") as stream:
        match = _CHARSET.search(stream.read(4096))
    known = _ENCODINGS.get(match[1].decode().casefold()) if match else None
    return known or encoding_of(path)


class _Page(HTMLParser):
    """Tables one below the other, with the lines of text between them, as a spreadsheet shows such a page."""

    def __init__(self, out: Writer) -> None:
        super().__init__(convert_charrefs=True)
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows = 0
        self._out = out
        self._number = 0
        self._tables = self._silent = 0
        self._row: dict[int, Any] | None = None
        self._cell: list[str] | None = None
        self._about: dict[str, str | None] = {}
        self._column = 0
        self._reserved: dict[int, int] = {}  # column -> rows for which a cell above still covers it
        self._loose: list[str] = []
        self._row_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._flush_loose()
            self._tables += 1
            if self._tables > limits.NESTED_TABLES:
                raise Refused("damaged")
            if self._tables > 1:
                self._end_cell()
        elif tag == "tr" and self._tables:
            self._end_row()
            self._row, self._column = {}, 0
            style = (dict(attrs).get("style") or "").replace(" ", "").casefold()
            self._row_hidden = "display:none" in style
        elif tag in ("td", "th") and self._tables:
            self._end_cell()
            self._row = {} if self._row is None else self._row
            self._cell, self._about = [], dict(attrs)
        elif tag in _BLOCKS:
            self._break()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table":
                self._tables = max(self._tables - 1, 0)
                self._reserved = {}
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._cell is not None:
            self._cell.append(data)
        elif not self._tables:
            self._loose.append(data)

    def finish(self) -> None:
        self._end_row()
        self._flush_loose()

    def _break(self) -> None:
        if self._cell is not None:
            self._cell.append("\n")
        else:
            self._flush_loose()

    def _flush_loose(self) -> None:
        text, self._loose = " ".join("".join(self._loose).split()), []
        if text:
            self._number += 1
            self._out.row(self._number, [fitting(text)])

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        lines = [" ".join(line.split()) for line in "".join(self._cell).split("\n")]
        text = fitting("\n".join(line for line in lines if line))
        while self._reserved.get(self._column):
            self._column += 1
        wide, high = _span(self._about.get("colspan")), _span(self._about.get("rowspan"))
        if self._column + wide > limits.COLUMNS:
            raise Refused("too_many_columns")
        self._row[self._column] = self._value(text)
        if wide * high > 1:
            top, left = self._number, self._column
            if len(self.merges) < limits.MERGES:
                self.merges.append((top, left, top + high - 1, left + wide - 1))
            for column in range(left, left + wide):
                self._reserved[column] = high
        self._column += wide
        self._cell = None

    def _value(self, text: str) -> Any:
        number = self._about.get("x:num") or text
        if "x:num" in self._about and _NUMBER.fullmatch(number):
            return ["n", number]
        return text or None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._number += 1
        cells = [self._row.get(column) for column in range(max(self._row, default=-1) + 1)]
        if any(cell is not None for cell in cells):
            self._out.row(self._number, cells)
            self.hidden_rows += self._row_hidden
        self._reserved = {column: rows - 1 for column, rows in self._reserved.items() if rows > 1}
        self._row = None


def _span(text: str | None) -> int:
    """How many columns or rows a cell covers; nonsense counts as one."""
    return min(int(text), limits.COLUMNS) if text and text.isdecimal() and 0 < len(text) < 5 and int(text) else 1

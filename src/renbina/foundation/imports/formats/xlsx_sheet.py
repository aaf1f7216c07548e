"""One sheet of an .xlsx, cell by cell. Rows as nearly every program writes them are read without the XML parser."""

import codecs
import re
import zipfile
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.dates import iso_day, serial_day
from renbina.foundation.imports.formats.package import Handlers, parser_for
from renbina.foundation.imports.formats.stream import Refused, Writer, fitting

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.ASCII)
TRUE: Final = ("1", "true", "on")
_ROW_HEAD: Final = re.compile(r'<row r="(\d{1,7})"((?: [A-Za-z0-9:]+="[^"<>&]*")*) ?(/?)>', re.ASCII)
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d{1,5})")?(?: t="(n|s|str|inlineStr|b|e)")?(?: ?/>|>'
    r'(?:<v>([^<&\r]*)</v>|<is><t(?: xml:space="preserve")?>([^<&\r]*)</t></is>)?</c>)',
    re.ASCII,
)
_ATTRIBUTE: Final = re.compile(r'([A-Za-z0-9:]+)="([^"]*)"')
_PIECE: Final = 1 << 18
_LONGEST_ROW: Final = 1 << 22


def read_sheet(package: zipfile.ZipFile, part: str, cells: "SheetCells") -> None:
    """Reads one sheet. Rows in the plain form are taken as they stand; from the first other one on the parser reads.

    The parser never sees the plain rows, so that it must agree with what stands around them, and reads the rest.
    """
    parser = parser_for(cells)
    with package.open(part) as stream:
        start = stream.read(_PIECE)
        if not _is_utf8(start):
            while start:
                parser.Parse(start, False)
                start = stream.read(_PIECE)
            parser.Parse(b"", True)
            return
        decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        text = decoder.decode(start)
        plain = True
        while True:
            if plain:
                text, plain = _take_plain(text, cells, parser)
            if not plain:
                parser.Parse(text, False)
                text = ""
            piece = stream.read(_PIECE)
            if not piece:
                break
            text += decoder.decode(piece)
        text += decoder.decode(b"", True)
        parser.Parse(text, True)


def _is_utf8(start: bytes) -> bool:
    declared = re.search(rb"""<\?xml[^>]*encoding=["']([^"']+)["']""", start[:200])
    return b"\x00" not in start[:200] and (declared is None or declared[1].upper() in (b"UTF-8", b"UTF8"))


def _take_plain(text: str, cells: "SheetCells", parser: Any) -> tuple[str, bool]:
    """What is left of `text` after its plain rows, and whether plain rows may still follow."""
    place = 0
    if not cells.in_data:
        mark = text.find("<sheetData>")
        if mark < 0:
            return text, len(text) < _LONGEST_ROW
        place = mark + len("<sheetData>")
        parser.Parse(text[:place], False)
        if not cells.in_data:  # the mark stood within a comment
            return text[place:], False
    while True:
        head = _ROW_HEAD.match(text, place)
        if head is None:
            rest = text[place : place + 400]
            unfinished = "<row ".startswith(rest[:5]) and ">" not in rest
            return text[place:], unfinished
        end = head.end() if head[3] else text.find("</row>", head.end())
        if end < 0:
            return text[place:], len(text) - place < _LONGEST_ROW
        if not cells.take_plain_row(head, text, end):
            return text[place:], False
        place = end if head[3] else end + len("</row>")


class SheetCells(Handlers):
    """One sheet, cell by cell, written row by row."""

    def __init__(self, out: Writer, texts: list[str], kinds: list[str], *, base1904: bool, stale: bool) -> None:
        self._out, self._texts, self._kinds, self._base1904, self._stale = out, texts, kinds, base1904, stale
        self._number = self._column = -1
        self._cells: list[Any] = []
        self.in_data = self._row_hidden = self._takes = self._formula = self._valued = False
        self._type = self._style = ""
        self._parts: list[str] = []
        self._reading = 0
        self._hidden_rows = self._blank = 0
        self._hidden_columns: list[tuple[int, int]] = []
        self._width = 0
        self._filtered = False
        self._merges: list[tuple[int, int, int, int]] = []

    def marks(self) -> dict[str, Any]:
        columns = {column for low, high in self._hidden_columns for column in range(low, min(high, self._width) + 1)}
        return {
            "hidden_rows": self._hidden_rows,
            "hidden_columns": len(columns),
            "filtered": self._filtered,
            "merges": self._merges,
        }

    def take_plain_row(self, head: re.Match[str], text: str, end: int) -> bool:
        """A row in the plain form, from its first mark up to `end`; False where it is not, with nothing taken."""
        row, found, column, cells = head[1], [], -1, 0
        place = head.end()
        while place < end:
            match = _CELL.match(text, place)
            if match is None:
                return False
            letters, number, style, kind, value, inline = match.groups()
            at = _columns.get(letters)
            if at is None:
                at = column_index(letters)
            if number != row or at <= column:
                return False
            place, column, cells = match.end(), at, cells + 1
            if value or inline:
                if (kind == "inlineStr") is not (inline is not None):
                    return False
                found.append((at, kind or "n", style or "0", value or inline))
        self._count_blank(cells - len(found))
        self._begin_row(dict(_ATTRIBUTE.findall(head[2])) | {"r": row})
        for at, kind, style, written in found:
            self._column, self._type, self._style = at, kind, style
            self._put(self._value(written))
        self._end_row()
        return True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v":
            self._takes = self._valued = True
        elif name == "t":
            self._takes = self._valued = not self._reading
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._reading += 1
        elif name == "sheetData":
            self._number = 0
            self.in_data = True
        else:
            self._note(name, attributes)

    def text(self, data: str) -> None:
        if self._takes:
            self._parts.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._takes = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._reading -= 1
        elif name == "sheetData":
            self.in_data = False

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = whole(attributes.get("r"), self._number + 1)
        if not self._number < number <= limits.LAST_ROW:
            raise Refused("damaged")  # rows out of order: what stands where cannot be told
        self._number, self._column, self._cells = number, -1, []
        self._row_hidden = attributes.get("hidden", "0") in TRUE or attributes.get("ht") == "0"

    def _end_row(self) -> None:
        if self._cells:
            self._out.row(self._number, self._cells)
            self._width = max(self._width, len(self._cells))
            self._hidden_rows += self._row_hidden

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            column = column_index(reference.rstrip("0123456789"))
            if column <= self._column or not reference.endswith(str(self._number)):
                raise Refused("damaged")
            self._column = column
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._formula = self._valued = False
        self._parts = []

    def _end_cell(self) -> None:
        if not self._valued and not self._formula:
            self._count_blank(1)
            return
        written = self._parts[0] if len(self._parts) == 1 else "".join(self._parts)
        value: Any = None
        if written != "":
            value = self._value(written)
        if self._formula:
            unsure = self._stale and value is not None and written == "0"  # written by a program that does not compute
            known = value is not None or (self._valued and self._type == "str")
            value = ["v", value] if known and not unsure else ["f", ""]
            if value == ["v", None]:
                return
        self._put(value)

    def _count_blank(self, cells: int) -> None:
        self._blank += cells
        if self._blank > limits.BLANK_CELLS:
            raise Refused("too_many_cells")

    def _put(self, value: Any) -> None:
        if value is None:
            return
        cells = self._cells
        if self._column >= limits.COLUMNS:
            raise Refused("too_many_columns")
        if self._column > len(cells):
            cells.extend([None] * (self._column - len(cells)))
        cells.append(value)

    def _value(self, written: str) -> Any:
        kind = self._type
        if kind == "s":
            place = whole(written.strip(), -1)
            if not 0 <= place < len(self._texts):
                raise Refused("damaged")
            return self._texts[place] or None
        if kind in ("str", "inlineStr"):
            return None if written.isspace() else unescaped(fitting(written))
        if kind == "n":
            return self._numeric(written.strip())
        if kind == "b":
            return written.strip() in TRUE
        if kind == "d":
            return iso_day(written.strip())
        return ["e", written[:50]]

    def _numeric(self, written: str) -> Any:
        if not written:
            return None
        if len(written) > 400 or not _NUMBER.fullmatch(written):
            return ["e", written[:50]]
        style = whole(self._style, 0)
        shown = self._kinds[style] if 0 <= style < len(self._kinds) else ""
        if shown == "d":
            return serial_day(written, base1904=self._base1904)
        return ["t" if shown == "t" else "m" if self._base1904 else "n", written]

    def _note(self, name: str, attributes: dict[str, str]) -> None:
        """What else a sheet says about itself."""
        self.pass_over()
        if name == "col" and (attributes.get("hidden", "0") in TRUE or attributes.get("width") == "0"):
            self._hidden_columns.append((whole(attributes.get("min"), 0), whole(attributes.get("max"), 0)))
        elif name == "filterColumn":
            self._filtered = True
        elif name == "mergeCell" and len(self._merges) < limits.MERGES:
            match = _RANGE.fullmatch(attributes.get("ref", ""))
            if match and match[3]:
                left, top, right, bottom = match.groups()
                self._merges.append((int(top) - 1, column_index(left), int(bottom) - 1, column_index(right)))


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as XML writes it."""
    if text is None:
        return otherwise
    if not text.isdecimal() or len(text) > 9:
        raise Refused("damaged")
    return int(text)


_columns: dict[str, int] = {}


def column_index(letters: str) -> int:
    """`A` -> 0, `XFD` -> 16,383."""
    known = _columns.get(letters)
    if known is not None:
        return known
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        raise Refused("damaged")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    _columns[letters] = column - 1
    return column - 1


def unescaped(text: str) -> str:
    """Excel writes control characters as `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)

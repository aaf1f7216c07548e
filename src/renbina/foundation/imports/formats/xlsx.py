"""Reads .xlsx in one pass and in little memory. Cells that hold nothing cost nothing, wherever they are."""

import posixpath
import re
import zipfile
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.dates import iso_day, serial_day
from renbina.foundation.imports.formats.package import Handlers, check_other_parts, check_size, opened, parse
from renbina.foundation.imports.formats.stream import Refused, Writer, fitting

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_TRUE: Final = ("1", "true", "on")
# Built-in numbers of formats: days, and clock times without a day.
_DAYS: Final = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_TIMES: Final = frozenset({18, 19, 20, 21, 45, 46, 47})


def read_xlsx(path: str, out: Writer) -> None:
    with opened(path) as package:
        check_size(package)
        book = _Workbook(package)
        texts = _SharedTexts()
        styles = _Styles()
        read = {book.part, book.relations}
        for part, handlers in ((book.target("sharedStrings"), texts), (book.target("styles"), styles)):
            if part:
                parse(package, part, handlers)
                read.add(part)
        check_other_parts(package, read | {part for _, part, _ in book.sheets})
        for name, part, hidden in book.sheets:
            out.begin(name, hidden=hidden)
            sheet = _SheetCells(out, texts.texts, styles.kinds, base1904=book.base1904, stale=book.stale)
            parse(package, part, sheet)
            out.close(**sheet.marks())


class _Workbook(Handlers):
    """Which parts are sheets, under which names, and from which day the workbook counts."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.base1904 = self.stale = False
        self.sheets: list[tuple[str, str, bool]] = []
        self._named: list[tuple[str, str, bool]] = []
        self._names = {name.casefold(): name for name in package.namelist()}
        links = _Relations(package, self._names.get("_rels/.rels", ""), "")
        self.part = self._names.get((links.of_type("officeDocument") or "xl/workbook.xml").casefold(), "")
        if not self.part:
            raise Refused("damaged")
        folder, file = posixpath.split(self.part)
        self.relations = self._names.get(f"{folder}/_rels/{file}.rels".lstrip("/").casefold(), "")
        self._links = _Relations(package, self.relations, folder)
        parse(package, self.part, self)
        for name, key, hidden in self._named:
            target, kind = self._links.targets.get(key, ("", ""))
            if kind.casefold().endswith("macrosheet"):
                raise Refused("macros")
            if kind == "worksheet":
                part = self._names.get(target.casefold())
                if part is None:
                    raise Refused("damaged")
                self.sheets.append((name, part, hidden))

    def target(self, kind: str) -> str:
        return self._names.get(self._links.of_type(kind).casefold(), "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for label, value in attributes.items() if label.rpartition(":")[2] == "id"), "")
            self._named.append((attributes.get("name", "")[:100], key, attributes.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.base1904 = attributes.get("date1904", "0") in _TRUE
        elif name == "calcPr":
            self.stale = attributes.get("fullCalcOnLoad", "0") in _TRUE


class _Relations(Handlers):
    """Id -> (part, kind) of one part's relations."""

    def __init__(self, package: zipfile.ZipFile, part: str, folder: str) -> None:
        self.targets: dict[str, tuple[str, str]] = {}
        self._folder = folder
        if part:
            parse(package, part, self)

    def of_type(self, kind: str) -> str:
        return next((target for target, each in self.targets.values() if each == kind), "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            target = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (posixpath.normpath(target), kind)


class _SharedTexts(Handlers):
    """The texts that cells point at. Readings (`rPh`) are pronunciation, not text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._takes = False
        self._reading = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._takes = not self._reading
        elif name == "rPh":
            self._reading += 1

    def text(self, data: str) -> None:
        if self._takes:
            self._parts.append(data)

    def end(self, name: str) -> None:
        if name == "t":
            self._takes = False
        elif name == "rPh":
            self._reading -= 1
        elif name == "si":
            text = unescaped(fitting("".join(self._parts)))
            self.texts.append("" if text.isspace() else text)
            self._parts = []
            if len(self.texts) > limits.SHARED_TEXTS:
                raise Refused("too_many_cells")


class _Styles(Handlers):
    """kinds[style]: "d" where the style shows a number as a day, "t" as another time, "" otherwise."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._formats: dict[str, str] = {}
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = format_kind(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = attributes.get("numFmtId", "0")
            self.kinds.append(self._formats[number] if number in self._formats else builtin_kind(number))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False


def builtin_kind(number: str) -> str:
    if not number.isdecimal() or len(number) > 5:
        return ""
    return "d" if int(number) in _DAYS else "t" if int(number) in _TIMES else ""


def format_kind(code: str) -> str:
    """What a format shows: `[$-421]dd mmmm yyyy` a day, `[h]:mm` a time, `0.00` and `"hari"0` neither."""
    first = code.split(";")[0]
    elapsed = re.search(r"\[[hms]+\]", first, re.IGNORECASE)
    marks = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|general', "", first.casefold())
    if elapsed:
        return "t"
    if "d" in marks or "y" in marks:
        return "d"
    if "h" in marks or "s" in marks:
        return "t"
    return "d" if "m" in marks else ""


class _SheetCells(Handlers):
    """One sheet, cell by cell, written row by row."""

    def __init__(self, out: Writer, texts: list[str], kinds: list[str], *, base1904: bool, stale: bool) -> None:
        self._out, self._texts, self._kinds, self._base1904, self._stale = out, texts, kinds, base1904, stale
        self._number = self._column = -1
        self._cells: list[Any] = []
        self._row_hidden = self._in_data = self._takes = self._formula = self._valued = False
        self._type = self._style = ""
        self._parts: list[str] = []
        self._reading = 0
        self._hidden_rows = 0
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
            self._in_data = True
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
            self._in_data = False

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = whole(attributes.get("r"), self._number + 1)
        if number <= self._number:
            raise Refused("damaged")  # rows out of order: what stands where cannot be told
        self._number, self._column, self._cells = number, -1, []
        self._row_hidden = attributes.get("hidden", "0") in _TRUE or attributes.get("ht") == "0"

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
            return written.strip() in _TRUE
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
        if name == "col" and (attributes.get("hidden", "0") in _TRUE or attributes.get("width") == "0"):
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

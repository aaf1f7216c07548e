"""Reads .xls of Excel 97 to 2003 (BIFF8): values, what formulas last gave, errors, days. Source: [MS-XLS]."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.biff import shared_texts, text_at
from renbina.foundation.imports.formats.dates import serial_day
from renbina.foundation.imports.formats.ole import Ole
from renbina.foundation.imports.formats.stream import Refused, Writer, fitting
from renbina.foundation.imports.formats.xlsx import builtin_kind, format_kind

_BOF, _EOF, _CONTINUE, _FILEPASS, _DATEMODE, _FORMAT, _XF, _BOUNDSHEET, _SST, _SUPBOOK = (
    0x809, 0x0A, 0x3C, 0x2F, 0x22, 0x41E, 0xE0, 0x85, 0xFC, 0x1AE
)  # fmt: skip
_ROW, _COLINFO, _LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _FORMULA, _STRING, _BOOLERR = (
    0x208, 0x7D, 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x205
)  # fmt: skip
_MERGED, _FILTERMODE = 0xE5, 0x9B
_BIFF8: Final = 0x600
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
Record = tuple[int, bytes]


def read_xls(path: str, out: Writer) -> None:
    package = Ole(Path(path).read_bytes())
    if "EncryptedPackage" in package.names:
        raise Refused("password")
    if "_VBA_PROJECT_CUR" in package.names or "_VBA_PROJECT" in package.names:
        raise Refused("macros")
    if "Workbook" not in package.names:
        raise Refused("legacy_xls" if "Book" in package.names else "not_what_it_says")
    content = package.stream("Workbook")
    try:
        book = _Globals(content)
        for place, name, hidden in book.sheets:
            sheet = _Sheet(book, content, place)
            if sheet.is_sheet:
                out.begin(name, hidden=hidden)
                sheet.write(out)
    except (struct.error, IndexError) as error:
        raise Refused("damaged") from error


def records(content: bytes, place: int) -> Iterator[Record]:
    """The records of one substream, up to its end."""
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        data = content[place + 4 : place + 4 + length]
        if len(data) < length:
            break
        yield kind, data
        if kind == _EOF:
            return
        place += 4 + length
    raise Refused("damaged")


class _Globals:
    """What the whole workbook shares: texts, styles, sheets, the day from which it counts."""

    def __init__(self, content: bytes) -> None:
        self.texts: list[str] = []
        self.kinds: list[str] = []
        self.sheets: list[tuple[int, str, bool]] = []
        self.base1904 = False
        self._formats: dict[int, str] = {}
        shared: list[bytes] = []
        last = 0
        for kind, data in records(content, 0):
            if kind == _CONTINUE and last == _SST:
                shared.append(data)
                continue
            last = kind
            if kind == _SST:
                shared = [data]
            else:
                self._take(kind, data)
        if shared:
            self.texts = shared_texts(shared)

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _BOF and struct.unpack_from("<H", data)[0] != _BIFF8:
            raise Refused("legacy_xls")
        if kind == _FILEPASS:
            raise Refused("password")
        if kind == _SUPBOOK and data[2:4] not in (b"\x01\x04", b"\x01\x3a"):
            raise Refused("external_links")
        if kind == _DATEMODE:
            self.base1904 = data[:2] == b"\x01\x00"
        elif kind == _FORMAT:
            self._formats[struct.unpack_from("<H", data)[0]] = format_kind(text_at(data, 2, wide_length=True))
        elif kind == _XF:
            number = struct.unpack_from("<H", data, 2)[0]
            self.kinds.append(self._formats[number] if number in self._formats else builtin_kind(str(number)))
        elif kind == _BOUNDSHEET:
            place, state, of_kind = struct.unpack_from("<IBB", data)
            if of_kind in (1, 6):
                raise Refused("macros")
            if of_kind == 0:
                self.sheets.append((place, text_at(data, 6, wide_length=False)[:100], state & 3 != 0))


class _Sheet:
    """The cells of one sheet."""

    def __init__(self, book: _Globals, content: bytes, place: int) -> None:
        self._book = book
        self._rows: dict[int, dict[int, Any]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merges: list[tuple[int, int, int, int]] = []
        self._filtered = False
        self._awaits: tuple[int, int] | None = None
        self.is_sheet = False
        for kind, data in records(content, place):
            if kind == _BOF and not self.is_sheet:
                self.is_sheet = struct.unpack_from("<H", data, 2)[0] == 0x10
            if not self.is_sheet:
                return
            self._take(kind, data)

    def write(self, out: Writer) -> None:
        width = 0
        for row in sorted(self._rows):
            cells = self._rows[row]
            line = [cells.get(column) for column in range(max(cells) + 1)]
            width = max(width, len(line))
            out.row(row + 1, line)
        out.close(
            hidden_rows=len(self._hidden_rows & set(self._rows)),
            hidden_columns=sum(column < width for column in self._hidden_columns),
            filtered=self._filtered,
            merges=self._merges,
        )

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _LABELSST:
            row, column, _, index = struct.unpack_from("<3HI", data)
            self._put(row, column, self._book.texts[index])
        elif kind in (_NUMBER, _RK):
            row, column, style = struct.unpack_from("<3H", data)
            number = struct.unpack_from("<d", data, 6)[0] if kind == _NUMBER else _rk(data, 6)
            self._put(row, column, self._number(number, style))
        elif kind == _MULRK:
            row, column = struct.unpack_from("<HH", data)
            for place in range(4, len(data) - 2, 6):
                style = struct.unpack_from("<H", data, place)[0]
                self._put(row, column + (place - 4) // 6, self._number(_rk(data, place + 2), style))
        elif kind in (_LABEL, _RSTRING):
            row, column = struct.unpack_from("<HH", data)
            self._put(row, column, text_at(data, 6, wide_length=True))
        elif kind == _BOOLERR:
            row, column, _, value, is_error = struct.unpack_from("<3HBB", data)
            self._put(row, column, ["e", _ERRORS.get(value, "#N/A")] if is_error else bool(value))
        elif kind == _FORMULA:
            self._formula(data)
        elif kind == _STRING and self._awaits is not None:
            self._put(*self._awaits, ["v", fitting(text_at(data, 0, wide_length=True))])
            self._awaits = None
        else:
            self._note(kind, data)

    def _formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<3H", data)
        flags = struct.unpack_from("<H", data, 14)[0]
        if data[12:14] != b"\xff\xff":
            number = struct.unpack_from("<d", data, 6)[0]
            unsure = number == 0 and flags & 3  # written by a program that leaves computing to the next one
            self._put(row, column, ["f", ""] if unsure else ["v", self._number(number, style)])
        elif data[6] == 0:
            self._awaits = (row, column)
            self._put(row, column, ["f", ""])
        elif data[6] == 1:
            self._put(row, column, ["v", bool(data[8])])
        elif data[6] == 2:
            self._put(row, column, ["v", ["e", _ERRORS.get(data[8], "#N/A")]])

    def _note(self, kind: int, data: bytes) -> None:
        if kind == _ROW and data[12] & 0x20:
            self._hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif kind == _COLINFO:
            first, last, width, _, options = struct.unpack_from("<5H", data)
            if options & 1 or width == 0:
                self._hidden_columns |= set(range(first, min(last, 255) + 1))
        elif kind == _FILTERMODE:
            self._filtered = True
        elif kind == _MERGED:
            count = struct.unpack_from("<H", data)[0]
            for number in range(min(count, limits.MERGES - len(self._merges))):
                top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * number)
                self._merges.append((top, left, bottom, right))

    def _put(self, row: int, column: int, value: Any) -> None:
        if value is None or (isinstance(value, str) and (not value or value.isspace())):
            return
        if len(self._rows) >= limits.ROWS or column > 255:
            raise Refused("damaged")
        self._rows.setdefault(row, {})[column] = value

    def _number(self, number: float, style: int) -> Any:
        if number != number or number in (float("inf"), float("-inf")):
            return ["e", "#NUM!"]
        text = str(int(number)) if number == int(number) and abs(number) < 10**15 else repr(number)
        shown = self._book.kinds[style] if style < len(self._book.kinds) else ""
        if shown == "d":
            return serial_day(text, base1904=self._book.base1904)
        return ["t" if shown == "t" else "m" if self._book.base1904 else "n", text]


def _rk(data: bytes, place: int) -> float:
    """A number in 30 bits: a whole one or the top of a double, perhaps in hundredths."""
    packed = struct.unpack_from("<i", data, place)[0]
    if packed & 2:
        number: float = packed >> 2
    else:
        number = struct.unpack("<d", struct.pack("<Ii", 0, packed & ~3))[0]
    return number / 100 if packed & 1 else number

"""Writes a small genuine .xls (Excel 97: BIFF8 in an OLE2 file), for what no library here writes. Source: [MS-XLS]."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Rows = Sequence[Sequence[Any]]
_DAY_STYLE, _PLAIN_STYLE = 1, 0
_SECTOR = 512


@dataclass(frozen=True)
class Formula:
    """A cell with a formula; `value` is what it gave, None where it was never computed."""

    value: float | str | None


@dataclass(frozen=True)
class Error:
    """A cell that shows #N/A."""

    code: int = 42


def xls(
    sheets: Mapping[str, Rows], *, base1904: bool = False, hidden_rows: Sequence[int] = (), extra: bytes = b"",
    shared: bool = True,
) -> bytes:  # fmt: skip
    """extra: records put in front of the sheets' list, such as a password's mark. shared: texts in the shared table."""
    texts: list[str] = []
    bodies = [_sheet(rows, texts if shared else None, base1904, hidden_rows) for rows in sheets.values()]
    front = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)) + extra
    front += _record(0x22, struct.pack("<H", base1904))
    front += b"".join(_record(0xE0, struct.pack("<HH", 0, number).ljust(20, b"\x00")) for number in (0, 14))
    names = [_text(name, "<B") for name in sheets]
    back = _shared(texts) + _record(0x0A, b"")
    place = len(front) + sum(10 + len(name) for name in names) + len(back)
    listed = b""
    for name, body in zip(names, bodies, strict=True):
        listed += _record(0x85, struct.pack("<IBB", place, 0, 0) + name)
        place += len(body)
    return ole({"Workbook": front + listed + back + b"".join(bodies)})


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Streams in one compound file; each is filled up to 4,096 bytes, so that none goes to the small sectors."""
    filled = {name: content.ljust(4096, b"\x00") for name, content in streams.items()}
    sectors = [-(-len(content) // _SECTOR) for content in filled.values()]
    directory = -(-(len(filled) + 1) * 128 // _SECTOR)
    tables = 1
    while tables * 128 < tables + directory + sum(sectors):
        tables += 1
    fat = [0xFFFFFFFD] * tables + _chain(tables, directory)
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, content) in enumerate(filled.items()):
        entries.append(_entry(name, 2, len(fat), len(content), right=number + 2 if number + 1 < len(filled) else -1))
        fat += _chain(len(fat), sectors[number])
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *[*range(tables), *[0xFFFFFFFF] * (109 - tables)])
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * _SECTOR, b"\xff")
    body = b"".join(entries).ljust(directory * _SECTOR, b"\x00")
    for content in filled.values():
        body += content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\x00")
    return head + table + body


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), 0xFFFFFFFE]


def _entry(name: str, kind: int, start: int, size: int, *, child: int = -1, right: int = -1) -> bytes:
    coded = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<iii", -1, right, child)
    return coded.ljust(64, b"\x00") + struct.pack("<HBB", len(coded), kind, 1) + links + bytes(36) + struct.pack(
        "<IQ", start, size
    )  # fmt: skip


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, length: str) -> bytes:
    wide = any(ord(letter) > 255 for letter in text)
    return struct.pack(length, len(text)) + bytes([wide]) + text.encode("utf-16-le" if wide else "latin-1")


def _shared(texts: list[str]) -> bytes:
    """The shared table, in records of at most 8,224 bytes; a text that does not fit runs on in the next one."""
    pieces, current = [], struct.pack("<II", len(texts), len(texts))
    for text in texts:
        coded = _text(text, "<H")
        if len(current) + len(coded) > 8224:
            room = max(8224 - len(current), 3)
            wide = coded[2] & 1
            room -= (room - 3) % (2 if wide else 1)
            pieces.append(current + coded[:room])
            current, coded = bytes([coded[2]]), coded[room:]
        current += coded
    pieces.append(current)
    return b"".join(_record(0xFC if number == 0 else 0x3C, piece) for number, piece in enumerate(pieces))


def _sheet(rows: Rows, texts: list[str] | None, base1904: bool, hidden: Sequence[int]) -> bytes:
    body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    for number in hidden:
        body += _record(0x208, struct.pack("<6HI", number - 1, 0, 9, 255, 0, 0, 0x20))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None:
                body += _cell(row, column, value, texts, base1904)
    return body + _record(0x0A, b"")


def _cell(row: int, column: int, value: Any, texts: list[str] | None, base1904: bool) -> bytes:
    place = struct.pack("<HH", row, column)
    plain = place + struct.pack("<H", _PLAIN_STYLE)
    if isinstance(value, Formula):
        return _formula(plain, value)
    if isinstance(value, Error):
        return _record(0x205, plain + bytes([value.code, 1]))
    if isinstance(value, bool):
        return _record(0x205, plain + bytes([value, 0]))
    if isinstance(value, date):
        days = (value - (date(1904, 1, 1) if base1904 else date(1899, 12, 30))).days
        return _record(0x203, place + struct.pack("<Hd", _DAY_STYLE, days))
    if isinstance(value, int) and abs(value) < 2**29:
        return _record(0x27E, plain + struct.pack("<i", (value << 2) | 2))
    if isinstance(value, int | float):
        return _record(0x203, plain + struct.pack("<d", value))
    if texts is None:
        return _record(0x204, plain + _text(value, "<H"))
    texts.append(value)
    return _record(0xFD, plain + struct.pack("<I", len(texts) - 1))


def _formula(plain: bytes, formula: Formula) -> bytes:
    if isinstance(formula.value, str):
        result = b"\x00" * 6 + b"\xff\xff"
        return _record(6, plain + result + struct.pack("<HIH", 0, 0, 0)) + _record(0x207, _text(formula.value, "<H"))
    flags = 0 if formula.value is not None else 3
    return _record(6, plain + struct.pack("<dHIH", formula.value or 0.0, flags, 0, 0))

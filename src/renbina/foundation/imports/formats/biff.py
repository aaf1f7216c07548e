"""Texts of .xls: one byte or two a character, and a table of them that runs on over several records."""

import struct
from typing import Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.stream import Refused, fitting

_WIDE, _EXTENDED, _RICH = 1, 4, 8
_ENCODING: Final = {True: "utf-16-le", False: "latin-1"}


def text_at(data: bytes, place: int, *, wide_length: bool) -> str:
    """A text within one record; its length takes two bytes or one."""
    length = struct.unpack_from("<H" if wide_length else "<B", data, place)[0]
    place += 2 if wide_length else 1
    if length and place >= len(data):
        raise Refused("damaged")
    flags = data[place] if place < len(data) else 0
    place += 1 + (2 if flags & _RICH else 0) + (4 if flags & _EXTENDED else 0)
    wide = bool(flags & _WIDE)
    found = data[place : place + length * (2 if wide else 1)]
    return found.decode(_ENCODING[wide], "replace")


def shared_texts(pieces: list[bytes]) -> list[str]:
    """All shared texts. A text that runs on into the next record begins there with a new mark of its width."""
    reader = _Pieces(pieces)
    _, count = struct.unpack("<II", reader.take(8))
    if count > limits.SHARED_TEXTS:
        raise Refused("too_many_cells")
    return [_shared_text(reader) for _ in range(count)]


def _shared_text(reader: "_Pieces") -> str:
    length, flags = struct.unpack("<HB", reader.take(3))
    runs = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
    extended = struct.unpack("<I", reader.take(4))[0] if flags & _EXTENDED else 0
    text = reader.characters(length, wide=bool(flags & _WIDE))
    reader.skip(4 * runs + extended)
    return fitting(text)


class _Pieces:
    """A record and those that continue it."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._index = self._place = 0

    def take(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            found += self._some(size - len(found))
        return found

    def skip(self, size: int) -> None:
        while size:
            size -= len(self._some(size))

    def characters(self, length: int, *, wide: bool) -> str:
        found = []
        while True:
            width = 2 if wide else 1
            left = len(self._pieces[self._index]) - self._place
            count = min(length, left // width)
            found.append(self._pieces[self._index][self._place : self._place + count * width].decode(
                _ENCODING[wide], "replace"
            ))  # fmt: skip
            self._place += count * width
            length -= count
            if not length:
                return "".join(found)
            self._next()
            wide = bool(self._pieces[self._index][self._place] & _WIDE)
            self._place += 1

    def _some(self, size: int) -> bytes:
        piece = self._pieces[self._index]
        if self._place >= len(piece):
            self._next()
            piece = self._pieces[self._index]
        found = piece[self._place : self._place + size]
        if not found:
            raise Refused("damaged")
        self._place += len(found)
        return found

    def _next(self) -> None:
        self._index, self._place = self._index + 1, 0
        if self._index >= len(self._pieces):
            raise Refused("damaged")

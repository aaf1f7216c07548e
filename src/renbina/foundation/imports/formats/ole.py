"""Streams of an OLE2 compound file, the wrapping of .xls. Source: [MS-CFB]."""

import struct
from typing import Final

from renbina.foundation.imports.formats.stream import Refused

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR: Final = 0xFFFFFFFA  # marks begin above it
_ENTRY: Final = 128
_STREAM, _ROOT = 2, 5


class Ole:
    """Names and bytes of the streams. Every chain is walked once only, so that a circle ends in a refusal."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._open()
        except struct.error as error:
            raise Refused("damaged") from error

    def _open(self) -> None:
        if not self._content.startswith(MAGIC):
            raise Refused("damaged")
        shift, mini_shift = struct.unpack_from("<HH", self._content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Refused("damaged")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        (directory,) = struct.unpack_from("<I", self._content, 48)
        self._cutoff, first_mini, _, first_more, _ = struct.unpack_from("<5I", self._content, 56)
        sectors = [each for each in struct.unpack_from("<109I", self._content, 76) if each < _LAST_SECTOR]
        while first_more < _LAST_SECTOR:
            more = struct.unpack(f"<{self._size // 4}I", self._sector(first_more))
            sectors += [each for each in more[:-1] if each < _LAST_SECTOR]
            first_more = more[-1]
            if len(sectors) * self._size > len(self._content):
                raise Refused("damaged")
        self._fat = [entry for each in sectors for entry in struct.unpack(f"<{self._size // 4}I", self._sector(each))]
        mini = self._chain(first_mini) if first_mini < _LAST_SECTOR else b""
        self._mini_fat = struct.unpack(f"<{len(mini) // 4}I", mini)
        self._entries: dict[str, tuple[int, int]] = {}
        self._mini = b""
        entries = self._chain(directory)
        for place in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            self._read_entry(entries[place : place + _ENTRY])

    def _read_entry(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        if kind == _ROOT and start < _LAST_SECTOR:
            self._mini = self._chain(start)
        if kind:
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            self._entries.setdefault(name, (start, size if kind == _STREAM else -1))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        start, size = self._entries[name]
        if size <= 0:
            return b""
        content = self._mini_chain(start, size) if size < self._cutoff else self._chain(start)
        if len(content) < size:
            raise Refused("damaged")
        return content[:size]

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        piece = self._content[begin : begin + self._size]
        if not piece:
            raise Refused("damaged")
        return piece.ljust(self._size, b"\x00")

    def _chain(self, number: int) -> bytes:
        pieces: list[bytes] = []
        while number < _LAST_SECTOR:
            if number >= len(self._fat) or len(pieces) > len(self._fat):
                raise Refused("damaged")
            pieces.append(self._sector(number))
            number = self._fat[number]
        return b"".join(pieces)

    def _mini_chain(self, number: int, size: int) -> bytes:
        pieces: list[bytes] = []
        while number < _LAST_SECTOR and len(pieces) * self._mini_size < size:
            if number >= len(self._mini_fat):
                raise Refused("damaged")
            pieces.append(self._mini[number * self._mini_size : (number + 1) * self._mini_size])
            number = self._mini_fat[number]
        return b"".join(pieces)

"""Reads comma separated text in any usual encoding and with any usual separator."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.stream import Refused, Writer, fitting

_PIECE: Final = 1 << 20
_LOOKED_AT: Final = 1 << 16
_SEPARATORS: Final = ";\t,|"
_MARKS: Final = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                 (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))  # fmt: skip
_UTF8_PAIR: Final = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x90-\xbf]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
_MOST_HIGH: Final = 0.3  # share of letters outside ASCII that a list of people in Latin letters never has
_MOST_CONTROL: Final = 0.01


def read_csv(path: str, out: Writer) -> None:
    encoding = encoding_of(path)
    with Path(path).open(encoding=encoding, newline="") as stream:
        start = stream.read(_LOOKED_AT)
        if len(_CONTROL.findall(start)) > max(_MOST_CONTROL * len(start), 3):
            raise Refused("not_what_it_says")
        stream.seek(0)
        out.begin("", hidden=False, text=True)
        for number, cells in records(stream, separator(start)):
            if any(cell is not None for cell in cells):
                out.row(number, cells)
        out.close()


def records(stream: TextIO, mark: str) -> Iterator[tuple[int, list[Any]]]:
    """Number and cells of every record. A quoted cell with line breaks is one row, and so is a line `sep=;`."""
    csv.field_size_limit(limits.TEXT_CHARACTERS)
    try:
        for number, row in enumerate(csv.reader(_lines(stream), delimiter=mark, strict=True), start=1):
            if number == 1 and _named_separator(mark.join(row)) == mark:
                continue
            yield number, _shortened([_cell(text) for text in row])
    except csv.Error as error:
        raise Refused("csv_quotes") from error
    except UnicodeError as error:
        raise Refused("encoding") from error


def _lines(stream: Iterable[str]) -> Iterator[str]:
    for line in stream:
        if len(line) > limits.TEXT_CHARACTERS:
            raise Refused("line_too_long")
        yield line


def _cell(text: str) -> str | None:
    if not text or text.isspace():
        return None
    if text.startswith('="') and text.endswith('"') and len(text) > 3:
        text = text[2:-1]
    return fitting(text)


def _shortened(cells: list[str | None]) -> list[str | None]:
    """Empty cells at the end are kept, because they tell a whole row from a torn one; but not without end."""
    while len(cells) > limits.COLUMNS and cells[-1] is None:
        cells.pop()
    return cells


def encoding_of(path: str) -> str:
    """The encoding in which the whole file can be read. Raises Refused where two are mixed or none fits."""
    with Path(path).open("rb") as stream:
        start = stream.read(_LOOKED_AT)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    even, odd = start[0:4096:2].count(0), start[1:4096:2].count(0)
    half = max(min(len(start), 4096) // 2, 1)
    if odd > half * _MOST_HIGH and even < odd / 4:
        return "utf-16-le"
    if even > half * _MOST_HIGH and odd < even / 4:
        return "utf-16-be"
    if _decodes(path, "utf-8"):
        return "utf-8"
    content = Path(path).read_bytes()
    high = len(content) - len(content.translate(None, bytes(range(0x80, 0x100))))
    if _UTF8_PAIR.search(content) or high > _MOST_HIGH * len(content) or not _decodes(path, "cp1252"):
        raise Refused("encoding")
    return "cp1252"


def _decodes(path: str, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with Path(path).open("rb") as stream:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def separator(start: str) -> str:
    """What the file says itself (`sep=;`), or the mark that splits most lines into equally many cells."""
    lines = start.splitlines()[:40]
    if lines and (named := _named_separator(lines[0])):
        return named
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines if line.strip()]
    best, best_score = ";", 0
    for mark in _SEPARATORS:
        counts = Counter(count for line in bare if (count := line.count(mark)))
        score = max((times * count for count, times in counts.items()), default=0)
        if score > best_score:
            best, best_score = mark, score
    return best


def _named_separator(line: str) -> str:
    match = re.fullmatch(r'\ufeff?"?sep=(.)"?', line.strip("\r\n "), re.IGNORECASE)
    return match[1] if match else "\t" if line.strip("\r\n ").casefold() == "sep=" and "\t" in line else ""

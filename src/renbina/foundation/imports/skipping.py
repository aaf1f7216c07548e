"""Rows below the header that hold no record: repeated headers, numbers of columns, sums, titles, signatures.

The rule leans to one side: what may be a person is a row, with an error if it must be, and never skipped in silence.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.imports.header import Header, fold_heading, known_headings
from renbina.foundation.imports.reading import Calculated, Number, Sheet, SheetError, Uncached

_SUM: Final = re.compile(r"(?:sub ?|grand ?)?(?:jumlah|total|jml)(?: .{0,60})?|rata rata.{0,40}|rekapitulasi.{0,40}")
_MONTHS: Final = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_SIGNATURE: Final = re.compile(
    rf"mengetahui.*|menyetujui.*|(?:di)?tetapkan.*|(?:di)?keluarkan.*|disusun oleh.*|dibuat oleh.*|diperiksa oleh.*"
    rf"|(?:plt |plh |pj |an |a n )*(?:kepala|ketua|sekretaris daerah|camat|lurah|direktur|bupati|wali ?kota|gubernur"
    rf"|inspektur|pejabat pembina|pejabat yang)(?: .*)?|ttd|tanda tangan|keterangan|catatan|sumber(?: data)?"
    rf"|(?:.{{2,40}} )?\d{{0,2}} ?(?:{_MONTHS}) 20\d\d"
)
_UNIT: Final = re.compile(
    r"(?:(?:[a-z]|\d{1,2}|[ivx]{1,5}) )?(?:dinas|badan|bagian|bidang|sub ?bagian|sub ?bidang|sekretariat|seksi"
    r"|kecamatan|kelurahan|kantor|inspektorat|uptd?|upt|rsud|puskesmas|sdn?|smpn?|sman?|smkn?|tk|satuan|asisten|dprd|pns|pppk|asn)"
    r"(?: .*)?"
)
_DIGITS: Final = re.compile(r"\d")
_SIGNED_NIP: Final = re.compile(r"\s*NIP[ .:]*\d{4}", re.IGNORECASE)
_NIP_LIKE: Final = 8  # digits
_NUMBERED: Final = 3  # cells of a row that counts its columns
_COUNTED: Final = re.compile(r"\(?(\d{1,3})[.)]?")


class Skipper:
    """Tells the rows of one sheet apart; asked row by row from the top."""

    def __init__(self, sheet: Sheet, header: Header, kind: ImportKind) -> None:
        self._headings = known_headings(kind) | {fold_heading(text) for text in header.headings.values()}
        for row in sheet.rows[header.first_row : header.row + 1]:
            self._headings |= set(_texts(row).values())
        self._places = sorted(set(header.columns.values()))
        field = next((field for field in kind.fields if field.kind == "nip" and field.required), None)
        self._nip = header.columns.get(field.name) if field else None
        needed = [each for each in kind.fields if each.required and each is not field]
        self._needed = [header.columns[field.name] for field in needed if field.name in header.columns]
        self._signing = False
        self._last = -1

    def note_tail(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> None:
        """Where the last row stands that holds a NIP beside other things; rows come from the end."""
        self._last = next((index for index, cells in rows if self._whole(cells)), -1) if self._nip is not None else -1

    def skips(self, index: int, cells: Sequence[Any]) -> bool:
        """Whether this row is no record."""
        if self._nip is not None and self._whole(cells):
            return False
        if self._is_heading(cells) or _is_numbering(cells):
            return True
        mapped = [place for place in self._places if place < len(cells) and cells[place] is not None]
        if not mapped:
            return True
        if self._nip is None:
            return self._needed_filled(cells) <= 1 and _is_sum(_texts(cells))
        return self._skips_person(index, cells, mapped, _texts(cells))

    def _skips_person(self, index: int, cells: Sequence[Any], mapped: list[int], texts: Mapping[int, str]) -> bool:
        digits = _digits_at(cells, self._nip)
        if _is_sum(texts) and digits < _NIP_LIKE:
            return True
        in_tail = index > self._last
        if in_tail and (self._signing or any(_SIGNATURE.fullmatch(text) for text in texts.values())):
            self._signing = True
            return len(mapped) < 3 or self._needed_filled(cells) < 2
        if len(mapped) > 1:
            return False
        if self._nip in mapped:  # one cell: a NIP that lost its row, or a title in the column of NIPs
            return digits < _NIP_LIKE and isinstance(cells[self._nip], str)
        return mapped[0] not in self._needed or any(_UNIT.fullmatch(text) for text in texts.values())

    def _whole(self, cells: Sequence[Any]) -> bool:
        """A NIP, right or wrong, and beside it something that a record must have (not the NIP of who signs too)."""
        if _digits_at(cells, self._nip) < _NIP_LIKE:
            return False
        if self._needed and len(cells) > (first := self._needed[0]) and isinstance(cells[first], str):
            return not _SIGNED_NIP.match(cells[first])
        beside = [cells[place] for place in self._needed if place < len(cells) and cells[place] is not None]
        return any(not (isinstance(cell, str) and _SIGNED_NIP.match(cell)) for cell in beside)

    def _needed_filled(self, cells: Sequence[Any]) -> int:
        return sum(place < len(cells) and cells[place] is not None for place in self._needed)

    def _is_heading(self, cells: Sequence[Any]) -> bool:
        """The header once more, as at the top of each printed page."""
        here = [cells[place] for place in self._places if place < len(cells) and cells[place] is not None]
        if len(here) < 2 or not all(isinstance(cell, str) for cell in here):
            return False
        return all(fold_heading(cell) in self._headings for cell in here)


def _texts(cells: Sequence[Any]) -> dict[int, str]:
    return {place: fold_heading(cell) for place, cell in enumerate(cells) if isinstance(cell, str) and len(cell) < 200}


def _is_sum(texts: Mapping[int, str]) -> bool:
    return any(_SUM.fullmatch(text) for text in texts.values())


def _is_numbering(cells: Sequence[Any]) -> bool:
    """1 2 3 4 under the names of the columns."""
    numbers = []
    for cell in cells:
        if cell is None:
            continue
        text = cell.text.removesuffix(".0") if isinstance(cell, Number) else cell
        match = _COUNTED.fullmatch(text.strip()) if isinstance(text, str) else None
        if match is None:
            return False
        numbers.append(int(match[1]))
    enough = len(numbers) >= min(_NUMBERED, len(cells)) and len(numbers) > 1
    return enough and numbers[0] in (0, 1, 2) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _digits_at(cells: Sequence[Any], place: int | None) -> int:
    """How many digits a cell shows; numbers, formulas without value and errors count as a NIP that went wrong."""
    cell = cells[place] if place is not None and place < len(cells) else None
    if isinstance(cell, str):
        return len(cell) if cell.isdecimal() else len(_DIGITS.findall(cell))
    if isinstance(cell, Calculated):
        cell = cell.value
    if isinstance(cell, Uncached | SheetError):
        return _NIP_LIKE
    if isinstance(cell, Number):
        return len(_DIGITS.findall(cell.text)) if "e" not in cell.text.casefold() else _NIP_LIKE
    return len(_DIGITS.findall(cell)) if isinstance(cell, str) else 0

"""What names or identifies a person in a text that citizens wrote, covered before others read it.

A proposal for the moderator, who reads the original and decides. Better to cover a word too many than a name too few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Found(StrEnum):
    """What was covered."""

    NAME = "name"
    NUMBER = "number"  # NIP, NIK, account: nine digits or more
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with what was found replaced, and how often each kind was found."""

    text: str
    found: Mapping[Found, int]


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w])(?:\+?62|0)[\s.-]?8\d(?:[\s.-]?\d){6,10}(?!\d)")
_NUMBER = re.compile(r"(?<![\w])\d(?:[\s.-]?\d){8,23}(?!\d)")
_PLATE = re.compile(r"\b[A-Z]{1,2}\s?\d{3,4}\s?[A-Z]{1,3}\b")
# A person is mostly named after a form of address. Words that follow it without naming anybody are left alone.
_ADDRESS = r"(?:bapak|bpk|pak|ibu|bu|sdri|sdr|saudari|saudara|mas|mbak|bang|kak|dokter|dr|suster|ustaz|ustad|haji|hj|h)"
_WORD = r"[^\W\d_][\w'’]*"
_NAMED = re.compile(rf"\b((?i:{_ADDRESS}))\b(\.?\s+)((?:{_WORD})(?:\s+[A-Z][\w'’]+){{0,3}})")
_CALLED = re.compile(
    r"\b((?:ber)?nama(?:nya)?|a\.?n\.?|atas nama)\b(\s*:?\s+)((?:[A-Z][\w'’]+)(?:\s+[A-Z][\w'’]+){0,3})"
)
_NOT_NAMES = frozenset(
    """yang di ke dari dan atau itu ini tidak tak bukan sudah belum sedang akan juga sangat kurang petugas pegawai
    loket kepala camat lurah wali walikota satpam guru dokter perawat bidan kasir sopir rt rw hamil tua muda menyusui
    penjaga pendaftaran saya kami kita mereka dia nya sekalian dengan untuk pada hanya masih mau minta bilang""".split()  # noqa: SIM905 - a list of words reads better as text
)


def mask(text: str, words: Mapping[Found, str], names: Iterable[str] = ()) -> Masked:
    """Cover what identifies people. `words` are the replacements; `names` known names, such as of a unit's staff.

    A known name is found whole in any spelling of capitals, and by each of its parts (four letters or more) that is
    written with a capital inside a sentence.
    """
    counts: dict[Found, int] = {}

    def put(kind: Found) -> str:
        counts[kind] = counts.get(kind, 0) + 1
        return words[kind]

    for kind, pattern in (
        (Found.EMAIL, _EMAIL),
        (Found.PHONE, _PHONE),
        (Found.NUMBER, _NUMBER),
        (Found.PLATE, _PLATE),
    ):
        text = _cover(pattern, kind, text, put)
    known = _known(names)
    if known is not None:
        text = known.sub(lambda _match: put(Found.NAME), text)
    text = _NAMED.sub(lambda match: _named(match, put), text)
    text = _CALLED.sub(lambda match: f"{match[1]}{match[2]}{put(Found.NAME)}", text)
    return Masked(text, counts)


def _cover(pattern: re.Pattern[str], kind: Found, text: str, put: Callable[[Found], str]) -> str:
    return pattern.sub(lambda _match: put(kind), text)


def _named(match: re.Match[str], put: Callable[[Found], str]) -> str:
    """`Pak Budi Santoso` -> `Pak [..]`; `ibu hamil` and `Pak petugas` stay."""
    first, *more = match[3].split()
    if first.casefold() in _NOT_NAMES or match[3].startswith("["):
        return match[0]
    if not first[0].isupper():
        # "pak budi": an uncapitalised word after a form of address is taken as a name, alone
        rest = " ".join(more)
        return f"{match[1]}{match[2]}{put(Found.NAME)}{' ' + rest if rest else ''}"
    return f"{match[1]}{match[2]}{put(Found.NAME)}"


def _known(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    if not whole:
        return None
    parts = sorted({part for name in whole for part in name.split() if len(part) >= 4}, key=len, reverse=True)
    alternatives = [f"(?i:{re.escape(name)})" for name in whole]
    alternatives += [rf"(?<=[\w,;] ){re.escape(part)}" for part in parts if part[0].isupper()]
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")

"""NIP of a PNS and NI PPPK: 18 digits that carry birth, appointment, sex and a serial.

PNS   YYYYMMDD birth, YYYYMM appointment (TMT CPNS), sex 1/2, serial 001-999.
PPPK  YYYYMMDD birth, YYYY appointment, the digit 2, frequency 1-9, sex 1/2, serial 001-999.
Digits 13 and 14 tell them apart: 01-12 is a month, 21-29 is PPPK. There is no check digit.

Nothing is ever guessed. A spreadsheet keeps 15 digits of a number and destroys the rest without a trace, so a NIP
that arrives as a number is refused even if it looks whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from numbers import Number
from typing import Literal

LENGTH = 18
YOUNGEST, OLDEST = 16, 70  # years of age at appointment; outside is a warning, because odd cases are real

_SEPARATORS = re.compile(r"[\s.\-\u00ad\u2010-\u2015\u200b-\u200d\u2060\ufeff_/]+")
_QUOTES = "'\"`\u2018\u2019\u201c\u201d\u00b4"
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE][+-]?\d+")
_DECIMAL_TAIL = re.compile(r"\d{15,}[.,]0{1,3}")

Sex = Literal["m", "f"]
Kind = Literal["pns", "pppk"]


class NipError(StrEnum):
    """Stable codes of what is wrong with a NIP."""

    EMPTY = "nip_empty"
    NUMBER_DAMAGED = "nip_number_damaged"
    LETTERS = "nip_letters"
    LENGTH = "nip_length"
    BIRTH_DATE = "nip_birth_date"
    MONTH = "nip_month"
    YEAR = "nip_year"
    SEX = "nip_sex"
    SERIAL = "nip_serial"


class NipWarning(StrEnum):
    """Stable codes of what is odd, but possible."""

    AGE_AT_APPOINTMENT = "nip_age_at_appointment"


class NipInvalid(ValueError):
    """A NIP that cannot be read. `code` is stable, `text` is the cell as it came, `detail` is the offending part.

    The message leaves `text` out, so that a NIP does not end up in a log.
    """

    def __init__(self, code: NipError, text: object, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code, self.text, self.detail = code, text, detail


@dataclass(frozen=True, slots=True)
class Nip:
    """A NIP that was read. `appointed` is (year, month); a PPPK has no month but a contract `frequency`."""

    digits: str
    kind: Kind
    born: date
    appointed: tuple[int, int | None]
    frequency: int | None
    sex: Sex
    serial: int

    def __str__(self) -> str:
        return self.digits

    @property
    def spaced(self) -> str:
        """In groups, as it is printed on letters: 19900131 201502 2 999."""
        d = self.digits
        return f"{d[:8]} {d[8:14]} {d[14]} {d[15:]}"

    @property
    def age_at_appointment(self) -> int:
        """Whole years; without a month the most the year allows."""
        year, month = self.appointed
        too_early = month is not None and month < self.born.month
        return year - self.born.year - (1 if too_early else 0)

    def warnings(self) -> tuple[NipWarning, ...]:
        """What is odd but possible: age at appointment outside 16 to 70."""
        return () if YOUNGEST <= self.age_at_appointment <= OLDEST else (NipWarning.AGE_AT_APPOINTMENT,)


def parse_nip(text: object) -> Nip:
    """Reads a NIP from a text cell; spaces, dots, dashes and a leading apostrophe are taken off. Raises NipInvalid.

    A cell that holds a number is refused with `nip_number_damaged`, never rounded or converted.
    """
    digits = nip_digits(text)
    if len(digits) != LENGTH:
        raise NipInvalid(NipError.LENGTH, text, str(len(digits)))
    born = _birth(digits, text)
    year = int(digits[8:12])
    if year < born.year:
        raise NipInvalid(NipError.YEAR, text, digits[8:12])
    month, frequency = _month_or_frequency(digits, text)
    if digits[14] not in "12":
        raise NipInvalid(NipError.SEX, text, digits[14])
    if digits[15:] == "000":
        raise NipInvalid(NipError.SERIAL, text, digits[15:])
    sex: Sex = "m" if digits[14] == "1" else "f"
    kind: Kind = "pns" if month else "pppk"
    return Nip(digits, kind, born, (year, month), frequency, sex, int(digits[15:]))


def make_pns(*, born: date, appointed_year: int, appointed_month: int, sex: Sex, serial: int) -> Nip:
    """A PNS NIP from its parts; raises NipInvalid when they make none."""
    return parse_nip(f"{_day(born)}{appointed_year:04}{appointed_month:02}{_sex(sex)}{serial:03}")


def make_pppk(*, born: date, appointed_year: int, frequency: int, sex: Sex, serial: int) -> Nip:
    """An NI PPPK from its parts; raises NipInvalid when they make none."""
    return parse_nip(f"{_day(born)}{appointed_year:04}2{frequency}{_sex(sex)}{serial:03}")


def repeated(nips: Iterable[str]) -> set[str]:
    """Digits that occur more than once: each belongs to one person, so somebody must look."""
    seen: set[str] = set()
    twice: set[str] = set()
    for digits in nips:
        (twice if digits in seen else seen).add(digits)
    return twice


def nip_digits(text: object) -> str:
    """The digits of a NIP as it is written, however many; raises NipInvalid for what is no text of digits."""
    if text is None:
        raise NipInvalid(NipError.EMPTY, text)
    if isinstance(text, Number) or not isinstance(text, str):
        raise NipInvalid(NipError.NUMBER_DAMAGED, text, type(text).__name__)
    bare = text.strip().strip(_QUOTES).strip()
    # after the quotes, because a damaged number may have been made text with an apostrophe
    if _EXPONENT.fullmatch(bare) or _DECIMAL_TAIL.fullmatch(bare):
        raise NipInvalid(NipError.NUMBER_DAMAGED, text, bare)
    cleaned = _SEPARATORS.sub("", bare).strip(_QUOTES)
    if not cleaned:
        raise NipInvalid(NipError.EMPTY, text)
    for position, character in enumerate(cleaned, start=1):
        if character not in "0123456789":
            name = unicodedata.name(character, "unnamed character").lower()
            raise NipInvalid(NipError.LETTERS, text, f"{character} ({name}) at {position}")
    return cleaned


def _birth(digits: str, text: object) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise NipInvalid(NipError.BIRTH_DATE, text, f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}") from error


def _month_or_frequency(digits: str, text: object) -> tuple[int | None, int | None]:
    pair = int(digits[12:14])
    if 1 <= pair <= 12:
        return pair, None
    if 21 <= pair <= 29:
        return None, pair - 20
    raise NipInvalid(NipError.MONTH, text, digits[12:14])


def _day(born: date) -> str:
    return f"{born.year:04}{born.month:02}{born.day:02}"


def _sex(sex: Sex) -> str:
    return {"m": "1", "f": "2"}[sex]

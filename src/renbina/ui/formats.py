"""Numbers, money and dates in the words of the reader's language.

Every function follows Django's active language unless `language` is given ("id" or "en"; anything else reads as
Indonesian). Results hold no-break spaces, so that "Rp4,2 M" never splits over two lines.
Locale data: Unicode CLDR through Babel; the short money units follow Indonesian budget usage (jt, M, T).
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import get_decimal_symbol, get_group_symbol
from django.db.models import Choices
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

NBSP = "\u00a0"
EN_DASH = "\u2013"
MINUS = "\u2212"
NONE = "\u2013"  # what an unknown value reads as

Number = int | float | Decimal

# Largest first: (one unit in rupiah, Indonesian abbreviation, English abbreviation).
_MONEY_UNITS = (
    (10**12, "T", "tn"),
    (10**9, "M", "bn"),
    (10**6, "jt", "m"),
    (10**3, "rb", "k"),
)


def language_code(language: str | None = None) -> str:
    """Return "id" or "en" for a language tag, the active language by default."""
    tag = language or get_language() or "id"
    return "en" if tag.startswith("en") else "id"


def label(member: Choices) -> str:
    """The name of a choice in the active language; a list repeats few of them in every row."""
    return _label(member, language_code())


@lru_cache(maxsize=1024, typed=True)  # two enumerations may hold the same word for different things
def _label(member: Choices, _code: str) -> str:
    return str(member.label)


@lru_cache(maxsize=8)
def _symbols(code: str) -> tuple[str, str]:
    return get_decimal_symbol(code), get_group_symbol(code)


def _localise(plain: str, code: str) -> str:
    decimal, group = _symbols(code)
    return plain.replace(",", "\0").replace(".", decimal).replace("\0", group).replace("-", MINUS)


def _rounded(value: Number, digits: int) -> Decimal:
    """Round half up, as people do by hand; floats go through their shortest text so 0.125 stays 0.125."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    result = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return result if result else abs(result)  # never "-0"


def number(value: Number | None, digits: int = 0, *, language: str | None = None) -> str:
    """`1234.5` -> "1.234,5" (`digits` decimals, kept also when zero); None reads as a dash."""
    return NONE if value is None else _number(value, digits, language_code(language))


@lru_cache(maxsize=8192, typed=True)  # a page repeats few numbers often; a float and its exact decimal round apart
def _number(value: Number, digits: int, code: str) -> str:
    if digits == 0 and isinstance(value, int):
        return _localise(f"{value:,}", code)
    return _localise(f"{_rounded(value, digits):,}", code)


def measured(value: Number | None, *, language: str | None = None) -> str:
    """With the decimals it has, two at most: `105.0` -> "105", `0.5` -> "0,5", `2.71` -> "2,71"."""
    if value is None:
        return NONE
    exact = float(value)
    digits = next((each for each in (0, 1) if abs(exact - round(exact, each)) < 1e-9), 2)
    return number(exact, digits, language=language)


def signed(value: Number | None, digits: int = 0, *, language: str | None = None) -> str:
    """Like `number`, with a plus before what grows: "+41,8"."""
    text = number(value, digits, language=language)
    return f"+{text}" if value is not None and value > 0 else text


def percent(share: Number | None, digits: int = 1, *, language: str | None = None) -> str:
    """A share of one as a percentage: `0.973` -> "97,3 %" (English "97.3%")."""
    if share is None:
        return NONE
    code = language_code(language)
    exact = share if isinstance(share, Decimal) else Decimal(str(share))
    return number(exact * 100, digits, language=code) + ("%" if code == "en" else f"{NBSP}%")


def percent_up(share: float, *, language: str | None = None) -> str:
    """A share that is promised not to be exceeded, never rounded down: `0.00047` -> "0,1 %", `0.0` -> "0,0 %".

    What is less than a millionth above a tenth of a percent counts as that tenth: so exact is no proof.
    """
    tenths = (Decimal(str(share)) * 1000 - Decimal("0.001")).to_integral_value(ROUND_CEILING)
    return percent(max(Decimal(0), tenths) / 1000, 1, language=language)


def hours(value: Number | None, *, language: str | None = None) -> str:
    """Learning hours (jam pelajaran, JP): `24` -> "24 JP", `4.5` -> "4,5 JP"."""
    if value is None:
        return NONE
    whole = value == int(value)
    return f"{number(int(value) if whole else value, 0 if whole else 1, language=language)}{NBSP}JP"


def rupiah(value: int | None, *, language: str | None = None) -> str:
    """Whole rupiah in full: "Rp4.200.000.000"."""
    if value is None:
        return NONE
    sign = MINUS if value < 0 else ""
    return f"{sign}Rp{number(abs(value), language=language)}"


def rupiah_short(value: int | None, *, language: str | None = None) -> str:
    """Whole rupiah to three figures: "Rp4,17 M", "Rp192 jt", "Rp950". Show `rupiah` beside it (title, export)."""
    if value is None:
        return NONE
    amount, unit = rupiah_parts(value, language=language)
    return f"{amount}{NBSP}{unit}" if unit else amount


def rupiah_parts(value: int, *, language: str | None = None) -> tuple[str, str]:
    """The short amount and its unit apart, for a big figure: `4_170_000_000` -> ("Rp4,17", "M")."""
    code = language_code(language)
    sign = MINUS if value < 0 else ""
    size = abs(value)
    for unit, short_id, short_en in _MONEY_UNITS:
        # 999,6 jt would round to "Rp1.000 jt": it belongs to the next unit.
        if size * 1000 >= unit * 1000 - unit // 2 and size >= 1000:
            scaled = Decimal(size) / unit
            digits = 0 if scaled >= Decimal("99.95") else 1 if scaled >= Decimal("9.995") else 2
            text = f"{_rounded(scaled, digits):,f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return f"{sign}Rp{_localise(text, code)}", short_en if code == "en" else short_id
    return f"{sign}Rp{size}", ""


@lru_cache(maxsize=4096)
def _date(day: date, pattern: str, code: str) -> str:
    return format_date(day, pattern, locale=Locale(code))


def day(value: date | None, *, short: bool = False, language: str | None = None) -> str:
    """`14 April 2027`; short: `14 Apr 2027`. A datetime shows its own day (convert to the agency's zone first)."""
    if value is None:
        return NONE
    plain = value.date() if isinstance(value, datetime) else value
    return _date(plain, "d MMM y" if short else "d MMMM y", language_code(language))


def month(value: date, *, short: bool = False, language: str | None = None) -> str:
    """`April 2027`; short: `Apr`."""
    return _date(date(value.year, value.month, 1), "MMM" if short else "MMMM y", language_code(language))


def day_range(start: date, end: date, *, short: bool = False, language: str | None = None) -> str:
    """First to last day, both included: "14–16 April 2027", "28 April – 2 Mei 2027", "30 Desember 2027 – 2 …"."""
    code = language_code(language)
    if start == end:
        return day(start, short=short, language=code)
    name = "MMM" if short else "MMMM"
    last = _date(end, f"d {name} y", code)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{EN_DASH}{last}"
    first = _date(start, f"d {name}" if start.year == end.year else f"d {name} y", code)
    return f"{first} {EN_DASH} {last}"


def moment(value: datetime | None, *, short: bool = False, language: str | None = None) -> str:
    """`14 April 2027, 10.42 WIB`; short: `14 Apr 2027, …`. An aware datetime shows the short name of its zone."""
    if value is None:
        return NONE
    code = language_code(language)
    zone = f"{NBSP}{value.tzname()}" if value.tzinfo is not None else ""
    clock = format_time(value.replace(tzinfo=None), "HH:mm" if code == "en" else "HH.mm", locale=Locale(code))
    return f"{day(value, short=short, language=code)}, {clock}{zone}"


def clock(value: datetime | time, *, language: str | None = None) -> str:
    """The time of day: "10.42" (English "10:42")."""
    return value.strftime("%H:%M" if language_code(language) == "en" else "%H.%M")


def days_left(days: int) -> str:
    """How far away a day is, in the language of the page: "in 3 days", "today", "2 days late"."""
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": number(-days)}
    if days == 0:
        return _("today")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": number(days)}


def initials(name: str) -> str:
    """Two letters for a person chip, titles left out: "Dr. Siti Aminah, M.Si." -> "SA"."""
    words = [word for word in name.split(",")[0].split() if word[0].isalpha() and not word.endswith(".")]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

"""From what a cell holds to a clean value of its field, or to a problem with a name. Nothing is guessed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Final

from binacore.nip import NipInvalid, nip_digits, parse_nip
from renbina.foundation.imports.declare import MAX_SHOWN, CellProblem, Field, Problem
from renbina.foundation.imports.header import fold_heading
from renbina.foundation.imports.reading import Calculated, Number, OtherTime, SheetError, Uncached

# Control, zero-width and direction marks: they cannot be seen, and make two equal names differ.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LATIN: Final = re.compile("[A-Za-z]")
_LOOK_ALIKE: Final = re.compile("[\u0370-\u03ff\u0400-\u052f\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
_LOST: Final = "\ufffd"  # stands where a program could not read a letter
_NO_VALUE: Final = re.compile("[-\u2010-\u2015\u2212]{1,3}")
_BLANK: Final = re.compile("[\u00a0\u2007\u202f\t\r\n]+")
_ERRORS: Final = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#NILAI!", "#NAMA?",
    "#FIELD!", "#BLOCKED!", "#CONNECT!", "#GETTING_DATA", "#UNKNOWN!", "#####", "######", "########",
})  # fmt: skip
_MONTHS: Final = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "february": 2, "peb": 2, "pebruari": 2, "mar": 3,
    "maret": 3, "march": 3, "apr": 4, "april": 4, "mei": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7,
    "juli": 7, "july": 7, "agu": 8, "ags": 8, "agt": 8, "agus": 8, "agustus": 8, "aug": 8, "august": 8, "sep": 9,
    "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10, "nov": 11, "nop": 11,
    "november": 11, "nopember": 11, "des": 12, "desember": 12, "dec": 12, "december": 12,
}  # fmt: skip
_MIDNIGHT: Final = r"(?:[ T]00[:.]00(?:[:.]00(?:\.0+)?)?Z?)?"
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}}) ?[-/.] ?(\d{{1,2}}) ?[-/.] ?(\d{{1,2}}){_MIDNIGHT}")
_DAY_FIRST: Final = re.compile(rf"(\d{{1,2}}) ?[-/. ] ?(\d{{1,2}}) ?[-/. ] ?(\d{{4}}){_MIDNIGHT}")
_NAMED_MONTH: Final = re.compile(rf"(\d{{1,2}})[-/. ]*([A-Za-z]+)[-/., ]*(\d{{4}}){_MIDNIGHT}")
_MONTH_NAMED_FIRST: Final = re.compile(r"([A-Za-z]+)[-/. ]+(\d{1,2})[, ]+(\d{4})")
_DIGITS_ONLY: Final = re.compile(r"(?:19|20)\d{6}|\d{4}(?:19|20)\d{2}")
_SERIALS: Final = range(10_000, 73_416)  # 18 May 1927 to 31 December 2100: what is less may be a year, not a day
_NIP_LABEL: Final = re.compile(r"(?:N\.?I\.?P\.?(?:PPPK|K)?|NI ?PPPK)[ .:]*(?=\d)", re.IGNORECASE)
_NIK: Final = 16
_SWAPPED_DAYS: Final = 3
_SWAPPED_TEXTS: Final = 2
_TRUE: Final = frozenset({"ya", "y", "yes", "true", "benar", "1"})
_FALSE: Final = frozenset({"tidak", "t", "tdk", "no", "n", "false", "salah", "0"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean value (None: empty or wrong) with what is to be said about it."""

    value: Any
    problems: tuple[Problem, ...] = ()


def clean_cell(cell: Any, field: Field) -> Cleaned:
    """Read one cell as its field wants it."""
    notes: tuple[Problem, ...] = ()
    try:
        if isinstance(cell, Calculated):
            cell = cell.value
            notes = (Problem(field.name, "formula_value", shown(cell), "warning", "cell"),)
        if isinstance(cell, str):
            cell, marked = _visible(cell)
            if marked:
                notes += (Problem(field.name, "invisible_removed", cell[:MAX_SHOWN], "warning", "cell"),)
            if not cell.isascii():
                notes += _odd_letters(cell, field)
        elif isinstance(cell, Number) and field.kind == "date":
            notes += (Problem(field.name, "date_from_number", cell.text, "warning", "cell"),)
        value = _read(cell, field)
    except CellProblem as problem:
        wrong = Problem(
            field.name, problem.code, shown(cell), "error", "cell", problem.params, problem.suggestions
        )  # fmt: skip
        return Cleaned(None, (wrong,))
    return Cleaned(value, notes)


def _odd_letters(text: str, field: Field) -> tuple[Problem, ...]:
    if _LOST in text:
        raise CellProblem("letters_lost")
    if _LOOK_ALIKE.search(text) and _LATIN.search(text):
        return (Problem(field.name, "letters_mixed", text[:MAX_SHOWN], "warning", "cell"),)
    return ()


def _read(cell: Any, field: Field) -> Any:
    if cell is None or cell == "" or (isinstance(cell, str) and _NO_VALUE.fullmatch(cell)):
        if field.required:
            raise CellProblem("required")
        return None
    value = _READ[field.kind](cell, field)
    return value if field.clean is None else field.clean(value)


def shown(cell: Any) -> str:
    """A cell as a person may read it back."""
    if isinstance(cell, Calculated):
        cell = cell.value
    if cell is None or isinstance(cell, Uncached):
        return ""
    text = cell.text if isinstance(cell, Number | OtherTime | SheetError) else str(cell)
    return _visible(text[: 2 * MAX_SHOWN])[0][:MAX_SHOWN]


def as_read(value: Any) -> Any:
    """A stored value as reading it from a file would give it: a cell has no line ends, and one that says nothing is
    None."""
    if not isinstance(value, str):
        return value
    text = _visible(value)[0]
    return None if not text or _NO_VALUE.fullmatch(text) else text


def bare_digits(text: str) -> str:
    """The digits of a NIP without marks of writing; other text as it is."""
    if text.isdecimal() and text.isascii():
        return text
    try:
        return nip_digits(_NIP_LABEL.sub("", _visible(text)[0], count=1))
    except NipInvalid:
        return text


def month_first(cells: Iterable[Any]) -> bool:
    """Whether some date of a column can only be month/day/year. Then 03/04 of the same column is not known either."""
    for cell in cells:
        match = _DAY_FIRST.fullmatch(_visible(cell)[0]) if isinstance(cell, str) else None
        if match and int(match[1]) <= 12 < int(match[2]) <= 31:
            return True
    return False


def perhaps_swapped(cells: Iterable[Any]) -> bool:
    """Whether a spreadsheet with American settings may have read a column typed as day/month/year.

    It keeps what is no American date as text (31/12/1990), and turns the rest into days with day and month swapped
    (03/04/1990 becomes 4 March). So: texts that are all past the 12th beside days that are none of them.
    """
    days, texts = [], []
    for cell in cells:
        if isinstance(cell, date):
            days.append(cell.day)
        elif isinstance(cell, str) and (match := _DAY_FIRST.fullmatch(_visible(cell)[0])):
            texts.append(int(match[1]))
    enough = len(days) >= _SWAPPED_DAYS and len(texts) >= _SWAPPED_TEXTS
    return enough and max(days) <= 12 < min(texts) and set(days) != {1}


def _visible(text: str) -> tuple[str, bool]:
    if text.isascii() and text.isprintable():  # nearly every cell
        return text.strip(), False
    stripped = _INVISIBLE.sub("", text)
    return _BLANK.sub(" ", stripped).strip(), stripped != text


def _text(cell: Any, field: Field) -> str:
    if isinstance(cell, Number):
        number = Decimal(cell.text)
        if number == number.to_integral_value() and len(str(abs(int(number)))) <= 15:
            text = str(int(number))
        else:
            text = cell.text
    elif isinstance(cell, bool):
        text = "TRUE" if cell else "FALSE"
    else:
        text = _words(cell)
    if len(text) > field.max_length:
        raise CellProblem("too_long", most=field.max_length, length=len(text))
    return text


def _words(cell: Any) -> str:
    if isinstance(cell, SheetError) or (isinstance(cell, str) and cell.upper() in _ERRORS):
        raise CellProblem("sheet_error")
    if isinstance(cell, Uncached):
        raise CellProblem("formula_without_value")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.text if isinstance(cell, OtherTime) else str(cell)


def _nip(cell: Any, field: Field) -> str:
    if isinstance(cell, Number):
        cell = float(cell.text)
    elif not isinstance(cell, str):
        cell = _words(cell)
    elif cell.upper() in _ERRORS:
        raise CellProblem("sheet_error")
    else:
        cell = _NIP_LABEL.sub("", cell, count=1) if _NIP_LABEL.match(cell) else cell
    try:
        return parse_nip(cell).digits
    except NipInvalid as error:
        code = str(error.code)
        if code == "nip_length" and error.detail == str(_NIK) and _is_nik(re.sub(r"\D", "", str(cell))):
            code = "nip_is_nik"
        raise CellProblem(code, detail=error.detail) from error


def _is_nik(digits: str) -> bool:
    """Sixteen digits that do not begin as a NIP does, with a day of birth and a year of appointment behind it."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return True
    return digits[8:10] not in ("19", "20")


def _date(cell: Any, field: Field) -> date:
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, Number):
        number = Decimal(cell.text)
        whole = int(number) if abs(number) < 10**9 and number == int(number) else 0
        if whole in _SERIALS:
            return _plausible(_counted(whole, base1904=cell.base1904))
        if not _DIGITS_ONLY.fullmatch(str(whole)):
            raise CellProblem("date_is_number")
        cell = str(whole)
    year, month, day = _date_parts(_words(cell))
    try:
        return _plausible(date(year, month, day))
    except ValueError as error:
        raise CellProblem("date_impossible") from error


def _date_parts(text: str) -> tuple[int, int, int]:
    """Year, month and day of a written date; only forms that can be read in one way."""
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.fullmatch(text):
        if int(match[2]) > 12 >= int(match[1]):
            raise CellProblem("date_month_first")
        return int(match[3]), int(match[2]), int(match[1])
    if (match := _NAMED_MONTH.fullmatch(text)) and match[2].casefold() in _MONTHS:
        return int(match[3]), _MONTHS[match[2].casefold()], int(match[1])
    if (match := _MONTH_NAMED_FIRST.fullmatch(text)) and match[1].casefold() in _MONTHS:
        return int(match[3]), _MONTHS[match[1].casefold()], int(match[2])
    if _DIGITS_ONLY.fullmatch(text):  # 19900131 or 31011990: never both, for no month is 19 or 20
        if text[4:6] in ("19", "20"):
            return int(text[4:]), int(text[2:4]), int(text[:2])
        return int(text[:4]), int(text[4:6]), int(text[6:])
    raise CellProblem("date_unreadable")


def _counted(serial: int, *, base1904: bool) -> date:
    """A day that a spreadsheet keeps as a bare number."""
    return (date(1904, 1, 1) if base1904 else date(1899, 12, 30)) + timedelta(days=serial)


def _plausible(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise CellProblem("date_impossible")
    return day


def _int(cell: Any, field: Field) -> int:
    number = _number(cell)
    if number != number.to_integral_value():
        raise CellProblem("not_whole")
    return int(_bounded(number, field))


def _decimal(cell: Any, field: Field) -> Decimal:
    return _bounded(_number(cell), field)


def _number(cell: Any) -> Decimal:
    if isinstance(cell, Number):
        return Decimal(cell.text)
    if isinstance(cell, bool | date):
        raise CellProblem("not_a_number")
    text = _words(cell).replace(" ", "").removeprefix("Rp").removeprefix(".")
    if re.fullmatch(r"-?\d{1,3}\.\d{3}", text):
        raise CellProblem("number_unclear")  # 1.234 is a thousand to one reader and a bit over one to another
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text) or re.fullmatch(r"-?\d+,\d+", text):
        text = text.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise CellProblem("not_a_number")
    try:
        return Decimal(text)
    except InvalidOperation as error:  # pragma: no cover - the pattern above lets only numbers through
        raise CellProblem("not_a_number") from error


def _bounded(number: Decimal, field: Field) -> Decimal:
    low, high = field.minimum, field.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise CellProblem("out_of_range", low="–" if low is None else low, high="–" if high is None else high)
    if abs(number) > 10**15:
        raise CellProblem("out_of_range", low="–", high=10**15)
    return number


def _choice(cell: Any, field: Field) -> str:
    text = _text(cell, field)
    if text in field.choices:
        return field.choices[text]
    folded = {fold_heading(spelling): value for spelling, value in field.choices.items()}
    asked = fold_heading(text)
    if asked in folded:
        return folded[asked]
    spellings = {fold_heading(spelling): spelling for spelling in field.choices}
    close = get_close_matches(asked, spellings, n=3, cutoff=0.5)
    raise CellProblem("not_in_list", suggestions=[spellings[each] for each in close] or list(field.choices)[:8])


def _bool(cell: Any, field: Field) -> bool:
    if isinstance(cell, bool):
        return cell
    asked = _text(cell, field).casefold()
    if asked in _TRUE | _FALSE:
        return asked in _TRUE
    raise CellProblem("not_in_list", suggestions=["ya", "tidak"])


_READ: Final[dict[str, Callable[[Any, Field], Any]]] = {
    "text": _text,
    "nip": _nip,
    "date": _date,
    "int": _int,
    "decimal": _decimal,
    "choice": _choice,
    "bool": _bool,
}

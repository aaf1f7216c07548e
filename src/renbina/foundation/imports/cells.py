"""From what a cell holds to a clean value of its field, or to a problem with a name. Nothing is guessed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Final

from binacore.nip import NipInvalid, parse_nip
from renbina.foundation.imports.declare import MAX_SHOWN, CellProblem, Field, Problem
from renbina.foundation.imports.header import fold_heading
from renbina.foundation.imports.reading import Number, OtherTime, SheetError, Uncached

# Control, zero-width and direction marks: they cannot be seen, and make two equal names differ.
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANK: Final = re.compile("[\u00a0\u2007\u202f\t\r\n]+")
_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_MONTHS: Final = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "february": 2, "peb": 2, "pebruari": 2, "mar": 3,
    "maret": 3, "march": 3, "apr": 4, "april": 4, "mei": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7,
    "juli": 7, "july": 7, "agu": 8, "ags": 8, "agt": 8, "agus": 8, "agustus": 8, "aug": 8, "august": 8, "sep": 9,
    "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10, "nov": 11, "nop": 11,
    "november": 11, "nopember": 11, "des": 12, "desember": 12, "dec": 12, "december": 12,
}  # fmt: skip
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_NAMED_MONTH: Final = re.compile(r"(\d{1,2})[-/. ]+([A-Za-z]+)[-/., ]+(\d{4})")
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
        if isinstance(cell, str):
            cell, marked = _visible(cell)
            if marked:
                notes = (Problem(field.name, "invisible_removed", cell[:MAX_SHOWN], "warning", "cell"),)
        value = _read(cell, field)
    except CellProblem as problem:
        wrong = Problem(
            field.name, problem.code, shown(cell), "error", "cell", problem.params, problem.suggestions
        )  # fmt: skip
        return Cleaned(None, (wrong,))
    return Cleaned(value, notes)


def _read(cell: Any, field: Field) -> Any:
    if cell is None or cell == "":
        if field.required:
            raise CellProblem("required")
        return None
    value = _READ[field.kind](cell, field)
    return value if field.clean is None else field.clean(value)


def shown(cell: Any) -> str:
    """A cell as a person may read it back."""
    if cell is None or isinstance(cell, Uncached):
        return ""
    text = cell.text if isinstance(cell, Number | OtherTime | SheetError) else str(cell)
    return text[:MAX_SHOWN]


def as_read(value: Any) -> Any:
    """A stored value as reading it from a file would give it: a cell has no line ends, and an empty one is None."""
    return (_visible(value)[0] or None) if isinstance(value, str) else value


def month_first(cells: Sequence[Any]) -> bool:
    """Whether some date of a column can only be month/day/year. Then 03/04 of the same column is not known either."""
    for cell in cells:
        match = _DAY_FIRST.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if match and int(match[1]) <= 12 < int(match[2]) <= 31:
            return True
    return False


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
    try:
        return parse_nip(cell).digits
    except NipInvalid as error:
        raise CellProblem(str(error.code), detail=error.detail) from error


def _date(cell: Any, field: Field) -> date:
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, Number):
        raise CellProblem("date_is_number")
    text = _words(cell)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        if month > 12 >= day:
            raise CellProblem("date_month_first")
    elif (match := _NAMED_MONTH.fullmatch(text)) and match[2].casefold() in _MONTHS:
        day, month, year = int(match[1]), _MONTHS[match[2].casefold()], int(match[3])
    else:
        raise CellProblem("date_unreadable")
    try:
        return _plausible(date(year, month, day))
    except ValueError as error:
        raise CellProblem("date_impossible") from error


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

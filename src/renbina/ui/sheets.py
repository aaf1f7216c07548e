"""Every file with a table in it: workbooks, comma-separated files and JSON, safe to open and true when read again.

No cell ever becomes a formula or a link, an identifier of 18 digits keeps all of them, and numbers stay numbers. Rows
may come from a generator: they are read once, one after the other, and only the finished file is held in memory.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpResponse

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
PDF_TYPE = "application/pdf"
JSON_TYPE = "application/json"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Spreadsheet programs read a cell that starts with one of these, also in full width or after blanks, as a formula; and
# they read more than 15 digits as a number with its last digits gone. Apostrophes in front count, so that `plain`
# gives back exactly what `neutral` was given.
_RISKY: Final = re.compile(r"'*(?:\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]|\d{16,}$)")
# To half of all readers 1.125 is a thousand and more, to the others a bit over one.
_UNCLEAR: Final = re.compile(r"-?\d{1,3}\.\d{3}")
_BAD_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_CELL_CHARACTERS: Final = 32_767  # what a cell of a workbook holds
_LOOKED_AT: Final = 200  # rows whose content decides how wide a column is
_A4: Final = 9
_UPRIGHT: Final = 95  # characters that an upright page holds side by side
_NAME: Final = 31  # characters that the name of a sheet may have


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A heading, its number format ("" text or as it is), and a width in characters (0 = from the content)."""

    label: str
    number_format: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows` hold text, numbers, dates or None, in the order of the columns; they are read once."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]
    note: str = ""


def neutral(text: str) -> str:
    """The text as a cell of a comma-separated file: what a spreadsheet would compute gets an apostrophe in front."""
    return f"'{text}" if _RISKY.match(text) else text


def plain(text: str) -> str:
    """What `neutral` was given; any other text as it is."""
    return text[1:] if text.startswith("'") and _RISKY.match(text) else text


def xlsx_bytes(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """A workbook with a sheet per table: bold frozen heading, filters, widths, number formats. Text stays text."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        # Row by row to a temporary file: 50,000 rows need no more memory than 50.
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "remove_timezone": True, "default_date_format": "d mmm yyyy",
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    # A fixed date: the same rows give the same file, which can then be compared.
    book.set_properties({"title": title, "author": "Renbina", "created": datetime(2000, 1, 1)})  # noqa: DTZ001  zone-less by format
    styles: dict[str, Any] = {
        "head": book.add_format({"bold": True, "bg_color": "#E3F1EF", "bottom": 1, "text_wrap": True, "valign": "top"}),
        "note": book.add_format({"italic": True, "font_color": "#5B6B68"}),
    }
    names: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, _sheet_name(sheet.title, names), styles)
    book.close()
    return buffer.getvalue()


def _write_sheet(book: Any, sheet: Sheet, name: str, styles: dict[str, Any]) -> None:
    target = book.add_worksheet(name)
    top = 0
    if sheet.note:
        target.write_string(0, 0, sheet.note, styles["note"])
        top = 2
    every = iter(sheet.rows)
    first = list(islice(every, _LOOKED_AT))
    kinds = [column.number_format for column in sheet.columns]
    widths = [column.width or _width(column, first, place) for place, column in enumerate(sheet.columns)]
    for place, (column, kind) in enumerate(zip(sheet.columns, kinds, strict=True)):
        if kind and kind not in styles:
            styles[kind] = book.add_format({"num_format": kind})
        target.write_string(top, place, column.label, styles["head"])
        target.set_column(place, place, widths[place], styles.get(kind))
    last = top
    for last, row in enumerate(chain(first, every), start=top + 1):
        for place, kind in enumerate(kinds):
            _write_cell(target, last, place, row[place], styles.get(kind))
    target.freeze_panes(top + 1, 0)
    # Printed as it is read: as wide as the paper, with the heading on every page.
    target.set_paper(_A4)
    if sum(widths) > _UPRIGHT:
        target.set_landscape()
    target.fit_to_pages(1, 0)
    target.repeat_rows(top)
    target.set_footer("&L&8&A&R&8&P / &N")
    if sheet.columns:
        target.autofilter(top, 0, last, len(sheet.columns) - 1)


def _write_cell(target: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        target.write_boolean(row, column, value)
    elif isinstance(value, datetime | date):
        target.write_datetime(row, column, value, style)
    elif isinstance(value, int) and abs(value) >= 10**15:
        # A spreadsheet keeps 15 digits; an identifier or amount beyond that stays readable as text.
        target.write_string(row, column, str(value))
    elif isinstance(value, int | float | Decimal):
        target.write_number(row, column, value, style)
    else:
        text = str(value)
        # The writer leaves out what a cell cannot hold, without a word.
        target.write_string(row, column, text if len(text) <= _CELL_CHARACTERS else f"{text[: _CELL_CHARACTERS - 1]}…")


def _width(column: SheetColumn, rows: Sequence[Sequence[Any]], place: int) -> int:
    longest = max((len(str(row[place])) for row in rows if row[place] is not None), default=0)
    return min(60, max(10, longest + 2, len(column.label) + 2))


def _sheet_name(title: str, taken: set[str]) -> str:
    base = " ".join(title.translate(_BAD_IN_SHEET_NAME).split()) or "Data"
    if len(base) > _NAME:  # ends with a word, where there is one to end with
        base = f"{base[: _NAME - 1].rsplit(' ', 1)[0]}…"
    name, turn = base, 1
    while name.casefold() in taken:
        turn += 1
        name = f"{base[:27]} {turn}"
    taken.add(name.casefold())
    return name


def csv_bytes(sheet: Sheet, *, separator: str = ",") -> bytes:
    """One table as UTF-8 with a byte order mark; text that looks like a formula gets a leading apostrophe.

    With `;` decimals have a comma: so a spreadsheet that is set to Indonesian opens the file with its columns apart.
    """
    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, encoding="utf-8-sig", newline="", write_through=True) as text:
        writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
        writer.writerow([neutral(column.label) for column in sheet.columns])
        comma = separator == ";"
        writer.writerows([_csv_cell(value, comma=comma) for value in row] for row in sheet.rows)
        text.flush()
        return buffer.getvalue()


def _csv_cell(value: Any, *, comma: bool) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float | Decimal):
        number = format(value, "f") if isinstance(value, Decimal) else repr(value)
        if _UNCLEAR.fullmatch(number):
            number += "0"
        return number.replace(".", ",") if comma else number
    return value.isoformat() if isinstance(value, date) else neutral(str(value))


def json_bytes(sheet: Sheet) -> bytes:
    """One table as a JSON list, an object a row by its headings: numbers as numbers, days as 2026-11-23, empty null."""
    names = [column.label for column in sheet.columns]
    buffer = io.BytesIO()
    buffer.write(b"[")
    for place, row in enumerate(sheet.rows):
        values = {name: _json_value(value) for name, value in zip(names, row, strict=True)}
        buffer.write(b",\n" if place else b"\n")
        buffer.write(json.dumps(values, ensure_ascii=False).encode())
    buffer.write(b"\n]\n")
    return buffer.getvalue()


def _json_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)


# What a page may offer: the word in its address -> the ending of the file and how it is written.
FORMATS: Final[dict[str, tuple[str, Callable[[Sheet], bytes]]]] = {
    "xlsx": ("xlsx", lambda sheet: xlsx_bytes([sheet])),
    "csv": ("csv", csv_bytes),
    "csv-semicolon": ("csv", lambda sheet: csv_bytes(sheet, separator=";")),
    "json": ("json", json_bytes),
}


TOML_TYPE = "application/toml; charset=utf-8"
_TYPES: Final = {
    "xlsx": XLSX_TYPE, "csv": CSV_TYPE, "pdf": PDF_TYPE, "json": JSON_TYPE, "docx": DOCX_TYPE, "toml": TOML_TYPE
}  # fmt: skip


def file_response(content: bytes, filename: str) -> HttpResponse:
    """A download that no cache keeps. `filename` ends in a type known here and may hold any letters."""
    ending = filename.rsplit(".", 1)[-1]
    response = HttpResponse(content, content_type=_TYPES[ending])
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in filename)
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

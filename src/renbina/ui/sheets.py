"""Workbooks and comma-separated files, safe to open: no cell ever becomes a formula or a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
PDF_TYPE = "application/pdf"
# Spreadsheet programs read a cell that starts with one of these, also in full width, as a formula.
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BAD_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A heading, its number format ("" text or as it is), and a width in characters (0 = from the content)."""

    label: str
    number_format: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows` hold text, numbers, dates or None, in the order of the columns."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Any]]
    note: str = ""


def xlsx_bytes(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """A workbook with a sheet per table: bold frozen heading, filters, widths, number formats. Text stays text."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "remove_timezone": True,
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
    for place, column in enumerate(sheet.columns):
        kind = column.number_format
        if kind and kind not in styles:
            styles[kind] = book.add_format({"num_format": kind})
        target.write_string(top, place, column.label, styles["head"])
        target.set_column(place, place, column.width or _width(sheet, place), styles.get(kind))
        for offset, row in enumerate(sheet.rows, start=top + 1):
            _write_cell(target, offset, place, row[place], styles.get(kind))
    target.freeze_panes(top + 1, 0)
    if sheet.columns:
        target.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)


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
    elif isinstance(value, int | float):
        target.write_number(row, column, value, style)
    else:
        target.write_string(row, column, str(value))


def _width(sheet: Sheet, place: int) -> int:
    longest = max((len(str(row[place])) for row in sheet.rows[:200] if row[place] is not None), default=0)
    return min(60, max(10, longest + 2, len(sheet.columns[place].label) + 2))


def _sheet_name(title: str, taken: set[str]) -> str:
    base = " ".join(title.translate(_BAD_IN_SHEET_NAME).split())[:31].strip() or "Data"
    name, turn = base, 1
    while name.casefold() in taken:
        turn += 1
        name = f"{base[:27]} {turn}"
    taken.add(name.casefold())
    return name


def csv_bytes(sheet: Sheet) -> bytes:
    """One table as UTF-8 with a byte order mark; text that looks like a formula gets a leading apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_plain(column.label) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_plain(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    # Leading blanks are skipped by spreadsheets, so they must not hide a formula.
    return f"'{text}" if text.startswith(_FORMULA_START) or text.lstrip().startswith(_FORMULA_START) else text


def file_response(content: bytes, filename: str) -> HttpResponse:
    """A download that no cache keeps. `filename` ends in .xlsx, .csv or .pdf and may hold any letters."""
    ending = filename.rsplit(".", 1)[-1]
    response = HttpResponse(content, content_type={"xlsx": XLSX_TYPE, "csv": CSV_TYPE, "pdf": PDF_TYPE}[ending])
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in filename)
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""The engine's codes as sentences: what is wrong, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.foundation.imports.declare import ImportKind, Message


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """One problem of one row, ready to be read: where, why, what to do."""

    field: str
    field_label: str
    code: str
    value: str
    reason: str
    fix: str
    suggestions: tuple[str, ...]
    is_error: bool
    confirmable: bool


_AS_TEXT: Final = _("Format the column as Text and type the NIP again from its source, or type it here.")
_CHECK_NIP: Final = _("Compare it with the appointment letter and type all 18 digits.")

_PROBLEMS: Final[Mapping[str, Message]] = {
    "required": Message(_("This cell is empty."), _("Fill it in.")),
    "too_long": Message(
        _("The text has %(length)s characters; at most %(most)s fit."), _("Shorten the text.")
    ),
    "sheet_error": Message(
        _("The spreadsheet shows the error %(value)s here."), _("Repair the formula, or type the value itself.")
    ),
    "formula_without_value": Message(
        _("This cell holds a formula without a result."),
        _("Open the file in a spreadsheet program and save it again, or type the value itself."),
    ),
    "invisible_removed": Message(
        _("Invisible characters were taken out of this text."), _("Check that the text reads as it should.")
    ),
    "letters_lost": Message(
        _("A letter in “%(value)s” was lost before the file was made."), _("Type the text again from its source.")
    ),
    "letters_mixed": Message(
        _("“%(value)s” holds letters of another alphabet that look like Latin ones."),
        _("Type the text again, so that it can be found by its name."),
    ),
    "formula_value": Message(
        _("%(value)s is what a formula gave when the file was saved."), _("Nothing to do if that is right.")
    ),
    "merged_cell": Message(
        _("This cell is part of a merged cell and holds nothing of its own."),
        _("Unmerge the cells and fill in every row."),
    ),
    "csv_columns": Message(
        _("This row has %(found)s cells; the header has %(expected)s. A text holds the separator or a line break."),
        _("Put the text in quotation marks, or save the file as .xlsx."),
    ),
    "date_from_number": Message(
        _("%(value)s is a bare number; it was read as the day that the spreadsheet counts so."),
        _("Nothing to do if the day is right; otherwise format the column as Date."),
    ),
    "date_swapped": Message(
        _("The spreadsheet may have swapped day and month in this column: only dates kept as text lie after the 12th."),
        _("Write every date of the column as text, like 31/12/2025."),
    ),
    "date_is_number": Message(
        _("%(value)s is a bare number, not a date."), _("Format the column as Date, or write it like 31/12/2025.")
    ),
    "date_unreadable": Message(_("%(value)s cannot be read as a date."), _("Write it like 31/12/2025.")),
    "date_month_first": Message(
        _("This column has dates with the month first, so %(value)s may mean two different days."),
        _("Write every date of the column as day/month/year, like 31/12/2025."),
    ),
    "date_impossible": Message(_("The date %(value)s does not exist."), _("Correct day, month and year.")),
    "not_a_number": Message(_("%(value)s is not a number."), _("Write digits only, like 85 or 85,5.")),
    "not_whole": Message(_("%(value)s is not a whole number."), _("Write it without decimals.")),
    "number_unclear": Message(
        _("%(value)s may be read as thousands or as decimals."), _("Write 1234 or 1,234 to say which one is meant.")
    ),
    "out_of_range": Message(
        _("%(value)s is outside %(low)s to %(high)s."), _("Correct the number.")
    ),
    "not_in_list": Message(_("“%(value)s” is not one of the known values."), _("Choose one of the known values.")),
    "key_missing": Message(
        _("What tells this row from the others is missing."), _("Fill the identifying columns of this row.")
    ),
    "key_twice": Message(
        _("%(value)s also stands in row %(rows)s, with other data."),
        _("Keep the row that is right and remove the other, or correct its number."),
    ),
    "repeated_row": Message(
        _("The same row stands in row %(rows)s too; it counts once."), _("Nothing to do.")
    ),
    "nip_empty": Message(_("The NIP is empty."), _("Fill in all 18 digits.")),
    "nip_number_damaged": Message(
        _("The spreadsheet kept this NIP as a number (%(value)s) and destroyed its last digits."), _AS_TEXT
    ),
    "nip_is_nik": Message(
        _("%(value)s has 16 digits: this is a NIK, not a NIP."), _("Type the 18 digits of the NIP instead.")
    ),
    "nip_letters": Message(_("%(value)s holds something that is not a digit: %(detail)s."), _CHECK_NIP),
    "nip_length": Message(_("%(value)s has %(detail)s digits; a NIP has 18."), _CHECK_NIP),
    "nip_birth_date": Message(
        _("The first eight digits of %(value)s are no date of birth (%(detail)s)."), _CHECK_NIP
    ),
    "nip_month": Message(_("Digits 13 and 14 of %(value)s are %(detail)s; no month, and no PPPK mark."), _CHECK_NIP),
    "nip_year": Message(_("The year of appointment in %(value)s lies before the birth (%(detail)s)."), _CHECK_NIP),
    "nip_sex": Message(_("Digit 15 of %(value)s is %(detail)s; it must be 1 or 2."), _CHECK_NIP),
    "nip_serial": Message(_("The serial number at the end of %(value)s is %(detail)s."), _CHECK_NIP),
}  # fmt: skip

_SAVE_AS: Final = _("Open it in a spreadsheet program and save it as a plain .xlsx workbook, then upload it again.")

_REFUSALS: Final[Mapping[str, Message]] = {
    "file_empty": Message(_("The file is empty."), _("Choose the file again.")),
    "file_too_big": Message(
        _("The file is larger than %(megabytes)s MB."), _("Split it, or remove sheets and pictures.")
    ),
    "file_gone": Message(_("The file is not there any more."), _("Upload it again.")),
    "extension": Message(
        _("A file that ends in “.%(extension)s” cannot be read."), _("Save it as .xlsx, .xls, .ods or .csv.")
    ),
    "not_what_it_says": Message(_("The content is not what the ending of the file's name says."), _SAVE_AS),
    "html_inside": Message(_("This is a web page with the name of a workbook."), _SAVE_AS),
    "macros": Message(_("The file holds macros (programs)."), _SAVE_AS),
    "external_links": Message(
        _("The file draws values from other files."), _("Replace the links by their values, then upload it again.")
    ),
    "dtd": Message(_("The file holds definitions that spreadsheets do not need."), _SAVE_AS),
    "password": Message(_("The file is locked with a password."), _("Take the password off, then upload it again.")),
    "bomb": Message(
        _("Unpacked, the file would be far too large."), _("Export only the rows and columns that are needed.")
    ),
    "too_many_members": Message(_("The file is made of more than %(members)s parts."), _SAVE_AS),
    "xml_invalid": Message(_("A part of the file is not written as it must be."), _SAVE_AS),
    "legacy_xls": Message(_("This workbook is in a format from before 1997."), _SAVE_AS),
    "nip_column_damaged": Message(
        _("The NIPs of the column “%(column)s” were numbers once, and the spreadsheet rounded them."),
        _("Take the list again from its source, with this column as Text."),
    ),
    "too_many_columns": Message(
        _("Cells to the right of column %(columns)s are filled."), _("Empty them, then upload the file again.")
    ),
    "odd_package": Message(_("The parts of the file are named in a way no spreadsheet program does."), _SAVE_AS),
    "damaged": Message(_("The file is damaged and cannot be read."), _("Download or export it again.")),
    "too_many_rows": Message(_("The file has more than %(rows)s rows."), _("Split it into several files.")),
    "too_many_cells": Message(
        _("The file needs too much memory."), _("Remove empty columns and rows far from the data, or split the file.")
    ),
    "too_slow": Message(_("Reading the file took too long."), _("Split it into several files.")),
    "line_too_long": Message(_("The file holds a line that is far too long."), _("Export it again as .xlsx.")),
    "csv_quotes": Message(
        _("A quotation mark in the file is opened but never closed."), _("Export it again as .xlsx.")
    ),
    "encoding": Message(_("The letters of the file cannot be read."), _("Save it as CSV UTF-8, or as .xlsx.")),
    "no_rows": Message(_("The file holds 0 rows."), _("Choose the file with the data. Nothing was changed.")),
    "no_header": Message(
        _("No row with the names of the columns was found."), _("The file needs at least the columns %(columns)s.")
    ),
    "columns_missing": Message(
        _("These columns are missing: %(columns)s (header in row %(row)s)."), _("Add them, then upload the file again.")
    ),
    "column_twice": Message(_("The column “%(column)s” stands there twice."), _("Remove one of them.")),
    "several_sheets": Message(
        _("Several sheets hold rows: %(sheets)s."), _("Keep only the one that is meant, then upload the file again.")
    ),
    "sheet_unknown": Message(
        _("No sheet with rows is called %(sheets)s."), _("Choose one of the sheets of the file.")
    ),
}  # fmt: skip

_NOTES: Final[Mapping[str, Message]] = {
    "hidden_rows": Message(
        _("%(count)s rows that hold something are hidden or filtered out; they are read all the same."),
        _("Show them in the spreadsheet and check whether they belong to the list."),
    ),
    "hidden_columns": Message(
        _("%(count)s columns that hold something are hidden; they are read all the same."),
        _("Show them in the spreadsheet and check whether they belong to the list."),
    ),
    "hidden_sheets": Message(
        _("%(count)s sheets are hidden: %(sheets)s."),
        _("Show them in the spreadsheet and check whether they belong to the list."),
    ),
    "rows_skipped": Message(
        _("%(count)s rows are no data (repeated headers, column numbers, sums, titles, signatures): %(rows)s."),
        _("Check that none of them holds data."),
    ),
    "sheets_not_read": Message(
        _("%(count)s more sheets hold such a list and are not read: %(sheets)s."),
        _("Choose the sheets that are meant."),
    ),
    "date_month_first": Message(
        _("No date of the column “%(column)s” is taken: some have the month first, so the others may mean two days."),
        _("Write every date of the column as day/month/year, like 31/12/2025."),
    ),
    "date_swapped": Message(
        _("No date of the column “%(column)s” is taken: the spreadsheet may have swapped day and month."),
        _("Write every date of the column as text, like 31/12/2025."),
    ),
}

_UNKNOWN: Final = Message(_("There is something wrong here (%(code)s)."), _("Check it against its source."))


def problem_words(problem: Mapping[str, Any], kind: ImportKind) -> ProblemWords:
    """One entry of `ImportRow.problems` in words; the kind's own messages go first."""
    code = str(problem["code"])
    message = kind.messages.get(code) or _PROBLEMS.get(code) or _UNKNOWN
    field = kind.field_named(str(problem["field"]))
    value = str(problem["value"])
    params = {"code": code, "value": value, **problem.get("params", {})}
    return ProblemWords(
        field=field.name if field else "",
        field_label=str(field.label) if field else "",
        code=code,
        value=value,
        reason=_filled(message.reason, params),
        fix=_filled(message.fix, params),
        suggestions=tuple(problem.get("suggestions", ())),
        is_error=problem["severity"] == "error",
        confirmable=bool(problem.get("confirmable")),
    )


def refusal_words(refusal: Mapping[str, Any]) -> tuple[str, str]:
    """Why a whole file was refused, and what to do."""
    code = str(refusal.get("code", ""))
    message = _REFUSALS.get(code) or _UNKNOWN
    params = {"code": code, **refusal.get("params", {})}
    return _filled(message.reason, params), _filled(message.fix, params)


def note_words(note: Mapping[str, Any]) -> tuple[str, str]:
    """One entry of `about["notes"]` (see `rows.Note`): what to know, and what to do."""
    message = _NOTES.get(str(note["code"]), _UNKNOWN)
    params = {"code": note["code"], **note.get("params", {})}
    return _filled(message.reason, params), _filled(message.fix, params)


def known_codes() -> tuple[frozenset[str], frozenset[str]]:
    """Codes of problems and of refusals that have words (for the test that every code has)."""
    return frozenset(_PROBLEMS), frozenset(_REFUSALS)


def _filled(words: object, params: Mapping[str, Any]) -> str:
    text = str(words)
    try:
        return text % params
    except (KeyError, ValueError, TypeError):
        return text  # better a sentence with a gap than no page

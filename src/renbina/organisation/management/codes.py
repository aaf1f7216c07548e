"""The codes of the command's answer (the contract in docs/import.md) and their words.

The engine has finer codes of its own; here each becomes the one code that the contract names. Words never repeat a
cell: what a cell holds may be another person's number.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.foundation.imports import Message

REASONS: Final[Mapping[str, str]] = {
    "file_empty": "empty",
    "no_rows": "empty",
    "file_too_big": "too_large",
    "too_slow": "too_large",
    "too_many_cells": "too_large",
    "extension": "type_unsupported",
    "not_what_it_says": "type_mismatch",
    "html_inside": "html_not_supported",
    "dtd": "dtd_forbidden",
    "password": "encrypted",
    "bomb": "zip_bomb",
    "odd_package": "zip_unsafe",
    "damaged": "zip_corrupt",
    "line_too_long": "text_too_long",
    "csv_quotes": "csv_malformed",
    "encoding": "encoding_unknown",
    "no_header": "header_not_found",
    "columns_missing": "column_missing",
    "column_twice": "column_duplicate",
    "several_sheets": "sheet_choice_needed",
    "sheet_unknown": "sheet_choice_needed",
}

CODES: Final[Mapping[str, str]] = {
    "required": "required_missing",
    "key_missing": "required_missing",
    "nip_empty": "required_missing",
    "too_long": "text_too_long",
    "sheet_error": "cell_error",
    "merged_cell": "required_missing",
    "csv_columns": "csv_malformed",
    "invisible_removed": "text_cleaned",
    "letters_mixed": "text_cleaned",
    "letters_lost": "text_cleaned",
    "date_is_number": "date_invalid",
    "date_unreadable": "date_invalid",
    "date_impossible": "date_invalid",
    "position_not_begun": "date_invalid",
    "since_future": "date_invalid",
    "date_month_first": "date_ambiguous_column",
    "date_swapped": "date_ambiguous_column",
    "not_a_number": "number_invalid",
    "not_whole": "number_invalid",
    "number_unclear": "number_invalid",
    "out_of_range": "number_invalid",
    "nip_number_damaged": "nip_damaged",
    "nip_letters": "nip_invalid",
    "nip_length": "nip_invalid",
    "nip_birth_date": "nip_invalid",
    "nip_month": "nip_invalid",
    "nip_year": "nip_invalid",
    "nip_sex": "nip_invalid",
    "nip_serial": "nip_invalid",
    "employment_not_nip": "nip_invalid",
    "repeated_row": "nip_duplicate_same",
    "key_twice": "nip_duplicate_conflict",
    "works_elsewhere": "nip_other_agency",
    "other_agency": "nip_other_agency",
    "grade_unknown": "grade_invalid",
    "unit_code_differs": "unit_ambiguous",
    "birth_date_differs": "age_implausible",
    "past_retirement": "age_implausible",
    "age_today": "age_implausible",
}
# What the page says beside these is for people who decide; the contract has no code for it.
QUIET: Final = frozenset(
    {
        "sex_differs",
        "date_from_number",
        "sex_unknown",
        "employment_unknown",
        "status_not_active",
        "education_unknown",
        "unit_other_name",
        "position_other_name",
        "contract_over",
        "contract_ends",
    }
)

_AS_TEXT: Final = _("Format the column as Text and fill it in again.")
_CHECK_NIP: Final = _("Compare it with the appointment letter and type all 18 digits.")

WORDS: Final[Mapping[str, Message]] = {
    "nip_damaged": Message(_("the spreadsheet rounded this number."), _AS_TEXT),
    "nip_invalid": Message(_("this is no valid NIP."), _CHECK_NIP),
    "nip_is_nik": Message(_("16 digits are a NIK, not a NIP."), _CHECK_NIP),
    "nip_duplicate_same": Message(
        _("the same person with the same data also stands in row %(rows)s; one row is kept."), _("Nothing to do.")
    ),
    "nip_duplicate_conflict": Message(
        _("the same NIP stands in row %(rows)s with other data."),
        _("Keep the row that is right and remove the other, or correct its NIP."),
    ),
    "nip_other_agency": Message(
        _("this row cannot be imported for this agency."),
        _("Check the NIP. If it is right, ask the administrator of the installation."),
    ),
    "name_conflict": Message(
        _("the stored name for this NIP is quite another one."),
        _("Check the NIP. If it is the same person, upload the file on the import page and confirm the row there."),
    ),
    "required_missing": Message(_("this cell is empty."), _("Fill it in.")),
    "date_invalid": Message(_("this is no date that can be used."), _("Write it like 31/12/2025.")),
    "date_ambiguous_column": Message(
        _("this date has the month first, so no date of this column was read."),
        _("Write every date of the column as day/month/year, like 31/12/2025."),
    ),
    "grade_invalid": Message(
        _("there is no such grade for this kind of employee."),
        _("Write it as in the decree, such as III/b for a PNS or IX for a PPPK."),
    ),
    "unit_unknown": Message(
        _("no unit has this name."), _("Correct the name, or import the unit first. Nearest: %(nearest)s.")
    ),
    "unit_ambiguous": Message(
        _("this name can be several units."), _("Fill in the unit above too, or one of: %(nearest)s.")
    ),
    "position_unknown": Message(
        _("no position has this name."), _("Correct the name, or import the position first. Nearest: %(nearest)s.")
    ),
    "superior_unknown": Message(
        _("nobody with this NIP is stored or stands in the file; the superior is not stored."),
        _("Correct the NIP of the superior, or import the superior too."),
    ),
    "superior_self": Message(
        _("the superior is the person; the superior is not stored."), _("Fill in the NIP of the real superior.")
    ),
    "superior_cycle": Message(
        _("going from superior to superior leads back to this person; the superior is not stored."),
        _("Correct the NIP of one of these superiors."),
    ),
    "number_invalid": Message(_("this is no number that fits here."), _("Write a whole number, such as 12.")),
    "cell_error": Message(
        _("the spreadsheet shows an error here."), _("Repair the formula, or type the value itself.")
    ),
    "formula_without_value": Message(
        _("this formula has no result."),
        _("Open the file in a spreadsheet program and save it again, or type the value itself."),
    ),
    "text_too_long": Message(_("the text has more than 255 characters."), _("Shorten the text.")),
    "csv_malformed": Message(
        _("the row has more or fewer columns than the header, or a quotation mark is missing."),
        _("Put texts that contain the separator in quotation marks, or save the file as .xlsx."),
    ),
    "text_cleaned": Message(
        _("invisible characters were taken out of this text."), _("Check that the text reads as it should.")
    ),
    "formula_value": Message(
        _("this value is the result of a formula when the file was saved."), _("Check that it is right.")
    ),
    "hidden_content": Message(
        _("the file hides %(what)s; they were read too."), _("Check that they belong to the list.")
    ),
    "age_implausible": Message(
        _("the age that follows from this is unlikely."), _("Compare the birth date and the NIP with the decrees.")
    ),
    "rows_skipped": Message(
        _("%(count)s rows without a person were skipped (titles, totals, signatures)."),
        _("Check that no person is among them."),
    ),
    "status_unknown": Message(
        _("this employment status is not known, or says that the person has left."),
        _("Write Aktif, or take the row out of the list."),
    ),
}

REFUSALS: Final[Mapping[str, Message]] = {
    "usage": Message(_("The command was not understood."), _("See docs/import.md for what it takes.")),
    "file_not_found": Message(_("The file is not there or cannot be opened."), _("Check the name of the file.")),
    "agency_unknown": Message(_("No agency has this name."), _("Write its name as `renbina agency list` shows it.")),
    "token_missing": Message(
        _("The token of a dry run is missing."), _("Run --dry-run first and give its token with --token.")
    ),
    "changed_since_dry_run": Message(
        _("The file or the stored data changed since the dry run; nothing was stored."),
        _("Run --dry-run again and look at the difference."),
    ),
    "database_not_ready": Message(_("The database is not ready."), _("Run `renbina migrate` first.")),
    "internal_error": Message(_("The file could not be read."), _("Save it again as .xlsx and try once more.")),
    "nip_column_damaged": Message(
        _("The NIPs of the whole column were rounded by a spreadsheet."),
        _("Export the list again, with the column formatted as Text."),
    ),
    "text_too_long": Message(
        _("The file holds a text or a line that is far too long."), _("Export it again as .xlsx.")
    ),
    "sheet_choice_needed": Message(
        _("Several sheets hold a staff list: %(sheets)s."), _("Say which with --sheet NAME, or --sheet all.")
    ),
}


def code_of(code: str, field: str) -> str:
    """The contract's code of an engine's code."""
    return CODES.get(code, code)


def filled(message: Message, params: Mapping[str, Any]) -> str:
    """Both sentences; a gap that nothing fills is left out."""
    return f"{str(message.reason) % params} {str(message.fix) % params}".strip()

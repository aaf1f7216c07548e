"""Columns of the import pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from renbina.foundation.imports import queries
from renbina.foundation.imports.declare import ImportKind
from renbina.ui.tables import Column, Table

FILES = Table(
    columns=(
        Column(
            "file_name", _("File"), heading=True, sort="file_name",
            link=lambda row: reverse("foundation:import-detail", args=[row.public_id]),
        ),
        Column("kind_label", _("What"), sort="kind_label"),
        Column("rows", _("Rows"), kind="number", sort="rows"),
        Column(
            "state_label", _("State"), kind="badge", value=lambda row: (row.state_label, row.tone), sort="state_label",
            order=lambda row: row.state_label, export=lambda row: row.state_label,
        ),
        Column("uploaded_at", _("Uploaded"), kind="moment", sort="uploaded_at"),
        Column("uploaded_by", _("By"), sort="uploaded_by"),
    ),
    caption=_("Uploaded files"),
    search=("file_name", "kind_label", "uploaded_by"),
    empty_title=_("No file yet"),
    empty_text=_("Choose above what you want to import. Nothing changes before you say so."),
)  # fmt: skip


def rows_table(kind: ImportKind, verdict: str) -> Table:
    """The rows of one verdict; changed rows with old and new values, new rows with their cells."""
    columns = [
        Column("title", _("Row"), heading=True, value=lambda row: queries.row_title(row, kind)),
        Column("key", _("Key"), sort="key"),
    ]
    if verdict != "missing":
        columns.append(Column("place", _("In the file"), value=queries.place_of))
    if verdict == "changed":
        columns.append(Column("changes", _("Stored → in the file"), value=lambda row: queries.change_words(row, kind)))
    if verdict == "warned":
        columns.append(Column("warning", _("What is odd"), value=lambda row: queries.warning_words(row, kind)))
    return Table(
        columns=tuple(columns),
        caption=_("Rows of the file"),
        search=("key", "sheet"),
        empty_title=_("No row here"),
        empty_text=_("The other tabs show the rows of this file."),
    )

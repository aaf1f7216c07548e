"""Columns of the import pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from renbina.foundation.actor import Actor
from renbina.foundation.imports import queries
from renbina.foundation.imports.access import kinds_for
from renbina.foundation.imports.declare import ImportKind
from renbina.ui.tables import Column, Table


def files_table(actor: Actor) -> Table:
    """The history: what came when and from whom, and what became of it."""
    labels = {key: str(kind.label) for key, kind in kinds_for(actor).items()}
    words = queries.state_words()
    return Table(
        columns=(
            Column(
                "file_name", _("File"), heading=True, sort="file_name",
                link=lambda row: reverse("foundation:import-detail", args=[row.public_id]),
            ),
            Column("kind", _("What"), sort="kind", value=lambda row: labels[row.kind]),
            Column("rows", _("Rows"), kind="number", value=lambda row: row.summary.get("counts", {}).get("rows", 0)),
            Column(
                "state", _("State"), kind="badge", sort="state", value=lambda row: words[row.state],
                export=lambda row: words[row.state][0],
            ),
            Column("uploaded_at", _("Uploaded"), kind="moment", sort="uploaded_at"),
            Column("uploaded_by", _("By"), sort="uploaded_by"),
            Column("decided", _("Applied"), kind="moment", sort="applied_at", value=lambda row: row.applied_at,
                   note=queries.decided_words, note_label=_("What became of it"), export=lambda row: row.applied_at),
        ),
        caption=_("Uploaded files"),
        search=("file_name", "uploaded_by"),
        empty_title=_("No file yet"),
        empty_text=_("Choose above what you want to import. Nothing changes before you say so."),
    )  # fmt: skip


def rows_table(kind: ImportKind, verdict: str) -> Table:
    """The rows of one verdict; changed rows with old and new values, new rows with their cells."""
    columns = [
        Column("title", _("Row"), heading=True, value=lambda row: queries.row_title(row, kind)),
    ]
    if (known := queries.known_by(kind)) is not None:
        columns.append(Column("key", known.label, sort="key", value=lambda row: queries.known_as(row, known)))
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

"""The tables of evaluation."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.evaluation.queries import ProgrammeRow
from renbina.ui import formats
from renbina.ui.tables import Column, Table


def programmes_table() -> Table:
    """The programmes of a year."""
    return Table(
        caption=_("Evaluation of programmes"),
        columns=[
            Column("name", _("Programme"), heading=True, sort="name", note=lambda row: row.code),
            Column("finished", _("Classes finished"), value=_classes),
            Column("has_target", _("Target"), kind="badge", value=_target),
        ],
        search=("name", "code"),
        empty_title=_("No programme was held this year"),
        empty_text=_("Programmes appear here with their first class or with a target."),
        count=lambda n: ngettext("%(n)s programme", "%(n)s programmes", n) % {"n": formats.number(n)},
    )


def _classes(row: ProgrammeRow) -> str:
    return gettext("%(n)s of %(all)s") % {"n": formats.number(row.finished), "all": formats.number(row.opened)}


def _target(row: ProgrammeRow) -> tuple[str, str]:
    return (gettext("Set"), "good") if row.has_target else (gettext("Not set"), "")

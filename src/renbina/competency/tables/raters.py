"""The list of raters, those that lean most clearly first."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.competency.models import RaterLean
from renbina.competency.wording import leans
from renbina.ui import formats
from renbina.ui.tables import Column, Table


def raters_table() -> Table:
    """Rows are RaterLean with `rater` and `unit`, annotated `unit_name` and `size` (of the lean)."""
    return Table(
        columns=[
            Column(
                "rater", _("Rater"), heading=True, value=_name, note=lambda row: row.unit_name or "",
                note_label=_("Unit"), link=_link,
                sort="rater__name",
            ),
            Column("lean", _("Leans"), value=leans.size_words, sort="size"),
            Column("range", _("Interval in levels (95%)"), value=leans.interval),
            Column("raw", _("Raw difference"), kind="decimal", value=lambda row: row.raw, sort="raw"),
            Column("shared", _("Compared on"), kind="number", sort="shared"),
            Column("ratings", _("Values given"), kind="number", sort="ratings"),
            Column("says", _("To look at"), kind="badge", value=_badge),
        ],
        caption=_("Raters"),
        search=("rater__name",),
        default_sort="-lean",
        empty_title=_("Nothing to compare yet"),
        empty_text=_("As soon as superiors have rated, they appear here, beside other proof of the same."),
        count=lambda n: ngettext("%(n)s rater", "%(n)s raters", n) % {"n": formats.number(n)},
    )  # fmt: skip


def _name(row: RaterLean) -> str:
    return row.rater.full_name if row.rater else _("Self-assessments")


def _link(row: RaterLean) -> str:
    return reverse("competency:rater", args=[row.public_id]) if row.rater_id else ""


def _badge(row: RaterLean) -> tuple[str, str] | None:
    told = leans.pattern(row)
    if told:
        return told, "warn"
    if row.is_clear:
        return (_("generous"), "amber") if row.lean > 0 else (_("harsh"), "amber")
    return None

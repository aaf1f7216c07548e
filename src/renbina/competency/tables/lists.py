"""The lists of the dictionary and of positions with what they ask."""

from django.utils.translation import gettext_lazy as _

from renbina.competency.queries.positions import PositionLine
from renbina.competency.wording.origins import level_name
from renbina.ui.tables import Column, Table, linked


def dictionary_table() -> Table:
    """Entries of the dictionary; each row needs the annotations of `queries.entries`."""
    return Table(
        caption=_("Dictionary of competencies"),
        columns=[
            Column("code", _("Code"), sort="pk"),
            Column("name", _("Competency"), value=lambda row: row.said_name, sort="shown_name", heading=True,
                   link=linked("competency:entry"), note=lambda row: row.said_family,
                   note_label=_("Family")),
            Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort="kind"),
            Column("described", _("Levels described"), kind="number", sort="described"),
            Column("indicators", _("Behaviours"), kind="number", sort="indicators"),
            Column("asked", _("People it is asked of"), kind="number", sort="asked"),
        ],
        search=("code", "name", "name_en", "family", "family_en"),
        default_sort="code",
        empty_title=_("No competency here yet"),
        empty_text=_("Take over the ready dictionary, write your own, or choose other filters."),
    )  # fmt: skip


def position_table() -> Table:
    """Positions; the rows of a page are made by `queries.position_lines`."""

    def state(row: PositionLine) -> tuple[str, str] | None:
        return (str(_("contradicts")), "warn") if row.wrong else None

    return Table(
        caption=_("Standards of positions"),
        columns=[
            Column("title", _("Position"), sort="title", heading=True, link=linked("competency:standard")),
            Column("level", _("Class"), value=lambda row: level_name(row.level), sort="level"),
            Column("holders", _("People"), kind="number", sort="holders"),
            Column("total", _("Competencies asked"), kind="number"),
            Column("own", _("Of its own"), kind="number"),
            Column("inherited", _("Inherited"), kind="number"),
            Column("critical", _("Critical"), kind="number"),
            Column("wrong", _("To put right"), kind="badge", value=state),
        ],
        search=("title",),
        default_sort="title",
        empty_title=_("No position here yet"),
        empty_text=_("Bring in the positions of the agency, or choose other filters."),
    )  # fmt: skip

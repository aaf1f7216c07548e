"""Columns of the lists of employees and units."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from renbina.dashboards.enums import SiasnKind
from renbina.organisation.enums import Employment, Status
from renbina.ui import formats
from renbina.ui.tables import Column, Table, linked

_STATUS_TONE = {Status.ACTIVE: "good", Status.STUDY_LEAVE: "amber", Status.UNPAID_LEAVE: "amber"}


def _status(row: Any) -> tuple[str, str] | None:
    if not row.status_now:
        return None
    return formats.label(Status(row.status_now)), _STATUS_TONE.get(row.status_now, "warn")


def _employment(row: Any) -> str:
    return formats.label(Employment(row.employment))


def people_table(year: int, plan_year: int | None, *, shows_nip: bool) -> Table:
    """The list of employees on the screen: second facts stand as a small line. `plan_year` None: no plan yet."""
    return _people(
        [
            Column("name", _("Name"), kind="link", sort="name", value=lambda row: row.full_name,
                   note=(lambda row: row.nip) if shows_nip else None, heading=True,
                   link=linked("dashboards:employee-detail")),
            Column("position_title", _("Position"), sort="position_title", note=lambda row: row.unit_name),
            Column("employment", _("Employment"), sort="employment", value=_employment),
            Column("status_now", _("Status"), kind="badge", sort="status_now", value=_status),
            *_figures(year, plan_year),
        ],
        shows_nip,
    )  # fmt: skip


def people_sheet(year: int, plan_year: int | None, *, shows_nip: bool) -> Table:
    """The same rows for a file, each fact in a column of its own; the NIP only for those who may know it."""
    columns = [
        Column("name", _("Name"), sort="name", value=lambda row: row.full_name),
        Column("nip", _("NIP"), sort="nip"),
        Column("position_title", _("Position"), sort="position_title"),
        Column("unit_name", _("Unit"), sort="unit_name"),
        Column("employment", _("Employment"), sort="employment", value=_employment),
        Column("status_now", _("Status"), kind="badge", sort="status_now", value=_status),
        *_figures(year, plan_year),
    ]
    return _people([column for column in columns if shows_nip or column.key != "nip"], shows_nip)


def _figures(year: int, plan_year: int | None) -> list[Column]:
    columns = [
        Column("gap_count", _("Gaps (competencies)"), kind="number", sort="gap_count"),
        Column("hours", _("Hours %(year)s") % {"year": year}, kind="hours", sort="hours"),
    ]
    if plan_year is not None:
        columns.append(Column("planned", _("Planned %(year)s") % {"year": plan_year}, kind="hours", sort="planned"))
    return columns


def _people(columns: list[Column], shows_nip: bool) -> Table:
    return Table(
        columns=columns,
        caption=_("Employees"),
        search=("name", "nip") if shows_nip else ("name",),
        default_sort="name",
        empty_title=_("Nobody here"),
        empty_text=_("No employee matches. Choose other filters, or import the roster."),
    )


def units_table(year: int, plan_year: int | None, caption: Any = None, per_page: int = 50) -> Table:
    """Units with everything below them."""
    columns = [
        Column("short_name", _("Unit"), kind="link", sort="text", heading=True,
               note=lambda row: row.name if row.name != row.short_name else "", note_label=_("Full name"),
               link=linked("dashboards:unit-detail")),
        Column("people", _("People"), kind="number", sort="number"),
        Column("share", _("PNS at the minimum %(year)s") % {"year": year}, kind="percent", sort="number"),
        Column("gaps_each", _("Gaps per person (competencies)"), kind="decimal", sort="number"),
        Column("planned_people", _("People in the plan %(year)s") % {"year": plan_year}, kind="number", sort="number"),
        Column("planned_hours", _("Hours planned"), kind="hours", sort="number"),
    ]  # fmt: skip
    planned = {"planned_people", "planned_hours"}
    return Table(
        columns=[column for column in columns if plan_year is not None or column.key not in planned],
        caption=caption or _("Units"),
        search=("short_name", "name"),
        per_page=per_page,
        empty_title=_("No unit here yet"),
        empty_text=_("Units appear with the first import of the roster."),
    )


def siasn_table() -> Table:
    """Files for SIASN that were taken."""
    return Table(
        columns=[
            Column("made_at", _("When"), kind="moment", sort="made_at"),
            Column("kind", _("File"), sort="kind", value=lambda row: str(SiasnKind(row.kind).label),
                   note=lambda row: row.period, note_label=_("Period"), heading=True),
            Column("unit", _("Unit"), sort="unit", value=lambda row: row.unit or str(_("Whole agency"))),
            Column("rows", _("Lines"), kind="number", sort="rows"),
            Column("left", _("Left out"), kind="number", value=lambda row: sum(row.left_out.values())),
            Column("made_by", _("By"), sort="made_by"),
        ],
        caption=_("Files for SIASN"),
        prefix="f-",
        empty_title=_("No file yet"),
        empty_text=_("Whoever takes a file is written down here, with what was in it."),
    )  # fmt: skip

"""The plan as a workbook: a sheet per table, amounts as numbers."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from renbina.planning import wording
from renbina.planning.documents.pdf import proof_rows, when
from renbina.planning.queries import DocumentMaterial
from renbina.ui import sheets

MONEY: Final = '"Rp"#,##0'
COUNT: Final = "#,##0"
HOURS: Final = "0.0"


def plan_xlsx(material: DocumentMaterial) -> bytes:
    """All sheets, in the order of the document."""
    makers = (_figures, _programmes, _activities, _funds, _needs, _units, _participants)
    return sheets.xlsx_bytes([make(material) for make in makers], title=material.page.plan.title)


def _sheet(title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> sheets.Sheet:
    return sheets.Sheet(title, tuple(sheets.SheetColumn(label, shape) for label, shape in columns), rows)


def _figures(material: DocumentMaterial) -> sheets.Sheet:
    rows: list[tuple[Any, ...]] = [
        (each.label, f"{each.value} {each.unit}".strip(), each.title, f"{each.delta} {each.note}".strip())
        for each in wording.kpis(material.page.figures)
    ]
    rows += [(label, value, "", "") for label, value in proof_rows(material)]
    columns = [(_("Figure"), ""), (_("Value"), ""), (_("Exactly"), ""), (_("Note"), "")]
    return _sheet(_("Figures"), columns, rows)


def _programmes(material: DocumentMaterial) -> sheets.Sheet:
    columns = [
        (_("Code"), ""), (_("Programme"), ""), (_("Form"), ""), (_("Indicator"), ""), (_("When"), ""),
        (_("Classes"), COUNT), (_("Participants"), COUNT), (_("Hours"), HOURS), (_("Cost"), MONEY), (_("Fund"), ""),
        (_("Organiser"), ""), (_("Levels wanted"), COUNT), (_("Levels closed"), COUNT),
    ]  # fmt: skip
    rows = [
        (
            row.programme_code, row.title, row.form, row.indicator, when(row), row.batches, row.participants,
            row.hours, row.amount, row.fund, row.partner, row.steps_wanted, row.steps_closed,
        )
        for row in material.page.rows
        if row.programme
    ]  # fmt: skip
    return _sheet(_("Programmes"), columns, rows)


def _activities(material: DocumentMaterial) -> sheets.Sheet:
    columns = [
        (_("Activity"), ""), (_("Kind"), ""), (_("Goal"), ""), (_("Indicator"), ""), (_("Target"), ""),
        (_("Owner"), ""), (_("When"), ""), (_("Participants"), COUNT), (_("Output"), ""), (_("Cost"), MONEY),
        (_("Fund"), ""),
    ]  # fmt: skip
    rows = [
        (
            row.title, row.kind_label, row.goal, row.indicator, row.target, row.owner, when(row), row.participants,
            row.output, row.amount, row.fund,
        )
        for row in material.page.rows
        if not row.programme
    ]  # fmt: skip
    return _sheet(_("Other activities"), columns, rows)


def _funds(material: DocumentMaterial) -> sheets.Sheet:
    columns = [(_("Fund"), ""), (_("Amount"), MONEY), (_("Used"), MONEY), (_("Left"), MONEY)]
    funds = material.page.figures["funds"]
    rows = [(fund["name"], fund["amount"], fund["used"], fund["amount"] - fund["used"]) for fund in funds]
    return _sheet(_("Funds"), columns, rows)


def _needs(material: DocumentMaterial) -> sheets.Sheet:
    columns = [
        (_("Competency"), ""), (_("Kind"), ""), (_("People"), COUNT), (_("Levels missing"), COUNT),
        (_("Levels closed"), COUNT),
    ]  # fmt: skip
    rows = [(line.competency, line.kind, line.people, line.levels, line.closed) for line in material.needs]
    return _sheet(_("Needs"), columns, rows)


def _units(material: DocumentMaterial) -> sheets.Sheet:
    columns = [(_("Unit"), ""), (_("People"), COUNT), (_("People attending"), COUNT), (_("Seats"), COUNT)]
    rows = [(line.name, line.people, line.attending, line.seats) for line in material.units]
    return _sheet(_("Units"), columns, rows)


def _participants(material: DocumentMaterial) -> sheets.Sheet:
    columns = [
        (_("Name"), ""), (_("NIP"), ""), (_("Grade"), ""), (_("Post"), ""), (_("Unit"), ""), (_("Programme"), ""),
        (_("Form"), ""), (_("Hours"), HOURS), (_("When"), ""), (_("Mandatory"), ""), (_("Cost"), MONEY),
    ]  # fmt: skip
    rows = [
        (
            seat.name, seat.nip, seat.grade, seat.position, seat.unit, seat.programme_name, seat.form, seat.hours,
            wording.month_words(seat.month), _("yes") if seat.mandatory else "", seat.cost,
        )
        for seat in material.seats
    ]  # fmt: skip
    return _sheet(_("Participants"), columns, rows)

"""A report whose content is said once and leaves in three forms: PDF, Word and workbook.

A room composes a `Report` of finished sentences and of tables with raw values; the forms may only differ in how they
look. Numbers become words in one place (`words_of`), so that the page, the PDF and the Word file cannot disagree.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.template import TemplateDoesNotExist
from django.template.utils import get_app_template_dirs
from django.utils.translation import gettext as _

from renbina.ui import formats, sheets, typesetting, word

TEMPLATE: Final = "ui/documents/report.typ"
UPRIGHT: Final = 9
"""Columns up to which a table stands on an upright page; a chapter with a wider one lies across."""
WORD_TEMPLATE: Final = "ui/documents/report.docx"
# Characters that no XML file may hold; they come in with text that people pasted.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# shape of a column -> its words, and the number format of a workbook's cell
_SHAPES: Final[dict[str, tuple[Callable[[Any], str], str]]] = {
    "text": (str, ""),
    "count": (formats.number, "#,##0"),
    "decimal": (lambda value: formats.number(value, 2), "0.00"),
    "percent": (lambda value: formats.percent(value, 0), "0%"),
    "money": (formats.rupiah, '"Rp"#,##0'),
    "day": (formats.day, "d mmm yyyy"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the shape of its values ("text", "count", "decimal", "percent", "money", "day"), a relative width."""

    label: str
    shape: str = "text"
    width: float = 1.0

    @property
    def is_number(self) -> bool:
        return self.shape not in ("text", "day")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a quotation, a smaller heading, or a table; exactly one of `text` and `columns` is filled.

    `rows` hold raw values in the order of `columns`; None is a dash. `first` rows are printed, the workbook has all;
    None prints all of them.
    """

    kind: str  # text, quote, heading, table
    text: str = ""
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Any]] = ()
    first: int | None = None
    note: str = ""  # below a table

    @property
    def printed(self) -> Sequence[Sequence[Any]]:
        return self.rows if self.first is None else self.rows[: self.first]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `over` stands above the title, `lead` is its one sentence, `figures` are (label, value, note)."""

    title: str
    agency: str
    over: str
    lead: str
    made: str  # the day it speaks about, in words
    figures: Sequence[tuple[str, str, str]] = ()
    sections: Sequence[Section] = field(default_factory=tuple)


def text(words: str) -> Block:
    return Block("text", words)


def heading(words: str) -> Block:
    return Block("heading", words)


def quote(words: str) -> Block:
    return Block("quote", words)


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    *,
    first: int | None = None,
    note: str = "",
) -> Block:
    """A table; `first` says how many rows are printed where the workbook holds all of them."""
    return Block("table", caption, columns, rows, first, note)


def words_of(value: Any, shape: str) -> str:
    """A raw value as every printed form shows it; None is a dash. KeyError for an unknown shape."""
    shown = _SHAPES[shape][0]
    return "–" if value is None or value == "" else shown(value)


def left_out_words(block: Block) -> str:
    """How many rows are only in the workbook; empty when all are printed."""
    missing = len(block.rows) - len(block.printed)
    if not missing:
        return ""
    return _("The first %(shown)s of %(all)s rows; the workbook holds all of them.") % {
        "shown": formats.number(len(block.printed)), "all": formats.number(len(block.rows)),
    }  # fmt: skip


def pdf_of(report: Report, *, at: datetime | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1) in the active language. Raises ui.typesetting.DocumentNotMade."""
    return typesetting.pdf_bytes(TEMPLATE, report_data(report), at=at)


def report_data(report: Report) -> dict[str, Any]:
    """The report as plain words for the two printed forms."""
    return {
        "title": report.title,
        "agency": report.agency,
        "over": report.over,
        "lead": report.lead,
        "made": report.made,
        "numbered": True,
        "footer": f"{report.agency} · {report.title}",
        "figures": [{"label": label, "value": value, "note": note} for label, value, note in report.figures],
        "sections": [
            {
                "title": section.title,
                "wide": any(len(block.columns) > UPRIGHT for block in section.blocks),
                "blocks": [_block_data(block) for block in section.blocks],
            }
            for section in report.sections
        ],
        "nothing": _("None."),
    }


def _block_data(block: Block) -> dict[str, Any]:
    notes = [each for each in (left_out_words(block), block.note) if each]
    return {
        "kind": block.kind,
        "text": block.text,
        "head": [column.label for column in block.columns],
        "right": [place for place, column in enumerate(block.columns) if column.is_number],
        "narrow": [place for place, column in enumerate(block.columns) if column.shape != "text"],
        "widths": [column.width for column in block.columns],
        "rows": [
            [words_of(value, column.shape) for value, column in zip(row, block.columns, strict=True)]
            for row in block.printed
        ],
        "note": " ".join(notes),
    }


def docx_of(report: Report) -> bytes:
    """A Word file with real headings and tables, made for editing: an agency signs its own wording."""
    # Heavy (lxml); only who makes such a file loads it.
    from docxtpl import DocxTemplate

    filled = DocxTemplate(_word_template())
    data = _word_data(report)
    filled.render(data, autoescape=True)
    word.finish(filled.docx, data["sections"])
    properties = filled.docx.core_properties
    properties.title, properties.author = _clean(report.title), _clean(report.agency)
    buffer = io.BytesIO()
    filled.save(buffer)
    return buffer.getvalue()


def _word_data(report: Report) -> dict[str, Any]:
    data = _cleaned(report_data(report))
    for section in data["sections"]:
        for block in section["blocks"]:
            right = set(block["right"])
            block["head"] = _cells(block["head"], right)
            block["lines"] = [_cells(row, right) for row in block.pop("rows")]
    return dict(data)


def _cells(row: Sequence[str], right: set[int]) -> list[dict[str, Any]]:
    return [{"text": each, "right": place in right} for place, each in enumerate(row)]


def _clean(words: str) -> str:
    return _FORBIDDEN.sub(" ", words)


def _cleaned(data: Any) -> Any:
    """The same data without characters that would make the Word file unreadable."""
    if isinstance(data, str):
        return _clean(data)
    if isinstance(data, dict):
        return {name: _cleaned(each) for name, each in data.items()}
    return [_cleaned(each) for each in data] if isinstance(data, list) else data


def _word_template() -> str:
    for folder in get_app_template_dirs("templates"):
        path = Path(folder) / WORD_TEMPLATE
        if path.is_file():
            return str(path)
    raise TemplateDoesNotExist(WORD_TEMPLATE)


def xlsx_of(report: Report) -> bytes:
    """A workbook: the figures first, then a sheet for every table with all of its rows, numbers as numbers."""
    figures = sheets.Sheet(
        _("Figures"),
        tuple(sheets.SheetColumn(label) for label in (_("Figure"), _("Value"), _("Note"))),
        report.figures,
        note=f"{report.title} · {report.agency} · {report.made}",
    )
    return sheets.xlsx_bytes([figures, *(_sheet(block) for block in tables_of(report))], title=report.title)


def tables_of(report: Report) -> Iterator[Block]:
    """Its tables in their order."""
    return (block for section in report.sections for block in section.blocks if block.kind == "table")


def _sheet(block: Block) -> sheets.Sheet:
    columns = tuple(sheets.SheetColumn(column.label, _SHAPES[column.shape][1]) for column in block.columns)
    return sheets.Sheet(block.text, columns, block.rows, note=block.note)

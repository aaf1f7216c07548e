#!/usr/bin/env python
"""Makes ui/documents/report.docx, the Word template of every report. Run it after changing the look.

    python tools/report_template.py

The places in braces are filled by docxtpl; `p`, `tr` and `tc` say that a tag takes its whole paragraph, row or cell.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path(__file__).parents[1] / "src/renbina/ui/templates/ui/documents/report.docx"
INK, MUTED, TEAL = RGBColor(0x14, 0x21, 0x1F), RGBColor(0x4A, 0x5A, 0x57), RGBColor(0x0B, 0x5C, 0x56)


def main() -> None:
    document = Document()
    _page(document)
    _styles(document)
    _text(document, "{{ over }}", "Over")
    _text(document, "{{ title }}", "Title")
    _text(document, "{{ lead }}", "Lead")
    _figures(document)
    _text(document, "{{ agency }} · {{ made }}", "Note")
    _text(document, "{%p for section in sections %}")
    _text(document, "{{ section.title }}", "Heading 1")
    _text(document, "{%p for block in section.blocks %}")
    for kind, style in (("text", "Normal"), ("quote", "Quote"), ("heading", "Heading 2")):
        _text(document, f"{{%p if block.kind == '{kind}' %}}")
        _text(document, "{{ block.text }}", style)
        _text(document, "{%p endif %}")
    _text(document, "{%p if block.kind == 'table' %}")
    _text(document, "{{ block.text }}", "Caption")
    _text(document, "{%p if block.lines %}")
    _table(document)
    _text(document, "{%p else %}")
    _text(document, "{{ nothing }}")
    _text(document, "{%p endif %}")
    _text(document, "{%p if block.note %}")
    _text(document, "{{ block.note }}", "Note")
    _text(document, "{%p endif %}")
    _text(document, "{%p endif %}")
    _text(document, "{%p endfor %}")
    _text(document, "{%p endfor %}")
    document.save(str(TARGET))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
    foot = section.footer.paragraphs[0]
    foot.text = "{{ footer }}"


def _styles(document: Any) -> None:
    styles = document.styles
    for name, points, colour, bold in (
        ("Normal", 10, INK, False), ("Title", 22, INK, True), ("Heading 1", 15, INK, True),
        ("Heading 2", 12, INK, True), ("Caption", 9, MUTED, True), ("Quote", 10, TEAL, False),
    ):  # fmt: skip
        _set(styles[name], points, colour, bold)
    for name, size, colour in (("Over", 9, MUTED), ("Lead", 11, MUTED), ("Note", 8.5, MUTED), ("Cell", 8.5, INK)):
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _set(style, size, colour, False)
    cell = styles["Cell"].paragraph_format
    cell.space_before = cell.space_after = Pt(1)


def _set(style: Any, size: float, colour: RGBColor, bold: bool) -> None:
    style.font.name, style.font.size, style.font.color.rgb, style.font.bold = "Arial", Pt(size), colour, bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        if fonts.get(qn(each)) is not None:
            del fonts.attrib[qn(each)]


def _text(document: Any, words: str, style: str = "Normal") -> None:
    document.add_paragraph(words, style=style)


def _figures(document: Any) -> None:
    _text(document, "{%p if figures %}")
    table = document.add_table(rows=1, cols=3)
    first, middle, last = table.rows[0].cells
    _cell(first, "{%tc for figure in figures %}")
    _cell(middle, "{{ figure.label }}")
    value = middle.add_paragraph(style="Cell").add_run("{{ figure.value }}")
    value.bold, value.font.size = True, Pt(14)
    middle.add_paragraph("{{ figure.note }}", style="Note")
    _cell(last, "{%tc endfor %}")
    _text(document, "{%p endif %}")


def _table(document: Any) -> None:
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    head, begin, row, end = table.rows
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(mark)
    _run(head.cells, "block.head", bold=True)
    _cell(begin.cells[0], "{%tr for line in block.lines %}")
    _run(row.cells, "line")
    _cell(end.cells[0], "{%tr endfor %}")


def _run(cells: Any, of: str, *, bold: bool = False) -> None:
    """A cell for each of a row; numbers stand on the right."""
    first, middle, last = cells
    _cell(first, f"{{%tc for cell in {of} %}}")
    _cell(middle, "{%p if cell.right %}")
    right = middle.add_paragraph(style="Cell")
    right.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    right.add_run("{{ cell.text }}").bold = bold
    middle.add_paragraph("{%p else %}", style="Cell")
    middle.add_paragraph(style="Cell").add_run("{{ cell.text }}").bold = bold
    middle.add_paragraph("{%p endif %}", style="Cell")
    _cell(last, "{%tc endfor %}")


def _cell(cell: Any, words: str) -> None:
    cell.paragraphs[0].style = "Cell"
    cell.paragraphs[0].text = words


if __name__ == "__main__":
    main()

"""What a Word file of a report is told beyond its words: widths of columns, chapters that lie across, page numbers.

The template holds none of it: Word would otherwise give every column of a table the same width and break words in two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any, Final

_SIZE, _PADDING = 8.5, 11.5  # points: of the letters of a cell, and beside its words
_NARROW, _WIDE = frozenset("ijlftrI.,:;'()[]/|-· "), frozenset("mwMW@%→")  # a third of the size, and nearly all of it
_EMU: Final = 12_700  # Word's measure of pages, so many a point


def finish(document: Any, sections: Sequence[Mapping[str, Any]]) -> None:
    """Fits a filled document of `ui/documents/report.docx`. `sections` are those it was filled with, in its order."""
    chapters = _chapters(document)
    page = document.sections[0]
    margins = page.left_margin + page.right_margin
    for section, (_heading, tables) in zip(sections, chapters, strict=True):
        room = ((page.page_height if section["wide"] else page.page_width) - margins) / _EMU
        blocks = (block for block in section["blocks"] if block["kind"] == "table" and block["lines"])
        for block, drawn in zip(blocks, tables, strict=True):
            _fit(drawn, _widths(block, room))
    _lay_across(document, [heading for heading, _tables in chapters], [section["wide"] for section in sections])
    _number_pages(document)


def _chapters(document: Any) -> list[tuple[Any, list[Any]]]:
    """The heading of each chapter, and its tables."""
    from docx.oxml.ns import qn

    style = document.styles["Heading 1"].style_id
    found: list[tuple[Any, list[Any]]] = []
    for each in document.element.body:
        if each.tag == qn("w:p") and each.style == style:
            found.append((each, []))
        elif each.tag == qn("w:tbl") and found:
            found[-1][1].append(each)
    return found


def _widths(block: Mapping[str, Any], room: float) -> list[float]:
    """Points of each column: its longest word, or its longest number; the text columns share what is left."""
    least, shares = [], []
    for place, head in enumerate(block["head"]):
        told = [line[place]["text"] for line in block["lines"]]
        is_narrow = place in block["narrow"]
        words = told if is_narrow else [word for each in told for word in each.split()]
        named = max(map(_points, head["text"].split()), default=0.0) * 1.12  # bold
        least.append(max(named, *map(_points, words)) + _PADDING)
        shares.append(0.0 if is_narrow else float(block["widths"][place]))
    left = room - sum(least)
    if left <= 0 or not any(shares):
        return [width * room / sum(least) for width in least]
    return [width + share * left / sum(shares) for width, share in zip(least, shares, strict=True)]


def _points(words: str) -> float:
    """About how wide words are in the letters of the template, rather more than less."""
    return _SIZE * sum(
        0.33 if each in _NARROW else 0.88 if each in _WIDE else 0.73 if each.isupper() else 0.57 for each in words
    )


def _fit(drawn: Any, widths: Sequence[float]) -> None:
    from docx.table import Table

    table = Table(drawn, None)  # type: ignore[arg-type]  # its parent is not asked for
    table.autofit = False
    for grid, width in zip(drawn.tblGrid.gridCol_lst, widths, strict=True):
        grid.w = round(width * _EMU)
    if (caption := drawn.getprevious()) is not None and caption.tag.endswith("}p"):
        caption.get_or_add_pPr().get_or_add_keepNext()
    for row in drawn.tr_lst:
        row.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = round(width * _EMU)


def _lay_across(document: Any, headings: Sequence[Any], wide: Sequence[bool]) -> None:
    """Where the next chapter lies otherwise, the pages so far end with their own layout."""
    from docx.enum.section import WD_ORIENTATION

    def turn(properties: Any) -> None:
        properties.orientation = WD_ORIENTATION.LANDSCAPE
        properties.page_width, properties.page_height = properties.page_height, properties.page_width

    last = document.element.body.sectPr
    upright = deepcopy(last)
    for heading, (before, after) in zip(headings, [(False, wide[0]), *pairwise(wide)] if wide else [], strict=True):
        if before == after:
            continue
        properties = deepcopy(upright)
        if before:
            turn(properties)
        end = _element("w:p")
        end.get_or_add_pPr().append(properties)
        heading.addprevious(end)
    if wide and wide[-1]:
        turn(last)


def _number_pages(document: Any) -> None:
    from docx.oxml.ns import qn

    # The filled footers: python-docx itself still knows those of the template.
    footers = [each._target.element for each in document.part.rels.values() if each.reltype.endswith("/footer")]
    for footer in footers:
        paragraph = deepcopy(footer.findall(qn("w:p"))[-1])
        for each in paragraph.findall(qn("w:r")):
            paragraph.remove(each)
        paragraph.get_or_add_pPr().append(_element("w:jc", {"w:val": "right"}))
        for words, field in (("", "PAGE"), ("/", "NUMPAGES")):
            counted = _element("w:fldSimple", {"w:instr": field})
            counted.append(_run("1"))
            paragraph.append(_run(words))
            paragraph.append(counted)
        footer.append(paragraph)


def _run(words: str) -> Any:
    run = _element("w:r")
    run.text = words
    return run


def _element(name: str, attributes: Mapping[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    return OxmlElement(name, {qn(key): value for key, value in (attributes or {}).items()})

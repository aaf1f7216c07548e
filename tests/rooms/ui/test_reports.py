"""One content, three forms: what one of them says, all of them say."""

import io
import re
import zipfile

import openpyxl
import pypdf
import pytest
from django.utils import translation
from docx import Document

from renbina.ui import reports
from renbina.ui.reports import Column, Report, Section

HOSTILE = "Dinas {{ title }} & <Kota> =1+1\x0b"


@pytest.fixture(scope="module")
def report() -> Report:
    columns = [
        Column("Unit", width=2),
        Column("Pegawai", "count"),
        Column("Bagian", "percent"),
        Column("Skor", "decimal"),
    ]
    rows = [(f"Unit {place}", place * 1000, place / 100, place / 7) for place in range(1, 41)]
    return Report(
        "Analisis kebutuhan 2027", "Kota Rekaan", "Kota Rekaan · AKPK", "Satu kalimat.", "23 November 2026",
        [("Pegawai", "2.914", "PNS dan PPPK")],
        [
            Section("Hasil", [
                reports.text(HOSTILE), reports.heading("Suara"), reports.quote("“Syarat di papan beda.”"),
                reports.table("Prioritas", columns, [(HOSTILE, None, None, None), *rows], first=20, note="Dihitung."),
            ]),
            Section("Usulan", [reports.table("Usulan", [Column("Judul")], [])]),
        ],
    )  # fmt: skip


def said_in_word(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    paragraphs = [each.text for each in document.paragraphs]
    return paragraphs + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_every_word_of_the_word_file_stands_in_the_pdf(report: Report) -> None:
    with translation.override("id"):
        word, pages = said_in_word(reports.docx_of(report)), pypdf.PdfReader(io.BytesIO(reports.pdf_of(report))).pages
    printed = squeezed("".join(page.extract_text() for page in pages))
    assert len([each for each in word if each]) > 80
    assert [each for each in word if squeezed(each) not in printed] == []


def test_numbers_read_the_indonesian_way_and_what_is_unknown_is_a_dash(report: Report) -> None:
    with translation.override("id"):
        cells = said_in_word(reports.docx_of(report))
    assert "19.000" in cells
    assert "2,71" in cells
    assert cells.count("–") == 3


def test_the_workbook_has_all_rows_as_numbers_where_the_print_shows_the_first(report: Report) -> None:
    with translation.override("id"):
        book = openpyxl.load_workbook(io.BytesIO(reports.xlsx_of(report)))
        words = " ".join(said_in_word(reports.docx_of(report)))
    assert book.sheetnames == ["Angka pokok", "Prioritas", "Usulan"]
    rows = [row for row in book["Prioritas"].iter_rows(values_only=True) if isinstance(row[1], int)]
    assert [row[1] for row in rows] == [place * 1000 for place in range(1, 41)]
    assert "Unit 19" in words
    assert "Unit 20" not in words
    assert "20 baris pertama dari 41" in words


def test_text_that_people_typed_stays_text(report: Report) -> None:
    with translation.override("id"):
        content = reports.docx_of(report)
    assert "Dinas {{ title }} & <Kota> =1+1 " in said_in_word(content)
    assert b"{%" not in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")


def test_the_word_file_has_headings_to_find_ones_way_and_a_heading_row_on_every_page(report: Report) -> None:
    document = Document(io.BytesIO(reports.docx_of(report)))
    found = [each.text for each in document.paragraphs if (each.style.name if each.style else "") == "Heading 1"]
    assert found == ["Hasil", "Usulan"]
    assert "w:tblHeader" in document.tables[-1]._tbl.xml


def test_a_chapter_with_a_table_of_many_columns_lies_across_and_its_words_keep_whole() -> None:
    numbers = [reports.Column(f"Sangat kebutuhan {place}", "decimal") for place in range(9)]
    columns = [reports.Column("Unit", width=1), reports.Column("Kompetensi", width=2), *numbers]
    row = ("Dinas Kependudukan", "Penanggulangan bencana", *[1.5] * 9)
    narrow = reports.table("Sempit", columns[:3], [row[:3]])
    chapters = [
        reports.Section("Tegak", [narrow]),
        reports.Section("Lebar", [reports.table("Lebar", columns, [row])]),
        reports.Section("Tegak lagi", [narrow]),
    ]
    made = reports.Report("Judul", "Kota", "", "", "23 November 2026", sections=chapters)
    with translation.override("id"):
        document = Document(io.BytesIO(reports.docx_of(made)))
        pages = pypdf.PdfReader(io.BytesIO(reports.pdf_of(made))).pages
    assert [each.page_width > each.page_height for each in document.sections] == [False, True, False]
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]
    drawn = document.tables[-2]._tbl
    widths = [grid.w.pt for grid in drawn.tblGrid.gridCol_lst]
    assert widths[0] > len("Kependudukan") * 8.5 * 0.5
    assert min(widths[2:]) > len("kebutuhan") * 8.5 * 0.5
    assert sum(widths) < document.sections[1].page_width.pt
    assert drawn.xml.count("w:cantSplit") == 2
    assert "w:keepNext" in drawn.getprevious().xml
    assert {"PAGE", "NUMPAGES"} == set(re.findall(r'w:instr="(\w+)"', document.sections[0].footer._element.xml))

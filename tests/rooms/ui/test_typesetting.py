from io import BytesIO

import pytest
from django.template import TemplateDoesNotExist
from pypdf import PdfReader

from renbina.ui.shapes import Level
from renbina.ui.typesetting import DocumentNotMade, level_data, pdf_bytes

DATA = {
    "title": "Rencana Pembinaan 2027",
    "agency": "BKPSDM Kota Lembah Arai",
    "over": "Pemerintah Kota Lembah Arai",
    "lead": "2.914 pegawai, 61 program.",
    "figures": [{"label": "PNS memenuhi 20 JP", "value": "97,3 %", "note": "+41,8 poin"}],
    "chapter": "Program dalam rencana",
    "head": ["Program", "Bentuk", "Biaya"],
    "rows": [[f"Program {number}", "Pelatihan", "Rp192 jt"] for number in range(60)],
    "table_caption": "Program",
    "level_title": "Kompetensi",
    "levels": [level_data("Layanan digital", Level(1, 3, 3)), level_data("Belum dinilai", Level(None, 3))],
    "chart_title": "Capaian",
    "bars": [{"label": "RSUD", "value": 0.82, "text": "82,0 %", "warn": True}],
    "chart_caption": "Bagian pegawai",
    "chart_alt": "RSUD 82,0 persen",
    "lines": [
        {"label": "optimal", "points": [[0, 0], [1, 0.5], [2, 0.7], [4, 0.78]]},
        {"label": "cara manual", "points": [[0, 0], [4, 0.5]], "tone": "quiet"},
    ],
    "ticks": [[0.4, "40 %"], [0.8, "80 %"]],
    "ends": ["Rp0", "Rp8 M"],
    "marker": {"x": 2, "y": 0.7, "text": "Rp4,2 M"},
    "curve_caption": "Nilai rencana terhadap anggaran",
    "curve_alt": "Nilai naik cepat sampai Rp4 M, lalu mendatar",
}


def sample(**changes: object) -> bytes:
    return pdf_bytes("ui/documents/sample.typ", {**DATA, **changes}, language="id")


def test_a_document_is_tagged_and_names_its_language_and_title():
    root = PdfReader(BytesIO(sample())).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("id")
    assert PdfReader(BytesIO(sample())).metadata.title == DATA["title"]


def test_a_document_declares_the_accessible_standard():
    metadata = PdfReader(BytesIO(sample())).xmp_metadata
    assert b"pdfuaid" in metadata.stream.get_data()


def test_a_document_holds_its_rows_over_several_pages():
    pages = PdfReader(BytesIO(sample())).pages
    assert len(pages) > 1
    assert "Program 59" in "".join(page.extract_text() for page in pages)


def test_the_same_data_give_the_same_bytes():
    assert sample() == sample()


def test_typed_text_is_shown_and_never_read_as_a_command():
    text = '#read("/etc/passwd") *tebal* $x$ <label> @ref'
    shown = "".join(page.extract_text() for page in PdfReader(BytesIO(sample(lead=text))).pages)
    assert '#read("/etc/passwd")' in shown


def test_a_document_without_its_data_says_which_template_failed():
    with pytest.raises(DocumentNotMade, match=r"ui/documents/sample\.typ"):
        pdf_bytes("ui/documents/sample.typ", {"title": "x"}, language="id")


def test_an_unknown_template_is_refused():
    with pytest.raises(TemplateDoesNotExist):
        pdf_bytes("ui/documents/none.typ", {"title": "x"}, language="id")

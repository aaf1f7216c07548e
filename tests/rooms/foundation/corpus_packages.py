"""D23 to D45: what a file is made of, and what hides in it."""

from datetime import date

from tests.rooms.foundation import biff, files
from tests.rooms.foundation.corpus_made import (
    BIFF,
    BORN,
    GOOD,
    HEADER,
    SHEET,
    UNIT,
    Case,
    book,
    in_text,
    many_styles,
    nested_zip,
    nip,
    ods_rows,
    page,
    person,
    text,
    with_definitions,
    with_part,
)

PACKAGES = [
    Case(
        "D23 links to other files",
        files.repacked(GOOD, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        refused="external_links",
    ),
    Case(
        "D24 a formula that would fetch",
        book(person(1, name='=WEBSERVICE("http://127.0.0.1:9/")'), person(2)),
        taken=(3,),
        held={2: "formula_without_value"},
    ),
    Case("D25 macros", files.repacked(GOOD, {"xl/vbaProject.bin": b"x"}), refused="macros"),
    Case(
        "D26 an old workbook",
        biff.xls({"PNS": BIFF}, hidden_rows=[3]),
        "pegawai.xls",
        taken=(2, 3),
        notes=frozenset({"hidden_rows"}),
        values={(2, "birth_date"): BORN, (3, "birth_date"): date(1989, 12, 31), (2, "name"): "Orang 1"},
    ),
    Case(
        "D26 an old workbook from a Mac",
        biff.xls({"PNS": BIFF}, base1904=True, shared=False),
        "pegawai.xls",
        taken=(2, 3),
        values={(2, "birth_date"): BORN},
    ),
    Case(
        "D26 an old workbook with numbers, errors, formulas",
        biff.xls(
            {
                "PNS": [
                    HEADER,
                    person(1, nip=199001012015031901),
                    person(2, name=biff.Error()),
                    person(3, name=biff.Formula("Orang 3")),
                    person(4, name=biff.Formula(None)),
                ]
            }
        ),
        "pegawai.xls",
        taken=(4,),
        held={2: "nip_number_damaged", 3: "sheet_error", 5: "formula_without_value"},
        warned=frozenset({(4, "formula_value")}),
    ),
    Case(
        "D26 an old workbook with a password",
        biff.xls({"PNS": BIFF}, extra=b"\x2f\x00\x02\x00\x00\x00"),
        "pegawai.xls",
        "password",
    ),
    Case("D26 before 1997", biff.ole({"Book": b"x"}), "pegawai.xls", "legacy_xls"),
    Case("D26 cut off", biff.xls({"PNS": BIFF})[:3000], "pegawai.xls", "damaged"),
    Case(
        "D27 OpenDocument",
        files.ods([HEADER, in_text(1), in_text(2, nip="123")]),
        "pegawai.ods",
        taken=(2,),
        held={3: "nip_length"},
        values={(2, "birth_date"): BORN},
    ),
    Case(
        "D27 OpenDocument with a million empty rows",
        ods_rows(
            '<table:table-row table:number-rows-repeated="1048570">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "pegawai.ods",
        taken=(2,),
    ),
    Case(
        "D27 OpenDocument with a million full rows",
        ods_rows(
            '<table:table-row table:number-rows-repeated="1048570"><table:table-cell office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row>"
        ),
        "pegawai.ods",
        "too_many_rows",
    ),
    Case(
        "D28 a web page",
        page(in_text(1), in_text(2, name="O&#39;Neil &amp; Co<script>alert(1)</script>")),
        "pegawai.xls",
        taken=(3, 4),
        values={(4, "name"): "O'Neil & Co"},
    ),
    Case("D29 text as .xlsx", text(in_text(1)), refused="not_what_it_says"),
    Case("D29 a PDF", b"%PDF-1.7 ...", refused="not_what_it_says"),
    Case("D29 a picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "pegawai.csv", "not_what_it_says"),
    Case("D30 a password", biff.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), refused="password"),
    *(
        Case(f"D31 definitions in {part}, {encoding}", with_definitions(part, encoding), refused="dtd")
        for part in (SHEET, "xl/sharedStrings.xml", "xl/styles.xml")
        for encoding in ("utf-8", "utf-16")
    ),
    Case("D32 a zip of zips", nested_zip(), refused="not_what_it_says"),
    Case("D33 a name that climbs", files.repacked(GOOD, {"../../x": b"x"}), refused="odd_package"),
    Case("D34 cut off", GOOD[: len(GOOD) // 2], refused="damaged"),
    Case("D34 broken XML", with_part(GOOD, SHEET, b"</sheetData>", b"</sheetDat>"), refused="xml_invalid"),
    Case(
        "D36 far to the right",
        with_part(GOOD, SHEET, b"</sheetData>", b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'),
        refused="too_many_columns",
    ),
    Case(
        "D36 an empty cell in the last corner",
        with_part(GOOD, SHEET, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'),
        taken=(2, 3),
    ),
    Case("D37 a long text", book(person(1, name="x" * 32_767), person(2)), taken=(3,), held={2: "too_long"}),
    Case("D37 a line of 10 MiB", b"NIP;NAMA\n1;" + b"x" * (10 * 2**20), "pegawai.csv", "line_too_long"),
    *(
        Case(
            f"D38 {encoding}",
            text(in_text(1, name="Jos\u00e9 \u2013 \u00d1"), encoding=encoding),
            "pegawai.csv",
            taken=(2,),
            values={(2, "name"): "Jos\u00e9 \u2013 \u00d1"},
        )
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")
    ),
    Case(
        "D38 two encodings in one file",
        text(in_text(1, name="Jos\u00e9")) + text(in_text(2, name="Jos\u00e9"), encoding="cp1252"),
        "pegawai.csv",
        "encoding",
    ),
    Case(
        "D38 letters that were lost before",
        book(person(1, name="Jos\ufffd"), person(2)),
        taken=(3,),
        held={2: "letters_lost"},
    ),
    *(
        Case(
            f"D39 separated by {mark!r}",
            text(in_text(1, name='"Orang\n1"'), in_text(2), mark=mark),
            "pegawai.csv",
            taken=(2, 3),
            values={(2, "name"): "Orang 1"},
        )
        for mark in (";", ",", "\t", "|")
    ),
    Case("D39 sep= in the first line", b"sep=;\r\n" + text(in_text(1), (), in_text(2)), "pegawai.csv", taken=(3, 5)),
    Case("D39 a mark that is never closed", text(in_text(1, name='"Orang'), in_text(2)), "pegawai.csv", "csv_quotes"),
    Case(
        "D39 a separator within a name",
        text(in_text(1, name="Orang, S.E."), in_text(2), mark=","),
        "pegawai.csv",
        taken=(3,),
        held={2: "csv_columns"},
    ),
    Case(
        "D39 a row torn in two",
        text((nip(1), "Orang"), ("1", UNIT, "01/01/1990", ""), in_text(2)),
        "pegawai.csv",
        taken=(4,),
        held={2: "csv_columns", 3: "csv_columns"},
    ),
    Case(
        "D39 a row swallowed by quotation marks",
        text(in_text(1, name='"Orang 1;x\r\n' + nip(3) + ';Orang 3"'), in_text(2)),
        "pegawai.csv",
        taken=(3,),
        held={2: "csv_columns"},
    ),
    Case(
        "D40 what cannot be seen",
        text(in_text(1, name="Or\x00ang\u202e\u200b 1\x07"), in_text(2, name="\u041erang 2")),
        "pegawai.csv",
        taken=(2, 3),
        warned=frozenset({(2, "invisible_removed"), (3, "letters_mixed")}),
        values={(2, "name"): "Orang 1"},
    ),
    Case(
        "D41 names",
        book(
            person(1, name="Nur'aini"),
            person(2, name="Sukarno"),
            person(3, name="dr. Sari, Sp.A"),
            person(4, name="Jos\u00e9 \u00d1and\u00fa"),
        ),
        taken=(2, 3, 4, 5),
        values={(2, "name"): "Nur'aini", (4, "name"): "dr. Sari, Sp.A", (5, "name"): "Jos\u00e9 \u00d1and\u00fa"},
    ),
    Case("D42 nothing", b"", refused="file_empty"),
    Case("D42 a header alone", book()),
    Case("D42 blanks alone", files.xlsx([("", None), (None, "  ")]), refused="no_rows"),
    Case(
        "D45 pictures, other XML, many styles",
        files.repacked(
            book(person(1), change=many_styles),
            {"xl/media/image1.png": b"\x89PNG" + bytes(5000), "customXml/item1.xml": b"<any><other/></any>"},
        ),
        taken=(2,),
    ),
    Case(
        "personal columns",
        book(
            (*person(1), "6271054101900003", "Jalan Rahasia 5", "Islam"),
            header=(*HEADER, "NIK", "ALAMAT", "AGAMA NAMA"),
        ),
        taken=(2,),
    ),
    Case(
        "a dash for nothing",
        book(person(1, grade="-"), person(2, name="-")),
        taken=(2,),
        held={3: "required"},
        values={(2, "grade"): None},
    ),
    Case("a day moved by a time zone", book(person(1, born="1989-12-31T17:00:00Z")), held={2: "date_unreadable"}),
    Case(
        "a line that counts columns below a blank",
        book((), (1, 2, 3, 4, 5), person(1)),
        taken=(4,),
        notes=frozenset({"rows_skipped"}),
    ),
]

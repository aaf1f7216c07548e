"""D1 to D22: what stands in the cells and rows of a list."""

from datetime import date

from tests.rooms.foundation import files
from tests.rooms.foundation.corpus_made import (
    BORN,
    GOOD,
    HEADER,
    SHARED,
    UNIT,
    Case,
    book,
    column,
    count_from_1904,
    formulas,
    headed,
    hide,
    in_text,
    merged,
    nip,
    person,
    text,
)

ROWS = [
    Case("a good file with shared texts", SHARED, taken=(2, 3), values={(2, "birth_date"): BORN}),
    Case("a good file", GOOD, taken=(2, 3), values={(2, "birth_date"): BORN}),
    Case(
        "D1 a NIP as a number",
        book(person(1, nip=199001012015031901), person(2)),
        taken=(3,),
        held={2: "nip_number_damaged"},
    ),
    Case(
        "D1 a NIP as 1,99E+17",
        book(person(1, nip="1,99001E+17"), person(2)),
        taken=(3,),
        held={2: "nip_number_damaged"},
    ),
    Case(
        "D1 a column of NIPs in steps of 32",
        text(*(in_text(n, nip=str(199001012015031008 // 32 * 32 + 32 * n)) for n in range(9))),
        "pegawai.csv",
        "nip_column_damaged",
    ),
    Case(
        "D1 a column of NIPs that end in 000",
        text(*(in_text(n, nip=f"19900101201503{n}000"[:18]) for n in range(1, 9)), in_text(20)),
        "pegawai.csv",
        "nip_column_damaged",
    ),
    Case(
        "D2 marks of writing",
        book(
            person(1, nip="'" + nip(1)),
            person(2, nip=f"\u00a0{nip(2)} "),
            person(3, nip="19900101.201503.2.903"),
            person(4, nip="19900101-201503-1-904"),
            person(5, nip=f"NIP. {nip(5)}"),
            person(6, nip="19900101 201503 1 906"),
        ),
        taken=(2, 3, 4, 5, 6, 7),
        values={(4, "nip"): nip(3), (6, "nip"): nip(5)},
    ),
    Case(
        'D2 a text kept whole with =""',
        text(in_text(1, nip=f'="{nip(1)}"')),
        "pegawai.csv",
        taken=(2,),
        values={(2, "nip"): nip(1)},
    ),
    Case(
        "D3 too short, too long, letters, wide digits",
        book(
            person(1, nip=nip(1)[:-1]),
            person(2, nip=nip(2) + "1"),
            person(3, nip="l99OO101201503290E"),
            person(4, nip="".join(chr(0xFF10 + int(digit)) for digit in nip(4))),
        ),
        held={2: "nip_length", 3: "nip_length", 4: "nip_letters", 5: "nip_letters"},
    ),
    Case(
        "D4 parts that cannot be",
        book(
            person(1, nip="199013012015031901"),
            person(2, nip="199002302015031901"),
            person(3, nip="199001012015131901"),
            person(4, nip="199001012015033901"),
            person(5, nip="199001012015031000"),
        ),
        held={2: "nip_birth_date", 3: "nip_birth_date", 4: "nip_month", 5: "nip_sex", 6: "nip_serial"},
    ),
    Case(
        "D5 the same row twice",
        book(person(1), person(1), person(2)),
        taken=(2, 3, 4),
        warned=frozenset({(3, "repeated_row")}),
    ),
    Case(
        "D6 one NIP, two people",
        book(person(1), person(1, name="Orang Lain"), person(2)),
        taken=(4,),
        held={2: "key_twice", 3: "key_twice"},
    ),
    Case(
        "D9 PPPK, and a NIK",
        book(person(1, nip="199001012023211901", grade="IX"), person(2, nip="6271054101900003")),
        taken=(2,),
        held={3: "nip_is_nik"},
    ),
    Case(
        "D10 written dates",
        book(
            *(
                person(n, born=cell)
                for n, cell in enumerate(
                    [
                        "31/12/1989",
                        "31-Des-1989",
                        "1989-12-31",
                        "31 December 1989",
                        "31 Desember 1989",
                        "31-12-1989",
                        "19891231",
                        "Dec 31, 1989",
                    ],
                    start=1,
                )
            )
        ),
        taken=tuple(range(2, 10)),
        values={(row, "birth_date"): date(1989, 12, 31) for row in range(2, 10)},
    ),
    Case(
        "D10 one date with the month first",
        book(person(1, born="03/04/1989"), person(2, born="12/31/1989"), person(3, born="1989-12-31")),
        taken=(2, 3, 4),
        notes=frozenset({"date_month_first"}),
        values={(2, "birth_date"): None, (4, "birth_date"): None},
    ),
    Case(
        "D10 days that American settings swapped",
        book(
            person(1, born=date(1990, 4, 3)),
            person(2, born=date(1990, 5, 12)),
            person(3, born=date(1990, 9, 1)),
            person(4, born="13/04/1990"),
            person(5, born="28/11/1990"),
        ),
        taken=(2, 3, 4, 5, 6),
        notes=frozenset({"date_swapped"}),
        values={(2, "birth_date"): None},
    ),
    Case(
        "D11 days counted from 1900",
        book(person(1), person(2, born=32874)),
        taken=(2, 3),
        warned=frozenset({(3, "date_from_number")}),
        values={(2, "birth_date"): BORN, (3, "birth_date"): date(1990, 1, 1)},
    ),
    Case(
        "D11 days counted from 1904",
        book(person(1), person(2, born=32874 - 1462), change=count_from_1904),
        taken=(2, 3),
        warned=frozenset({(3, "date_from_number")}),
        values={(2, "birth_date"): BORN, (3, "birth_date"): BORN},
    ),
    Case(
        "D12 days that are none",
        book(
            person(1, born="29/02/2025"),
            person(2, born="00/00/0000"),
            person(3, born="31/04/1990"),
            person(4, born=1990),
        ),
        held={2: "date_impossible", 3: "date_impossible", 4: "date_impossible", 5: "date_is_number"},
    ),
    Case(
        "D13 decimals",
        column("BIAYA", "85,5", "85.5", "85.500,00", "1.234", "Rp 2.500.000"),
        taken=(2, 3, 4, 6),
        held={5: "number_unclear"},
    ),
    Case(
        "D14 scores",
        column("NILAI", 850, -1, "A", "#N/A", "#REF!", 0),
        taken=(7,),
        held={2: "out_of_range", 3: "out_of_range", 4: "not_a_number", 5: "sheet_error", 6: "sheet_error"},
    ),
    Case(
        "D15 logo, two rows of header, sums, signature",
        book(change=headed),
        taken=(7, 9),
        held={11: "required"},
        notes=frozenset({"rows_skipped"}),
        values={(7, "position"): "Analis", (7, "since"): date(2020, 1, 1), (9, "position"): "Kepala Bidang"},
    ),
    Case(
        "D16 merged cells",
        book(person(1), person(2, unit=None), person(3), change=merged),
        taken=(2, 4),
        held={3: "merged_cell"},
    ),
    Case(
        "D17 other order, more columns",
        book((UNIT, "x", "Orang 1", nip(1)), header=("Unit_Kerja", "Catatan", "nama", "  nip  ")),
        taken=(2,),
    ),
    Case("D17 a needed column is missing", book(person(1)[:2], header=HEADER[:2]), refused="columns_missing"),
    Case(
        "D17 a column stands there twice", book((*person(1), "Lain"), header=(*HEADER, "NAMA")), refused="column_twice"
    ),
    Case(
        "D18 hidden rows, columns, sheets",
        book(person(1), person(2), change=hide),
        taken=(2, 3),
        notes=frozenset({"hidden_rows", "hidden_columns", "hidden_sheets"}),
    ),
    Case(
        "D19 two lists",
        files.xlsx(sheets={"Lama": [HEADER, person(1)], "Baru": [HEADER, person(2)]}),
        refused="several_sheets",
    ),
    Case(
        "D20 a formula with its value",
        formulas(valued=True),
        taken=(2, 3),
        warned=frozenset({(2, "formula_value")}),
        values={(2, "name"): "Orang 1"},
    ),
    Case("D21 a formula without", formulas(valued=False), taken=(3,), held={2: "formula_without_value"}),
    Case(
        "D22 texts that look like formulas",
        text(
            in_text(1, name="=cmd|' /C calc'!A0"),
            in_text(2, name="@SUM(1)"),
            in_text(3, name="+1"),
            in_text(4, name="-1"),
        ),
        "pegawai.csv",
        taken=(2, 3, 4, 5),
        values={(2, "name"): "=cmd|' /C calc'!A0", (3, "name"): "@SUM(1)"},
    ),
]

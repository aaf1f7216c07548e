"""What goes out comes in again: every kind of import, every shape of file that is read, 0 differences."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests.world import DAY, World

from renbina.config.imports import IMPORTS
from renbina.foundation import clock
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, difference, reading
from renbina.foundation.imports.exports import data_sheet, template_sheets
from renbina.foundation.imports.guard import inspect_file
from renbina.foundation.imports.header import fold_heading
from renbina.foundation.imports.rows import FileRows, rows_of
from renbina.ui.sheets import FORMATS, Sheet, xlsx_bytes

pytestmark = pytest.mark.django_db
KEYS = sorted(IMPORTS)
# Full-width digits and signs that are almost others stand here on purpose.
NASTY = (
    "=1+1", "+62 812", "-", "- butir", "@SUM(A1)", "'kutip", "''=1", "O'Neil \"Tiga\"; empat, lima", "\uff11\uff12",
    "198501012010011901", "baris satu\nbaris dua", "  kosong di tepi\t", "é ü ñ ẞ İ 漢字 \U0001f4da", "x" * 255, "–",
    "=" * 255, "1,5", "1.234", "TRUE", "2027-04-14", "#NAMA", "_x0041_", "<b>&amp;</b>", "ya", "\u200bnol", "1e5",
    "sep=;", "00012",
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


@pytest.fixture(scope="module")
def taken_out(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, reading.Sheet]:
    """Everything stored of every kind, a sheet each of one workbook, read by the engine."""
    with translation.override("id"):
        sheets = [data_sheet(IMPORTS[key], _analyst(world), DAY) for key in KEYS]
        path = tmp_path_factory.mktemp("keluar") / "semua.xlsx"
        path.write_bytes(xlsx_bytes(sheets))
    return dict(zip(KEYS, reading.read_sheets(path, inspect_file(path, path.name)), strict=True))


@pytest.mark.parametrize("key", KEYS)
def test_a_workbook_of_everything_stored_comes_back_without_a_difference(
    world: World, taken_out: dict[str, reading.Sheet], key: str
) -> None:
    _expect_no_difference(world, IMPORTS[key], rows_of([taken_out[key]], IMPORTS[key]))


@pytest.mark.parametrize("key", KEYS)
def test_so_does_a_comma_separated_file(world: World, key: str, tmp_path: Path) -> None:
    shape = ("csv", "csv-semicolon")[KEYS.index(key) % 2]
    sheet = data_sheet(IMPORTS[key], _analyst(world), DAY)
    _expect_no_difference(world, IMPORTS[key], _read(sheet, IMPORTS[key], shape, tmp_path))


def _expect_no_difference(world: World, kind: ImportKind, read: FileRows) -> None:
    by = _analyst(world)
    stored = kind.stored(by, DAY)
    difference.check(read.rows, kind, ImportContext(by, DAY, clock.now(), read.columns))
    missing = difference.compare(read.rows, stored, kind, read.columns)
    assert [_told(row) for row in read.rows if row.verdict != "same"][:3] == []
    assert [row.key for row in missing][:3] == []
    assert len(read.rows) == len(stored)


@pytest.mark.parametrize("shape", ["xlsx", "csv", "csv-semicolon"])
def test_nasty_texts_and_every_kind_of_cell_come_back_as_they_were(shape: str, tmp_path: Path) -> None:
    kind = _of_everything()
    read = _read(data_sheet(kind, Actor.system(1), DAY), kind, shape, tmp_path)
    missing = difference.compare(read.rows, kind.stored(Actor.system(1), DAY), kind, read.columns)
    assert [_told(row) for row in read.rows if row.verdict != "same"] == []
    assert missing == []
    assert len(read.rows) == len(NASTY)


@pytest.mark.parametrize("key", KEYS)
def test_a_template_names_every_column_once_and_is_read_when_somebody_filled_it(key: str) -> None:
    kind = IMPORTS[key]
    first, second = template_sheets(kind)
    headings = [column.label for column in first.columns]
    assert len({fold_heading(heading) for heading in headings}) == len(kind.fields)
    values = {field.name: _value(field, "Isi", 1) if field.required else None for field in kind.fields}
    filled = replace(kind, stored=lambda actor, on: {"1": values})
    row = data_sheet(filled, Actor.system(1), DAY)
    written = dict(zip((column.label for column in row.columns), next(iter(row.rows)), strict=True))
    explained = [[column.label for column in second.columns], *second.rows]
    for rows in ([], [[_cell(written.get(heading)) for heading in headings]]):
        sheets = [
            reading.Sheet(first.title, False, [headings, *rows]),
            reading.Sheet(second.title, False, [[second.note], [], *[list(each) for each in explained]]),
        ]
        read = rows_of(sheets, kind)
        assert len(read.rows) == len(rows)
        assert [row.problems for row in read.rows if row.problems] == []
        assert read.columns == {field.name for field in kind.fields}


def _cell(value: Any) -> Any:
    return reading.Number(str(value)) if isinstance(value, int | Decimal) else value


def _analyst(world: World) -> Actor:
    return Actor.system(world.agency.pk)


def _told(row: Any) -> tuple[Any, ...]:
    return row.key, row.verdict, row.changes, row.problems


def _read(sheet: Sheet, kind: ImportKind, shape: str, folder: Path) -> FileRows:
    ending, written = FORMATS[shape]
    path = folder / f"data.{ending}"
    path.write_bytes(written(sheet))
    return rows_of(reading.read_sheets(path, inspect_file(path, path.name)), kind)


def _of_everything() -> ImportKind:
    """A kind with a column of every type, which holds a row for each nasty text."""
    fields = (
        Field("key", "Kunci", required=True), Field("text", "Uraian"), Field("nip", "NIP", "nip"),
        Field("day", "Tanggal", "date"), Field("count", "Banyaknya", "int"), Field("share", "Bagian", "decimal"),
        Field("choice", "Pilihan", "choice", choices={"Luring": "in", "Tatap muka": "in", "Daring": "out"}),
        Field("flag", "Serentak", "bool"),
    )  # fmt: skip
    stored = {
        f"K{number}": {field.name: _value(field, text, number) for field in fields} | {"key": f"K{number}"}
        for number, text in enumerate(NASTY)
    }
    return ImportKind(
        key="everything", label="Segala sesuatu", may=lambda actor: True, fields=fields,
        key_of=lambda values: str(values["key"]), stored=lambda actor, on: stored, apply=dict,
    )  # fmt: skip


def _value(field: Field, text: str, number: int) -> Any:
    if field.kind == "text":
        return text
    if field.kind == "choice":
        return list(field.choices.values())[number % len(field.choices)]
    low = field.minimum if field.minimum is not None else -5
    return {
        "nip": f"198501012010011{900 + number % 100}",
        "date": date(1990, 1, 1 + number % 28),
        "int": low + number % 3,
        "decimal": Decimal(low) + Decimal(number) / 8,
        "bool": number % 2 == 0,
    }[field.kind]

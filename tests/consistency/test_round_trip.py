"""What goes out comes in again: every kind of import, every shape of file that is read, 0 differences."""

from collections.abc import Iterator, Mapping
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
from renbina.foundation.imports import Field, ImportContext, ImportKind, difference
from renbina.foundation.imports.exports import data_sheet, template_sheets
from renbina.foundation.imports.guard import inspect_file
from renbina.foundation.imports.header import fold_heading
from renbina.foundation.imports.reading import read_sheets
from renbina.foundation.imports.rows import FileRows, rows_of
from renbina.ui.sheets import FORMATS, Sheet, xlsx_bytes

pytestmark = pytest.mark.django_db
READ_AGAIN = ("xlsx", "csv", "csv-semicolon")
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


@pytest.mark.parametrize("shape", READ_AGAIN)
@pytest.mark.parametrize("key", sorted(IMPORTS))
def test_everything_stored_of_a_kind_comes_back_without_a_difference(
    world: World, tmp_path: Path, key: str, shape: str
) -> None:
    kind, by = IMPORTS[key], Actor.system(world.agency.pk)
    stored = kind.stored(by, DAY)
    if not stored:
        pytest.skip("the small city holds nothing of this kind")
    read = _read(data_sheet(kind, by, DAY), kind, shape, tmp_path)
    difference.check(read.rows, kind, ImportContext(by, DAY, clock.now(), read.columns))
    missing = difference.compare(read.rows, stored, kind, read.columns)
    odd = [(row.key, row.verdict, row.changes, row.problems) for row in read.rows if row.verdict != "same"]
    assert odd[:3] == []
    assert [row.key for row in missing][:3] == []
    assert len(read.rows) == len(stored)


@pytest.mark.parametrize("shape", READ_AGAIN)
@pytest.mark.parametrize("key", sorted(IMPORTS))
def test_nasty_texts_come_back_as_they_were(key: str, shape: str, tmp_path: Path) -> None:
    kind = IMPORTS[key]
    stored = {str(number): _made_up(kind, text, number) for number, text in enumerate(NASTY)}
    holds_all = _with(kind, stored)
    read = _read(data_sheet(holds_all, Actor.system(1), DAY), kind, shape, tmp_path)
    for number, row in enumerate(read.rows):
        row.key = str(number)
    missing = difference.compare(read.rows, stored, kind, read.columns)
    odd = [(row.key, row.verdict, row.changes, row.problems) for row in read.rows if row.verdict != "same"]
    assert odd == []
    assert missing == []


@pytest.mark.parametrize("key", sorted(IMPORTS))
def test_a_template_names_every_column_once_and_holds_no_row_yet(key: str, tmp_path: Path) -> None:
    kind = IMPORTS[key]
    sheets = template_sheets(kind)
    headings = [fold_heading(column.label) for column in sheets[0].columns]
    assert len(set(headings)) == len(kind.fields)
    path = tmp_path / "templat.xlsx"
    path.write_bytes(xlsx_bytes(sheets))
    assert rows_of(read_sheets(path, inspect_file(path, path.name)), kind).rows == []


@pytest.mark.parametrize("key", sorted(IMPORTS))
def test_a_template_that_somebody_filled_is_read_without_a_question(key: str, tmp_path: Path) -> None:
    kind = IMPORTS[key]
    first, second = template_sheets(kind)
    values = _made_up(kind, "Isi", 1)
    row = data_sheet(_with(kind, {"1": values}), Actor.system(1), DAY)
    written = dict(zip((column.label for column in row.columns), next(iter(row.rows)), strict=True))
    filled = Sheet(first.title, first.columns, [[written.get(column.label) for column in first.columns]])
    path = tmp_path / "templat.xlsx"
    path.write_bytes(xlsx_bytes([filled, second]))
    read = rows_of(read_sheets(path, inspect_file(path, path.name)), kind)
    assert len(read.rows) == 1
    assert read.columns == {field.name for field in kind.fields}
    assert read.rows[0].problems == []


def _with(kind: ImportKind, stored: Mapping[str, Mapping[str, Any]]) -> ImportKind:
    return replace(kind, stored=lambda actor, on: stored)


def _read(sheet: Sheet, kind: ImportKind, shape: str, folder: Path) -> FileRows:
    ending, written = FORMATS[shape]
    path = folder / f"data.{ending}"
    path.write_bytes(written(sheet))
    return rows_of(read_sheets(path, inspect_file(path, path.name)), kind)


def _made_up(kind: ImportKind, text: str, number: int) -> dict[str, Any]:
    """A value for every field: the text wherever a text may stand that no further rule reads."""
    return {field.name: _value(field, text, number) for field in kind.fields}


def _value(field: Field, text: str, number: int) -> Any:
    if field.kind == "text":
        if field.clean is not None:
            return "Isi" if field.required else None
        return text.strip()[: field.max_length] or "–"
    low = field.minimum if field.minimum is not None else -5
    if field.kind == "choice":
        return list(field.choices.values())[number % len(field.choices)]
    return {
        "nip": f"19850101201001{1900 + number % 100:04}"[:14] + f"{1900 + number % 100:04}",
        "date": date(1990, 1, 1 + number % 28),
        "int": low + number % 3,
        "decimal": Decimal(low) + Decimal(number) / 8,
        "bool": number % 2 == 0,
    }[field.kind]

"""The corpus D1 to D45: each file is read, compared and stored, or refused, exactly as its verdict says."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.test import override_settings
from python_calamine import CalamineWorkbook
from tests.rooms.foundation.corpus import CASES, KIND, Case
from tests.rooms.foundation.people import AT

from renbina.foundation.actor import Actor
from renbina.foundation.imports import actions, child
from renbina.foundation.imports.guard import FileRefused, inspect_file
from renbina.foundation.imports.reading import Sheet, sheets_from
from renbina.foundation.imports.rows import FileRows, rows_of
from renbina.foundation.models import ImportBatch
from renbina.organisation.models import Employee

Read = Mapping[str, list[Sheet] | FileRefused]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Every file of the corpus, read by one child process: what reading one leaves behind must not touch the next."""
    folder = tmp_path_factory.mktemp("corpus")
    found: dict[str, list[Sheet] | FileRefused] = {}
    asked: list[tuple[str, str, str]] = []
    for number, case in enumerate(CASES):
        path = folder / str(number)
        path.write_bytes(case.content)
        try:
            asked.append((case.about, inspect_file(path, case.name), str(path)))
        except FileRefused as refusal:
            found[case.about] = refusal
    command = [sys.executable, "-I", child.__file__, *(word for _, kind, path in asked for word in (kind, path))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={}, cwd="/") as process:
        for about, kind, _ in asked:
            try:
                found[about] = sheets_from(process.stdout, kind)
            except FileRefused as refusal:
                found[about] = refusal
    return found


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[None]:
    with override_settings(RENBINA_FILES=tmp_path, RENBINA_IMPORTS="tests.rooms.foundation.corpus.IMPORTS"):
        yield


def rows(case: Case, read: Read) -> FileRows:
    found = read[case.about]
    if isinstance(found, FileRefused):
        raise found
    return rows_of(found, KIND)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
@pytest.mark.usefixtures("importing")
def test_each_file_has_its_verdict_when_compared_and_when_stored(case: Case, read: Read, analyst: Actor) -> None:
    if case.refused:
        with pytest.raises(FileRefused) as caught:
            rows(case, read)
        assert caught.value.code == case.refused
        return
    batch = ImportBatch.objects.create(
        kind="corpus", agency_id=analyst.agency_id, uploaded_at=AT, file_name=case.name, stored_as="x"
    )
    found = rows(case, read)
    actions.stage_rows(batch=batch, read=found, by=analyst, at=AT)
    staged = list(batch.rows.order_by("pk"))
    held = {
        row.number: next(each["code"] for each in row.problems if each["severity"] == "error")
        for row in staged
        if row.verdict == "held"
    }
    assert held == dict(case.held)
    assert tuple(row.number for row in staged if row.verdict != "held") == case.taken
    warned = {(row.number, each["code"]) for row in staged for each in row.problems if each["severity"] == "warning"}
    assert warned == set(case.warned)
    assert {note.code for note in found.notes} == set(case.notes)
    values = {row.number: row.values for row in found.rows}
    assert {key: values[key[0]].get(key[1]) for key in case.values} == dict(case.values)
    assert not Employee.objects.exists()  # compared, and nothing stored
    assert actions.apply_batch(batch=batch, by=analyst, at=AT).applied
    stored = set(Employee.objects.values_list("nip", flat=True))
    assert stored == {row.key for row in staged if row.verdict == "new"}


def test_personal_columns_are_dropped_and_said(read: Read) -> None:
    case = next(each for each in CASES if each.about == "personal columns")
    found = rows(case, read)
    assert found.about["dropped"] == ["AGAMA NAMA", "ALAMAT", "NIK"]
    assert "6271054101900003" not in str(found)


def test_a_refusal_that_an_answer_would_end_carries_the_question(read: Read) -> None:
    sheets = next(each for each in CASES if each.refused == "several_sheets")
    with pytest.raises(FileRefused) as caught:
        rows(sheets, read)
    assert caught.value.question is not None
    assert [each["name"] for each in caught.value.question["sheets"]] == ["Lama", "Baru"]
    found = read[sheets.about]
    assert not isinstance(found, FileRefused)
    assert [row.sheet for row in rows_of(found, KIND, only_sheets=["baru"]).rows] == ["Baru"]
    assert {row.sheet for row in rows_of(found, KIND, only_sheets=["Lama", "Baru"]).rows} == {"Lama", "Baru"}


def test_a_person_names_the_column_that_the_reader_does_not_know() -> None:
    sheet = Sheet("x", False, [["NIP", "NAMA", "Tempat Bertugas"], ["199001012015031901", "Ari", "Dinas Uji"]])
    with pytest.raises(FileRefused) as caught:
        rows_of([sheet], KIND)
    assert caught.value.question is not None
    assert [each["field"] for each in caught.value.question["missing"]] == ["unit"]
    assert "Tempat Bertugas" in caught.value.question["sheets"][0]["headings"]
    read = rows_of([sheet], KIND, mapping={"unit": "Tempat Bertugas"})
    assert read.rows[0].values["unit"] == "Dinas Uji"


@pytest.mark.parametrize("about", ["a good file", "a good file with shared texts", "D26 an old workbook"])
def test_another_reader_finds_the_same_cells(about: str, read: Read, tmp_path: Path) -> None:
    """Both the files made here and our reading of them hold against a reader that knows neither."""
    case = next(each for each in CASES if each.about == about)
    path = tmp_path / case.name
    path.write_bytes(case.content)
    found = read[about]
    assert not isinstance(found, FileRefused)
    ours = [["" if cell is None else cell for cell in row] for row in found[0].rows]
    theirs = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert theirs == ours


def sheet_of(name: str, *rows: list[object]) -> Sheet:
    return Sheet(name, False, rows)


ARI = ["199001012015031901", "Ari", "Dinas Uji"]


def test_a_sheet_of_references_or_a_header_alone_is_no_second_list() -> None:
    lists = sheet_of("Data", ["NIP", "NAMA", "UNIT KERJA"], ARI)
    others = sheet_of("Ref", ["NAMA", "JABATAN"], ["Analis", "JF"]), sheet_of("Kosong", ["NIP", "NAMA", "UNIT KERJA"])
    read = rows_of([*others, lists], KIND)
    assert [row.sheet for row in read.rows] == ["Data"]
    assert read.about["other_sheets"] == ["Ref", "Kosong"]
    assert [note.code for note in read.notes] == ["sheets_not_read"]


def test_a_remark_in_brackets_is_no_part_of_a_heading_unless_it_names_somebody_else() -> None:
    header = ["NIP (18 angka)", "NAMA *", "UNIT KERJA", "TANGGAL LAHIR (dd/mm/yyyy)", "NIP (LAMA)"]
    read = rows_of([sheet_of("x", header, [*ARI, "31/12/1989", "130000000"])], KIND)
    assert read.about["columns"]["nip"] == "NIP (18 angka)"
    assert read.rows[0].values["birth_date"].isoformat() == "1989-12-31"
    assert read.about["ignored"] == ["NIP (LAMA)"]


def test_a_superior_under_a_group_is_not_the_person() -> None:
    above = ["NO", "ATASAN", None, "PEGAWAI", None, "UNIT KERJA"]
    below = [None, "NIP", "NAMA", "NIP", "NAMA", None]
    row = ["1", "199001012015032902", "Budi", "199001012015031901", "Ari", "Dinas Uji"]
    read = rows_of([sheet_of("x", above, below, row)], KIND)
    assert (read.rows[0].values["nip"], read.rows[0].values["name"]) == (ARI[0], "Ari")
    assert read.rows[0].values["superior"] == "199001012015032902"

"""Folders with optional parts, Parquet and mixed folders, and that writing and reading lose nothing."""

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from binacore.planner import Components, Problem, ProblemInvalid, Result, check, csv_table
from binacore.planner.canonical import csv_bytes, digest_of, problem_files
from binacore.planner.folder import ResultInvalid, read_problem, read_result, write_problem, write_result
from binacore.planner.plan import Plan
from binacore.planner.problem import DTYPES, IDS
from binacore.planner.schema import ALL_TABLES

from .example import example
from .later import example_7, example_8
from .random_problems import random_problem

pytestmark = pytest.mark.slow  # hundreds of folders: not in the quick subset

SEEDS = st.integers(0, 2**32)


def same(one, other):
    assert one.header == other.header
    for name in IDS:
        assert getattr(one, name) == getattr(other, name), name
    for name, dtype in DTYPES.items():
        assert getattr(one, name).dtype == getattr(other, name).dtype == dtype, name
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), name)


@pytest.mark.parametrize("tables", ["csv", "parquet", {"candidates": "parquet", "fixed": "parquet", "units": "csv"}])
@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_a_written_problem_reads_back_the_same(tables, seed):
    problem = Problem.from_columns(*random_problem(seed))
    with tempfile.TemporaryDirectory() as folder:
        digest = write_problem(problem, folder, tables)
        again = read_problem(folder)
    same(problem, again)
    assert again.folder_sha256 == digest
    assert digest_of(replace(again, folder_sha256="")) == digest_of(problem)


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_has_no_meaning(seed, random):
    header, tables = random_problem(seed)
    turned = {}
    for name, table in tables.items():
        order = list(range(len(next(iter(table.values())))))
        random.shuffle(order)
        titles = random.sample(list(table), len(table))
        turned[name] = {title: [table[title][row] for row in order] for title in titles}
    same(Problem.from_columns(header, tables), Problem.from_columns(header, turned))


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_columns_are_the_inverse_of_from_columns(seed):
    problem = Problem.from_columns(*random_problem(seed))
    same(problem, Problem.from_columns(problem.header_fields(), problem.columns()))


IDENTIFIERS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(IDENTIFIERS, min_size=1, max_size=8, unique=True), st.sampled_from(["csv", "parquet"]))
def test_any_identifier_survives(names, kind):
    header, tables = example()
    tables["persons"] = {"person_id": names, "unit_id": ["U1"] * len(names)}
    tables["gaps"]["person_id"] = tables["candidates"]["person_id"] = []
    for table in ("gaps", "candidates"):
        tables[table] = {title: [] for title in tables[table]}
    tables["units"] = {"unit_id": [f"{names[0]}U"], "budget": [None], "away_max": [None]}
    tables["persons"]["unit_id"] = [f"{names[0]}U"] * len(names)
    with tempfile.TemporaryDirectory() as folder:
        write_problem(Problem.from_columns(header, tables), folder, kind)
        assert read_problem(folder).person_ids == tuple(sorted(names))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.floats(0, 1e9), st.decimals(0, 10**6, places=6).map(float), st.integers(0, 10**9).map(float)))
def test_any_weight_survives_to_the_last_bit(weight):
    header, tables = example()
    tables["gaps"]["weight"] = [weight, 1]
    with tempfile.TemporaryDirectory() as folder:
        write_problem(Problem.from_columns(header, tables), folder)
        assert read_problem(folder).gap_weight[0] == weight


@pytest.mark.parametrize(
    "text", ["0.1", "123456789012345", "12345.6789012345", "999999999.999999", "0.3", "1e-3", "007"]
)
def test_numbers_are_read_as_python_reads_them(tmp_path, text):
    write_problem(Problem.from_columns(*example()), tmp_path)
    content = (tmp_path / "gaps.csv").read_text().replace(",1.5", f",{text}")
    (tmp_path / "gaps.csv").write_text(content)
    if float(text) > 1e9:
        with pytest.raises(ProblemInvalid, match="value_range"):
            read_problem(tmp_path)
    else:
        assert read_problem(tmp_path).gap_weight[0] == float(text)


@pytest.mark.parametrize("block", [1, 7, 40])
def test_a_table_cut_into_blocks_is_read_as_one(tmp_path, monkeypatch, block):
    problem = Problem.from_columns(*example_8())
    write_problem(problem, tmp_path)
    monkeypatch.setattr(csv_table, "BLOCK", block)
    same(problem, read_problem(tmp_path))


def test_a_table_in_which_every_field_is_quoted_is_read(tmp_path):
    problem = Problem.from_columns(*example_8())
    write_problem(problem, tmp_path)
    for file in tmp_path.glob("*.csv"):
        lines = file.read_text().splitlines()
        file.write_text("\r\n".join(",".join(f'"{field}"' for field in line.split(",")) for line in lines))
    same(problem, read_problem(tmp_path))


def test_identifiers_longer_than_a_line_of_text_are_read(tmp_path):
    header, tables = example()
    tables["units"]["unit_id"] = ["U" * 5000]
    tables["persons"]["unit_id"] = ["U" * 5000] * 2
    write_problem(Problem.from_columns(header, tables), tmp_path)
    assert read_problem(tmp_path).unit_ids == ("U" * 5000,)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this machine")
def test_the_digest_of_a_mixed_folder_with_optional_tables_is_the_one_the_shell_computes(tmp_path):
    digest = write_problem(Problem.from_columns(*example_8()), tmp_path, {"gaps": "parquet", "fixed": "parquet"})
    command = "LC_ALL=C sha256sum * | sha256sum"
    shell = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shell.stdout.split()[0] == digest == read_problem(tmp_path).folder_sha256


def test_a_basic_problem_is_written_without_optional_parts():
    files = problem_files(Problem.from_columns(*example()))
    assert sorted(files) == sorted([*(f"{name}.csv" for name in list(ALL_TABLES)[:8]), "problem.json"])
    assert files["persons.csv"] == b"person_id,unit_id\nP1,U1\nP2,U1\n"


def test_an_empty_fixed_table_means_nothing_and_is_in_the_digest(tmp_path):
    problem = Problem.from_columns(*example())
    digest = write_problem(problem, tmp_path)
    (tmp_path / "fixed.csv").write_text("person_id,session_id\n")
    again = read_problem(tmp_path)
    same(problem, again)
    assert again.folder_sha256 != digest


def test_writing_over_another_problem_leaves_nothing_of_it(tmp_path):
    write_problem(Problem.from_columns(*example_8()), tmp_path, "parquet")
    problem = Problem.from_columns(*example())
    write_problem(problem, tmp_path)
    same(problem, read_problem(tmp_path))


def test_many_rows_are_written_in_pieces_without_a_seam(monkeypatch):
    problem = Problem.from_columns(*example_8())
    whole = problem_files(problem)
    monkeypatch.setattr("binacore.planner.canonical.PIECE", 2)
    assert problem_files(problem) == whole


def as_parquet(folder, name, **arrays):
    (folder / f"{name}.csv").unlink(missing_ok=True)
    parquet.write_table(pa.table(arrays), folder / f"{name}.parquet")


@pytest.fixture
def folder(tmp_path):
    write_problem(Problem.from_columns(*example()), tmp_path)
    return tmp_path


def codes(folder):
    with pytest.raises(ProblemInvalid) as caught:
        read_problem(folder)
    return [(error.code, error.table, error.column, error.row) for error in caught.value.errors]


def test_dictionary_coded_identifiers_small_integers_and_null_columns_are_read(folder):
    people = pa.array(["P1", "P2", "P1"]).dictionary_encode()
    as_parquet(folder, "persons", person_id=people.slice(0, 2), unit_id=pa.array(["U1", "U1"]).dictionary_encode())
    as_parquet(folder, "funds", fund_id=pa.array(["F1"], pa.large_string()), budget=pa.nulls(1))
    units = {"unit_id": ["U1"], "budget": pa.array([3_000_000], pa.uint32()), "away_max": pa.array([1], pa.int8())}
    as_parquet(folder, "units", **units, fairness=pa.nulls(1))
    same(Problem.from_columns(*example()), read_problem(folder))


def test_numbers_of_any_floating_or_integer_type_are_read(folder):
    gaps = {"person_id": ["P1"], "competency_id": ["C1"], "held": [1], "gap": [2]}
    for kind in (pa.float16(), pa.float32(), pa.int16(), pa.uint64()):
        as_parquet(folder, "gaps", **gaps, weight=pa.array(np.array([2.0]).astype(kind.to_pandas_dtype()), kind))
        assert read_problem(folder).gap_weight.tolist() == [2.0]


def test_an_empty_string_in_parquet_is_an_empty_value(folder):
    as_parquet(folder, "persons", person_id=["P1", "P2"], unit_id=["U1", ""])
    assert codes(folder) == [("value_missing", "persons", "unit_id", 2)]


def test_an_empty_string_among_dictionary_values_is_an_empty_value(folder):
    tables = example()[1]
    programmes = {name: values for name, values in tables["programmes"].items() if name != "prerequisite_id"}
    as_parquet(folder, "programmes", **programmes, prerequisite_id=pa.array(["", "J1"]).dictionary_encode())
    assert read_problem(folder).programme_prerequisite.tolist() == [-1, 0]


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("budget", pa.array([3e6]), ("value_type", "units", "budget", 1)),
        ("budget", pa.array(["3000000"]), ("value_type", "units", "budget", 1)),
        ("budget", pa.array([2**64 - 1], pa.uint64()), ("value_range", "units", "budget", 1)),
        ("away_max", pa.array([-1], pa.int8()), ("value_range", "units", "away_max", 1)),
        ("fairness", pa.array([float("nan")]), ("value_type", "units", "fairness", 1)),
        ("fairness", pa.array([True]), ("value_type", "units", "fairness", 1)),
        ("unit_id", pa.array([1]), ("value_type", "units", "unit_id", 1)),
        ("unit_id", pa.nulls(1), ("value_missing", "units", "unit_id", 1)),
        ("colour", pa.array([1]), ("column_unknown", "units", "colour", None)),
    ],
)
def test_a_wrong_parquet_column_is_refused(folder, column, values, expected):
    columns = {"unit_id": ["U1"], "budget": pa.nulls(1), "away_max": pa.nulls(1)}
    as_parquet(folder, "units", **columns | {column: values})
    assert codes(folder) == [expected]


def test_a_wrong_type_is_placed_at_the_first_value_that_is_there(folder):
    as_parquet(folder, "units", unit_id=["U1", "U2"], budget=pa.nulls(2), away_max=pa.array([None, 1.5]))
    assert codes(folder) == [("value_type", "units", "away_max", 2)]


def test_a_parquet_column_of_ones_own_may_be_of_any_type(folder):
    persons = {"person_id": ["P1", "P2"], "unit_id": ["U1", "U1"]}
    as_parquet(folder, "persons", **persons, x_more=pa.array([[1], [2, 3]]))
    assert read_problem(folder).persons == 2


def some_result():
    problem = Problem.from_columns(*example_7())
    plan = Plan.named(problem, [("P1", "S1"), ("P2", "S2"), ("P3", "S2")], {"S1": 1, "S2": 1})
    result = Result(
        plan, problem.person_ids, problem.session_ids, 41.35, Components(5.7, 20, 16, 0.35, 0), 41.35, 0.0, 3, 1,
        problem_sha256=digest_of(problem), solver="highs", trace={"steps": [1, 2]},
    )  # fmt: skip
    return problem, result


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_result_reads_back_and_is_accepted(tmp_path, kind):
    problem, result = some_result()
    write_result(result, tmp_path)
    if kind == "parquet":
        as_parquet(tmp_path, "assignments", person_id=["P3", "P1", "P2"], session_id=["S2", "S1", "S2"])
        as_parquet(tmp_path, "batches", session_id=["S2", "S1", "S3"], batches=[1, 1, 0])
    again = read_result(tmp_path)
    assert again.assignments == result.assignments == (("P1", "S1"), ("P2", "S2"), ("P3", "S2"))
    assert again.batches == result.batches == {"S1": 1, "S2": 1}
    assert (again.solver, again.mode, again.trace) == ("highs", "weighted", {"steps": [1, 2]})
    assert check(problem, again).accepted


def test_a_doubled_assignment_in_a_folder_is_found_by_the_check(tmp_path):
    problem, result = some_result()
    write_result(result, tmp_path)
    (tmp_path / "assignments.csv").write_bytes(csv_bytes({"person_id": ["P1", "P1"], "session_id": ["S1", "S1"]}))
    rules = {violation.rule for violation in check(problem, read_result(tmp_path)).violations}
    assert "duplicate_assignment" in rules


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("certificate.json", b'"gap": 0.0,', b"", "certificate_field: gap"),
        ("certificate.json", b'"bound": 41.35', b'"bound": "41.35"', "certificate_field: bound"),
        ("certificate.json", b'"iterations": 3', b'"iterations": 3.5', "certificate_field: iterations"),
        ("certificate.json", b"renbina-plan/1", b"renbina-plan/2", "certificate_field: format"),
        ("certificate.json", b'"cost": 0.35', b'"prize": 0.35', "certificate_field: components.cost"),
        ("certificate.json", b"renbina-planner 0.5", b"", "certificate_field: software_version"),
        ("batches.csv", b"S1,1", b"S2,1", "a session appears twice"),
        ("batches.csv", b"S1,1", b"S1,1.0", "value_type: batches.batches row 1"),
        ("assignments.csv", b"person_id", b"person", "column_missing: assignments.person_id"),
    ],
)
def test_a_broken_result_folder_is_refused_with_a_reason(tmp_path, file, old, new, message):
    write_result(some_result()[1], tmp_path)
    content = (tmp_path / file).read_bytes()
    assert old in content
    (tmp_path / file).write_bytes(content.replace(old, new, 1))
    with pytest.raises(ResultInvalid, match=message):
        read_result(tmp_path)


def test_a_result_without_batches_is_refused(tmp_path):
    write_result(some_result()[1], tmp_path)
    (tmp_path / "batches.csv").unlink()
    with pytest.raises(ResultInvalid, match="table_missing: batches"):
        read_result(Path(tmp_path))

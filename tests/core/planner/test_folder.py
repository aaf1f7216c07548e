"""Folders: digests as the shell computes them, round trips, strict CSV."""

import shutil
import subprocess

import pytest

from binacore.planner import Problem, SolveParams, check, solve
from binacore.planner.canonical import digest_of
from binacore.planner.folder import ResultInvalid, read_problem, read_result, write_problem, write_result
from binacore.planner.synthetic import generate

from .example import example

QUICK = SolveParams(sample_passes=0, dual_passes=20, rounds=1, improvements=5)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this machine")
def test_the_digest_is_the_one_the_shell_computes(tmp_path):
    digest = write_problem(Problem.from_columns(*example()), tmp_path)
    command = "LC_ALL=C sha256sum * | sha256sum"
    shell = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shell.stdout.split()[0] == digest
    assert read_problem(tmp_path).folder_sha256 == digest


def test_a_written_problem_reads_back_the_same(tmp_path):
    problem = Problem.from_columns(*generate(40, 3))
    write_problem(problem, tmp_path)
    again = read_problem(tmp_path)
    assert again.columns() == problem.columns()
    assert again.header_fields() == problem.header_fields()
    assert digest_of(again) == digest_of(problem)


def test_ids_may_hold_commas_quotes_and_line_ends(tmp_path):
    header, tables = example()
    odd = 'a,"b"\r\nc '
    tables["persons"]["person_id"][0] = odd
    tables["gaps"]["person_id"][0] = odd
    tables["candidates"]["person_id"][0] = odd
    write_problem(Problem.from_columns(header, tables), tmp_path)
    assert odd in read_problem(tmp_path).person_ids


def test_a_byte_order_mark_crlf_and_another_column_order_are_read(tmp_path):
    write_problem(Problem.from_columns(*example()), tmp_path)
    text = "\ufeffbudget,x_note,fund_id\r\n,hello,F1\r\n"
    (tmp_path / "funds.csv").write_bytes(text.encode())
    assert read_problem(tmp_path).fund_ids == ("F1",)


def test_the_order_of_rows_changes_nothing(tmp_path):
    header, tables = generate(60, 5)
    turned = {name: {column: values[::-1] for column, values in table.items()} for name, table in tables.items()}
    first = solve(Problem.from_columns(header, tables), params=QUICK)
    second = solve(Problem.from_columns(header, turned), params=QUICK)
    assert (first.assignments, first.batches, first.bound) == (second.assignments, second.batches, second.bound)


def test_a_written_result_reads_back_and_is_accepted(tmp_path):
    problem = Problem.from_columns(*generate(60, 4))
    result = solve(problem, params=QUICK, seed=7)
    write_result(result, tmp_path)
    again = read_result(tmp_path)
    assert again.assignments == result.assignments
    assert again.batches == result.batches
    assert (again.objective, again.bound, again.gap) == (result.objective, result.bound, result.gap)
    assert again.params == result.params
    assert check(problem, again).accepted


def test_changed_parameters_are_noticed(tmp_path):
    result = solve(Problem.from_columns(*example()), params=QUICK)
    write_result(result, tmp_path)
    (tmp_path / "parameters.json").write_text("{}")
    with pytest.raises(ResultInvalid, match="parameters_digest_wrong"):
        read_result(tmp_path)

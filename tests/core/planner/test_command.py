"""The command line: exit codes and what it writes."""

import io
import json
import shutil

import pytest

from binacore.planner.command import Bar, main


def test_generate_solve_and_check_work_together(tmp_path, capsys):
    problem, answer = str(tmp_path / "problem"), str(tmp_path / "answer")
    assert main(["generate", problem, "--people", "40", "--seed", "2"]) == 0
    assert main(["solve", problem, "--out", answer, "--seed", "1", "--iterations", "60"]) == 0
    capsys.readouterr()
    assert main(["check", problem, answer, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] is True


def test_a_tampered_answer_is_refused(tmp_path, capsys):
    problem, answer = tmp_path / "problem", tmp_path / "answer"
    main(["generate", str(problem), "--people", "40"])
    main(["solve", str(problem), "--out", str(answer), "--iterations", "5"])
    (answer / "batches.csv").write_text("session_id,batches\n")
    assert main(["check", str(problem), str(answer)]) == 1
    assert "seats_exceeded" in capsys.readouterr().out


def test_an_answer_to_another_problem_is_refused(tmp_path, capsys):
    for name, seed in (("one", "1"), ("two", "2")):
        main(["generate", str(tmp_path / name), "--people", "30", "--seed", seed])
    main(["solve", str(tmp_path / "one"), "--out", str(tmp_path / "answer"), "--iterations", "5"])
    assert main(["check", str(tmp_path / "two"), str(tmp_path / "answer")]) == 1
    assert "problem_digest_wrong" in capsys.readouterr().out


def test_a_missing_folder_is_bad_input(tmp_path, capsys):
    assert main(["solve", str(tmp_path / "none"), "--out", str(tmp_path / "answer")]) == 2
    assert "problem_missing" in capsys.readouterr().err
    assert not (tmp_path / "answer").exists()


def test_wrong_arguments_are_bad_input(capsys):
    assert main(["solve"]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """A problem folder with two results of it."""
    folder = tmp_path_factory.mktemp("solved")
    problem = str(folder / "problem")
    main(["generate", problem, "--people", "40", "--seed", "2"])
    for name, steps in (("short", "3"), ("long", "90")):
        assert main(["solve", problem, "--out", str(folder / name), "--iterations", steps, "--quiet"]) == 0
    return folder


def test_two_plans_are_compared_by_worth_cost_and_who_changed(solved, capsys):
    problem, short, long = (str(solved / name) for name in ("problem", "short", "long"))
    assert main(["compare", problem, short, long, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["second"]["objective"] >= found["first"]["objective"]
    assert found["first"]["cost"] <= found["budget"]
    assert set(found["first"]["components"]) == {"coverage", "mandatory", "entitlement", "cost", "fairness"}
    assert main(["compare", problem, short, short, "--json"]) == 0
    same = json.loads(capsys.readouterr().out)
    assert (same["changed"], same["opened"], same["closed"]) == ([], [], [])


def test_who_changed_is_named_and_what_opened(solved, tmp_path, capsys):
    problem, long = str(solved / "problem"), solved / "long"
    empty = tmp_path / "empty"
    shutil.copytree(long, empty)
    (empty / "assignments.csv").write_text("person_id,session_id\n")
    (empty / "batches.csv").write_text("session_id,batches\n")
    assert main(["compare", problem, str(empty), str(long), "--json"]) == 1  # the certificate no longer fits the plan
    found = json.loads(capsys.readouterr().out)
    attending = {line.split(",")[0] for line in (long / "assignments.csv").read_text().splitlines()[1:]}
    assert set(found["changed"]) == attending
    assert len(found["opened"]) == found["second"]["programmes"]
    assert main(["compare", problem, str(empty), str(long)]) == 1
    assert "the first plan breaks a rule" in capsys.readouterr().out


def test_plans_of_another_problem_are_not_compared(solved, tmp_path, capsys):
    main(["generate", str(tmp_path / "other"), "--people", "30", "--seed", "5"])
    assert main(["compare", str(tmp_path / "other"), str(solved / "short"), str(solved / "long")]) == 1
    assert "problem_digest_wrong" in capsys.readouterr().err


def test_a_malformed_folder_names_code_table_column_and_row(solved, tmp_path, capsys):
    folder = tmp_path / "bad"
    shutil.copytree(solved / "problem", folder)
    lines = (folder / "units.csv").read_text().splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("away_max")] = "-3"
    (folder / "units.csv").write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    assert main(["solve", str(folder), "--out", str(tmp_path / "answer"), "--json"]) == 2
    shown = capsys.readouterr()
    assert "value_range: units.away_max row 1" in shown.err
    error = json.loads(shown.out)["errors"][0]
    assert (error["code"], error["table"], error["column"], error["row"]) == ("value_range", "units", "away_max", 1)
    assert not (tmp_path / "answer").exists()


@pytest.mark.parametrize("option", [["--seconds", "-1"], ["--gap", "nan"], ["--iterations", "0"], ["--gap", "x"]])
def test_impossible_stops_are_bad_input(solved, tmp_path, capsys, option):
    assert main(["solve", str(solved / "problem"), "--out", str(tmp_path / "answer"), *option]) == 2
    assert option[0] in capsys.readouterr().err


def test_a_wide_gap_stops_early(solved, tmp_path, capsys):
    problem = str(solved / "problem")
    capsys.readouterr()
    assert main(["solve", problem, "--out", str(tmp_path / "answer"), "--gap", "0.9", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["stop_reason"] == "gap_reached"
    assert told["gap"] <= 0.9


def test_parquet_tables_are_written_and_judged(solved, tmp_path, capsys):
    pytest.importorskip("pyarrow")
    problem, answer = str(tmp_path / "problem"), tmp_path / "answer"
    assert main(["generate", problem, "--people", "20", "--parquet", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["persons"] == 20
    assert main(["solve", problem, "--out", str(answer), "--iterations", "3", "--parquet"]) == 0
    assert (answer / "assignments.parquet").exists()
    assert not (answer / "assignments.csv").exists()
    assert main(["check", problem, str(answer)]) == 0


def test_progress_is_drawn_on_a_line_and_taken_away():
    stream = io.StringIO()
    bar = Bar(stream)
    bar.stage("bound")
    bar.advance(0.5, "bound")
    assert "50 % bound" in stream.getvalue()
    bar.end()
    assert stream.getvalue().endswith("\r")


def test_nothing_is_drawn_where_there_is_no_terminal(solved, tmp_path, capsys):
    assert main(["solve", str(solved / "problem"), "--out", str(tmp_path / "answer"), "--iterations", "2"]) == 0
    assert capsys.readouterr().err == ""


def test_one_aim_after_the_other_is_told_stage_by_stage(solved, tmp_path, capsys):
    problem, answer = str(solved / "problem"), tmp_path / "answer"
    capsys.readouterr()
    assert main(["solve", problem, "--out", str(answer), "--mode", "lexicographic", "--iterations", "5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["mode"] == "lexicographic"
    assert [stage["name"] for stage in told["stages"]] == ["mandatory", "entitlement", "coverage", "cost", "fairness"]
    assert main(["check", problem, str(answer)]) == 0
    assert main(["solve", problem, "--out", str(answer), "--mode", "lexicographic", "--iterations", "5"]) == 0
    assert "one aim after the other" in capsys.readouterr().out


def test_an_unknown_mode_is_bad_input(solved, tmp_path, capsys):
    assert main(["solve", str(solved / "problem"), "--out", str(tmp_path / "answer"), "--mode", "fair"]) == 2
    assert "--mode" in capsys.readouterr().err

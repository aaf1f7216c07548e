"""The command line: exit codes and what it writes."""

import json

from binacore.planner.command import main


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

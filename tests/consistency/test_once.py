"""What one worker makes for all: once, whole, and never from something that has changed since."""

import ast
from pathlib import Path

import pytest
from tests.once import BESIDE_MODELS, ROOT, made_from, made_once


def test_who_comes_second_takes_what_is_there(tmp_path: Path) -> None:
    made_once(tmp_path / "thing", lambda path: path.write_text("first"))
    assert made_once(tmp_path / "thing", lambda path: path.write_text("second")).read_text() == "first"


def test_who_dies_over_it_leaves_it_to_the_next(tmp_path: Path) -> None:
    def die(path: Path) -> None:
        path.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made_once(tmp_path / "thing", die)
    assert made_once(tmp_path / "thing", lambda path: path.write_text("whole")).read_text() == "whole"


@pytest.mark.parametrize("name", ["migrations/0002_more.py", "models/unit.py", "triggers.py"])
def test_a_kept_database_is_not_used_after_a_change(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("one")
    before = made_from([("room", tmp_path)])
    assert made_from([("room", tmp_path)]) == before
    file.write_text("two")
    assert made_from([("room", tmp_path)]) != before


def test_migrations_call_nothing_that_may_change_unnoticed() -> None:
    watched = {name.removesuffix(".py") for name in BESIDE_MODELS}
    called = set()
    for file in ROOT.glob("src/renbina/*/migrations/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                called |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                called |= {f"{node.module}.{alias.name}" for alias in node.names}
    ours = {name for name in called if name.startswith("renbina.")}
    assert ours
    assert {name for name in ours if name.split(".")[2] not in watched} == set()

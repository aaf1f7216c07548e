"""`renbina demo` refuses rather than throw away what is in use or is not its own."""

import fcntl
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from renbina.config.demo import command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration that was prepared earlier."""
    found = tmp_path / "demo"
    found.mkdir()
    (found / "ready.json").write_text("{}")
    monkeypatch.setenv("RENBINA_DEMO_FOLDER", str(found))
    monkeypatch.delenv("RENBINA_DATABASE", raising=False)
    return found


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


def test_a_running_demonstration_is_not_thrown_away(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "running.lock").open("w") as running:
        fcntl.flock(running, fcntl.LOCK_EX)
        assert command.main(["--reset", "--prepare-only"]) == 2
    assert "is running. Stop it first" in capsys.readouterr().out
    assert (folder / "ready.json").exists()


def test_a_second_demonstration_in_the_same_folder_does_not_start(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "running.lock").open("w") as running:
        fcntl.flock(running, fcntl.LOCK_EX)
        assert command.main(["--prepare-only"]) == 2
    assert "already running" in capsys.readouterr().out


def test_a_taken_port_is_told_before_anything_is_thrown_away(
    folder: Path, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--reset", "--port", str(taken_port)]) == 2
    assert f"Port {taken_port} is taken" in capsys.readouterr().out
    assert (folder / "ready.json").exists()


def test_a_database_elsewhere_is_not_ours_to_empty(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RENBINA_DATABASE", "postgres://localhost/agency")
    assert command.main(["--reset", "--prepare-only"]) == 2
    assert "Empty it yourself" in capsys.readouterr().out
    assert (folder / "ready.json").exists()


def test_an_address_that_others_reach_needs_a_word(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--reset", "--host", "0.0.0.0"]) == 2  # noqa: S104 - refused before anything listens
    assert "--allow-remote" in capsys.readouterr().out
    assert (folder / "ready.json").exists()


def test_the_console_says_in_words_what_the_worker_does() -> None:
    from renbina.config.demo.load import _stage_words

    assert _stage_words("gather") == "Reading people, gaps, programmes and money"
    assert _stage_words("") == "Working"

"""The last seats, wanted by many at once, on the database that runs: PostgreSQL, or SQLite in a file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.once import for_other_processes

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def environment(url: str) -> dict[str, str]:
    paths = f"{ROOT}{os.pathsep}{ROOT / 'src'}"
    return os.environ | {"RENBINA_MODE": "test", "RENBINA_DATABASE": url, "PYTHONPATH": paths}


@pytest.fixture
def outcome(tmp_path: Path) -> dict[str, object]:
    url = for_other_processes(tmp_path / "race.sqlite3")
    command = [sys.executable, "-m", "tests.rooms.delivery.race"]
    done = subprocess.run(command, cwd=ROOT, env=environment(url), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_two_hundred_people_for_ten_seats_fill_ten_and_a_careless_way_would_not(outcome: dict[str, object]) -> None:
    assert outcome["failed"] == []
    assert (outcome["seated"], outcome["waiting"], outcome["taken"]) == (10, 190, 10)
    assert outcome["naive"] == 20, "the negative control must oversell, or the race proves nothing"

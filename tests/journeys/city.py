"""The demonstration city, prepared once for the journeys and for the figures of the whole city.

Whoever asks first prepares it; the others wait and copy it. `python -m tests.journeys.city FOLDER` prepares it ahead,
while other tests still run.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.once import folder_of_the_run

ROOT = Path(__file__).resolve().parents[2]
DEMO = (sys.executable, "-m", "renbina.config.cli", "demo")


def environment(folder: Path) -> dict[str, str]:
    """What a person has who types `renbina demo`: nothing of the tests, and a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RENBINA_", "DJANGO_"))}
    return kept | {"RENBINA_DEMO_FOLDER": str(folder), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def place(made: pytest.TempPathFactory) -> Path:
    """Where the city of this run stands, or will: for all its workers the same."""
    return Path(os.environ.get("RENBINA_JOURNEY_CITY", folder_of_the_run(made) / "prepared"))


def prepared(shared: Path) -> str:
    """Prepares a city from nothing in `shared` unless it stands there; what the command said, with its logins."""
    shared.mkdir(parents=True, exist_ok=True)
    said = shared / "said.txt"
    with (shared / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            city = shared / "city"
            shutil.rmtree(city, ignore_errors=True)
            done = subprocess.run(
                [*DEMO, "--prepare-only"], cwd=ROOT, env=environment(city), capture_output=True, text=True,
                timeout=900, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
            written = shared / "said.new"
            written.write_text(done.stdout, encoding="utf-8")
            written.rename(said)
    return said.read_text(encoding="utf-8")


def copied(shared: Path, folder: Path) -> None:
    """A city of one's own: what is done there reaches nobody else."""
    shutil.copytree(shared / "city", folder)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # the command below ends with us
    prepared(Path(sys.argv[1]))

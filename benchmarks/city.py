"""The demonstration city in its own folder: how long it takes to prepare and to start, and how good its plan is."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "renbina.config.cli", "demo"]
DAY = "2026-11-23"
PATIENCE = 120.0  # seconds to wait for a started server


def default_folder() -> Path:
    return ROOT / "var" / "benchmarks"


def environment(folder: Path) -> dict[str, str]:
    """The surroundings of `renbina demo`, in this folder; whatever the caller set for tests is left out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RENBINA_")}
    return kept | {"RENBINA_DEMO_FOLDER": str(folder)}


def prepare(folder: Path) -> float:
    """Load the city and compute its plan, unless the folder holds them. Seconds; the first time is the cold one."""
    began = time.monotonic()
    subprocess.run([*COMMAND, "--prepare-only"], env=environment(folder), stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


@contextmanager
def as_settings(folder: Path) -> Iterator[None]:
    """Django of this process on the prepared city."""
    os.environ |= {
        "RENBINA_MODE": "demo",
        "RENBINA_FROZEN_ON": DAY,
        "RENBINA_VAR": str(folder),
        "RENBINA_HOSTS": "localhost",
        "RENBINA_DATABASE": f"sqlite:///{folder / 'renbina.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
    }
    import django

    django.setup()
    yield


def start_again(folder: Path) -> float:
    """Seconds until `/` answers, with everything prepared."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    server = subprocess.Popen([*COMMAND, "--port", str(port)], env=environment(folder), stdout=subprocess.DEVNULL)
    try:
        while time.monotonic() - began < PATIENCE:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return time.monotonic() - began
        raise SystemExit("the demonstration did not start")
    finally:
        server.terminate()
        server.wait()


def measure_demo(folder: Path) -> list[Figure]:
    """Cold and warm start. The cold figure has no installation in it; `make demo` says what that takes."""
    cold = folder / "cold"
    shutil.rmtree(cold, ignore_errors=True)
    cold.mkdir(parents=True)
    try:
        seconds = prepare(cold)
        warm = start_again(cold)
    finally:
        shutil.rmtree(cold)
    return [
        Figure("demo: cold, after installation", seconds, 300, "s"),
        Figure("demo: warm start until / answers", warm, 10, "s"),
    ]


def measure_plan(folder: Path) -> list[Figure]:
    """The stored run of the city: seconds, distance to the bound, and against each simple method."""
    prepare(folder)
    with as_settings(folder):
        from renbina.organisation.models import Agency
        from renbina.planning.enums import Stage
        from renbina.planning.models import Plan

        agency = Agency.objects.order_by("pk").first()
        computed = Plan.objects.select_related("current_run").filter(agency=agency, current_run__isnull=False)
        plan = computed.get(stage=Stage.DEFINITIVE)
        run = plan.current_run
        assert run is not None
        assert run.gap is not None
        assert run.seconds is not None
        assert run.objective is not None
        found = [
            Figure("plan: the city of 2,914 planned", run.seconds, 60, "s"),
            Figure("plan: gap to the certified bound", 100 * run.gap, 10, "%"),
        ]
        return found + [
            Figure(f"plan: worth against {name}", 100 * run.objective / worth, 100, "%", at_least=True)
            for name, worth in run.figures["methods"].items()
            if worth > 0
        ]

"""All figures that the product promises, measured in one run and printed beside their bounds.

    python -m benchmarks [--city FOLDER] [demo] [plan] [pages] [people] [import] [reading] [spoilt] [bulk]
                         [kills] [organisation] [audit] [heat] [classes] [campaigns] [results]
                         [suite]
    python -m benchmarks planner [--help]
    python -m benchmarks assignment [--help]

Without names all are measured but the planner on invented problems of all sizes, which takes most of an hour and has
settings of its own. Nothing here is a test: a busy machine may miss a bound of time. The exit code is the
number of figures over their bound.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import assignment, city, pages, people, planner
from benchmarks.figures import Figure, print_table

HERE = Path(__file__).resolve().parent


def measure_import(folder: Path) -> list[Figure]:
    """The roster of 2,914 rows from .xlsx to stored employees."""
    seconds = _printed("importing.py", r"first import, total\s+([\d.]+) s")
    return [Figure("import: 2,914 rows read, checked, compared, stored", seconds, 5, "s")]


def measure_reading(folder: Path) -> list[Figure]:
    """The reader of imports on large and on hostile files."""
    done = subprocess.run([sys.executable, str(HERE / "reading.py")], stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    print(found, flush=True)
    return [
        Figure("reading: 100,000 rows of .xlsx, parsed and checked", found["xlsx_s"], 8, "s"),
        Figure("reading: 100,000 rows of .csv, parsed and checked", found["csv_s"], 8, "s"),
        Figure("reading: most memory of a process", max(found["xlsx_mib"], found["csv_mib"]), 300, "MiB"),
        Figure("reading: a zip bomb refused", found["bomb_ms"], 50, "ms"),
        Figure("reading: memory for that beside an honest file", found["bomb_mib"], 50, "MiB"),
        Figure("reading: 400,000 rows refused, beside an empty list", found["late_refusal_s"], 3, "s"),
        Figure("reading: memory for that beside an empty list", found["late_refusal_mib"], 60, "MiB"),
    ]


def measure_spoilt(folder: Path) -> list[Figure]:
    """2,000 spoilt files: none may break the reader or give a NIP that it does not hold."""
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "tests/rooms/foundation/test_spoilt.py"]
    env = city.environment(folder) | {"RENBINA_MODE": "test", "RENBINA_SPOILT": "2000"}
    code = subprocess.run(command, cwd=city.ROOT, env=env, check=False).returncode
    return [Figure("spoilt: runs of 2,000 spoilt files that broke something", float(code != 0), 0, "runs")]


def measure_bulk(folder: Path) -> list[Figure]:
    """100,000 rows compared, stored, corrected and taken back, on the database of RENBINA_DATABASE (else SQLite)."""
    found = _last_line("bulk.py")
    return [
        Figure("bulk: 100,000 new rows compared", found["difference_of_new_s"], 12, "s"),
        Figure("bulk: 100,000 rows compared with 100,000 stored", found["difference_s"], 12, "s"),
        Figure("bulk: 100,000 rows stored", found["apply_s"], 30, "s"),
        Figure("bulk: 100,000 stored rows taken back", found["undo_new_s"], 30, "s"),
        Figure("bulk: one row of 100,000 corrected", found["fix_one_row_s"], 3, "s"),
    ]


def measure_kills(folder: Path) -> list[Figure]:
    """An import killed at 50 random moments."""
    return [Figure("kills: half-done states after 50 kills", _last_line("kills.py")["half_done"], 0, "states")]


def _last_line(script: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, str(HERE / script)], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, end="", flush=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_organisation(folder: Path) -> list[Figure]:
    """The pages of the organisation with 50,000 people in 2,600 units."""
    done = subprocess.run(
        [sys.executable, str(HERE / "organisation.py")], stdout=subprocess.PIPE, text=True, check=True
    )
    costs = json.loads(done.stdout.splitlines()[-1])
    found = [Figure(f"organisation: queries of {name}", queries, 15, "SQL") for name, (queries, _ms) in costs.items()]
    lists = [(name, ms) for name, (_queries, ms) in costs.items() if name.endswith("-list")]
    return found + [Figure(f"organisation: {name} with 50,000 people", ms, 40, "ms") for name, ms in lists]


def measure_audit(folder: Path) -> list[Figure]:
    """A long audit record verified."""
    seconds = _printed("audit.py", r": ([\d.]+) s \(target")
    return [Figure("audit: 1,000,000 lines verified", seconds, 60, "s")]


def measure_classes(folder: Path) -> list[Figure]:
    """A class full of people: check-in, certificates, the last seats."""
    done = subprocess.run([sys.executable, str(HERE / "classes.py")], stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    print(found, flush=True)
    return [
        Figure("classes: 120 people noted with one QR", found["check_in_s"], 300, "s"),
        Figure("classes: a certificate as PDF", found["certificate_s"], 0.3, "s"),
        Figure("classes: seats given to 200 people who want ten", found["taken"], 10, "seats"),
    ]


def measure_campaigns(folder: Path) -> list[Figure]:
    """A questionnaire for 20,000 people, opened and answered fifty times a second, on a PostgreSQL of its own."""
    command = [str(city.ROOT / "tools" / "postgres"), sys.executable, str(HERE / "campaigns.py")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, end="", flush=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return [
        Figure("campaigns: 40 questions for 20,000 people opened", found["opened_s"], 10, "s"),
        Figure("campaigns: answers taken on PostgreSQL", found["rate"], 50, "/s", at_least=True),
        Figure("campaigns: answers lost or refused", found["lost"] + found["wrong"], 0, "answers"),
    ]


def measure_results(folder: Path) -> list[Figure]:
    """100,000 answers to a questionnaire counted, with intervals and every view that may be shown."""
    found = _last_line("results.py")
    return [Figure("results: 100,000 answers of 2,500 people aggregated", found["wide_s"], 1, "s")]


def measure_suite(folder: Path) -> list[Figure]:
    """`make check` and `make test`, as somebody who changes the product waits for them."""
    found = []
    for target, bound in (("check", 90), ("test", 900)):
        began = time.monotonic()
        code = subprocess.run(["make", target], cwd=city.ROOT, env=city.environment(folder), check=False).returncode
        found.append(
            Figure(
                f"suite: make {target} ({'passed' if code == 0 else 'FAILED'})", time.monotonic() - began, bound, "s"
            )
        )
    return found


def _printed(script: str, pattern: str) -> float:
    """The number that a script of this folder prints. Its own exit code only says that a bound was missed."""
    done = subprocess.run([sys.executable, str(HERE / script)], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, end="", flush=True)
    found = re.search(pattern, done.stdout)
    if found is None:
        raise SystemExit(f"{script} ended with {done.returncode} and without its figure")
    return float(found.group(1))


def measure_heat(folder: Path) -> list[Figure]:
    """The heat map of needs as drawing and table."""
    return [Figure("heat map: 60 units x 25 competencies, processor", _last_line("heat.py")["heat_ms"], 15, "ms")]


BENCHMARKS: dict[str, Callable[[Path], list[Figure]]] = {
    "demo": city.measure_demo,
    "plan": city.measure_plan,
    "pages": pages.measure,
    "people": people.measure,
    "import": measure_import,
    "reading": measure_reading,
    "spoilt": measure_spoilt,
    "bulk": measure_bulk,
    "kills": measure_kills,
    "organisation": measure_organisation,
    "audit": measure_audit,
    "heat": measure_heat,
    "classes": measure_classes,
    "campaigns": measure_campaigns,
    "results": measure_results,
    "suite": measure_suite,
}


def main() -> int:
    if sys.argv[1:2] == ["planner"]:
        return planner.main(sys.argv[2:])
    if sys.argv[1:2] == ["assignment"]:
        return assignment.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures what the product promises.")
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument(
        "--city", type=Path, default=city.default_folder(), help="a folder with the prepared city, or for it"
    )
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    folder: Path = arguments.city.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Figure] = []
    for name in arguments.names or BENCHMARKS:
        print(f"== {name}", flush=True)
        found += BENCHMARKS[name](folder)
    return print_table(found)


if __name__ == "__main__":
    sys.exit(main())

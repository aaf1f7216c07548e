"""How good the planner is, how fast, in how much memory, beside the promises and beside other ways to plan.

    python -m benchmarks planner [--sizes 500,3000,...] [--kinds agency,regency,city] [--seeds 3] [--city FOLDER] ...

Every run has a process of its own, so that its peak memory is its own. The exit code is the number of promises that
were not kept. `make bench-planner` measures the full table and writes it as markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.planner_targets import CITY, KINDS, Run, markdown, missed, rows_of, target_of

ROOT = Path(__file__).resolve().parents[1]
CP_SAT = ROOT / "var" / "benchmarks" / "cp-sat"
"""Where `make bench-planner` puts the rival, for its own processes only."""
SIZES = {"agency": (12, 500, 3_000, 20_000, 200_000, 1_000_000), "regency": (900, 3_000, 12_000)}
SEEDS_FROM = ((500_000, 1), (100_000, 2))
"""The largest problems are measured with fewer seeds: many persons average out what a seed does to few."""
HIGHS_UP_TO, CP_SAT_UP_TO, RIVAL_SECONDS = 3_000, 500, 60.0
KEPT_FOR_CHECKING = 0.93
"""Share of the promised seconds after which the search is told to stop; the rest is for the check."""
PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Case:
    """One process to start."""

    kind: str
    people: int
    seed: int
    method: str
    seconds: float
    folder: str = ""

    def command(self) -> list[str]:
        words = [self.kind, str(self.people), str(self.seed), self.method, str(self.seconds), self.folder]
        return [sys.executable, "-m", "benchmarks.planner_one", *words]


def main(argv: Sequence[str]) -> int:
    arguments = _parser().parse_args(argv)
    cases = list(_cases(arguments))
    runs: list[Run] = []
    out = Path(arguments.out) if arguments.out else None
    for case in cases:
        runs.append(measure(case))
        print(_line(runs[-1]), flush=True)
        if out is not None:  # after each run, so that a table that was cut short is still of use
            _write(out, runs)
    rows = rows_of(runs)
    print("\n" + markdown(rows))
    if out is not None:
        print(f"written to {out}")
    return missed(rows)


def measure(case: Case) -> Run:
    """Run it in a process of its own; a process that fails or hangs is an answer too."""
    beside = str(CP_SAT) if case.method == "cp-sat" else None
    paths = filter(None, [str(ROOT), beside, os.environ.get("PYTHONPATH")])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    try:
        done = subprocess.run(
            case.command(),
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=2 * case.seconds + PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _failed(case, "did not end")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return _failed(case, f"exit code {done.returncode}: {last[:160]}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def _failed(case: Case, error: str) -> Run:
    return Run(case.kind, case.people, case.seed, case.method, error=error)


def _cases(arguments: argparse.Namespace) -> Iterator[Case]:
    for kind in arguments.kinds:
        if kind == CITY:
            if arguments.city:
                yield from _of_city(arguments)
            continue
        for people in arguments.sizes or SIZES[kind]:
            limit = arguments.seconds or KEPT_FOR_CHECKING * target_of(kind, people).seconds
            for seed in range(1, _seeds(people, arguments.seeds) + 1):
                yield Case(kind, people, seed, "renbina", limit)
            if kind == "agency" and not arguments.alone:
                yield from _rivals(kind, people)


def _seeds(people: int, asked: int) -> int:
    return min(asked, next((most for size, most in SEEDS_FROM if people >= size), asked))


def _rivals(kind: str, people: int) -> Iterator[Case]:
    """General solvers on the first seed."""
    if people <= HIGHS_UP_TO:
        yield Case(kind, people, 1, "highs", RIVAL_SECONDS)
    if people <= CP_SAT_UP_TO:
        yield Case(kind, people, 1, "cp-sat", RIVAL_SECONDS)


def _of_city(arguments: argparse.Namespace) -> Iterator[Case]:
    folder = Path(arguments.city)
    people = _persons_in(folder)
    limit = arguments.seconds or KEPT_FOR_CHECKING * target_of(CITY, people).seconds
    for seed in range(1, arguments.seeds + 1):
        yield Case(CITY, people, seed, "renbina", limit, str(folder.resolve()))


def _persons_in(folder: Path) -> int:
    """Rows of the table of persons, without loading the planner into this small process."""
    table = folder / "persons.csv"
    return max(0, len(table.read_text(encoding="utf-8").splitlines()) - 1) if table.exists() else 0


def _line(run: Run) -> str:
    what = f"{run.people:>9,} {run.kind:<8} seed {run.seed} {run.method:<8}"
    if run.error:
        return f"{what} {run.error}"
    found = f"gap {run.gap:7.3f} %  {run.seconds:7.1f} s  {run.memory:6.0f} MiB  value {run.objective:,.1f}"
    return f"{what} {found}  violations {run.violations}  {run.reason}"


def _write(out: Path, runs: Sequence[Run]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    title = "# The planner, measured\n\nTwo cores or more; each run in a process of its own.\n\n"
    out.write_text(title + markdown(rows_of(runs)), encoding="utf-8")
    raw = "".join(json.dumps(asdict(run)) + "\n" for run in runs)
    out.with_suffix(".jsonl").write_text(raw, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks planner", description="Measures the planner.")
    parser.add_argument("--sizes", type=_numbers, help="numbers of people, with commas (default: the promised ones)")
    parser.add_argument("--kinds", type=_kinds, default=list(KINDS), help=f"of {', '.join(KINDS)}")
    parser.add_argument("--seeds", type=int, default=3, help="problems of each size, fewer of the largest")
    parser.add_argument("--seconds", type=float, help="time limit of each run instead of the promised one")
    parser.add_argument("--city", help="problem folder of the demonstration city")
    parser.add_argument("--alone", action="store_true", help="without the general solvers beside it")
    parser.add_argument("--out", help="markdown file to write; the raw figures go beside it")
    return parser


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.replace("_", "").split(",") if part]


def _kinds(text: str) -> list[str]:
    kinds = text.split(",")
    if not set(kinds) <= set(KINDS):
        raise argparse.ArgumentTypeError(f"kinds are {', '.join(KINDS)}")
    return kinds


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""How good the planner is, in ratios from one run: plan against each baseline, certified gap, seconds, peak memory.

    python benchmarks/planner.py [PEOPLE ...] [--seed N] [--seconds S]

Each size runs in a process of its own, so that its peak memory is its own; the compiled kernels are warmed up first.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time

from binacore.planner import NeverStop, NoProgress, Problem, SolveParams, Stop, StopWhen, check, solve
from binacore.planner.synthetic import generate

SIZES = (500, 3_000, 20_000)


class Stages(NoProgress):
    """Seconds at which each stage began."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.at: dict[str, float] = {}

    def stage(self, name: str) -> None:
        self.at[name] = time.monotonic() - self.began


def run(people: int, seed: int, seconds: float | None) -> None:
    warm_up = SolveParams(sample_passes=0, dual_passes=2, rounds=1, improvements=2)
    solve(Problem.from_columns(*generate(30, 1)), params=warm_up)
    problem = Problem.from_columns(*generate(people, seed))
    began = time.monotonic()
    stop: Stop = NeverStop()
    if seconds is not None:
        stop = StopWhen(lambda status: time.monotonic() > began + seconds, "time_limit")
    stages = Stages(began)
    result = solve(problem, stop=stop, seed=seed, progress=stages)
    took = time.monotonic() - began
    if not check(problem, result).accepted:
        raise SystemExit("the plan was not accepted")
    ratios = "  ".join(
        f"{name} x{result.objective / value:.3f}" for name, value in result.baselines.items() if value > 0
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    gap = float("nan") if result.gap is None else 100 * result.gap
    print(f"{people:>7} persons  gap {gap:.2f} %  {took:.1f} s  {memory:.0f} MiB  {ratios}")
    print(" " * 16 + "  ".join(f"{name} at {at:.1f}" for name, at in stages.at.items()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("people", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float)
    arguments = parser.parse_args()
    if len(arguments.people) == 1:
        run(arguments.people[0], arguments.seed, arguments.seconds)
        return
    for people in arguments.people:
        command = [sys.executable, __file__, str(people), "--seed", str(arguments.seed)]
        if arguments.seconds is not None:
            command += ["--seconds", str(arguments.seconds)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()

"""One problem, one method, one process: `python -m benchmarks.planner_one KIND PEOPLE SEED METHOD SECONDS [FOLDER]`.

Prints one line of JSON, the fields of `planner_targets.Run`. METHOD is renbina, highs or cp-sat. The time limit is
asked between steps; the seconds are those of the solver alone, without making or reading the problem.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from benchmarks.planner_targets import CITY, Run

from binacore.planner import Problem, SolveParams, StopWhen, check, solve
from binacore.planner.folder import read_problem
from binacore.planner.synthetic import problem as synthetic_problem


def main(kind: str, people: int, seed: int, method: str, seconds: float, folder: str = "") -> None:
    problem = read_problem(folder) if kind == CITY else synthetic_problem(people, seed, kind=kind)
    measured = METHODS[method](problem, seed, seconds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(Run(kind, people or problem.persons, seed, method, memory=memory, **measured))))


def _renbina(problem: Problem, seed: int, seconds: float) -> dict[str, Any]:
    solve(synthetic_problem(30, 1), None, SolveParams(improvements=20))  # loads the compiled kernels, as a set-up does
    began = time.monotonic()
    stop = StopWhen(lambda status: time.monotonic() - began > seconds, "time_limit")
    result = solve(problem, None, None, stop, seed)
    took = time.monotonic() - began
    report = check(problem, result)
    return {
        "seconds": took,
        "gap": float("nan") if result.gap is None else 100 * result.gap,
        "objective": result.objective,
        "bound": result.bound,
        "violations": len(report.violations),
        "mandatory_unmet": len(report.unmet_mandatory),
        "baselines": dict(result.baselines),
        "reason": f"{result.solver}: {result.stop_reason}",
        "digest": result.problem_sha256,
    }


def _highs(problem: Problem, seed: int, seconds: float) -> dict[str, Any]:
    from binacore.planner.milp import solve_exact

    began = time.monotonic()
    answer = solve_exact(problem, stop_callback=lambda: time.monotonic() - began > seconds)
    took = time.monotonic() - began
    found = _numbers(answer.objective, answer.bound)
    return found | {"seconds": took, "reason": "optimal" if answer.optimal else "time_limit"}


def _cp_sat(problem: Problem, seed: int, seconds: float) -> dict[str, Any]:
    try:
        from benchmarks.planner_cpsat import solve_with_cp_sat
    except ImportError:
        return {"error": "not installed"}
    began = time.monotonic()
    plan, bound, reason = solve_with_cp_sat(problem, seed, seconds)
    took = time.monotonic() - began
    if plan is None:
        return {"seconds": took, "bound": bound, "error": "no plan in time"}
    report = check(problem, plan)
    broken = len(report.violations)
    return _numbers(report.objective, bound) | {"seconds": took, "violations": broken, "reason": reason}


def _numbers(objective: float, bound: float) -> dict[str, Any]:
    gap = 100 * max(0.0, bound - objective) / abs(bound) if bound else float("nan")
    return {"objective": objective, "bound": bound, "gap": gap}


METHODS: dict[str, Callable[[Problem, int, float], dict[str, Any]]] = {
    "renbina": _renbina,
    "highs": _highs,
    "cp-sat": _cp_sat,
}

if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(arguments[0], int(arguments[1]), int(arguments[2]), arguments[3], float(arguments[4]), *arguments[5:6])

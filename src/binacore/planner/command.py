"""The planner on the command line: `solve`, `check`, `generate`.

The only module of the planner that looks at a clock or prints. Exit codes: 0 done, 1 the check found something wrong,
2 the input is not usable.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from binacore.planner.canonical import digest_of
from binacore.planner.check import Violation, check
from binacore.planner.folder import ResultInvalid, read_problem, read_result, write_problem, write_result
from binacore.planner.params import SolveParams
from binacore.planner.schema import ProblemInvalid
from binacore.planner.solve import solve
from binacore.planner.stop import MaxIterations, NeverStop, Stop, StopWhen
from binacore.planner.synthetic import problem as synthetic_problem
from binacore.planner.synthetic_kinds import PROFILES

DONE, WRONG, BAD_INPUT = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Run one command; `argv` without the program's name. Returns the exit code."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as exit_:
        return BAD_INPUT if exit_.code else DONE
    try:
        return int(arguments.run(arguments))
    except ProblemInvalid as error:
        for found in error.errors:
            print(found, file=sys.stderr)
        return BAD_INPUT
    except (ResultInvalid, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="renbina plan", description="Solve and check yearly plan problems.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    solving = commands.add_parser("solve", help="find a plan and a proved bound for a problem folder")
    solving.add_argument("folder", help="folder with problem.json and its tables")
    solving.add_argument("--out", required=True, help="folder for the result")
    solving.add_argument("--seed", type=int, default=0)
    solving.add_argument("--iterations", type=int, help="stop after so many steps")
    solving.add_argument("--seconds", type=float, help="stop after so many seconds (the plan may then differ)")
    solving.add_argument("--json", action="store_true", help="print the certificate as JSON")
    solving.set_defaults(run=_solve)
    checking = commands.add_parser("check", help="judge a result folder independently")
    checking.add_argument("folder")
    checking.add_argument("result")
    checking.add_argument("--json", action="store_true")
    checking.set_defaults(run=_check)
    generating = commands.add_parser("generate", help="write a synthetic problem")
    generating.add_argument("folder")
    generating.add_argument("--people", type=int, default=500)
    generating.add_argument("--seed", type=int, default=0)
    generating.add_argument("--kind", choices=sorted(PROFILES), default="agency")
    generating.add_argument("--parts", action="store_true", help="use every optional part of the format")
    generating.set_defaults(run=_generate)
    return parser


def _solve(arguments: argparse.Namespace) -> int:
    problem = read_problem(arguments.folder)
    began = time.monotonic()
    stop: Stop = NeverStop()
    if arguments.iterations is not None:
        stop = stop | MaxIterations(arguments.iterations)
    if arguments.seconds is not None:
        deadline = began + arguments.seconds
        stop = stop | StopWhen(lambda status: time.monotonic() >= deadline, "time_limit")
    result = solve(problem, None, SolveParams(), stop, arguments.seed)
    result = replace(result, seconds=round(time.monotonic() - began, 3))
    write_result(result, arguments.out)
    if arguments.json:
        record = {"objective": result.objective, "bound": result.bound, "gap": result.gap}
        record |= {"seconds": result.seconds, "iterations": result.iterations, "seed": result.seed}
        print(json.dumps(record | {"baselines": dict(result.baselines), "problem_sha256": result.problem_sha256}))
    else:
        print(result.summary())
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    problem = read_problem(arguments.folder)
    result = read_result(arguments.result)
    report = check(problem, result)
    violations = list(report.violations)
    if result.problem_sha256 != digest_of(problem):
        message = f"the result is for {result.problem_sha256}, the folder is {digest_of(problem)}"
        violations.append(Violation("problem_digest_wrong", "certificate", message))
    if arguments.json:
        found = [{"rule": v.rule, "subject": v.subject, "message": v.message} for v in violations]
        print(json.dumps({"accepted": not violations, "objective": report.objective, "violations": found}))
    else:
        for violation in violations:
            print(f"{violation.rule} {violation.subject}: {violation.message}")
        print(f"{'refused' if violations else 'accepted'}: objective {report.objective:.6f}")
    return WRONG if violations else DONE


def _generate(arguments: argparse.Namespace) -> int:
    problem = synthetic_problem(arguments.people, arguments.seed, kind=arguments.kind, parts=arguments.parts)
    digest = write_problem(problem, arguments.folder)
    print(f"{arguments.folder}: {arguments.people} persons, digest {digest}")
    return DONE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

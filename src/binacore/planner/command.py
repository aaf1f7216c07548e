"""The planner on the command line: `solve`, `check`, `compare`, `generate`, on folders of the open format.

The only module of the planner that looks at a clock or prints. What was found goes to stdout; what went wrong, and how
far the work is, to stderr. Exit codes: 0 done, 1 the check found something wrong, 2 the input is not usable (stderr
names code, table, column and row), 3 the planner's own plan was refused by the check and not written, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import IO, Literal

from binacore.planner.canonical import digest_of
from binacore.planner.check import PlanRejected, Violation, check
from binacore.planner.compare import Comparison, compare
from binacore.planner.folder import ResultInvalid, read_problem, read_result, write_problem, write_result
from binacore.planner.params import MODES
from binacore.planner.problem import Problem
from binacore.planner.progress import NoProgress
from binacore.planner.result import Result
from binacore.planner.schema import ProblemError, ProblemInvalid
from binacore.planner.solve import solve
from binacore.planner.stop import GapBelow, MaxIterations, NeverStop, Stop, StopWhen
from binacore.planner.synthetic import problem as synthetic_problem
from binacore.planner.synthetic_kinds import PROFILES

DONE, WRONG, BAD_INPUT, REJECTED, INTERRUPTED = 0, 1, 2, 3, 130
NAMES_SHOWN = 20
TableKind = Literal["csv", "parquet"]


def main(argv: Sequence[str]) -> int:
    """Run one command; `argv` without the program's name. Returns the exit code."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as exit_:
        return BAD_INPUT if exit_.code else DONE
    try:
        return int(arguments.run(arguments))
    except ProblemInvalid as error:
        return _refuse(arguments, error.errors)
    except (ResultInvalid, ValueError, OSError, ImportError) as error:
        return _refuse(arguments, [error])
    except PlanRejected as error:
        print(f"the check refused the planner's own plan, nothing is written: {error}", file=sys.stderr)
        return REJECTED
    except KeyboardInterrupt:
        print("interrupted, nothing is written", file=sys.stderr)
        return INTERRUPTED


def _refuse(arguments: argparse.Namespace, errors: Sequence[ProblemError | Exception]) -> int:
    for error in errors:
        print(error, file=sys.stderr)
    if arguments.json:
        print(json.dumps({"errors": [_error_record(error) for error in errors]}))
    return BAD_INPUT


def _error_record(error: ProblemError | Exception) -> dict[str, object]:
    if isinstance(error, ProblemError):
        place = {"table": error.table, "column": error.column, "row": error.row}
        return {"code": str(error.code), **place, "message": error.message}
    return {"code": type(error).__name__, "table": "", "column": "", "row": None, "message": str(error)}


def _parser() -> argparse.ArgumentParser:
    codes = "exit codes: 0 done, 1 something is wrong with a plan, 2 input not usable, 3 own plan refused, 130 stopped"
    description = "Solve, check and compare yearly plans."
    parser = argparse.ArgumentParser(prog="renbina plan", description=description, epilog=codes)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _solving(commands.add_parser("solve", help="find a plan and a proved bound for a problem folder", epilog=codes))
    checking = commands.add_parser("check", help="judge a result folder independently", epilog=codes)
    checking.add_argument("folder", help="folder with problem.json and its tables")
    checking.add_argument("result", help="folder of the result")
    _finish(checking, _check)
    comparing = commands.add_parser("compare", help="two results of one problem side by side", epilog=codes)
    comparing.add_argument("folder", help="folder with problem.json and its tables")
    comparing.add_argument("first", help="folder of one result")
    comparing.add_argument("second", help="folder of the other")
    _finish(comparing, _compare)
    generating = commands.add_parser("generate", help="write a synthetic problem", epilog=codes)
    generating.add_argument("folder")
    generating.add_argument("--people", type=_positive, default=500)
    generating.add_argument("--seed", type=int, default=0)
    generating.add_argument("--kind", choices=sorted(PROFILES), default="agency")
    generating.add_argument("--parts", action="store_true", help="use every optional part of the format")
    generating.add_argument("--parquet", action="store_true", help="write the tables as Parquet (needs pyarrow)")
    _finish(generating, _generate)
    return parser


def _solving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="folder with problem.json and its tables")
    parser.add_argument("--out", required=True, help="folder for the result")
    parser.add_argument("--seed", type=int, default=0)
    weighing = "weighted: one sum; lexicographic: mandatory, entitlement, coverage, cost, fairness one after the other"
    parser.add_argument("--mode", choices=MODES, default=MODES[0], help=weighing)
    parser.add_argument("--iterations", type=_positive, help="stop after so many steps; the same plan every time")
    parser.add_argument("--seconds", type=_amount, help="stop after so many seconds; the plan may then differ")
    parser.add_argument("--gap", type=_amount, help="stop when the certified gap is at most this share, e.g. 0.005")
    parser.add_argument("--parquet", action="store_true", help="write the tables as Parquet (needs pyarrow)")
    parser.add_argument("--quiet", action="store_true", help="no progress on the terminal")
    _finish(parser, _solve)


def _finish(parser: argparse.ArgumentParser, run: object) -> None:
    parser.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    parser.set_defaults(run=run)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {text}")
    return number


def _amount(text: str) -> float:
    number = float(text)
    if not (math.isfinite(number) and number >= 0):
        raise argparse.ArgumentTypeError(f"must be a number from 0 on, not {text}")
    return number


class Bar(NoProgress):
    """One line on a terminal that is written over again and again."""

    WIDTH = 30

    def __init__(self, stream: IO[str]) -> None:
        self.stream, self.shown, self.now = stream, "", ""

    def stage(self, name: str) -> None:
        self.now = name

    def advance(self, fraction: float, message_code: str) -> None:
        done = round(self.WIDTH * max(0.0, min(1.0, fraction)))
        line = f"[{'#' * done}{'.' * (self.WIDTH - done)}] {100 * fraction:3.0f} % {message_code or self.now}"
        if line != self.shown:
            self.stream.write(f"\r{line:<{self.WIDTH + 30}}")
            self.stream.flush()
            self.shown = line

    def end(self) -> None:
        """Take the line away again."""
        if self.shown:
            self.stream.write(f"\r{'':<{self.WIDTH + 30}}\r")
            self.stream.flush()


def _kind(arguments: argparse.Namespace) -> TableKind:
    return "parquet" if arguments.parquet else "csv"


def _solve(arguments: argparse.Namespace) -> int:
    problem = read_problem(arguments.folder)
    began = time.monotonic()
    stop: Stop = NeverStop()
    if arguments.iterations is not None:
        stop = stop | MaxIterations(arguments.iterations)
    if arguments.gap is not None:
        stop = stop | GapBelow(arguments.gap)
    if arguments.seconds is not None:
        deadline = began + arguments.seconds
        stop = stop | StopWhen(lambda status: time.monotonic() >= deadline, "time_limit")
    watched = sys.stderr.isatty() and not arguments.json and not arguments.quiet
    bar = Bar(sys.stderr) if watched else None
    try:
        result = solve(problem, None, None, stop, arguments.seed, bar, arguments.mode)
    finally:
        if bar:
            bar.end()
    result = replace(result, seconds=round(time.monotonic() - began, 3))
    write_result(result, arguments.out, _kind(arguments))
    print(json.dumps(_result_record(result)) if arguments.json else result.summary())
    return DONE


def _result_record(result: Result) -> dict[str, object]:
    names = ("objective", "bound", "gap", "seconds", "iterations", "seed", "solver", "mode", "stop_reason")
    record: dict[str, object] = {name: getattr(result, name) for name in (*names, "problem_sha256")}
    stages = [stage.as_record() for stage in result.stages]
    return record | {
        "components": result.components.as_record(),
        "baselines": dict(result.baselines),
        "stages": stages,
    }


def _digest_violations(problem: Problem, result: Result, folder: str) -> list[Violation]:
    digest = digest_of(problem)
    if result.problem_sha256 == digest:
        return []
    message = f"the result is for {result.problem_sha256}, the folder is {digest}"
    return [Violation("problem_digest_wrong", folder, message)]


def _check(arguments: argparse.Namespace) -> int:
    problem = read_problem(arguments.folder)
    result = read_result(arguments.result)
    report = check(problem, result)
    violations = [*report.violations, *_digest_violations(problem, result, "certificate")]
    unmet = len(report.unmet_mandatory)
    if arguments.json:
        found = [{"rule": v.rule, "subject": v.subject, "message": v.message} for v in violations]
        record = {"accepted": not violations, "objective": report.objective, "bound": result.bound, "gap": result.gap}
        print(json.dumps(record | {"unmet_mandatory": unmet, "violations": found}))
    else:
        for violation in violations:
            print(f"{violation.rule} {violation.subject}: {violation.message}")
        print(f"{'refused' if violations else 'accepted'}: objective {report.objective:.6f}")
        if unmet:
            print(f"{unmet} mandatory places are not filled")
    return WRONG if violations else DONE


def _compare(arguments: argparse.Namespace) -> int:
    problem = read_problem(arguments.folder)
    results = [read_result(folder) for folder in (arguments.first, arguments.second)]
    wrong: list[Violation] = []
    for folder, result in zip((arguments.first, arguments.second), results, strict=True):
        wrong += _digest_violations(problem, result, folder)
    if wrong:
        for violation in wrong:
            print(f"{violation.rule} {violation.subject}: {violation.message}", file=sys.stderr)
        if arguments.json:
            found = [{"rule": v.rule, "subject": v.subject, "message": v.message} for v in wrong]
            print(json.dumps({"violations": found}))
        return WRONG
    try:
        found_out = compare(problem, *results)
    except KeyError as error:
        raise ResultInvalid(f"a plan names {error}, which the problem does not have; run check on it") from error
    print(json.dumps(found_out.as_record()) if arguments.json else _told(found_out))
    return DONE if found_out.first.accepted and found_out.second.accepted else WRONG


def _told(found: Comparison) -> str:
    """A table of both plans and their difference, then what changed."""
    first, second = found.first, found.second
    rows: list[tuple[str, float, float]] = [
        ("objective", first.objective, second.objective),
        ("bound", first.bound, second.bound),
        *((name, first.components[name], second.components[name]) for name in first.components),
    ]
    lines = [f"{'':16}{'first':>18}{'second':>18}{'difference':>18}"]
    lines += [f"{name:16}{one:18,.3f}{two:18,.3f}{two - one:+18,.3f}" for name, one, two in rows]
    gaps = ["-" if side.gap is None else f"{100 * side.gap:.3f} %" for side in (first, second)]
    lines.append(f"{'gap':16}{gaps[0]:>18}{gaps[1]:>18}")
    counts = ("people", "at_target", "unmet_mandatory", "seats", "batches", "programmes")
    left = [found.budget - side.cost for side in (first, second)]
    whole: list[tuple[str, int, int]] = [("rupiah", first.cost, second.cost), ("budget left", left[0], left[1])]
    whole += [(name, getattr(first, name), getattr(second, name)) for name in counts]
    lines += [f"{name:16}{one:18,d}{two:18,d}{two - one:+18,d}" for name, one, two in whole]
    for side, name in ((first, "first"), (second, "second")):
        if not side.accepted:
            lines.append(f"the {name} plan breaks a rule: run check on it")
    lines.append(_listed("held only in the second", found.opened))
    lines.append(_listed("held only in the first", found.closed))
    lines.append(_listed("persons who change", found.changed))
    return "\n".join(lines)


def _listed(title: str, names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN]) + (", ..." if len(names) > NAMES_SHOWN else "")
    return f"{title}: {len(names)}" + (f" ({shown})" if names else "")


def _generate(arguments: argparse.Namespace) -> int:
    problem = synthetic_problem(arguments.people, arguments.seed, kind=arguments.kind, parts=arguments.parts)
    digest = write_problem(problem, arguments.folder, _kind(arguments))
    if arguments.json:
        print(json.dumps({"folder": arguments.folder, "persons": problem.persons, "problem_sha256": digest}))
    else:
        print(f"{arguments.folder}: {problem.persons} persons, digest {digest}")
    return DONE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

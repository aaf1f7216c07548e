"""The planner's pricing and repair on other people's problems, whose answers are published.

    python -m benchmarks assignment [--out FILE] [--only WORD]

Generalised assignment and multi-dimensional knapsack (see `instances/README.md`) run through the core by
`binacore.planner.adapter`. The bound is compared with the value of the linear relaxation (for assignment computed here
by HiGHS, for knapsack published), the plan with the best value known. The exit code is the number of goals missed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np
from benchmarks.assignment_data import Gap, Knapsack, gaps, knapsacks

from binacore.planner.adapter import assignment, knapsack, solve_choices

BOUND_GOAL, PLAN_GOAL = 0.05, 0.5
"""Per cent of the linear relaxation and of the best known value."""
ENOUGH = 0.002
"""The search ends once its own bound proves the plan this near to the optimum, as a share of the objective."""


@dataclass(frozen=True, slots=True)
class Score:
    """One instance: per cent by which bound and plan miss their marks (negative plan: better than known)."""

    group: str
    name: str
    bound: float
    plan: float
    seconds: float
    wrong: str

    @property
    def kept(self) -> bool:
        return not self.wrong and self.bound <= BOUND_GOAL and self.plan <= PLAN_GOAL


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks assignment", description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, help="write the table as markdown to this file")
    parser.add_argument("--only", default="", help="only instances whose class or name holds this word")
    arguments = parser.parse_args(argv)
    scores = []
    for score in _scores(arguments.only):
        scores.append(score)
        mark = score.wrong or ("ok" if score.kept else "no")
        print(
            f"{score.name:24} bound {score.bound:7.4f} %  plan {score.plan:6.2f} %  {score.seconds:5.1f} s  {mark}",
            flush=True,
        )
    text = table(scores)
    print("\n" + text)
    if arguments.out is not None:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(text, encoding="utf-8")
        print(f"written to {arguments.out}")
    return sum(not score.kept for score in scores)


def _scores(word: str) -> Iterator[Score]:
    for gap in gaps():
        if word in gap.group + gap.name:
            yield score_of_gap(gap)
    for sack in knapsacks():
        if word in sack.group + sack.name:
            yield score_of_knapsack(sack)


def score_of_gap(gap: Gap) -> Score:
    """Solve and judge one assignment instance."""
    relaxed = relaxed_gap(gap)
    choices, left_out = assignment(gap.cost, gap.use, gap.limit)
    began = time.perf_counter()
    found = solve_choices(choices, enough=ENOUGH * float(gap.cost.min(axis=0).sum()))
    seconds = time.perf_counter() - began
    cost, bound = float(left_out.sum()) - found.value, float(left_out.sum()) - found.bound
    wrong = ""
    if np.any(found.taken < 0):
        wrong = "jobs left out"
    elif cost < gap.lower_bound - 1e-6:
        wrong = "better than proven: impossible"
    elif bound > gap.best_known + 1e-6:
        wrong = "bound above a known plan: impossible"
    return Score(
        gap.group,
        gap.name,
        100 * max(0.0, relaxed - bound) / relaxed,
        100 * (cost - gap.best_known) / gap.best_known,
        seconds,
        wrong,
    )


def score_of_knapsack(sack: Knapsack) -> Score:
    """Solve and judge one knapsack instance."""
    began = time.perf_counter()
    found = solve_choices(knapsack(sack.profit, sack.use, sack.limit), enough=ENOUGH * sack.profit.sum() / 2)
    seconds = time.perf_counter() - began
    wrong = ""
    if found.value > sack.relaxed + 1e-4:
        wrong = "better than the linear relaxation: impossible"
    elif found.bound < sack.best_known - 1e-6:
        wrong = "bound below a known plan: impossible"
    return Score(
        sack.group,
        sack.name,
        100 * max(0.0, found.bound - sack.relaxed) / sack.relaxed,
        100 * (sack.best_known - found.value) / sack.best_known,
        seconds,
        wrong,
    )


def relaxed_gap(gap: Gap) -> float:
    """Value of the linear relaxation."""
    agents, jobs = gap.cost.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = agents * jobs, jobs + agents
    program.col_cost_ = gap.cost.T.ravel().astype(float)
    program.col_lower_, program.col_upper_ = np.zeros(agents * jobs), np.ones(agents * jobs)
    program.row_lower_ = np.concatenate([np.ones(jobs), np.full(agents, -highspy.kHighsInf)])
    program.row_upper_ = np.concatenate([np.ones(jobs), gap.limit.astype(float)])
    rows = np.stack([np.repeat(np.arange(jobs), agents), jobs + np.tile(np.arange(agents), jobs)], axis=1)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(agents * jobs + 1) * 2
    program.a_matrix_.index_ = rows.ravel()
    program.a_matrix_.value_ = np.stack([np.ones(agents * jobs), gap.use.T.ravel()], axis=1).ravel()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    solver.setOptionValue("output_flag", False)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError(f"{gap.name}: the linear relaxation was not solved")
    return float(solver.getInfo().objective_function_value)


def table(scores: Sequence[Score]) -> str:
    """Markdown, one row a class: the worst and the middle of its instances."""
    heads = "class", "instances", "bound to LP, worst %", "plan to best known, median %", "worst %", "within goals"
    lines = [f"| {' | '.join((*heads, 'seconds, median', 'most', 'all'))} |", "|---" * 9 + "|"]
    for group in dict.fromkeys(score.group for score in scores):
        of = [score for score in scores if score.group == group]
        bound, plan = [one.bound for one in of], [one.plan for one in of]
        seconds = [one.seconds for one in of]
        kept = sum(one.kept for one in of)
        wrong = next((one.wrong for one in of if one.wrong), "")
        lines.append(
            f"| {group} | {len(of)} | {max(bound):.4f} | {np.median(plan):.2f} | {max(plan):.2f} | {kept} "
            f"| {np.median(seconds):.1f} | {max(seconds):.1f} | {wrong or ('ok' if kept == len(of) else 'no')} |"
        )
    return "\n".join(lines) + f"\n\nGoals: bound within {BOUND_GOAL} % of the LP, plan within {PLAN_GOAL} %.\n"

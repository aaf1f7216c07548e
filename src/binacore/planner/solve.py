"""The one door of the planner: a problem in, a checked plan with a certified bound out."""

from __future__ import annotations

from binacore.planner.params import SolveParams
from binacore.planner.problem import Problem
from binacore.planner.progress import NoProgress
from binacore.planner.result import Result
from binacore.planner.stop import Stop


def solve(
    problem: Problem,
    rulebook: object = None,
    params: SolveParams | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    progress: NoProgress | None = None,
    mode: str = "weighted",
) -> Result:
    """Plan one year: prices, construction along them, improvement, a certified bound, and the independent check. Seats
    that bring nothing to anybody are given back at the end.

    Parameters
    ----------
    problem
        What is true; built by `Problem.from_columns`, `from_arrays` or `folder.read_problem`.
    rulebook
        Not read by this planner (the rules are in the problem); part of the door so that a run is stored with it.
    params
        How to search. None: what suits the size of the problem.
    stop
        Asked between steps; the only thing that may look at a clock. None: never stops before the work is done.
    seed
        Any integer. The same problem, params and seed give the same plan, bound and prices on the same machine and
        library versions, unless `stop` depends on a clock; what it did is in `Result.stop_reason` and `trace`.
    progress
        Hears stages and the share that is done.
    mode
        Only without `params`: "weighted", or "lexicographic" for one aim strictly after the other (see SolveParams).

    Objective and bound are in value points of section 3 of the format: no plan that keeps its rules is worth more than
    the bound, in either mode. In the lexicographic one `Result.stages` says of each aim what was reached and proved;
    the prices are those of the weighted bound. Raises PlanRejected if the plan fails the independent check, ValueError
    for impossible params.
    """
    # The compiled kernels cost a second and 100 MB: who solves loads them, not everybody who imports the door.
    from binacore.planner.engine import run_all
    from binacore.planner.idle import without_idle

    return without_idle(problem, run_all(problem, params, stop, seed, progress, mode))

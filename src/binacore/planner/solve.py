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
) -> Result:
    """Plan one year.

    Deterministic: the same problem, params and seed give the same plan and bound, unless a stop criterion of the caller
    depends on a clock. `rulebook` is not read by this planner (the rules are in the problem); it is part of the door so
    that a run is stored with it. Objective and bound are in value points of section 3 of the format.

    Raises PlanRejected if the plan fails the independent check.
    """
    # The compiled kernels cost a second and 100 MB: who solves loads them, not everybody who imports the door.
    from binacore.planner.engine import run_all

    return run_all(problem, params, stop, seed, progress)

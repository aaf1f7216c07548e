"""The planner's door: `solve(problem, rulebook, params, stop, seed, progress) -> Result`.

Four nouns: `Problem` (what is true), `SolveParams` (how to search), a `Stop` (when to stop), `Result` (the best plan
and its certificate). `check` judges any plan independently. Problems and results travel as folders, see `folder`.
"""

from binacore.planner.check import CheckReport, PlanRejected, Violation, check
from binacore.planner.params import SolveParams
from binacore.planner.plan import Plan
from binacore.planner.problem import Problem
from binacore.planner.progress import NoProgress
from binacore.planner.result import Components, Prices, Result
from binacore.planner.schema import ErrorCode, ProblemError, ProblemInvalid
from binacore.planner.solve import solve
from binacore.planner.stop import GapBelow, MaxIterations, NeverStop, Status, Stop, StopWhen

__all__ = [
    "CheckReport",
    "Components",
    "ErrorCode",
    "GapBelow",
    "MaxIterations",
    "NeverStop",
    "NoProgress",
    "Plan",
    "PlanRejected",
    "Prices",
    "Problem",
    "ProblemError",
    "ProblemInvalid",
    "Result",
    "SolveParams",
    "Status",
    "Stop",
    "StopWhen",
    "Violation",
    "check",
    "solve",
]

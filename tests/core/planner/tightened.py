"""A problem of ninety people with its plan and its bound tightened by whole batches: where dives begin."""

from functools import cache
from typing import NamedTuple

from binacore.planner import synthetic
from binacore.planner.bounds import Ascent, Dual, ascend
from binacore.planner.model import limits_of, model_of
from binacore.planner.params import SolveParams
from binacore.planner.problem import Problem
from binacore.planner.result import Result
from binacore.planner.solve import solve
from binacore.planner.split import SplitDual
from binacore.planner.tighten import Tightened, Tightening

PARAMS = SolveParams(rounds=2, improvements=100, anneal_steps=5, sample_passes=0, dual_passes=60)


def never(*_: object) -> bool:
    return False


class Ground(NamedTuple):
    """`plain` is the bound before it was tightened, `at` after."""

    problem: Problem
    plan: Result
    plain: Ascent
    tightening: Tightening
    at: Tightened


@cache
def tightened(seed: int) -> Ground:
    """Once for all tests of a process: nobody changes it."""
    problem = synthetic.problem(90, seed)
    model, limits = model_of(problem), limits_of(problem)
    dual = Dual(model, limits, 20_000)
    plain = ascend(dual, PARAMS, never)
    tightening = Tightening(SplitDual(model, limits, 20_000), dual)
    plan = solve(problem, params=PARAMS)
    at = tightening.from_here(tightening.start(plain), plan.objective, 300, never)
    return Ground(problem, plan, plain, tightening, at)

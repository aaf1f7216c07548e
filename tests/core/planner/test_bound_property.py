"""The solver against trying everything: its bound holds, its plan is allowed, and small problems are proven optimal."""

import pytest
from tests.core.planner.brute import brute
from tests.core.planner.test_milp import PARTS
from tests.core.planner.tiny import parts_of, tiny_problem

from binacore.planner import solve
from binacore.planner.check import check

SEEDS = range(1000, 1500)
pytestmark = pytest.mark.slow  # half a minute: not in the quick subset


def test_bound_plan_and_optimum_of_five_hundred_tiny_problems() -> None:
    used: set[str] = set()
    for seed in SEEDS:
        problem = tiny_problem(seed)
        used |= parts_of(problem)
        best, result = brute(problem).objective, solve(problem)
        tolerance = 1e-6 * max(1.0, abs(best))
        assert check(problem, result).violations == (), seed
        assert result.bound >= best - tolerance, (seed, result.bound, best)
        assert result.objective <= best + tolerance, (seed, result.objective, best)
        # All tiny problems have at most 5 persons: proven optimal.
        assert result.objective >= best - tolerance, (seed, result.objective, best)
        assert result.bound - result.objective <= 1e-6 * max(1.0, abs(result.bound)), (seed, result.bound)
    assert used >= PARTS

"""Compiles the planner's kernels, so that the first plan does not wait: `python -m binacore.planner.warm`."""

from binacore.planner.problem import Problem
from binacore.planner.solve import solve
from binacore.planner.synthetic import generate


def warm() -> None:
    """Solve one tiny problem; the compiled kernels are kept beside their source."""
    solve(Problem.from_columns(*generate(40, 1)))


if __name__ == "__main__":
    warm()

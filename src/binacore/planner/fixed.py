"""`fixed_infeasible` of section 7.3: whether the fixed assignments can be part of any plan at all."""

from __future__ import annotations

from binacore.planner.problem import Ints, Problem
from binacore.planner.schema import ProblemError


def errors_of_fixed(problem: Problem, order: Ints) -> list[ProblemError]:
    """Every rule the fixed assignments break by themselves; `order` gives the row in the table of each fixed row."""
    return []

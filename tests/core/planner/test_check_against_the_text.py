"""The checker, which looks at all assignments at once, against a plain reading of the text, one at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binacore.planner import Problem, check
from binacore.planner.plan import Plan

from .example import plan
from .random_problems import random_plan, random_problem
from .reference import Reference

pytestmark = pytest.mark.slow  # hundreds of problems: not in the quick subset

SEEDS = st.integers(0, 2**32)


@settings(max_examples=150, deadline=None)
@given(SEEDS, SEEDS)
def test_rules_and_objective_are_those_of_the_text(seed, plan_seed):
    header, tables = random_problem(seed)
    batches, pairs = random_plan(plan_seed, tables)
    report = check(Problem.from_columns(header, tables), plan(batches, *pairs))
    reference = Reference(header, tables, batches, pairs)
    assert {violation.rule for violation in report.violations} == reference.broken()
    assert report.components.as_record() == pytest.approx(reference.components())


@settings(max_examples=30, deadline=None)
@given(SEEDS, SEEDS)
def test_a_plan_of_positions_is_judged_as_the_same_plan_of_names(seed, plan_seed):
    header, tables = random_problem(seed)
    problem = Problem.from_columns(header, tables)
    batches, pairs = random_plan(plan_seed, tables)
    by_name = check(problem, plan(batches, *pairs))
    by_position = check(problem, Plan.named(problem, pairs, batches))
    assert by_position == by_name
    assert by_position.unmet_mandatory.tolist() == by_name.unmet_mandatory.tolist()


def test_random_problems_break_and_keep_every_rule():
    """Otherwise the comparison above would say little."""
    seen: set[str] = set()
    accepted = 0
    for seed in range(400):
        header, tables = random_problem(seed)
        batches, pairs = random_plan(seed, tables)
        broken = Reference(header, tables, batches, pairs).broken()
        seen |= broken
        accepted += not broken and bool(pairs)
    assert len(seen) == 16
    assert accepted >= 3

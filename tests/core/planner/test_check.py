"""The independent check names every broken rule."""

import pytest

from binacore.planner import Problem, check

from .example import example, plan


def broken(problem, batches, *pairs):
    return {violation.rule for violation in check(problem, plan(batches, *pairs)).violations}


def changed(**changes):
    header, tables = example()
    for place, values in changes.items():
        table, column = place.split("__")
        if table == "header":
            header[column] = values
        else:
            tables[table][column] = values
    return Problem.from_columns(header, tables)


FREE = {"units__budget": [None], "units__away_max": [None]}


@pytest.mark.parametrize(
    ("rule", "changes", "batches", "pairs"),
    [
        ("person_unknown", {}, {}, [("P9", "S1")]),
        ("session_unknown", {}, {}, [("P1", "S9")]),
        ("duplicate_assignment", {}, {"S1": 1}, [("P1", "S1"), ("P1", "S1")]),
        ("not_candidate", {}, {"S3": 1}, [("P1", "S3")]),
        ("programme_twice", {}, {"S1": 1, "S2": 1}, [("P2", "S1"), ("P2", "S2")]),
        ("too_many_programmes", {"header__max_programmes": 1}, {"S1": 1, "S3": 1}, [("P2", "S1"), ("P2", "S3")]),
        ("hours_exceeded", {"header__hours_max": 27.9}, {"S1": 1, "S3": 1}, [("P2", "S1"), ("P2", "S3")]),
        ("seats_exceeded", FREE, {"S3": 0}, [("P2", "S3")]),
        ("seats_exceeded", FREE | {"programmes__capacity": [1, 9]}, {"S1": 1}, [("P1", "S1"), ("P2", "S1")]),
        ("batch_underfilled", {"programmes__batch_min": [2, 1]}, {"S1": 1}, [("P1", "S1")]),
        ("batch_underfilled", {}, {"S3": 1}, []),
        ("batches_exceeded", {"sessions__batches_max": [0, 1, 1]}, {"S1": 1}, [("P1", "S1")]),
        ("budget_exceeded", {"header__budget": 2_999_999}, {"S1": 1}, [("P1", "S1")]),
        ("fund_exceeded", {"funds__budget": [2_999_999]}, {"S1": 1}, [("P1", "S1")]),
        ("unit_budget_exceeded", {"units__budget": [999_999]}, {"S1": 1}, [("P1", "S1")]),
        ("away_exceeded", {"units__away_max": [0]}, {"S1": 1}, [("P1", "S1")]),
    ],
)
def test_a_broken_rule_has_its_name(rule, changes, batches, pairs):
    assert broken(changed(**changes), batches, *pairs) == {rule}


def test_limits_met_exactly_are_kept():
    problem = changed(header__budget=3_000_000, funds__budget=[3_000_000], units__budget=[1_000_000])
    assert broken(problem, {"S1": 1}, ("P1", "S1")) == set()


def test_the_empty_plan_is_always_accepted():
    assert broken(changed(header__budget=0), {}) == set()


def two_steps(period):
    header, tables = example()
    tables["programmes"]["prerequisite_id"] = ["J2", None]
    tables["candidates"]["needs_prerequisite"] = [False, True, False]
    tables["sessions"]["period"] = [3, 6, period]
    return Problem.from_columns(header, tables)


@pytest.mark.parametrize(("period", "rules"), [(None, set()), (5, set()), (6, {"prerequisite_unmet"})])
def test_a_prerequisite_must_come_strictly_earlier_and_self_paced_counts(period, rules):
    assert broken(two_steps(period), {"S2": 1, "S3": 1}, ("P2", "S2"), ("P2", "S3")) == rules


def test_synchronous_sessions_of_one_period_clash():
    header, tables = example()
    tables["programmes"]["synchronous"] = [True, True]
    tables["sessions"]["period"] = [3, 6, 6]
    tables["units"]["away_max"] = [None]
    problem = Problem.from_columns(header, tables)
    assert broken(problem, {"S2": 1, "S3": 1}, ("P2", "S2"), ("P2", "S3")) == {"period_clash"}


def test_online_learning_needs_no_absence():
    assert broken(changed(units__away_max=[0]), {"S3": 1}, ("P2", "S3")) == set()


def test_with_target_zero_everybody_is_at_target():
    report = check(changed(header__hours_target=0), plan({}))
    assert report.components.entitlement == 16
    assert report.components.fairness == 0

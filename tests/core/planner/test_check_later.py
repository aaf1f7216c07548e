"""A valid plan of a problem with all optional parts, broken in one place for each rule; and what must not break it."""

from types import SimpleNamespace

import numpy as np
import pytest

from binacore.planner import Components, Problem, Result, check
from binacore.planner.plan import Plan

from .example import example, plan, setting
from .later import example_7, example_8

GOOD = {
    "batches": {"S1": 1, "S2": 1, "S4": 1},
    "pairs": [("P1", "S1"), ("P2", "S2"), ("P3", "S2"), ("P1", "S4"), ("P2", "S4")],
}


def broken(change=None, *, make=example_8, batches=None, pairs=None):
    header, tables = make()
    if change:
        change(header, tables)
    report = check(Problem.from_columns(header, tables), plan(batches or GOOD["batches"], *(pairs or GOOD["pairs"])))
    return {violation.rule for violation in report.violations}


def needs_prerequisite(period):
    """P2 needs J2 before J1 in period 6; her J2 is S4, moved to `period`."""

    def change(header, tables):
        tables["programmes"]["prerequisite_id"] = ["J2", None]
        tables["candidates"]["needs_prerequisite"] = [True, False, False, False, False, False]
        tables["sessions"]["period"] = [3, 6, 6, period, 12]
        tables["sessions"]["duration"] = [None, None, None, 2, None]
        tables["programmes"]["synchronous"] = [True, False]
        tables["organiser_periods"]["batches_max"] = [2]

    return change


MUTATIONS = [
    ("hours_exceeded", setting("persons", "hours_max", [None, 23.9, None])),
    ("hours_exceeded", setting("persons", "hours_done", [None, 136.5, None])),
    ("prerequisite_unmet", needs_prerequisite(5)),
    ("batch_underfilled", setting("programmes", "batch_min", [1, 3])),
    ("batches_exceeded", setting("sessions", "batches_max", [1, 1, 1, 0, 1])),
    ("budget_exceeded", setting("header", "budget", 7_099_999)),
    ("fund_exceeded", setting("funds", "budget", [6_100_000, 999_999])),
    ("unit_budget_exceeded", setting("units", "budget", [2_999_999])),
    ("away_exceeded", setting("programmes", "away_load", [None, 0.6])),
    ("away_exceeded", setting("unit_periods", "away_max", [1, 1, 0])),
    ("away_exceeded", setting("sessions", "duration", [None, None, None, 4, None])),
    ("session_closed", setting("sessions", "closed", [True, True, None, None, None])),
    ("organiser_exceeded", setting("organisers", "batches_max_year", [2])),
    ("organiser_exceeded", setting("organiser_periods", "batches_max", [0])),
]


def test_the_plan_is_valid_before_it_is_broken():
    assert broken() == set()


@pytest.mark.parametrize(("rule", "change"), MUTATIONS)
def test_a_changed_problem_breaks_exactly_one_rule(rule, change):
    assert broken(change) == {rule}


@pytest.mark.parametrize(
    "change",
    [
        setting("persons", "hours_max", [None, 24, None]),
        setting("persons", "hours_done", [None, 136, None]),
        needs_prerequisite(4),
        setting("units", "budget", [3_000_000]),
        setting("programmes", "away_load", [None, 0.5000004]),
        setting("header", "budget", 7_100_000),
    ],
    ids=["hours", "hours done", "prerequisite ends in the period before", "unit budget", "load", "budget"],
)
def test_limits_met_exactly_are_kept(change):
    assert broken(change) == set()


def test_a_long_session_clashes_in_every_period_it_occupies():
    def change(header, tables):
        tables["sessions"]["duration"] = [None, None, None, 4, None]
        tables["units"]["away_max"] = [None]
        tables["candidates"]["fund_id"] = [None] * 6
        tables["funds"]["budget"] = [None, None]
        tables["fixed"] = {"person_id": [], "session_id": []}
        tables["sessions"]["period"] = [9, 12, 6, 9, 12]
        tables["sessions"]["closed"] = [None] * 5

    assert "period_clash" in broken(change)


def test_a_dropped_fixed_assignment_is_named():
    header, tables = example_8()
    without = [pair for pair in GOOD["pairs"] if pair != ("P1", "S1")]
    report = check(Problem.from_columns(header, tables), plan({"S2": 1, "S4": 1}, *without))
    assert [(v.rule, v.subject) for v in report.violations] == [("fixed_missing", "P1/S1")]


def test_the_exemption_of_the_minimum_counts_batches_not_persons():
    assert broken(make=example_7, batches={"S1": 1}, pairs=[("P1", "S1")]) == set()

    def two_batches(header, tables):
        tables["sessions"]["batches_max"] = [2, 1, 1]

    assert broken(two_batches, make=example_7, batches={"S1": 2}, pairs=[("P1", "S1")]) == {"batch_underfilled"}


def test_ten_thousand_small_loads_add_up_without_drift():
    header, tables = example()
    people = [f"P{i}" for i in range(10_000)]
    tables["persons"] = {"person_id": people, "unit_id": ["U1"] * len(people)}
    tables["gaps"] = {"person_id": [], "competency_id": [], "held": [], "gap": [], "weight": []}
    tables["programmes"] |= {"away_load": [0.1, None], "capacity": [20_000, 1], "cost_per_person": [0, 0]}
    tables["units"] = {"unit_id": ["U1"], "budget": [None], "away_max": [1_000]}
    no = [False] * len(people)
    tables["candidates"] = {
        "person_id": people, "programme_id": ["J1"] * len(people), "mandatory": no, "needs_prerequisite": no,
    }  # fmt: skip
    problem = Problem.from_columns(header, tables)
    assert check(problem, plan({"S1": 1}, *((person, "S1") for person in people))).accepted


def test_money_beyond_64_bits_is_added_exactly():
    header, tables = example()
    people = [f"P{i:05}" for i in range(9_300)]  # at 10^15 each more than 2^63
    tables["persons"] = {"person_id": people, "unit_id": ["U1"] * len(people)}
    tables["gaps"] = {"person_id": [], "competency_id": [], "held": [], "gap": [], "weight": []}
    tables["units"] = {"unit_id": ["U1"], "budget": [10**18], "away_max": [None]}
    tables["programmes"] |= {"cost_per_person": [10**15, 0], "cost_per_batch": [10**15, 0], "capacity": [1, 1]}
    tables["sessions"]["batches_max"] = [10**9] * 3
    tables["funds"]["budget"] = [10**18]
    no = [False] * len(people)
    tables["candidates"] = {
        "person_id": people, "programme_id": ["J1"] * len(people), "mandatory": no, "needs_prerequisite": no,
    }  # fmt: skip
    report = check(Problem.from_columns(header, tables), plan({"S1": 9_300}, *((person, "S1") for person in people)))
    said = {violation.rule: violation.message for violation in report.violations}
    both, seats = 2 * 9_300 * 10**15, 9_300 * 10**15
    assert said["budget_exceeded"].startswith(str(both))
    assert said["fund_exceeded"].startswith(str(both))
    assert said["unit_budget_exceeded"].startswith(str(seats))


def test_unmet_mandatory_places_are_reported_and_break_nothing():
    problem = Problem.from_columns(*example())
    report = check(problem, plan({"S3": 1}, ("P2", "S3")))
    assert report.accepted
    assert report.unmet_mandatory.tolist() == [0]
    assert check(problem, plan({"S1": 1}, ("P1", "S1"))).unmet_mandatory.tolist() == []


def test_positions_outside_the_problem_are_unknown():
    problem = Problem.from_columns(*example())
    stray = Plan.of(np.array([0, 7, 1]), np.array([0, 0, -1]), np.array([1, 0, 0]))
    rules = {violation.rule for violation in check(problem, stray).violations}
    assert rules == {"person_unknown", "session_unknown"}


def test_absurd_numbers_of_batches_are_refused():
    problem = Problem.from_columns(*example())
    for count in (-1, 10**30, 1.0, True):
        rules = {violation.rule for violation in check(problem, plan({"S3": count})).violations}
        assert rules == {"batches_exceeded"}


def result(problem, **changes):
    stated = {
        "plan": Plan.named(problem, [("P1", "S1"), ("P2", "S2")], {"S1": 1, "S2": 1}),
        "person_ids": problem.person_ids,
        "session_ids": problem.session_ids,
        "objective": 40.4,
        "components": Components(4.7, 20, 16, 0.3, 0),
        "bound": 40.6,
        "gap": 0.2 / 40.6,
        "iterations": 1,
        "seed": 0,
    }
    return Result(**stated | changes)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (set(), {}),
        ({"objective_wrong", "gap_wrong"}, {"objective": 40.5}),
        ({"component_wrong"}, {"components": Components(4.7, 20, 16, 0.31, 0)}),
        ({"bound_below_objective"}, {"bound": 40.0, "gap": 0.0}),
        ({"gap_wrong"}, {"gap": None}),
        ({"bound_below_objective", "gap_wrong"}, {"bound": float("nan")}),
    ],
)
def test_the_certificate_is_held_against_the_plan(rule, changes):
    problem = Problem.from_columns(*example())
    assert {violation.rule for violation in check(problem, result(problem, **changes)).violations} == rule


def test_a_result_of_another_problem_is_judged_by_its_names():
    header, tables = example()
    problem = Problem.from_columns(header, tables)
    tables["persons"]["person_id"][0] = tables["gaps"]["person_id"][0] = tables["candidates"]["person_id"][0] = "A1"
    other = Problem.from_columns(header, tables)
    stated = result(problem)
    report = check(other, stated)
    assert ("person_unknown", "P1/S1") in [(violation.rule, violation.subject) for violation in report.violations]
    assert check(problem, SimpleNamespace(assignments=stated.assignments, batches=stated.batches)).accepted

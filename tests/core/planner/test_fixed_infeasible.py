"""`fixed_infeasible`: the fixed assignments alone must keep every upper limit, and the message names rule and rows."""

import pytest

from binacore.planner import Problem, ProblemInvalid

from .example import example, setting
from .later import example_8


def problem(change=None, *, fixed, make=example):
    header, tables = make()
    tables["units"] |= {"budget": [None], "away_max": [None]}
    if change:
        change(header, tables)
    tables["fixed"] = {"person_id": [p for p, _ in fixed], "session_id": [s for _, s in fixed]}
    return Problem.from_columns(header, tables)


def prerequisite(header, tables):
    tables["programmes"]["prerequisite_id"] = ["J2", None]
    tables["candidates"]["needs_prerequisite"] = [False, True, False]


def clash(header, tables):
    tables["programmes"]["synchronous"] = [True, True]
    tables["sessions"] |= {"period": [3, 6, 7], "duration": [None, 2, None]}


def without_limits_of_example_8(header, tables):
    tables["unit_periods"] = {"unit_id": ["U1"], "period": [6], "away_max": [1]}


# fixed rows are given out of key order on purpose: the row named is the row in the table
CASES = [
    (1, "not_candidate", "row 2 ", None, [("P2", "S1"), ("P1", "S3")], example),
    (2, "programme_twice", "rows 1, 3 ", None, [("P2", "S2"), ("P2", "S3"), ("P2", "S1")], example),
    (3, "too_many", "rows 1, 2 ", setting("header", "max_programmes", 1), [("P2", "S3"), ("P2", "S1")], example),
    (4, "hours", "rows 1, 2 ", setting("persons", "hours_max", [None, 27.5]), [("P2", "S3"), ("P2", "S1")], example),
    (4, "hours", "row 1 ", setting("persons", "hours_done", [150, None]), [("P1", "S1")], example),
    (5, "period_clash", "rows 1, 2 ", clash, [("P2", "S3"), ("P2", "S2")], example),
    (6, "prerequisite_unmet", "row 1 ", prerequisite, [("P2", "S1")], example),
    (9, "batches", "rows 1, 2 ", setting("sessions", "batches_max", [0, 1, 1]), [("P2", "S1"), ("P1", "S1")], example),
    (10, "budget", "rows 1, 2 ", setting("header", "budget", 3_999_999), [("P2", "S1"), ("P1", "S1")], example),
    (10, "budget", "row 2 ", setting("header", "budget", 2_999_999), [("P2", "S3"), ("P1", "S1")], example),
    (11, "fund_exceeded", "row 2 ", setting("funds", "budget", [999_999]), [("P2", "S3"), ("P1", "S1")], example),
    (12, "unit_budget", "row 2 ", setting("units", "budget", [999_999]), [("P2", "S3"), ("P1", "S1")], example),
    (13, "away", "rows 2, 3 ", setting("units", "away_max", [1]), [("P2", "S3"), ("P2", "S1"), ("P1", "S1")], example),
    (13, "away", "rows 1, 2 ", without_limits_of_example_8, [("P3", "S2"), ("P1", "S3")], example_8),
    (16, "organiser", "rows 1, 2 ", without_limits_of_example_8, [("P3", "S2"), ("P1", "S3")], example_8),
    (16, "organiser", "rows 1, 2 ", setting("organisers", "batches_max_year", [1]), [("P3", "S1"), ("P1", "S4")],
     example_8),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "rows", "change", "fixed", "make"), CASES)
def test_an_impossible_fixed_assignment_is_refused_with_rule_and_rows(rule, name, rows, change, fixed, make):
    with pytest.raises(ProblemInvalid) as caught:
        problem(change, fixed=fixed, make=make)
    assert {(error.code, error.table) for error in caught.value.errors} == {("fixed_infeasible", "fixed")}
    messages = [error.message for error in caught.value.errors]
    assert any(message.startswith(f"rule {rule} ({name}") and rows in message for message in messages), messages


def test_the_row_of_the_error_is_the_first_one_named():
    with pytest.raises(ProblemInvalid) as caught:
        problem(fixed=[("P2", "S1"), ("P1", "S3")])
    assert [error.row for error in caught.value.errors] == [2]


@pytest.mark.parametrize(
    "change",
    [
        setting("programmes", "batch_min", [2, 1]),
        setting("sessions", "closed", [True, True, True]),
        setting("persons", "hours_done", [140, None]),
        setting("header", "budget", 3_000_000),
    ],
    ids=["below the minimum", "closed", "hours exactly", "budget exactly"],
)
def test_what_only_binds_new_participants_does_not_make_the_fixed_impossible(change):
    assert problem(change, fixed=[("P1", "S1")]).fixed_person.tolist() == [0]


def test_a_needed_prerequisite_may_be_fixed_as_well():
    assert len(problem(prerequisite, fixed=[("P2", "S1"), ("P2", "S3")]).fixed_person) == 2


def test_another_error_comes_before_the_fixed_assignments():
    with pytest.raises(ProblemInvalid) as caught:
        problem(setting("gaps", "gap", [5, 1]), fixed=[("P1", "S3")])
    assert [error.code for error in caught.value.errors] == ["gap_above_steps"]

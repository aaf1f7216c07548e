"""Section 7.4 of the format, claim by claim."""

import itertools

import pytest

from binacore.planner import Problem, ProblemInvalid, check

from .example import plan
from .later import example_7, example_8


def report_7(batches, *pairs):
    return check(Problem.from_columns(*example_7()), plan(batches, *pairs))


def report_8(batches, *pairs, change=None):
    header, tables = example_8()
    if change:
        change(header, tables)
    return check(Problem.from_columns(header, tables), plan(batches, *pairs))


def rules(report):
    return [violation.rule for violation in report.violations]


FIXED = ("P1", "S1")


@pytest.mark.parametrize(
    ("batches", "pairs", "components", "objective"),
    [
        ({"S1": 1}, [FIXED], (2.7, 20, 8, 0.15, 1.6), 28.95),
        ({"S1": 1, "S3": 1}, [FIXED, ("P2", "S3")], (4.7, 20, 8, 0.15, 1.6), 30.95),
        ({"S1": 1}, [FIXED, ("P2", "S1")], (4.7, 20, 16, 0.2, 0), 40.5),
        ({"S1": 1, "S2": 1}, [FIXED, ("P2", "S2"), ("P3", "S2")], (5.7, 20, 16, 0.35, 0), 41.35),
    ],
)
def test_the_plans_of_example_7_are_worth_what_the_text_says(batches, pairs, components, objective):
    report = report_7(batches, *pairs)
    assert report.accepted
    assert tuple(report.components.as_record().values()) == pytest.approx(components)
    assert report.objective == pytest.approx(objective)


def test_one_person_does_not_fill_another_batch_of_example_7():
    assert rules(report_7({"S1": 1, "S2": 1}, FIXED, ("P2", "S2"))) == ["batch_underfilled"]


def test_the_fixed_assignment_of_example_7_may_not_be_dropped():
    assert rules(report_7({"S2": 1}, ("P2", "S2"), ("P3", "S2"))) == ["fixed_missing"]


def all_plans(tables):
    """For every candidate row no session or one of them, in one batch each (no session of the examples offers two)."""
    of = dict(zip(tables["sessions"]["session_id"], tables["sessions"]["programme_id"], strict=True))
    rows = zip(tables["candidates"]["person_id"], tables["candidates"]["programme_id"], strict=True)
    choices = [[None, *((person, session) for session in of if of[session] == mine)] for person, mine in rows]
    for chosen in itertools.product(*choices):
        pairs = [pair for pair in chosen if pair]
        yield {session: 1 for _, session in pairs}, pairs


@pytest.mark.parametrize(("make", "optimum"), [(example_7, 41.35), (example_8, 30.145)])
def test_no_other_plan_is_worth_more_than_the_optimum_of_the_text(make, optimum):
    header, tables = make()
    problem = Problem.from_columns(header, tables)
    best = max(
        report.objective
        for batches, pairs in all_plans(tables)
        if FIXED in pairs and (report := check(problem, plan(batches, *pairs))).accepted
    )
    assert best == pytest.approx(optimum)


def test_the_fixed_assignment_of_example_8_alone():
    report = report_8({"S1": 1}, FIXED)
    assert report.accepted
    assert report.objective == pytest.approx(5.45)
    assert tuple(report.components.as_record().values()) == pytest.approx((2, 0, 8, 0.15, 4.4))


@pytest.mark.parametrize(
    ("batches", "pairs", "rule"),
    [
        ({}, [("P2", "S1")], "session_closed"),
        ({"S5": 1}, [("P2", "S5")], "away_exceeded"),
        ({"S2": 1, "S3": 1}, [("P2", "S2"), ("P3", "S3")], "organiser_exceeded"),
    ],
)
def test_what_example_8_forbids(batches, pairs, rule):
    assert rules(report_8({"S1": 1} | batches, FIXED, *pairs)) == [rule]


OPTIMUM_8 = ({"S1": 1, "S2": 1, "S4": 1}, [FIXED, ("P2", "S2"), ("P3", "S2"), ("P1", "S4"), ("P2", "S4")])


def test_the_optimum_of_example_8_meets_its_limits_exactly():
    batches, pairs = OPTIMUM_8
    report = report_8(batches, *pairs)
    assert report.accepted
    assert report.objective == pytest.approx(30.145)
    assert tuple(report.components.as_record().values()) == pytest.approx((6.5, 0, 24, 0.355, 0))


def test_a_third_half_load_is_too_much_in_example_8():
    batches, pairs = OPTIMUM_8
    assert rules(report_8(batches, *pairs, ("P3", "S4"))) == ["away_exceeded"]


def one_rupiah_less(fund):
    def change(header, tables):
        tables["funds"]["budget"][fund] -= 1

    return change


@pytest.mark.parametrize("fund", [0, 1])
def test_both_funds_of_example_8_are_met_to_the_rupiah(fund):
    batches, pairs = OPTIMUM_8
    assert rules(report_8(batches, *pairs, change=one_rupiah_less(fund))) == ["fund_exceeded"]


def test_without_another_fund_for_a_participant_example_8_overspends():
    batches, pairs = OPTIMUM_8
    report = report_8(batches, *pairs, change=lambda header, tables: tables["candidates"].pop("fund_id"))
    assert [(violation.rule, violation.subject) for violation in report.violations] == [("fund_exceeded", "F1")]


def test_the_absence_of_two_batches_in_example_8_would_be_allowed():
    def without_organiser(header, tables):
        tables["organiser_periods"] = {"organiser_id": [], "period": [], "batches_max": []}

    pairs = [FIXED, ("P2", "S2"), ("P3", "S3")]
    assert report_8({"S1": 1, "S2": 1, "S3": 1}, *pairs, change=without_organiser).accepted


def test_optional_parts_that_are_all_empty_mean_nothing():
    header, tables = example_7()
    tables["persons"] |= dict.fromkeys(("hours_target", "hours_done", "entitled", "hours_max"), [None] * 3)
    tables["sessions"] |= {"duration": [None] * 3, "closed": [None] * 3}
    tables["units"]["fairness"] = [None]
    tables["programmes"] |= {"away_load": [None, None], "organiser_id": [None, None]}
    tables["candidates"]["fund_id"] = [None] * 4
    tables |= {
        "fixed": {"person_id": [], "session_id": []},
        "unit_periods": {"unit_id": [], "period": [], "away_max": []},
        "organisers": {"organiser_id": [], "batches_max_year": []},
        "organiser_periods": {"organiser_id": [], "period": [], "batches_max": []},
    }
    empty = Problem.from_columns(header, tables)
    for name in ("hours_target", "hours_done", "entitled", "hours_max"):
        del tables["persons"][name]
    for name in ("fixed", "unit_periods", "organisers", "organiser_periods"):
        del tables[name]
    del tables["sessions"]["duration"], tables["sessions"]["closed"], tables["units"]["fairness"]
    del tables["programmes"]["away_load"], tables["programmes"]["organiser_id"], tables["candidates"]["fund_id"]
    assert empty.columns() == Problem.from_columns(header, tables).columns()
    assert set(empty.columns()) == set(tables)


def test_the_fixed_assignments_must_have_been_possible():
    header, tables = example_8()
    tables["fixed"] = {"person_id": ["P1", "P2"], "session_id": ["S1", "S5"]}
    with pytest.raises(ProblemInvalid, match=r"rule 13 .*row 2 of fixed"):
        Problem.from_columns(header, tables)

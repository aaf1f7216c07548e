"""The solver against brute force, against the baselines, and against itself."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from binacore.planner import (
    GapBelow,
    MaxIterations,
    NoProgress,
    Problem,
    SolveParams,
    StopWhen,
    check,
    solve,
)
from binacore.planner.synthetic import generate

from .example import example, plan

QUICK = SolveParams(sample_passes=0, dual_passes=40, rounds=2, improvements=15)


@st.composite
def tiny(draw):
    """Three persons and three programmes with every kind of rule, small enough to try all plans."""
    header, tables = example()
    small = st.integers(0, 3)
    header["budget"] = draw(st.integers(0, 9)) * 1_000_000
    header["hours_target"] = draw(st.sampled_from([0, 8, 20]))
    header["hours_max"] = draw(st.sampled_from([20, 160]))
    header["max_programmes"] = draw(st.integers(0, 3))
    header["weights"]["cost"] = draw(st.sampled_from([0, 0.05, 2.0]))
    names = ["J1", "J2", "J3"]
    three = {"min_size": 3, "max_size": 3}
    tables["units"] = {
        "unit_id": ["U1", "U2"],
        "budget": draw(st.lists(st.sampled_from([None, 0, 2_000_000]), min_size=2, max_size=2)),
        "away_max": draw(st.lists(st.sampled_from([None, 0, 1]), min_size=2, max_size=2)),
    }
    tables["persons"] = {"person_id": ["P1", "P2", "P3"], "unit_id": ["U1", "U1", "U2"]}
    gaps = [(p, c) for p in ("P1", "P2", "P3") for c in ("C1", "C2")]
    tables["gaps"] = {
        "person_id": [p for p, _ in gaps],
        "competency_id": [c for _, c in gaps],
        "held": draw(st.lists(small, min_size=6, max_size=6)),
        "gap": draw(st.lists(small, min_size=6, max_size=6)),
        "weight": draw(st.lists(st.sampled_from([0, 0.5, 2.0]), min_size=6, max_size=6)),
    }
    tables["programmes"] = {
        "programme_id": names,
        "hours": draw(st.lists(st.sampled_from([8, 12, 20]), **three)),
        "cost_per_person": draw(st.lists(st.sampled_from([0, 1_000_000]), **three)),
        "cost_per_batch": draw(st.lists(st.sampled_from([0, 2_000_000]), **three)),
        "capacity": [2, 2, 3],
        "batch_min": draw(st.lists(st.integers(1, 2), **three)),
        "synchronous": [True, True, False],
        "fund_id": ["F1", "F2", "F2"],
        "prerequisite_id": draw(st.sampled_from([[None] * 3, ["J3", None, None], [None, "J1", None]])),
    }
    effects = [(j, c) for j in names for c in ("C1", "C2")]
    tables["effects"] = {
        "programme_id": [j for j, _ in effects],
        "competency_id": [c for _, c in effects],
        "lift": draw(st.lists(st.integers(1, 3), min_size=6, max_size=6)),
        "ceiling": draw(st.lists(st.integers(0, 5), min_size=6, max_size=6)),
    }
    tables["sessions"] = {
        "session_id": ["S1", "S2", "S3"],
        "programme_id": names,
        "period": [draw(st.integers(1, 2)), 2, draw(st.sampled_from([None, 1]))],
        "batches_max": draw(st.lists(st.integers(0, 2), **three)),
    }
    pairs = [(p, j) for p in ("P1", "P2", "P3") for j in names]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8))
    before = dict(zip(names, tables["programmes"]["prerequisite_id"], strict=True))
    tables["candidates"] = {
        "person_id": [p for p, _ in chosen],
        "programme_id": [j for _, j in chosen],
        "mandatory": [draw(st.booleans()) for _ in chosen],
        "needs_prerequisite": [before[j] is not None and draw(st.booleans()) for _, j in chosen],
    }
    tables["funds"] = {"fund_id": ["F1", "F2"], "budget": draw(st.sampled_from([[None, None], [3_000_000, 4_000_000]]))}
    return Problem.from_columns(header, tables)


def optimum(problem):
    """Best value over all plans, by trying every set of assignments with just enough batches."""
    columns = problem.columns()
    session_of = dict(zip(columns["sessions"]["programme_id"], columns["sessions"]["session_id"], strict=True))
    capacity = dict(zip(columns["programmes"]["programme_id"], columns["programmes"]["capacity"], strict=True))
    rows = list(zip(columns["candidates"]["person_id"], columns["candidates"]["programme_id"], strict=True))
    best = -float("inf")
    for chosen in itertools.product((False, True), repeat=len(rows)):
        taken = [row for row, yes in zip(rows, chosen, strict=True) if yes]
        batches = {}
        for _, j in taken:
            count = sum(1 for _, other in taken if other == j)
            batches[session_of[j]] = -(-count // capacity[j])
        report = check(problem, plan(batches, *((p, session_of[j]) for p, j in taken)))
        if report.accepted:
            best = max(best, report.objective)
    return best


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tiny())
def test_on_tiny_problems_the_plan_stays_below_the_optimum_and_the_bound_above(problem):
    result = solve(problem, params=QUICK)
    best = optimum(problem)
    tolerance = 1e-6 * max(1.0, abs(best))
    assert result.bound >= best - tolerance
    assert result.objective <= best + tolerance
    assert check(problem, result).accepted
    assert result.objective >= max(result.baselines.values()) - tolerance


@pytest.mark.slow  # three whole runs at 500 people's settings (120 have the same); the quick subset has shorter ones
@pytest.mark.parametrize(("persons", "seed"), [(250, 1), (120, 2), (120, 3)])
def test_the_plan_is_better_than_every_baseline_and_near_its_bound(persons, seed):
    problem = Problem.from_columns(*generate(persons, seed))
    assert SolveParams.suited(persons, 100_000) == SolveParams.suited(500, 100_000)
    result = solve(problem)
    assert result.objective > max(result.baselines.values())
    assert result.gap < 0.1
    assert check(problem, result).accepted


def test_the_same_seed_gives_the_same_plan_and_bound():
    problem = Problem.from_columns(*generate(120, 9))
    first, second = (solve(problem, params=QUICK, seed=3) for _ in range(2))
    assert first.assignments == second.assignments
    assert (first.objective, first.bound, first.batches) == (second.objective, second.bound, second.batches)


def empty(*names):
    def change(header, tables):
        for name in names:
            tables[name] = {column: [] for column in tables[name]}

    return change


@pytest.mark.parametrize(
    "change",
    [
        empty("persons", "gaps", "candidates"),
        empty("sessions"),
        empty("candidates"),
        empty("gaps"),
        empty("effects"),
        empty("units", "persons", "gaps", "candidates"),
        empty("units", "persons", "gaps", "programmes", "effects", "sessions", "candidates", "funds"),
        lambda header, tables: header.update(budget=0),
        lambda header, tables: header.update(hours_target=0),
        lambda header, tables: header.update(hours_max=0),
        lambda header, tables: header.update(max_programmes=0),
        lambda header, tables: header["weights"].update(mandatory=1e12, entitlement=0, cost=1e12),
        lambda header, tables: tables["programmes"].update(cost_per_person=[10**15, 10**15], capacity=[10**9, 10**9]),
        lambda header, tables: tables["sessions"].update(batches_max=[10**9] * 3),
    ],
)
def test_a_degenerate_problem_gets_a_checked_plan_and_a_valid_bound(change):
    header, tables = example()
    change(header, tables)
    problem = Problem.from_columns(header, tables)
    result = solve(problem, params=QUICK)
    assert check(problem, result).accepted
    assert result.objective >= max(result.baselines.values())


def test_with_target_zero_the_bound_contains_the_entitlement():
    header, tables = example()
    header["hours_target"] = 0
    empty("candidates")(header, tables)
    result = solve(Problem.from_columns(header, tables), params=QUICK)
    assert result.objective == pytest.approx(16)
    assert result.bound == pytest.approx(16, abs=1e-5)


def test_a_free_batch_is_opened_and_counted_by_every_baseline():
    header, tables = example()
    header["budget"] = 0
    result = solve(Problem.from_columns(header, tables), params=QUICK)
    assert result.batches == {"S3": 1}
    assert min(result.baselines.values()) == pytest.approx(result.objective)


def test_second_choice_people_fill_a_batch_to_its_minimum():
    """Ten persons want a mandatory course that needs ten; only nine are candidates for whom nothing else is better."""
    header, tables = example()
    people = [f"P{i:02d}" for i in range(10)]
    header["budget"] = 100_000_000
    header["weights"]["entitlement"] = 0
    tables["units"] = {"unit_id": ["U1"], "budget": [None], "away_max": [None]}
    tables["persons"] = {"person_id": people, "unit_id": ["U1"] * 10}
    tables["gaps"] = {
        "person_id": people, "competency_id": ["C1"] * 10, "held": [0] * 10, "gap": [1] * 10, "weight": [1.0] * 10,
    }  # fmt: skip
    tables["programmes"]["batch_min"] = [10, 1]
    tables["programmes"]["capacity"] = [12, 100]
    tables["candidates"] = {
        "person_id": people + people[-1:],
        "programme_id": ["J1"] * 10 + ["J2"],
        "mandatory": [True] * 9 + [False, False],
        "needs_prerequisite": [False] * 11,
    }
    tables["sessions"] = {"session_id": ["S1", "S3"], "programme_id": ["J1", "J2"], "period": [3, None]}
    tables["sessions"]["batches_max"] = [1, 1]
    result = solve(Problem.from_columns(header, tables), params=QUICK)
    assert result.components.mandatory == 180
    assert sum(session == "S1" for _, session in result.assignments) == 10


def test_the_callers_stop_ends_the_search_and_is_named():
    problem = Problem.from_columns(*generate(60, 1))
    assert solve(problem, params=QUICK, stop=MaxIterations(3)).iterations == 3
    stopped = solve(problem, params=QUICK, stop=StopWhen(lambda status: True, "cancelled") | MaxIterations(9))
    assert (stopped.stop_reason, stopped.iterations) == ("cancelled", 0)
    assert check(problem, stopped).accepted
    assert solve(problem, params=QUICK, stop=GapBelow(0.9)).stop_reason == "gap_reached"


def test_progress_tells_the_stages_and_never_goes_back():
    seen, stages = [], []

    class Listener(NoProgress):
        def stage(self, name):
            stages.append(name)

        def advance(self, fraction, message_code):
            seen.append(fraction)

    solve(Problem.from_columns(*example()), params=QUICK, progress=Listener())
    assert stages == ["baselines", "bound", "construction", "improvement", "exchange", "check"]
    assert seen == sorted(seen)
    assert seen[-1] <= 1


@pytest.mark.parametrize("wrong", [{"rounds": -1}, {"dual_passes": 1.5}, {"last_step": 0.0}, {"node_limit": 1}])
def test_parameters_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must"):
        SolveParams(**wrong)
    with pytest.raises(ValueError, match="unknown"):
        SolveParams.from_record({"speed": 1})

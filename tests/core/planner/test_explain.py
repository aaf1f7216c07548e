"""One reason for each person and candidate, with its numbers."""

from binacore.planner import Problem, SolveParams, solve
from binacore.planner.explain import programme_notes, reasons_for
from binacore.planner.synthetic import generate
from binacore.reasons import ReasonCode

from .example import example

QUICK = SolveParams(sample_passes=0, dual_passes=60, rounds=2, improvements=10)


def reasons(header, tables):
    problem = Problem.from_columns(header, tables)
    result = solve(problem, params=QUICK)
    return {(person, programme): why for person, programme, why in reasons_for(problem, result)}


def test_a_chosen_programme_shows_its_value_and_prices():
    why = reasons(*example())["P1", "J1"]
    assert why.code == ReasonCode.CHOSEN
    assert 2.7 + 20 + 8 <= why.numbers["value"] <= 2.7 + 20 + 8 + 4


def test_the_worth_of_a_chosen_programme_is_told_in_its_parts():
    header, tables = example()
    why = reasons(header, tables)["P1", "J1"].numbers
    assert why["value_levels"] == 2.7
    assert why["value_hours"] >= header["weights"]["entitlement"]
    assert why["value_owed"] == header["weights"]["mandatory"]
    assert abs(why["value_levels"] + why["value_hours"] + why["value_owed"] - why["value"]) < 1e-5


def test_a_programme_at_the_held_level_has_no_gap_left():
    header, tables = example()
    tables["gaps"]["held"] = [1, 3]
    tables["candidates"]["programme_id"] = ["J1", "J1", "J2"]
    header["weights"] |= {"entitlement": 0, "fairness": 0}
    why = reasons(header, tables)["P2", "J1"]
    assert why.code == ReasonCode.NO_GAP_LEFT
    assert dict(why.numbers) == {"level": 3, "ceiling": 3}


def test_a_programme_that_adds_nothing_overlaps_with_the_chosen_one():
    header, tables = example()
    header["weights"]["entitlement"] = 0
    header["budget"] = 0
    tables["programmes"]["cost_per_batch"] = [0, 0]
    tables["programmes"]["cost_per_person"] = [0, 0]
    found = reasons(header, tables)
    codes = {found["P2", "J1"].code, found["P2", "J2"].code}
    assert codes <= {ReasonCode.CHOSEN, ReasonCode.OVERLAPS}


def test_a_class_that_the_whole_budget_could_not_pay_says_so():
    header, tables = example()
    header["budget"] = 0
    why = reasons(header, tables)["P1", "J1"]
    assert why.code == ReasonCode.BUDGET_LIMIT
    assert dict(why.numbers) == {"left": 0, "cost": 3_000_000}


def test_a_missing_prerequisite_is_named():
    header, tables = example()
    tables["programmes"]["prerequisite_id"] = ["J2", None]
    tables["candidates"]["needs_prerequisite"] = [True, False, False]
    why = reasons(header, tables)["P1", "J1"]
    assert why.code == ReasonCode.PREREQUISITE
    assert why.numbers["programme"] == "J2"


def test_every_candidate_row_of_a_city_gets_exactly_one_reason():
    problem = Problem.from_columns(*generate(200, 2))
    result = solve(problem, params=QUICK)
    found = reasons_for(problem, result)
    chosen = {(person, programme) for person, programme, why in found if why.code == ReasonCode.CHOSEN}
    session = dict(zip(problem.session_ids, problem.session_programme.tolist(), strict=True))
    assert len(found) == len(problem.candidate_programme)
    assert chosen == {(person, problem.programme_ids[session[s]]) for person, s in result.assignments}


def test_one_person_can_be_asked_for():
    problem = Problem.from_columns(*example())
    result = solve(problem, params=QUICK)
    assert {person for person, _, _ in reasons_for(problem, result, ["P2"])} == {"P2"}


def test_programme_notes_tell_seats_demand_and_missing_mandatory_places():
    header, tables = example()
    header["budget"] = 0
    problem = Problem.from_columns(header, tables)
    notes = {note.programme_id: note for note in programme_notes(problem, solve(problem, params=QUICK))}
    assert not notes["J1"].opened
    assert dict(notes["J1"].reason.numbers) == {"places": 1, "seats": 0}
    assert notes["J2"].opened
    assert (notes["J2"].participants, notes["J2"].seats) == (1, 100)

"""Each reason with its numbers, for plans and prices made by hand; and which reason is given when several hold."""

from dataclasses import replace

import numpy as np
import pytest

from binacore.planner import Components, Plan, Prices, Problem, Result
from binacore.planner.explain import mandatory_shortages, programme_notes, reasons_for
from binacore.planner.rules import least_batches
from binacore.planner.synthetic import problem as synthetic_problem
from binacore.reasons import ReasonCode

from .example import example
from .later import example_7, example_8


def free_prices(problem, **given):
    prices = {
        "budget": 0.0,
        "funds": np.zeros(len(problem.fund_ids)),
        "units": np.zeros(len(problem.unit_ids)),
        "absence": np.zeros((len(problem.unit_ids), problem.header.periods)),
        "fairness": np.zeros(len(problem.unit_ids)),
        "sessions": np.zeros(len(problem.session_ids)),
        "batches": np.zeros(len(problem.session_ids)),
    }
    ids = {"fund_ids": problem.fund_ids, "unit_ids": problem.unit_ids, "session_ids": problem.session_ids}
    return Prices(**ids, **(prices | given))


def answer(problem, assignments, held, **prices):
    return Result(
        plan=Plan.named(problem, assignments, held),
        person_ids=problem.person_ids,
        session_ids=problem.session_ids,
        objective=0.0,
        components=Components(0.0, 0.0, 0.0, 0.0, 0.0),
        bound=0.0,
        gap=None,
        iterations=0,
        seed=0,
        prices=free_prices(problem, **prices),
    )


def asked(case, assignments, held, **prices):
    """{(person, programme): (code, numbers)} for a plan made by hand."""
    problem = Problem.from_columns(*case)
    found = reasons_for(problem, answer(problem, assignments, held, **prices))
    return {(person, programme): (why.code, dict(why.numbers)) for person, programme, why in found}


def three_seats(people=3, capacity=2):
    """Programme A for everybody, capacity two; programmes B1..B3 that teach other things, online and free."""
    names = [f"P{n}" for n in range(1, people + 1)]
    programmes = ["A", "B1", "B2", "B3"]
    header, _ = example()
    header |= {"max_programmes": 3, "budget": 100_000_000}
    header["weights"] = header["weights"] | {"entitlement": 0, "fairness": 0}
    tables = {
        "units": {"unit_id": ["U1"], "budget": [None], "away_max": [None]},
        "persons": {"person_id": names, "unit_id": ["U1"] * people},
        "gaps": {
            "person_id": [name for name in names for _ in programmes],
            "competency_id": programmes * people,
            "held": [0] * 4 * people,
            "gap": [1] * 4 * people,
            "weight": [1] * 4 * people,
        },
        "programmes": {
            "programme_id": programmes,
            "hours": [8] * 4,
            "cost_per_person": [1_000_000, 0, 0, 0],
            "cost_per_batch": [0] * 4,
            "capacity": [capacity, 100, 100, 100],
            "batch_min": [1] * 4,
            "synchronous": [True, False, False, False],
            "fund_id": ["F1"] * 4,
            "prerequisite_id": [None] * 4,
        },
        "effects": {"programme_id": programmes, "competency_id": programmes, "lift": [1] * 4, "ceiling": [1] * 4},
        "sessions": {
            "session_id": ["SA", "S1", "S2", "S3"],
            "programme_id": programmes,
            "period": [5, None, None, None],
            "batches_max": [1] * 4,
        },
        "candidates": {
            "person_id": [name for name in names for _ in programmes],
            "programme_id": programmes * people,
            "mandatory": [False] * 4 * people,
            "needs_prerequisite": [False] * 4 * people,
        },
        "funds": {"fund_id": ["F1"], "budget": [None]},
    }
    return header, tables


BUSY = [("P3", "S1"), ("P3", "S2"), ("P3", "S3")]


def test_who_has_reached_his_number_is_told_that_a_full_programme_is_full():
    plan = [("P1", "SA"), ("P2", "SA"), *BUSY]
    found = asked(three_seats(), plan, {"SA": 1, "S1": 1, "S2": 1, "S3": 1})
    assert found["P3", "A"] == (ReasonCode.FULL, {"seats": 2})


def test_his_own_number_binds_when_a_seat_is_left():
    found = asked(three_seats(), [("P1", "SA"), *BUSY], {"SA": 1, "S1": 1, "S2": 1, "S3": 1})
    assert found["P3", "A"] == (ReasonCode.TOO_MANY_PROGRAMMES, {"limit": 3})


def test_a_seat_that_costs_more_than_it_is_worth_is_outweighed_before_his_own_number_is_asked():
    plan = [("P1", "SA"), *BUSY]
    found = asked(three_seats(), plan, {"SA": 1, "S1": 1, "S2": 1, "S3": 1}, budget=3.0)
    code, numbers = found["P3", "A"]
    assert code == ReasonCode.PRICE_BUDGET
    assert numbers == pytest.approx({"value": 1.0, "price": 3.05, "net": -2.05, "cost": 1_000_000})


def test_the_hours_left_are_the_persons_own_with_those_already_earned():
    header, tables = three_seats()
    tables["persons"] |= {"hours_max": [None, None, 20], "hours_done": [None, None, 15]}
    found = asked((header, tables), [("P1", "SA")], {"SA": 1})
    assert found["P3", "A"] == (ReasonCode.HOURS_LIMIT, {"hours": 23.0, "limit": 20.0})


def test_the_price_of_the_own_fund_is_told():
    header, tables = three_seats()
    tables["funds"] = {"fund_id": ["F1", "F2"], "budget": [None, None]}
    tables["candidates"]["fund_id"] = [None] * 8 + ["F2", None, None, None]
    found = asked((header, tables), [("P1", "SA")], {"SA": 1}, funds=np.array([0.0, 4.0]))
    assert found["P2", "A"][0] == ReasonCode.LOST_ON_TIE
    assert found["P3", "A"][0] == ReasonCode.PRICE_FUND
    assert found["P3", "A"][1]["price"] == pytest.approx(4.0)


def test_an_own_fund_that_is_used_up_says_what_is_left():
    header, tables = three_seats()
    tables["funds"] = {"fund_id": ["F1", "F2"], "budget": [None, 1_500_000]}
    tables["candidates"]["fund_id"] = ["F2", None, None, None] * 3
    found = asked((header, tables), [("P1", "SA")], {"SA": 1})
    assert found["P2", "A"] == (ReasonCode.FUND_LIMIT, {"left": 500_000, "cost": 1_000_000})


def test_the_units_money_says_what_is_left():
    header, tables = three_seats()
    tables["units"]["budget"] = [1_200_000]
    found = asked((header, tables), [("P1", "SA")], {"SA": 1})
    assert found["P2", "A"] == (ReasonCode.UNIT_BUDGET, {"left": 200_000, "cost": 1_000_000})


def test_the_total_budget_says_what_is_left():
    header, tables = three_seats()
    header["budget"] = 1_200_000
    found = asked((header, tables), [("P1", "SA")], {"SA": 1})
    assert found["P2", "A"] == (ReasonCode.BUDGET_LIMIT, {"left": 200_000, "cost": 1_000_000})


def test_a_closed_month_is_named_even_if_the_seats_are_full():
    header, tables = three_seats()
    tables["units"] = {"unit_id": ["U1", "U2"], "budget": [None, None], "away_max": [None, None]}
    tables["persons"]["unit_id"] = ["U1", "U1", "U2"]
    tables["unit_periods"] = {"unit_id": ["U2"], "period": [5], "away_max": [0]}
    found = asked((header, tables), [("P1", "SA"), ("P2", "SA")], {"SA": 1})
    assert found["P3", "A"] == (ReasonCode.ABSENCE_LIMIT, {"period": 5, "limit": 0})


def test_absence_is_counted_in_every_month_of_a_long_class_and_by_its_load():
    header, tables = three_seats(capacity=9)
    tables["sessions"]["duration"] = [3, None, None, None]
    tables["programmes"]["away_load"] = [0.5, None, None, None]
    tables["unit_periods"] = {"unit_id": ["U1"], "period": [7], "away_max": [1]}
    found = asked((header, tables), [("P1", "SA"), ("P2", "SA")], {"SA": 1})
    assert found["P3", "A"] == (ReasonCode.ABSENCE_LIMIT, {"period": 7, "limit": 1})


def test_the_price_of_absence_adds_the_months_of_a_long_class():
    header, tables = three_seats()
    tables["sessions"]["duration"] = [2, None, None, None]
    absence = np.zeros((1, 12))
    absence[0, 4:6] = [0.75, 0.5]
    found = asked((header, tables), [("P1", "SA")], {"SA": 1}, absence=absence)
    code, numbers = found["P2", "A"]
    assert code == ReasonCode.PRICE_ABSENCE
    assert numbers["price"] == pytest.approx(1.25)


def test_scarce_seats_and_the_organisers_time_have_their_own_prices():
    seats = asked(three_seats(), [("P1", "SA"), ("P2", "SA")], {"SA": 1}, sessions=np.array([0, 0, 0, 2.0]))
    assert seats["P3", "A"][0] == ReasonCode.PRICE_SEAT
    hall = asked(three_seats(), [("P1", "SA"), ("P2", "SA")], {"SA": 1}, batches=np.array([0, 0, 0, 6.0]))
    assert hall["P3", "A"][0] == ReasonCode.PRICE_ORGANISER
    assert hall["P3", "A"][1]["price"] == pytest.approx(3.0)


def test_two_long_classes_that_share_a_month_clash():
    header, tables = three_seats(capacity=9)
    tables["programmes"]["synchronous"] = [True, True, False, False]
    tables["sessions"] |= {"period": [5, 3, None, None], "duration": [1, 3, None, None]}
    found = asked((header, tables), [("P3", "S1")], {"SA": 1, "S1": 1})
    assert found["P3", "A"] == (ReasonCode.SAME_PERIOD, {"period": 5, "session": "S1"})


def test_a_prerequisite_must_have_ended_before():
    header, tables = three_seats(capacity=9)
    tables["programmes"]["prerequisite_id"] = ["B1", None, None, None]
    tables["candidates"]["needs_prerequisite"] = [True, False, False, False] * 3
    tables["sessions"] |= {"period": [5, 4, None, None], "duration": [1, 2, None, None]}
    found = asked((header, tables), [("P3", "S1")], {"SA": 1, "S1": 1})
    assert found["P3", "A"] == (ReasonCode.PREREQUISITE, {"programme": "B1"})


def test_what_has_begun_is_closed_and_who_is_in_it_is_fixed():
    found = asked(example_8(), [("P1", "S1")], {"S1": 1})
    assert found["P1", "J1"][0] == ReasonCode.FIXED
    assert found["P1", "J1"][1]["session"] == "S1"
    header, tables = example_8()
    tables["sessions"]["closed"] = [True, True, None, None, None]
    found = asked((header, tables), [("P1", "S1")], {"S1": 1})
    assert found["P2", "J1"] == (ReasonCode.SESSION_CLOSED, {"period": 6})


def test_a_class_for_which_the_organiser_has_no_time_says_when():
    header, tables = example_8()
    tables["sessions"]["batches_max"] = [1, 1, 1, 0, 0]
    found = asked((header, tables), [("P1", "S1"), ("P2", "S2")], {"S1": 1, "S2": 1})
    assert found["P3", "J2"][0] == ReasonCode.ORGANISER_FULL
    assert found["P3", "J2"][1] == {"period": 6, "limit": 1}


def test_too_few_who_could_come_are_counted():
    header, tables = example_7()
    tables["programmes"]["batch_min"] = [2, 90]
    found = asked((header, tables), [("P1", "S1")], {"S1": 1})
    assert found["P2", "J2"] == (ReasonCode.NOT_OPENED, {"demand": 1, "minimum": 90})


def test_a_class_that_is_not_worth_its_price_says_by_how_much():
    header, tables = three_seats()
    tables["programmes"]["cost_per_person"] = [0] * 4
    tables["programmes"]["cost_per_batch"] = [10_000_000, 0, 0, 0]
    found = asked((header, tables), [], {}, budget=0.15)
    assert found["P1", "A"][0] == ReasonCode.LOST_ON_TIE  # two gain 2 points, all that the class would be worth
    found = asked((header, tables), [], {}, budget=0.35)
    code, numbers = found["P1", "A"]
    assert code == ReasonCode.PRICE_BATCH
    assert numbers == {"demand": 3, "minimum": 1, "cost": 10_000_000, "short": pytest.approx(5_000_000, abs=1)}


def test_a_programme_tells_each_thing_that_would_bring_it_in():
    header, tables = three_seats(people=5, capacity=4)
    tables["programmes"] |= {"cost_per_person": [0] * 4, "cost_per_batch": [10_000_000, 0, 0, 0]}
    tables["programmes"]["batch_min"] = [9, 1, 1, 1]
    tables["programmes"]["capacity"] = [9, 100, 100, 100]
    problem = Problem.from_columns(header, tables)
    note = programme_notes(problem, answer(problem, [], {}, budget=0.25))[0]
    needs = {need.code: dict(need.numbers) for need in note.needs}
    assert needs[ReasonCode.NEEDS_PEOPLE] == {"people": 4, "minimum": 9, "able": 5}
    assert needs[ReasonCode.NEEDS_MINIMUM] == {"minimum": 9, "enough": 3}


def test_a_programme_that_is_too_dear_tells_how_many_more_people_would_carry_it():
    header, tables = three_seats(people=2, capacity=9)
    tables["programmes"] |= {"cost_per_person": [0] * 4, "cost_per_batch": [10_000_000, 0, 0, 0]}
    problem = Problem.from_columns(header, tables)
    note = programme_notes(problem, answer(problem, [], {}, budget=0.45))[0]
    need = note.needs[0]
    assert need.code == ReasonCode.NEEDS_VALUE
    assert need.numbers["people"] == 3
    assert need.numbers["short"] == pytest.approx(6_000_000, abs=1)


def owed(header, tables):
    tables["candidates"]["mandatory"] = [True, False, False, False] * (len(tables["candidates"]["person_id"]) // 4)
    return header, tables


def shortages(case, assignments, held, **prices):
    problem = Problem.from_columns(*case)
    return mandatory_shortages(problem, answer(problem, assignments, held, **prices))


def test_a_shortage_of_seats_is_cured_by_one_more_class():
    (short,) = shortages(owed(*three_seats()), [("P1", "SA"), ("P2", "SA")], {"SA": 1})
    assert (short.programme_id, short.places, short.filled, short.cause, short.people) == ("A", 3, 2, "seats", 1)
    assert short.cure.code == ReasonCode.CURE_BATCH
    assert dict(short.cure.numbers) == {"session": "SA", "period": 5, "batches": 1, "people": 1, "cost": 1_000_000}


def test_a_shortage_of_money_says_how_much_more():
    header, tables = owed(*three_seats())
    header["budget"] = 1_200_000
    (short,) = shortages((header, tables), [("P1", "SA")], {"SA": 1})
    assert short.cause == "money"
    assert dict(short.cure.numbers) == {"people": 2, "cost": 2_000_000, "short": 1_800_000}


def test_a_shortage_of_absence_names_unit_and_month():
    header, tables = owed(*three_seats(capacity=9))
    tables["units"]["away_max"] = [1]
    (short,) = shortages((header, tables), [("P1", "SA")], {"SA": 1})
    assert short.cause == "absence"
    assert dict(short.cure.numbers) == {"unit": "U1", "period": 5, "limit": 1, "people": 2}


def test_without_empty_places_there_is_no_shortage():
    assert shortages(three_seats(), [], {}) == ()


def test_where_nobody_could_come_each_is_told_his_own_rule():
    header, tables = three_seats()
    tables["programmes"]["batch_min"] = [2, 1, 1, 1]
    tables["persons"]["hours_max"] = [4, 4, 4]
    found = asked((header, tables), [], {})
    assert found["P1", "A"] == (ReasonCode.HOURS_LIMIT, {"hours": 8.0, "limit": 4.0})


def test_a_synthetic_problem_with_every_part_gets_one_reason_a_row():
    problem = synthetic_problem(300, 4, parts=True)
    plan = Plan.of(problem.fixed_person, problem.fixed_session, least_batches(problem))
    result = replace(answer(problem, [], {}), plan=plan)
    found = reasons_for(problem, result)
    assert len(found) == len(problem.candidate_programme)
    assert sum(why.code == ReasonCode.FIXED for *_, why in found) == len(problem.fixed_person)
    assert not {why.code for *_, why in found} & {ReasonCode.CHOSEN, ReasonCode.NOT_ELIGIBLE}

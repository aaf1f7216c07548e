"""The generator of synthetic problems: valid, the same every time, tight, and with every part when asked."""

import hashlib

import numpy as np
import pytest

from binacore.planner import Problem
from binacore.planner.problem import DTYPES, NO_LIMIT
from binacore.planner.synthetic import generate, problem


def arrays(made):
    return {name: getattr(made, name) for name in DTYPES}


def digest(made):
    """Of all its numbers and its budget."""
    total = hashlib.sha256(str(made.header).encode())
    for name, values in sorted(arrays(made).items()):
        total.update(name.encode() + values.tobytes())
    return total.hexdigest()


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("kind", ["agency", "regency"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_synthetic_problem_is_valid_and_comes_back_the_same_from_its_tables(kind, seed, parts):
    made = problem(250, seed, kind=kind, parts=parts)
    again = Problem.from_columns(made.header_fields(), made.columns())
    assert again.header == made.header
    for name, values in arrays(made).items():
        assert np.array_equal(values, getattr(again, name)), name
    assert (again.competency_ids, again.fund_ids) == (made.competency_ids, made.fund_ids)


@pytest.mark.parametrize("people", [0, 1, 2, 9])
def test_also_very_few_people_make_a_valid_problem(people):
    made = problem(people, 4, parts=True)
    assert Problem.from_columns(made.header_fields(), made.columns()).persons == people


def test_the_same_seed_gives_the_same_problem_and_another_seed_another():
    assert digest(problem(300, 7, parts=True)) == digest(problem(300, 7, parts=True))
    assert digest(problem(300, 7)) != digest(problem(300, 8))


def test_the_tables_are_those_of_the_problem():
    header, tables = generate(80, 5, kind="regency")
    assert digest(Problem.from_columns(header, tables)) == digest(problem(80, 5, kind="regency"))


def test_money_is_short_and_units_have_between_two_thirds_and_one_and_a_half_of_their_share():
    made = problem(2000, 1, tightness=0.45)
    generous = problem(2000, 1, tightness=0.9)
    assert generous.header.budget == pytest.approx(2 * made.header.budget, rel=1e-6)
    size = np.bincount(made.person_unit, minlength=len(made.unit_ids))
    limited = (made.unit_budget < NO_LIMIT) & (size > 0)
    share = made.unit_budget[limited] / (made.header.budget * size[limited] / 2000)
    assert 0.67 < share.min() < 0.8
    assert 1.3 < share.max() < 1.45


def test_a_tenth_of_a_unit_may_be_away_and_one_person_always():
    made = problem(2000, 1)
    size = np.bincount(made.person_unit, minlength=len(made.unit_ids))
    limited = made.unit_away_max < NO_LIMIT
    assert limited.mean() > 0.8
    assert (made.unit_away_max == np.maximum(1, np.ceil(size / 10)))[limited].all()


def test_a_regency_has_few_classroom_seats_for_its_people():
    seats = {}
    for kind in ("agency", "regency"):
        made = problem(12_000, 1, kind=kind)
        away = made.programme_synchronous[made.session_programme]
        offered = made.session_batches_max * made.programme_capacity[made.session_programme]
        seats[kind] = offered[away].sum() / made.persons
    assert seats["regency"] < 0.5 * seats["agency"]


def test_all_parts_are_used():
    made = problem(3000, 1, parts=True)
    optional = {"hours_max", "hours_target", "hours_done", "entitled"}
    tables = made.columns()
    assert optional <= set(tables["persons"])
    assert "fairness" in tables["units"]
    assert {"away_load", "organiser_id"} <= set(tables["programmes"])
    assert {"duration", "closed"} <= set(tables["sessions"])
    assert "fund_id" in tables["candidates"]
    assert {"fixed", "unit_periods", "organisers", "organiser_periods"} <= set(tables)
    assert len(made.fixed_person) > 20
    assert made.session_closed[made.fixed_session].any()
    assert not made.session_closed[made.fixed_session].all()


def test_a_basic_problem_uses_no_optional_part():
    tables = problem(100, 1).columns()
    assert set(tables) == {"units", "persons", "gaps", "programmes", "effects", "sessions", "candidates", "funds"}


@pytest.mark.parametrize("shape", [{"kind": "village"}, {"programmes": 0}, {"units": 0}, {"candidates": 0}])
def test_a_shape_that_makes_no_sense_is_refused(shape):
    with pytest.raises(ValueError, match="must be"):
        problem(10, 1, **shape)


def test_less_than_nobody_is_refused():
    with pytest.raises(ValueError, match="people"):
        problem(-1, 1)

"""Large problems are worked on in parts, and in blocks of persons, without anything getting lost or changing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from binacore.planner import SolveParams, check, model, solve
from binacore.planner.model import model_of
from binacore.planner.parts import parts_of
from binacore.planner.synthetic import problem

FEW = SolveParams(sample_passes=0, dual_passes=40, rounds=1, improvements=0, anneal_steps=4, anneal_persons=100)


@pytest.mark.parametrize("persons", [1, 30, 100, 1_000])
def test_every_person_is_in_exactly_one_part(persons: int) -> None:
    parts = parts_of(model_of(problem(300, 1)), persons)

    assert [part.first for part in parts] == [0, *(part.last for part in parts[:-1])]
    assert parts[-1].last == 300


def test_a_part_knows_who_has_a_programme_by_its_own_numbers() -> None:
    whole = model_of(problem(300, 1))

    for part in parts_of(whole, 100):
        own = part.model
        for j in range(len(own.hours)):
            mine = own.taker[own.taker_ptr[j] : own.taker_ptr[j + 1]] + part.first
            all_of_it = whole.taker[whole.taker_ptr[j] : whole.taker_ptr[j + 1]]
            assert mine.tolist() == [i for i in all_of_it.tolist() if part.first <= i < part.last]


def test_parts_are_cut_between_units_where_units_are_small_enough() -> None:
    whole = model_of(problem(3_000, 1))
    parts = parts_of(whole, 500)

    cuts = [part.last for part in parts[:-1]]
    assert len(cuts) == 5
    assert sum(whole.unit[cut - 1] != whole.unit[cut] for cut in cuts) >= 3


def test_exchanges_in_parts_give_a_better_plan_that_keeps_every_rule() -> None:
    given = problem(600, 2)
    without = solve(given, None, replace(FEW, anneal_steps=0), None, 1)
    with_parts = solve(given, None, FEW, None, 1)

    assert check(given, with_parts).accepted
    assert with_parts.objective > without.objective


def test_the_model_is_the_same_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    given = problem(200, 3)
    whole = model_of(given)
    monkeypatch.setattr(model, "BLOCK", 7)
    in_blocks = model_of(given)

    for name, values in whole._asdict().items():
        np.testing.assert_array_equal(getattr(in_blocks, name), values, err_msg=name)

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.sampling import SampleImpossible, allocated, drawn

STRATA = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 40), min_size=1, max_size=8)


@given(STRATA, st.data())
def test_seats_add_up_keep_the_proportions_and_never_exceed_the_people(strata, data):
    people = sum(strata.values())
    size = data.draw(st.integers(0, people))
    seats = allocated(size, strata)
    filled = [name for name, count in strata.items() if count]
    assert sum(seats.values()) == size
    assert all(0 <= seats[name] <= strata[name] for name in strata)
    if len(filled) <= size:
        assert all(seats[name] >= 1 for name in filled)
    for name in filled:
        below_one = sum(1 for each in filled if size * strata[each] < people)
        assert abs(seats[name] - size * strata[name] / people) < 1 + below_one


def test_a_city_of_three_departments_is_drawn_in_their_proportion():
    assert allocated(341, {"Disdik": 1800, "Dinkes": 900, "Disdukcapil": 300}) == {
        "Disdik": 205, "Dinkes": 102, "Disdukcapil": 34,
    }  # fmt: skip


def test_a_tiny_stratum_has_a_voice_too():
    assert allocated(10, {"big": 998, "tiny": 2}) == {"big": 9, "tiny": 1}


def test_the_same_seed_draws_the_same_people_in_whatever_order_they_come():
    strata = {"a": list(range(100)), "b": list(range(100, 130))}
    turned = {name: random.Random(3).sample(keys, len(keys)) for name, keys in reversed(strata.items())}
    first = drawn(strata, 26, seed=7)
    assert first == drawn(turned, 26, seed=7)
    assert first != drawn(strata, 26, seed=8)
    assert len(first & set(strata["a"])) == 20


def test_a_stratum_that_changes_does_not_move_the_draw_of_another():
    before = drawn({"a": range(50), "b": range(50, 100)}, 20, seed=1)
    after = drawn({"a": range(50), "b": range(50, 99)}, 20, seed=1)
    assert {key for key in before if key < 50} == {key for key in after if key < 50}


def test_every_person_of_a_stratum_is_drawn_about_equally_often():
    hits = dict.fromkeys(range(20), 0)
    for seed in range(2000):
        for key in drawn({"a": range(20)}, 5, seed):
            hits[key] += 1
    assert all(420 <= count <= 580 for count in hits.values())  # 500 each; 4 standard deviations


@pytest.mark.parametrize("size", [-1, 4])
def test_a_size_that_cannot_be_is_refused(size):
    with pytest.raises(SampleImpossible):
        allocated(size, {"a": 3})

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.standards import Claim, Fault, Origin, asked_on, contradictions_in

ON = date(2026, 11, 23)
RULE = Claim(Origin.RULE, 2)
CLASS = Claim(Origin.CLASS, 3, True)
FAMILY = Claim(Origin.FAMILY, 4)
OWN = Claim(Origin.POSITION, 1)


def test_what_the_position_asks_itself_goes_before_family_class_and_rule():
    found = asked_on([RULE, FAMILY, OWN, CLASS], ON)
    assert found is not None
    assert (found.claim, found.lost) == (OWN, (FAMILY, CLASS, RULE))


def test_a_standard_that_has_ended_gives_way_to_the_class():
    ended = Claim(Origin.POSITION, 5, False, date(2026, 1, 1), ON)
    found = asked_on([ended, CLASS], ON)
    assert found is not None
    assert found.claim == CLASS
    before = asked_on([ended, CLASS], date(2026, 11, 22))
    assert before is not None
    assert before.claim == ended


def test_two_levels_on_a_day_are_neither_believed_and_the_class_holds():
    other = Claim(Origin.POSITION, 4)
    found = asked_on([OWN, other, RULE], ON)
    assert found is not None
    assert (found.claim, found.contradicting) == (RULE, (OWN, other))
    assert asked_on([OWN, other], ON) is None


def test_saying_the_same_twice_is_told_but_believed():
    twice = [Claim(Origin.POSITION, 3, False, date(2026, 1, 1)), Claim(Origin.POSITION, 3, False, date(2026, 6, 1))]
    found = asked_on(twice, ON)
    assert found is not None
    assert found.level == 3
    assert [each.fault for each in contradictions_in(twice)] == [Fault.OVERLAP]


def test_intervals_that_only_touch_contradict_nothing():
    touching = [
        Claim(Origin.POSITION, 3, False, date(2026, 1, 1), date(2026, 6, 1)),
        Claim(Origin.POSITION, 4, False, date(2026, 6, 1)),
    ]
    assert contradictions_in(touching) == ()


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (Claim(Origin.POSITION, 6), Fault.OUTSIDE),
        (Claim(Origin.POSITION, 0), Fault.OUTSIDE),
        (Claim(Origin.POSITION, 3, False, date(2026, 6, 1), date(2026, 6, 1)), Fault.BACKWARDS),
    ],
)
def test_a_level_outside_and_days_that_run_backwards_are_told_and_never_asked(claim: Claim, fault: Fault):
    assert [each.fault for each in contradictions_in([claim])] == [fault]
    assert asked_on([claim], ON) is None


days = st.one_of(st.none(), st.integers(0, 60).map(lambda n: date.fromordinal(ON.toordinal() - 30 + n)))
claims = st.builds(Claim, st.just(Origin.POSITION), st.integers(1, 5), st.booleans(), days, days)


@given(st.lists(claims, max_size=5))
def test_no_contradiction_of_levels_is_told_exactly_where_no_day_has_two(said: list[Claim]):
    sound = [each for each in said if not any(w.fault is Fault.BACKWARDS for w in contradictions_in([each]))]
    told = any(each.fault is Fault.TWO_LEVELS for each in contradictions_in(said))
    days = {date.fromordinal(ON.toordinal() + n) for n in range(-40, 41)}
    two = any(
        len(
            {
                (c.level, c.critical)
                for c in sound
                if (c.valid_from is None or c.valid_from <= day) and (c.valid_to is None or day < c.valid_to)
            }
        )
        > 1
        for day in days
    )
    assert told == two

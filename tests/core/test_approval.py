"""A plan becomes a decision in three steps by three people."""

from itertools import product

import pytest

from binacore.approval import (
    Office,
    State,
    StepNotPossible,
    Verb,
    next_state,
    office_of,
    steps_from,
    taken_before,
    waits_for,
)


def test_the_way_to_a_set_plan_has_three_steps_by_three_offices() -> None:
    state, offices = State.DRAFT, []
    for verb in (Verb.PROPOSE, Verb.ENDORSE, Verb.SET):
        offices.append(office_of(state, verb))
        state = next_state(state, verb)
    assert state is State.APPROVED
    assert offices == [Office.MAKER, Office.PYB, Office.PPK]


def test_whoever_is_waited_for_may_agree_or_send_back_and_nobody_else_may() -> None:
    for state in State:
        office = waits_for(state)
        deciding = {verb for verb, whose in steps_from(state) if whose == office}
        assert len(deciding) == (2 if office else 0)
        assert (Verb.SEND_BACK in deciding) is (office is not None)


def test_every_way_back_ends_in_a_draft_and_a_set_plan_has_no_step() -> None:
    for state, verb in product(State, (Verb.WITHDRAW, Verb.SEND_BACK)):
        if verb in {each for each, _ in steps_from(state)}:
            assert next_state(state, verb) is State.DRAFT
    assert steps_from(State.APPROVED) == ()


@pytest.mark.parametrize(
    ("state", "verb"),
    [(State.DRAFT, Verb.ENDORSE), (State.DRAFT, Verb.SET), (State.PROPOSED, Verb.SET), (State.APPROVED, Verb.PROPOSE)],
)
def test_no_step_is_skipped(state: State, verb: Verb) -> None:
    with pytest.raises(StepNotPossible):
        next_state(state, verb)


def test_nobody_takes_two_steps_forward_of_one_round() -> None:
    earlier = {Verb.PROPOSE: "kabid", Verb.ENDORSE: "sekda"}
    assert taken_before(Verb.ENDORSE, "kabid", earlier) is Verb.PROPOSE
    assert taken_before(Verb.SET, "sekda", earlier) is Verb.ENDORSE
    assert taken_before(Verb.SET, "kabid", earlier) is Verb.PROPOSE
    assert taken_before(Verb.SET, "wali kota", earlier) is None
    assert taken_before(Verb.SEND_BACK, "sekda", earlier) is None

"""The weight of a need is the product of components that can all be seen."""

from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.indices import Predicate
from binacore.priority import (
    PERFORMANCE_SHARES,
    Component,
    NeedEvidence,
    Piece,
    PriorityLimits,
    PriorityMalformed,
    need_from,
    voice_share,
    weigh,
)

shares = st.none() | st.floats(0, 1)
evidence = st.builds(NeedEvidence, *[shares] * 6)
limits = st.builds(PriorityLimits, *[st.floats(1, 10)] * 6)


def test_a_critical_competency_of_a_goal_in_a_unit_people_complain_about_weighs_most() -> None:
    got = weigh(NeedEvidence(criticality=1, voice=1, strategy=1, performance=0))
    assert [one.factor for one in got.components] == [3.0, 1.5, 2.0, 1.0, 1.0, 1.0]
    assert got.weight == pytest.approx(9.0)


def test_half_the_evidence_adds_half_of_what_a_component_may() -> None:
    got = weigh(NeedEvidence(strategy=0.5), PriorityLimits(strategy=2))
    assert got.weight == pytest.approx(1.5)


def test_missing_evidence_is_neutral_and_named() -> None:
    got = weigh(NeedEvidence(criticality=0))
    assert got.weight == 1
    assert got.without_evidence == (
        Component.VOICE,
        Component.STRATEGY,
        Component.PERFORMANCE,
        Component.EVALUATION,
        Component.STAFF,
    )


def test_a_limit_of_one_switches_a_component_off() -> None:
    assert weigh(NeedEvidence(voice=1), PriorityLimits(voice=1)).weight == 1


@pytest.mark.parametrize("wrong", [{"voice": -0.1}, {"strategy": 1.1}, {"criticality": float("nan")}])
def test_evidence_outside_its_range_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(PriorityMalformed, match=next(iter(wrong))):
        NeedEvidence(**wrong)


@pytest.mark.parametrize("wrong", [{"voice": 0.9}, {"strategy": 11}])
def test_a_limit_outside_its_range_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(PriorityMalformed, match=next(iter(wrong))):
        PriorityLimits(**wrong)


def test_of_stored_evidence_the_strongest_of_each_component_holds_and_none_beyond_its_limit() -> None:
    got = need_from([("voice", 1.2), ("voice", 1.4), ("evaluation", 9.0), ("strategy", 0.5)], critical=False)
    assert (got.voice, got.evaluation, got.strategy) == (pytest.approx(0.8), 1.0, 0.0)
    assert weigh(got).weight == pytest.approx(1.4 * 1.3)


def test_unknown_sources_say_nothing() -> None:
    assert weigh(need_from([("rumour", 2.0), ("criticality", 3.0)], critical=True)).weight == pytest.approx(3.0)


def test_the_same_people_are_not_counted_three_times() -> None:
    got = need_from([("survey", 1.4), ("interview", 1.2), ("proposal", 1.3)], critical=False)
    assert got.staff == pytest.approx(0.8)
    assert weigh(got).weight == pytest.approx(1.4)


def test_an_unsure_piece_shrinks_towards_neutral_and_may_lose_to_a_surer_weaker_one() -> None:
    assert weigh(need_from([Piece("voice", 1.5, 0.5)], critical=False)).weight == pytest.approx(1.25)
    got = need_from([Piece("survey", 1.5, 0.3), Piece("interview", 1.25, 0.9)], critical=False)
    assert got.staff == pytest.approx(0.45)
    with pytest.raises(PriorityMalformed, match="confidence of voice"):
        need_from([Piece("voice", 1.2, 1.5)], critical=False)


def test_what_training_cannot_answer_is_left_out_of_complaints_only() -> None:
    pieces = [("voice", 1.5), ("survey", 1.5), ("strategy", 2.0)]
    got = need_from(pieces, critical=False, training_share=0.27)
    assert (got.voice, got.staff, got.strategy) == (pytest.approx(0.27), pytest.approx(0.27), 1.0)
    with pytest.raises(PriorityMalformed, match="training_share"):
        need_from(pieces, critical=False, training_share=27)


def test_a_changed_limit_changes_what_the_same_evidence_does() -> None:
    evidence = need_from([("voice", 1.25)], critical=False)
    assert weigh(evidence, PriorityLimits(voice=3)).weight == pytest.approx(2.0)
    assert weigh(evidence, PriorityLimits.from_record({"voice": 1})).weight == 1
    with pytest.raises(PriorityMalformed, match="rumour"):
        PriorityLimits.from_record({"rumour": 2})


def test_every_predicate_has_a_share() -> None:
    assert set(PERFORMANCE_SHARES) == set(Predicate)


def test_the_voice_of_a_unit_grows_as_satisfaction_falls() -> None:
    assert voice_share(95) == 0
    assert voice_share(88.31) == 0
    assert voice_share(65) == 1
    assert voice_share(40) == 1
    assert 0 < voice_share(76.6) < 1


def test_complaints_that_training_cannot_answer_do_not_count() -> None:
    assert voice_share(60, training_share=0.27) == pytest.approx(0.27)
    with pytest.raises(PriorityMalformed, match="training_share"):
        voice_share(60, training_share=27)
    with pytest.raises(PriorityMalformed, match="alarm"):
        voice_share(60, calm=60, alarm=70)


@given(evidence, limits)
def test_the_weight_is_the_product_and_stays_in_its_range(some: NeedEvidence, most: PriorityLimits) -> None:
    got = weigh(some, most)
    assert got.weight == pytest.approx(prod(one.factor for one in got.components))
    assert 1 <= got.weight <= prod(one.limit for one in got.components) * (1 + 1e-9)
    assert [one.component for one in got.components] == list(Component)


@given(evidence, limits, st.floats(0, 1), st.floats(0, 1))
def test_more_evidence_never_makes_a_need_lighter(
    some: NeedEvidence, most: PriorityLimits, one: float, two: float
) -> None:
    less, more = sorted((one, two))
    low = NeedEvidence(less, some.voice, some.strategy, some.performance)
    high = NeedEvidence(more, some.voice, some.strategy, some.performance)
    assert weigh(low, most).weight <= weigh(high, most).weight

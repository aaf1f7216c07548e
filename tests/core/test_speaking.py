"""What surveys, talks, wishes, predicates and studies say, and how sure they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.indices import Predicate
from binacore.speaking import (
    Said,
    factor_of,
    from_predicates,
    from_study,
    from_survey,
    from_talks,
    from_wishes,
)


def test_a_low_mean_says_that_all_is_missing_and_a_high_one_that_nothing_is() -> None:
    assert from_survey(1.6, (1, 5), 38, 39).share == 1
    assert from_survey(3.4, (1, 5), 38, 39).share == pytest.approx(0)
    assert from_survey(2.6, (1, 5), 38, 39).share == pytest.approx(0.5)


@given(st.integers(1, 60), st.integers(0, 60))
def test_few_answers_and_a_low_response_make_a_survey_less_sure(answered: int, silent: int) -> None:
    found = from_survey(2, (1, 5), answered, answered + silent)
    assert found.confidence <= from_survey(2, (1, 5), answered, answered).confidence < 1
    assert found.confidence <= from_survey(2, (1, 5), answered + 1, answered + silent + 1).confidence


def test_one_voice_is_no_pattern_and_a_wish_is_half_a_proof() -> None:
    assert from_talks(1).confidence == pytest.approx(0.2)
    assert from_talks(5).confidence == pytest.approx(5 / 9)
    assert from_wishes(24, 32) == Said(0.75, 0.5, 24)
    assert from_wishes(50, 32).share == 1


def test_predicates_of_fewer_than_five_say_nothing() -> None:
    assert from_predicates({Predicate.POOR: 4}) is None
    found = from_predicates({Predicate.GOOD: 6, Predicate.NEEDS_IMPROVEMENT: 2, Predicate.POOR: 2})
    assert found is not None
    assert (found.share, found.people) == (pytest.approx(0.3), 10)


def test_what_hardly_speaks_is_not_worth_a_row() -> None:
    assert not Said(0.04, 1, 90).speaks
    assert from_study(12).speaks


def test_a_share_is_stored_as_the_factor_of_its_component() -> None:
    assert factor_of("survey", Said(1.0, 0.9, 38)) == 1.5
    assert factor_of("strategy", from_study(31)) == 1.2
    with pytest.raises(KeyError):
        factor_of("rumour", from_study(1))

"""Intervals and reliability against other programmes (tests/core/reference) and against printed tables."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from binacore.intervals import (
    IntervalImpossible,
    incomplete_beta,
    interval_of_equal,
    mean_interval,
    mean_of_counts,
    mean_on_scale,
    share_interval,
    student_quantile,
)
from binacore.reliability import ScaleTooSmall, alpha_of, one_factor, reliability

REFERENCE = json.loads((Path(__file__).parent / "reference" / "statistics.json").read_text(encoding="utf-8"))
SAME = 1e-9


def near(value, relative=SAME):
    return pytest.approx(value, rel=relative, abs=SAME)


def test_students_quantiles_agree_with_scipy():
    for probability, freedom, value in REFERENCE["students"]:
        assert student_quantile(probability, freedom) == near(value), (probability, freedom)
        assert student_quantile(1 - probability, freedom) == near(-value), (probability, freedom)


def test_students_quantiles_agree_with_the_printed_table():
    """Two-sided 5 %, as in the appendix of any textbook."""
    for freedom, value in {1: 12.706, 2: 4.303, 5: 2.571, 10: 2.228, 30: 2.042, 120: 1.980}.items():
        assert round(student_quantile(0.975, freedom), 3) == value


def test_intervals_of_a_mean_agree_with_statsmodels():
    for case in REFERENCE["means"]:
        found = mean_interval(case["values"], case["confidence"])
        assert [found.low, found.high] == near(case["ends"])
        counts = {value: case["values"].count(value) for value in set(case["values"])}
        again = mean_of_counts(counts, case["confidence"])
        assert [again.value, again.low, again.high, again.n] == near([found.value, found.low, found.high, found.n])


def test_on_a_scale_answers_that_differ_have_students_interval():
    for case in REFERENCE["means"]:
        counts = {value: case["values"].count(value) for value in set(case["values"])} | {-7: 0}
        found = mean_on_scale(counts, -1000, 1000, case["confidence"])
        assert [found.low, found.high] == near(case["ends"])


def test_equal_answers_leave_room_for_as_many_others_as_the_exact_interval_of_a_share_does():
    """On a scale from 0 to 1 the mean is the share itself."""
    for n, confidence, end in REFERENCE["equal"]:
        nobody, everybody = (interval_of_equal(value, n, 0, 1, confidence) for value in (0, 1))
        assert [nobody.low, nobody.high] == near([0, end]), (n, confidence)
        assert [everybody.low, everybody.high] == near([1 - end, 1]), (n, confidence)


def test_equal_answers_have_an_interval_to_both_ends_of_their_scale():
    """Twelve times 4 of 1 to 5: at most 26.46 % think otherwise (1 - 0.025 to the power of 1/12)."""
    found = mean_on_scale({3: 0, 4: 12}, 1, 5)
    assert (found.value, round(found.low, 4), round(found.high, 4), found.n) == (4, 3.2061, 4.2646, 12)


def test_no_population_outside_the_interval_gives_equal_answers_more_often_than_once_in_forty():
    """Every population of 2 kinds on a scale of 5 that would mostly not be told of: the chance that n agree on 4."""
    for n in (5, 12, 40):
        found = interval_of_equal(4, n, 1, 5)
        for others in (1, 2, 3, 5):
            for share in (step / 200 for step in range(200)):
                mean = (1 - share) * 4 + share * others
                if not found.low <= mean <= found.high:
                    assert (1 - share) ** n < 0.025


@pytest.mark.parametrize(("value", "n"), [(6, 12), (0, 12), (4, 1)])
def test_equal_answers_off_their_scale_or_a_single_one_have_no_interval(value, n):
    with pytest.raises(IntervalImpossible):
        interval_of_equal(value, n, 1, 5)


def test_wilsons_intervals_agree_with_statsmodels():
    for count, n, confidence, low, high in REFERENCE["shares"]:
        found = share_interval(count, n, confidence)
        assert [found.low, found.high] == near([low, high]), (count, n)


@pytest.mark.parametrize(
    ("count", "n", "ends"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilsons_intervals_agree_with_the_published_examples(count, n, ends):
    """Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    found = share_interval(count, n)
    assert (round(found.low, 4), round(found.high, 4)) == ends


def test_nobody_and_everybody_end_exactly_at_the_ends():
    assert share_interval(0, 12).low == 0
    assert share_interval(12, 12).high == 1


@pytest.mark.parametrize(("count", "n"), [(3, 2), (-1, 4), (0, 0)])
def test_a_share_that_cannot_be_is_refused(count, n):
    with pytest.raises(IntervalImpossible):
        share_interval(count, n)


def test_one_value_has_no_interval():
    with pytest.raises(IntervalImpossible):
        mean_interval([4])


def test_the_beta_function_has_its_two_sides():
    draw = random.Random(1)
    for _ in range(200):
        x, a, b = draw.random(), draw.uniform(0.1, 60), draw.uniform(0.1, 60)
        assert incomplete_beta(x, a, b) + incomplete_beta(1 - x, b, a) == near(1)


def test_reliability_agrees_with_statsmodels_and_scipy():
    for case in REFERENCE["scales"]:
        sheets = [[int(digit) for digit in row] for row in case["answers"]]
        found = reliability(sheets, 1, 5)
        assert found.n == len(sheets)
        assert found.alpha == near(case["alpha"])
        assert found.omega == near(case["omega"])
        assert list(found.loadings) == near(case["loadings"])
        for item, (rest, without, floor, ceiling, mean, deviation) in zip(found.items, case["items"], strict=True):
            assert [item.rest, item.alpha_without] == near([rest, without])
            assert [item.floor, item.ceiling, item.mean, item.deviation] == near([floor, ceiling, mean, deviation])


def test_alpha_of_equal_items_follows_spearman_and_brown():
    """k items that all correlate r: alpha = k r / (1 + (k - 1) r), published in 1910."""
    for items, r in ((2, 0.5), (4, 0.3), (10, 0.2)):
        covariance = np.full((items, items), r)
        np.fill_diagonal(covariance, 1.0)
        assert alpha_of(covariance) == near(items * r / (1 + (items - 1) * r))


def test_one_factor_finds_loadings_that_were_planted():
    planted = np.array([0.9, 0.7, 0.5, -0.4, 0.3])
    correlations = np.outer(planted, planted)
    np.fill_diagonal(correlations, 1.0)
    assert list(one_factor(correlations)) == near(list(planted))


def test_where_no_single_factor_fits_omega_is_not_told():
    """Two items nearly the same and a third apart would need a loading beyond 1."""
    correlations = np.array([[1.0, 0.9, 0.05], [0.9, 1.0, 0.3], [0.05, 0.3, 1.0]])
    assert one_factor(correlations) is None


def test_an_item_that_must_be_read_backwards_has_a_negative_correlation_with_the_rest():
    draw = random.Random(2)
    traits = [draw.choice([1, 2, 3]) for _ in range(60)]
    sheets = [[t, t + draw.choice([0, 1]), 5 - t] for t in traits]
    assert reliability(sheets, 1, 5).items[2].rest < 0


@pytest.mark.parametrize("sheets", [[[1, 2]] * 9, [[1]] * 40, [[3, 3]] * 40, []])
def test_a_scale_too_small_or_the_same_for_everybody_is_refused(sheets):
    with pytest.raises(ScaleTooSmall):
        reliability(sheets, 1, 5)


def test_an_item_the_same_for_everybody_has_no_correlation_and_the_others_keep_theirs():
    draw = random.Random(4)
    sheets = [[1 + trait, trait + draw.choice([0, 1]), 5] for trait in (draw.choice([1, 2, 3]) for _ in range(40))]
    found = reliability(sheets, 1, 5)
    assert found.items[2].rest is None
    assert found.items[0].rest > 0.5
    assert found.omega is None

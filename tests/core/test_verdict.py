"""Verdicts on planted truths: an effect that is there is found, one that is not is not, one unit decides nothing."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.verdict import (
    Goal,
    Limit,
    Point,
    Series,
    SeriesMalformed,
    Verdict,
    Why,
    gain,
    judge_scores,
    judge_service,
    service_effect,
    student,
)

QUARTERS = [date(year, month, 1) for year in (2025, 2026) for month in (1, 4, 7, 10)]
ENDS = [*QUARTERS[1:], date(2027, 1, 1)]
U7 = Goal(2.95, 3.2)


def unit(
    name: str, trained_on: date | None, effect: float, *, seed: int = 1, n: int = 200, trend: float = 0.02
) -> Series:
    """Quarters around 2.95 on the scale 1 to 4, a common trend, noise of those asked, and the planted effect."""
    random = Random(f"{seed}-{name}")
    points = []
    for place, (start, end) in enumerate(zip(QUARTERS, ENDS, strict=True)):
        lift = effect if trained_on is not None and start >= trained_on else 0.0
        points.append(Point(start, end, 2.95 + trend * place + lift + random.gauss(0, 0.7 / n**0.5), 0.7, n))
    return Series(name, trained_on, tuple(points))


def staged(effect: float, *, seed: int = 1, trend: float = 0.02, n: int = 1000) -> list[Series]:
    """Three of six units trained one after the other."""
    days = (date(2025, 8, 20), date(2026, 2, 11), date(2026, 5, 6), None, None, None)
    return [unit(f"u{k}", day, effect, seed=seed, trend=trend, n=n) for k, day in enumerate(days)]


@pytest.mark.parametrize("seed", range(12))
def test_a_planted_effect_is_found(seed: int) -> None:
    found = service_effect(staged(0.30, seed=seed))
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(0.30, abs=0.1)
    assert (found.estimate.n, found.estimate.compared) == (3, 3)


def test_a_planted_effect_that_reaches_the_target_is_a_success() -> None:
    judged = judge_service(U7, service_effect(staged(0.30)))
    assert (judged.verdict, judged.why) == (Verdict.SUCCESS, Why.REACHED)
    assert Limit.FEW_UNITS in judged.limits
    assert Limit.NOT_RANDOM in judged.limits


def test_what_rises_everywhere_is_no_effect_of_the_programme() -> None:
    judged = judge_service(U7, service_effect(staged(0.0, trend=0.15, n=4000)))
    assert judged.level is not None
    assert judged.level > U7.goal, "the level alone would have said success"
    assert (judged.verdict, judged.why) == (Verdict.NOT_SEEN, Why.TOO_SMALL)


def test_without_an_effect_success_is_called_at_most_as_often_as_the_interval_allows() -> None:
    called = sum(
        judge_service(Goal(2.0, 2.1), service_effect(staged(0.0, seed=seed, n=200))).verdict is Verdict.SUCCESS
        for seed in range(200)
    )
    assert called <= 10  # 2.5 % of 200 is 5; twice that is already too many


def test_one_trained_unit_decides_nothing_however_far_it_rose() -> None:
    series = [unit("a", date(2025, 8, 20), 1.0), *(unit(name, None, 0.0) for name in "bcdef")]
    judged = judge_service(U7, service_effect(series))
    assert (judged.verdict, judged.why, judged.estimate) == (Verdict.UNDECIDED, Why.FEW_TRAINED, None)


def test_where_everybody_was_trained_a_rise_proves_nothing_but_its_absence_is_seen() -> None:
    risen = judge_service(U7, service_effect([unit(name, date(2025, 8, 20), 0.4) for name in "abcdef"]))
    assert (risen.verdict, risen.why) == (Verdict.UNDECIDED, Why.FEW_COMPARED)
    flat = [unit(name, date(2025, 8, 20), 0.0, trend=0, n=2000) for name in "abcdef"]
    judged = judge_service(U7, service_effect(flat))
    assert judged.verdict is Verdict.NOT_SEEN
    assert Limit.NO_COMPARISON in judged.limits


def test_what_was_trained_in_the_last_period_has_no_after_yet() -> None:
    series = [unit(name, date(2026, 11, 3), 0.3) for name in "abc"] + [unit(name, None, 0) for name in "def"]
    assert service_effect(series).lacking is Why.NO_READINGS


def test_the_effect_by_hand() -> None:
    """Six health centres, Behaviour of staff (U7): the last half year begun before the training, and the last."""
    halves = (
        (date(2025, 1, 1), date(2025, 7, 1)),
        (date(2025, 7, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2026, 7, 1)),
    )

    def centre(name: str, day: date | None, *values: float) -> Series:
        return Series(
            name, day, tuple(Point(*half, value, 0.5, 200) for half, value in zip(halves, values, strict=True))
        )

    found = service_effect([
        centre("p1", None, 3.02, 3.02, 3.04), centre("p2", date(2025, 3, 17), 2.66, 3.01, 3.01),
        centre("p3", date(2025, 6, 23), 2.98, 3.14, 3.30), centre("p4", None, 3.10, 3.12, 3.13),
        centre("p5", None, 3.21, 3.22, 3.24), centre("p6", date(2025, 9, 15), 2.86, 2.86, 3.20),
    ])  # fmt: skip
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(1.01 / 3 - 0.07 / 3, abs=0.001)
    assert found.estimate.low == pytest.approx(0.20, abs=0.01)
    assert [each.unit for each in found.compared] == ["p1", "p4", "p5"]


def test_trained_before_the_first_reading_or_without_any_decides_nothing() -> None:
    early = [unit("a", date(2024, 5, 1), 0.3), unit("b", date(2024, 5, 1), 0.3), unit("c", None, 0), unit("d", None, 0)]
    assert service_effect(early).lacking is Why.NO_READINGS
    assert service_effect([]).lacking is Why.NO_READINGS


def test_few_people_asked_make_the_interval_wide_even_where_units_happen_to_agree() -> None:
    start, middle, end = date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)
    day_of_class = date(2025, 6, 3)

    def series(name: str, day: date | None, rise: float) -> Series:
        return Series(name, day, (Point(start, middle, 3.0, 0.7, 9), Point(middle, end, 3.0 + rise, 0.7, 9)))

    found = service_effect(
        [series("a", day_of_class, 0.3), series("b", day_of_class, 0.3), series("c", None, 0), series("d", None, 0)]
    )
    assert found.estimate is not None
    assert found.estimate.low < 0 < found.estimate.high
    assert judge_service(Goal(3.0, 3.2), found).why is Why.UNCLEAR


def test_an_effect_below_the_target_is_neither_success_nor_unseen() -> None:
    judged = judge_service(Goal(2.95, 3.9), service_effect(staged(0.30)))
    assert (judged.verdict, judged.why) == (Verdict.UNDECIDED, Why.BELOW_TARGET)


def test_few_confirmed_changes_at_work_are_told_as_a_limit() -> None:
    effect = service_effect(staged(0.30))
    assert Limit.BEHAVIOUR_WEAK in judge_service(U7, effect, confirmed=0.1).limits
    assert Limit.BEHAVIOUR_WEAK not in judge_service(U7, effect, confirmed=0.8).limits


def test_scores_that_rose_to_the_target_are_a_success_of_learning_only() -> None:
    pairs = [(50.0 + k, 72.0 + (k * 7) % 11) for k in range(12)]
    judged = judge_scores(Goal(55, 70), pairs, people=14)
    assert (judged.verdict, judged.why) == (Verdict.SUCCESS, Why.REACHED)
    assert judged.limits == (Limit.NO_COMPARISON, Limit.SOME_MISSING)


def test_scores_that_stayed_are_not_seen_and_four_people_are_too_few() -> None:
    same = [(60.0 + k, 60.0 + (k * 7) % 12) for k in range(12)]
    assert judge_scores(Goal(60, 80), same, people=12).verdict is Verdict.NOT_SEEN
    assert judge_scores(Goal(60, 80), same[:4], people=12).why is Why.FEW_SCORES


def test_a_gain_by_hand() -> None:
    found = gain([(50, 60), (50, 62), (50, 64), (50, 66), (50, 68)])
    assert found is not None
    assert found.value == pytest.approx(14)
    assert found.high - found.value == pytest.approx(2.776 * (10**0.5) / 5**0.5)


def test_students_table_goes_over_into_its_formula() -> None:
    assert student(30) > student(31) > 2.036
    assert student(10_000) == pytest.approx(1.96, abs=0.001)
    with pytest.raises(ValueError, match="begin at 1"):
        student(0)


def test_impossible_points_are_refused() -> None:
    with pytest.raises(SeriesMalformed):
        Point(date(2025, 1, 1), date(2025, 1, 1), 3.0, 0.7, 10)
    with pytest.raises(SeriesMalformed):
        Point(date(2025, 1, 1), date(2025, 4, 1), 3.0, 0.7, 0)


@given(shift=st.floats(-1, 1), seed=st.integers(0, 50))
def test_a_shift_of_every_unit_changes_no_effect(shift: float, seed: int) -> None:
    def moved(series: Series) -> Series:
        points = (Point(p.starts_on, p.ends_on, p.value + shift, p.spread, p.n) for p in series.points)
        return Series(series.unit, series.trained_on, tuple(points))

    plain = service_effect(staged(0.2, seed=seed)).estimate
    other = service_effect([moved(each) for each in staged(0.2, seed=seed)]).estimate
    assert plain is not None
    assert other is not None
    assert other.value == pytest.approx(plain.value)
    assert other.high == pytest.approx(plain.high)

"""Planted leans of raters are found again, with honest intervals, and little overlap says little."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binacore.severity import REFERENCE, Lean, Rating, Severity, adjusted, severity


def planted(
    seed: int, *, raters: int = 24, items: int = 30, reference: float = 0.4, spread: float = 0.8, noise: float = 0.5
) -> tuple[list[Rating], dict[str, float]]:
    """Each rater rates items of their own, a share of which a reference measured too."""
    random = Random(seed)
    leans = {f"r{number}": random.gauss(0, spread) for number in range(raters)}
    found = []
    for name, lean in leans.items():
        for number in range(items):
            level = random.uniform(1, 5)
            found.append(Rating(f"{name}/{number}", name, level + lean + random.gauss(0, noise)))
            if random.random() < reference:
                found.append(Rating(f"{name}/{number}", REFERENCE, level + random.gauss(0, noise)))
    return found, leans


def squared(found: Severity, leans: dict[str, float]) -> float:
    return sum((found.leans[name].lean - lean) ** 2 for name, lean in leans.items()) / len(leans)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_planted_leans_are_found(seed: int) -> None:
    ratings, leans = planted(seed)
    found = severity(ratings)
    assert squared(found, leans) < 0.15**2 + 0.06  # twelve common items: standard error about 0.2
    assert found.lean_sd == pytest.approx(0.8, abs=0.45)
    assert found.noise_sd == pytest.approx(0.5, abs=0.1)


def test_an_interval_of_95_percent_holds_about_95_percent_of_the_planted_leans() -> None:
    inside = total = 0
    for seed in range(25):
        ratings, leans = planted(seed, items=8)
        for name, lean in leans.items():
            got = severity_of(seed, ratings).leans[name]
            inside += got.low <= lean <= got.high
            total += 1
    assert 0.92 <= inside / total <= 0.98


_known: dict[int, Severity] = {}


def severity_of(seed: int, ratings: list[Rating]) -> Severity:
    if seed not in _known:
        _known[seed] = severity(ratings)
    return _known[seed]


def test_with_few_common_items_shrinking_is_nearer_than_the_raw_difference() -> None:
    raw = shrunk = 0.0
    for seed in range(12):
        ratings, leans = planted(seed, items=5, spread=0.3, noise=0.8)
        found = severity(ratings)
        for name, lean in leans.items():
            got = found.leans[name]
            if got.raw is not None:
                raw += (got.raw - lean) ** 2
                shrunk += (got.lean - lean) ** 2
    assert shrunk < raw / 2


def test_leans_travel_along_a_chain_of_raters_to_the_reference() -> None:
    """b never meets the reference, but a does, and a and b rated the same people."""
    ratings = []
    for number in range(40):
        ratings += [Rating(f"x{number}", REFERENCE, 3), Rating(f"x{number}", "a", 4 + number % 2 * 0.2)]
        ratings += [Rating(f"y{number}", "a", 4), Rating(f"y{number}", "b", 2 + number % 2 * 0.2)]
    found = severity(ratings).leans
    assert found["a"].lean == pytest.approx(1.1, abs=0.1)
    assert found["b"].lean == pytest.approx(-0.8, abs=0.15)
    assert found["b"].anchored
    assert found["b"].raw == pytest.approx(-1.9)  # beside a alone, b would seem twice as harsh


def test_without_a_way_to_a_reference_leans_are_only_relative() -> None:
    ratings = [Rating(f"x{number}", name, level) for number in range(9) for name, level in (("a", 2), ("b", 4))]
    found = severity(ratings).leans
    assert not found["a"].anchored
    assert found["a"].lean == pytest.approx(-found["b"].lean)


def test_a_rater_whom_nobody_can_be_compared_with_is_not_judged() -> None:
    ratings, _leans = planted(3)
    found = severity([*ratings, Rating("lonely/1", "lonely", 5), Rating("lonely/2", "lonely", 5)])
    alone = found.leans["lonely"]
    assert (alone.shared, alone.raw, alone.is_clear) == (0, None, False)
    assert alone.lean == pytest.approx(0)
    assert found.lean_sd is not None
    assert alone.high == pytest.approx(1.96 * found.lean_sd, rel=0.01)


def test_nothing_in_common_says_nothing() -> None:
    found = severity([Rating("x", "a", 5), Rating("y", "b", 1)])
    assert (found.lean_sd, found.shared_items) == (None, 0)
    assert not found.leans["a"].is_clear


def test_one_generous_and_one_harsh_rater_stand_out_of_many() -> None:
    """Whole levels, most raters fair; one gives everybody the standard, one gives everybody 1."""
    random = Random(7)
    ratings = []
    for rater in range(30):
        for number in range(12):
            level = random.choice((1, 2, 2, 3))
            said = {0: 3, 1: 1}.get(rater, max(0, min(5, level + random.choice((-1, 0, 0, 0, 1)))))
            ratings += [Rating(f"{rater}/{number}", f"r{rater:02}", said), Rating(f"{rater}/{number}", "", level)]
    found = severity(ratings).leans
    order = sorted(found, key=lambda name: found[name].lean)
    assert (order[0], order[-1]) == ("r01", "r00")
    assert found["r00"].is_clear
    assert found["r01"].is_clear
    assert sum(each.is_clear for each in found.values()) <= 5


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(-2, 2))
def test_how_high_the_rated_stand_says_nothing_about_their_raters(seed: int, shift: float) -> None:
    ratings, leans = planted(seed, raters=6, items=6)
    half = {f"r{number}" for number in range(3)}
    moved = [Rating(each.item, each.rater, each.level + shift * (each.item.split("/")[0] in half)) for each in ratings]
    before, after = severity(ratings).leans, severity(moved).leans
    for name in leans:
        assert after[name].lean == pytest.approx(before[name].lean, abs=1e-3)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_the_ratings_does_not_matter(seed: int) -> None:
    ratings, _leans = planted(seed, raters=5, items=5)
    mixed = ratings[:]
    Random(seed).shuffle(mixed)
    assert severity(ratings) == severity(mixed)


def test_a_level_is_shown_less_the_lean_and_stays_on_the_scale() -> None:
    lean = Lean("a", 9, 9, 1.0, 1.2, 0.7, 1.7, True)
    got = adjusted(3, lean)
    assert (got.level, got.low, got.high) == pytest.approx((1.8, 1.3, 2.3))
    assert adjusted(0, lean).level == 0

"""Nobody computes a hidden group from what is public: the attacker knows the rule and tries every table that fits."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.disclosure import LEAST as CHOSEN
from binacore.disclosure import CountMalformed, Shown, of_a_known_whole, publishable
from binacore.rules import load_rules

Table = dict[str, Mapping[str, int]]
LEAST = 5


def naive(ways: Table) -> Shown:
    """Hide small groups, show the total: what many pages do."""
    kept = {way: {g: n for g, n in groups.items() if n >= LEAST} for way, groups in ways.items()}
    return Shown(kept, sum(next(iter(ways.values())).values()), hides=True)


def one_way() -> Iterator[Table]:
    """Three groups of up to 16 people."""
    for counts in product(range(17), repeat=3):
        yield {"theme": dict(zip("abc", counts, strict=True))}


def two_ways() -> Iterator[Table]:
    """The same up to 19 people, counted by two themes and by two causes."""
    for total in range(20):
        for theme, cause in product(range(total + 1), repeat=2):
            yield {"theme": {"a": theme, "b": total - theme}, "cause": {"x": cause, "y": total - cause}}


def learnt(publish: Callable[[Table], Shown], tables: Iterator[Table]) -> list[tuple[object, str, int]]:
    """Small groups of which one number only fits what was published: (publication, group, that number)."""
    fitting: dict[object, dict[tuple[str, str], set[int]]] = defaultdict(lambda: defaultdict(set))
    for ways in tables:
        seen = publish(ways)
        public = (tuple((way, tuple(groups.items())) for way, groups in seen.ways.items()), seen.total, seen.hides)
        for way, groups in ways.items():
            for group, count in groups.items():
                if group not in seen.ways[way]:
                    fitting[public][way, group].add(count)
    return [
        (public, group, next(iter(counts)))
        for public, groups in fitting.items()
        for group, counts in groups.items()
        if len(counts) == 1 and 0 < next(iter(counts)) < LEAST
    ]


@pytest.mark.parametrize("tables", [one_way, two_ways])
def test_no_hidden_group_can_be_computed_from_what_is_shown(tables: Callable[[], Iterator[Table]]) -> None:
    assert learnt(publishable, tables()) == []


@pytest.mark.parametrize("tables", [one_way, two_ways])
def test_the_attack_finds_what_a_naive_page_gives_away(tables: Callable[[], Iterator[Table]]) -> None:
    """Negative control: the attack above can succeed."""
    assert len(learnt(naive, tables())) > 30


def test_a_second_way_of_counting_reveals_no_total() -> None:
    seen = publishable({"theme": {"a": 30, "b": 20}, "cause": {"x": 46, "y": 4}})
    assert seen == Shown({"theme": {"a": 30}, "cause": {}}, None, hides=True)


def test_without_a_small_group_everything_is_shown_and_empty_groups_are_not_named() -> None:
    seen = publishable({"theme": {"a": 5, "b": 0, "c": 9}})
    assert seen == Shown({"theme": {"a": 5, "c": 9}}, 14, hides=False)


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 400), min_size=1))
def test_a_small_group_is_never_shown_and_never_the_only_one_hidden(groups: dict[str, int]) -> None:
    seen = publishable({"theme": groups})
    assert all(count >= LEAST for count in seen.ways["theme"].values())
    hidden = [count for group, count in groups.items() if count and group not in seen.ways["theme"]]
    larger = [count for count in groups.values() if count >= LEAST]
    if hidden:
        assert seen.total is None
        assert not larger or max(hidden) >= LEAST


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(18, 39, 18), (4, 39, None), (0, 39, 0), (36, 39, None), (39, 39, 39), (4, 4, None), (0, 3, None), (5, 10, 5)],
)
def test_a_part_of_a_known_staff_hides_few_people_on_either_side(part: int, whole: int, shown: int | None) -> None:
    assert of_a_known_whole(part, whole) == shown


def test_the_rules_that_hide_small_groups_begin_with_the_number_that_the_core_hides() -> None:
    rules = load_rules()
    first = {rules.rule(name).values[0].value for name in ("skm.minimum_group", "evaluation.least_scores")}
    assert first == {CHOSEN}


def test_counts_that_disagree_are_refused() -> None:
    for ways in ({"a": {"x": 3}, "b": {"y": 4}}, {"a": {"x": -1}}):
        with pytest.raises(CountMalformed):
            publishable(ways)
    with pytest.raises(CountMalformed):
        of_a_known_whole(5, 4)

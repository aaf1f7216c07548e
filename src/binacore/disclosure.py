"""Counts that may be made public: no small group is shown, and none can be computed from what is.

The same people are often counted in several ways (by theme, by cause). A group under `least` that is hidden in one of
them would be found by subtracting the others from a total that any of the ways reveals. So once something is hidden in
one way, no total is shown and every way hides some of its larger groups too. Which ones follows from the order in which
groups are given, never from their sizes: a choice by size would tell the size. Tests play the attacker, who knows this
rule and tries every table of counts that fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# The one answer of this product to "how few people can be recognised", for counts, figures, reports and answers alike.
# Our own choice, which no regulation fixes: in a smaller group, whoever belongs to it has but three others to guess
# among. What a regulation or an agency may set from a day on is a dated rule (`skm.minimum_group`,
# `evaluation.least_scores`) and begins with the same number.
LEAST: Final = 5
COVER: Final = 10  # larger groups hidden beside a small one hold at least as many people together, where there are


class CountMalformed(ValueError):
    """A count below zero, or ways of counting the same people that disagree about how many they are."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Way of counting -> group -> people, of the groups that may be shown. `total` None: it may not."""

    ways: Mapping[str, Mapping[str, int]]
    total: int | None
    hides: bool


def publishable(ways: Mapping[str, Mapping[str, int]], *, least: int = LEAST, cover: int = COVER) -> Shown:
    """What may be shown of the same people counted in several ways, each with every group that could have somebody.

    Empty groups are never named: nobody learns whether a group is empty or hidden. Raises CountMalformed.
    """
    totals = {sum(groups.values()) for groups in ways.values()}
    if any(count < 0 for groups in ways.values() for count in groups.values()) or len(totals) > 1:
        raise CountMalformed(f"counts of the same people: {ways}")
    total = totals.pop() if totals else 0
    if not any(0 < count < least for groups in ways.values() for count in groups.values()):
        named = {way: {group: count for group, count in groups.items() if count} for way, groups in ways.items()}
        return Shown(named, total, hides=False)
    return Shown({way: _covered(groups, least, cover) for way, groups in ways.items()}, None, hides=True)


def may_follow(old: Shown, new: Shown, *, least: int = LEAST) -> bool:
    """Whether a later publication of the same thing may stand beside an earlier one that people may have kept.

    Subtracting the two must leave nobody or a group: every count and the total stays, or moves by `least` or more.
    """
    moves = [
        abs(new.ways.get(way, {}).get(group, 0) - old.ways.get(way, {}).get(group, 0))
        for way in {*old.ways, *new.ways}
        for group in {*old.ways.get(way, {}), *new.ways.get(way, {})}
    ]
    if old.total is not None and new.total is not None:
        moves.append(abs(new.total - old.total))
    return not any(0 < move < least for move in moves)


def _covered(groups: Mapping[str, int], least: int, cover: int) -> dict[str, int]:
    """Without the small groups, and without the last of the larger ones until `cover` people are behind them."""
    kept = {group: count for group, count in groups.items() if count >= least}
    behind = 0
    for group in reversed(list(kept)):
        if behind >= cover:
            break
        behind += kept.pop(group)
    return kept


def of_a_known_whole(part: int, whole: int, *, least: int = LEAST) -> int | None:
    """A part of people whose number everybody can know, such as the staff of an office.

    None when the part, or those it leaves, are so few that they could be recognised. Raises CountMalformed.
    """
    if not 0 <= part <= whole:
        raise CountMalformed(f"{part} of {whole}")
    few = 0 < part < least or 0 < whole - part < least
    return None if few or whole < least else part

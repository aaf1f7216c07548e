"""How firmly a need stands among the first: how often it stays there when what is not known falls out otherwise.

Every draw gives each need another reach, from what so few assessments leave open, and another weight, from what unsure
evidence leaves open. The share of draws in which it is among the first `top` is its stability. Seeded: the same needs
and the same seed give the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

DRAWS: Final = 400


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A need as drawn: its score, the people behind it, and how far its weight may move (times)."""

    score: float
    people: int
    known: int
    below: int
    doubt: tuple[float, float] = (1.0, 1.0)


def stability(needs: Sequence[Uncertain], top: int, *, seed: int, draws: int = DRAWS) -> tuple[float, ...]:
    """Share (0 to 1) of draws in which each need is among the first `top`; order of `needs` decides ties.

    The reach of a finite group: with Jeffreys' prior, for as many observations as the assessed are worth given how
    many are left; a group that is assessed whole does not move.
    """
    if not needs or top >= len(needs):
        return (1.0,) * len(needs)
    random = np.random.default_rng(seed)
    people, known, below, score = (
        np.array([getattr(need, name) for need in needs], dtype=float) for name in ("people", "known", "below", "score")
    )
    low, high = (np.array([need.doubt[place] for need in needs]) for place in (0, 1))
    left = people - known
    worth = np.where(left > 0, known * np.maximum(people - 1, 1) / np.maximum(left, 1), 0.0)
    share = below / np.maximum(known, 1)
    stays = np.zeros(len(needs))
    for _ in range(draws):
        drawn = random.beta(0.5 + share * worth, 0.5 + (1 - share) * worth)
        reach = np.where(left > 0, drawn, share)
        times = random.uniform(low, high)
        got = np.where(share > 0, score * reach / np.where(share > 0, share, 1.0), 0.0) * times
        stays[np.argsort(-got, kind="stable")[:top]] += 1
    return tuple(float(count) for count in stays / draws)

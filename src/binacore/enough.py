"""Is the evidence enough? What asking more people could change about a plan.

A plan pays for the needs whose score lies above a cut. Assessing more people moves a need's score; it is worth asking
only where the need could cross the cut, and the more people stand behind it the more is at stake. The approximation,
stated so that it can be doubted (a normal two-way decision, as in Raiffa and Schlaifer, Applied Statistical Decision
Theory, 1961, 5.4):

    before asking, the mean score of the group is uncertain with variance V(n) = sd^2 / (n + 4) x (N - n) / N
    asking m more is expected to move it by s = sqrt(V(n) - V(n + m))
    chance that the decision changes   = Phi(-|score - cut| / s)
    worth of asking                    = N x s x (phi(d) - d x Phi(-d)), d = |score - cut| / s: points of the plan

n of N people are assessed; sd is the spread of one person's points, from the share that misses the standard with four
people added (two of them below), so that a few who agree are no certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, pi, sqrt
from typing import Final

ASK_AT_MOST: Final = 20
MOST_OF_IT: Final = 0.9
ENOUGH: Final = 0.05
"""A chance of changing the decision below which asking further is not worth anybody's time."""
_ADDED: Final = 4


@dataclass(frozen=True, slots=True)
class Group:
    """A need as a question: people, of them assessed and below, its score, and points of one person below (each)."""

    people: int
    known: int
    below: int
    score: float
    points_each: float

    @property
    def unknown(self) -> int:
        return self.people - self.known


@dataclass(frozen=True, slots=True)
class Asking:
    """Ask `ask` more people, skip `skip`. `chance` that it changes the decision, `worth` in points of the plan."""

    ask: int
    skip: int
    chance: float
    worth: float

    @property
    def enough(self) -> bool:
        return self.ask == 0


@dataclass(frozen=True, slots=True)
class Gain:
    """What asking so many more would bring."""

    chance: float
    worth: float


def gain(group: Group, cut: float, more: int) -> Gain:
    """What assessing `more` of the unassessed is expected to bring; more than there are counts as all."""
    more = min(more, group.unknown)
    if more <= 0:
        return Gain(0.0, 0.0)
    moved = sqrt(max(0.0, _variance(group, group.known) - _variance(group, group.known + more)))
    if moved == 0:
        return Gain(0.0, 0.0)
    d = abs(group.score - cut) / moved
    tail = erfc(d / sqrt(2)) / 2
    loss = max(0.0, exp(-d * d / 2) / sqrt(2 * pi) - d * tail)
    return Gain(tail, group.people * moved * loss)


def ask_next(group: Group, cut: float, *, at_most: int = ASK_AT_MOST) -> Asking:
    """The fewest people whose answers bring nine tenths of what all of them together could, at most `at_most`.

    Nobody, where even everybody's answers would change the decision in fewer than one case of twenty.
    """
    everybody = gain(group, cut, group.unknown)
    if everybody.chance < ENOUGH:
        return Asking(0, group.unknown, everybody.chance, everybody.worth)
    most = min(at_most, group.unknown)
    ask = next((more for more in range(1, most) if gain(group, cut, more).worth >= MOST_OF_IT * everybody.worth), most)
    found = gain(group, cut, ask)
    return Asking(ask, group.unknown - ask, found.chance, found.worth)


def cut_of(scores: Sequence[float], levels: Sequence[int], paid: int) -> float:
    """The score at which so many levels as the plan closes are used up, from the highest score down.

    `scores` from the highest; `levels` missing behind each. 0 where the plan closes all of them.
    """
    used = 0
    for score, missing in zip(scores, levels, strict=True):
        used += missing
        if used >= paid:
            return score
    return 0.0


def _variance(group: Group, known: int) -> float:
    share = (group.below + _ADDED / 2) / (group.known + _ADDED)
    spread = group.points_each * group.points_each * share * (1 - share)
    return spread / (known + _ADDED) * (group.people - known) / group.people

"""What surveys, talks, wishes, predicates and studies say about a need: shares and how sure they are, 0 to 1.

Every rule is a choice of this product, stated here and shown beside the number. `caution` is the same as in a score:
n / (n + 4), so that one voice is no pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from binacore.indices import Predicate
from binacore.need_score import caution_of
from binacore.priority import DEFAULT_LIMITS, PERFORMANCE_SHARES, STORED

CALM: Final = 0.6
"""Place of a mean on its scale (0 lowest, 1 highest) from which on staff say that nothing is missing."""
ALARM: Final = 0.2
"""Place at and below which they say that everything is."""
WISH: Final = 0.5
"""How sure a wish is: who asks for training is not always who needs it."""
STUDY: Final = 0.2
"""Share of the strategy component that the study of a technology or law to come speaks for."""
LEAST_RATED: Final = 5
"""Fewest people with a predicate before their predicates say something; fewer could be recognised."""
LEAST_SAID: Final = 0.05
"""A share below which nothing is said: not worth a row."""


@dataclass(frozen=True, slots=True)
class Said:
    """A share, how sure it is, and how many people are behind it."""

    share: float
    confidence: float
    people: int

    @property
    def speaks(self) -> bool:
        return self.share >= LEAST_SAID


def from_survey(mean: float, scale: tuple[float, float], answered: int, invited: int | None) -> Said:
    """`mean` level that staff gave on `scale` (lowest, highest): the lower, the more is missing.

    As sure as many were asked and answered: response rate x caution; where nobody counted who was invited, caution.
    """
    lowest, highest = scale
    place = (mean - lowest) / (highest - lowest)
    rate = min(1.0, answered / invited) if invited else 1.0
    return Said(min(1.0, max(0.0, (CALM - place) / (CALM - ALARM))), rate * caution_of(answered), answered)


def from_talks(people: int) -> Said:
    """Quotes coded to a missing competence: they say that it is missing; as sure as people said so."""
    return Said(1.0, caution_of(people), people)


def from_wishes(people: int, asked_of: int) -> Said:
    """Proposals for `people` of the `asked_of` whose post asks for the competency."""
    return Said(min(1.0, people / asked_of) if asked_of else 1.0, WISH, people)


def from_predicates(counts: Mapping[Predicate, int]) -> Said | None:
    """Predicates of those who miss the standard; None below `LEAST_RATED` of them."""
    people = sum(counts.values())
    if people < LEAST_RATED:
        return None
    share = sum(PERFORMANCE_SHARES[predicate] * number for predicate, number in counts.items()) / people
    return Said(share, caution_of(people), people)


def from_study(people: int) -> Said:
    """A technology or law to come changes the work of so many."""
    return Said(STUDY, 1.0, people)


def factor_of(source: str, said: Said) -> float:
    """The share as the factor that is stored for this source (1.0 neutral). Raises KeyError for an unknown source."""
    limit: float = getattr(DEFAULT_LIMITS, STORED[source].value)
    return round(1.0 + said.share * (limit - 1.0), 4)

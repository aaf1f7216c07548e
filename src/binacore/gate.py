"""Is training the answer? Shares of the causes from what five short questions counted, and what follows from them.

Everybody who is asked says of how many failures each cause was the reason; records (coded complaints, a log of the
counter) answer in the same form. Each answer is turned into shares, so that somebody who remembers a hundred failures
does not drown somebody who remembers ten; the result is the plain mean over the answers. Only the share of missing
competence may ever become weight or money for training; every other cause is work of somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Cause(StrEnum):
    COMPETENCE = "competence"
    TOOLS = "tools"
    RULES = "rules"
    STAFFING = "staffing"
    MOTIVE = "motive"


class Verdict(StrEnum):
    TRAINING = "training"
    PARTLY = "partly"
    NOT_TRAINING = "not_training"
    UNKNOWN = "unknown"


TRAINING_FROM: Final = 0.6
"""From this share on training is the answer: it is the larger part with room to spare."""
NOT_BELOW: Final = 0.2
"""Below this share training would cure less than one failure in five."""
MATTERS_FROM: Final = 0.1
"""A cause of at least one failure in ten goes to somebody who can remove it."""


class GateMalformed(ValueError):
    """An answer with a count below 0, or none that counts anything."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Shares (0 to 1, together 1; all 0 without answers) by cause, the verdict, and the causes that need an owner."""

    shares: Mapping[Cause, float]
    answers: int
    verdict: Verdict
    to_route: tuple[Cause, ...]  # largest share first

    @property
    def training_share(self) -> float:
        return self.shares[Cause.COMPETENCE]


def judge(answers: Sequence[Mapping[Cause, int]]) -> Judgement:
    """`answers`: failures counted by cause; a cause that is not named counts 0. Raises GateMalformed."""
    totals = dict.fromkeys(Cause, 0.0)
    for counted in answers:
        if any(number < 0 for number in counted.values()):
            raise GateMalformed("a number of failures is 0 or more")
        together = sum(counted.values())
        if together == 0:
            raise GateMalformed("an answer that counts no failure says nothing about causes")
        for cause, number in counted.items():
            totals[cause] += number / together
    shares = {cause: total / len(answers) if answers else 0.0 for cause, total in totals.items()}
    others = [cause for cause in Cause if cause is not Cause.COMPETENCE and shares[cause] >= MATTERS_FROM]
    routed = tuple(sorted(others, key=lambda cause: -shares[cause]))
    return Judgement(shares, len(answers), _verdict(shares[Cause.COMPETENCE], len(answers)), routed)


def _verdict(share: float, answers: int) -> Verdict:
    if not answers:
        return Verdict.UNKNOWN
    if share >= TRAINING_FROM:
        return Verdict.TRAINING
    return Verdict.PARTLY if share >= NOT_BELOW else Verdict.NOT_TRAINING

"""Which proof of a level wins, and why every other one lost. Stated, so that a person can read and contest it.

The rule: of the proofs that count on the day, the one by the most trusted method (rule `gap.method_trust`); of several
by that method the newest; of several of one day the lowest, because a doubt is not decided in anybody's favour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from binacore.people import Assessment, AssessmentMethod
from binacore.rules import RulesAt


class Standing(StrEnum):
    """What became of a proof on a day."""

    BELIEVED = "believed"
    LESS_TRUSTED = "less_trusted"  # a more trusted method counts
    OLDER = "older"  # a newer one by the same method counts
    HIGHER = "higher"  # a lower one by the same method on the same day counts
    REPEATED = "repeated"  # the same level by the same method on the same day
    EXPIRED = "expired"
    NOT_YET = "not_yet"  # begins to count later


@dataclass(frozen=True, slots=True)
class Proof:
    """One assessment and what became of it."""

    assessment: Assessment
    standing: Standing

    @property
    def counts(self) -> bool:
        """Whether it was valid on the day, believed or not."""
        return self.standing not in (Standing.EXPIRED, Standing.NOT_YET)


class Trust:
    """The order of proofs under the rules of a day, looked up once for thousands of people."""

    def __init__(self, rules: RulesAt) -> None:
        self.on = rules.on
        self._place = {AssessmentMethod(method): place for place, method in enumerate(rules.items("gap.method_trust"))}

    def place(self, method: AssessmentMethod) -> int:
        """0 for the most trusted; a method the agency left out of its order is believed last."""
        return self._place.get(method, len(self._place))

    def rank(self, found: Assessment) -> tuple[int, int, int, str]:
        """Best first: most trusted method, newest, then the lower level; the identifier makes it unique."""
        return (self.place(found.method), -found.valid_from.toordinal(), found.level, found.assessment_id)

    def counts(self, found: Assessment) -> bool:
        """Whether an assessment is valid on the day."""
        return found.valid_from <= self.on and (found.valid_to is None or self.on < found.valid_to)


def proofs_of(assessments: Iterable[Assessment], rules: RulesAt) -> tuple[Proof, ...]:
    """All proofs of one person in one competency: the believed one, then the others that count, then the rest."""
    trust = Trust(rules)
    ranked = sorted(assessments, key=trust.rank)
    valid = [each for each in ranked if trust.counts(each)]
    told = [Proof(each, _standing(each, valid[0])) for each in valid]
    later = [Proof(each, Standing.NOT_YET) for each in ranked if each.valid_from > trust.on]
    gone = [Proof(each, Standing.EXPIRED) for each in ranked if each.valid_from <= trust.on and not trust.counts(each)]
    return (*told, *gone, *later)


def _standing(found: Assessment, best: Assessment) -> Standing:
    if found is best:
        return Standing.BELIEVED
    if found.method is not best.method:
        return Standing.LESS_TRUSTED
    if found.valid_from != best.valid_from:
        return Standing.OLDER
    return Standing.REPEATED if found.level == best.level else Standing.HIGHER


def valid_until(method: AssessmentMethod, assessed_on: date, rules: RulesAt) -> date:
    """The first day on which an assessment does not count any more, where its report names none.

    Rule `gap.method_validity`, in months; the last day of a shorter month where the day does not exist.
    """
    months = assessed_on.year * 12 + assessed_on.month - 1 + int(rules.table("gap.method_validity")[method.value])
    year, month = divmod(months, 12)
    for day in (assessed_on.day, 30, 29, 28):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")

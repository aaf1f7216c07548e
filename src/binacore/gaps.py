"""The competency gap of a person against the standard of a position, on a day.

A level nobody has assessed is unknown. It is not zero and not met: it is a question that is still open, and it is
counted as that. Every gap says which assessment was believed and which others were not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from binacore.people import Assessment, AssessmentMethod, Requirement, holds
from binacore.proof import Trust
from binacore.reasons import Reason, ReasonCode, reason
from binacore.rules import Rulebook, RulesAt


class GapCategory(StrEnum):
    """Size of a gap (rule `gap.categories`); UNKNOWN when nothing valid was assessed."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """Required against held level of one person in one competency.

    `held`, `gap` and `surplus` are None when unknown; otherwise gap = max(0, required - held) in levels.
    `method` and `assessed_on` belong to the assessment that was believed.
    """

    person_id: str
    competency_id: str
    position_id: str
    unit_id: str
    critical: bool
    required: int
    held: int | None
    gap: int | None
    surplus: int | None
    category: GapCategory
    method: AssessmentMethod | None
    assessed_on: date | None
    reasons: tuple[Reason, ...]

    @property
    def is_known(self) -> bool:
        return self.held is not None

    @property
    def is_met(self) -> bool:
        """Known and at least at the standard."""
        return self.gap == 0


def gaps_of(
    requirements: Iterable[Requirement], assessments: Iterable[Assessment], on: date, rulebook: Rulebook
) -> list[Gap]:
    """One gap for each requirement that holds on the day, in the order of the requirements."""
    rules = rulebook.at(on)
    judge = _Judge(rules)
    by_key: dict[tuple[str, str], list[Assessment]] = defaultdict(list)
    for assessment in assessments:
        by_key[assessment.person_id, assessment.competency_id].append(assessment)
    return [
        judge.gap(requirement, by_key.get((requirement.person_id, requirement.competency_id), ()))
        for requirement in requirements
        if holds(requirement.valid_from, requirement.valid_to, on)
    ]


class _Judge:
    """The rules of one day, looked up once for thousands of gaps."""

    def __init__(self, rules: RulesAt) -> None:
        self.on = rules.on
        self.trust = Trust(rules)
        bands = rules.bands("gap.categories")
        self.category = [GapCategory(bands.label(missing)) for missing in range(6)]

    def gap(self, asked: Requirement, found: Iterable[Assessment]) -> Gap:
        valid: list[Assessment] = []
        expired: list[Assessment] = []
        for assessment in found:
            if assessment.valid_from > self.on:
                continue
            (valid if assessment.valid_to is None or self.on < assessment.valid_to else expired).append(assessment)
        if not valid:
            return self._unknown(asked, expired)
        ranked = sorted(valid, key=self.trust.rank)
        best = ranked[0]
        reasons = (_level_from(best), *_conflicts(ranked))
        missing = max(0, asked.level - best.level)
        return Gap(
            asked.person_id,
            asked.competency_id,
            asked.position_id,
            asked.unit_id,
            asked.critical,
            asked.level,
            best.level,
            missing,
            max(0, best.level - asked.level),
            self.category[missing],
            best.method,
            best.valid_from,
            reasons,
        )

    def _unknown(self, asked: Requirement, expired: list[Assessment]) -> Gap:
        why = reason(ReasonCode.LEVEL_UNKNOWN, competency=asked.competency_id)
        if expired:
            last = max(expired, key=lambda a: (a.valid_to or date.max, -self.trust.place(a.method)))
            until = last.valid_to.isoformat() if last.valid_to else ""
            why = reason(ReasonCode.LEVEL_EXPIRED, method=last.method.value, until=until, level=last.level)
        return Gap(
            asked.person_id,
            asked.competency_id,
            asked.position_id,
            asked.unit_id,
            asked.critical,
            asked.level,
            None,
            None,
            None,
            GapCategory.UNKNOWN,
            None,
            None,
            (why,),
        )


def _level_from(best: Assessment) -> Reason:
    return reason(ReasonCode.LEVEL_FROM, method=best.method.value, since=best.valid_from.isoformat(), level=best.level)


def _conflicts(ranked: list[Assessment]) -> list[Reason]:
    """The best valid assessment of every other method, and a same-day twin, where the level differs."""
    best, seen, told = ranked[0], {ranked[0].method}, []
    for other in ranked[1:]:
        twin = other.method is best.method and other.valid_from == best.valid_from
        if (other.method not in seen or twin) and other.level != best.level:
            told.append(
                reason(
                    ReasonCode.LEVEL_CONFLICT,
                    method=other.method.value,
                    level=other.level,
                    chosen_level=best.level,
                )
            )
        seen.add(other.method)
    return told


def level_from_indicators(met: Mapping[str, bool]) -> int:
    """Level held according to a yes/no list of behavioural indicators such as "1.1", "1.2", "2.1" (DKI Jakarta's form).

    The highest level whose indicators, and those of all levels below, are met; 0 when level 1 is not. A level without
    indicators ends the count, because nothing proves it. Raises ValueError for an indicator that names no level.
    """
    by_level: dict[int, list[bool]] = defaultdict(list)
    for indicator, is_met in met.items():
        level = indicator.split(".", 1)[0]
        if level not in {"1", "2", "3", "4", "5"}:
            raise ValueError(f"indicator {indicator!r} does not begin with a level from 1 to 5")
        by_level[int(level)].append(is_met)
    held = 0
    while all(by_level.get(held + 1, [False])):
        held += 1
    return held

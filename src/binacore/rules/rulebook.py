"""The Rulebook: which value of a rule holds on a day, the law's or the agency's own. An argument, never a global."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from binacore.frozen import canonical_json
from binacore.rules.bands import Bands
from binacore.rules.check import check_override
from binacore.rules.hours import HoursRule
from binacore.rules.records import (
    AgencyOverride,
    Confidence,
    DatedValue,
    OverrideMalformed,
    Rule,
    RuleNotInForce,
    RuleUnknown,
    RuleValue,
    Topic,
)

__all__ = [
    "AgencyOverride",
    "Confidence",
    "DatedValue",
    "OverrideMalformed",
    "Rule",
    "RuleNotInForce",
    "RuleUnknown",
    "RuleValue",
    "Rulebook",
    "Rules",
    "RulesAt",
]


@dataclass(frozen=True)
class Rules:
    """All rules of the package, in the order of their files."""

    topics: tuple[Topic, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        return {rule.rule_id: rule for topic in self.topics for rule in topic.rules}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_id.values())

    def rule(self, rule_id: str) -> Rule:
        try:
            return self.by_id[rule_id]
        except KeyError:
            raise RuleUnknown(rule_id) from None


@dataclass(frozen=True)
class Rulebook:
    """Rules plus one agency's dated overrides. Answers for any day from the first date on.

    Raises RuleUnknown for an override of a rule that does not exist, OverrideMalformed for one whose value has
    another shape than the rule, or for two of the same rule that begin on the same day.
    """

    rules: Rules
    overrides: Sequence[AgencyOverride] = ()
    _views: dict[int, dict[str, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "overrides", tuple(sorted(self.overrides, key=lambda o: (o.rule_id, o.since))))
        for before, after in pairwise(self.overrides):
            if (before.rule_id, before.since) == (after.rule_id, after.since):
                raise OverrideMalformed(f"{after.rule_id}: two overrides begin on {after.since.isoformat()}")
        for override in self.overrides:
            check_override(self.rules.rule(override.rule_id), override.value)

    @cached_property
    def _changes(self) -> list[date]:
        days = {dated.since for rule in self.rules for dated in rule.values}
        for override in self.overrides:
            days.update(day for day in (override.since, override.until) if day is not None)
        return sorted(days)

    def value(self, rule_id: str, on: date) -> RuleValue:
        """The value in force on the day. Raises RuleUnknown, RuleNotInForce."""
        rule = self.rules.rule(rule_id)
        law = _latest(rule.values, on)
        if law is None:
            raise RuleNotInForce(rule_id, on, rule.values[0].since)
        own = [o for o in self.overrides if o.rule_id == rule_id and o.in_force(on)]
        if not own:
            return RuleValue(
                rule_id,
                law.value,
                rule.unit,
                law.since,
                law.citation,
                law.confidence,
                law.note,
                citation_indonesian=law.citation_indonesian,
                note_indonesian=law.note_indonesian,
            )
        chosen = own[-1]  # overrides are sorted by day: the latest decision holds
        return RuleValue(
            rule_id,
            chosen.value,
            rule.unit,
            chosen.since,
            chosen.decision,
            Confidence.AGENCY_DECISION,
            chosen.note,
            overridden_by=chosen,
            replaces=law,
        )

    def at(self, on: date) -> RulesAt:
        """The rules of one day. Days between two changes share what they have looked up."""
        epoch = bisect_right(self._changes, on)
        return RulesAt(self, on, self._views.setdefault(epoch, {}))

    def digest(self) -> str:
        """sha256 (hex) of every rule and override: two rulebooks with one digest give the same answers.

        Sources and notes count in English only. Their Indonesian wording is the same statement in other words;
        correcting it leaves every digest that was ever stored as it is.
        """
        content = {
            "rules": [[rule.rule_id, rule.unit, [_line(dated) for dated in rule.values]] for rule in self._sorted()],
            "overrides": [[o.rule_id, o.since, o.until, o.value, o.decision, o.note] for o in self.overrides],
        }
        return hashlib.sha256(canonical_json(content).encode()).hexdigest()

    def _sorted(self) -> list[Rule]:
        return sorted(self.rules, key=lambda rule: rule.rule_id)


def _line(dated: DatedValue) -> list[Any]:
    return [dated.since, dated.value, dated.citation, dated.confidence, dated.note]


def _latest(values: Iterable[DatedValue], on: date) -> DatedValue | None:
    found = None
    for dated in values:
        if dated.since <= on:
            found = dated
    return found


@dataclass(frozen=True, slots=True)
class RulesAt:
    """The rules on one day, with typed access. What is asked twice is looked up once."""

    rulebook: Rulebook
    on: date
    _seen: dict[str, Any] = field(repr=False, compare=False)

    def value(self, rule_id: str) -> RuleValue:
        found = self._seen.get(rule_id)
        if found is None:
            found = self._seen[rule_id] = self.rulebook.value(rule_id, self.on)
        return found

    def has(self, rule_id: str) -> bool:
        return rule_id in self.rulebook.rules.by_id

    def integer(self, rule_id: str) -> int:
        number = self.value(rule_id).value
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"{rule_id} is not a whole number: {number!r}")
        return number

    def number(self, rule_id: str) -> float:
        number = self.value(rule_id).value
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise TypeError(f"{rule_id} is not a number: {number!r}")
        return float(number)

    def flag(self, rule_id: str) -> bool:
        flag = self.value(rule_id).value
        if not isinstance(flag, bool):
            raise TypeError(f"{rule_id} is not yes or no: {flag!r}")
        return flag

    def table(self, rule_id: str) -> Mapping[str, Any]:
        table = self.value(rule_id).value
        if not isinstance(table, Mapping):
            raise TypeError(f"{rule_id} is not a table: {table!r}")
        return table

    def items(self, rule_id: str) -> tuple[Any, ...]:
        items = self.value(rule_id).value
        if not isinstance(items, tuple):
            raise TypeError(f"{rule_id} is not a list: {items!r}")
        return items

    def hours_rule(self, form: str) -> HoursRule | None:
        """How many JP the form is worth, or None when no rule knows the form."""
        rule_id = f"jp.{form}"
        key = f"{rule_id} as hours rule"
        found = self._seen.get(key)
        if found is None and self.has(rule_id):
            found = self._seen[key] = HoursRule.from_rule(rule_id, self.table(rule_id))
        return found

    def bands(self, rule_id: str) -> Bands:
        key = f"{rule_id} as bands"
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = Bands.from_rule(rule_id, self.items(rule_id))
        return found

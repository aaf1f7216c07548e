"""What a rule is: frozen records without behaviour beyond their own consistency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from binacore.frozen import freeze


class Confidence(StrEnum):
    """How well a value is known. Only CONFIRMED may be shown as law."""

    CONFIRMED = "confirmed"  # read in the cited source
    FROM_IMPLEMENTATION = "from-implementation"  # read in systems that agencies run, not in the regulation
    GENERAL_KNOWLEDGE = "general-knowledge"  # not confirmed
    SOURCES_CONFLICT = "sources-conflict"  # sources disagree; one was chosen
    AGENCY_DECISION = "agency-decision"  # an agency's own dated decision


INDONESIAN = "id"  # the other language is English, which every text has


def told_in(language: str | None, english: str, indonesian: str) -> str:
    """The text in the language ("id", "id-ID": Indonesian; any other, and None: English).

    English too where no Indonesian was given, as for an agency's decision, which keeps the words of its document.
    """
    wanted = (language or "").lower().partition("-")[0]
    return indonesian if wanted == INDONESIAN and indonesian else english


class RuleUnknown(KeyError):
    """No rule has this id."""


class RuleNotInForce(LookupError):
    """The rule exists, but the day asked for lies before its first date."""

    def __init__(self, rule_id: str, on: date, first: date) -> None:
        super().__init__(f"{rule_id} is in force from {first.isoformat()}, not yet on {on.isoformat()}")
        self.rule_id, self.on, self.first = rule_id, on, first


class OverrideMalformed(ValueError):
    """An agency's override does not fit the rule it wants to replace."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a rule, in force from `since` until the next one. Source and note in English and Indonesian."""

    since: date
    value: Any
    citation: str
    confidence: Confidence
    note: str = ""
    citation_indonesian: str = ""
    note_indonesian: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with all its values, oldest first."""

    rule_id: str
    topic: str
    title: str
    unit: str
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One rule file: its title and how its dates were found."""

    topic: str
    title: str
    from_note: str
    rules: tuple[Rule, ...]
    from_note_indonesian: str = ""

    def from_note_in(self, language: str | None) -> str:
        return told_in(language, self.from_note, self.from_note_indonesian)


@dataclass(frozen=True, slots=True)
class AgencyOverride:
    """An agency's own value for a rule from a day on (until `until`, exclusive, if given).

    `decision` names the document that decided it (number and date); it is what gets cited.
    """

    rule_id: str
    since: date
    value: Any
    decision: str
    note: str = ""
    until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", freeze(self.value))
        if not self.decision.strip():
            raise OverrideMalformed(f"{self.rule_id}: an override names the decision behind it")
        if self.until is not None and self.until <= self.since:
            raise OverrideMalformed(f"{self.rule_id}: the override ends before it begins")

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class RuleValue:
    """The answer to "what holds on this day?", ready to be printed beside a result.

    `replaces` is the general value behind an agency's override. `newer_than_override` says that the general value
    changed after the agency decided: somebody should look at the decision again.
    """

    rule_id: str
    value: Any
    unit: str
    since: date
    citation: str
    confidence: Confidence
    note: str = ""
    overridden_by: AgencyOverride | None = None
    replaces: DatedValue | None = None
    citation_indonesian: str = ""
    note_indonesian: str = ""

    def citation_in(self, language: str | None) -> str:
        """The source in the reader's language; an agency's decision in its own words."""
        return told_in(language, self.citation, self.citation_indonesian)

    def note_in(self, language: str | None) -> str:
        return told_in(language, self.note, self.note_indonesian)

    @property
    def newer_than_override(self) -> bool:
        return self.replaces is not None and self.replaces.since > self.since

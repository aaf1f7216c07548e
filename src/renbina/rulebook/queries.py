"""The rules that hold for an agency: the law's values with the agency's own dated decisions on top."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from binacore.rules import AgencyOverride, Confidence, Rule, Rulebook, RuleNotInForce, RulesAt, load_rules
from renbina.foundation.actor import Actor
from renbina.foundation.clock import today
from renbina.organisation.models import Agency
from renbina.organisation.queries import agency_of
from renbina.rulebook.access import Verb, require
from renbina.rulebook.models import RuleOverride


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule on a day, source and note in the active language. `is_law` only for values read in the source."""

    rule_id: str
    topic: str
    title: str
    unit: str
    value: Any
    since: date
    citation: str
    confidence: Confidence
    note: str
    is_override: bool
    replaced: Any  # the general value behind an override, None without one
    newer_than_override: bool

    @property
    def is_law(self) -> bool:
        return self.confidence is Confidence.CONFIRMED


@dataclass(frozen=True, slots=True)
class RuleTopic:
    """Rules of one file; `from_note` says, in the active language, how their dates were found."""

    topic: str
    title: str
    from_note: str
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """All rules in force on a day, by topic."""

    on: date
    agency: Agency
    topics: tuple[RuleTopic, ...]
    total: int
    confirmed: int
    overrides: int


def rulebook_for(agency: Agency | int, on: date | None = None) -> Rulebook:
    """Rules and all dated decisions of an agency. One query.

    `on` is the day of the question, as in every query, but the book is not cut there: a plan for next year must see
    a decision that begins next year, and a ledger of last year the one before. Ask it with `.at(day)`.
    """
    key = agency if isinstance(agency, int) else agency.pk
    rows = RuleOverride.objects.filter(agency_id=key).order_by("rule_id", "since")
    return Rulebook(load_rules(), tuple(_override(row) for row in rows))


def rules_on(agency: Agency | int, on: date) -> RulesAt:
    """The rules of one day for an agency. One query."""
    return rulebook_for(agency, on).at(on)


def rules_page(actor: Actor, on: date | None = None) -> RulesPage:
    """What the page of rules shows, as of a day (the agency's today); two queries."""
    require(actor, Verb.VIEW_RULES)
    agency = agency_of(actor)
    on = on or today(agency.timezone)
    rulebook = rulebook_for(agency, on)
    topics = []
    for topic in rulebook.rules.topics:
        lines = tuple(line for rule in topic.rules if (line := _line(rulebook, rule, on)) is not None)
        topics.append(RuleTopic(topic.topic, topic.title, topic.from_note_in(get_language()), lines))
    shown = [line for topic in topics for line in topic.lines]
    return RulesPage(
        on=on,
        agency=agency,
        topics=tuple(topics),
        total=len(shown),
        confirmed=sum(line.is_law for line in shown),
        overrides=sum(line.is_override for line in shown),
    )


def _override(row: RuleOverride) -> AgencyOverride:
    return AgencyOverride(row.rule_id, row.since, row.value, row.decision, row.note)


def _line(rulebook: Rulebook, rule: Rule, on: date) -> RuleLine | None:
    try:
        found = rulebook.value(rule.rule_id, on)
    except RuleNotInForce:
        return None
    return RuleLine(
        rule_id=rule.rule_id,
        topic=rule.topic,
        title=rule.title,
        unit=rule.unit,
        value=found.value,
        since=found.since,
        citation=found.citation_in(get_language()),
        confidence=found.confidence,
        note=found.note_in(get_language()),
        is_override=found.overridden_by is not None,
        replaced=found.replaces.value if found.replaces else None,
        newer_than_override=found.newer_than_override,
    )

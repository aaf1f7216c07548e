"""Where a level comes from, and what contradicts, as sentences."""

from datetime import date
from typing import Final

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from binacore.rules import Confidence, RuleValue
from binacore.standards import Claim, Contradiction, Fault, Origin
from renbina.organisation.enums import POSITION_LEVELS
from renbina.ui import formats

_ORIGINS: Final = {
    Origin.POSITION: gettext_noop("This position's own standard"),
    Origin.FAMILY: gettext_noop("Decision for the family %(family)s, class %(level)s"),
    Origin.CLASS: gettext_noop("Decision for the class %(level)s"),
    Origin.RULE: gettext_noop("General rule of the class %(level)s"),
}
_WITHOUT: Final = {
    Origin.POSITION: gettext_noop("without it: level %(asked)s by its own standard"),
    Origin.FAMILY: gettext_noop("without it: level %(asked)s by the decision for its family"),
    Origin.CLASS: gettext_noop("without it: level %(asked)s by the decision for its class"),
    Origin.RULE: gettext_noop("without it: level %(asked)s by the general rule of its class"),
}
_FAULTS: Final = {
    Fault.TWO_LEVELS: gettext_noop("From %(since)s %(until)s it asks level %(first)s and level %(second)s at once."),
    Fault.OVERLAP: gettext_noop("From %(since)s %(until)s level %(first)s is said twice."),
    Fault.OUTSIDE: gettext_noop("Level %(first)s is outside 1 to 5."),
    Fault.BACKWARDS: gettext_noop("A standard ends on or before the day it begins, %(since)s."),
}
_CONFIDENCE: Final = {
    Confidence.CONFIRMED: (gettext_noop("confirmed"), "good"),
    Confidence.FROM_IMPLEMENTATION: (gettext_noop("not yet confirmed"), "amber"),
    Confidence.GENERAL_KNOWLEDGE: (gettext_noop("not yet confirmed"), "amber"),
    Confidence.SOURCES_CONFLICT: (gettext_noop("sources differ"), "warn"),
    Confidence.AGENCY_DECISION: (gettext_noop("decision of the agency"), "good"),
}


def level_name(level: str) -> str:
    """The official name of a class of positions; an unknown one as it is written."""
    return POSITION_LEVELS.get(level, level)


def origin_words(claim: Claim, level: str, family: str) -> str:
    """Whose level it is, and since when: "General rule of the class Pengawas". `family`: what it is called."""
    said = _(_ORIGINS[claim.origin]) % {"level": level_name(level), "family": family}
    return " ".join(filter(None, (said + ("," if claim.valid_from else ""), days_words(claim))))


def days_words(claim: Claim) -> str:
    """The days of a claim: "since 1 January 2024", "from … to …"; nothing where it has none."""
    return interval_words(claim.valid_from, claim.valid_to) if claim.valid_from else ""


def interval_words(since: date, until: date | None) -> str:
    """Days as one says them: "since 1 January 2024", "from … until before …"."""
    if until is None:
        return _("since %(day)s") % {"day": formats.day(since)}
    return _("from %(since)s until before %(until)s") % {"since": formats.day(since), "until": formats.day(until)}


def without_words(claim: Claim) -> str:
    """What would hold without the one that holds."""
    return _(_WITHOUT[claim.origin]) % {"asked": claim.level}


def fault_words(found: Contradiction) -> str:
    """What contradicts, with its days."""
    until = _("until before %(day)s") % {"day": formats.day(found.until)} if found.until else _("without an end")
    return _(_FAULTS[found.fault]) % {
        "since": formats.day(found.since) if found.since else "", "until": until, "first": found.first.level,
        "second": found.second.level if found.second else "",
    }  # fmt: skip


def rule_badge(rule: RuleValue) -> tuple[str, str]:
    """How sure a general level is, with the tone of its badge."""
    words, tone = _CONFIDENCE[rule.confidence]
    return _(words), tone


def rule_source(rule: RuleValue) -> str:
    """Where the general level is written, in the reader's language, with what the sources disagree about."""
    language = get_language()
    return " · ".join(filter(None, (rule.citation_in(language), rule.note_in(language))))

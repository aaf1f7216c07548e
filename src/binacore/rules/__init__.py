"""Regulation values as dated, cited data: `load_rules()` reads the files, a `Rulebook` answers for a day."""

from binacore.rules.loader import RuleFileMalformed, load_rules
from binacore.rules.rulebook import (
    AgencyOverride,
    Confidence,
    OverrideMalformed,
    Rule,
    Rulebook,
    RuleNotInForce,
    Rules,
    RulesAt,
    RuleUnknown,
    RuleValue,
)

__all__ = [
    "AgencyOverride",
    "Confidence",
    "OverrideMalformed",
    "Rule",
    "RuleFileMalformed",
    "RuleNotInForce",
    "RuleUnknown",
    "RuleValue",
    "Rulebook",
    "Rules",
    "RulesAt",
    "load_rules",
]

"""Whether an agency's value can stand where a rule's value stood. Found out when it is decided, not when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from binacore.holidays import HolidaysMalformed, holidays_of
from binacore.rules.bands import Bands, BandsMalformed
from binacore.rules.hours import HoursRule, HoursRuleMalformed
from binacore.rules.records import OverrideMalformed, Rule


def check_override(rule: Rule, value: Any) -> None:
    """Raises OverrideMalformed naming the rule and what does not fit."""
    pattern = rule.values[0].value
    try:
        if rule.topic == "jp_conversion":
            _require(isinstance(value, Mapping), rule, f"a JP rule is a table, not {value!r}")
            HoursRule.from_rule(rule.rule_id, value)
        elif rule.topic == "holidays":
            _require(_same_shape(pattern, value), rule, "holidays are a list of texts such as 2026-08-17 Name")
            holidays_of(value)
        elif _is_bands(pattern):
            _require(_is_bands(value), rule, f"bands are a list of tables with a label, not {value!r}")
            bands = Bands.from_rule(rule.rule_id, value)
            known = {row["label"] for row in pattern}
            _require({band.label for band in bands.bands} <= known, rule, f"labels are {sorted(known)}")
        else:
            _require(_same_shape(pattern, value), rule, f"{value!r} has another shape than {pattern!r}")
    except (BandsMalformed, HolidaysMalformed, HoursRuleMalformed) as error:
        raise OverrideMalformed(str(error)) from error


def _require(fits: bool, rule: Rule, message: str) -> None:
    if not fits:
        raise OverrideMalformed(f"{rule.rule_id}: {message}")


def _is_bands(value: Any) -> bool:
    return (
        isinstance(value, tuple) and bool(value) and all(isinstance(row, Mapping) and "label" in row for row in value)
    )


def _same_shape(pattern: Any, value: Any) -> bool:
    """Number for number, text for text, the same keys in a table, lists of the same kind."""
    if isinstance(pattern, bool) or isinstance(value, bool):
        return isinstance(pattern, bool) and isinstance(value, bool)
    if isinstance(pattern, int):
        return isinstance(value, int)
    if isinstance(pattern, float):
        return isinstance(value, (int, float))
    if isinstance(pattern, Mapping):
        same_keys = isinstance(value, Mapping) and set(value) == set(pattern)
        # points of a table may be whole in the law and halves in an agency's decision
        return same_keys and all(_same_kind(pattern[key], value[key]) for key in pattern)
    if isinstance(pattern, tuple):
        return isinstance(value, tuple) and bool(value) and all(_same_kind(pattern[0], inner) for inner in value)
    return isinstance(value, type(pattern))


def _same_kind(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, (int, float)) and not isinstance(pattern, bool):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return _same_shape(pattern, value)

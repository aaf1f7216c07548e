"""The JP rule of one form of development, read from its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Basis(StrEnum):
    """What the hours of an activity are counted by."""

    CERTIFICATE = "certificate"
    PER_DAY = "per_day"
    PER_SESSION = "per_session"
    PER_ACTIVITY = "per_activity"
    FULFILS_MINIMUM = "fulfils_minimum"


class CapPeriod(StrEnum):
    DAY = "day"
    MONTH = "month"


class HoursRuleMalformed(ValueError):
    """A JP rule that cannot be applied; the message names the rule."""


_KEYS = {"basis", "otherwise", "jp", "cap", "cap_of", "cap_period"}
_NEEDS_JP = {Basis.PER_DAY, Basis.PER_SESSION, Basis.PER_ACTIVITY}


@dataclass(frozen=True, slots=True)
class HoursRule:
    """`jp` hours per unit of the basis; `cap_hours` is the most JP in one `cap_period` of this form, or None."""

    rule_id: str
    basis: Basis
    otherwise: Basis | None
    jp: int
    cap_hours: int | None
    cap_period: CapPeriod | None

    @classmethod
    def from_rule(cls, rule_id: str, table: Mapping[str, Any]) -> HoursRule:
        """Raises HoursRuleMalformed when a number or word is missing, unknown or impossible."""
        unknown = set(table) - _KEYS
        if unknown:
            raise HoursRuleMalformed(f"{rule_id}: unknown {sorted(unknown)}")
        try:
            basis = Basis(table["basis"])
            otherwise = Basis(table["otherwise"]) if "otherwise" in table else None
            period = CapPeriod(table["cap_period"]) if "cap" in table else None
        except (KeyError, ValueError) as error:
            raise HoursRuleMalformed(f"{rule_id}: {error}") from error
        jp = table.get("jp", 0)
        if {basis, otherwise} & _NEEDS_JP and not _positive(jp):
            raise HoursRuleMalformed(f"{rule_id}: jp is a whole number above 0, not {jp!r}")
        return cls(rule_id, basis, otherwise, jp, _cap_hours(rule_id, table, jp), period)


def _cap_hours(rule_id: str, table: Mapping[str, Any], jp: int) -> int | None:
    if "cap" not in table:
        return None
    cap, of = table["cap"], table.get("cap_of")
    if not _positive(cap) or of not in ("sessions", "hours"):
        raise HoursRuleMalformed(f"{rule_id}: a cap is a whole number above 0 of sessions or hours, not {cap!r} {of!r}")
    return int(cap) * jp if of == "sessions" else int(cap)


def _positive(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number > 0

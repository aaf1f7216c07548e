"""The rules of the year: in which months who cannot leave, may leave freely, or must leave somebody at work."""

from collections.abc import Iterable
from dataclasses import dataclass

from renbina.planning.enums import CalendarEffect
from renbina.planning.models import CalendarRule

YEAR = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class Duties:
    """What the calendar says about people of one unit and family. `keep`: (families of the rule, how many of them stay
    in each unit), or None."""

    closed: frozenset[int] = frozenset()
    free: frozenset[int] = frozenset()
    keep: tuple[tuple[str, ...], int] | None = None


class Calendar:
    """Rules by unit (and below) and family: a rule names one, both (both must hold) or neither (for everybody)."""

    def __init__(self, rules: Iterable[CalendarRule]) -> None:
        self._rules = [
            (rule, frozenset(rule.months), tuple(unit.path for unit in rule.units.all()), frozenset(rule.families))
            for rule in rules
        ]
        self._known: dict[tuple[str, str], Duties] = {}

    def duties(self, unit_path: str, family: str) -> Duties:
        key = (unit_path, family)
        if key not in self._known:
            self._known[key] = self._duties(unit_path, family)
        return self._known[key]

    def _duties(self, unit_path: str, family: str) -> Duties:
        closed: frozenset[int] = frozenset()
        free: frozenset[int] = frozenset()
        keep: tuple[tuple[str, ...], int] | None = None
        for rule, months, paths, families in self._rules:
            if (paths and not unit_path.startswith(paths)) or (families and family not in families):
                continue
            if rule.effect == CalendarEffect.CLOSED:
                closed |= months
            elif rule.effect == CalendarEffect.FREE:
                free |= months
            elif keep is None or rule.at_work_min > keep[1]:
                keep = (tuple(sorted(families)), rule.at_work_min)
        return Duties(closed, free - closed, keep)

"""How one superior's predicates spread beside those of the whole agency. It is said, never applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from binacore.indices import Predicate
from binacore.rules import RulesAt


@dataclass(frozen=True, slots=True)
class Spread:
    """Predicates given by one superior, or in the whole agency: how many people got which.

    `equal` names the one predicate that everybody got, where there are enough people for that to be worth a look.
    """

    counts: Mapping[Predicate, int]
    equal: Predicate | None

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    def share(self, predicate: Predicate) -> float:
        """Share of the people with this predicate, 0 to 1; 0 where nobody was rated."""
        return self.counts.get(predicate, 0) / self.people if self.people else 0.0


def spread(counts: Mapping[str, int], rules: RulesAt) -> Spread:
    """From predicate -> people. Rule `performance.equal_from` says from how many people equal ones are pointed out."""
    given = {Predicate(key): count for key, count in counts.items() if count}
    people = sum(given.values())
    only = next(iter(given)) if len(given) == 1 and people >= rules.integer("performance.equal_from") else None
    return Spread(given, only)

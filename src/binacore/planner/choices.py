"""Choosers who take one option or none, options that use resources: what the adapter solves."""

from __future__ import annotations

from dataclasses import dataclass

from binacore.planner.problem import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Row r is the option of chooser `chooser[r]` (rising) to take `thing[r]` for `value[r]`; it uses `use[r, q]` of
    resource q, of which `limit[q]` is there. Each chooser takes one option or none; the sum of values is maximised.

    A chooser may have a thing among his options once only. `use` is dense: rows x resources.
    """

    chooser: Ints
    thing: Ints
    value: Floats
    use: Floats
    limit: Floats

    @property
    def choosers(self) -> int:
        return int(self.chooser[-1]) + 1 if len(self.chooser) else 0

"""Gaps of many people as cells of unit and competency. Unknown levels are counted, never averaged in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from binacore.gaps import Gap, GapCategory


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One unit (or any other group) in one competency.

    `people` = `known` + `unknown`; `below` of the known miss the standard, by `low`, `medium` and `high`.
    `mean_required` is over all people; `mean_held` and `mean_gap` (levels) over the known, None when there are none.
    """

    unit_id: str
    competency_id: str
    people: int
    known: int
    below: int
    low: int
    medium: int
    high: int
    missing_levels: int
    mean_required: float
    mean_held: float | None
    mean_gap: float | None

    @property
    def unknown(self) -> int:
        return self.people - self.known

    @property
    def share_below(self) -> float | None:
        """Share (0 to 1) of the known who miss the standard; None when nobody is known."""
        return self.below / self.known if self.known else None


def _unit_of(gap: Gap) -> str:
    return gap.unit_id


def heatmap(gaps: Iterable[Gap], group: Callable[[Gap], str] = _unit_of) -> dict[tuple[str, str], HeatCell]:
    """Cells by (unit, competency), ordered by that key. `group` may map a gap to another unit, such as its parent."""
    tallies: dict[tuple[str, str], _Tally] = {}
    for gap in gaps:
        key = (group(gap), gap.competency_id)
        tally = tallies.get(key)
        if tally is None:
            tally = tallies[key] = _Tally()
        tally.add(gap)
    return {key: tallies[key].cell(*key) for key in sorted(tallies)}


class _Tally:
    __slots__ = ("held", "known", "missing", "people", "required", "sizes")

    def __init__(self) -> None:
        self.people = self.known = self.required = self.held = self.missing = 0
        self.sizes = {GapCategory.LOW: 0, GapCategory.MEDIUM: 0, GapCategory.HIGH: 0}

    def add(self, gap: Gap) -> None:
        self.people += 1
        self.required += gap.required
        if gap.held is None or gap.gap is None:
            return
        self.known += 1
        self.held += gap.held
        self.missing += gap.gap
        if gap.category in self.sizes:
            self.sizes[gap.category] += 1

    def cell(self, unit_id: str, competency_id: str) -> HeatCell:
        low, medium, high = self.sizes.values()
        return HeatCell(
            unit_id,
            competency_id,
            self.people,
            self.known,
            low + medium + high,
            low,
            medium,
            high,
            self.missing,
            self.required / self.people,
            self.held / self.known if self.known else None,
            self.missing / self.known if self.known else None,
        )

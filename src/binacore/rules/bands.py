"""Bands: names for stretches of a number line, as regulations write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


class BandsMalformed(ValueError):
    """Bands that overlap, are out of order, or leave a number without a name."""


@dataclass(frozen=True, slots=True)
class Band:
    """From `edge` upwards; the edge itself belongs to the band only if `closed`."""

    edge: float
    closed: bool
    label: str


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands from the highest to the lowest."""

    rule_id: str
    bands: tuple[Band, ...]

    @classmethod
    def from_rule(cls, rule_id: str, rows: Iterable[Mapping[str, Any]]) -> Bands:
        """Rows are `{at_least = 80, label = ..}` (edge included) or `{above = 80, label = ..}`, highest first."""
        bands = []
        for row in rows:
            if "label" not in row or ("at_least" in row) == ("above" in row):
                raise BandsMalformed(f"{rule_id}: a band has a label and either at_least or above, not {dict(row)!r}")
            closed = "at_least" in row
            bands.append(Band(row["at_least"] if closed else row["above"], closed, row["label"]))
        if not bands or any(low.edge >= high.edge for high, low in pairwise(bands)):
            raise BandsMalformed(f"{rule_id}: bands go from the highest edge to the lowest")
        return cls(rule_id, tuple(bands))

    def label(self, number: float) -> str:
        """Name of the band of a number. Raises BandsMalformed below the lowest edge."""
        for band in self.bands:
            if number > band.edge or (band.closed and number == band.edge):
                return band.label
        raise BandsMalformed(f"{self.rule_id}: {number} lies below the lowest band")

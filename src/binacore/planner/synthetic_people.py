"""The people of a synthetic problem: units of very unequal size, job families, levels, and what each still lacks.

All weights are whole thousandths, so that nothing depends on how a machine adds fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.synthetic_kinds import Profile

Array = NDArray[Any]

COMMON = 9
"""Competency slots that everybody has; the others are technical ones of the family."""
SLOTS = 25
LEVEL_SHARES = (0.42, 0.30, 0.17, 0.08, 0.03)
GAP_ABOVE = (0.62, 0.84, 0.945, 0.987)
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class People:
    """Persons in the order of their units. `held` and `gap` are (persons, SLOTS), int8; weights in thousandths."""

    unit: Array
    family: Array
    level: Array
    held: Array
    gap: Array
    unit_size: Array
    unit_region: Array
    technical: Array
    """Number of technical competencies by family."""
    criticality: Array
    """(families, SLOTS)"""
    feedback: Array
    """(units, SLOTS)"""
    regions: int

    def weights(self, persons: Array) -> Array:
        """(persons, SLOTS): how important each competency is for each person, in thousandths."""
        product = self.criticality[self.family[persons]] * self.feedback[self.unit[persons]]
        return (product // 1000).astype(np.int32)


def draw_people(rng: np.random.Generator, people: int, units: int, profile: Profile) -> People:
    """Everybody, and the importance of each competency for their family and unit."""
    families = int(np.clip(round(people**0.5 / 6), 2, 60))
    regions = int(np.clip(people // 40_000, 1, 20))
    unit = _units_of(rng, people, units, profile)
    family = rng.integers(0, families, (units, 4))[unit, rng.integers(0, 4, people)].astype(np.int16)
    level = np.searchsorted(np.cumsum(LEVEL_SHARES)[:-1], rng.random(people), side="right").astype(np.int8)
    technical = rng.integers(3, 14, families)
    raised = np.where(rng.random((families, SLOTS)) < 0.2, 3, 2)
    held, gap = _levels(rng, unit, family, level, technical)
    return People(
        unit=unit,
        family=family,
        level=level,
        held=held,
        gap=gap,
        unit_size=np.bincount(unit, minlength=units),
        unit_region=rng.integers(0, regions, units),
        technical=technical,
        criticality=(rng.integers(400, 1601, (families, SLOTS)) * raised // 2).astype(np.int32),
        feedback=rng.integers(750, 1401, (units, SLOTS)).astype(np.int32),
        regions=regions,
    )


def _units_of(rng: np.random.Generator, people: int, units: int, profile: Profile) -> Array:
    """The unit of each person, ascending; sizes follow a Pareto law cut off at the top, nobody's unit is empty by
    design but small ones may be by chance.
    """
    weight = np.minimum(rng.pareto(profile.unit_exponent, units), profile.unit_largest) + 0.3
    ends = np.cumsum(np.round(weight * 1000))
    draws = rng.random(people) * (ends[-1] if units else 1.0)
    return np.sort(np.searchsorted(ends, draws, side="right")).astype(np.int32)


def _levels(
    rng: np.random.Generator, unit: Array, family: Array, level: Array, technical: Array
) -> tuple[Array, Array]:
    """(held, gap): what the job asks for, less what is missing. Units differ in how much they lack."""
    families = len(technical)
    asked = rng.integers(1, 4, (families, SLOTS)).astype(np.int8)
    relevant = np.arange(SLOTS)[None, :] < COMMON + technical[:, None]
    poorer = rng.uniform(-0.12, 0.12, int(unit[-1]) + 1 if len(unit) else 1).astype(np.float32)
    held = np.zeros((len(unit), SLOTS), np.int8)
    gap = np.zeros((len(unit), SLOTS), np.int8)
    for start in range(0, len(unit), CHUNK):
        rows = slice(start, start + CHUNK)
        draw = rng.random((len(unit[rows]), SLOTS), dtype=np.float32) + poorer[unit[rows], None]
        missing = np.zeros(draw.shape, np.int8)
        for threshold in GAP_ABOVE:
            missing += draw > np.float32(threshold)
        required = np.minimum(asked[family[rows]] + (level[rows, None] + 1) // 2, 5)
        gap[rows] = np.minimum(missing, required) * relevant[family[rows]]
        held[rows] = required - gap[rows]
    return held, gap

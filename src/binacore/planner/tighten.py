"""The ascent of the split bound, and the fractional plan it converges to.

Steps go from the best prices found along an average of the slopes (the volume algorithm of Barahona and Anbil, 2000).
The same average of what persons take and of the batches sessions hold comes near the optimum of the relaxation, which
tells where a good plan is to be looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from binacore.planner.bounds import Ascent, Dual
from binacore.planner.problem import Bools, Floats, Ints
from binacore.planner.split import Split, SplitDual
from binacore.planner.sums import dot

NODES = 250
"""Most nodes of one person's search while the prices move; beyond, its relaxation counts, which is valid too."""
NEVER_PAID = 1e9
OPTION_SCALE = 2.0
PLAIN_SCALE = 0.5
FIRST_STEP = 0.1
LONGEST_STEP = 2.0
SMALLEST_STEP = 1e-6
LONGER, SHORTER = 1.1, 0.66
PATIENCE = 20
"""Slopes without a better bound before steps become shorter."""
FIRST_BLEND, LAST_BLEND = 0.1, 5e-4
"""Largest share of a new slope in the average, at first and at last."""
BLEND_EVERY, BLEND_LESS = 200, 0.7


@dataclass(frozen=True, slots=True, eq=False)
class Tightened:
    """Best certified bound found and its point; averages of what is taken (by option) and held (by session)."""

    bound: float
    x: Floats
    option: Floats
    taken: Floats
    batches: Floats


class Tightening:
    """The ascent for one problem: its scales, and steps from any point with any limits on the batches."""

    def __init__(self, split: SplitDual, dual: Dual) -> None:
        vector = split.vector
        worth = split.model.cand_value[split.model.cand_value > 0]
        self.split, self.dual = split, dual
        self.by_option = OPTION_SCALE * (float(np.median(worth)) if len(worth) else 1.0)
        self.priced = vector.priced.copy()
        self.priced[int(vector.ends[6]) : int(vector.ends[7])] = False  # seats: the sessions see to them
        self.scales = np.where(self.priced, dual.scales(), 0.0) * PLAIN_SCALE

    def without(self, at: Tightened, closed: Bools) -> Narrowed:
        """The same ascent where nothing is held in the `closed` sessions: faster, for they have no options."""
        split, left = self.split.without(closed)
        narrow = copy(self)
        narrow.split = split
        return Narrowed(narrow, replace(at, option=at.option[left], taken=at.taken[left]), left)

    def start(self, ascent: Ascent) -> Tightened:
        """Where the plain prices end."""
        option = self.split.start(ascent.prices)
        none = np.zeros(len(option)), np.zeros(self.split.vector.sessions)
        return Tightened(ascent.bound, ascent.prices, option, *none)

    def from_here(
        self,
        begun: Tightened,
        target: float,
        passes: int,
        stopped: Callable[[float], bool],
        *,
        step: float = FIRST_STEP,
        blend: float = FIRST_BLEND,
        low: Ints | None = None,
        high: Ints | None = None,
        enough: float | None = None,
    ) -> Tightened:
        """The best bound found in so many passes, or the first one below `enough`. `target` is the value of the best
        plan known, which no bound of all plans goes below; with `low` and `high` of batches the bound holds for plans
        within, and may."""
        enough = target if enough is None else max(enough, target)
        split, vector = self.split, self.split.vector
        x, option = begun.x, begun.option
        here = split.value(x, option, NODES, low, high)
        bound, rise, across = here.bound, self._rise(here), here.slope.copy()
        taken, batches = here.taken.astype(float), here.batches.astype(float)
        red = 0
        for number in range(passes):
            if stopped(bound) or step < SMALLEST_STEP or bound <= enough:
                break
            upward = np.where((x <= 0.0) & (rise < 0.0), 0.0, rise) * self.scales
            length = dot(upward, upward) + dot(across, across) * self.by_option**2
            if length <= 1e-18:
                break
            far = step * (bound - target) / length
            new_x = np.clip(x + far * upward * self.scales, 0.0, vector.upper)
            new_option = option + far * self.by_option**2 * across
            new = split.value(new_x, new_option, NODES, low, high)
            more = self._rise(new)
            share = self._share(rise, across, more, new.slope, blend)
            agrees = dot(more * self.scales, upward) + dot(new.slope, across) * self.by_option**2 >= 0.0
            rise = share * more + (1.0 - share) * rise
            across = share * new.slope + (1.0 - share) * across
            taken = share * new.taken + (1.0 - share) * taken
            batches = share * new.batches + (1.0 - share) * batches
            if new.bound < bound:
                bound, x, option, red = new.bound, new_x, new_option, 0
                step = min(step * LONGER, LONGEST_STEP) if agrees else step
            else:
                red += 1
                if red >= PATIENCE:
                    step, red = step * SHORTER, 0
            if number % BLEND_EVERY == BLEND_EVERY - 1:
                blend = max(LAST_BLEND, blend * BLEND_LESS)
        return Tightened(bound, x, option, taken, batches)

    def _rise(self, at: Split) -> Floats:
        rise: Floats = np.where(self.priced, at.use - np.where(self.priced, self.split.vector.limits, 0.0), 0.0)
        return rise

    def _share(self, rise: Floats, across: Floats, more: Floats, slope: Floats, most: float) -> float:
        """The share of the new slope that makes the average shortest, within a tenth of `most` and `most`."""
        by_plain, by_option = (more - rise) * self.scales, (slope - across) * self.by_option
        length = dot(by_plain, by_plain) + dot(by_option, by_option)
        if length <= 0.0:
            return most
        best = -(dot(rise * self.scales, by_plain) + dot(across * self.by_option, by_option)) / length
        return min(max(best, most / 10.0), most)


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """An ascent without some sessions: where it stands, and which of the options before are left."""

    tightening: Tightening
    at: Tightened
    left: Bools

    def widened(self, at: Tightened) -> Tightened:
        """`at` told in all options again; those of the closed sessions are taken by nobody, at a price nobody pays."""
        option, taken = np.full(len(self.left), NEVER_PAID), np.zeros(len(self.left))
        option[self.left], taken[self.left] = at.option, at.taken
        return replace(at, option=option, taken=taken)


def tighten(
    split: SplitDual, dual: Dual, ascent: Ascent, target: float, passes: int, stopped: Callable[[float], bool]
) -> float:
    """The best certified bound found from the plain prices on; never worse than the plain one."""
    if not len(split.options.session) or not passes:
        return ascent.bound
    tightening = Tightening(split, dual)
    return min(ascent.bound, tightening.from_here(tightening.start(ascent), target, passes, stopped).bound)

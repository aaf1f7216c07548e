"""The ascent of the split bound: steps towards the value of the best plan, shorter when they stop helping."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from binacore.planner.bounds import Ascent, Dual
from binacore.planner.split import SplitDual

FIRST_STEP = 0.2
OPTION_SCALE = 4.0
PLAIN_SCALE = 0.5
PATIENCE = 20
SHORTER = 0.7
SMALLEST_STEP = 1e-4


def tighten(
    split: SplitDual, dual: Dual, ascent: Ascent, target: float, passes: int, stopped: Callable[[float], bool]
) -> float:
    """The best certified bound found from the plain prices on; never worse than the plain one.

    `target` is the value of the best plan known, which no bound goes below.
    """
    if not len(split.options.session) or not passes:
        return ascent.bound
    worth = split.model.cand_value[split.model.cand_value > 0]
    by_option = OPTION_SCALE * (float(np.median(worth)) if len(worth) else 1.0)
    vector = split.vector
    seats = slice(int(vector.ends[6]), int(vector.ends[7]))
    scales = np.where(vector.priced, dual.scales(), 0.0) * PLAIN_SCALE
    scales[seats] = 0.0
    x, option = ascent.prices.copy(), split.start(ascent.prices)
    value, use, slope = split.value(x, option, 0)
    bound, best = min(ascent.bound, value), (value, x, option, use, slope)
    along, across = np.zeros_like(x), np.zeros_like(option)
    step, since = FIRST_STEP, 0
    for _ in range(passes):
        if stopped(bound) or step < SMALLEST_STEP:
            break
        rise = np.where((x <= 0.0) & (use < vector.limits), 0.0, use - vector.limits)
        along = 0.7 * along + 0.3 * rise * scales
        across = 0.7 * across + 0.3 * slope * by_option
        length = float(along @ along + across @ across)
        if length <= 0.0:
            break
        far = step * max(0.0, value - target) / length
        x = np.clip(x + far * along * scales, 0.0, vector.upper)
        option = option + far * across * by_option
        value, use, slope = split.value(x, option, 0)
        since += 1
        if value < best[0] - 1e-6 * abs(best[0]):
            best, since = (value, x, option, use, slope), 0
            bound = min(bound, value)
        elif since >= PATIENCE:
            step, since = step * SHORTER, 0
            value, x, option, use, slope = best
    return bound

"""Which batches to hold: dives along the average of the split bound.

What keeps a plan from its bound where classes matter is mostly which classes to open. A dive fixes the number of
batches of one session after the other and lets the prices follow. Where a dive ends hangs on small things, so two are
made side by side, of different patience.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import numpy as np

from binacore.planner.model import Ints
from binacore.planner.problem import Bools, Floats
from binacore.planner.tighten import Narrowed, Tightened, Tightening

DECIDED = 0.04
"""An average this close to a whole number needs no decision."""
STEP, BLEND = 0.02, 0.03
"""Of the ascent between two decisions."""
OTHER_SHARE, OTHER_BLEND = 0.7, 0.06
"""Of the second dive: so many of the passes, and an average that forgets sooner."""
BUDGET, LEAST = 90, 2
"""A dive may take so many times its passes; when they run short, fewer follow a decision, down to half."""
NARROWED = 0.1
"""Share of the options that must have gone before the rest is told anew."""
LAST = 6
"""Passes with all batches fixed, in passes after one decision."""
ASKED_EVERY = 0.1
"""Seconds between two questions whether to go on while the second dive ends."""

Dived = tuple[Ints, Tightened]
"""(batches by session, the ascent with exactly these)."""

Ended = TypeVar("Ended")
Asked = Callable[[], bool]
Work = Callable[[Callable[[float], bool], Asked], Ended]


def dives(
    tightening: Tightening,
    at: Tightened,
    target: float,
    passes: int,
    passed: Callable[[float], bool],
    stopped: Callable[[], bool],
) -> list[Dived]:
    """Where two dives end, the one with the higher bound first; see `both`."""
    share = round(OTHER_SHARE * passes)
    ended = both(
        lambda asked, _: dive(tightening, at, target, passes, asked),
        lambda asked, _: dive(tightening, at, target, share, asked, OTHER_BLEND),
        passed,
        stopped,
    )
    return sorted(ended, key=lambda dived: -dived[1].bound)


def both(first: Work[Ended], other: Work[Ended], passed: Callable[[float], bool], stopped: Asked) -> list[Ended]:
    """What two works end with that run side by side, the first one's first.

    Each is given what to ask before a step that counts and what to ask in between. `passed` is asked for the steps of
    the first, `stopped` while the other ends. Once one says to stop, only the first counts: how far the other came by
    then is chance.
    """
    ended, told = threading.Event(), threading.Event()

    def asked(bound: float) -> bool:
        if passed(bound):
            told.set()
        return told.is_set()

    def heard() -> bool:
        if stopped():
            told.set()
        return told.is_set()

    with ThreadPoolExecutor(1, thread_name_prefix="planner") as pool:
        beside = pool.submit(other, lambda _: ended.is_set(), ended.is_set)
        try:
            found = first(asked, heard)
            while not told.is_set() and not beside.done():
                wait([beside], ASKED_EVERY)
                heard()
        finally:
            ended.set()
    return [found] if told.is_set() else [found, beside.result()]


def dive(
    tightening: Tightening,
    at: Tightened,
    target: float,
    passes: int,
    stopped: Callable[[float], bool],
    blend: float = BLEND,
) -> Dived:
    """Where the dive from `at` ends.

    In every turn one more and one fewer batch is tried for the programme whose number is least decided, `passes` passes
    each; it stays where the bound stays higher.
    """
    low, high = tightening.split.low.copy(), tightening.split.high.copy()
    programme, left = tightening.split.model.programme, BUDGET * passes
    narrowed: list[Narrowed] = []

    def counted(bound: float) -> bool:
        nonlocal left
        left -= 1
        return stopped(bound)

    while at.bound > target and not counted(at.bound):
        undecided = _undecided(at.batches, low, high)
        sides = _sides(programme, at.batches, low, high, undecided)
        if sides is None:
            break
        few = min(passes, max(passes // LEAST, left // (2 * int(undecided.sum()))))
        found: Tightened | None = None
        keep = sides[0]
        for side in sides:
            enough = found.bound if found else None
            here = tightening.from_here(
                at, target, few, counted, step=STEP, blend=blend, low=side[0], high=side[1], enough=enough
            )
            if found is None or here.bound > found.bound:
                found, keep = here, side
        low, high = keep
        tightening, at = _narrower(tightening, found or at, high, narrowed)
    batches = np.clip(np.round(at.batches), low, high).astype(np.int64)
    tightening, at = _narrower(tightening, at, batches, narrowed)
    at = tightening.from_here(at, target, LAST * passes, stopped, step=STEP, blend=blend, low=batches, high=batches)
    for step in reversed(narrowed):
        at = step.widened(at)
    return batches, at


def _narrower(
    tightening: Tightening, at: Tightened, high: Ints, narrowed: list[Narrowed]
) -> tuple[Tightening, Tightened]:
    """Leave closed sessions out where that pays; what was left out is noted in `narrowed`."""
    closed = high == 0
    options = tightening.split.options.session
    if np.count_nonzero(closed[options]) <= NARROWED * len(options):
        return tightening, at
    narrowed.append(tightening.without(at, closed))
    return narrowed[-1].tightening, narrowed[-1].at


def _undecided(batches: Floats, low: Ints, high: Ints) -> Bools:
    fraction = batches - np.floor(batches)
    undecided: Bools = (np.minimum(fraction, 1.0 - fraction) > DECIDED) & (low < high)
    return undecided


def _sides(programme: Ints, batches: Floats, low: Ints, high: Ints, undecided: Bools) -> list[tuple[Ints, Ints]] | None:
    """(low, high) with one batch more and with one fewer in a session of the least decided programme, the likelier side
    first; None when all is decided."""
    if not undecided.any():
        return None
    fraction = batches - np.floor(batches)
    total = np.bincount(programme, weights=batches)
    apart = np.abs(total - np.round(total)) * (np.bincount(programme, weights=undecided) > 0)
    among = np.flatnonzero(undecided)
    if apart.max() > DECIDED:
        among = among[programme[among] == np.argmax(apart)]
    else:
        among = among[[np.argmax(np.minimum(fraction, 1.0 - fraction)[among])]]
    most, least = among[np.argmax(fraction[among])], among[np.argmin(fraction[among])]
    more, fewer = low.copy(), high.copy()
    more[most] = int(np.floor(batches[most])) + 1
    fewer[least] = int(np.floor(batches[least]))
    sides = [(more, high), (low, fewer)]
    return sides if float(fraction[among].sum()) % 1.0 > 0.5 else sides[::-1]

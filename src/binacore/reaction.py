"""What participants thought of a class, by aspect: content, method, trainer and place apart, on a scale of 0 to 100.

One figure over everything hides what to change. A class whose content is praised and whose method is not needs another
method; changing its content would throw away what worked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from binacore.cells import UNANIMOUS
from binacore.disclosure import LEAST


class Aspect(StrEnum):
    """What an answer is about; the value begins the codes of its items in the questionnaire `reaksi`."""

    CONTENT = "isi"
    METHOD = "cara"
    TRAINER = "pengajar"
    PLACE = "tempat"


@dataclass(frozen=True, slots=True)
class Reaction:
    """Points 0..100 by aspect and over all aspects; None where too few answered for it to be shown."""

    n: int
    aspects: Mapping[Aspect, float | None]
    overall: float | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """From `good` on an aspect is well liked; below `weak` it is not; `apart`: points between two that differ."""

    good: float = 75.0
    weak: float = 70.0
    apart: float = 15.0


DEFAULT_BOUNDS: Final = Bounds()


def reaction(sheets: Sequence[Mapping[str, object]], scales: Mapping[str, tuple[int, int]]) -> Reaction:
    """The points of answer sheets. `scales`: code of each Likert item -> its lowest and highest answer.

    Every answer weighs alike within its aspect, every aspect alike in the whole. Fewer than `LEAST` answers show
    nothing; nor does an aspect on which fewer than `survey.UNANIMOUS` people all answered the same.
    """
    n = len(sheets)
    if n < LEAST:
        return Reaction(0, dict.fromkeys(Aspect), None)
    aspects = {aspect: _points(sheets, scales, aspect) for aspect in Aspect}
    shown = [points for points in aspects.values() if points is not None]
    return Reaction(n, aspects, sum(shown) / len(shown) if len(shown) == len(Aspect) else None)


def wrong_method(found: Reaction, bounds: Bounds = DEFAULT_BOUNDS) -> bool:
    """Whether the method failed and not the content: content well liked, method clearly not."""
    content, method = found.aspects[Aspect.CONTENT], found.aspects[Aspect.METHOD]
    if content is None or method is None:
        return False
    return content >= bounds.good and method < bounds.weak and content - method >= bounds.apart


def weak_aspects(found: Reaction, bounds: Bounds = DEFAULT_BOUNDS) -> tuple[Aspect, ...]:
    """The aspects that participants did not like, in fixed order."""
    return tuple(aspect for aspect in Aspect if (points := found.aspects[aspect]) is not None and points < bounds.weak)


def _points(
    sheets: Sequence[Mapping[str, object]], scales: Mapping[str, tuple[int, int]], aspect: Aspect
) -> float | None:
    codes = [code for code in scales if code.partition("_")[0] == aspect]
    rows = [[_share(sheet[code], *scales[code]) for code in codes if code in sheet] for sheet in sheets]
    given = [[share for share in row if share is not None] for row in rows]
    given = [row for row in given if row]
    if len(given) < LEAST or (len(given) < UNANIMOUS and len({tuple(row) for row in given}) == 1):
        return None
    flat = [share for row in given for share in row]
    return 100 * sum(flat) / len(flat)


def _share(answer: object, low: int, high: int) -> float | None:
    if not isinstance(answer, int) or isinstance(answer, bool) or not low <= answer <= high:
        return None
    return (answer - low) / (high - low)

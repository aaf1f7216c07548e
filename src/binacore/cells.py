"""Which groups of answers may be looked at, so that nobody is found by comparing two views of the same campaign.

A view ("cell") is the whole, the answers with one property (of a unit, with one answer to a question that divides
people), or with two. Every view somebody can get counts, not only the one asked for: whoever reads "all" and "all of
unit A" has read "the rest" too. So the views are chosen together, for one question and the people who answered it:

- a view of one property needs `least` people, of two properties `pair_least`;
- fewer than UNANIMOUS people who all say the same are not shown: one would know what each of them said;
- what is left of a view after taking away the views inside it, singly or together, is empty or may itself be shown;
- no view that is hidden for its smallness is a sum and difference of views that are shown (rank of a matrix).

Where something has to go, the smallest view with the most properties goes. Tests play the attacker.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from binacore.disclosure import LEAST

Cell = frozenset[tuple[str, str]]  # (dimension, value); empty: the whole

UNANIMOUS: Final = 10
PAIR_LEAST: Final = 10
WHOLE: Final[Cell] = frozenset()
_ZERO: Final = 1e-7


class CellsMalformed(ValueError):
    """A dimension that does not say of every answer where it belongs."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Every view that holds somebody, as a set of bits: answer n is in a view where bit n of it is 1."""

    masks: Mapping[Cell, int]
    n: int


def all_cells(dimensions: Mapping[str, Sequence[str]], n: int) -> Cells:
    """The views of `n` answers by one and by two properties. An empty text stands for a property that is not told.

    Raises CellsMalformed.
    """
    if any(len(values) != n for values in dimensions.values()):
        raise CellsMalformed(f"{n} answers, dimensions of {[len(values) for values in dimensions.values()]}")
    masks: dict[Cell, int] = {WHOLE: (1 << n) - 1} if n else {}
    single: dict[tuple[str, str], int] = {}
    for key, values in dimensions.items():
        places: dict[str, list[int]] = {}
        for place, value in enumerate(values):
            places.setdefault(value, []).append(place)
        single |= {(key, value): _mask(held) for value, held in places.items() if value}
    masks |= {frozenset({pair}): mask for pair, mask in single.items()}
    for (one, first), (two, second) in combinations(single.items(), 2):
        if one[0] != two[0] and first & second:
            masks[frozenset({one, two})] = first & second
    return Cells(masks, n)


def shown_cells(
    cells: Cells, answers: Sequence[Hashable | None], *, least: int = LEAST, pair_least: int = PAIR_LEAST
) -> frozenset[Cell]:
    """The views in which this question may be shown. `answers`: what each said; None: not answered, not counted."""
    return frozenset(_Audit(cells, answers, least, pair_least).shown)


class _Audit:
    def __init__(self, cells: Cells, answers: Sequence[Hashable | None], least: int, pair_least: int) -> None:
        if len(answers) != cells.n:
            raise CellsMalformed(f"{cells.n} people, {len(answers)} answers")
        self.answers, self.least = answers, least
        given = _mask([place for place, answer in enumerate(answers) if answer is not None])
        self.masks = {cell: mask & given for cell, mask in cells.masks.items() if mask & given}
        need = {0: least, 1: least, 2: max(least, pair_least)}
        self.shown = {
            cell: mask
            for cell, mask in self.masks.items()
            if mask.bit_count() >= need[len(cell)] and not self._bare(mask)
        }
        self._hide_what_subtraction_tells()
        self._hide_what_nesting_tells()
        self._hide_what_sums_tell()

    def _bare(self, mask: int) -> bool:
        """Whether these people must not be seen as a group."""
        size = mask.bit_count()
        if size >= max(self.least, UNANIMOUS) or size == 0:
            return False
        return size < self.least or len({self.answers[place] for place in _places(mask)}) == 1

    def _hide_what_subtraction_tells(self) -> None:
        """Hides views inside a view until what is left of it beside them is empty or large."""
        changed = True
        while changed:
            changed = False
            for parent, inside in self._families():
                while parent in self.shown and (kept := [cell for cell in inside if cell in self.shown]):
                    rest = self.shown[parent]
                    for cell in kept:
                        rest &= ~self.shown[cell]
                    if not self._bare(rest):
                        break
                    del self.shown[min(kept, key=self._order)]
                    changed = True

    def _families(self) -> list[tuple[Cell, list[Cell]]]:
        """Every view with the views that divide it by one more property."""
        found: dict[tuple[Cell, str], list[Cell]] = {}
        for cell in self.masks:
            for pair in cell:
                found.setdefault((cell - {pair}, pair[0]), []).append(cell)
        return [(parent, inside) for (parent, _), inside in found.items()]

    def _hide_what_nesting_tells(self) -> None:
        """A view that happens to lie inside another, with nearly all of its people."""
        by_size = sorted(self.shown, key=self._order, reverse=True)
        for place, outer in enumerate(by_size):
            for inner in by_size[place + 1 :]:
                if outer not in self.shown:
                    break
                if inner not in self.shown:
                    continue
                large, small = self.shown[outer], self.shown[inner]
                if large & small == small and self._bare(large & ~small):
                    del self.shown[max((outer, inner), key=lambda cell: (len(cell), -self.shown[cell].bit_count()))]

    def _hide_what_sums_tell(self) -> None:
        """A hidden view that sums and differences of several shown ones would give."""
        hidden = [mask for cell, mask in self.masks.items() if cell not in self.shown and self._bare(mask)]
        doubtful = sorted((cell for cell in self.shown if len(cell) == 2), key=self._order)
        if not hidden or not doubtful:
            return
        kinds = self._kinds()
        asked = [[bool(mask & kind) for kind in kinds] for mask in hidden]
        # Hiding more never tells more, so the fewest that must go are found by halving.
        enough, few = len(doubtful), 0
        while few < enough:
            middle = (few + enough) // 2
            gone = set(doubtful[:middle])
            kept = [mask for cell, mask in self.shown.items() if cell not in gone]
            if _in_span([[bool(mask & kind) for kind in kinds] for mask in kept], asked):
                few = middle + 1
            else:
                enough = middle
        for cell in doubtful[:enough]:
            del self.shown[cell]

    def _kinds(self) -> list[int]:
        """People who are alike in every property; every view holds all of a kind or none."""
        found = [self.masks[WHOLE]]
        for cell, mask in self.masks.items():
            if len(cell) == 1:
                found = [part for whole in found for part in (whole & mask, whole & ~mask) if part]
        return found

    def _order(self, cell: Cell) -> tuple[int, int, list[tuple[str, str]]]:
        return -len(cell), self.masks[cell].bit_count(), sorted(cell)


def _mask(places: Sequence[int]) -> int:
    """The set as bits; bit by bit it would take the square of the time."""
    if not places:
        return 0
    bits = np.zeros(places[-1] + 1, dtype=np.uint8)
    bits[list(places)] = 1
    return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")


def _places(mask: int) -> Iterator[int]:
    while mask:
        last = mask & -mask
        yield last.bit_length() - 1
        mask ^= last


def _in_span(shown: Sequence[Sequence[bool]], hidden: Sequence[Sequence[bool]]) -> bool:
    """Whether one of the hidden sets is a linear combination of the shown ones; sets as rows over kinds of people.

    Elimination by hand: the matrices are small, and libraries that start threads for them take a hundred times as long.
    """
    known, asked = np.array(shown, dtype=np.float64), np.array(hidden, dtype=np.float64)
    for place in range(len(known)):
        row = known[place].copy()
        pivot = int(np.abs(row).argmax())
        if abs(row[pivot]) < _ZERO:
            continue
        row /= row[pivot]
        later = known[place + 1 :]
        later -= later[:, pivot, None] * row
        asked -= asked[:, pivot, None] * row
    return bool((np.abs(asked).max(axis=1) < _ZERO).any())

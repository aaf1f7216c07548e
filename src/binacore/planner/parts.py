"""A large problem in parts of persons, for moves that need only a few of them at a time.

A part shares the arrays of the whole: its persons' candidates stand side by side in memory and stay in the processor's
cache while they are worked on, and persons of one unit meet more often, who compete for the unit's money and absence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from binacore.planner.model import Model, sealed
from binacore.planner.moves import State


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Persons first..last-1 of a model; `model` is theirs alone, its rows of candidates are those of the whole."""

    first: int
    last: int
    model: Model

    def of(self, state: State) -> State:
        """The part's rows of a plan; what is written there is written to the plan itself."""
        rows = slice(self.first, self.last)
        return State(state.seats[rows], state.worth[rows], state.hours[rows], state.at_target, state.room)


def parts_of(model: Model, persons: int) -> list[Part]:
    """Parts of about so many persons, cut between two units where persons stand in the order of their units."""
    whole = len(model.unit)
    count = max(1, round(whole / persons))
    between = np.concatenate([[0], np.flatnonzero(np.diff(model.unit)) + 1, [whole]])
    aims = np.arange(count + 1) * whole // count
    at = np.clip(np.searchsorted(between, aims), 1, len(between) - 1)
    low, high = between[at - 1], between[at]
    near = np.where(aims - low < high - aims, low, high)
    # a unit much larger than a part is cut through
    ends = np.where(np.abs(near - aims) <= whole // (4 * count), near, aims)
    ends[0], ends[-1] = 0, whole
    return [_part(model, first, last) for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]


def _part(model: Model, first: int, last: int) -> Part:
    low, high = model.cand_ptr[first], model.cand_ptr[last]
    programmes = model.cand_programme[low:high]
    order = np.argsort(programmes, kind="stable")
    owner = np.repeat(np.arange(last - first, dtype=np.int32), np.diff(model.cand_ptr[first : last + 1]))
    counts = np.bincount(programmes, minlength=len(model.hours))
    own = model._replace(
        unit=model.unit[first:last],
        room_hours=model.room_hours[first:last],
        aim=model.aim[first:last],
        potential=model.potential[first:last],
        cand_ptr=model.cand_ptr[first : last + 1],
        fixed_ptr=model.fixed_ptr[first : last + 1],
        taker=owner[order],
        taker_ptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
    return Part(first, last, sealed(own))

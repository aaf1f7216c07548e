"""`Plan`: who attends which session, and in how many batches each is held, as positions in a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.problem import Int32s, Ints, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Assignment k gives a seat in session `sessions[k]` to person `persons[k]`; sorted by person, then session.

    `batches` has one number for each session of the problem. Arrays are read-only.
    """

    persons: Int32s
    sessions: Int32s
    batches: Ints

    @classmethod
    def of(cls, persons: NDArray[Any], sessions: NDArray[Any], batches: NDArray[Any]) -> Plan:
        """From assignments in any order."""
        order = np.lexsort((sessions, persons))
        return cls(
            _frozen(np.asarray(persons)[order], np.int32),
            _frozen(np.asarray(sessions)[order], np.int32),
            _frozen(batches, np.int64),
        )

    @classmethod
    def empty(cls, problem: Problem) -> Plan:
        """Nobody attends anything."""
        none = np.zeros(0, np.int32)
        return cls.of(none, none, np.zeros(len(problem.session_ids), np.int64))

    @classmethod
    def named(cls, problem: Problem, assignments: Iterable[tuple[str, str]], batches: Mapping[str, int]) -> Plan:
        """From identifiers, all of which the problem must know (KeyError otherwise)."""
        person_at = {name: at for at, name in enumerate(problem.person_ids)}
        session_at = {name: at for at, name in enumerate(problem.session_ids)}
        pairs = [(person_at[person], session_at[session]) for person, session in assignments]
        index = np.array(pairs, np.int32).reshape(-1, 2)
        held = np.zeros(len(session_at), np.int64)
        for session, count in batches.items():
            held[session_at[session]] = count
        return cls.of(index[:, 0], index[:, 1], held)

    def __len__(self) -> int:
        return len(self.persons)


def _frozen(values: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    view = np.ascontiguousarray(values, dtype).view()
    view.setflags(write=False)
    return view

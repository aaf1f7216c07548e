"""`Problem`: what is true, built from columns of Python values or from arrays, and told as columns again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from binacore.planner.build import problem_from_columns
from binacore.planner.columns import columns_of
from binacore.planner.data import (
    DTYPES,
    IDS,
    NO_LIMIT,
    Bools,
    Floats,
    Header,
    Int16s,
    Int32s,
    Ints,
    ProblemData,
    Weights,
)

__all__ = [
    "DTYPES",
    "IDS",
    "NO_LIMIT",
    "Bools",
    "Floats",
    "Header",
    "Int16s",
    "Int32s",
    "Ints",
    "Problem",
    "Weights",
]


class Problem(ProblemData):
    """One annual planning problem. Its fields are those of `ProblemData`; nothing is added but ways in and out."""

    __slots__ = ()

    @classmethod
    def from_columns(cls, header: Mapping[str, object], tables: Mapping[str, Mapping[str, Sequence[object]]]) -> Self:
        """Build from the fields of `problem.json` and the tables as columns of Python values (None = empty).

        Optional columns and tables may be absent. Raises ProblemInvalid with every error found (sections 1.4, 7.3).
        """
        return problem_from_columns(cls, header, tables)

    def columns(self) -> dict[str, dict[str, list[Any]]]:
        """The tables again, rows in key order, None for empty: the inverse of `from_columns`.

        An optional column is there only if a row differs from its default, an optional table only if it has rows.
        """
        return columns_of(self)

"""Reads the public instances of `benchmarks/instances` (see the note there)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parent / "instances"
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Jobs to agents, minimised: `cost` and `use` agents x jobs; nothing below `lower_bound` exists."""

    name: str
    cost: Whole
    use: Whole
    limit: Whole
    lower_bound: int
    best_known: int

    @property
    def group(self) -> str:
        folder, file = self.name.split("/")
        return "GAP, Cattrysse" if folder == "cattrysse1994" else f"GAP, Chu and Beasley {file[0]}"


@dataclass(frozen=True, slots=True, eq=False)
class Knapsack:
    """Items with several weights, maximised: `use` constraints x items; `relaxed` is the published LP bound."""

    name: str
    profit: Whole
    use: Whole
    limit: Whole
    best_known: int
    relaxed: float

    @property
    def group(self) -> str:
        return f"knapsack, 5 x {len(self.profit)}"


def gaps() -> Iterator[Gap]:
    """All GAP instances, in the order of their table."""
    with (FOLDER / "gap_best_known.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            numbers = _numbers(FOLDER / "gap" / row["instance"])
            m, n = int(numbers[0]), int(numbers[1])
            cost, use, limit = np.split(numbers[2:], [m * n, 2 * m * n])
            known = int(row["lower_bound"]), int(row["best_known"])
            yield Gap(row["instance"], cost.reshape(m, n), use.reshape(m, n), limit[:m], *known)


def knapsacks() -> Iterator[Knapsack]:
    """All knapsack instances, in the order of their table."""
    files: dict[str, Iterator[tuple[Whole, Whole, Whole]]] = {}
    with (FOLDER / "mknapcb_best_known.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["file"] not in files:
                files[row["file"]] = _knapsacks_of(FOLDER / "mknap" / row["file"])
            parts = next(files[row["file"]])
            yield Knapsack(row["instance"], *parts, int(row["chu_beasley_best"]), float(row["lp_bound"]))


def _knapsacks_of(path: Path) -> Iterator[tuple[Whole, Whole, Whole]]:
    numbers = _numbers(path)
    at = 1
    for _ in range(int(numbers[0])):
        n, m = int(numbers[at]), int(numbers[at + 1])
        at += 3
        profit, use, limit = np.split(numbers[at : at + n + m * n + m], [n, n + m * n])
        at += n + m * n + m
        yield profit, use.reshape(m, n), limit


def _numbers(path: Path) -> Whole:
    return np.array([round(float(word)) for word in path.read_text(encoding="ascii").split()], np.int64)

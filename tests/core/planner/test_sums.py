"""Sums of products do not depend on how many cores a machine has."""

import ast
from math import fsum
from pathlib import Path

import numpy as np

from binacore import planner
from binacore.planner.sums import dot

SMALL_MATRICES = {"choice_polish.py", "synthetic_wishes.py"}
"""Rows of a table times a short vector, and whole numbers: no long sum is split there."""


def test_a_sum_of_products_is_exact_to_the_last_digits():
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=30_000), rng.normal(size=30_000)
    assert abs(dot(one, other) - fsum(a * b for a, b in zip(one, other, strict=True))) < 1e-10


def test_the_planner_hands_no_long_vectors_to_threads_of_a_library():
    folder = Path(planner.__file__).parent
    found = [
        f"{path.name}:{node.lineno}"
        for path in sorted(folder.glob("*.py"))
        if path.name not in SMALL_MATRICES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
    ]
    assert found == []

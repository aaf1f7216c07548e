"""Do the items of a scale belong together? Cronbach's alpha, McDonald's omega, and what each item adds.

Only complete sheets count: one number a person and item, no gaps. Omega is the omega total of one factor. The factor is
fitted to the correlations by least squares off the diagonal (Harman's minres), the smallest of all, found by Newton's
method; its loadings are turned back into the unit of the answers, so that omega speaks of the same plain sum as alpha.
A low or negative item-rest correlation most often means a statement that must be read the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEAST_SHEETS: Final = 10  # below that a coefficient is noise
_ROUNDS: Final = 200

Matrix = NDArray[np.float64]


class ScaleTooSmall(ValueError):
    """Fewer than two items, too few complete sheets, or nobody differs from anybody."""


@dataclass(frozen=True, slots=True)
class ItemFit:
    """One item among the others. Correlations are None where the item, or the rest, is the same for everybody."""

    mean: float
    deviation: float  # standard deviation with n - 1
    rest: float | None  # correlation with the sum of the other items
    alpha_without: float | None
    floor: float  # share (0..1) at the lowest step of its scale
    ceiling: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """`omega` is None below three items, or where no single factor fits."""

    n: int  # complete sheets
    alpha: float
    omega: float | None
    loadings: tuple[float, ...]  # of the standardised items; empty with omega None
    items: tuple[ItemFit, ...]


def reliability(sheets: Sequence[Sequence[float]], low: float, high: float) -> Reliability:
    """Everything about a scale of items from `low` to `high`; a row for every complete sheet. Raises ScaleTooSmall."""
    values = np.asarray(sheets, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] < LEAST_SHEETS or values.shape[1] < 2:
        raise ScaleTooSmall(f"sheets and items: {values.shape}")
    covariance = np.cov(values, rowvar=False)
    alpha = alpha_of(covariance)
    loadings = one_factor(_correlations(covariance)) if values.shape[1] > 2 and covariance.diagonal().all() else None
    return Reliability(
        n=values.shape[0],
        alpha=alpha,
        omega=None if loadings is None else omega_of(loadings, covariance.diagonal()),
        loadings=() if loadings is None else tuple(float(each) for each in loadings),
        items=tuple(_fit(values, covariance, place, low, high) for place in range(values.shape[1])),
    )


def alpha_of(covariance: Matrix) -> float:
    """Cronbach's alpha of the plain sum, from the covariances of its items. Raises ScaleTooSmall."""
    items, total = covariance.shape[0], float(covariance.sum())
    if items < 2 or total <= 0:
        raise ScaleTooSmall(f"{items} items whose sum has a variance of {total}")
    return items / (items - 1) * (1 - float(np.trace(covariance)) / total)


def omega_of(loadings: Matrix, variances: Matrix) -> float:
    """McDonald's omega total of the plain sum: loadings of the standardised items, and the items' variances."""
    common = float((loadings * np.sqrt(variances)).sum()) ** 2
    return common / (common + float((variances * (1 - loadings**2)).sum()))


def one_factor(correlations: Matrix) -> Matrix | None:
    """The loadings of one factor by minres, most of them positive; None where none fits (an item beyond 1)."""
    apart = correlations - np.diag(correlations.diagonal())
    roots, vectors = np.linalg.eigh(correlations)
    loadings = vectors[:, -1] * np.sqrt(max(roots[-1], 0.0)) * 0.9
    damping = 1e-3
    for _ in range(_ROUNDS):
        miss = apart - np.outer(loadings, loadings)
        np.fill_diagonal(miss, 0.0)
        slope = -miss @ loadings
        bend = np.outer(loadings, loadings) - miss
        np.fill_diagonal(bend, float(loadings @ loadings) - loadings**2)
        step = _newton_step(bend, slope, damping)
        better = _left_over(apart, loadings + step) <= _left_over(apart, loadings)
        damping = damping / 10 if better else min(damping * 10, 1e6)
        if better:
            loadings = loadings + step
        if better and float(np.abs(step).max()) < 1e-15 and damping < 1e-9:
            break
    if float(np.abs(loadings).max()) > 1:
        return None
    return loadings if float(loadings.sum()) >= 0 else -loadings


def _newton_step(bend: Matrix, slope: Matrix, damping: float) -> Matrix:
    eye: Matrix = np.eye(len(slope), dtype=np.float64)
    if damping < 1e-12:
        damping = 0.0
    try:
        found = np.asarray(-np.linalg.solve(bend + damping * eye, slope), dtype=np.float64)
    except np.linalg.LinAlgError:
        found = np.asarray(-slope * 0.1, dtype=np.float64)
    return found


def _left_over(apart: Matrix, loadings: Matrix) -> float:
    miss = apart - np.outer(loadings, loadings)
    np.fill_diagonal(miss, 0.0)
    return float((miss**2).sum())


def _correlations(covariance: Matrix) -> Matrix:
    spread = np.sqrt(covariance.diagonal())
    found: Matrix = covariance / np.outer(spread, spread)
    return found


def _fit(values: Matrix, covariance: Matrix, place: int, low: float, high: float) -> ItemFit:
    column = values[:, place]
    kept = [each for each in range(values.shape[1]) if each != place]
    own, rest = float(covariance[place, place]), float(covariance[np.ix_(kept, kept)].sum())
    shared = float(covariance[place, kept].sum())
    try:
        without = alpha_of(covariance[np.ix_(kept, kept)]) if len(kept) > 1 else None
    except ScaleTooSmall:
        without = None
    return ItemFit(
        mean=float(column.mean()),
        deviation=own**0.5,
        rest=shared / (own * rest) ** 0.5 if own > 0 and rest > 0 else None,
        alpha_without=without,
        floor=float((column == low).mean()),
        ceiling=float((column == high).mean()),
    )

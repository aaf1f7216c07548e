"""Reference values of intervals and reliability, computed once by other programmes and kept in statistics.json.

    python -m venv /tmp/reference && /tmp/reference/bin/pip install statsmodels==0.15.0 scipy==1.17.1
    /tmp/reference/bin/python tests/core/reference/make_statistics.py

scipy and statsmodels are not needed to run Renbina or its tests. No function of Renbina is called here.
"""

import json
import random
from pathlib import Path

import numpy as np
from scipy import optimize, stats
from statsmodels.multivariate.factor import Factor
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

HERE = Path(__file__).parent


def students() -> list[list[float]]:
    probabilities = (0.55, 0.9, 0.95, 0.975, 0.995, 0.9995)
    freedoms = (1, 2, 3, 4, 5, 9, 10, 29, 30, 37, 100, 999, 99_999)
    return [[p, f, float(stats.t.ppf(p, f))] for p in probabilities for f in freedoms]


def shares() -> list[list[float]]:
    pairs = [(0, 5), (5, 5), (1, 7), (3, 10), (19, 38), (37, 38), (81, 263), (15, 148), (0, 20), (1, 29), (611, 2914)]
    found = []
    for count, n in pairs:
        for confidence in (0.9, 0.95, 0.99):
            low, high = proportion_confint(count, n, alpha=1 - confidence, method="wilson")
            found.append([count, n, confidence, float(low), float(high)])
    return found


def means() -> list[dict]:
    draw = random.Random(3)
    found = []
    for n, low, high in ((2, 1, 5), (5, 1, 5), (38, 1, 5), (611, 1, 4), (2914, 0, 40)):
        values = [draw.randint(low, high) for _ in range(n)]
        values[0] = values[1] + 1
        for confidence in (0.9, 0.95):
            ends = DescrStatsW(values).tconfint_mean(alpha=1 - confidence)
            found.append({"values": values, "confidence": confidence, "ends": [float(end) for end in ends]})
    return found


def equal() -> list[list[float]]:
    """The end of the exact (Clopper and Pearson) interval of a share seen 0 times in n, by two programmes."""
    found = []
    for n in (2, 5, 10, 12, 38, 611, 100_000):
        for confidence in (0.9, 0.95, 0.99):
            _low, high = proportion_confint(0, n, alpha=1 - confidence, method="beta")
            other = stats.binomtest(0, n).proportion_ci(confidence, method="exact").high
            assert abs(high - stats.beta.ppf((1 + confidence) / 2, 1, n)) < 1e-12
            assert abs(high - other) < 1e-11, (n, high, other)
            found.append([n, confidence, float(high)])
    return found


def answers(seed: int, people: int, loadings: list[float]) -> np.ndarray:
    """Answers 1 to 5 that hang on one trait as strongly as `loadings` say."""
    draw = np.random.default_rng(seed)
    trait = draw.normal(size=people)
    noise = draw.normal(size=(people, len(loadings)))
    weight = np.array(loadings)
    return np.clip(np.rint(3 + 1.1 * (trait[:, None] * weight + noise * np.sqrt(1 - weight**2))), 1, 5)


def minres(correlations: np.ndarray) -> np.ndarray:
    """One factor by least squares off the diagonal, by an optimiser that knows no derivative of ours."""
    upper = np.triu_indices(len(correlations), 1)

    def miss(loadings: np.ndarray) -> np.ndarray:
        return (correlations - np.outer(loadings, loadings))[upper]

    fit = optimize.least_squares(miss, np.full(len(correlations), 0.5), xtol=1e-15, ftol=1e-15, gtol=1e-15)
    return fit.x if fit.x.sum() >= 0 else -fit.x


def iterated_axis(values: np.ndarray) -> np.ndarray:
    """The same by statsmodels' iterated principal axis."""
    model = Factor(endog=values, n_factor=1, method="pa", smc=True)
    fit = model.fit(maxiter=200_000, tol=1e-15)
    loadings = fit.loadings[:, 0]
    return loadings if loadings.sum() >= 0 else -loadings


def scales() -> list[dict]:
    found = []
    for seed, people, loadings in (
        (1, 38, [0.7, 0.6, 0.8, 0.5]),
        (2, 200, [0.9, 0.85, 0.3, 0.6, 0.7, 0.75, 0.4, 0.5]),
        (3, 60, [0.6, 0.7, -0.5, 0.65, 0.8]),
        (4, 611, [0.8] * 12),
    ):
        values = answers(seed, people, loadings)
        correlations = np.corrcoef(values, rowvar=False)
        fitted, other = minres(correlations), iterated_axis(values)
        assert np.abs(fitted - other).max() < 1e-9, np.abs(fitted - other).max()
        deviations = values.std(axis=0, ddof=1)
        raw = fitted * deviations
        total = values.sum(axis=1)
        items = []
        for place in range(values.shape[1]):
            kept = np.delete(values, place, axis=1)
            rest = kept.sum(axis=1)
            items.append([
                float(stats.pearsonr(values[:, place], rest).statistic),
                float(cronbach(kept)),
                float((values[:, place] == 1).sum() / people),
                float((values[:, place] == 5).sum() / people),
                float(values[:, place].mean()),
                float(deviations[place]),
            ])  # fmt: skip
        found.append({
            "answers": ["".join(str(int(value)) for value in row) for row in values],
            "alpha": float(cronbach(values)),
            "loadings": [float(each) for each in fitted],
            "omega": float(raw.sum() ** 2 / (raw.sum() ** 2 + (deviations**2 * (1 - fitted**2)).sum())),
            "sum_variance": float(total.var(ddof=1)),
            "items": items,
        })  # fmt: skip
    return found


def cronbach(values: np.ndarray) -> float:
    """From variances of columns and of the sum, as in textbooks; not by way of covariances."""
    items = values.shape[1]
    return items / (items - 1) * (1 - values.var(axis=0, ddof=1).sum() / values.sum(axis=1).var(ddof=1))


if __name__ == "__main__":
    content = {
        "students": students(), "shares": shares(), "means": means(), "equal": equal(), "scales": scales(),
    }  # fmt: skip
    (HERE / "statistics.json").write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")

"""The whole problem of example 6 of the format, and small ways to change it."""

import copy
from types import SimpleNamespace
from typing import Any

HEADER: dict[str, Any] = {
    "format": "renbina-problem/1",
    "periods": 12,
    "max_programmes": 3,
    "hours_max": 160,
    "hours_target": 20,
    "step_weights": [1, 0.8, 0.6, 0.45],
    "weights": {"mandatory": 20, "entitlement": 8, "cost": 0.05, "fairness": 4},
    "fairness_share": 0.7,
    "budget": 6_000_000,
}
TABLES: dict[str, dict[str, list[Any]]] = {
    "units": {"unit_id": ["U1"], "budget": [3_000_000], "away_max": [1]},
    "persons": {"person_id": ["P1", "P2"], "unit_id": ["U1", "U1"]},
    "gaps": {
        "person_id": ["P1", "P2"],
        "competency_id": ["C1", "C1"],
        "held": [1, 0],
        "gap": [2, 1],
        "weight": [1.5, 2],
    },
    "programmes": {
        "programme_id": ["J1", "J2"],
        "hours": [20, 8],
        "cost_per_person": [1_000_000, 0],
        "cost_per_batch": [2_000_000, 0],
        "capacity": [2, 100],
        "batch_min": [1, 1],
        "synchronous": [True, False],
        "fund_id": ["F1", "F1"],
        "prerequisite_id": [None, None],
    },
    "effects": {"programme_id": ["J1", "J2"], "competency_id": ["C1", "C1"], "lift": [2, 1], "ceiling": [3, 1]},
    "sessions": {
        "session_id": ["S1", "S2", "S3"],
        "programme_id": ["J1", "J1", "J2"],
        "period": [3, 6, None],
        "batches_max": [1, 1, 1],
    },
    "candidates": {
        "person_id": ["P1", "P2", "P2"],
        "programme_id": ["J1", "J1", "J2"],
        "mandatory": [True, False, False],
        "needs_prerequisite": [False, False, False],
    },
    "funds": {"fund_id": ["F1"], "budget": [None]},
}


def example() -> tuple[dict[str, Any], dict[str, dict[str, list[Any]]]]:
    """A fresh copy of (header, tables)."""
    return copy.deepcopy(HEADER), copy.deepcopy(TABLES)


def plan(batches: dict[str, int], *pairs: tuple[str, str]) -> SimpleNamespace:
    """A plan without a certificate."""
    return SimpleNamespace(assignments=pairs, batches=batches)


def setting(table, column, values):
    """A change of an example: this column, or this entry of the header, holds these values."""

    def change(header, tables):
        if table == "header":
            header[column] = values
        else:
            tables[table][column] = values

    return change

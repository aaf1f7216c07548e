"""Examples 7 and 8 of the format: problems with the optional parts of section 7."""

from typing import Any

from .example import example

Tables = dict[str, dict[str, list[Any]]]


def example_7() -> tuple[dict[str, Any], Tables]:
    """Later in the year: S1 takes two periods and P1 has begun it, P3 is on contract."""
    header, tables = example()
    header["budget"] = 8_000_000
    tables["units"]["away_max"] = [2]
    tables["programmes"]["batch_min"] = [2, 1]
    tables["persons"] = {
        "person_id": ["P1", "P2", "P3"],
        "unit_id": ["U1", "U1", "U1"],
        "hours_target": [None, 24, None],
        "hours_done": [4, 10, None],
        "entitled": [None, None, False],
    }
    for name, value in {"person_id": "P3", "competency_id": "C1", "held": 1, "gap": 1, "weight": 1}.items():
        tables["gaps"][name].append(value)
    tables["sessions"]["duration"] = [2, None, None]
    new = {"person_id": "P3", "programme_id": "J1", "mandatory": False, "needs_prerequisite": False}
    for name, value in new.items():
        tables["candidates"][name].append(value)
    tables["fixed"] = {"person_id": ["P1"], "session_id": ["S1"]}
    return header, tables


def example_8() -> tuple[dict[str, Any], Tables]:
    """Parts D to G: a closed session, loads, limits by period, an organiser, and a fund for one participant."""
    header, _ = example()
    header["budget"] = 8_000_000
    tables: Tables = {
        "units": {"unit_id": ["U1"], "budget": [None], "away_max": [1]},
        "unit_periods": {"unit_id": ["U1"] * 3, "period": [3, 6, 12], "away_max": [None, 2, 0]},
        "persons": {"person_id": ["P1", "P2", "P3"], "unit_id": ["U1"] * 3},
        "gaps": {
            "person_id": ["P1", "P1", "P2", "P2", "P3", "P3"],
            "competency_id": ["C1", "C2"] * 3,
            "held": [0] * 6,
            "gap": [1] * 6,
            "weight": [2, 1, 2, 0.5, 1, 0.25],
        },
        "programmes": {
            "programme_id": ["J1", "J2"],
            "hours": [20, 4],
            "cost_per_person": [1_000_000, 0],
            "cost_per_batch": [2_000_000, 100_000],
            "capacity": [2, 10],
            "batch_min": [1, 1],
            "synchronous": [True, True],
            "fund_id": ["F1", "F1"],
            "prerequisite_id": [None, None],
            "away_load": [None, 0.5],
            "organiser_id": ["O1", "O1"],
        },
        "effects": {"programme_id": ["J1", "J2"], "competency_id": ["C1", "C2"], "lift": [1, 1], "ceiling": [1, 1]},
        "sessions": {
            "session_id": ["S1", "S2", "S3", "S4", "S5"],
            "programme_id": ["J1", "J1", "J2", "J2", "J2"],
            "period": [3, 6, 6, 9, 12],
            "batches_max": [1] * 5,
            "closed": [True, None, None, None, None],
        },
        "candidates": {
            "person_id": ["P2", "P1", "P1", "P2", "P3", "P3"],
            "programme_id": ["J1", "J1", "J2", "J2", "J1", "J2"],
            "mandatory": [False] * 6,
            "needs_prerequisite": [False] * 6,
            "fund_id": ["F2", None, None, None, None, None],
        },
        "funds": {"fund_id": ["F1", "F2"], "budget": [6_100_000, 1_000_000]},
        "organisers": {"organiser_id": ["O1"], "batches_max_year": [3]},
        "organiser_periods": {"organiser_id": ["O1"], "period": [6], "batches_max": [1]},
        "fixed": {"person_id": ["P1"], "session_id": ["S1"]},
    }
    return header, tables

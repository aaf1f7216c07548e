"""Random tiny problems that use every part of the format often, with awkward values on purpose."""

import random
from typing import Any

from binacore.planner.problem import Problem
from binacore.planner.schema import ProblemInvalid

Tables = dict[str, dict[str, list[Any]]]
MILLION = 1_000_000


def tiny_problem(seed: int) -> Problem:
    """1 to 5 persons, 1 to 4 programmes, 1 to 5 sessions, 1 to 3 units, 1 to 4 periods; small enough to enumerate."""
    rng = random.Random(seed)
    header, tables = _header(rng), _tables(rng)
    if rng.random() < 0.6:
        _loosen(rng, header, tables)
    for attempt in range(5):
        fixed = _fixed(rng, tables) if attempt < 4 and rng.random() < 0.8 else []
        if fixed or attempt == 4:
            tables["fixed"] = {"person_id": [p for p, _ in fixed], "session_id": [s for _, s in fixed]}
        try:
            return Problem.from_columns(header, tables)
        except ProblemInvalid as invalid:
            if {error.code for error in invalid.errors} != {"fixed_infeasible"}:
                raise
            tables.pop("fixed", None)
    raise AssertionError("without fixed assignments every tiny problem is valid")


def parts_of(problem: Problem) -> set[str]:
    """The optional columns and tables that say something in this problem, and some awkward values."""
    columns = problem.columns()
    optional = {
        "units": ("fairness",),
        "persons": ("hours_max", "hours_target", "hours_done", "entitled"),
        "programmes": ("away_load", "organiser_id"),
        "sessions": ("duration", "closed"),
        "candidates": ("fund_id",),
    }
    parts = {f"{table}.{name}" for table, names in optional.items() for name in names if name in columns[table]}
    parts |= {name for name in ("fixed", "unit_periods", "organisers", "organiser_periods") if name in columns}
    awkward = {
        "budget 0": problem.header.budget == 0,
        "target 0": problem.header.hours_target == 0,
        "minimum": bool((problem.programme_batch_min > 1).any()),
        "no batch": bool((problem.session_batches_max == 0).any()),
        "prerequisite": bool(problem.candidate_needs.any()),
        "mandatory": bool(problem.candidate_mandatory.any()),
        "self-paced": bool((problem.session_period == 0).any()),
        "nothing to do": problem.header.max_programmes == 0,
        "done above maximum": bool((problem.person_hours_done > problem.person_hours_max).any()),
        "fraction of load": bool((problem.programme_away_load % 1 > 0).any()),
    }
    return parts | {name for name, found in awkward.items() if found}


def _maybe(rng: random.Random, share: float, value: Any) -> Any:
    return value if rng.random() < share else None


def _header(rng: random.Random) -> dict[str, Any]:
    steps = sorted((rng.choice([1, 0.8, 0.6, 0.45, 0.3, 0, 2]) for _ in range(3)), reverse=True)
    return {
        "format": "renbina-problem/1",
        "periods": 4,
        "max_programmes": rng.choice([0, 1, 2, 2, 2, 3, 3, 3, 3, 4]),
        "hours_max": rng.choice([10, 20, 30, 60, 60, 160]),
        "hours_target": rng.choice([0, 8, 20, 20, 20, 30]),
        "step_weights": steps,
        "weights": {
            "mandatory": rng.choice([0, 1, 20, 20]),
            "entitlement": rng.choice([0, 2, 8]),
            "cost": rng.choice([0, 0.05, 0.05, 0.05, 0.05, 1]),
            "fairness": rng.choice([0, 4, 4, 9]),
        },
        "fairness_share": rng.choice([0, 0.5, 0.7, 1]),
        "budget": rng.choice([0, 0, 3, 5, 6, 8, 8, 10, 14, 20, 10**6]) * MILLION,
    }


def _tables(rng: random.Random) -> Tables:
    units = [f"U{u}" for u in range(rng.randint(1, 3))]
    funds = [f"F{f}" for f in range(rng.randint(1, 2))]
    organisers = [f"O{o}" for o in range(rng.randint(0, 2))]
    paid = [_maybe(rng, 0.4, rng.choice([0, 2, 4, 7, 9, 12]) * MILLION) for _ in funds]
    tables: Tables = {
        "units": {
            "unit_id": units,
            "budget": [_maybe(rng, 0.4, rng.choice([0, 1, 2, 3, 5, 8]) * MILLION) for _ in units],
            "away_max": [_maybe(rng, 0.5, rng.choice([0, 1, 1, 1, 2, 2])) for _ in units],
        },
        "funds": {"fund_id": funds, "budget": paid},
    }
    if rng.random() < 0.4:
        tables["units"]["fairness"] = [_maybe(rng, 0.6, rng.choice([0, 0.3, 0.5, 1])) for _ in units]
    _programmes(rng, tables, organisers)
    _sessions(rng, tables)
    _persons(rng, tables)
    if organisers:
        limit = [_maybe(rng, 0.6, rng.choice([0, 1, 2, 2, 3, 4])) for _ in organisers]
        tables["organisers"] = {"organiser_id": organisers, "batches_max_year": limit}
        rows = [(o, t) for o in organisers for t in range(1, 5) if rng.random() < 0.3]
        tables["organiser_periods"] = {
            "organiser_id": [o for o, _ in rows],
            "period": [t for _, t in rows],
            "batches_max": [rng.choice([0, 1, 1, 1, 2]) for _ in rows],
        }
    if rng.random() < 0.5:
        rows = [(u, t) for u in units for t in range(1, 5) if rng.random() < 0.3]
        tables["unit_periods"] = {
            "unit_id": [u for u, _ in rows],
            "period": [t for _, t in rows],
            "away_max": [_maybe(rng, 0.7, rng.choice([0, 1, 1, 2, 3])) for _ in rows],
        }
    return tables


def _loosen(rng: random.Random, header: dict[str, Any], tables: Tables) -> None:
    """Most limits away, so that something can be planned; one kind or another stays."""
    header |= {"hours_max": rng.choice([60, 160]), "budget": rng.choice([8, 14, 20, 30]) * MILLION}
    header["max_programmes"] = rng.choice([0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4])
    for table, column in (("units", "budget"), ("units", "away_max"), ("persons", "hours_max"), ("funds", "budget")):
        if rng.random() < 0.75 and column in tables[table]:
            tables[table][column] = [None for _ in tables[table][column]]
    for table in ("unit_periods", "organiser_periods"):
        if rng.random() < 0.6:
            tables.pop(table, None)
    sessions = tables["sessions"]
    sessions["batches_max"] = [max(1, most) for most in sessions["batches_max"]]
    if rng.random() < 0.7:
        sessions.pop("closed", None)


def _programmes(rng: random.Random, tables: Tables, organisers: list[str]) -> None:
    names = [f"J{j}" for j in range(rng.choice([1, 2, 3, 3, 4, 4]))]
    capacity = [rng.choice([1, 2, 2, 3, 3, 100]) for _ in names]
    funds = tables["funds"]["fund_id"]
    tables["programmes"] = {
        "programme_id": names,
        "hours": [rng.choice([0, 4, 8, 10, 12, 20, 24, 6.1]) for _ in names],
        "cost_per_person": [rng.choice([0, 0, 1, 1, 1, 2]) * MILLION + rng.choice([0, 0, 1]) for _ in names],
        "cost_per_batch": [rng.choice([0, 0, 1, 1, 2, 3]) * MILLION + rng.choice([0, 0, 1]) for _ in names],
        "capacity": capacity,
        "batch_min": [min(most, rng.choice([1, 1, 1, 2, 2, 3])) for most in capacity],
        "synchronous": [rng.random() < 0.7 for _ in names],
        "fund_id": [rng.choice(funds) for _ in names],
        "prerequisite_id": [rng.choice(names[:j]) if j and rng.random() < 0.5 else None for j in range(len(names))],
    }
    if rng.random() < 0.5:
        tables["programmes"]["away_load"] = [_maybe(rng, 0.7, rng.choice([0, 0.5, 0.5, 0.1, 1, 2])) for _ in names]
    if organisers:
        tables["programmes"]["organiser_id"] = [_maybe(rng, 0.8, rng.choice(organisers)) for _ in names]
    pairs = [(j, c) for j in names for c in ("C0", "C1", "C2") if rng.random() < 0.75]
    tables["effects"] = {
        "programme_id": [j for j, _ in pairs],
        "competency_id": [c for _, c in pairs],
        "lift": [rng.choice([1, 1, 2, 3]) for _ in pairs],
        "ceiling": [rng.choice([1, 2, 3, 3, 5]) for _ in pairs],
    }


def _sessions(rng: random.Random, tables: Tables) -> None:
    programmes = tables["programmes"]
    together = dict(zip(programmes["programme_id"], programmes["synchronous"], strict=True))
    held = [rng.choice(programmes["programme_id"]) for _ in range(rng.choice([1, 2, 3, 4, 5, 5, 5]))]
    period = [_maybe(rng, 1.0 if together[j] else 0.5, rng.randint(1, 4)) for j in held]
    tables["sessions"] = {
        "session_id": [f"S{s}" for s in range(len(held))],
        "programme_id": held,
        "period": period,
        "batches_max": [rng.choice([0, 1, 1, 1, 1, 2, 2, 3]) for _ in held],
    }
    if rng.random() < 0.5:
        longest = [None if t is None else rng.randint(1, 5 - t) for t in period]
        tables["sessions"]["duration"] = [_maybe(rng, 0.5, most) for most in longest]
    if rng.random() < 0.4:
        tables["sessions"]["closed"] = [_maybe(rng, 0.6, rng.random() < 0.5) for _ in held]


def _persons(rng: random.Random, tables: Tables) -> None:
    names = [f"P{i}" for i in range(rng.choice([1, 2, 3, 3, 4, 4, 5]))]
    alike = rng.random() < 0.2
    tables["persons"] = {"person_id": names, "unit_id": [rng.choice(tables["units"]["unit_id"]) for _ in names]}
    optional = {
        "hours_max": [0, 8, 20, 40],
        "hours_target": [0, 4, 12, 24],
        "hours_done": [0, 4, 10, 30, 200, 13.9],
        "entitled": [False, False, True],
    }
    for column, values in optional.items():
        if rng.random() < 0.4:
            tables["persons"][column] = [_maybe(rng, 0.5, rng.choice(values)) for _ in names]
    gaps: list[tuple[Any, ...]] = []
    rows: list[tuple[Any, ...]] = []
    needs = dict(zip(tables["programmes"]["programme_id"], tables["programmes"]["prerequisite_id"], strict=True))
    for i, name in enumerate(names):
        if alike and i:
            gaps += [(name, *row[1:]) for row in gaps if row[0] == names[0]]
            rows += [(name, *row[1:]) for row in rows if row[0] == names[0]]
            continue
        gaps += [
            (name, c, rng.choice([0, 0, 1, 2]), rng.choice([0, 1, 2, 2, 3]), rng.choice([0, 0.5, 1, 1.5, 2, 3]))
            for c in ("C0", "C1", "C2")
            if rng.random() < 0.9
        ]
        rows += [
            (name, j, rng.random() < 0.3, before is not None and rng.random() < 0.6)
            for j, before in needs.items()
            if rng.random() < 0.9
        ]
    columns = ("person_id", "competency_id", "held", "gap", "weight")
    tables["gaps"] = {column: [row[k] for row in gaps] for k, column in enumerate(columns)}
    columns = ("person_id", "programme_id", "mandatory", "needs_prerequisite")
    tables["candidates"] = {column: [row[k] for row in rows] for k, column in enumerate(columns)}
    if rng.random() < 0.4:
        funds = tables["funds"]["fund_id"]
        tables["candidates"]["fund_id"] = [_maybe(rng, 0.5, rng.choice(funds)) for _ in rows]


def _fixed(rng: random.Random, tables: Tables) -> list[tuple[str, str]]:
    sessions = tables["sessions"]
    of = list(zip(sessions["session_id"], sessions["programme_id"], strict=True))
    candidates = zip(tables["candidates"]["person_id"], tables["candidates"]["programme_id"], strict=True)
    pairs = [(person, s) for person, programme in candidates for s, held in of if held == programme]
    return sorted(rng.sample(pairs, min(len(pairs), rng.choice([1, 1, 2]))))

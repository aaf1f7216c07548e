"""Tight synthetic problems for tests and benchmarks: believable shapes, scarce by construction, no real person.

Everything is drawn from one seed. Seats, budgets and absences are set from a rough estimate of demand, so that every
kind of limit binds somewhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np

FORMS = (
    # name, share, hours, rupiah per person, rupiah per batch, capacity from, to, synchronous
    ("classical", 0.36, 24, 4_000_000, 25_000_000, 25, 40, True),
    ("workshop", 0.22, 12, 1_600_000, 12_000_000, 20, 40, True),
    ("webinar", 0.16, 6, 250_000, 6_000_000, 60, 150, False),
    ("self_paced", 0.12, 8, 0, 4_000_000, 300, 900, False),
    ("coaching", 0.08, 12, 1_200_000, 0, 4, 9, True),
    ("leadership", 0.06, 80, 12_000_000, 60_000_000, 25, 40, True),
)
STEP_WEIGHTS = (1.0, 0.8, 0.6, 0.45)
COMMON = 9

Header = dict[str, object]
Tables = dict[str, dict[str, list[Any]]]


def generate(
    people: int,
    seed: int,
    *,
    programmes: int | None = None,
    units: int | None = None,
    tightness: float = 0.45,
    candidates_max: int = 25,
    max_programmes: int = 4,
    hours_target: float = 20,
    funds: int = 9,
) -> tuple[Header, Tables]:
    """(header, tables) for `Problem.from_columns`.

    `tightness` is the share of the estimated cost of all wishes that the total budget pays. Raises ValueError for fewer
    than 0 people or no programmes.
    """
    if people < 0:
        raise ValueError(f"people must be at least 0, not {people}")
    rng = np.random.default_rng(seed)
    count = programmes if programmes is not None else int(np.clip(20 + 1.4 * people**0.5, 8, 400))
    if count < 1:
        raise ValueError("at least one programme is needed")
    n_units = units if units is not None else max(1, people // 85)
    families = int(np.clip(people // 250, 2, 30))
    persons = _persons(rng, people, n_units, families)
    offers = _programmes(rng, count, families, funds, people)
    tables: Tables = {"persons": {"person_id": persons["id"], "unit_id": [f"U{u:04d}" for u in persons["unit"]]}}
    tables["gaps"], weighted = _gaps(rng, persons, families)
    tables["effects"], effects = _effects(rng, offers)
    tables["candidates"], demand, cost = _candidates(rng, persons, offers, effects, weighted, candidates_max)
    tables["sessions"] = _sessions(rng, offers, demand, people)
    budget = round(tightness * cost)
    tables["programmes"] = _programme_table(offers, tables["candidates"])
    share = rng.dirichlet(np.full(funds, 3.0)) if funds else np.zeros(0)
    tables["funds"] = {
        "fund_id": [f"F{f:02d}" for f in range(funds)],
        "budget": [None if f == 0 else round(float(budget * share[f] * 1.4)) for f in range(funds)],
    }
    size = np.bincount(persons["unit"], minlength=n_units)
    unit_budget = budget * size / max(1, people) * rng.uniform(0.6, 1.4, n_units)
    tables["units"] = {
        "unit_id": [f"U{u:04d}" for u in range(n_units)],
        "budget": [round(float(unit_budget[u])) if u % 7 else None for u in range(n_units)],
        "away_max": [max(1, int(np.ceil(0.1 * size[u]))) if u % 11 else None for u in range(n_units)],
    }
    header: Header = {
        "format": "renbina-problem/1",
        "name": f"synthetic {people} seed {seed}",
        "periods": 12,
        "max_programmes": max_programmes,
        "hours_max": 160,
        "hours_target": hours_target,
        "step_weights": list(STEP_WEIGHTS),
        "weights": {"mandatory": 20, "entitlement": 8, "cost": 0.05, "fairness": 4},
        "fairness_share": 0.7,
        "budget": budget,
    }
    return header, tables


def _persons(rng: np.random.Generator, people: int, units: int, families: int) -> dict[str, Any]:
    weight = rng.pareto(1.2, units) + 0.3
    unit = rng.choice(units, people, p=weight / weight.sum())
    of_unit = rng.integers(0, families, (units, 4))
    return {
        "id": [f"P{i:07d}" for i in range(people)],
        "unit": unit,
        "family": of_unit[unit, rng.integers(0, 4, people)],
        "level": rng.choice(5, people, p=[0.42, 0.30, 0.17, 0.08, 0.03]),
    }


def _competency(family: int, slot: int) -> str:
    return f"K{slot:02d}" if slot < COMMON else f"T{family:02d}-{slot:02d}"


def _gaps(rng: np.random.Generator, persons: dict[str, Any], families: int) -> tuple[dict[str, list[Any]], Any]:
    columns: dict[str, list[Any]] = {name: [] for name in ("person_id", "competency_id", "held", "gap", "weight")}
    technical = rng.integers(3, 10, families)
    criticality = rng.uniform(0.4, 1.6, (families, 25))
    weighted: list[dict[str, float]] = []
    for i, name in enumerate(persons["id"]):
        family, level = int(persons["family"][i]), int(persons["level"][i])
        gaps: dict[str, float] = {}
        for slot in range(COMMON + int(technical[family])):
            draw = rng.random()
            gap = int(draw > 0.72) + int(draw > 0.88) + int(draw > 0.96) + int(draw > 0.99)
            held = int(np.clip(2 + level // 2 - gap + rng.integers(-1, 2), 0, 5))
            if gap == 0:
                continue
            competency = _competency(family, slot)
            weight = round(float(criticality[family, slot] * rng.uniform(0.75, 1.4)), 3)
            for column, value in zip(columns.values(), (name, competency, held, gap, weight), strict=True):
                column.append(value)
            gaps[competency] = weight * gap
        weighted.append(gaps)
    return columns, weighted


def _programmes(rng: np.random.Generator, count: int, families: int, funds: int, people: int) -> dict[str, Any]:
    form = rng.choice(len(FORMS), count, p=[row[1] for row in FORMS])
    facts = {name: np.array([row[k] for row in FORMS])[form] for k, name in ((2, "hours"), (3, "cost"), (4, "batch"))}
    low, high = (np.array([row[k] for row in FORMS])[form] for k in (5, 6))
    capacity = rng.integers(low, high + 1)
    shrunk = np.maximum(30, capacity * min(1.0, (people / 5000) ** 0.5))
    capacity = np.where(capacity > 40, shrunk, capacity).astype(int)
    least = np.maximum(1, np.round(capacity * rng.uniform(0.45, 0.7, count))).astype(int)
    least = np.where(form == 3, 1, np.where(form == 4, 2, least))
    return {
        "form": form,
        "family": np.where(rng.random(count) < 0.4, -1, rng.integers(0, families, count)),
        "hours": np.maximum(3, np.round(facts["hours"] * rng.uniform(0.6, 1.6, count))).astype(int),
        "cost": (np.round(facts["cost"] * rng.uniform(0.7, 1.5, count) / 1000) * 1000).astype(int),
        "batch": (np.round(facts["batch"] * rng.uniform(0.7, 1.4, count) / 1000) * 1000).astype(int),
        "capacity": capacity,
        "least": least,
        "synchronous": np.array([row[7] for row in FORMS])[form],
        "fund": rng.integers(0, max(1, funds), count),
        "before": np.where((np.arange(count) > 0) & (rng.random(count) < 0.1), rng.integers(0, count, count), -1),
    }


def _effects(rng: np.random.Generator, offers: dict[str, Any]) -> tuple[dict[str, list[Any]], list[set[str]]]:
    columns: dict[str, list[Any]] = {name: [] for name in ("programme_id", "competency_id", "lift", "ceiling")}
    of_programme: list[set[str]] = []
    for j, family in enumerate(offers["family"].tolist()):
        slots = np.arange(COMMON) if family < 0 else np.arange(COMMON - 1, COMMON + 9)
        chosen = rng.choice(slots, int(rng.integers(1, 4)), replace=False)
        names = {_competency(max(family, 0), int(slot)) for slot in chosen}
        of_programme.append(names)
        for name in sorted(names):
            lift = 1 + int(rng.random() < (0.55 if offers["synchronous"][j] else 0.2))
            row = (f"J{j:04d}", name, lift, int(rng.integers(2, 6)))
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return columns, of_programme


def _candidates(
    rng: np.random.Generator,
    persons: dict[str, Any],
    offers: dict[str, Any],
    effects: list[set[str]],
    weighted: list[dict[str, float]],
    most: int,
) -> tuple[dict[str, list[Any]], Any, float]:
    """Candidate rows, estimated demand by programme and the estimated cost of everybody's three first wishes."""
    names = ("person_id", "programme_id", "mandatory", "needs_prerequisite")
    columns: dict[str, list[Any]] = {name: [] for name in names}
    demand = np.zeros(len(effects))
    cost = 0.0
    seat = offers["cost"] + offers["batch"] / offers["capacity"]
    open_to_all = [j for j, form in enumerate(offers["form"].tolist()) if form == 3]
    for i, name in enumerate(persons["id"]):
        gaps = weighted[i]
        worth = {j: sum(gaps.get(c, 0.0) for c in effects[j]) for j in range(len(effects))}
        wanted = sorted((j for j in worth if worth[j] > 0), key=lambda j: (-worth[j], j))[:most]
        leads = persons["level"][i] >= 3
        must = [j for j, form in enumerate(offers["form"].tolist()) if leads and form == 5 and (i + j) % 5 == 0][:1]
        chosen = sorted(set(wanted) | set(must) | set(open_to_all[:2]))
        for j in chosen:
            before = int(offers["before"][j])
            needs = 0 <= before < j and bool(rng.random() < 0.5)
            for column, value in zip(columns.values(), (name, f"J{j:04d}", j in must, needs), strict=True):
                column.append(value)
        for j in wanted[:3]:
            demand[j] += 1
            cost += float(seat[j])
    return columns, demand, cost


def _sessions(rng: np.random.Generator, offers: dict[str, Any], demand: Any, people: int) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in ("session_id", "programme_id", "period", "batches_max")}
    for j, form in enumerate(offers["form"].tolist()):
        capacity = int(offers["capacity"][j])
        periods = [None] if form == 3 else sorted(rng.choice(12, int(rng.integers(2, 7)), replace=False).tolist())
        for period in periods:
            share = demand[j] / len(periods) * rng.uniform(0.35, 1.3)
            batches = max(1, round(share / capacity)) if period is not None else max(1, -(-people // capacity) // 2)
            row = (f"S{len(columns['session_id']):05d}", f"J{j:04d}", None if period is None else period + 1, batches)
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return columns


def _programme_table(offers: dict[str, Any], candidates: dict[str, list[Any]]) -> dict[str, list[Any]]:
    count = len(offers["form"])
    before = [f"J{b:04d}" if 0 <= b < j else None for j, b in enumerate(offers["before"].tolist())]
    return {
        "programme_id": [f"J{j:04d}" for j in range(count)],
        "hours": offers["hours"].tolist(),
        "cost_per_person": offers["cost"].tolist(),
        "cost_per_batch": offers["batch"].tolist(),
        "capacity": offers["capacity"].tolist(),
        "batch_min": offers["least"].tolist(),
        "synchronous": offers["synchronous"].tolist(),
        "fund_id": [f"F{f:02d}" for f in offers["fund"].tolist()],
        "prerequisite_id": before,
    }

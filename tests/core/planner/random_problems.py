"""Small random problems with every optional part now and then, and random plans for them, good and bad."""

import random

from binacore.planner import Problem, ProblemInvalid


def random_problem(seed):
    """(header, tables) of a valid problem."""
    r = random.Random(seed)
    header = {
        "format": "renbina-problem/1",
        "periods": r.randint(1, 5),
        "max_programmes": r.randint(0, 3),
        "hours_max": r.choice([0, 10, 24.5, 60]),
        "hours_target": r.choice([0, 8, 20]),
        "step_weights": [1, 0.75, 0.5],
        "weights": {"mandatory": r.choice([0, 20]), "entitlement": 8, "cost": 0.5, "fairness": r.choice([0, 4])},
        "fairness_share": r.choice([0, 0.7, 1]),
        "budget": r.choice([0, 5_000_000, 10**17]),
    }
    units, persons = [f"U{i}" for i in range(r.randint(1, 3))], [f"P{i}" for i in range(r.randint(1, 6))]
    programmes, sessions = [f"J{i}" for i in range(r.randint(1, 4))], [f"S{i}" for i in range(r.randint(1, 6))]
    funds, competencies = ["F0", "F1"], ["C0", "C1"]
    tables = {
        "units": {
            "unit_id": units,
            "budget": [r.choice([None, None, 0, 2_000_000]) for _ in units],
            "away_max": [r.choice([None, None, 0, 1, 2]) for _ in units],
        },
        "persons": {"person_id": persons, "unit_id": [r.choice(units) for _ in persons]},
        "funds": {"fund_id": funds, "budget": [r.choice([None, 0, 4_000_000]) for _ in funds]},
    }
    tables |= _offer(r, header["periods"], programmes, sessions, funds)
    pairs = [(p, j) for p in persons for j in programmes if r.random() < 0.7]
    before = dict(zip(programmes, tables["programmes"]["prerequisite_id"], strict=True))
    tables["candidates"] = {
        "person_id": [p for p, _ in pairs],
        "programme_id": [j for _, j in pairs],
        "mandatory": [r.random() < 0.3 for _ in pairs],
        "needs_prerequisite": [before[j] is not None and r.random() < 0.5 for _, j in pairs],
    }
    gaps = [(p, c) for p in persons for c in competencies if r.random() < 0.7]
    tables["gaps"] = {
        "person_id": [p for p, _ in gaps],
        "competency_id": [c for _, c in gaps],
        "held": [r.randint(0, 3) for _ in gaps],
        "gap": [r.randint(0, 3) for _ in gaps],
        "weight": [round(r.random() * 3, 3) for _ in gaps],
    }
    effects = [(j, c) for j in programmes for c in competencies if r.random() < 0.7]
    tables["effects"] = {
        "programme_id": [j for j, _ in effects],
        "competency_id": [c for _, c in effects],
        "lift": [r.randint(1, 3) for _ in effects],
        "ceiling": [r.randint(0, 6) for _ in effects],
    }
    _add_optional_parts(r, header, tables)
    return header, _with_possible_fixed(r, header, tables)


def _offer(r, periods, programmes, sessions, funds):
    synchronous = [r.random() < 0.6 for _ in programmes]
    of = [r.randrange(len(programmes)) for _ in sessions]
    capacity = [r.randint(1, 3) for _ in programmes]
    return {
        "programmes": {
            "programme_id": programmes,
            "hours": [r.choice([0, 4, 8.5, 20]) for _ in programmes],
            "cost_per_person": [r.choice([0, 1_000_000]) for _ in programmes],
            "cost_per_batch": [r.choice([0, 2_000_000]) for _ in programmes],
            "capacity": capacity,
            "batch_min": [r.randint(1, most) for most in capacity],
            "synchronous": synchronous,
            "fund_id": [r.choice(funds) for _ in programmes],
            "prerequisite_id": [programmes[i - 1] if i and r.random() < 0.5 else None for i in range(len(programmes))],
        },
        "sessions": {
            "session_id": sessions,
            "programme_id": [programmes[j] for j in of],
            "period": [r.randint(1, periods) if synchronous[j] or r.random() < 0.6 else None for j in of],
            "batches_max": [r.randint(0, 2) for _ in sessions],
        },
    }


def _add_optional_parts(r, header, tables):
    def column(table, name, choices):
        if r.random() < 0.5:
            rows = len(next(iter(tables[table].values())))
            tables[table][name] = [r.choice(choices) for _ in range(rows)]

    column("units", "fairness", [None, 0, 0.5, 1])
    column("persons", "hours_max", [None, 0, 8, 40])
    column("persons", "hours_target", [None, 0, 12])
    column("persons", "hours_done", [None, 0, 4, 50])
    column("persons", "entitled", [None, True, False])
    column("programmes", "away_load", [None, 0, 0.1, 0.5, 1, 2])
    column("candidates", "fund_id", [None, "F0", "F1"])
    column("sessions", "closed", [None, None, True, False])
    if r.random() < 0.5:
        left = [header["periods"] - period if period else 0 for period in tables["sessions"]["period"]]
        tables["sessions"]["duration"] = [r.choice([None, 1 + r.randint(0, most)]) for most in left]
    if r.random() < 0.5:
        tables["organisers"] = {"organiser_id": ["O0", "O1"], "batches_max_year": [r.choice([None, 0, 2]), 1]}
        column("programmes", "organiser_id", [None, "O0", "O1"])
        tables["organiser_periods"] = {"organiser_id": ["O0"], "period": [1], "batches_max": [r.randint(0, 2)]}
    if r.random() < 0.5:
        places = [(u, p) for u in tables["units"]["unit_id"] for p in range(1, header["periods"] + 1)]
        kept = [place for place in places if r.random() < 0.4]
        tables["unit_periods"] = {
            "unit_id": [unit for unit, _ in kept],
            "period": [period for _, period in kept],
            "away_max": [r.choice([None, 0, 1, 2]) for _ in kept],
        }


def _with_possible_fixed(r, header, tables):
    pairs = [pair for pair in _places(tables) if r.random() < 0.2]
    for kept in (pairs, pairs[:1]):
        tried = tables | {"fixed": {"person_id": [p for p, _ in kept], "session_id": [s for _, s in kept]}}
        try:
            Problem.from_columns(header, tried)
        except ProblemInvalid:
            continue
        return tried if kept else tables
    return tables


def _places(tables):
    candidates = zip(tables["candidates"]["person_id"], tables["candidates"]["programme_id"], strict=True)
    sessions = list(zip(tables["sessions"]["session_id"], tables["sessions"]["programme_id"], strict=True))
    return [(person, session) for person, mine in candidates for session, programme in sessions if mine == programme]


def random_plan(seed, tables):
    """(batches, pairs): mostly candidates' places, seats for most, and the fixed assignments mostly kept."""
    r = random.Random(seed)
    fixed = tables.get("fixed", {"person_id": [], "session_id": []})
    pairs = {pair for pair in zip(fixed["person_id"], fixed["session_id"], strict=True) if r.random() < 0.9}
    pairs |= {place for place in _places(tables) if r.random() < r.choice([0.1, 0.4])}
    if r.random() < 0.2:
        pairs.add((r.choice(tables["persons"]["person_id"]), r.choice(tables["sessions"]["session_id"])))
    batches = {}
    capacity = dict(zip(tables["programmes"]["programme_id"], tables["programmes"]["capacity"], strict=True))
    for session, programme in zip(tables["sessions"]["session_id"], tables["sessions"]["programme_id"], strict=True):
        seated = sum(s == session for _, s in pairs)
        batches[session] = max(0, -(-seated // capacity[programme]) + r.choice([0, 0, 0, 0, 1, -1]))
    return {session: count for session, count in batches.items() if count}, sorted(pairs)

"""The optional parts of section 7 of the format, put on a synthetic problem so that each is used and nothing breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.problem import NO_LIMIT, Header
from binacore.planner.synthetic_fixed import fix_assignments

Array = NDArray[Any]
Arrays = dict[str, Any]

DECEMBER, NOVEMBER, HOLIDAYS = 12, 11, (6, 7)
CONTRACT, PART_YEAR, ALREADY_TRAINED, NOT_ENTITLED = 0.12, 0.06, 0.25, 0.04


def with_parts(rng: np.random.Generator, header: Header, arrays: Arrays) -> tuple[Header, Arrays]:
    """The same problem in the middle of its year: contracts, hours done, long and begun sessions, organisers, funds."""
    arrays = arrays | _persons(rng, header, len(arrays["person_ids"]))
    arrays |= _units(rng, header, len(arrays["unit_ids"]))
    arrays |= _durations(rng, header, arrays)
    arrays |= _away_loads(arrays)
    arrays |= _unit_periods(rng, arrays["unit_away_max"])
    arrays |= _own_funds(rng, header, arrays)
    arrays |= _organisers(rng, header, arrays)
    arrays["session_closed"] = (arrays["session_period"] <= 2) & (rng.random(len(arrays["session_period"])) < 0.3)
    arrays["session_closed"] &= arrays["session_period"] > 0
    fixed, limits, budget = fix_assignments(rng, header, arrays)
    return replace(header, budget=budget), arrays | fixed | limits


def _persons(rng: np.random.Generator, header: Header, people: int) -> Arrays:
    draw = rng.random((4, people))
    contract = 24.0 + 8 * rng.integers(0, 3, people)
    return {
        "person_hours_max": np.where(draw[0] < CONTRACT, contract, header.hours_max),
        "person_hours_target": np.where(draw[1] < PART_YEAR, header.hours_target / 2, header.hours_target),
        "person_hours_done": np.where(draw[2] < ALREADY_TRAINED, rng.integers(1, 37, people) / 2, 0.0),
        "person_entitled": draw[3] >= NOT_ENTITLED,
    }


def _units(rng: np.random.Generator, header: Header, units: int) -> Arrays:
    own = np.array([0.0, 0.5, 0.9])[rng.integers(0, 3, units)]
    return {"unit_fairness": np.where(np.arange(units) % 8 == 3, own, header.fairness_share)}


def _durations(rng: np.random.Generator, header: Header, arrays: Arrays) -> Arrays:
    """Long classroom programmes may take two periods, the longest three, if the year is long enough."""
    programme, period = arrays["session_programme"], arrays["session_period"]
    hours, away = arrays["programme_hours"][programme], arrays["programme_synchronous"][programme]
    longer = (rng.random(len(period)) < 0.4) & away & (hours >= 24)
    wanted = np.where(longer, 2 + (hours >= 70), 1)
    fits = (period > 0) & (period + wanted - 1 <= header.periods)
    return {"session_duration": np.where(fits, wanted, 1)}


def _away_loads(arrays: Arrays) -> Arrays:
    hours = arrays["programme_hours"]
    load = np.where(hours <= 8, 0.25, np.where(hours <= 13, 0.5, 1.0))
    return {"programme_away_load": np.where(arrays["programme_synchronous"], load, 1.0)}


def _unit_periods(rng: np.random.Generator, away_max: Array) -> Arrays:
    """Treasurers stay in December, schools send everybody in the holidays, some counters keep half in November."""
    sort_of_unit = rng.integers(0, 12, len(away_max))
    rows: list[tuple[int, int, int]] = []
    for u, sort in enumerate(sort_of_unit.tolist()):
        if sort == 0:
            rows.append((u, DECEMBER, 0))
        elif sort == 1:
            rows += [(u, period, NO_LIMIT) for period in HOLIDAYS]
        elif sort == 2 and away_max[u] < NO_LIMIT:
            rows.append((u, NOVEMBER, int(away_max[u]) // 2))
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return {
        "unit_period_unit": table[:, 0],
        "unit_period_period": table[:, 1],
        "unit_period_away_max": table[:, 2],
    }


def _own_funds(rng: np.random.Generator, header: Header, arrays: Arrays) -> Arrays:
    """A few units (hospitals) pay for their own people from money of their own."""
    units, people = len(arrays["unit_ids"]), len(arrays["person_ids"])
    payers = rng.permutation(units)[: max(1, min(8, units // 20))]
    funds = len(arrays["fund_ids"])
    size = np.bincount(arrays["person_unit"], minlength=units)
    budget = np.round(header.budget * (size[payers] / max(1, people)) * 0.8).astype(np.int64)
    own = np.full(units, -1)
    own[payers] = funds + np.arange(len(payers))
    programme = arrays["candidate_programme"]
    pays = np.repeat(own[arrays["person_unit"]].astype(np.int32), np.diff(arrays["candidate_ptr"]))
    usual = arrays["programme_fund"].astype(np.int32)[programme]
    costly = (arrays["programme_cost_person"] > 0)[programme]
    return {
        "fund_ids": arrays["fund_ids"] + tuple(f"F{funds + k:02d}" for k in range(len(payers))),
        "fund_budget": np.concatenate([arrays["fund_budget"], budget]),
        "candidate_fund": np.where((pays >= 0) & costly, pays, usual),
    }


def _organisers(rng: np.random.Generator, header: Header, arrays: Arrays) -> Arrays:
    """Trainers' offices that can hold fewer batches than their sessions offer together, in some months and the year."""
    programmes = len(arrays["programme_ids"])
    count = min(60, 2 + programmes // 40)
    of = np.where(rng.random(programmes) < 0.6, rng.integers(0, count, programmes), -1)
    programme, batches = arrays["session_programme"], arrays["session_batches_max"]
    mine = of[programme] >= 0
    year = np.zeros(count, np.int64)
    np.add.at(year, of[programme][mine], batches[mine])
    held = np.zeros((count, header.periods + 1), np.int64)
    for later in range(int(arrays["session_duration"].max(initial=1))):
        running = mine & (arrays["session_period"] > 0) & (arrays["session_duration"] > later)
        np.add.at(held, (of[programme][running], arrays["session_period"][running] + later), batches[running])
    limited = (rng.random(held.shape) < 0.35) & (held > 1)
    organiser, period = np.nonzero(limited)
    most = np.ceil(held[limited] * rng.uniform(0.5, 1.0, len(organiser))).astype(np.int64)
    limit = np.ceil(year * rng.uniform(0.6, 1.0, count)).astype(np.int64)
    limit[0] = NO_LIMIT
    return {
        "programme_organiser": of,
        "organiser_ids": tuple(f"O{o:02d}" for o in range(count)),
        "organiser_batches_max": limit,
        "organiser_period_organiser": organiser,
        "organiser_period_period": period,
        "organiser_period_batches_max": most,
    }

"""Assignments that were made before the plan: begun classes and people already notified, always without a conflict."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.problem import NO_LIMIT, Header

Array = NDArray[Any]
Arrays = dict[str, Any]

SESSIONS_WITH_FIXED = 400
PINNED_SHARE = 0.04


def fix_assignments(rng: np.random.Generator, header: Header, arrays: Arrays) -> tuple[Arrays, Arrays, int]:
    """(fixed rows, limits of money and organisers raised where the fixed rows would not fit, total budget).

    Nobody is fixed twice, beyond his hours or his unit's absence, or without a prerequisite that he needs; so only
    money and organisers could be short, and they give way.
    """
    rows, sessions = _draw(rng, header, arrays)
    person = np.searchsorted(arrays["candidate_ptr"], rows, side="right") - 1
    order = np.lexsort((sessions, person))
    rows, sessions, person = rows[order], sessions[order], person[order]
    fixed = {"fixed_person": person, "fixed_session": sessions}
    batches = -(-np.bincount(sessions, minlength=len(arrays["session_ids"])) // _capacity(arrays))
    money, budget = _money(header, arrays, rows, person, batches)
    return fixed, money | _organisers(header, arrays, batches), budget


def _capacity(arrays: Arrays) -> Array:
    return arrays["programme_capacity"][arrays["session_programme"]]


def _draw(rng: np.random.Generator, header: Header, arrays: Arrays) -> tuple[Array, Array]:
    """(candidate rows, sessions) of the fixed assignments."""
    pinned = rng.random(len(arrays["session_ids"])) < PINNED_SHARE
    chosen = np.flatnonzero(arrays["session_closed"] | pinned)[:SESSIONS_WITH_FIXED]
    absence = _Absence(header, arrays)
    room = np.maximum(0.0, arrays["person_hours_max"] - arrays["person_hours_done"])
    taken = np.zeros(len(arrays["person_ids"]), np.bool_)
    free = ~arrays["candidate_needs"]
    rows: list[int] = []
    sessions: list[int] = []
    for s in chosen.tolist() if header.max_programmes else ():
        j = int(arrays["session_programme"][s])
        capacity = int(arrays["programme_capacity"][j])
        seats = min(2 * capacity, capacity * int(arrays["session_batches_max"][s]))
        found = np.flatnonzero((arrays["candidate_programme"] == j) & free)
        wanted = min(len(found), int(rng.integers(0, seats + 1)) // 2)
        for row in np.sort(rng.choice(found, wanted, replace=False)).tolist():
            i = int(np.searchsorted(arrays["candidate_ptr"], row, side="right")) - 1
            if not taken[i] and arrays["programme_hours"][j] <= room[i] and absence.takes(i, s):
                taken[i] = True
                rows.append(row)
                sessions.append(s)
    return np.array(rows, np.int64), np.array(sessions, np.int64)


class _Absence:
    """How much of each unit is away in each period."""

    def __init__(self, header: Header, arrays: Arrays) -> None:
        self.arrays = arrays
        self.limit = np.repeat(arrays["unit_away_max"][:, None], header.periods + 1, axis=1).astype(float)
        self.limit[arrays["unit_period_unit"], arrays["unit_period_period"]] = arrays["unit_period_away_max"]
        self.away = np.zeros_like(self.limit)

    def takes(self, i: int, s: int) -> bool:
        """Count person i in session s if the unit can spare him in all its periods."""
        a = self.arrays
        j = a["session_programme"][s]
        if not a["programme_synchronous"][j]:
            return True
        start = a["session_period"][s]
        when = slice(start, start + a["session_duration"][s])
        unit = a["person_unit"][i]
        load = a["programme_away_load"][j]
        if (self.away[unit, when] + load > self.limit[unit, when]).any():
            return False
        self.away[unit, when] += load
        return True


def _money(header: Header, arrays: Arrays, rows: Array, person: Array, batches: Array) -> tuple[Arrays, int]:
    cost = arrays["programme_cost_person"][arrays["candidate_programme"][rows]]
    of_unit = np.zeros(len(arrays["unit_ids"]), np.int64)
    np.add.at(of_unit, arrays["person_unit"][person], cost)
    of_fund = np.zeros(len(arrays["fund_ids"]), np.int64)
    np.add.at(of_fund, arrays["candidate_fund"][rows], cost)
    batch_cost = batches * arrays["programme_cost_batch"][arrays["session_programme"]]
    np.add.at(of_fund, arrays["programme_fund"][arrays["session_programme"]], batch_cost)
    limits = {
        "unit_budget": np.maximum(arrays["unit_budget"], of_unit),
        "fund_budget": np.maximum(arrays["fund_budget"], of_fund),
    }
    return limits, max(header.budget, int(of_fund.sum()))


def _organisers(header: Header, arrays: Arrays, batches: Array) -> Arrays:
    of = arrays["programme_organiser"][arrays["session_programme"]]
    year = np.zeros(len(arrays["organiser_ids"]), np.int64)
    held = np.zeros((len(year), header.periods + 1), np.int64)
    for s in np.flatnonzero((batches > 0) & (of >= 0)).tolist():
        start = int(arrays["session_period"][s])
        year[of[s]] += batches[s]
        if start:
            held[of[s], start : start + int(arrays["session_duration"][s])] += batches[s]
    needed = held[arrays["organiser_period_organiser"], arrays["organiser_period_period"]]
    return {
        "organiser_batches_max": np.minimum(NO_LIMIT, np.maximum(arrays["organiser_batches_max"], year)),
        "organiser_period_batches_max": np.maximum(arrays["organiser_period_batches_max"], needed),
    }

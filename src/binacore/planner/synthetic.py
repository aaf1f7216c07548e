"""Tight synthetic problems for tests and benchmarks: believable shapes, scarce by construction, no real person.

Everything is drawn from one seed, in one order, in one thread. Seats, budgets and absences are set from an estimate of
what everybody would take if nothing were scarce, so that every kind of limit binds somewhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.problem import NO_LIMIT, Header, Problem, Weights
from binacore.planner.synthetic_kinds import PROFILES, Profile
from binacore.planner.synthetic_offers import PERIODS, Offers, Sessions, draw_offers, draw_sessions
from binacore.planner.synthetic_people import COMMON, SLOTS, People, draw_people
from binacore.planner.synthetic_wishes import Wishes, draw_wishes

Array = NDArray[Any]
Arrays = dict[str, Any]

STEP_WEIGHTS = (1.0, 0.8, 0.6, 0.45)
ABSENT_SHARE = 0.1


def problem(
    people: int,
    seed: int,
    *,
    kind: str = "agency",
    parts: bool = False,
    tightness: float = 0.45,
    programmes: int | None = None,
    units: int | None = None,
    funds: int | None = None,
    candidates: int = 14,
    max_programmes: int = 3,
    hours_target: int = 20,
) -> Problem:
    """A valid problem of `people` persons; the same arguments give the same problem on every machine.

    `kind` is "agency" (a ministry or a city) or "regency" (very unequal units, few classroom seats, many free online
    courses). With `parts` all optional parts of section 7 of the format are used. `tightness` is the share of the cost
    of unlimited demand that the budget pays; `candidates` about how many programmes a person may attend (those who lack
    little have fewer). One million persons take about a minute and less than 1 GiB.

    Raises ValueError for fewer than 0 people, an unknown kind, no programmes, no units, no funds or no candidates.
    """
    profile = PROFILES.get(kind)
    if profile is None:
        raise ValueError(f"kind must be one of {', '.join(PROFILES)}, not {kind!r}")
    if people < 0:
        raise ValueError(f"people must be at least 0, not {people}")
    count = programmes if programmes is not None else _programmes_for(people, profile)
    n_units = units if units is not None else _units_for(people, profile)
    n_funds = funds if funds is not None else int(np.clip(3 + people // 3000, 3, 9))
    for name, value in (("programmes", count), ("units", n_units), ("funds", n_funds), ("candidates", candidates)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, not {value}")
    rng = np.random.default_rng([seed, people])
    crowd = draw_people(rng, people, n_units, profile)
    offers = draw_offers(rng, count, people, crowd.technical, crowd.regions, profile)
    wishes = draw_wishes(rng, crowd, offers, candidates, max_programmes, hours_target)
    sessions = draw_sessions(rng, offers, wishes.demand, people, profile)
    arrays = _ids(crowd, offers, sessions, n_funds)
    arrays |= _offer_arrays(offers, sessions, rng.integers(0, n_funds, count))
    budget, limits = _limits(rng, crowd, offers, wishes, arrays["programme_fund"], n_funds, tightness)
    header = Header(
        name=f"synthetic {kind} {people} seed {seed}{' with all parts' if parts else ''}",
        periods=PERIODS,
        max_programmes=max_programmes,
        hours_max=160.0,
        hours_target=float(hours_target),
        step_weights=STEP_WEIGHTS,
        weights=Weights(mandatory=20.0, entitlement=8.0, cost=0.05, fairness=4.0),
        fairness_share=0.7,
        budget=budget,
    )
    arrays |= limits | {
        "person_unit": crowd.unit,
        "candidate_ptr": wishes.ptr,
        "candidate_programme": wishes.programme,
        "candidate_mandatory": wishes.mandatory,
        "candidate_needs": wishes.needs,
    }
    arrays |= _gap_arrays(crowd)
    arrays |= _only_used_competencies(arrays)
    if parts:
        from binacore.planner.synthetic_parts import with_parts

        header, arrays = with_parts(rng, header, arrays)
    return Problem.from_arrays(header, **arrays)


def generate(people: int, seed: int, **shape: Any) -> tuple[dict[str, object], dict[str, dict[str, list[Any]]]]:
    """(header, tables) for `Problem.from_columns`, of the same problem; `shape` as in `problem`."""
    made = problem(people, seed, **shape)
    return made.header_fields(), made.columns()


def _programmes_for(people: int, profile: Profile) -> int:
    return int(np.clip(round(profile.programmes * (people / 500) ** 0.5), 8, profile.programmes_most))


def _units_for(people: int, profile: Profile) -> int:
    least = min(5, people // 4)  # in one small unit hardly anybody could be away, and no class would fill
    return max(1, least, round(people / profile.unit_people / max(1.0, people / 20_000) ** 0.5))


def _ids(crowd: People, offers: Offers, sessions: Sessions, funds: int) -> Arrays:
    """Names of one length each, so that their order is that of their numbers."""
    technical = [f"T{f:02d}-{slot:02d}" for f in range(len(crowd.technical)) for slot in range(COMMON, SLOTS)]
    return {
        "unit_ids": tuple(f"U{u:05d}" for u in range(len(crowd.unit_size))),
        "person_ids": tuple(f"P{i:07d}" for i in range(len(crowd.unit))),
        "competency_ids": tuple([f"K{slot:02d}" for slot in range(COMMON)] + technical),
        "programme_ids": tuple(f"J{j:05d}" for j in range(len(offers.form))),
        "session_ids": tuple(f"S{s:06d}" for s in range(len(sessions.programme))),
        "fund_ids": tuple(f"F{f:02d}" for f in range(funds)),
    }


def _competency(family: Array, slot: Array) -> Array:
    """Index of the competency that a slot means in a family (common slots mean the same in all)."""
    own = COMMON + family.astype(np.int64) * (SLOTS - COMMON) + slot - COMMON
    return np.where(slot < COMMON, slot, own).astype(np.int32)


def _offer_arrays(offers: Offers, sessions: Sessions, fund: Array) -> Arrays:
    taught_by = np.repeat(offers.family, np.diff(offers.effect_ptr))
    competency = _competency(np.maximum(taught_by, 0), offers.effect_slot)
    return {
        "programme_hours": offers.hours,
        "programme_cost_person": offers.cost_person,
        "programme_cost_batch": offers.cost_batch,
        "programme_capacity": offers.capacity,
        "programme_batch_min": offers.batch_min,
        "programme_synchronous": offers.synchronous,
        "programme_fund": fund,
        "programme_prerequisite": offers.prerequisite,
        "effect_ptr": offers.effect_ptr,
        "effect_competency": competency,
        "effect_lift": offers.effect_lift,
        "effect_ceiling": offers.effect_ceiling,
        "session_programme": sessions.programme,
        "session_period": sessions.period,
        "session_batches_max": sessions.batches_max,
    }


def _gap_arrays(crowd: People) -> Arrays:
    """One row for each competency that a person lacks."""
    lacking = crowd.gap > 0
    counts = lacking.sum(axis=1)
    ptr = np.concatenate([[0], np.cumsum(counts)])
    total = int(ptr[-1])
    competency, weight = np.zeros(total, np.int32), np.zeros(total, np.float64)
    size, held = np.zeros(total, np.int16), np.zeros(total, np.int16)
    for start in range(0, len(lacking), 65_536):
        persons = np.arange(start, min(start + 65_536, len(lacking)))
        person, slot = np.nonzero(lacking[persons])
        rows = slice(int(ptr[start]), int(ptr[start]) + len(slot))
        weight[rows] = crowd.weights(persons)[person, slot] / 1000
        person += start
        competency[rows] = _competency(crowd.family[person], slot)
        size[rows], held[rows] = crowd.gap[person, slot], crowd.held[person, slot]
    return {
        "gap_ptr": ptr,
        "gap_competency": competency,
        "gap_held": held,
        "gap_size": size,
        "gap_weight": weight,
    }


def _only_used_competencies(arrays: Arrays) -> Arrays:
    """Without competencies that nobody lacks and nothing teaches: the format knows only those in a row."""
    ids = arrays["competency_ids"]
    used = np.zeros(len(ids), np.bool_)
    used[arrays["gap_competency"]] = True
    used[arrays["effect_competency"]] = True
    place = (np.cumsum(used) - 1).astype(np.int32)
    return {
        "competency_ids": tuple(name for name, kept in zip(ids, used.tolist(), strict=True) if kept),
        "gap_competency": place[arrays["gap_competency"]],
        "effect_competency": place[arrays["effect_competency"]],
    }


def _limits(
    rng: np.random.Generator,
    crowd: People,
    offers: Offers,
    wishes: Wishes,
    fund: Array,
    funds: int,
    tightness: float,
) -> tuple[int, Arrays]:
    """(budget, limits of units and funds), all a share of what unlimited demand would cost."""
    cost = wishes.demand * offers.seat_cost
    budget = round(tightness * int(cost.sum()))
    of_fund = np.zeros(funds, np.int64)
    np.add.at(of_fund, fund, cost)
    fund_budget = np.round(tightness * of_fund * rng.uniform(0.95, 1.35, funds)).astype(np.int64)
    fund_budget[0] = NO_LIMIT
    size = crowd.unit_size
    share = budget * (size / max(1, len(crowd.unit)))
    unit_budget = np.round(share * rng.uniform(0.68, 1.44, len(size))).astype(np.int64)
    units = np.arange(len(size))
    away = np.maximum(1, -(-size // round(1 / ABSENT_SHARE)))
    return budget, {
        "unit_budget": np.where(units % 7 == 6, NO_LIMIT, unit_budget),
        "unit_away_max": np.where(units % 11 == 10, NO_LIMIT, away),
        "fund_budget": fund_budget,
    }

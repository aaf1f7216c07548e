"""The solver's view of a problem: the same facts as `Problem`, arranged for compiled loops.

Internal to the planner. Money is kept twice: in rupiah (integers, for limits) and in millions (floats, for prices).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from binacore.planner.problem import NO_LIMIT, Bools, Floats, Ints, Problem

HOURS_SLACK = 5e-7
"""Half the format's tolerance: a plan built with it cannot fail the check by the order of its sums."""


class Model(NamedTuple):
    """`cand_*`: rows of candidates (person-wise), `hit_*`: what a candidate row can do for the person's gap rows.

    `hit_ceiling` counts from the level held. `cand_value` is the worth of the programme alone (coverage and mandatory
    reward). `session_ptr`/`session_of` list the openable sessions of a programme. Period 0 is self-paced.
    """

    most: int
    hours_max: float
    hours_target: float
    reward_mandatory: float
    reward_target: float
    cost_weight: float
    fairness_weight: float
    unit: Ints
    unit_quota: Floats
    cand_ptr: Ints
    cand_programme: Ints
    cand_value: Floats
    cand_reward: Floats
    cand_needs: Ints
    cand_serves: Bools
    cand_mask: Ints
    potential: Floats
    hit_ptr: Ints
    hit_gap: Ints
    hit_lift: Ints
    hit_ceiling: Ints
    gap_size: Ints
    gap_weight: Floats
    steps_worth: Floats
    hours: Floats
    cost: Ints
    cost_millions: Floats
    batch_cost: Ints
    batch_millions: Floats
    capacity: Ints
    batch_min: Ints
    away: Bools
    fund: Ints
    session_ptr: Ints
    session_of: Ints
    programme: Ints
    period: Ints
    batches_max: Ints
    taker_ptr: Ints
    taker: Ints


class Limits(NamedTuple):
    """What may be used: rupiah in `total`, `funds`, `units`; persons in `absence` (unit, period 0..T)."""

    total: int
    funds: Ints
    units: Ints
    absence: Ints


def limits_of(problem: Problem) -> Limits:
    absence = np.repeat(problem.unit_away_max[:, None], problem.header.periods + 1, axis=1)
    return Limits(problem.header.budget, problem.fund_budget, problem.unit_budget, absence)


def model_of(problem: Problem) -> Model:
    header = problem.header
    hits = _hits(problem)
    most = int(min(header.max_programmes, np.diff(problem.candidate_ptr).max(initial=0)))
    size = np.bincount(problem.person_unit, minlength=len(problem.unit_ids))
    quota: Floats = size.astype(np.float64) * header.fairness_share
    reward: Floats = problem.candidate_mandatory.astype(np.float64) * header.weights.mandatory
    return Model(
        most=most,
        hours_max=header.hours_max + HOURS_SLACK,
        hours_target=header.hours_target - HOURS_SLACK,
        reward_mandatory=header.weights.mandatory,
        reward_target=header.weights.entitlement,
        cost_weight=header.weights.cost,
        fairness_weight=header.weights.fairness,
        unit=problem.person_unit,
        unit_quota=quota,
        cand_ptr=problem.candidate_ptr,
        cand_programme=problem.candidate_programme,
        cand_value=_alone(problem, hits) + reward,
        cand_reward=reward,
        potential=_potential(problem, hits, reward),
        cand_mask=_masks(hits, len(problem.candidate_programme)),
        **_prerequisites(problem),
        **hits,
        gap_size=problem.gap_size,
        gap_weight=problem.gap_weight,
        steps_worth=np.concatenate([[0.0], np.cumsum(header.step_weights)]),
        hours=problem.programme_hours,
        cost=problem.programme_cost_person,
        cost_millions=problem.programme_cost_person / 1e6,
        batch_cost=problem.programme_cost_batch,
        batch_millions=problem.programme_cost_batch / 1e6,
        capacity=problem.programme_capacity,
        batch_min=problem.programme_batch_min,
        away=problem.programme_synchronous,
        fund=problem.programme_fund,
        **_sessions(problem),
        programme=problem.session_programme,
        period=problem.session_period,
        batches_max=problem.session_batches_max,
        **_takers(problem),
    )


def _hits(problem: Problem) -> dict[str, Any]:
    """Pairs (candidate row, gap row) where the programme can close at least one step of a weighted gap."""
    rows = len(problem.candidate_programme)
    person = np.repeat(np.arange(problem.persons), np.diff(problem.candidate_ptr))
    counts = np.diff(problem.effect_ptr)[problem.candidate_programme]
    candidate = np.repeat(np.arange(rows), counts)
    within = np.arange(len(candidate)) - np.repeat(np.cumsum(counts) - counts, counts)
    effect = problem.effect_ptr[problem.candidate_programme[candidate]] + within
    width = max(1, len(problem.competency_ids))
    gap_person = np.repeat(np.arange(problem.persons), np.diff(problem.gap_ptr))
    keys = gap_person * width + problem.gap_competency
    wanted = person[candidate] * width + problem.effect_competency[effect]
    at = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
    found = keys[at] == wanted if len(keys) else np.zeros(len(wanted), bool)
    candidate, effect, gap = candidate[found], effect[found], at[found]
    ceiling = problem.effect_ceiling[effect] - problem.gap_held[gap]
    useful = (ceiling > 0) & (problem.gap_size[gap] > 0) & (problem.gap_weight[gap] > 0)
    candidate, effect, gap, ceiling = candidate[useful], effect[useful], gap[useful], ceiling[useful]
    ptr = np.concatenate([[0], np.cumsum(np.bincount(candidate, minlength=rows))]).astype(np.int64)
    lift = problem.effect_lift[effect]
    return {"hit_ptr": ptr, "hit_gap": gap.astype(np.int64), "hit_lift": lift, "hit_ceiling": ceiling}


def _alone(problem: Problem, hits: dict[str, Any]) -> Floats:
    """Coverage of each candidate row if the person had no other programme."""
    worth = np.concatenate([[0.0], np.cumsum(problem.header.step_weights)])
    gap = hits["hit_gap"]
    steps = np.minimum(np.minimum(hits["hit_lift"], hits["hit_ceiling"]), problem.gap_size[gap])
    owner = np.repeat(np.arange(len(hits["hit_ptr"]) - 1), np.diff(hits["hit_ptr"]))
    values = problem.gap_weight[gap] * worth[steps]
    return np.bincount(owner, weights=values, minlength=len(problem.candidate_programme)).astype(np.float64)


def _potential(problem: Problem, hits: dict[str, Any], reward: Floats) -> Floats:
    """Coverage and reward of each person if he could attend all his candidates: no bundle is worth more."""
    order = np.lexsort((hits["hit_ceiling"], hits["hit_gap"]))
    level = np.zeros(len(problem.gap_size), np.int64)
    # effects one after the other, lowest ceiling of every gap first, all gaps at once
    gap = hits["hit_gap"][order]
    place = np.arange(len(gap)) - np.searchsorted(gap, gap)
    for turn in range(int(place.max(initial=-1)) + 1):
        now = order[place == turn]
        rows = hits["hit_gap"][now]
        level[rows] = np.maximum(level[rows], np.minimum(level[rows] + hits["hit_lift"][now], hits["hit_ceiling"][now]))
    worth = np.concatenate([[0.0], np.cumsum(problem.header.step_weights)])
    value = problem.gap_weight * worth[np.minimum(level, problem.gap_size)]
    by_gap = np.bincount(np.repeat(np.arange(problem.persons), np.diff(problem.gap_ptr)), value, problem.persons)
    owner = np.repeat(np.arange(problem.persons), np.diff(problem.candidate_ptr))
    return (by_gap + np.bincount(owner, reward, problem.persons)).astype(np.float64)


def _masks(hits: dict[str, Any], rows: int) -> Ints:
    """One bit per gap row (modulo 62): two programmes without a common bit cannot overlap."""
    masks = np.zeros(rows, np.int64)
    owner = np.repeat(np.arange(rows), np.diff(hits["hit_ptr"]))
    np.bitwise_or.at(masks, owner, np.left_shift(np.int64(1), hits["hit_gap"] % 62))
    return masks


def _prerequisites(problem: Problem) -> dict[str, Any]:
    """For each candidate row the programme that must come earlier (or -1), and whether it serves another row so."""
    before = problem.programme_prerequisite[problem.candidate_programme]
    needs = np.where(problem.candidate_needs, before, -1)
    person = np.repeat(np.arange(problem.persons), np.diff(problem.candidate_ptr))
    width = max(1, len(problem.programme_ids))
    wanted = np.unique(person[needs >= 0] * width + needs[needs >= 0])
    serves = np.isin(person * width + problem.candidate_programme, wanted)
    return {"cand_needs": needs.astype(np.int64), "cand_serves": serves}


def _sessions(problem: Problem) -> dict[str, Any]:
    """Openable sessions by programme, in order of period.

    A session that allows no batch, has fewer candidates than one batch needs, or whose smallest batch no budget can
    pay can never be held; leaving it out also tightens the bound.
    """
    demand = np.bincount(problem.candidate_programme, minlength=len(problem.programme_ids))
    least = problem.programme_batch_min
    # in Python integers: 10^15 rupiah times 10^9 persons does not fit into 64 bits
    smallest = [
        int(batch) + int(each) * int(count)
        for batch, each, count in zip(problem.programme_cost_batch, problem.programme_cost_person, least, strict=True)
    ]
    funds = [min(problem.header.budget, int(problem.fund_budget[fund])) for fund in problem.programme_fund]
    payable = np.array([need <= fund for need, fund in zip(smallest, funds, strict=True)], dtype=bool)
    openable = (demand >= least) & payable
    keep = np.flatnonzero((problem.session_batches_max > 0) & openable[problem.session_programme])
    order = np.lexsort((keep, problem.session_period[keep], problem.session_programme[keep]))
    kept = keep[order].astype(np.int64)
    counts = np.bincount(problem.session_programme[kept], minlength=len(problem.programme_ids))
    return {"session_ptr": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), "session_of": kept}


def _takers(problem: Problem) -> dict[str, Any]:
    """The persons who have each programme among their candidates, by programme."""
    person = np.repeat(np.arange(problem.persons), np.diff(problem.candidate_ptr))
    order = np.argsort(problem.candidate_programme, kind="stable")
    counts = np.bincount(problem.candidate_programme, minlength=len(problem.programme_ids))
    ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return {"taker_ptr": ptr, "taker": person[order].astype(np.int64)}


def limited(values: Ints) -> Bools:
    return values < NO_LIMIT

"""The solver's view of a problem: the same facts as `Problem`, arranged for compiled loops.

Internal to the planner. Money is kept twice: in rupiah (integers, for limits) and in millions (floats, for prices).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from binacore.planner.openable import openable_sessions
from binacore.planner.problem import NO_LIMIT, Bools, Floats, Problem

Ints = NDArray[np.signedinteger[Any]]
"""Whole numbers of any width: a million persons are kept in narrow ones."""

HOURS_SLACK = 5e-7
"""Half the format's tolerance: a plan built with it cannot fail the check by the order of its sums."""
LOAD_SLACK = 5e-7
"""The same for sums of absence loads."""
BLOCK = 50_000
"""Persons whose pairs are worked out at a time."""
NEVER_ENOUGH = 1e9
"""Hours to go for who is not entitled: no bundle reaches them."""


class Model(NamedTuple):
    """`cand_*`: rows of candidates (person-wise), `hit_*`: what a candidate row can do for the person's gap rows.

    `room_hours` is what a person may still attend, `aim` the hours that bring him to his target (0 or less: he is there
    already). `hit_ceiling` counts from the level held. `cand_value` is the worth of the programme alone (coverage and
    mandatory reward). `session_ptr`/`session_of` list the openable sessions of a programme. A session occupies periods
    start..end, both 0 when self-paced. `exempt` batches of a session need no minimum (they hold fixed persons).
    `extra_*` is further use of general resources by candidate row; `has_extra` says whether there is any.
    """

    most: int
    reward_mandatory: float
    reward_target: float
    cost_weight: float
    fairness_weight: float
    unit: Ints
    room_hours: Floats
    aim: Floats
    unit_quota: Floats
    cand_ptr: Ints
    cand_programme: Ints
    cand_value: Floats
    cand_mandatory: Bools
    cand_needs: Bools
    cand_serves: Bools
    cand_fund: Ints
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
    load: Floats
    fund: Ints
    before: Ints
    organiser: Ints
    session_ptr: Ints
    session_of: Ints
    programme: Ints
    start: Ints
    end: Ints
    batches_max: Ints
    exempt: Ints
    taker_ptr: Ints
    taker: Ints
    fixed_ptr: Ints
    fixed_session: Ints
    has_extra: bool
    extra_ptr: Ints
    extra_resource: Ints
    extra_use: Floats


class Limits(NamedTuple):
    """What may be used: rupiah in `total`, `funds`, `units`; loads in `absence` (unit, period 0..T), inf = no limit;
    batches in `organiser_year` and `organiser_period` (organiser, period 0..T); `extra` of the general resources."""

    total: int
    funds: Ints
    units: Ints
    absence: Floats
    organiser_year: Ints
    organiser_period: Ints
    extra: Floats


def limits_of(problem: Problem) -> Limits:
    periods = problem.header.periods + 1
    year = np.where(problem.unit_away_max == NO_LIMIT, np.inf, problem.unit_away_max.astype(np.float64))
    absence = np.repeat(year[:, None], periods, axis=1)
    special = problem.unit_period_away_max
    absence[problem.unit_period_unit, problem.unit_period_period] = np.where(special == NO_LIMIT, np.inf, special)
    absence[:, 0] = np.inf
    by_period = np.full((len(problem.organiser_ids), periods), NO_LIMIT, np.int64)
    rows = problem.organiser_period_organiser, problem.organiser_period_period
    by_period[rows] = problem.organiser_period_batches_max
    return Limits(
        problem.header.budget,
        problem.fund_budget.astype(np.int64),
        problem.unit_budget.astype(np.int64),
        absence,
        problem.organiser_batches_max.astype(np.int64),
        by_period,
        np.zeros(1),
    )


def model_of(problem: Problem) -> Model:
    header = problem.header
    hits = _hits(problem)
    most = int(min(header.max_programmes, np.diff(problem.candidate_ptr).max(initial=0)))
    entitled = problem.person_entitled
    size = np.bincount(problem.person_unit, weights=entitled, minlength=len(problem.unit_ids))
    to_go = problem.person_hours_target - problem.person_hours_done
    reward: Floats = problem.candidate_mandatory.astype(np.float64) * header.weights.mandatory
    model = Model(
        most=most,
        reward_mandatory=header.weights.mandatory,
        reward_target=header.weights.entitlement,
        cost_weight=header.weights.cost,
        fairness_weight=header.weights.fairness,
        unit=problem.person_unit,
        room_hours=np.maximum(0.0, problem.person_hours_max - problem.person_hours_done) + HOURS_SLACK,
        aim=np.where(entitled, to_go - HOURS_SLACK, NEVER_ENOUGH),
        unit_quota=(size * problem.unit_fairness).astype(np.float64),
        cand_ptr=problem.candidate_ptr,
        cand_programme=problem.candidate_programme,
        cand_value=_alone(problem, hits) + reward,
        cand_mandatory=problem.candidate_mandatory,
        cand_needs=problem.candidate_needs,
        cand_serves=_serving(problem, hits),
        cand_fund=problem.candidate_fund,
        potential=_potential(problem, hits, reward),
        cand_mask=_masks(problem, hits),
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
        load=np.where(problem.programme_synchronous, problem.programme_away_load, 0.0),
        fund=problem.programme_fund,
        before=problem.programme_prerequisite,
        organiser=problem.programme_organiser,
        **openable_sessions(problem, limits_of(problem).absence),
        programme=problem.session_programme,
        start=problem.session_period,
        end=np.where(problem.session_period > 0, problem.session_period + problem.session_duration - 1, 0).astype(
            np.int32
        ),
        exempt=_exempt(problem),
        **_takers(problem),
        **_fixed(problem),
        has_extra=False,
        extra_ptr=np.zeros(1, np.int64),
        extra_resource=np.zeros(1, np.int32),
        extra_use=np.zeros(1),
    )
    return sealed(model)


def sealed(model: Model) -> Model:
    """The model with every array read-only: kernels are compiled anew for arrays that may be written."""
    arrays: dict[str, Any] = {
        name: value.view() for name, value in model._asdict().items() if isinstance(value, np.ndarray)
    }
    for array in arrays.values():
        array.setflags(write=False)
    return model._replace(**arrays)


def _hits(problem: Problem) -> dict[str, Any]:
    """Pairs (candidate row, gap row) where the programme can close at least one step of a weighted gap.

    Worked through in blocks of persons: all pairs at once would need several times the memory of the result.
    """
    width = max(1, len(problem.competency_ids))
    gap_person = np.repeat(np.arange(problem.persons, dtype=np.int64), np.diff(problem.gap_ptr))
    keys = gap_person * width + problem.gap_competency
    del gap_person
    counts, parts = [], []
    per_programme = np.diff(problem.effect_ptr)
    for first in range(0, max(1, problem.persons), BLOCK):
        last = min(problem.persons, first + BLOCK)
        low, high = problem.candidate_ptr[first], problem.candidate_ptr[last]
        programmes = problem.candidate_programme[low:high]
        person = np.repeat(np.arange(first, last), np.diff(problem.candidate_ptr[first : last + 1]))
        many = per_programme[programmes]
        row = np.repeat(np.arange(high - low), many)
        within = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        effect = problem.effect_ptr[programmes[row]] + within
        wanted = person[row] * width + problem.effect_competency[effect]
        at = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        found = keys[at] == wanted if len(keys) else np.zeros(len(wanted), bool)
        row, effect, gap = row[found], effect[found], at[found]
        ceiling = problem.effect_ceiling[effect] - problem.gap_held[gap]
        useful = (ceiling > 0) & (problem.gap_size[gap] > 0) & (problem.gap_weight[gap] > 0)
        counts.append(np.bincount(row[useful], minlength=high - low))
        lift = problem.effect_lift[effect[useful]]
        parts.append((gap[useful].astype(np.int32), lift.astype(np.int16), ceiling[useful].astype(np.int16)))
    ptr = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    gap, lift, ceiling = (np.concatenate(column) for column in zip(*parts, strict=True))
    return {"hit_ptr": ptr, "hit_gap": gap, "hit_lift": lift, "hit_ceiling": ceiling}


def _owners(ptr: Ints) -> Ints:
    return np.repeat(np.arange(len(ptr) - 1, dtype=np.int32), np.diff(ptr))


class _Block(NamedTuple):
    """Some persons with their candidate rows, hits and gap rows: all at once would take several times the memory."""

    persons: slice
    rows: slice
    hits: slice
    gaps: slice


def _blocks(problem: Problem, hits: dict[str, Any]) -> Iterator[_Block]:
    for first in range(0, problem.persons, BLOCK):
        last = min(problem.persons, first + BLOCK)
        low, high = int(problem.candidate_ptr[first]), int(problem.candidate_ptr[last])
        within = slice(int(hits["hit_ptr"][low]), int(hits["hit_ptr"][high]))
        gaps = slice(int(problem.gap_ptr[first]), int(problem.gap_ptr[last]))
        yield _Block(slice(first, last), slice(low, high), within, gaps)


def _owners_in(ptr: Ints, span: slice) -> Ints:
    return _owners(ptr[span.start : span.stop + 1])


def _alone(problem: Problem, hits: dict[str, Any]) -> Floats:
    """Coverage of each candidate row if the person had no other programme."""
    worth = np.concatenate([[0.0], np.cumsum(problem.header.step_weights)])
    alone = np.zeros(len(problem.candidate_programme))
    for block in _blocks(problem, hits):
        gap = hits["hit_gap"][block.hits]
        most = np.minimum(hits["hit_lift"][block.hits], hits["hit_ceiling"][block.hits])
        values = problem.gap_weight[gap] * worth[np.minimum(most, problem.gap_size[gap])]
        rows = _owners_in(hits["hit_ptr"], block.rows)
        alone[block.rows] = np.bincount(rows, values, block.rows.stop - block.rows.start)
    return alone


def _potential(problem: Problem, hits: dict[str, Any], reward: Floats) -> Floats:
    """Coverage and reward of each person if he could attend all his candidates: no bundle is worth more."""
    worth = np.concatenate([[0.0], np.cumsum(problem.header.step_weights)])
    potential = np.zeros(problem.persons)
    for block in _blocks(problem, hits):
        gap, lift = hits["hit_gap"][block.hits] - block.gaps.start, hits["hit_lift"][block.hits]
        level = _learnt(gap, lift, hits["hit_ceiling"][block.hits], block.gaps.stop - block.gaps.start)
        value = problem.gap_weight[block.gaps] * worth[np.minimum(level, problem.gap_size[block.gaps])]
        many = block.persons.stop - block.persons.start
        by_gap = np.bincount(_owners_in(problem.gap_ptr, block.persons), value, many)
        rewards = np.bincount(_owners_in(problem.candidate_ptr, block.persons), reward[block.rows], many)
        potential[block.persons] = by_gap + rewards
    return potential


def _learnt(gap: Ints, lift: Ints, ceiling: Ints, gaps: int) -> Ints:
    """Steps closed of each gap by all programmes that help, one after the other, lowest ceiling first."""
    order = np.lexsort((ceiling, gap))
    level = np.zeros(gaps, np.int64)
    gap = gap[order]
    place = np.arange(len(gap)) - np.searchsorted(gap, gap)
    for turn in range(int(place.max(initial=-1)) + 1):
        at = place == turn
        now, rows = order[at], gap[at]
        level[rows] = np.maximum(level[rows], np.minimum(level[rows] + lift[now], ceiling[now]))
    return level


def _masks(problem: Problem, hits: dict[str, Any]) -> Ints:
    """One bit per gap row (modulo 62): two programmes without a common bit cannot overlap."""
    masks = np.zeros(len(problem.candidate_programme), np.int64)
    for block in _blocks(problem, hits):
        bits = np.left_shift(np.int64(1), hits["hit_gap"][block.hits].astype(np.int64) % 62)
        np.bitwise_or.at(masks[block.rows], _owners_in(hits["hit_ptr"], block.rows), bits)
    return masks


def _serving(problem: Problem, hits: dict[str, Any]) -> Bools:
    """Whether a candidate row is the prerequisite that another row of the same person needs."""
    width = max(1, len(problem.programme_ids))
    serving = np.zeros(len(problem.candidate_programme), bool)
    for block in _blocks(problem, hits):
        needs, programme = problem.candidate_needs[block.rows], problem.candidate_programme[block.rows]
        person = _owners_in(problem.candidate_ptr, block.persons).astype(np.int64) * width
        wanted = np.unique(person[needs] + problem.programme_prerequisite[programme[needs]])
        if len(wanted):
            serving[block.rows] = np.isin(person + programme, wanted)
    return serving


def _exempt(problem: Problem) -> Ints:
    present = np.bincount(problem.fixed_session, minlength=len(problem.session_ids))
    capacity = problem.programme_capacity[problem.session_programme]
    return (-(-present // capacity)).astype(np.int64)


def _fixed(problem: Problem) -> dict[str, Any]:
    counts = np.bincount(problem.fixed_person, minlength=problem.persons)
    order = np.argsort(problem.fixed_person, kind="stable")
    ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return {"fixed_ptr": ptr, "fixed_session": problem.fixed_session[order]}


def _takers(problem: Problem) -> dict[str, Any]:
    """The persons who have each programme among their candidates, by programme."""
    order = np.argsort(problem.candidate_programme, kind="stable")
    counts = np.bincount(problem.candidate_programme, minlength=len(problem.programme_ids))
    ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return {"taker_ptr": ptr, "taker": _owners(problem.candidate_ptr)[order]}


def limited(values: Any) -> Bools:
    """Where a limit is a limit: below NO_LIMIT for integers, finite for loads."""
    found: Bools = np.isfinite(values) if values.dtype.kind == "f" else values < NO_LIMIT
    return found

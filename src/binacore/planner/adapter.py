"""Other people's problems in the shape of the core: each choice takes at most one option and options use resources.

A generalised assignment problem (jobs to agents) and a multi-dimensional knapsack (items with several weights) become
a `Model` without money, time or batches: a person is who chooses, a self-paced programme is what may be chosen. Only
the general resources are scarce, so public instances with known optima test pricing and repair alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.annealing import COOLINGS, Cooling, annealed
from binacore.planner.bounds import Dual, ascend
from binacore.planner.choice_polish import HOODS, Hoods, polished
from binacore.planner.choices import Choices
from binacore.planner.model import NEVER_ENOUGH, Ints, Limits, Model, sealed
from binacore.planner.params import SolveParams
from binacore.planner.problem import NO_LIMIT, Floats
from binacore.planner.search import Search

SEATS = 10**9
EFFORT = SolveParams(sample_passes=0, dual_passes=400, rounds=6, improvements=0)


def assignment(cost: NDArray[Any], use: NDArray[Any], limit: NDArray[Any]) -> tuple[Choices, Floats]:
    """A generalised assignment problem, minimised: `cost` and `use` are agents x jobs, `limit` by agent.

    Returns the choices and what leaving each job out costs: value = that - cost, so that a plan with every job costs
    `sum(...) - value`. It is more than any job can save by making room for others.
    """
    agents, jobs = cost.shape
    agent = np.tile(np.arange(agents), jobs)
    high, low = cost.max(axis=0).astype(np.float64), float((cost.max(axis=0) - cost.min(axis=0)).max())
    left_out = high + 4.0 * low + 1.0
    rows = np.zeros((jobs * agents, agents))
    rows[np.arange(jobs * agents), agent] = use.T.ravel()
    value = (left_out[:, None] - cost.T).ravel()
    return Choices(np.repeat(np.arange(jobs), agents), agent, value, rows, limit.astype(np.float64)), left_out


def knapsack(profit: NDArray[Any], use: NDArray[Any], limit: NDArray[Any]) -> Choices:
    """A multi-dimensional 0/1 knapsack: `profit` by item, `use` constraints x items, `limit` by constraint."""
    items = len(profit)
    nothing_else = np.zeros(items, np.int64)
    return Choices(
        np.arange(items), nothing_else, profit.astype(np.float64), use.T.astype(np.float64), limit.astype(np.float64)
    )


def model_of_choices(choices: Choices) -> tuple[Model, Limits]:
    """The choices as the core sees them."""
    persons, rows = choices.choosers, len(choices.chooser)
    things = int(choices.thing.max(initial=-1)) + 1
    ptr = np.searchsorted(choices.chooser, np.arange(persons + 1)).astype(np.int64)
    best = np.zeros(persons)
    np.maximum.at(best, choices.chooser, choices.value)
    row, resource = np.nonzero(choices.use)
    limits = Limits(
        total=NO_LIMIT,
        funds=np.full(1, NO_LIMIT, np.int64),
        units=np.full(1, NO_LIMIT, np.int64),
        absence=np.full((1, 1), np.inf),
        organiser_year=np.zeros(0, np.int64),
        organiser_period=np.zeros((0, 1), np.int64),
        extra=choices.limit,
    )
    model = Model(
        most=1,
        reward_mandatory=0.0,
        reward_target=0.0,
        cost_weight=0.0,
        fairness_weight=0.0,
        unit=np.zeros(persons, np.int32),
        room_hours=np.ones(persons),
        aim=np.full(persons, NEVER_ENOUGH),
        unit_quota=np.zeros(1),
        cand_ptr=ptr,
        cand_programme=choices.thing.astype(np.int32),
        cand_value=choices.value,
        cand_mandatory=np.zeros(rows, bool),
        cand_needs=np.zeros(rows, bool),
        cand_serves=np.zeros(rows, bool),
        cand_fund=np.zeros(rows, np.int32),
        cand_mask=np.zeros(rows, np.int64),
        potential=best,
        **_gap_by_row(choices.value),
        **_free_programmes(things),
        **_takers(choices, things),
        fixed_ptr=np.zeros(persons + 1, np.int64),
        fixed_session=np.zeros(0, np.int32),
        has_extra=True,
        extra_ptr=np.searchsorted(row, np.arange(rows + 1)).astype(np.int64),
        extra_resource=resource.astype(np.int32),
        extra_use=choices.use[row, resource],
    )
    return sealed(model), limits


def _gap_by_row(value: Floats) -> dict[str, Any]:
    """Worth in the core comes from gaps: every row closes one of its own, of one step."""
    rows = len(value)
    return {
        "hit_ptr": np.arange(rows + 1, dtype=np.int64),
        "hit_gap": np.arange(rows, dtype=np.int32),
        "hit_lift": np.ones(rows, np.int16),
        "hit_ceiling": np.ones(rows, np.int16),
        "gap_size": np.ones(rows, np.int16),
        "gap_weight": value,
        "steps_worth": np.array([0.0, 1.0]),
    }


def _free_programmes(things: int) -> dict[str, Any]:
    """Self-paced, free, with one session that seats everybody."""
    nothing, index = np.zeros(things, np.int64), np.arange(things, dtype=np.int32)
    return {
        "hours": np.zeros(things),
        "cost": nothing,
        "cost_millions": np.zeros(things),
        "batch_cost": nothing,
        "batch_millions": np.zeros(things),
        "capacity": np.full(things, SEATS),
        "batch_min": np.ones(things, np.int64),
        "away": np.zeros(things, bool),
        "load": np.zeros(things),
        "fund": np.zeros(things, np.int32),
        "before": np.full(things, -1, np.int32),
        "organiser": np.full(things, -1, np.int32),
        "session_ptr": np.arange(things + 1, dtype=np.int64),
        "session_of": index,
        "programme": index,
        "start": np.zeros(things, np.int32),
        "end": np.zeros(things, np.int32),
        "batches_max": np.ones(things, np.int64),
        "exempt": nothing,
    }


def _takers(choices: Choices, things: int) -> dict[str, Any]:
    order = np.argsort(choices.thing, kind="stable")
    counts = np.bincount(choices.thing, minlength=things)
    ptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return {"taker_ptr": ptr, "taker": choices.chooser[order].astype(np.int32)}


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """`taken`: row taken by each chooser, -1 = none; `bound` is certified: no choice is worth more."""

    taken: Ints
    value: float
    bound: float


def solve_choices(
    choices: Choices,
    params: SolveParams = EFFORT,
    coolings: Sequence[Cooling] = COOLINGS,
    seed: int = 1,
    enough: float = 0.0,
    hoods: Hoods = HOODS,
) -> Found:
    """Bound, construction, exchanges, then fix and optimise, nothing else. Same arguments, same answer.

    The search ends once plan and bound are no further apart than `enough`, in units of value.
    """
    model, limits = model_of_choices(choices)
    dual = Dual(model, limits, params.node_limit)
    ascent = ascend(dual, params, lambda bound: False)
    search = Search(model, limits, dual, params, seed)
    best = max(search.construct(ascent), key=lambda plan: plan.value)
    if params.improvements:
        for _ in search.improve(best, ascent, lambda value: False):
            pass
        best = search.improved or best
    for k, cooling in enumerate(coolings):
        if ascent.bound - best.value <= enough:
            break
        best = max(best, annealed(search, ascent, best, cooling, seed + k), key=lambda plan: plan.value)
    taken = _rows_taken(choices, best.state.seats[:, 0])
    prices = search.guide(ascent.prices, 1.0).extra
    return _found(choices, polished(choices, prices, taken, ascent.bound, enough, hoods, seed), ascent.bound)


def _rows_taken(choices: Choices, seats: Ints) -> Ints:
    chosen = np.flatnonzero(choices.thing == seats[choices.chooser])
    taken = np.full(choices.choosers, -1, np.int64)
    taken[choices.chooser[chosen]] = chosen
    return taken


def _found(choices: Choices, taken: Ints, bound: float) -> Found:
    """The rows taken, valued and checked against the choices themselves."""
    rows = taken[taken >= 0]
    if np.any(choices.chooser[rows] != np.flatnonzero(taken >= 0)):
        raise ValueError("somebody was given what another chose")
    used = choices.use[rows].sum(axis=0)
    if np.any(used > choices.limit):
        raise ValueError(f"resource {int(np.argmax(used - choices.limit))} is overdrawn")
    return Found(taken, float(choices.value[rows].sum()), bound)

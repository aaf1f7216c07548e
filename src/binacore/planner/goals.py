"""The five aims in numbers of their own: what a plan reaches, what must not get worse, and models with any weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from binacore.planner.data import Weights
from binacore.planner.model import Ints, Model, model_of, sealed
from binacore.planner.plan import Plan
from binacore.planner.problem import Bools, Floats, Problem
from binacore.planner.rules import Facts, total_cost
from binacore.planner.stage import MINIMISED, STAGES, TOLERANCE
from binacore.planner.worth import components_of

MANDATORY, ENTITLEMENT, COVERAGE, COST, FAIRNESS = range(5)
WHOLE = (MANDATORY, ENTITLEMENT, COST)
"""Counts and rupiah: compared exactly."""
SIGN = tuple(-1.0 if name in MINIMISED else 1.0 for name in STAGES)


class Reached(NamedTuple):
    """Mandatory places filled, persons at target, value points, rupiah, persons short; each without its weight."""

    mandatory: int
    entitlement: int
    coverage: float
    cost: int
    fairness: float


class Weighing(NamedTuple):
    """How much one unit of each aim counts: cost per million rupiah, and all of them at least 0."""

    mandatory: float
    entitlement: float
    coverage: float
    cost: float
    fairness: float


ONES = Weighing(1.0, 1.0, 1.0, 1.0, 1.0)


def weighed(problem: Problem, weighing: Weighing) -> Problem:
    """The same problem with other weights."""
    weights = Weights(weighing.mandatory, weighing.entitlement, weighing.cost, weighing.fairness)
    steps = tuple(step * weighing.coverage for step in problem.header.step_weights)
    return replace(problem, header=replace(problem.header, weights=weights, step_weights=steps))


def measured(plain: Problem, plan: Plan) -> Reached:
    """What an allowed plan reaches, added up by the independent check; `plain` is the problem weighed by ONES."""
    order = np.lexsort((plan.sessions, plan.persons))
    facts = Facts.of(plain, plan.persons[order], plan.sessions[order], plan.batches)
    parts = components_of(facts)
    return Reached(
        round(parts.mandatory), round(parts.entitlement), parts.coverage, int(total_cost(facts)), parts.fairness
    )


def floor_of(k: int, value: float) -> float:
    """The least that counts as not worse than `value` of aim k; higher is better (cost and fairness negative)."""
    own = SIGN[k] * value
    return own if k in WHOLE else own - TOLERANCE * max(1.0, abs(value))


def keeps(reached: Reached, pinned: Sequence[float]) -> bool:
    """Whether none of the first aims is worse than pinned."""
    return all(SIGN[k] * reached[k] >= floor_of(k, value) for k, value in enumerate(pinned))


def first_better(one: Reached, other: Reached) -> bool:
    """Whether `one` is the better plan by the first aim in which they differ."""
    for k in range(len(STAGES)):
        if SIGN[k] * one[k] < floor_of(k, other[k]):
            return False
        if SIGN[k] * other[k] < floor_of(k, one[k]):
            return True
    return False


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """One solver's model that can be had with any weights of the aims. Arrays by candidate row, by person."""

    model: Model
    alone: Floats
    potential: Floats
    owed: Floats
    steps: Floats

    @classmethod
    def of(cls, plain: Problem) -> Blend:
        """`plain` is weighed by ONES: taking a large weight out again would cost digits."""
        model = model_of(plain)
        rows = model.cand_mandatory.astype(np.float64)
        sums = np.concatenate([[0.0], np.cumsum(rows)])
        owed = sums[model.cand_ptr[1:]] - sums[model.cand_ptr[:-1]]
        return cls(model, model.cand_value - rows, model.potential - owed, owed, model.steps_worth)

    def at(self, weighing: Weighing) -> Model:
        """The model with these weights."""
        mandatory, coverage = weighing.mandatory, weighing.coverage
        model = self.model._replace(
            reward_mandatory=mandatory,
            reward_target=weighing.entitlement,
            cost_weight=weighing.cost,
            fairness_weight=weighing.fairness,
            cand_value=coverage * self.alone + mandatory * self.model.cand_mandatory,
            potential=coverage * self.potential + mandatory * self.owed,
            steps_worth=coverage * self.steps,
        )
        return sealed(model)

    def typical(self) -> float:
        """Median worth of a programme that helps at all, in value points; 1 if none does."""
        useful = self.alone[self.alone > 0]
        return float(np.median(useful)) if len(useful) else 1.0

    def served(self) -> Ints:
        """Mandatory rows by (person, programme): 1 where the person owes the programme."""
        owner = np.repeat(np.arange(len(self.model.unit)), np.diff(self.model.cand_ptr))
        table = np.zeros((len(self.model.unit), len(self.model.hours)), np.int8)
        owes = self.model.cand_mandatory
        table[owner[owes], self.model.cand_programme[owes]] = 1
        return table

    def owed_places(self) -> int:
        """Mandatory places that some session could hold."""
        model = self.model
        held = np.diff(model.session_ptr)[model.cand_programme] > 0
        return int(np.count_nonzero(model.cand_mandatory & held)) + self._fixed_outside()

    def _fixed_outside(self) -> int:
        """At most so many fixed seats lie in programmes that no session is open for."""
        shut = np.diff(self.model.session_ptr)[self.model.programme[self.model.fixed_session]] == 0
        return int(np.count_nonzero(shut))

    def reachable(self) -> Bools:
        """Persons whose hours could reach their target with as many of their longest programmes as one may attend."""
        model = self.model
        open_ = np.diff(model.session_ptr) > 0
        open_[model.programme[model.fixed_session]] = True
        hours = np.where(open_, model.hours, 0.0)[model.cand_programme]
        owner = np.repeat(np.arange(len(model.unit)), np.diff(model.cand_ptr))
        order = np.lexsort((-hours, owner))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order)) - model.cand_ptr[owner[order]]
        hours = np.where(place < model.most, hours, 0.0)
        most = np.bincount(owner, weights=hours, minlength=len(model.unit))
        return np.asarray(most + TOLERANCE >= model.aim - TOLERANCE)

    def least_short(self, at_target: int) -> float:
        """The least sum of shortages when at most so many persons are at target altogether.

        Each person counts fully until a unit misses less than one: the best are taken first, whichever unit's they are.
        """
        quota = self.model.unit_quota
        most = np.bincount(self.model.unit, weights=self.reachable(), minlength=len(quota))
        full = np.minimum(np.floor(quota), most)
        part = np.sort(np.where(most > full, quota - np.floor(quota), 0.0))[::-1]
        left = max(0, at_target - int(full.sum()))
        gained = min(float(full.sum()), float(at_target)) + float(part[:left].sum())
        return max(0.0, float(quota.sum()) * (1.0 - 1e-12) - gained)
